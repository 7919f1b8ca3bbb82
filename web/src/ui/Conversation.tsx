// What a customer wrote and what was answered, for whoever works here. Each time it is asked for, the server notes who looked.

import { useQuery } from '@tanstack/react-query';
import { api, granted, Refused } from '../api/client';
import { useWords } from '../i18n';
import './conversation.css';

interface Props {
    contact: number;
    /** Asked as the agent whose contact it is. */
    own: boolean;
    /** When it changes something new may have been written. */
    changes?: number;
    /** An entry of the journal that what is read must hold. */
    atLeast?: number | undefined;
}

export function Conversation({ contact, own, changes, atLeast }: Props) {
    const { t, calendar } = useWords();
    const path = { params: { path: { id: String(contact) }, query: atLeast === undefined ? {} : { at_least: atLeast } } };
    const said = useQuery({
        queryKey: ['conversation', contact, own, changes, atLeast],
        queryFn: () =>
            granted(own ? api.GET('/api/v1/me/contacts/{id}/conversation', path) : api.GET('/api/v1/contacts/{id}/conversation', path)),
        // A look is noted: none is made that nobody wished for.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The records follow the journal by a moment: what is not there yet will be.
        retry: (count, error) => count < 5 && error instanceof Refused && error.status === 404,
        retryDelay: 300,
        placeholderData: (before) => (before?.contact === contact ? before : undefined),
    });
    if (!said.data) return null;
    const { name, text, at, language, replies } = said.data;
    return (
        <section className="conversation" aria-label={t('conversation.title')}>
            <h2>{t('conversation.title')}</h2>
            <ol>
                <li className="theirs">
                    <Written by={name ?? t('conversation.unnamed')} when={calendar.dateAndTime(at)} text={text} language={language} />
                </li>
                {replies.map((reply) => (
                    <li key={reply.at} className="ours">
                        <Written by={reply.agent} when={calendar.dateAndTime(reply.at)} text={reply.text} />
                    </li>
                ))}
            </ol>
        </section>
    );
}

function Written({ by, when, text, language }: { by: string; when: string; text: string | null; language?: string }) {
    const { t } = useWords();
    return (
        <>
            <p className="meta">
                <b>
                    <bdi>{by}</bdi>
                </b>{' '}
                <span>{when}</span>
            </p>
            {text === null ? (
                <p className="quiet">{t('conversation.erased')}</p>
            ) : (
                <p className="said" dir="auto" lang={language}>
                    {text}
                </p>
            )}
        </>
    );
}
