// The floor: who needs me, and why; then everyone by state and time in it. As many people as fit.

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { api, granted } from '../../api/client';
import type { Agent, FloorNow, FloorRow } from '../../api/types';
import { useWords } from '../../i18n';
import { contactsPath, useMe, useServerNow, useTopic } from '../../live';
import { Alert, Banner } from '../../ui/Alert';
import { Presence, PresenceSign } from '../../ui/Presence';
import { Since, type Skew } from '../../ui/Since';
import { SearchField } from '../../ui/Field';
import { Empty, Loading } from '../../ui/states';
import './floor.css';
import { mergeFloor } from './merge';
import { byState, countsOf, needOf, type Need } from './needs';
import { Queues, useBoardNow } from './Queues';

/** Who stands on the floor beside a name: simulated people only where they are wanted. */
interface Person {
    row: FloorRow;
    name: string;
    team: string;
    simulated: boolean;
}

export default function FloorPage() {
    const feed = useTopic<FloorNow>('floor', mergeFloor);
    const now = useServerNow(feed.value?.at, feed.heard, feed.live);
    const people = usePeople(feed.value);
    const skew = useRef(0);
    if (feed.value && feed.heard !== null) skew.current = Date.parse(feed.value.at) - feed.heard;
    return (
        <main id="content" className="floor-page">
            {people === null ? <Loading /> : <Floor people={people} now={now} skew={skew} />}
            {feed.value && !feed.live && <Stopped heard={feed.heard} />}
        </main>
    );
}

function Stopped({ heard }: { heard: number | null }) {
    const { t, calendar } = useWords();
    return (
        <div className="floor-stopped">
            <Banner level="stale" title={t('board.stopped', { time: calendar.timeWithSeconds(new Date(heard ?? Date.now())) })}>
                {t('error.network')}
            </Banner>
        </div>
    );
}

/** Names belong to the list of agents; it is asked again when somebody appears whom it does not know. */
function usePeople(floor: FloorNow | null): Person[] | null {
    const ids = useMemo(
        () =>
            floor?.agents
                .map(({ id }) => id)
                .sort((a, b) => a - b)
                .join() ?? '',
        [floor],
    );
    const agents = useQuery({
        queryKey: ['agents', ids],
        queryFn: () => granted(api.GET('/api/v1/agents')),
        enabled: floor !== null,
        staleTime: 60_000,
        placeholderData: (before: Agent[] | undefined) => before,
    });
    const known = useMemo(() => new Map(agents.data?.map((agent) => [agent.id, agent])), [agents.data]);
    return useMemo(() => {
        if (!floor || !agents.data) return null;
        return floor.agents.flatMap((row) => {
            const agent = known.get(row.id);
            return agent ? [{ row, name: agent.name, team: agent.team, simulated: agent.pool !== 'live' }] : [];
        });
    }, [floor, agents.data, known]);
}

function Floor({ people, now, skew }: { people: Person[]; now: number; skew: Skew }) {
    const { t, calendar } = useWords();
    const { language } = useWords();
    const board = useBoardNow();
    const titles = useMemo(() => new Map(board.data?.queues.map(({ id, title: of }) => [id, of[language] || id])), [board.data, language]);
    const title = (row: FloorRow) => (row.queue === undefined ? undefined : (titles.get(row.queue) ?? row.queue));
    const me = useMe();
    const [team, setTeam] = useState<'all' | 'mine'>('all');
    const [wanted, setWanted] = useState('');
    const [chosen, setChosen] = useState<number | null>(null);
    const mine = people.filter((person) => person.team === me.person.team && me.person.team !== '');
    const query = wanted.trim().toLocaleLowerCase();
    const shown = (team === 'mine' ? mine : people).filter(
        ({ name, row }) => query === '' || name.toLocaleLowerCase().includes(query) || title(row)?.toLocaleLowerCase().includes(query),
    );
    const needs = shown
        .flatMap((person) => {
            const need = needOf(person.row, (now - Date.parse(person.row.since)) / 1000);
            return need ? [{ person, need }] : [];
        })
        .sort((a, b) => Number(a.need.level === 'warn') - Number(b.need.level === 'warn') || byState(a.person.row, b.person.row));
    const inNeed = new Set(needs.map(({ person }) => person.row.id));
    const others = shown.filter(({ row }) => !inNeed.has(row.id)).sort((a, b) => byState(a.row, b.row));
    const open = people.find(({ row }) => row.id === chosen);
    return (
        <>
            <header className="top">
                <h1>{t('nav.floor')}</h1>
                {mine.length > 0 && (
                    <div className="chips" role="group" aria-label={t('floor.team')}>
                        <button type="button" aria-pressed={team === 'all'} onClick={() => setTeam('all')}>
                            {t('floor.everyone')} <span className="faint">{calendar.number(people.length)}</span>
                        </button>
                        <button type="button" aria-pressed={team === 'mine'} onClick={() => setTeam('mine')}>
                            {t('floor.mine')} <span className="faint">{calendar.number(mine.length)}</span>
                        </button>
                    </div>
                )}
                <Link className="link" href="/floor/fairness">
                    {t('fairness.title')}
                </Link>
                <SearchField label={t('floor.find')} value={wanted} change={setWanted} />
            </header>
            <Queues board={board} />
            <div className={open ? 'floor has-side' : 'floor'}>
                <section className="floor-main">
                    {needs.length > 0 && (
                        <>
                            <h2>
                                {t('floor.needs')} <span className="faint">{calendar.number(needs.length)}</span>
                            </h2>
                            <ul className="needs">
                                {needs.map(({ person, need }) => (
                                    <NeedCard
                                        key={person.row.id}
                                        person={person}
                                        queue={title(person.row)}
                                        need={need}
                                        skew={skew}
                                        current={person.row.id === chosen}
                                        choose={setChosen}
                                    />
                                ))}
                            </ul>
                        </>
                    )}
                    <h2 className="others">
                        {t(needs.length > 0 ? 'floor.others' : 'floor.everyone')}
                        <span className="faint">{t('floor.by_time')}</span>
                        <span className="counts">
                            {countsOf(shown.map(({ row }) => row)).map(([state, count]) => (
                                <span key={state}>
                                    <Presence state={state} /> {calendar.number(count)}
                                </span>
                            ))}
                        </span>
                    </h2>
                    {shown.length === 0 ? (
                        <Empty title={t('floor.none')} help={t('floor.none.help')} />
                    ) : (
                        <ul className="agents">
                            {others.map(({ row, name }) => (
                                <AgentRow
                                    key={row.id}
                                    row={row}
                                    name={name}
                                    queue={title(row)}
                                    skew={skew}
                                    current={row.id === chosen}
                                    choose={setChosen}
                                />
                            ))}
                        </ul>
                    )}
                </section>
                {open && <OnePerson person={open} now={now} close={() => setChosen(null)} />}
            </div>
        </>
    );
}

interface NeedProps {
    person: Person;
    queue: string | undefined;
    need: Need;
    skew: Skew;
    current: boolean;
    choose: (id: number) => void;
}

function NeedCard({ person: { row, name }, queue, need, skew, current, choose }: NeedProps) {
    const { t, word, calendar } = useWords();
    return (
        <li>
            <button type="button" className="need" aria-pressed={current} onClick={() => choose(row.id)}>
                <PresenceSign state={row.state} />
                <b className="cut">
                    <bdi>{name}</bdi>
                </b>
                <Since since={row.since} skew={skew} />
                <span className="what cut">
                    {word('state', row.state)}
                    {queue && (
                        <>
                            {' · '}
                            <bdi>{queue}</bdi>
                        </>
                    )}
                </span>
                <span className={`why ${need.level}`}>
                    <Alert level={need.level} /> {t(need.key, { length: calendar.length(row.long_after_s ?? 0) })}
                </span>
            </button>
        </li>
    );
}

interface AgentProps {
    row: FloorRow;
    queue: string | undefined;
    name: string;
    skew: Skew;
    current: boolean;
    choose: (id: number) => void;
}

/** Drawn again only when its own state changed. */
const AgentRow = memo(function AgentRow({ row, name, queue, skew, current, choose }: AgentProps) {
    const { word } = useWords();
    return (
        <li>
            <button type="button" className="ag" aria-pressed={current} data-state={row.state} onClick={() => choose(row.id)}>
                <PresenceSign state={row.state} />
                <span className="cut">
                    <bdi>{name}</bdi>
                </span>
                {row.state === 'offline' ? <span /> : <Since since={row.since} skew={skew} />}
                <span className="what cut">
                    <b>{word('state', row.state)}</b>
                    {queue && (
                        <>
                            {' · '}
                            <bdi>{queue}</bdi>
                        </>
                    )}
                </span>
            </button>
        </li>
    );
});

/** Whom the leader looks at: what they do, since when and why, and the way to their contacts. */
function OnePerson({ person: { row, name, team, simulated }, now, close }: { person: Person; now: number; close: () => void }) {
    const { t, calendar, word } = useWords();
    const { centre } = useMe();
    const origins = centre.demo ? ('all' as const) : ('live' as const);
    return (
        <aside className="floor-side">
            <div className="sec row">
                <div>
                    <h2>
                        <bdi>{name}</bdi>
                    </h2>
                    <p className="quiet small">
                        {team && t('floor.team.name', { team })} {simulated && <span className="tag">{word('origin', 'simulated')}</span>}
                    </p>
                </div>
                <button type="button" className="plain" aria-label={t('verb.close')} onClick={close}>
                    <X size={16} aria-hidden="true" />
                </button>
            </div>
            <div className="sec">
                <p>
                    <span className="tag">
                        <Presence state={row.state} />
                    </span>{' '}
                    <b>{calendar.length((now - Date.parse(row.since)) / 1000)}</b>
                </p>
                {row.presence !== row.state && (
                    <p className="quiet">
                        {t('floor.after')} <Presence state={row.presence} />
                    </p>
                )}
                {row.reason !== 'chosen' && row.presence !== 'ready' && <p className="quiet">{word('floor.reason', row.reason)}</p>}
                {row.contact !== undefined && (
                    <p>
                        <Link className="link" href={`/contacts/${row.contact}`}>
                            {t('contacts.number', { number: calendar.plain(row.contact) })}
                        </Link>
                    </p>
                )}
            </div>
            <div className="sec">
                <Link
                    className="link"
                    href={contactsPath({ agent: row.id, from: calendar.startOf(calendar.dayKey(new Date(now))).toISOString(), origins })}
                >
                    {t('floor.contacts_today')}
                </Link>
            </div>
        </aside>
    );
}
