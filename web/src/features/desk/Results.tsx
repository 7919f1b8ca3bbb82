// Whether it came to what the procedures expect that led the agent: asked once the guide has ended. Nothing waits for the answer.

import { useEffect, useRef } from 'react';
import type { ResultQuestion } from '../../api/types';
import { useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { useShortcuts } from './useShortcuts';
import type { Ask, Missed } from './wishes';

interface Props {
    questions: readonly ResultQuestion[];
    /** Of which it is being written why it did not come to it, and what is written so far. */
    missed: Missed | null;
    write: (missed: Missed | null) => void;
    busy: boolean;
    ask: Ask;
}

export function Results({ questions, missed, write, busy, ask }: Props) {
    const { t, language } = useWords();
    const first = questions[0];
    const open = questions.some(({ procedure }) => procedure === missed?.procedure) ? missed : null;
    const reached = () => {
        if (!busy && questions.length > 0) ask({ reached: true });
    };
    const send = () => {
        // What is written stays until the question is gone: an answer that was not taken can be sent again.
        if (!busy && open && open.reason.trim() !== '') ask({ reached: false, procedure: open.procedure, reason: open.reason.trim() });
    };
    useShortcuts({
        'alt+y': reached,
        'alt+n': first && (() => write(open ? null : { procedure: first.procedure, reason: '' })),
        ...(open ? { escape: () => write(null) } : {}),
    });
    if (!first) return null;
    return (
        <section className="results" aria-labelledby="results">
            <div className="results-head">
                <h2 id="results">{t('desk.result')}</h2>
                <Button disabled={busy} aria-keyshortcuts="Alt+Y" onClick={reached}>
                    {t(questions.length === 1 ? 'desk.answer.yes' : 'desk.result.all')}
                    <kbd aria-hidden="true" dir="ltr">
                        Alt+Y
                    </kbd>
                </Button>
            </div>
            <p className="quiet small">{t('desk.result.help')}</p>
            <ul>
                {questions.map(({ procedure, title, text }) => {
                    const writing = open?.procedure === procedure;
                    return (
                        <li key={procedure}>
                            <h3 dir="auto">{title[language] || title.en || procedure}</h3>
                            <p className="expected" dir="auto">
                                {text[language] || text.en}
                            </p>
                            {!writing && (
                                <Button
                                    disabled={busy}
                                    {...(procedure === first.procedure && { 'aria-keyshortcuts': 'Alt+N', title: 'Alt+N' })}
                                    onClick={() => write({ procedure, reason: '' })}
                                >
                                    {t('desk.result.no')}
                                </Button>
                            )}
                            {writing && (
                                <Why reason={open.reason} write={(reason) => write({ procedure, reason })} busy={busy} send={send} />
                            )}
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}

interface WhyProps {
    reason: string;
    write: (reason: string) => void;
    busy: boolean;
    send: () => void;
}

function Why({ reason, write, busy, send }: WhyProps) {
    const { t } = useWords();
    const field = useRef<HTMLTextAreaElement>(null);
    useEffect(() => field.current?.focus(), []);
    return (
        <form
            className="why"
            onSubmit={(event) => {
                event.preventDefault();
                send();
            }}
        >
            <label>
                {t('desk.result.why')}
                <textarea
                    ref={field}
                    className="input"
                    rows={2}
                    dir="auto"
                    maxLength={2000}
                    value={reason}
                    onChange={(event) => write(event.target.value)}
                    onKeyDown={(event) => {
                        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                        event.preventDefault();
                        send();
                    }}
                />
            </label>
            <Button type="submit" disabled={busy || reason.trim() === ''}>
                {t('desk.result.send')}
                <kbd aria-hidden="true">↵</kbd>
            </Button>
        </form>
    );
}
