// What a leader reads out of promises and runs of checklists, without a screen.

import type { ChecklistRun, ProcedureListed, ProcedureResults, PromiseShown, ResultMissed, Text } from '../../api/types';

/** How a run stands. It was *stopped* where it has no outcome: whoever ran it gave it up. */
export type Standing = 'unconfirmed' | 'stopped' | 'running' | 'passed';
/** What needs the leader comes first. */
export const standings: readonly Standing[] = ['unconfirmed', 'stopped', 'running', 'passed'];

export function standingOf({ ended, passed, outcome }: ChecklistRun): Standing {
    if (ended === null) return 'running';
    if (passed) return 'passed';
    return outcome === null ? 'stopped' : 'unconfirmed';
}

/** The critical items whose last answer is no; an item that was put right and confirmed later is none of them. */
export function unconfirmedOf({ items }: ChecklistRun): ReadonlySet<ChecklistRun['items'][number]> {
    const last = new Map(items.map((item) => [`${item.procedure} ${item.step}`, item]));
    return new Set([...last.values()].filter(({ critical, answer }) => critical && answer === 'no'));
}

export interface Group {
    procedure: string;
    title: Text;
    use: ChecklistRun['use'];
    runs: ChecklistRun[];
}

/** The order of a day. */
const uses: readonly ChecklistRun['use'][] = ['start_of_day', 'pre_shift', 'incident', 'handover', 'other'];

/** The runs by their checklist, in the order of a day; within one what needs the leader first, then the newest. */
export function groupsOf(runs: readonly ChecklistRun[]): Group[] {
    const groups = new Map<string, Group>();
    for (const run of runs) {
        const group = groups.get(run.procedure);
        if (group) group.runs.push(run);
        else groups.set(run.procedure, { procedure: run.procedure, title: run.title, use: run.use, runs: [run] });
    }
    const rank = (run: ChecklistRun) => standings.indexOf(standingOf(run));
    for (const { runs: mine } of groups.values())
        mine.sort((a, b) => rank(a) - rank(b) || Date.parse(b.started) - Date.parse(a.started) || b.id - a.id);
    return [...groups.values()].sort((a, b) => uses.indexOf(a.use) - uses.indexOf(b.use) || a.procedure.localeCompare(b.procedure));
}

/** The checklists of the manual of which there is no run. */
export const notBegun = (procedures: readonly ProcedureListed[], runs: readonly ChecklistRun[]) =>
    procedures.filter(({ id, kind }) => kind === 'checklist' && !runs.some(({ procedure }) => procedure === id));

export const countsOf = (runs: readonly ChecklistRun[]) =>
    standings.map((one) => [one, runs.filter((run) => standingOf(run) === one).length] as const).filter(([, count]) => count > 0);

export interface Due {
    overdue: PromiseShown[];
    /** Due before the instant `tonight`, and after it. */
    soon: PromiseShown[];
    later: PromiseShown[];
}

/** By when they are due; the first that is due first. Nothing says yet that a promise was kept: whatever was due before now is overdue. */
export function dueOf(promises: readonly PromiseShown[], now: number, tonight: number): Due {
    const sorted = [...promises].sort((a, b) => Date.parse(a.due) - Date.parse(b.due));
    const due = (one: PromiseShown) => Date.parse(one.due);
    return {
        overdue: sorted.filter((one) => due(one) <= now),
        soon: sorted.filter((one) => due(one) > now && due(one) < tonight),
        later: sorted.filter((one) => due(one) > now && due(one) >= tonight),
    };
}

/** Every owner of a procedure that can lead an agent, and the one that is chosen although they own none any more. */
export function ownersOf(procedures: readonly ProcedureListed[], chosen: string | null): string[] {
    const guides = procedures.filter(({ steps, kind, owner }) => steps > 0 && kind !== 'checklist' && owner !== '');
    const owners = guides.map(({ owner }) => owner);
    return [...new Set(chosen === null ? owners : [...owners, chosen])].sort((a, b) => a.localeCompare(b));
}

/** The procedures with what was missed of each, in the order of the rows: whichever has most that is open comes first. */
export function resultsOf(procedures: readonly ProcedureResults[], rows: readonly ResultMissed[]) {
    return [...procedures]
        .sort((a, b) => b.open - a.open || b.missed - a.missed || b.answered - a.answered || a.procedure.localeCompare(b.procedure))
        .map((procedure) => ({ procedure, missed: rows.filter((row) => row.procedure === procedure.procedure) }));
}
