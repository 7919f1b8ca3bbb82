import type { FloorNow } from '../../api/types';

/** An event tells only who changed. Rows that did not change stay the same objects, so that they are not drawn again. */
export function mergeFloor(before: FloorNow, event: FloorNow): FloorNow {
    if (event.agents.length === 0) return { ...before, at: event.at };
    const changed = new Map(event.agents.map((row) => [row.id, row]));
    const agents = before.agents.map((row) => changed.get(row.id) ?? row);
    const known = new Set(before.agents.map(({ id }) => id));
    for (const row of event.agents) if (!known.has(row.id)) agents.push(row);
    return { at: event.at, agents };
}
