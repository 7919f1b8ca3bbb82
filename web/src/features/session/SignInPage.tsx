// The door: by a one-time link, or by name and password. The link's token stands in the fragment, which no server logs.

import { useEffect, useEffectEvent, useState, type FormEvent } from 'react';
import { api, granted, Refused } from '../../api/client';
import type { Me } from '../../api/types';
import { languages, nameOf, useWords, type Key } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { PasswordInput } from '../../ui/Field';
import { Mark } from '../../ui/Mark';
import { useReason } from '../../ui/states';
import { Rings } from './Rings';
import './session.css';

/** Taken out of the address at once, so that neither the history nor a shared screen keeps the token. */
function takeFragment(): { token: string | null; ended: boolean } {
    const said = new URLSearchParams(location.hash.slice(1));
    if (location.hash) history.replaceState(null, '', location.pathname);
    return { token: said.get('token'), ended: said.has('ended') };
}

const refusals: Record<number, Key> = { 401: 'signin.wrong', 403: 'signin.wrong', 429: 'signin.too_many' };

export default function SignInPage({ entered }: { entered: (me: Me) => void }) {
    const { t } = useWords();
    return (
        <div className="gate">
            <header className="gate-art">
                <div className="gate-name">
                    <Mark size={36} />
                    {t('markaz')}
                </div>
                <Rings />
                <p>{t('signin.motto')}</p>
            </header>
            <main id="content" className="gate-door">
                <Door entered={entered} />
                <LanguageChoice />
            </main>
        </div>
    );
}

function Door({ entered }: { entered: (me: Me) => void }) {
    const { t } = useWords();
    const reason = useReason();
    const [busy, setBusy] = useState<'link' | 'password' | null>(null);
    const [refused, setRefused] = useState<string | null>(null);
    const [notice, setNotice] = useState<string | null>(null);
    const [tried, setTried] = useState(false);

    // Once on arrival, and again when another link is opened in this very window: that changes the fragment alone.
    const open = useEffectEvent(() => {
        const { token, ended } = takeFragment();
        if (ended) setNotice(t('signin.ended'));
        if (token === null) return;
        setBusy('link');
        setRefused(null);
        granted(api.POST('/api/v1/session', { body: { token } }))
            .then(entered, (error: unknown) => {
                const usual = error instanceof Refused && error.status >= 400 && error.status < 500 && error.status !== 429;
                setRefused(usual ? t('signin.link.wrong') : reason(error));
            })
            .finally(() => setBusy(null));
    });
    useEffect(() => {
        open();
        const changed = () => open();
        addEventListener('hashchange', changed);
        return () => removeEventListener('hashchange', changed);
    }, []);

    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [login, password] = [String(form.get('login')).trim(), String(form.get('password'))];
        setTried(true);
        if (!login || !password) return setRefused(t('signin.required'));
        setBusy('password');
        setRefused(null);
        granted(api.POST('/api/v1/session/password', { body: { login, password } }))
            .then(entered, (error: unknown) => {
                const known = error instanceof Refused ? refusals[error.status] : undefined;
                setRefused(known ? t(known) : reason(error));
            })
            .finally(() => setBusy(null));
    };

    const wrong = tried && refused !== null;
    return (
        <form className="gate-form" onSubmit={submit} noValidate aria-busy={busy !== null}>
            <h1>{t('signin.title')}</h1>
            {notice && !refused && <p role="status">{notice}</p>}
            {busy === 'link' && <p role="status">{t('signin.opening')}</p>}
            {refused && (
                <p role="alert" className="gate-refused">
                    <Alert level="crit" spoken={false} />
                    <span>{refused}</span>
                </p>
            )}
            <label className="field">
                <span>{t('signin.login')}</span>
                <input
                    className="input is-large"
                    type="text"
                    name="login"
                    dir="ltr"
                    autoComplete="username"
                    autoCapitalize="none"
                    spellCheck={false}
                    aria-invalid={wrong}
                />
            </label>
            <label className="field">
                <span>{t('signin.password')}</span>
                <PasswordInput name="password" autoComplete="current-password" aria-invalid={wrong} />
            </label>
            <Button kind="primary" large type="submit" disabled={busy !== null}>
                {t('signin.title')}
            </Button>
            <p className="faint">{t('signin.help')}</p>
        </form>
    );
}

function LanguageChoice() {
    const { t, language, choose } = useWords();
    return (
        <nav className="gate-languages" aria-label={t('nav.language')}>
            {languages.map((one) => (
                <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
                    {nameOf[one]}
                </button>
            ))}
        </nav>
    );
}
