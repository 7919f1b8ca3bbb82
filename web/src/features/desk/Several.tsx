// Several contacts with one agent: which of them the desk shows. One that rings is never hidden: it stands first and says so.

import { useState } from 'react';
import type { Desk } from '../../api/types';
import { useWords } from '../../i18n';
import { PresenceSign } from '../../ui/Presence';
import type { Assignment } from './questions';

/** The desk with the contact that the agent chose, as long as they have it; else with the most engaged one. */
export function useChosen(desk: Desk | null): { desk: Desk | null; choose: (assignment: number) => void } {
    const [chosen, choose] = useState<number | null>(null);
    const assignment = desk?.assignments.find(({ id }) => id === chosen);
    return { desk: desk && assignment ? { ...desk, assignment } : desk, choose };
}

export function Several({ desk, now, choose }: { desk: Desk; now: number; choose: (assignment: number) => void }) {
    const { t, calendar, language, word } = useWords();
    if (desk.assignments.length < 2) return null;
    const rings = ({ state }: Assignment) => state === 'reserved' || state === 'ringing' || state === 'calling';
    const inOrder = desk.assignments.toSorted((a, b) => Number(rings(b)) - Number(rings(a)) || a.id - b.id);
    return (
        <nav className="several" aria-label={t('desk.several')}>
            {inOrder.map((one) => (
                <button key={one.id} type="button" aria-pressed={one.id === desk.assignment?.id} onClick={() => choose(one.id)}>
                    <PresenceSign state={one.state === 'ended' ? 'wrap_up' : one.state} />
                    <b className="cut">
                        <bdi>{one.queue_title[language] || one.queue}</bdi>
                    </b>
                    <span>{word('channel', one.channel)}</span>
                    <span>{word('state', one.state)}</span>
                    <time>{calendar.length((now - Date.parse(one.since)) / 1000)}</time>
                </button>
            ))}
        </nav>
    );
}
