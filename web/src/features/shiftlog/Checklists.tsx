// The checklists of a day: each run with who signed it and when, item by item; what ended unconfirmed stands open.

import { Check, CircleDot, ShieldCheck } from 'lucide-react';
import type { ChecklistRun, ProcedureListed, Text } from '../../api/types';
import { useWords, type Language } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { most, type useRuns } from './asking';
import type { When } from './Promises';
import { countsOf, groupsOf, notBegun, standingOf, unconfirmedOf, type Standing } from './reading';

interface Props {
    runs: ReturnType<typeof useRuns>;
    procedures: readonly ProcedureListed[];
    when: When;
}

const readIn = (text: Text, language: Language, otherwise: string) => text[language] || text.en || otherwise;

export function Checklists({ runs, procedures, when }: Props) {
    const { t, calendar, language, word } = useWords();
    const rows = runs.data?.rows ?? [];
    const missing = runs.data && when !== 'ahead' ? notBegun(procedures, rows) : [];
    return (
        <section className="runs" aria-labelledby="runs-title">
            <h2 id="runs-title">
                {t('desk.checklists')}
                <span className="counts">
                    {countsOf(rows).map(([standing, count]) => (
                        <span key={standing}>
                            <StandingShown standing={standing} /> {calendar.number(count)}
                        </span>
                    ))}
                </span>
            </h2>
            {!runs.data && runs.error && (
                <Failure error={runs.error} act={<Button onClick={() => void runs.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {runs.isPending && <Loading />}
            {runs.data && rows.length === 0 && (
                <Empty
                    title={t(when === 'ahead' ? 'shiftlog.runs.ahead' : 'shiftlog.runs.none')}
                    help={t('shiftlog.runs.none.help')}
                />
            )}
            {groupsOf(rows).map((group) => (
                <div key={group.procedure}>
                    <h3>
                        <bdi>{readIn(group.title, language, group.procedure)}</bdi>
                        {group.use !== 'other' && <span className="faint">{word('checklist.use', group.use)}</span>}
                    </h3>
                    {group.runs.map((run) => (
                        <Run key={run.id} run={run} />
                    ))}
                </div>
            ))}
            {missing.length > 0 && (
                <div className="not-begun">
                    <h3>{t(when === 'today' ? 'shiftlog.not_begun.today' : 'shiftlog.not_begun')}</h3>
                    <ul>
                        {missing.map(({ id, title }) => (
                            <li key={id}>
                                <bdi>{readIn(title, language, id)}</bdi>
                            </li>
                        ))}
                    </ul>
                </div>
            )}
            {rows.length === most && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
        </section>
    );
}

const signs: Record<Standing, React.ReactNode> = {
    unconfirmed: <Alert level="crit" spoken={false} />,
    stopped: <Alert level="warn" spoken={false} />,
    running: <CircleDot size={14} aria-hidden="true" />,
    passed: <Check size={14} aria-hidden="true" />,
};

function StandingShown({ standing }: { standing: Standing }) {
    const { word } = useWords();
    const alarm = standing === 'unconfirmed' ? 'crit' : standing === 'stopped' ? 'warn' : '';
    return (
        <span className={`standing ${alarm}`}>
            {signs[standing]} {word('checklist.standing', standing)}
        </span>
    );
}

function Run({ run }: { run: ChecklistRun }) {
    const { t, calendar } = useWords();
    const standing = standingOf(run);
    const unconfirmed = unconfirmedOf(run);
    const signed = run.ended ?? run.started;
    return (
        <details className="run" data-standing={standing} open={standing === 'unconfirmed'}>
            <summary>
                <StandingShown standing={standing} />
                <span className="cut by">
                    <bdi>{run.by.name}</bdi>
                </span>
                <span className="span quiet">
                    <time dateTime={run.started}>{calendar.time(run.started)}</time>
                    {run.ended !== null && (
                        <>
                            {' – '}
                            <time dateTime={run.ended}>{calendar.time(run.ended)}</time>
                        </>
                    )}
                </span>
            </summary>
            {run.items.length === 0 && <p className="quiet small">{t('shiftlog.items.none')}</p>}
            <ol>
                {run.items.map((item) => (
                    <Item key={`${item.at} ${item.procedure} ${item.step}`} item={item} unconfirmed={unconfirmed.has(item)} />
                ))}
            </ol>
            <p className="signed quiet small">
                {t(`shiftlog.signed.${standing === 'unconfirmed' ? 'passed' : standing}`, {
                    name: run.by.name,
                    at: calendar.dateAndTime(signed),
                })}
                {' · '}
                {t('shiftlog.version', { version: calendar.plain(run.version) })}
            </p>
        </details>
    );
}

function Item({ item, unconfirmed }: { item: ChecklistRun['items'][number]; unconfirmed: boolean }) {
    const { t, calendar, language, word } = useWords();
    return (
        <li className={unconfirmed ? 'is-unconfirmed' : undefined}>
            <time className="quiet" dateTime={item.at}>
                {calendar.timeWithSeconds(item.at)}
            </time>
            <div>
                <p dir="auto">{readIn(item.text, language, item.step)}</p>
                {item.written && (
                    <p className="wrote quiet" dir="auto">
                        {item.written}
                    </p>
                )}
                {item.critical && (
                    <p className={unconfirmed ? 'small crit' : 'small faint'}>
                        {unconfirmed ? <Alert level="crit" spoken={false} /> : <ShieldCheck size={14} aria-hidden="true" />}{' '}
                        {t(unconfirmed ? 'checklist.standing.unconfirmed' : 'desk.step.critical')}
                    </p>
                )}
            </div>
            <span className="tag">
                {item.option ? <bdi>{readIn(item.choice ?? {}, language, item.option)}</bdi> : word('desk.answer', item.answer)}
            </span>
        </li>
    );
}
