// The web form: a stranger writes to the centre, and comes back by the link to see how it stands and what was answered.
// The token of the link stands in the fragment, which no server logs.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { api, granted, Refused } from '../../api/client';
import type { WriteTopics, WrittenMessage } from '../../api/types';
import { isLanguage, languages, nameOf, useWords, type Key, type Language } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Failure, Loading, useReason } from '../../ui/states';
import './message.css';

/** How often a message that is not closed is asked about. */
const lookEvery = 5_000;

const tokenNow = () => location.hash.slice(1) || null;

export default function WritePage() {
    const { t } = useWords();
    const [token, setToken] = useState(tokenNow);
    useEffect(() => {
        const changed = () => setToken(tokenNow());
        addEventListener('hashchange', changed);
        return () => removeEventListener('hashchange', changed);
    }, []);
    const page = useQuery({
        queryKey: ['write'],
        queryFn: () => granted(api.GET('/api/v1/messages')),
        staleTime: Infinity,
        retry: false,
    });
    const closed = page.error instanceof Refused && page.error.status === 404;
    return (
        <div className="write">
            <header>
                <Mark size={28} />
                <b>
                    <bdi>{page.data?.centre ?? t('markaz')}</bdi>
                </b>
            </header>
            <main id="content">
                {token !== null && <Follow token={token} />}
                {token === null && page.data && <WriteForm page={page.data} />}
                {token === null && page.isPending && <Loading />}
                {token === null && closed && <h1>{t('write.closed')}</h1>}
                {token === null && page.error && !closed && <Failure error={page.error} />}
            </main>
            <LanguageChoice />
        </div>
    );
}

const refusals: Record<number, Key> = { 429: 'write.too_many', 503: 'write.full' };

function WriteForm({ page }: { page: WriteTopics }) {
    const { t, language: spoken } = useWords();
    const reason = useReason();
    const [answerIn, setAnswerIn] = useState<Language | null>(null);
    const [text, setText] = useState('');
    const [busy, setBusy] = useState(false);
    const [refused, setRefused] = useState<string | null>(null);
    const tooLong = new TextEncoder().encode(text).length > page.longest_text;

    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [queue, name] = [String(form.get('queue')), String(form.get('name')).trim()];
        if (!queue || !text.trim()) return setRefused(t('write.required'));
        if (tooLong) return setRefused(t('write.too_long'));
        setBusy(true);
        setRefused(null);
        granted(api.POST('/api/v1/messages', { body: { queue, language: answerIn ?? spoken, name, text } }))
            .then(
                // The address is the way back: reloading the page shows the message, not the form.
                ({ token }) => location.assign(`#${token}`),
                (error: unknown) => {
                    const known = error instanceof Refused ? refusals[error.status] : undefined;
                    setRefused(known ? t(known) : reason(error));
                },
            )
            .finally(() => setBusy(false));
    };

    return (
        <form className="write-form" onSubmit={submit} noValidate aria-busy={busy}>
            <h1>{t('write.title')}</h1>
            {refused && (
                <p role="alert" className="write-refused">
                    <Alert level="crit" spoken={false} />
                    <span>{refused}</span>
                </p>
            )}
            <label className="field">
                <span>{t('write.topic')}</span>
                <select className="input" name="queue" defaultValue="" required>
                    <option value="" disabled>
                        {t('write.topic.choose')}
                    </option>
                    {page.topics.map(({ queue, title }) => (
                        <option key={queue} value={queue}>
                            {title[spoken] || title.en || queue}
                        </option>
                    ))}
                </select>
            </label>
            <label className="field">
                <span>{t('write.text')}</span>
                <textarea
                    className="input"
                    name="text"
                    rows={8}
                    dir="auto"
                    required
                    aria-invalid={tooLong}
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                />
            </label>
            {tooLong && <p role="status">{t('write.too_long')}</p>}
            <div className="write-two">
                <label className="field">
                    <span>{t('write.name')}</span>
                    <input className="input" name="name" dir="auto" autoComplete="name" maxLength={Math.floor(page.longest_name / 4)} />
                </label>
                <label className="field">
                    <span>{t('write.language')}</span>
                    <select
                        className="input"
                        value={answerIn ?? spoken}
                        onChange={({ target }) => isLanguage(target.value) && setAnswerIn(target.value)}
                    >
                        {languages.map((one) => (
                            <option key={one} value={one} lang={one}>
                                {nameOf[one]}
                            </option>
                        ))}
                    </select>
                </label>
            </div>
            <Button kind="primary" large type="submit" disabled={busy}>
                {t('write.send')}
            </Button>
        </form>
    );
}

function Follow({ token }: { token: string }) {
    const { t } = useWords();
    const message = useQuery({
        queryKey: ['message', token],
        queryFn: () => granted(api.GET('/api/v1/messages/{token}', { params: { path: { token } } })),
        refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? lookEvery : false),
        retry: (count, error) => count < 2 && error instanceof Refused && error.status !== 404,
    });
    if (message.data) return <Message message={message.data} />;
    if (message.isPending) return <Loading />;
    if (message.error instanceof Refused && message.error.status !== 404) return <Failure error={message.error} act={<Another />} />;
    return (
        <>
            <h1>{t('write.unknown')}</h1>
            <Another />
        </>
    );
}

const isOver = ({ state }: WrittenMessage) => state === 'closed' || state === 'refused';

function Message({ message }: { message: WrittenMessage }) {
    const { t, calendar, language } = useWords();
    return (
        <>
            <h1>{t('write.yours')}</h1>
            <p className="write-state" role="status">
                <b>{t(`write.state.${message.state}`)}</b>
                {message.ahead !== null && <span>{t('write.ahead', { count: message.ahead })}</span>}
            </p>
            {!isOver(message) && <Keep />}
            <ol className="write-said">
                <li>
                    <p className="meta">
                        <b>{t('write.you')}</b> <span>{calendar.dateAndTime(message.at)}</span>{' '}
                        <bdi>{message.title[language] || message.title.en || message.queue}</bdi>
                    </p>
                    <Said text={message.text} />
                </li>
                {message.answers.map((answer) => (
                    <li key={answer.at} className="answer">
                        <p className="meta">
                            <b>{t('write.answer')}</b> <span>{calendar.dateAndTime(answer.at)}</span>
                        </p>
                        <Said text={answer.text} />
                    </li>
                ))}
            </ol>
            {message.answers.length === 0 && !isOver(message) && <p className="quiet">{t('write.none')}</p>}
            <Another />
        </>
    );
}

function Said({ text }: { text: string | null }) {
    const { t } = useWords();
    if (text === null) return <p className="quiet">{t('conversation.erased')}</p>;
    return (
        <p className="said" dir="auto">
            {text}
        </p>
    );
}

function Keep() {
    const { t } = useWords();
    const [copied, setCopied] = useState(false);
    const copy = () => void navigator.clipboard.writeText(location.href).then(() => setCopied(true));
    return (
        <div className="write-keep">
            <p>{t('write.keep')}</p>
            <Button onClick={copy}>{t(copied ? 'write.copied' : 'write.copy')}</Button>
        </div>
    );
}

function Another() {
    const { t } = useWords();
    return (
        <p>
            <button type="button" className="link plain" onClick={() => location.assign('#')}>
                {t('write.another')}
            </button>
        </p>
    );
}

function LanguageChoice() {
    const { t, language, choose } = useWords();
    return (
        <nav className="write-languages" aria-label={t('nav.language')}>
            {languages.map((one) => (
                <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
                    {nameOf[one]}
                </button>
            ))}
        </nav>
    );
}
