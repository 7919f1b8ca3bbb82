// Who needs the leader, and why: said in words, never by the rule's name.

import type { FloorRow } from '../../api/types';
import type { Key } from '../../i18n';

const minute = 60;
/** A customer who hears music longer than this begins to doubt (the desk's own prompt is sooner). */
export const longHold = 3 * minute;
export const longWrapUp = 2 * minute;
export const longTalk = 20 * minute;
/** A telephone that rings longer than this is not going to be answered. */
export const longRing = 15;

export interface Need {
    level: 'crit' | 'warn';
    key: Key;
    /** Seconds that are allowed; only where the words name them. */
    limit?: number;
}

/** The worst thing about this person now; null when nothing is. */
export function needOf(row: FloorRow, seconds: number): Need | null {
    if (row.state === 'hold' && seconds >= longHold) return { level: 'crit', key: 'floor.need.hold', limit: longHold };
    if (row.state === 'away' && row.reason === 'lost') return { level: 'crit', key: 'floor.need.lost' };
    if (row.state === 'away' && row.reason === 'unreachable') return { level: 'crit', key: 'floor.need.unreachable' };
    if (row.state === 'away' && row.reason === 'no_answer') return { level: 'warn', key: 'floor.need.no_answer' };
    if (row.state === 'away' && row.reason === 'declined') return { level: 'warn', key: 'floor.need.declined' };
    if (row.state === 'wrap_up' && seconds >= longWrapUp) return { level: 'warn', key: 'floor.need.wrap_up', limit: longWrapUp };
    if (row.state === 'talking' && seconds >= longTalk) return { level: 'warn', key: 'floor.need.talk', limit: longTalk };
    if (row.state === 'ringing' && seconds >= longRing) return { level: 'warn', key: 'floor.need.ring' };
    return null;
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
