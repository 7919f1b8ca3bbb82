// Where each number of the Board leads: a list of exactly the contacts that it counts.

import type { Board, ContactState, QueueRow, VisitEnd } from '../../api/types';
import { contactsPath, type ContactFilter } from '../../live';
import { visitEnds } from '../../live/links';

/** Visits that count in the service level: answered, abandoned (not early) and blocked ones of today. */
const countedEnds: VisitEnd[] = ['answered', 'abandoned', 'blocked'];

export function linksOf(board: Board) {
    const now = (filter: ContactFilter) => contactsPath({ ...filter, origins: board.origins });
    const today = (filter: ContactFilter) => now({ from: board.day_from, ...filter });
    return {
        answeredWithin: today({ end: ['answered'], within: true }),
        counted: today({ end: countedEnds, short: false }),
        state: (state: ContactState) => now({ state: [state] }),
        queue: (queue: QueueRow) => ({
            waiting: now({ state: ['waiting'], queue: queue.id }),
            counted: today({ end: countedEnds, short: false, queue: queue.id }),
            offered: today({ end: [...visitEnds], queue: queue.id }),
            answered: today({ end: ['answered'], queue: queue.id }),
            abandoned: today({ end: ['abandoned'], queue: queue.id }),
        }),
    };
}
