// Who is on the telephone, and what was written while they were with us.

import type { Contact } from '../../api/types';
import { useWords } from '../../i18n';
import { stepsOf } from './progress';
import type { Assignment } from './questions';
import { strangerOf } from './Written';

export function Customer({ assignment, contact }: { assignment: Assignment; contact: Contact | null }) {
    const { t, calendar, language, word } = useWords();
    const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(assignment.language) ?? assignment.language;
    const visit = contact?.visits.at(-1);
    const wait = visit && ((visit.ended ? Date.parse(visit.ended) : Date.now()) - Date.parse(visit.started)) / 1000;
    const notes = contact ? stepsOf(contact).filter(({ note }) => note) : [];
    const facts: [string, React.ReactNode][] = [
        [
            t('contacts.col.caller'),
            contact?.caller ? <bdi className="ltr">{calendar.plain(contact.caller)}</bdi> : t(strangerOf(assignment)),
        ],
        [t('contact.language'), spoken],
        ...(contact ? ([[t('contact.channel'), word('channel', contact.channel)]] as [string, string][]) : []),
        ...(wait !== undefined ? ([[t('contacts.col.wait'), calendar.length(wait)]] as [string, string][]) : []),
        ...(contact && contact.visits.length > 1
            ? ([[t('desk.customer.visits'), calendar.number(contact.visits.length)]] as [string, string][])
            : []),
    ];
    return (
        <>
            <div className="sec">
                <h2>{t('desk.customer')}</h2>
                <dl className="cust">
                    {facts.map(([name, value]) => (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    ))}
                </dl>
            </div>
            <div className="sec">
                <h2>{t('desk.notes')}</h2>
                {notes.length === 0 && <p className="faint">{t('desk.notes.none')}</p>}
                <ol className="notes">
                    {notes.map(({ at, note, agent, text }) => (
                        <li key={at}>
                            <p dir="auto">{note}</p>
                            <small title={text?.[language] || text?.en}>
                                {calendar.time(at)}
                                {agent && (
                                    <>
                                        {' · '}
                                        <bdi>{agent}</bdi>
                                    </>
                                )}
                            </small>
                        </li>
                    ))}
                </ol>
            </div>
        </>
    );
}
