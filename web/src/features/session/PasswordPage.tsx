// A password of one's own, after the first sign-in by link.

import { useState, type FormEvent } from 'react';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { useMe } from '../../live';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { PasswordInput } from '../../ui/Field';
import { useReason } from '../../ui/states';
import './session.css';

/** Length is what makes a password hard to guess (NIST SP 800-63B, 5.1.1.2); the server has the last word. */
const shortest = 12;

export default function PasswordPage() {
    const { t } = useWords();
    const reason = useReason();
    const { person } = useMe();
    const [state, setState] = useState<{ saved?: boolean; refused?: string; busy?: boolean }>({});

    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        const password = String(new FormData(form).get('password'));
        if (Array.from(password).length < shortest) return setState({ refused: t('password.rule', { count: shortest }) });
        setState({ busy: true });
        granted(api.PUT('/api/v1/me/password', { body: { password } })).then(
            () => {
                form.reset();
                setState({ saved: true });
            },
            (error: unknown) => setState({ refused: reason(error) }),
        );
    };
    return (
        <main id="content">
            <div className="top">
                <h1>{t('password.title')}</h1>
            </div>
            <form className="gate-form is-inside" onSubmit={submit} noValidate>
                {state.refused && (
                    <p role="alert" className="gate-refused">
                        <Alert level="crit" spoken={false} />
                        <span>{state.refused}</span>
                    </p>
                )}
                {state.saved && <p role="status">✓ {t('password.saved')}</p>}
                <input
                    className="sr"
                    type="text"
                    name="login"
                    autoComplete="username"
                    value={person.login}
                    readOnly
                    tabIndex={-1}
                    aria-hidden="true"
                />
                <label className="field">
                    <span>{t('signin.password')}</span>
                    <PasswordInput name="password" autoComplete="new-password" aria-describedby="password-rule" />
                </label>
                <p id="password-rule" className="faint">
                    {t('password.rule', { count: shortest })}
                </p>
                <Button kind="primary" large type="submit" disabled={state.busy ?? false}>
                    {t('verb.save')}
                </Button>
            </form>
        </main>
    );
}
