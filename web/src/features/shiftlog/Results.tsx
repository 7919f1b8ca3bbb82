// Whether it came to what procedures expect: what did not, with the reasons, for the owner of each procedure.

import { useId } from 'react';
import { Link } from 'wouter';
import type { ProcedureListed, ProcedureResults, ResultMissed } from '../../api/types';
import { useWords } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { most, ownersDays, type useResults } from './asking';
import { ownersOf, resultsOf } from './reading';

interface Props {
    results: ReturnType<typeof useResults>;
    procedures: readonly ProcedureListed[];
    day: string;
    /** Whose procedures are shown; null: everybody's. */
    owner: string | null;
    choose: (owner: string | null) => void;
}

export function Results({ results, procedures, day, owner, choose }: Props) {
    const { t, calendar } = useWords();
    const label = useId();
    const data = results.data;
    const groups = resultsOf(data?.procedures ?? [], data?.rows ?? []);
    const owners = ownersOf(procedures, owner);
    return (
        <section className="outcomes" aria-labelledby="results-title">
            <div className="outcomes-head">
                <h2 id="results-title">{t('shiftlog.results')}</h2>
                {owners.length > 0 && (
                    <span className="counts">
                        <label htmlFor={label}>{t('shiftlog.results.owner')}</label>
                        <select id={label} className="input" value={owner ?? ''} onChange={({ target }) => choose(target.value || null)}>
                            <option value="">{t('shiftlog.results.owner.all')}</option>
                            {owners.map((one) => (
                                <option key={one} value={one}>
                                    {one}
                                </option>
                            ))}
                        </select>
                    </span>
                )}
            </div>
            {owner !== null && (
                <p className="faint small">
                    {t('shiftlog.results.since', { date: calendar.date(calendar.startOf(calendar.addDays(day, 1 - ownersDays))) })}
                </p>
            )}
            {!data && results.error && (
                <Failure error={results.error} act={<Button onClick={() => void results.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {results.isPending && <Loading />}
            {data && groups.length === 0 && <Empty title={t('shiftlog.results.none')} help={t('shiftlog.results.none.help')} />}
            {groups.map(({ procedure, missed }) => (
                <Procedure key={procedure.procedure} procedure={procedure} missed={missed} whole={owner !== null} />
            ))}
            {data?.rows.length === most && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
        </section>
    );
}

/** `whole`: of more than one day, so that each instant has its date. */
function Procedure({ procedure, missed, whole }: { procedure: ProcedureResults; missed: readonly ResultMissed[]; whole: boolean }) {
    const { t, calendar, language } = useWords();
    const { title, expected, asked, answered } = procedure;
    const counts = [
        ['shiftlog.results.missed', procedure.missed],
        ['shiftlog.results.reached', answered - procedure.missed],
        ['shiftlog.results.open', asked - answered],
    ] as const;
    return (
        <div className="outcome">
            <h3>
                <bdi>{title[language] || title.en || procedure.procedure}</bdi>
                <span className="counts">
                    {counts.map(
                        ([name, count]) =>
                            count > 0 && (
                                <span key={name} className={name === 'shiftlog.results.missed' ? 'warn' : undefined}>
                                    {name === 'shiftlog.results.missed' && <Alert level="warn" spoken={false} />} {t(name)}{' '}
                                    {calendar.number(count)}
                                </span>
                            ),
                    )}
                </span>
            </h3>
            {missed.length > 0 && (
                <p className="expected faint small" dir="auto">
                    {expected[language] || expected.en}
                </p>
            )}
            <ul className="missed">
                {missed.map(({ contact, agent, at, reason }) => (
                    <li key={`${contact} ${at}`}>
                        <p className="quiet small">
                            <time dateTime={at}>{whole ? calendar.dateAndTime(at) : calendar.time(at)}</time>
                            {' · '}
                            <bdi>{agent.name}</bdi>
                        </p>
                        <Link className="link" href={`/contacts/${contact}`}>
                            {t('contacts.number', { number: calendar.plain(contact) })}
                        </Link>
                        {reason !== undefined && (
                            <p className="said" dir="auto">
                                {reason}
                            </p>
                        )}
                    </li>
                ))}
            </ul>
        </div>
    );
}
