// Guides that were not followed, each with the way to its contact: where it stood, where its path was left, and why.

import { Link } from 'wouter';
import type { GuideShown } from '../api/types';
import { useWords } from '../i18n';
import './guides.css';

interface Props {
    rows: readonly GuideShown[];
    /** Of more than one day, so that each instant has its date. */
    whole: boolean;
    /** Whose guide it was stands beside it. */
    agents: boolean;
    contactsAt: string;
}

export function GuideRows({ rows, whole, agents, contactsAt }: Props) {
    const { t, calendar, language, word } = useWords();
    const read = (text: Partial<Record<string, string>> | undefined, otherwise: string) => text?.[language] || text?.en || otherwise;
    return (
        <ul className="guide-rows">
            {rows.map(({ contact, procedure, title, agent, at, standing, step, text, mandatory, deviations }) => (
                <li key={`${contact} ${procedure} ${at}`}>
                    <p className="quiet small">
                        <time dateTime={at}>{whole ? calendar.dateAndTime(at) : calendar.time(at)}</time>
                        {agents && (
                            <>
                                {' · '}
                                <bdi>{agent.name}</bdi>
                            </>
                        )}
                        {' · '}
                        <b>{word('guide.standing', standing)}</b>
                    </p>
                    <Link className="link" href={`${contactsAt}/${contact}`}>
                        {t('contacts.number', { number: calendar.plain(contact) })}
                    </Link>
                    <p className="said">
                        <bdi>{read(title, procedure)}</bdi>
                    </p>
                    {deviations.map((left) => (
                        <p key={`${left.step} ${left.at}`} className="said">
                            {t('tl.deviated', { text: read(left.text, left.step) })}{' '}
                            {left.reason !== undefined && <q dir="auto">{left.reason}</q>}
                        </p>
                    ))}
                    {standing === 'unfinished' && step !== undefined && (
                        <p className="said">
                            {t('guide.stood', { text: read(text, step) })}
                            {mandatory && <span className="tag">{t('desk.step.mandatory')}</span>}
                        </p>
                    )}
                </li>
            ))}
        </ul>
    );
}
