// What the Board makes of its numbers: which goal is missed, which queue is slow, and the one sentence that says so.

import type { Board, QueueRow } from '../api/types';
import type { Key } from '../i18n';

/** Fewer contacts than this are too few to judge by; such a share is shown without colour. */
export const enoughToJudge = 20;

export type Judgement = 'few' | 'met' | 'missed';

export interface Share {
    part: number;
    whole: number;
}

/** Service level, definition 1. Kept in the server's words: see `formula` of GET /api/v1/board. */
export function serviceLevel(queue: QueueRow): Share {
    return { part: queue.answered_within, whole: queue.answered + queue.abandoned - queue.abandoned_short + queue.blocked };
}

/** Without a goal there is nothing to miss. */
export function judge({ part, whole }: Share, goalPercent: number | null): Judgement {
    if (whole < enoughToJudge) return 'few';
    if (goalPercent === null) return 'met';
    return part * 100 >= goalPercent * whole ? 'met' : 'missed';
}

export const waitOf = (since: string | null, now: number) => (since === null ? 0 : Math.max(0, (now - Date.parse(since)) / 1000));

/** The manual says after how long; where it says nothing, no queue is slow. */
export function isSlow(queue: QueueRow, now: number): boolean {
    return queue.long_after_s !== null && waitOf(queue.longest_wait_since, now) >= queue.long_after_s;
}

export type Trouble = 'crit' | 'warn' | null;

export function troubleOf(queue: QueueRow, now: number): Trouble {
    if (judge(serviceLevel(queue), queue.goal_percent) === 'missed' || (isSlow(queue, now) && queue.ready === 0)) return 'crit';
    return isSlow(queue, now) ? 'warn' : null;
}

export interface Saying {
    level: Trouble;
    key: Key;
    queue: QueueRow | null;
    count: number;
    waited: number;
    share: Share | null;
}

/** The worst thing first: nobody can answer, then a slow queue, then a missed goal; else how many wait. */
export function saying(board: Board, now: number): Saying {
    const byWait = [...board.queues].sort((a, b) => waitOf(b.longest_wait_since, now) - waitOf(a.longest_wait_since, now));
    const say = (level: Trouble, key: Key, queue: QueueRow): Saying => ({
        level,
        key,
        queue,
        count: queue.waiting,
        waited: waitOf(queue.longest_wait_since, now),
        share: serviceLevel(queue),
    });

    const slow = byWait.filter((queue) => queue.waiting > 0 && isSlow(queue, now));
    const helpless = slow.find((queue) => queue.ready === 0 && staffedNowhere(board));
    if (helpless) return say('crit', 'board.say.no_one_ready', helpless);
    if (slow[0]) return say(troubleOf(slow[0], now), 'board.say.slow', slow[0]);

    const shareOf = (queue: QueueRow) => {
        const { part, whole } = serviceLevel(queue);
        return part / whole - (queue.goal_percent ?? 0) / 100;
    };
    const missed = board.queues
        .filter((queue) => judge(serviceLevel(queue), queue.goal_percent) === 'missed')
        .sort((a, b) => shareOf(a) - shareOf(b));
    if (missed[0]) return say('crit', 'board.say.below', missed[0]);
    return { level: null, key: 'board.say.calm', queue: null, count: board.waiting, waited: 0, share: null };
}

/** Nobody is ready and nobody is in a contact that could end: it will not get better by itself. */
function staffedNowhere({ agents }: Board): boolean {
    return agents.ready + agents.reserved + agents.ringing + agents.talking + agents.hold + agents.wrap_up === 0;
}
