// What was escalated on the day: by whom, for whom, and how soon somebody took it over.

import { Link } from 'wouter';
import type { Escalations as Told, EscalationShown } from '../../api/types';
import { useWords } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { most, type useEscalations } from './asking';

export function Escalations({ escalations }: { escalations: ReturnType<typeof useEscalations> }) {
    const { t } = useWords();
    const { data, error, isPending, refetch } = escalations;
    return (
        <section className="outcomes escalations" aria-labelledby="escalations-title">
            <div className="outcomes-head">
                <h2 id="escalations-title">{t('shiftlog.escalations')}</h2>
            </div>
            {!data && error && <Failure error={error} act={<Button onClick={() => void refetch()}>{t('verb.retry')}</Button>} />}
            {isPending && <Loading />}
            {data?.rows.length === 0 && <Empty title={t('shiftlog.escalations.none')} help={t('shiftlog.escalations.none.help')} />}
            {data?.escalations.map((sums) => (
                <Escalation
                    key={sums.escalation}
                    sums={sums}
                    rows={data.rows.filter(({ escalation }) => escalation === sums.escalation)}
                />
            ))}
            {data?.rows.length === most && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
        </section>
    );
}

/** One escalation of the manual: of how many taken over, how many by the person for whom they were meant, after how long in the mean. */
function Escalation({ sums, rows }: { sums: Told['escalations'][number]; rows: readonly EscalationShown[] }) {
    const { t, calendar, language } = useWords();
    const { title, escalation, escalated, taken, meant, reached, take_over_s } = sums;
    return (
        <div className="outcome">
            <h3>
                <bdi>{title[language] || title.en || escalation}</bdi>
                <span className="counts">
                    <span>
                        {t('shiftlog.escalations.taken')} {calendar.number(taken)}/{calendar.number(escalated)}
                    </span>
                    {meant > 0 && (
                        <span>
                            {t('shiftlog.escalations.reached')} {calendar.number(reached)}/{calendar.number(meant)}
                        </span>
                    )}
                    {take_over_s !== null && (
                        <span>
                            {t('shiftlog.escalations.mean')} {calendar.length(take_over_s)}
                        </span>
                    )}
                </span>
            </h3>
            <ul className="missed">
                {rows.map((row) => (
                    <Row key={`${row.contact} ${row.at}`} row={row} />
                ))}
            </ul>
        </div>
    );
}

function Row({ row: { contact, at, by, person, taken_by, take_over_s, over } }: { row: EscalationShown }) {
    const { t, calendar } = useWords();
    const marks = [
        by ? t('shiftlog.escalations.by', { agent: by.name }) : t('shiftlog.escalations.byRule'),
        ...(person ? [t('shiftlog.escalations.for', { agent: person.name })] : []),
    ];
    return (
        <li className={taken_by ? 'is-taken' : undefined}>
            <p className="quiet small">
                <time dateTime={at}>{calendar.time(at)}</time>
                {' · '}
                {marks.join(' · ')}
            </p>
            <Link className="link" href={`/contacts/${contact}`}>
                {t('contacts.number', { number: calendar.plain(contact) })}
            </Link>
            {taken_by && take_over_s !== null ? (
                <p className="small">
                    {t('shiftlog.escalations.takenBy', { agent: taken_by.name, length: calendar.length(take_over_s) })}
                </p>
            ) : (
                <p className="small warn">
                    <Alert level="warn" spoken={false} /> {t(over ? 'shiftlog.escalations.lost' : 'shiftlog.escalations.waiting')}
                </p>
            )}
        </li>
    );
}
