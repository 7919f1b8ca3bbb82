// Whether it came to what procedures expect: what did not, with the reasons, for the owner of each procedure.

import { useId } from 'react';
import type { ProcedureListed, ProcedureResults, ResultMissed } from '../../api/types';
import { useWords } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { useOwnResults } from '../../live';
import { most, ownersDays, type useResults, type Whose } from './asking';
import { Missed } from './Missed';
import { ownersOf, resultsOf } from './reading';

interface Props {
    results: ReturnType<typeof useResults>;
    procedures: readonly ProcedureListed[];
    day: string;
    whose: Whose;
    choose: (whose: Whose) => void;
}

/** What an owner of the manual cannot be called: it begins with a space. */
const mine = ' mine';

export function Results({ results, procedures, day, whose, choose }: Props) {
    const { t, calendar } = useWords();
    const label = useId();
    const data = results.data;
    const groups = resultsOf(data?.procedures ?? [], data?.rows ?? []);
    const owners = ownersOf(procedures, whose.owner);
    const own = useOwnResults();
    const narrowed = whose.owner !== null || whose.mine;
    return (
        <section className="outcomes" aria-labelledby="results-title">
            <div className="outcomes-head">
                <h2 id="results-title">{t('shiftlog.results')}</h2>
                {(owners.length > 0 || whose.mine) && (
                    <span className="counts">
                        <label htmlFor={label}>{t('shiftlog.results.owner')}</label>
                        <select
                            id={label}
                            className="input"
                            value={whose.mine ? mine : (whose.owner ?? '')}
                            onChange={({ target: { value } }) =>
                                choose({ mine: value === mine, owner: value === mine ? null : value || null })
                            }
                        >
                            <option value="">{t('shiftlog.results.owner.all')}</option>
                            {((own?.owns.length ?? 0) > 0 || whose.mine) && <option value={mine}>{t('shiftlog.results.mine')}</option>}
                            {owners.map((one) => (
                                <option key={one} value={one}>
                                    {one}
                                </option>
                            ))}
                        </select>
                    </span>
                )}
            </div>
            {narrowed && (
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
                <Procedure key={procedure.procedure} procedure={procedure} missed={missed} narrowed={narrowed} day={day} />
            ))}
            {data?.rows.length === most && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
        </section>
    );
}

interface ProcedureProps {
    procedure: ProcedureResults;
    missed: readonly ResultMissed[];
    narrowed: boolean;
    day: string;
}

function Procedure({ procedure, missed, narrowed, day }: ProcedureProps) {
    const { t, calendar, language } = useWords();
    const { title, expected, asked, answered, owner, owners } = procedure;
    const counts = [
        ['shiftlog.results.unsettled', procedure.open],
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
                                <span key={name} className={name === 'shiftlog.results.unsettled' ? 'warn' : undefined}>
                                    {name === 'shiftlog.results.unsettled' && <Alert level="warn" spoken={false} />} {t(name)}{' '}
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
            {missed.length > 0 && owner !== '' && (
                <p className="small quiet">
                    {owners.length > 0
                        ? t('shiftlog.results.owned', {
                              owner,
                              people: new Intl.ListFormat(language).format(owners.map(({ name }) => name)),
                          })
                        : t('shiftlog.results.owned.none', { owner })}
                </p>
            )}
            <ul className="missed">
                {missed.map((one) => (
                    <Missed
                        key={`${one.assignment} ${one.procedure}`}
                        missed={one}
                        whole={narrowed || calendar.dayKey(new Date(one.at)) !== day}
                    />
                ))}
            </ul>
        </div>
    );
}
