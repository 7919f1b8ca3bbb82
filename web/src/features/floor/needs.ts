// Who needs the leader, and why: said in words, never by the rule's name.

import type { FloorRow } from '../../api/types';
import type { Key } from '../../i18n';

/** What lasts too long: after how long the manual says (`long_after_s`). Who is on hold waits in vain, and comes first. */
const lasting: Partial<Record<FloorRow['state'], Need>> = {
    hold: { level: 'crit', key: 'floor.need.hold' },
    wrap_up: { level: 'warn', key: 'floor.need.wrap_up' },
    talking: { level: 'warn', key: 'floor.need.talk' },
    ringing: { level: 'warn', key: 'floor.need.ring' },
};

export interface Need {
    level: 'crit' | 'warn';
    key: Key;
}

/** The worst thing about this person now; null when nothing is. */
export function needOf(row: FloorRow, seconds: number): Need | null {
    if (row.state === 'away' && row.reason === 'lost') return { level: 'crit', key: 'floor.need.lost' };
    if (row.state === 'away' && row.reason === 'unreachable') return { level: 'crit', key: 'floor.need.unreachable' };
    if (row.state === 'away' && row.reason === 'no_answer') return { level: 'warn', key: 'floor.need.no_answer' };
    if (row.state === 'away' && row.reason === 'declined') return { level: 'warn', key: 'floor.need.declined' };
    return row.long_after_s !== undefined && seconds >= row.long_after_s ? (lasting[row.state] ?? null) : null;
}

/** Who is in a contact comes first, then who can take one, then who is away, then who is not here. */
const order: FloorRow['state'][] = [
    'hold',
    'talking',
    'wrap_up',
    'ringing',
    'reserved',
    'ready',
    'away',
    'break',
    'recovery',
    'coaching',
    'meeting',
    'training',
    'offline',
];
const rank = new Map(order.map((state, index) => [state, index]));

/** By state, within it the longest first. */
export const byState = (a: FloorRow, b: FloorRow) =>
    (rank.get(a.state) ?? 0) - (rank.get(b.state) ?? 0) || Date.parse(a.since) - Date.parse(b.since) || a.id - b.id;

export const countsOf = (rows: readonly FloorRow[]) =>
    order.map((state) => [state, rows.filter((row) => row.state === state).length] as const).filter(([, count]) => count > 0);
