// The agent's page: the call bar that never moves, what is with me, the guide, the customer. Everything works by keyboard.

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Desk } from '../../api/types';
import { useWords } from '../../i18n';
import { useServerNow, useTopic } from '../../live';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Loading, useReason } from '../../ui/states';
import { CallBar } from './CallBar';
import { CheatSheet } from './CheatSheet';
import { Customer } from './Customer';
import { Guide } from './Guide';
import { Mine } from './Mine';
import { useGuide, useOwnContact, useQueuesNow } from './questions';
import { Ringing } from './Ringing';
import { Several, useChosen } from './Several';
import './desk.css';
import { useAttention } from './useAttention';
import { useShortcuts } from './useShortcuts';
import { Waiting } from './Waiting';
import { send, type Ask } from './wishes';
import { WrapUp } from './WrapUp';
import { isWritten, Written } from './Written';
import './written.css';

/** Of several desks of one person the newest leads; an older one lets go and says so, until it is wanted again. */
export default function DeskPage() {
    const [turn, setTurn] = useState(0);
    const [elsewhere, setElsewhere] = useState(false);
    if (elsewhere)
        return (
            <Elsewhere
                use={() => {
                    setTurn(turn + 1);
                    setElsewhere(false);
                }}
            />
        );
    return <Leading key={turn} left={() => setElsewhere(true)} />;
}

function Elsewhere({ use }: { use: () => void }) {
    const { t } = useWords();
    return (
        <main id="content" className="state desk-elsewhere">
            <h1>{t('desk.elsewhere')}</h1>
            <p>{t('desk.elsewhere.help')}</p>
            <div className="acts">
                <Button kind="primary" large onClick={use}>
                    {t('desk.elsewhere.use')}
                </Button>
            </div>
        </main>
    );
}

function Leading({ left }: { left: () => void }) {
    const { t } = useWords();
    const feed = useTopic<Desk>('desk.me');
    const wish = useMutation({ mutationFn: send });
    const { desk, choose } = useChosen(feed.value);
    const ask: Ask = (wanted) => wish.mutate({ wish: wanted, assignment: desk?.assignment?.id });
    const now = useServerNow(desk?.at, feed.heard, true);
    const [sheet, setSheet] = useState(false);
    useShortcuts({ 'shift+slash': () => setSheet(!sheet), ...(sheet ? { escape: () => setSheet(false) } : {}) });
    if (desk && feed.first && desk.opened > feed.first.opened) queueMicrotask(left);
    return (
        <main id="content" className="desk-page">
            <h1 className="sr">{t('desk.title')}</h1>
            {desk ? (
                <Working
                    desk={desk}
                    now={now}
                    busy={wish.isPending || !feed.live}
                    ask={ask}
                    choose={choose}
                    help={() => setSheet(true)}
                />
            ) : (
                <Loading />
            )}
            <div className="desk-notices">
                {desk && !feed.live && <Stopped heard={feed.heard} />}
                {wish.error && <NotDone error={wish.error} close={() => wish.reset()} />}
            </div>
            {sheet && <CheatSheet close={() => setSheet(false)} />}
        </main>
    );
}

function Stopped({ heard }: { heard: number | null }) {
    const { t, calendar } = useWords();
    return (
        <Banner level="stale" title={t('board.stopped', { time: calendar.timeWithSeconds(new Date(heard ?? Date.now())) })}>
            {t('error.network')}
        </Banner>
    );
}

function NotDone({ error, close }: { error: Error; close: () => void }) {
    const { t } = useWords();
    const reason = useReason();
    return <Banner level="crit" title={reason(error)} act={<Button onClick={close}>{t('verb.close')}</Button>} />;
}

interface WorkingProps {
    desk: Desk;
    now: number;
    busy: boolean;
    ask: Ask;
    choose: (assignment: number) => void;
    help: () => void;
}

function Working({ desk, now, busy, ask, choose, help }: WorkingProps) {
    const contact = useOwnContact(desk.assignment ?? null);
    const queues = useQueuesNow();
    useAttention(desk);
    return (
        <>
            <CallBar desk={desk} contact={contact} queues={queues} now={now} busy={busy} ask={ask} />
            <div className="desk">
                <Mine desk={desk} now={now} busy={busy} ask={ask} help={help} />
                <section className="desk-middle" aria-live="polite">
                    <Several desk={desk} now={now} choose={choose} />
                    <Notices desk={desk} queues={queues} busy={busy} ask={ask} />
                    <LongHold desk={desk} now={now} />
                    <Middle desk={desk} contact={contact} now={now} busy={busy} ask={ask} />
                </section>
                <aside className="desk-side">
                    {desk.assignment ? <Customer assignment={desk.assignment} contact={contact} /> : <Waiting queues={queues} now={now} />}
                </aside>
            </div>
        </>
    );
}

/** Why the agent was set away, and that callers wait while nobody is ready: each with the one thing to do about it. */
function Notices({
    desk: { agent, assignment },
    queues,
    busy,
    ask,
}: Pick<WorkingProps, 'desk' | 'busy' | 'ask'> & { queues: ReturnType<typeof useQueuesNow> }) {
    const { t, word } = useWords();
    if (agent.presence === 'ready' || assignment) return null;
    const waiting = queues.filter(({ ready }) => ready === 0).reduce((sum, queue) => sum + queue.waiting, 0);
    const set = agent.reason !== 'chosen' && agent.reason !== 'signed_out';
    if (!set && waiting === 0) return null;
    const ready = (
        <Button disabled={busy} onClick={() => ask({ presence: 'ready' })}>
            {t('desk.be_ready')}
        </Button>
    );
    return (
        <div className="desk-reason">
            {set && <Banner level="warn" title={word('desk.reason', agent.reason)} act={ready} />}
            {waiting > 0 && <Banner level="crit" title={t('desk.nobody_ready', { count: waiting })} act={set ? undefined : ready} />}
        </div>
    );
}

/** Music makes a caller doubt after this many seconds: then the desk says so. */
const longHold = 60;

function LongHold({ desk: { assignment }, now }: Pick<WorkingProps, 'desk' | 'now'>) {
    const { t, calendar } = useWords();
    const held = assignment?.state === 'hold' ? (now - Date.parse(assignment.since)) / 1000 : 0;
    if (held < longHold) return null;
    return (
        <div className="desk-reason">
            <Banner level="warn" title={t('desk.long_hold', { length: calendar.length(held) })} />
        </div>
    );
}

function Middle({ desk, contact, now, busy, ask }: Omit<WorkingProps, 'help' | 'choose'> & { contact: ReturnType<typeof useOwnContact> }) {
    const { t } = useWords();
    const { agent, assignment } = desk;
    const guide = useGuide(assignment ?? null);
    if (!assignment)
        return <Empty title={t('desk.none.title')} help={t(agent.presence === 'ready' ? 'desk.none.ready' : 'desk.none.away')} />;
    if (assignment.state === 'reserved' || assignment.state === 'ringing')
        return <Ringing assignment={assignment} contact={contact} now={now} busy={busy} ask={ask} />;
    if (assignment.state !== 'wrap_up')
        return (
            <>
                {isWritten(assignment) && <Written key={assignment.id} assignment={assignment} busy={busy} />}
                {guide || assignment.step ? (
                    <Guide assignment={assignment} guide={guide ?? null} contact={contact} busy={busy} ask={ask} />
                ) : (
                    guide === null && <p className="quiet desk-none">{t('desk.step.none')}</p>
                )}
            </>
        );
    // Its outcomes have keys, which must not change under the agent's fingers.
    if (guide === undefined) return <Loading />;
    return (
        <WrapUp
            key={assignment.id}
            reached={assignment.step?.outcome}
            outcomes={guide?.outcomes ?? []}
            busy={busy}
            done={(outcome) => ask({ outcome })}
        />
    );
}
