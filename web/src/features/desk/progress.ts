// Where the guide stands: which steps were done, with their answers and notes, and which lie ahead if nothing unusual happens.

import type { Contact, Guide, Text } from '../../api/types';

export interface DoneStep {
    at: string;
    step: string;
    answer: string;
    note: string | undefined;
    agent: string | undefined;
    text: Text | undefined;
    /** Seconds from when the step was shown. */
    took: number | undefined;
}

/** Every step that an agent answered, in order. */
export function stepsOf({ timeline }: Contact): DoneStep[] {
    const shown = new Map<string, { text: Text | undefined; at: number }>();
    const done: DoneStep[] = [];
    for (const entry of timeline) {
        const { step = '', at } = entry;
        if (entry.kind === 'step_entered' && entry.led === 'agent') shown.set(step, { text: entry.text, at: Date.parse(at) });
        if (entry.kind !== 'step_done') continue;
        const before = shown.get(step);
        done.push({
            at,
            step,
            answer: entry.answer ?? 'done',
            note: entry.note,
            agent: entry.agent?.name,
            text: before?.text,
            took: before && (Date.parse(at) - before.at) / 1000,
        });
    }
    return done;
}

type GuidedStep = Guide['steps'][number];

/** The steps after this one, along the usual way; a way that comes back to itself ends there. */
export function aheadOf(guide: Guide, current: string | undefined): GuidedStep[] {
    const byId = new Map(guide.steps.map((step) => [step.id, step]));
    const ahead: GuidedStep[] = [];
    const seen = new Set([current]);
    let next = current === undefined ? undefined : byId.get(current)?.next;
    while (next !== undefined && !seen.has(next)) {
        seen.add(next);
        const step = byId.get(next);
        if (!step) break;
        if (step.verb !== 'end') ahead.push(step);
        next = step.next;
    }
    return ahead;
}
