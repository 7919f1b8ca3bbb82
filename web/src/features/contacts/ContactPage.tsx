// One contact: who, when and where; its stages; every step in words; its recording.

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useMemo, type CSSProperties } from 'react';
import { Link } from 'wouter';
import { api, granted } from '../../api/client';
import type { Contact } from '../../api/types';
import { useWords } from '../../i18n';
import { may, useMe } from '../../live';
import { Conversation } from '../../ui/Conversation';
import { Player } from '../../ui/Player';
import { isShown, Presence, PresenceSign } from '../../ui/Presence';
import { useCustomerFacts } from '../../ui/Standing';
import { Failure, Loading } from '../../ui/states';
import './contacts.css';
import { answerOf, holdsOf, stagesOf, stepsOf, tellAll, type Stage } from './timeline';

/** How often the page of a contact that goes on asks for what is new. */
const refreshWhileOpen = 3_000;

/** `own`: of a person who sees their own contacts alone. */
export default function ContactPage({ id, own }: { id: number; own: boolean }) {
    const { t, calendar } = useWords();
    const path = { params: { path: { id: String(id) } } };
    const contact = useQuery({
        queryKey: ['contact', id],
        queryFn: () => granted(own ? api.GET('/api/v1/me/contacts/{id}', path) : api.GET('/api/v1/contacts/{id}', path)),
        refetchInterval: ({ state }) => (state.data && state.data.state !== null ? refreshWhileOpen : false),
    });
    return (
        <main id="content">
            <div className="top">
                <button
                    type="button"
                    className="back plain"
                    aria-label={t('verb.back')}
                    title={t('verb.back')}
                    onClick={() => history.back()}
                >
                    <ChevronLeft size={18} className="flip" aria-hidden="true" />
                </button>
                <h1>{t('contacts.number', { number: calendar.plain(id) })}</h1>
                {contact.data && (
                    <span className="tag">
                        <Standing contact={contact.data} />
                    </span>
                )}
            </div>
            {contact.isPending && <Loading />}
            {contact.error && (
                <Failure
                    error={contact.error}
                    act={
                        <Link className="link" href="/contacts">
                            {t('contacts.title')}
                        </Link>
                    }
                />
            )}
            {contact.data && <Whole contact={contact.data} own={own} />}
        </main>
    );
}

function Standing({ contact }: { contact: Contact }) {
    const { word } = useWords();
    if (contact.state !== null) return <Presence state={contact.state} />;
    return (
        <span className="cap">{contact.contact_end === null ? word('end', 'in_progress') : word('contact_end', contact.contact_end)}</span>
    );
}

function useQueueName(): (id: string) => string {
    const { language } = useWords();
    const { centre } = useMe();
    const board = useQuery({
        queryKey: ['queues'],
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins: centre.demo ? 'all' : 'live' } } })),
        staleTime: 60_000,
    });
    const titles = useMemo(() => new Map(board.data?.queues.map((queue) => [queue.id, queue.title[language]])), [board.data, language]);
    return (id) => titles.get(id) || id;
}

function Whole({ contact, own }: { contact: Contact; own: boolean }) {
    const { t, calendar, word } = useWords();
    const queue = useQueueName();
    const facts: [string, React.ReactNode][] = [
        [
            t('contacts.col.caller'),
            contact.caller === null ? (
                t(contact.channel === 'form' ? 'contacts.unnamed' : 'contacts.unknown')
            ) : (
                <bdi className="ltr">{calendar.plain(contact.caller)}</bdi>
            ),
        ],
        ...useCustomerFacts(contact.customer),
        [t('contacts.col.agent'), contact.agent ? <bdi>{contact.agent.name}</bdi> : '–'],
        [t('contacts.queue'), contact.queue === null ? t('contacts.no_queue') : <bdi>{queue(contact.queue)}</bdi>],
        [t('contact.when'), calendar.dateAndTime(contact.started)],
        [t('contact.channel'), word('channel', contact.channel)],
        [t('contact.language'), <LanguageName key="language" code={contact.language} />],
        [t('contact.origin'), word('origin', contact.origin)],
        [t('contacts.col.outcome'), contact.outcome === null ? '–' : <bdi>{word('outcome', contact.outcome)}</bdi>],
    ];
    return (
        <>
            <dl className="facts">
                {facts.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            <div className="contact-page">
                <div className="contact-main">
                    <Stages stages={stagesOf(contact, Date.now())} />
                    {contact.channel === 'form' ? <Said contact={contact} own={own} /> : <Recordings contact={contact} own={own} />}
                    <Steps contact={contact} />
                </div>
                <aside className="contact-side">
                    <section>
                        <h2>{t('contact.timeline')}</h2>
                        <Timeline contact={contact} queue={queue} />
                    </section>
                    <Side contact={contact} queue={queue} />
                </aside>
            </div>
        </>
    );
}

function LanguageName({ code }: { code: string }) {
    const { language } = useWords();
    return <>{new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code}</>;
}

function Stages({ stages }: { stages: Stage[] }) {
    const { t, calendar, word } = useWords();
    const name = ({ state }: Stage) =>
        state === 'menu' || state === 'waiting' || state === 'callback' || state === 'voicemail' || state === 'ringing'
            ? t(`stage.${state}`)
            : word('state', state);
    return (
        <ol className="stages">
            {stages.map((stage) => (
                <li
                    key={stage.from}
                    className={stage.state}
                    style={{ '--part': Math.max(1, Math.sqrt(stage.length / 1000)) } as CSSProperties}
                    title={name(stage)}
                >
                    <i />
                    <b>{name(stage)}</b>
                    <span>{calendar.length(stage.length / 1000)}</span>
                </li>
            ))}
        </ol>
    );
}

function Timeline({ contact, queue }: { contact: Contact; queue: (id: string) => string }) {
    const { t, calendar, word, language } = useWords();
    return (
        <ol className="timeline">
            {tellAll(contact.timeline, { t, calendar, word, language, queue }).map(({ at, text, why, state }, index) => (
                <li key={index}>
                    <time dateTime={at}>{calendar.timeWithSeconds(at)}</time>
                    {state !== undefined && isShown(state) ? <PresenceSign state={state} /> : <span />}
                    <p>
                        {text}
                        {why !== undefined && <small>{why}</small>}
                    </p>
                </li>
            ))}
        </ol>
    );
}

/** What was written, for those who may read it. */
function Said({ contact, own }: { contact: Contact; own: boolean }) {
    const me = useMe();
    if (!own && !may(me, 'view_personal_data')) return null;
    return <Conversation contact={contact.contact} own={own} changes={contact.timeline.filter(({ kind }) => kind === 'replied').length} />;
}

/** An agent hears the messages that they took, and no other recording of their own contacts. */
function Recordings({ contact, own }: { contact: Contact; own: boolean }) {
    const { t, calendar, language } = useWords();
    const me = useMe();
    const steps = stepsOf(contact.timeline, language);
    const mayListen = own ? contact.recordings.length > 0 : may(me, 'listen_recordings');
    return (
        <section className="recordings">
            <h2 className="sr">{t('contact.recordings')}</h2>
            {!mayListen && <p className="quiet">{t('contact.recordings.forbidden')}</p>}
            {mayListen && contact.recordings.length === 0 && <p className="quiet">{t('contact.recordings.none')}</p>}
            {mayListen &&
                contact.recordings.map((recording) => (
                    <Player
                        key={recording.id}
                        recording={recording}
                        own={own}
                        holds={holdsOf(contact, recording.from, recording.length_s)}
                        marks={steps
                            .map(({ number, at }) => ({
                                label: calendar.number(number),
                                at: (Date.parse(at) - Date.parse(recording.from)) / 1000,
                            }))
                            .filter(({ at }) => at >= -1 && at < recording.length_s)
                            .map((mark) => ({ ...mark, at: Math.max(0, mark.at) }))}
                    />
                ))}
        </section>
    );
}

/** What the guide asked, what was answered, what was written. */
function Steps({ contact }: { contact: Contact }) {
    const { t, calendar, language, word } = useWords();
    const steps = stepsOf(contact.timeline, language);
    if (steps.length === 0) return null;
    return (
        <section>
            <h2>
                {t('contact.steps')}{' '}
                {steps[0]?.version !== undefined && (
                    <span className="faint version">{t('desk.version', { version: calendar.number(steps[0].version) })}</span>
                )}
            </h2>
            <ol className="done-steps">
                {steps.map((step) => (
                    <li key={step.number}>
                        <b>{calendar.number(step.number)}</b>
                        <time dateTime={step.at}>{calendar.timeWithSeconds(step.at)}</time>
                        <div>
                            <span dir="auto">{step.text}</span>
                            {step.note && <p dir="auto">{step.note}</p>}
                        </div>
                        <span className="tag">{step.done ? answerOf(step.done, { word, language }) : t('contact.step.open')}</span>
                    </li>
                ))}
            </ol>
        </section>
    );
}

function Side({ contact, queue }: { contact: Contact; queue: (id: string) => string }) {
    const { t, calendar, word } = useWords();
    return (
        <>
            <section>
                <h2>{t('contact.visits')}</h2>
                {contact.visits.length === 0 && <p className="quiet">{t('contacts.no_queue')}</p>}
                <ul>
                    {contact.visits.map((visit) => (
                        <li key={visit.id}>
                            {t('contact.visit.one', {
                                queue: queue(visit.queue),
                                end: word('end', visit.end),
                                length: calendar.length(
                                    ((visit.ended ? Date.parse(visit.ended) : Date.now()) - Date.parse(visit.started)) / 1000,
                                ),
                            })}
                        </li>
                    ))}
                </ul>
            </section>
            <section>
                <h2>{t('contact.assignments')}</h2>
                <ul>
                    {contact.assignments.map((one) => (
                        <li key={one.id}>
                            <b>
                                <bdi>{one.agent.name}</bdi>
                            </b>{' '}
                            <span className="quiet">{one.end === null ? word('state', one.state) : word('assignment_end', one.end)}</span>
                            <p>
                                {t('contacts.col.talk')} {calendar.length(one.talk_s)} · {t('contacts.col.hold')}{' '}
                                {calendar.length(one.hold_s)} · {t('contacts.col.wrap_up')} {calendar.length(one.wrap_up_s)}
                            </p>
                        </li>
                    ))}
                </ul>
            </section>
        </>
    );
}
