// Where the guide stands: which steps were done, with their answers and notes, and which lie ahead if nothing unusual happens.

import type { Guide, Work, WorkedStep } from '../../api/types';

export interface DoneStep extends WorkedStep {
    /** Seconds since the same agent did the step before. */
    took: number | undefined;
}

/** Each step of one procedure that was answered or left, at the place where that was last; notes stand elsewhere. */
export function doneOf({ steps }: Work, procedure: string | undefined, current: string | undefined): DoneStep[] {
    const timed = steps.map((one, index) => {
        const before = steps[index - 1];
        return { ...one, took: before?.by === one.by ? (Date.parse(one.at) - Date.parse(before.at)) / 1000 : undefined };
    });
    const mine = timed.filter((one) => one.procedure === procedure && one.answer !== 'noted');
    const last = new Map(mine.map((one, index) => [one.step, index]));
    // A step that the desk shows again was not done for good.
    return mine.filter((one, index) => last.get(one.step) === index && one.step !== current);
}

type GuidedStep = Guide['steps'][number];

/** The steps after this one, along the usual way; a way that comes back to itself ends there. Those that are shown only under a
 *  condition are left out until they matter. */
export function aheadOf(guide: Guide, current: string | undefined): GuidedStep[] {
    const byId = new Map(guide.steps.map((step) => [step.id, step]));
    const ahead: GuidedStep[] = [];
    const seen = new Set([current]);
    let next = current === undefined ? undefined : byId.get(current)?.next;
    while (next !== undefined && !seen.has(next)) {
        seen.add(next);
        const step = byId.get(next);
        if (!step) break;
        if (step.verb !== 'end' && !step.conditional) ahead.push(step);
        next = step.next;
    }
    return ahead;
}
