// The agent's page: the call bar that never moves, what is with me, the guide, the customer. Everything works by keyboard.

import { useState } from 'react';
import { Refused } from '../../api/client';
import type { Desk, Guide as GuideText, Text } from '../../api/types';
import { useWords } from '../../i18n';
import { useServerNow, useTopic } from '../../live';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Loading, useReason } from '../../ui/states';
import { CallBar } from './CallBar';
import { OwnCases } from './Cases';
import { CheatSheet } from './CheatSheet';
import { ChecklistList, ChecklistRun, missingBeforeReady, useChecklists } from './Checklists';
import { Customer } from './Customer';
import { Guide } from './Guide';
import { Mine } from './Mine';
import { useGuide, useOwnContact, useQueuesNow, useWork, type Assignment } from './questions';
import { OpenGuide } from './OpenGuide';
import { Results } from './Results';
import { Ringing } from './Ringing';
import { Several, useChosen } from './Several';
import './desk.css';
import { useAttention } from './useAttention';
import { useShortcuts } from './useShortcuts';
import { Voicemail } from './Voicemail';
import { Waiting } from './Waiting';
import { useWishes, type Ask, type Missed } from './wishes';
import { WrapUp } from './WrapUp';
import { isVoicemail, isWritten, Written } from './Written';
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
    const { desk, choose } = useChosen(feed.value);
    const { ask, asking, refused, forget } = useWishes(desk?.assignment?.id);
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
                    live={feed.live}
                    busy={asking || !feed.live}
                    ask={ask}
                    refused={refused}
                    choose={choose}
                    help={() => setSheet(true)}
                />
            ) : (
                <Loading />
            )}
            <div className="desk-notices">
                {desk && !feed.live && <Stopped heard={feed.heard} />}
                {refused && !isSaidAtTheField(refused) && <NotDone error={refused} close={forget} />}
            </div>
            {sheet && <CheatSheet close={() => setSheet(false)} />}
        </main>
    );
}

/** What is wrong with an answer stands where it was typed. */
const isSaidAtTheField = (error: Error) => error instanceof Refused && error.problem?.where === '/text';

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
    live: boolean;
    /** A wish is under way, or nothing can be wished. */
    busy: boolean;
    ask: Ask;
    /** Why the last wish was not granted. */
    refused: Error | null;
    choose: (assignment: number) => void;
    help: () => void;
}

function Working({ desk, now, live, busy, ask, refused, choose, help }: WorkingProps) {
    const contact = useOwnContact(desk.assignment ?? null);
    const work = useWork(desk.assignment ?? null);
    const queues = useQueuesNow();
    const { cards, fresh } = useChecklists(desk);
    useAttention(desk);
    return (
        <>
            <CallBar desk={desk} contact={contact} queues={queues} now={now} live={live} ask={ask} />
            <div className="desk">
                <Mine desk={desk} now={now} busy={busy} ask={ask} help={help}>
                    <ChecklistList desk={desk} cards={cards} busy={busy} ask={ask} />
                </Mine>
                <section className="desk-middle" aria-live="polite">
                    <Several desk={desk} now={now} choose={choose} />
                    <Notices desk={desk} queues={queues} busy={busy} barred={missingBeforeReady(cards) !== undefined} ask={ask} />
                    <Long desk={desk} now={now} />
                    {desk.assignment ? (
                        <Serving
                            key={desk.assignment.id}
                            assignment={desk.assignment}
                            contact={contact}
                            work={work}
                            now={now}
                            busy={busy}
                            ask={ask}
                            refused={refused}
                        />
                    ) : (
                        <ChecklistRun
                            desk={desk}
                            cards={cards}
                            fresh={fresh}
                            busy={busy}
                            ask={ask}
                            refused={refused}
                            idle={<Nobody presence={desk.agent.presence} />}
                        />
                    )}
                </section>
                <aside className="desk-side">
                    {desk.assignment ? (
                        <Customer assignment={desk.assignment} contact={contact} work={work} />
                    ) : (
                        <>
                            <Waiting queues={queues} now={now} />
                            <OwnCases />
                        </>
                    )}
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
    barred,
    ask,
}: Pick<WorkingProps, 'desk' | 'busy' | 'ask'> & { queues: ReturnType<typeof useQueuesNow>; barred: boolean }) {
    const { t, word } = useWords();
    if (agent.presence === 'ready' || assignment) return null;
    const waiting = queues.filter(({ ready }) => ready === 0).reduce((sum, queue) => sum + queue.waiting, 0);
    const set = agent.reason !== 'chosen' && agent.reason !== 'signed_out';
    if (!set && waiting === 0) return null;
    const ready = barred ? undefined : (
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

const lasting = { hold: 'desk.long_hold', talking: 'desk.long_talk', wrap_up: 'desk.long_wrap_up', ringing: 'desk.long_ring' } as const;

/** What lasts longer than the manual thinks right. */
function Long({ desk: { assignment }, now }: Pick<WorkingProps, 'desk' | 'now'>) {
    const { t, calendar } = useWords();
    const state = assignment?.state;
    if (assignment?.long_after_s === undefined || !state || !(state in lasting)) return null;
    const length = (now - Date.parse(assignment.since)) / 1000;
    if (length < assignment.long_after_s) return null;
    return (
        <div className="desk-reason">
            <Banner level="warn" title={t(lasting[state as keyof typeof lasting], { length: calendar.length(length) })} />
        </div>
    );
}

function Nobody({ presence }: { presence: Desk['agent']['presence'] }) {
    const { t } = useWords();
    return <Empty title={t('desk.none.title')} help={t(presence === 'ready' ? 'desk.none.ready' : 'desk.none.away')} />;
}

interface ServingProps extends Omit<WorkingProps, 'desk' | 'live' | 'help' | 'choose'> {
    assignment: Assignment;
    contact: ReturnType<typeof useOwnContact>;
    work: ReturnType<typeof useWork>;
}

function Serving({ assignment, contact, work, now, busy, ask, refused }: ServingProps) {
    const { t } = useWords();
    const guide = useGuide(assignment);
    const [missed, write] = useState<Missed | null>(null);
    const results = <Results questions={assignment.results} missed={missed} write={write} busy={busy} ask={ask} />;
    if (assignment.state === 'reserved' || assignment.state === 'ringing' || assignment.state === 'calling')
        return <Ringing assignment={assignment} contact={contact} now={now} busy={busy} ask={ask} />;
    if (assignment.state !== 'wrap_up')
        return (
            <>
                {isVoicemail(assignment) && <Voicemail contact={contact} />}
                {isWritten(assignment) && <Written key={assignment.id} assignment={assignment} busy={busy} />}
                {guide || assignment.step ? (
                    <Guide assignment={assignment} guide={guide ?? null} work={work} busy={busy} refused={refused} ask={ask} />
                ) : (
                    guide === null && (
                        <div className="desk-none">
                            <p className="quiet">{t('desk.step.none')}</p>
                            <OpenGuide busy={busy} open={(opened) => ask({ open: opened })} />
                        </div>
                    )
                )}
                {(assignment.step?.verb ?? 'end') === 'end' && results}
            </>
        );
    // Its outcomes have keys, which must not change under the agent's fingers.
    if (guide === undefined) return <Loading />;
    const asked = assignment.results.some(({ procedure }) => procedure === missed?.procedure);
    const unsent = missed && asked && missed.reason.trim() !== '' ? { missed } : {};
    return (
        <>
            <WrapUp
                reached={assignment.step?.outcome}
                outcomes={guide?.outcomes ?? []}
                titles={titlesOf(guide, assignment)}
                busy={busy}
                done={(outcome) => ask({ outcome, ...unsent })}
            />
            {results}
        </>
    );
}

/** What the manual calls its outcomes. */
function titlesOf(guide: GuideText | null, { step }: Assignment): Map<string, Text> {
    const ends = (guide?.steps ?? []).flatMap(({ outcome, text }) => (outcome === undefined ? [] : [[outcome, text] as const]));
    return new Map([...ends, ...(step?.outcome !== undefined && step.outcome_title ? [[step.outcome, step.outcome_title] as const] : [])]);
}
