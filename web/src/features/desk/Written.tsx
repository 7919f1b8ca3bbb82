// What came in writing, or as a message after the tone: it rings here, is read or heard here. There is no telephone.

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Conversation } from '../../ui/Conversation';
import { useReason } from '../../ui/states';
import type { Assignment } from './questions';
import { useShortcuts } from './useShortcuts';
import type { Ask } from './wishes';

/** The most that the centre takes as one answer, in bytes of UTF-8. */
const longestReply = 10_000;

export const isWritten = ({ channel }: Assignment) => channel === 'form' || channel === 'email' || channel === 'chat';

export const isVoicemail = ({ channel }: Assignment) => channel === 'voicemail';

/** Nobody is at the other end of a telephone: the desk itself rings. */
export const isUnspoken = (assignment: Assignment) => isWritten(assignment) || isVoicemail(assignment);

/** What stands where nobody told who they are. */
export const strangerOf = (assignment: Assignment) => (isWritten(assignment) ? 'contacts.unnamed' : 'contacts.unknown');

export function TakeWritten({ busy, ask }: { busy: boolean; ask: Ask }) {
    const { t } = useWords();
    const take = () => ask({ accept: true });
    const decline = () => ask({ decline: true });
    useShortcuts(busy ? {} : { enter: take, 'alt+d': decline });
    return (
        <div className="acts">
            <Button kind="primary" large disabled={busy} onClick={take}>
                {t('desk.take')}
                <kbd aria-hidden="true">Enter</kbd>
            </Button>
            <Button large disabled={busy} onClick={decline}>
                {t('desk.take.decline')}
            </Button>
        </div>
    );
}

interface Props {
    assignment: Assignment;
    busy: boolean;
}

export function Written({ assignment, busy }: Props) {
    const [entry, setEntry] = useState<number>();
    return (
        <div className="written">
            <Conversation contact={assignment.contact} own atLeast={entry} />
            {assignment.state === 'talking' && <Reply key={entry} assignment={assignment} busy={busy} sent={setEntry} />}
        </div>
    );
}

/** Begins anew once the answer is written down; until then nothing that was typed is lost. */
function Reply({ assignment, busy, sent }: Props & { sent: (entry: number) => void }) {
    const { t } = useWords();
    const reason = useReason();
    const [text, setText] = useState('');
    const reply = useMutation({
        mutationFn: () => granted(api.POST('/api/v1/desk/reply', { body: { text, assignment: assignment.id } })),
        onSuccess: ({ entry }) => sent(entry),
    });
    const tooLong = new TextEncoder().encode(text).length > longestReply;
    const usable = !busy && !reply.isPending && text.trim() !== '' && !tooLong;
    return (
        <form
            className="reply"
            onSubmit={(event) => {
                event.preventDefault();
                if (usable) reply.mutate();
            }}
        >
            {reply.error && <Banner level="crit" title={reason(reply.error)} />}
            <label className="field">
                <span>{t('desk.reply')}</span>
                <textarea
                    className="input"
                    rows={3}
                    dir="auto"
                    value={text}
                    aria-invalid={tooLong}
                    onChange={(event) => setText(event.target.value)}
                    onKeyDown={(event) => {
                        if (event.key !== 'Enter' || !event.ctrlKey) return;
                        event.preventDefault();
                        event.currentTarget.form?.requestSubmit();
                    }}
                />
            </label>
            {tooLong && <p role="alert">{t('write.too_long')}</p>}
            <div className="acts">
                <Button type="submit" disabled={!usable}>
                    {t('desk.reply.send')}
                    <kbd aria-hidden="true">Ctrl+Enter</kbd>
                </Button>
            </div>
        </form>
    );
}
