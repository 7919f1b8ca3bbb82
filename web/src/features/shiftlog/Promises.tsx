// What was promised to customers: what is overdue first, then what is due, each with the way to its contact.

import { Link } from 'wouter';
import type { PromiseShown } from '../../api/types';
import { useWords } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { daysBack, most, type usePromises } from './asking';
import { dueOf } from './reading';

export type When = 'past' | 'today' | 'ahead';

interface Props {
    promises: ReturnType<typeof usePromises>;
    day: string;
    when: When;
    now: number;
}

export function Promises({ promises, day, when, now }: Props) {
    const { t, calendar } = useWords();
    const { rows, error, all, refetch } = promises;
    const { overdue, soon, later } = dueOf(rows ?? [], now, calendar.startOf(calendar.addDays(day, 1)).getTime());
    const since = calendar.date(calendar.startOf(calendar.addDays(day, -daysBack)));
    return (
        <section className="promises" aria-labelledby="promises-title">
            <h2 id="promises-title">
                {t('desk.promises')}
                <span className="counts">
                    {overdue.length > 0 && (
                        <b className="crit">
                            <Alert level="crit" spoken={false} /> {t('shiftlog.overdue')} {calendar.number(overdue.length)}
                        </b>
                    )}
                    {soon.length > 0 && (
                        <span>
                            {t(when === 'today' ? 'shiftlog.due.today' : 'shiftlog.due')} {calendar.number(soon.length)}
                        </span>
                    )}
                    {later.length > 0 && (
                        <span>
                            {t('shiftlog.due.tomorrow')} {calendar.number(later.length)}
                        </span>
                    )}
                </span>
            </h2>
            {!rows && error !== null && <Failure error={error} act={<Button onClick={refetch}>{t('verb.retry')}</Button>} />}
            {!rows && error === null && <Loading />}
            {rows?.length === 0 && <Empty title={t('shiftlog.promises.none')} help={t('shiftlog.promises.none.help')} />}
            {overdue.length > 0 && (
                <>
                    <h3>
                        {t('shiftlog.overdue')}
                        {when === 'today' && <span className="faint">{t('shiftlog.since', { date: since })}</span>}
                    </h3>
                    <p className="faint small">{t('shiftlog.kept')}</p>
                    <List promises={overdue} late />
                </>
            )}
            {soon.length > 0 && (
                <>
                    <h3>{t(when === 'today' ? 'shiftlog.due.today' : 'shiftlog.due')}</h3>
                    <List promises={soon} />
                </>
            )}
            {later.length > 0 && (
                <>
                    <h3>{t('shiftlog.due.tomorrow')}</h3>
                    <List promises={later} />
                </>
            )}
            {!all && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
        </section>
    );
}

function List({ promises, late = false }: { promises: readonly PromiseShown[]; late?: boolean }) {
    const { t, calendar, language } = useWords();
    return (
        <ul className={late ? 'promised is-late' : 'promised'}>
            {promises.map(({ contact, procedure, step, text, agent, at, due, caller }) => (
                <li key={`${contact} ${procedure} ${step}`}>
                    <p className="due">
                        {late && <Alert level="crit" spoken={false} />}{' '}
                        <time dateTime={due}>
                            {t(late ? 'promise.was_due' : 'promise.due', { due: calendar.dateAndTime(due) })}
                        </time>
                    </p>
                    <Link className="link" href={`/contacts/${contact}`}>
                        {t('contacts.number', { number: calendar.plain(contact) })}
                    </Link>
                    <p className="said" dir="auto">
                        {text[language] || text.en || step}
                    </p>
                    <p className="quiet small">
                        {caller === null ? t('contacts.unknown') : <bdi className="ltr">{calendar.plain(caller)}</bdi>}
                        {' · '}
                        {t('promise.made', { agent: agent.name, at: calendar.dateAndTime(at) })}
                    </p>
                </li>
            ))}
        </ul>
    );
}
