// How calls were shared: agents who can do the same work beside each other, each with the spread that chance alone would make.

import { ChevronLeft, RefreshCw } from 'lucide-react';
import { useId, type CSSProperties } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { Fairness, FairShare, Portion, SkillGroup } from '../../api/types';
import { nameOf, useWords, type Key } from '../../i18n';
import { contactsPath } from '../../live';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Day } from '../../ui/Day';
import { Empty, Failure, Loading } from '../../ui/states';
import { lengths, pathOf, spanIn, useFairness, useTitles } from './asking';
import './fairness.css';

export default function FairnessPage() {
    const { t, calendar } = useWords();
    const [, go] = useLocation();
    const today = calendar.dayKey(new Date());
    const span = spanIn(useSearch(), today);
    const { asked, from, to, origins } = useFairness(span);
    const titles = useTitles(origins);
    return (
        <main id="content" className="fairness">
            <header className="top">
                <Link className="link" href="/floor">
                    <ChevronLeft size={16} className="flip" aria-hidden="true" /> {t('nav.floor')}
                </Link>
                <h1>{t('fairness.title')}</h1>
                <Day day={span.day} today={today} last={today} show={(day) => go(pathOf({ ...span, day }, today))} />
                <div className="chips" role="group" aria-label={t('fairness.period')}>
                    {lengths.map((days) => (
                        <button
                            key={days}
                            type="button"
                            aria-pressed={days === span.days}
                            onClick={() => go(pathOf({ ...span, days }, today))}
                        >
                            {t('fairness.days', { count: days })}
                        </button>
                    ))}
                </div>
                <span className="end">
                    <Button disabled={asked.isFetching} onClick={() => void asked.refetch()}>
                        <RefreshCw size={16} aria-hidden="true" />
                        {t('contacts.refresh')}
                    </Button>
                </span>
            </header>
            <p className="lead quiet">{t('fairness.lead')}</p>
            {asked.isPending && <Loading />}
            {!asked.data && asked.error && (
                <Failure error={asked.error} act={<Button onClick={() => void asked.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {asked.data?.groups.length === 0 && <Empty title={t('fairness.none')} help={t('fairness.none.help')} />}
            {asked.data?.groups.map((group, at) => (
                <Group
                    key={at}
                    group={group}
                    titles={titles}
                    people={asked.data.people}
                    list={(agent) => contactsPath({ agent, from, to, channel: ['voice_in'], origins })}
                />
            ))}
        </main>
    );
}

type Titles = ReturnType<typeof useTitles>;

/** What a column holds, and whether that is a number. */
const columns: readonly (readonly [Key, boolean])[] = [
    ['contacts.col.agent', false],
    ['fairness.calls', true],
    ['fairness.answered', true],
    ['fairness.share', true],
    ['fairness.expected', false],
    ['fairness.busy', true],
    ['fairness.share', true],
    ['fairness.expected', false],
    ['fairness.signed_in', true],
    ['fairness.free', true],
];

interface GroupProps {
    titles: Titles;
    group: SkillGroup;
    people: Fairness['people'];
    list: (agent: number) => string;
}

function Group({ group, titles, people, list }: GroupProps) {
    const { t, calendar, word } = useWords();
    const id = useId();
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const most = Math.max(1, ...group.agents.map(({ calls }) => Math.max(calls.own, calls.high)));
    const busiest = Math.max(1, ...group.agents.map(({ busy }) => Math.max(busy.own, busy.high)));
    return (
        <section>
            <h2 id={id}>
                <Work work={group.work} titles={titles} />
                {group.pool !== 'live' && <span className="tag">{word('origin', 'simulated')}</span>}
            </h2>
            <p className={group.evenness === 'uneven' ? 'verdict warn' : 'verdict'}>
                {group.evenness === 'uneven' && <Alert level="warn" spoken={false} />} {word('fairness', group.evenness)}
            </p>
            <p className="quiet small">
                {t('fairness.offered', { number: calendar.number(group.offered) })}
                {' · '}
                {t('fairness.choices', { number: calendar.number(group.choices) })}
                {group.rules.length > 0 && (
                    <>
                        {' · '}
                        {group.rules.map((rule) => word('rule', rule)).join(' · ')}
                    </>
                )}
            </p>
            <div className="scrolls" role="region" tabIndex={0} aria-labelledby={id}>
                <table>
                    <thead>
                        <tr>
                            {columns.map(([name, number], at) => (
                                <th key={at} scope="col" className={number ? 'num' : undefined}>
                                    {t(name)}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {group.agents.map((agent) => (
                            <Row
                                key={agent.person}
                                agent={agent}
                                alone={group.evenness === 'alone'}
                                name={names.get(agent.person) ?? calendar.plain(agent.person)}
                                list={list(agent.person)}
                                most={most}
                                busiest={busiest}
                            />
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}

/** The queues that these agents can serve, by their titles; from when on, and in which languages, where that is not always and all. */
function Work({ work, titles }: { work: SkillGroup['work']; titles: Titles }) {
    const { t, calendar } = useWords();
    return work.map(({ queue, after_s, languages }, at) => (
        <span key={`${queue} ${after_s}`}>
            {at > 0 && ' · '}
            <bdi>{titles.get(queue) || queue}</bdi>
            {after_s > 0 && <span className="faint"> {t('fairness.after', { length: calendar.length(after_s) })}</span>}
            {languages.length > 0 && (
                <span className="faint">
                    {' ('}
                    {languages.map((one, place) => (
                        <span key={one}>
                            {place > 0 && ' · '}
                            <bdi>{nameOf[one]}</bdi>
                        </span>
                    ))}
                    {')'}
                </span>
            )}
        </span>
    ));
}

interface RowProps {
    agent: FairShare;
    alone: boolean;
    name: string;
    list: string;
    most: number;
    busiest: number;
}

function Row({ agent, alone, name, list, most, busiest }: RowProps) {
    const { calendar } = useWords();
    const { calls, busy } = agent;
    const whole = (value: number) => calendar.number(Math.round(value));
    return (
        <tr data-judged={calls.judged}>
            <th scope="row">
                <bdi>{name}</bdi>
            </th>
            <td className="num">{calendar.number(agent.offered)}</td>
            <td className="num">
                <Link className="link" href={list}>
                    {calendar.number(agent.answered)}
                </Link>
            </td>
            <td className="num">{calendar.share(calls.share)}</td>
            <td>{!alone && <Spread portion={calls} most={most} shown={whole} words="fairness.calls" />}</td>
            <td className="num">{calendar.length(busy.own)}</td>
            <td className="num">{calendar.share(busy.share)}</td>
            <td>{!alone && <Spread portion={busy} most={busiest} shown={calendar.length} words="fairness.busy" />}</td>
            <td className="num">{calendar.length(agent.signed_in_s)}</td>
            <td className="num">{calendar.length(agent.free_s)}</td>
        </tr>
    );
}

/** A band from low to high, a mark where this agent stands, and the same in words. */
function Spread({ portion, most, shown, words }: { portion: Portion; most: number; shown: (value: number) => string; words: Key }) {
    const { t, word } = useWords();
    const at = (value: number) => `${(Math.min(value, most) / most) * 100}%`;
    const out = portion.judged === 'above' || portion.judged === 'below';
    return (
        <span className="spread" title={t(words)}>
            <span className="band" data-judged={portion.judged} aria-hidden="true">
                {portion.judged !== 'unknown' && <i style={{ '--from': at(portion.low), '--to': at(portion.high) } as CSSProperties} />}
                <u style={{ '--at': at(portion.own) } as CSSProperties} />
            </span>
            {portion.judged === 'unknown' ? (
                <span className="faint">{word('fairness.judged', 'unknown')}</span>
            ) : (
                <span className={out ? 'out' : undefined}>
                    {t('fairness.range', { low: shown(portion.low), high: shown(portion.high) })}
                    {out && (
                        <>
                            {' '}
                            <Alert level="warn" spoken={false} /> {word('fairness.judged', portion.judged)}
                        </>
                    )}
                </span>
            )}
        </span>
    );
}
