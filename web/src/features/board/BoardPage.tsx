// The wall display: a sentence, three numbers, queues, states. Readable from ten metres, and on a telephone.

import { Maximize, Minimize } from 'lucide-react';
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Board, ContactState, Origins, QueueRow } from '../../api/types';
import { useWords } from '../../i18n';
import { may, useMe, useServerNow, useTopic } from '../../live';
import { Alert } from '../../ui/Alert';
import { Mark } from '../../ui/Mark';
import { PresenceSign, type Shown } from '../../ui/Presence';
import { Switch } from '../../ui/Switch';
import './board.css';
import { enoughToJudge, judge, saying, serviceLevel, troubleOf, waitOf, type Share } from '../../ui/judge';
import { linksOf } from './links';

const remembered = 'markaz.board.origins';

export default function BoardPage() {
    const me = useMe();
    const demo = me.centre.demo;
    const [origins, setOrigins] = useState<Origins>(() => (demo && localStorage.getItem(remembered) !== 'live' ? 'all' : 'live'));
    const feed = useTopic<Board>(`board.${origins}`);
    const board = feed.value;
    const now = useServerNow(board?.at, feed.heard, feed.live);
    const page = useRef<HTMLElement>(null);
    const choose = (hide: boolean) => {
        const next = hide ? 'live' : 'all';
        localStorage.setItem(remembered, next);
        setOrigins(next);
    };
    return (
        <main id="content" ref={page} className={feed.live ? 'board' : 'board is-stale'} data-theme="dark" data-live={feed.live}>
            <BoardHead now={now} page={page} demo={demo} hidden={origins === 'live'} hide={choose} />
            {board ? <Numbers board={board} now={now} live={feed.live} /> : <NothingYet connecting={feed.live} />}
        </main>
    );
}

interface HeadProps {
    now: number;
    page: React.RefObject<HTMLElement | null>;
    demo: boolean;
    hidden: boolean;
    hide: (hide: boolean) => void;
}

function BoardHead({ now, page, demo, hidden, hide }: HeadProps) {
    const { t, calendar } = useWords();
    const { centre } = useMe();
    const at = new Date(now);
    return (
        <header className="b-head">
            <Mark />
            <h1>
                <bdi>{centre.name}</bdi>
            </h1>
            {demo && (
                <div className="b-demo">
                    <span className="cut">{t(hidden ? 'demo.off' : 'demo.on')}</span>
                    <Switch on={hidden} change={hide}>
                        {t('demo.hide')}
                    </Switch>
                </div>
            )}
            <span className="b-date">{calendar.day(at)}</span>
            <b className="b-clock">{calendar.time(at)}</b>
            <FullScreen page={page} />
        </header>
    );
}

function FullScreen({ page }: { page: React.RefObject<HTMLElement | null> }) {
    const { t } = useWords();
    const [full, setFull] = useState(false);
    useEffect(() => {
        const follow = () => setFull(document.fullscreenElement !== null);
        document.addEventListener('fullscreenchange', follow);
        return () => document.removeEventListener('fullscreenchange', follow);
    }, []);
    if (!document.fullscreenEnabled) return null;
    const name = t(full ? 'board.fullscreen.leave' : 'board.fullscreen');
    const toggle = () => void (full ? document.exitFullscreen() : page.current?.requestFullscreen());
    return (
        <button type="button" className="b-full" aria-label={name} title={name} onClick={toggle}>
            {full ? <Minimize /> : <Maximize />}
        </button>
    );
}

function NothingYet({ connecting }: { connecting: boolean }) {
    const { t } = useWords();
    return (
        <div className="b-say is-stale" role="status">
            {!connecting && <Alert level="stale" spoken={false} />}
            <p>
                {t('board.first.title')}
                <small>{t('board.first.help')}</small>
            </p>
        </div>
    );
}

function Numbers({ board, now, live }: { board: Board; now: number; live: boolean }) {
    return (
        <>
            {live ? <Sentence board={board} now={now} /> : <Stopped at={board.at} />}
            <section className="b-big">
                <ServiceLevel board={board} />
                <Waiting board={board} now={now} />
            </section>
            <Queues board={board} now={now} live={live} />
            <Agents board={board} />
        </>
    );
}

function Stopped({ at }: { at: string }) {
    const { t, calendar } = useWords();
    return (
        <div className="b-say is-stale" role="alert">
            <Alert level="stale" />
            <p>
                {t('board.stale.title', { time: calendar.timeWithSeconds(at) })}
                <small>{t('board.stale.help')}</small>
            </p>
        </div>
    );
}

function Sentence({ board, now }: { board: Board; now: number }) {
    const { t, calendar, language } = useWords();
    const { level, key, queue, count, waited, share } = saying(board, now);
    const minutes = t('length.minutes', { count: Math.floor(waited / 60) });
    const text = t(key, {
        count,
        queue: queue?.title[language] ?? '',
        wait: minutes,
        goal: calendar.percent(queue?.goal_percent ?? 0),
        share: share && share.whole > 0 ? calendar.share(share.part / share.whole) : '',
    });
    return (
        <div className={level ? `b-say is-${level}` : 'b-say'} role="status">
            {level && <Alert level={level} />}
            <p>
                {text}
                <small>{t('board.ready', { count: board.agents.ready })}</small>
            </p>
        </div>
    );
}

/** A number that leads to the contacts it counts, for those who may see them. `name` is read aloud where the number stands alone. */
function Counted({ to, name, className, children }: { to: string; name?: string; className?: string; children: ReactNode }) {
    const me = useMe();
    const said = (
        <>
            {name !== undefined && <span className="sr">{name}: </span>}
            {children}
        </>
    );
    return may(me, 'view_contacts') ? (
        <Link href={to} className={className}>
            {said}
        </Link>
    ) : (
        <span className={className}>{said}</span>
    );
}

function ServiceLevel({ board }: { board: Board }) {
    const { t, calendar } = useWords();
    const level = board.service_level;
    const share: Share = { part: level.answered_within, whole: level.counted };
    const verdict = judge(share, level.goal_percent);
    const missed = verdict === 'missed';
    const links = linksOf(board);
    const shown = share.whole > 0 ? calendar.share(share.part / share.whole) : '–';
    const target = level.goal_percent === null ? t('board.no_goal') : t('board.target', { goal: calendar.percent(level.goal_percent) });
    const heading = level.within_s === null ? t('board.in_time') : t('board.within', { count: level.within_s });
    return (
        <div className="b-level">
            <h2>{heading}</h2>
            <div className="b-level-row">
                <Counted to={links.counted} name={t('board.level')} className={missed ? 'huge crit' : 'huge'}>
                    <span data-share>{shown}</span>
                </Counted>
                <Bars board={board} />
            </div>
            <p className="b-why">
                <span className={missed ? 'crit' : ''}>
                    {missed && <Alert level="crit" />} {target}
                </span>
                {verdict === 'few' ? (
                    <span>{t('board.sample', { have: share.whole, needed: enoughToJudge })}</span>
                ) : (
                    <Counted to={links.answeredWithin}>{t('board.of', { part: share.part, whole: share.whole })}</Counted>
                )}
                <span className="end">{t('board.since', { time: calendar.time(board.day_from) })}</span>
            </p>
            <p className="b-formula">
                {t('board.formula', { version: level.version })}
                {' · '}
                {level.short_s === null ? t('board.early.differs') : t('board.early', { count: level.short_s })}
            </p>
        </div>
    );
}

/** As many quarters of an hour as the width shows well: six hours. */
const barsShown = 24;

function Bars({ board }: { board: Board }) {
    const { t, calendar } = useWords();
    const goal = board.service_level.goal_percent;
    const bars = board.bars.slice(-barsShown);
    return (
        <div
            className="bars"
            role="img"
            aria-label={t('board.bars')}
            {...(goal === null ? {} : { style: { '--goal-at': `${goal}%` } as CSSProperties, 'data-goal': goal })}
        >
            {bars.map((bar) => {
                const share = { part: bar.answered_within, whole: bar.counted };
                const value = bar.counted > 0 ? bar.answered_within / bar.counted : 0;
                const title = t('board.bar', {
                    time: calendar.time(bar.from),
                    share: calendar.share(value),
                    part: bar.answered_within,
                    whole: bar.counted,
                });
                return (
                    <i
                        key={bar.from}
                        title={bar.counted > 0 ? title : calendar.time(bar.from)}
                        className={judge(share, goal)}
                        style={{ blockSize: `${value * 100}%` }}
                    />
                );
            })}
        </div>
    );
}

function Waiting({ board, now }: { board: Board; now: number }) {
    const { t, calendar } = useWords();
    const links = linksOf(board);
    const menu = t('state.menu');
    const wait = board.longest_wait_since === null ? '–' : calendar.length(waitOf(board.longest_wait_since, now));
    return (
        <>
            <div>
                <h2>{t('board.waiting')}</h2>
                <Counted to={links.state('waiting')} name={t('board.waiting')} className="huge">
                    <span data-number="waiting">{calendar.number(board.waiting)}</span>
                </Counted>
                <p className="b-why">
                    <Counted to={links.state('menu')}>
                        {menu} <b data-number="menu">{calendar.number(board.in_menu)}</b>
                    </Counted>
                    {board.callbacks > 0 && (
                        <Counted to={links.state('callback')}>
                            {t('board.callbacks')} <b data-number="callbacks">{calendar.number(board.callbacks)}</b>
                        </Counted>
                    )}
                    {board.voicemails > 0 && (
                        <Counted to={links.state('voicemail')}>
                            {t('board.voicemails')} <b data-number="voicemails">{calendar.number(board.voicemails)}</b>
                        </Counted>
                    )}
                </p>
            </div>
            <div>
                <h2>{t('board.longest')}</h2>
                <span className={wait.length > 6 ? 'huge is-long' : 'huge'} data-number="longest">
                    {wait}
                </span>
                {board.longest_wait_since === null && <p className="b-why">{t('board.none_waiting')}</p>}
            </div>
        </>
    );
}

/** Up to `roomy` queues have their counts on one line; above `crowded` there is room for the two large numbers alone. */
const roomy = 3;
const crowded = 6;

function Queues({ board, now, live }: { board: Board; now: number; live: boolean }) {
    const { t } = useWords();
    const { length } = board.queues;
    return (
        <section
            className={length > crowded ? 'b-queues is-crowded' : length > roomy ? 'b-queues is-many' : 'b-queues'}
            aria-label={t('board.queues')}
        >
            {board.queues.map((queue) => (
                <QueueCard key={queue.id} board={board} queue={queue} now={now} live={live} />
            ))}
        </section>
    );
}

function QueueCard({ board, queue, now, live }: { board: Board; queue: QueueRow; now: number; live: boolean }) {
    const { t, calendar, language } = useWords();
    const links = linksOf(board).queue(queue);
    const level = serviceLevel(queue);
    const trouble = live ? troubleOf(queue, now) : 'stale';
    const missed = judge(level, queue.goal_percent) === 'missed';
    const share = level.whole > 0 ? calendar.share(level.part / level.whole) : '–';
    const title = queue.title[language] || queue.id;
    return (
        <article data-queue={queue.id}>
            <h3 className={trouble ?? ''}>
                {trouble && <Alert level={trouble} />}
                <bdi>{title}</bdi>
            </h3>
            <div className="b-pair">
                <Counted to={links.waiting} name={`${title}, ${t('board.waiting')}`}>
                    <b data-number="waiting">{calendar.number(queue.waiting)}</b>
                </Counted>
                <Counted to={links.counted} name={`${title}, ${t('board.level')}`} {...(missed ? { className: 'crit' } : {})}>
                    <b>{share}</b>
                </Counted>
            </div>
            <p className="b-sub">
                <span>{live ? t('board.waiting') : t('board.stopped', { time: calendar.time(board.at) })}</span>
                {queue.goal_percent !== null && <span>{t('board.target', { goal: calendar.percent(queue.goal_percent) })}</span>}
            </p>
            <dl>
                {(['offered', 'answered', 'abandoned'] as const).map((what) => {
                    const name = what === 'offered' ? t('board.offered') : t(`end.${what}`);
                    const value = calendar.number(queue[what]);
                    return (
                        <div key={what}>
                            <dt>{name}</dt>
                            <dd>
                                <Counted to={links[what]} name={`${title}, ${name}`}>
                                    <b data-number={what}>{value}</b>
                                </Counted>
                            </dd>
                        </div>
                    );
                })}
            </dl>
        </article>
    );
}

const inContact = ['talking', 'hold', 'wrap_up', 'ringing'] as const satisfies readonly ContactState[];

function Agents({ board }: { board: Board }) {
    const { t, calendar, word } = useWords();
    const links = linksOf(board);
    const { agents } = board;
    const away = agents.away + agents.break + agents.training + agents.coaching + agents.meeting + agents.recovery;
    const cell = (state: Shown, count: number) => (
        <>
            <b>
                <PresenceSign state={state} />
                <span data-number={state}>{calendar.number(count)}</span>
            </b>
            <span>{word('state', state)}</span>
        </>
    );
    return (
        <section className="b-agents" aria-label={t('board.agents')}>
            {inContact.map((state) => (
                <Counted key={state} to={links.state(state)} className="b-state">
                    {cell(state, agents[state])}
                </Counted>
            ))}
            <span className="b-state">{cell('ready', agents.ready)}</span>
            <span className="b-state">{cell('away', away)}</span>
        </section>
    );
}
