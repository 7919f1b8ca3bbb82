// Who is on the telephone, and what was written while they were with us.

import type { Contact, Known, Work } from '../../api/types';
import { useWords } from '../../i18n';
import { useMe } from '../../live';
import { Alert } from '../../ui/Alert';
import { useCustomerFacts } from '../../ui/Standing';
import { Cases } from './Cases';
import { writtenValue } from './known';
import type { Assignment } from './questions';
import { strangerOf } from './Written';

/** What this customer was told would happen, in this contact or an earlier one: whoever answers says the same. */
function Promises({ promises }: { promises: Contact['promises'] }) {
    const { t, calendar, language } = useWords();
    return (
        <div className="sec">
            <h2>{t('desk.promises')}</h2>
            <ol className="notes">
                {promises.map(({ contact, step, text, agent, at, due }) => {
                    const late = Date.parse(due) < Date.now();
                    return (
                        <li key={`${contact} ${step}`}>
                            <p dir="auto">{text[language] || text.en}</p>
                            <p className={late ? 'due warn' : 'due'}>
                                {late && <Alert level="warn" spoken={false} />}{' '}
                                <time dateTime={due}>
                                    {t(late ? 'promise.was_due' : 'promise.due', { due: calendar.dateAndTime(due) })}
                                </time>
                            </p>
                            <small>{t('promise.made', { agent: agent.name, at: calendar.dateAndTime(at) })}</small>
                        </li>
                    );
                })}
            </ol>
        </div>
    );
}

interface Whose {
    assignment: Assignment;
    contact: Contact | null;
}

/** Whom the agent speaks with: by name, where the centre knows them. */
export function Caller({ assignment, contact }: Whose) {
    if (contact?.customer?.name) return <bdi>{contact.customer.name}</bdi>;
    return <Shown assignment={assignment} contact={contact} />;
}

/** What their telephone or their message shows. */
function Shown({ assignment, contact }: Whose) {
    const { t, calendar } = useWords();
    return contact?.caller ? <bdi className="ltr">{calendar.plain(contact.caller)}</bdi> : t(strangerOf(assignment));
}

export function Customer({ assignment, contact, work }: { assignment: Assignment; contact: Contact | null; work: Work | null }) {
    const { t, calendar, language, word } = useWords();
    const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(assignment.language) ?? assignment.language;
    const visit = contact?.visits.at(-1);
    const wait = visit && ((visit.ended ? Date.parse(visit.ended) : Date.now()) - Date.parse(visit.started)) / 1000;
    const customer = contact?.customer;
    const facts: [string, React.ReactNode][] = [
        ...useCustomerFacts(customer),
        [t('contacts.col.caller'), <Shown key="shown" assignment={assignment} contact={contact} />],
        [t('contact.language'), spoken],
        ...(contact ? ([[t('contact.channel'), word('channel', contact.channel)]] as [string, string][]) : []),
        ...(wait !== undefined ? ([[t('contacts.col.wait'), calendar.length(wait)]] as [string, string][]) : []),
        ...(customer && customer.contacts_lately > 1
            ? ([[t('desk.customer.lately', { days: calendar.number(7) }), calendar.number(customer.contacts_lately)]] as [string, string][])
            : []),
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
            {contact && <Cases cases={contact.cases} title="case.title" />}
            {contact && contact.promises.length > 0 && <Promises promises={contact.promises} />}
            {work && work.known.length > 0 && <KnownSoFar work={work} />}
            <Notes contact={contact} work={work} />
        </>
    );
}

function KnownSoFar({ work: { known, steps } }: { work: Work }) {
    const { t, calendar, language } = useWords();
    const named = ({ field, title }: Known) => {
        const name = title[language] || title.en;
        if (name && name !== field) return name;
        // A field without a title of its own is known by the question that filled it.
        const asked = steps.find((step) => step.field === field)?.text;
        return asked?.[language] || asked?.en || field;
    };
    return (
        <div className="sec">
            <h2>{t('desk.known')}</h2>
            <dl className="known">
                {known.map((one) => (
                    <div key={one.field}>
                        <dt>
                            <bdi>{named(one)}</bdi>
                        </dt>
                        <dd>
                            <bdi>{writtenValue(one, language, calendar, t)}</bdi>
                        </dd>
                    </div>
                ))}
            </dl>
        </div>
    );
}

/** What was written beside the values of fields, by whoever had the contact. */
function Notes({ contact, work }: { contact: Contact | null; work: Work | null }) {
    const { t, calendar, language } = useWords();
    const me = useMe().person;
    const met = (contact?.timeline ?? []).flatMap(({ agent }) => agent ?? []);
    const names = new Map([me, ...met].map(({ id, name }) => [id, name]));
    const notes = work?.steps.filter(({ written, field }) => written && field === undefined) ?? [];
    return (
        <div className="sec">
            <h2>{t('desk.notes')}</h2>
            {notes.length === 0 && <p className="faint">{t('desk.notes.none')}</p>}
            <ol className="notes">
                {notes.map(({ at, step, written, by, answer, text }) => (
                    <li key={at + step}>
                        {answer === 'deviated' && <b className="small">{t('desk.answer.deviated')}: </b>}
                        <p dir="auto">{written}</p>
                        <small title={text[language] || text.en}>
                            {calendar.time(at)}
                            {names.has(by) && (
                                <>
                                    {' · '}
                                    <bdi>{names.get(by)}</bdi>
                                </>
                            )}
                        </small>
                    </li>
                ))}
            </ol>
        </div>
    );
}
