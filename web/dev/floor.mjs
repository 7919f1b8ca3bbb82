// The stand-in's Floor: the agents of the plans, or a crowd that changes as fast as a large centre does.

import { LONG, stateAt } from './plan.mjs';

const iso = (at) => new Date(at).toISOString();
const away = ['break', 'training', 'meeting', 'coaching', 'recovery'];
const busyStates = ['talking', 'talking', 'talking', 'hold', 'wrap_up', 'ready', 'ringing', 'break'];

function rowsAt(plans, now, resting) {
    const busy = new Map();
    for (const plan of plans.all)
        if (plan.agent && plan.ring !== null && now >= plan.ring && stateAt(plan, now)) busy.set(plan.agent.id, plan);
    let left = resting;
    return plans.agents.map((agent, at) => {
        const plan = busy.get(agent.id);
        const state = plan ? stateAt(plan, now) : left-- > 0 ? away[at % away.length] : 'ready';
        const since = plan
            ? [plan.ring, plan.talk, ...(plan.hold ?? []), plan.wrap].filter((at) => at !== null && at <= now).at(-1)
            : agent.free;
        return { agent, plan, state, since: Math.min(since || now - 60_000, now) };
    });
}

const told = ({ agent, plan, state, since }) => ({
    id: agent.id,
    state,
    since: iso(since),
    presence: plan ? 'ready' : state,
    reason: state === 'break' ? 'no_answer' : 'chosen',
    ...(plan ? { contact: plan.id, queue: plan.queue, long_after_s: LONG[state] } : {}),
});

export const floorAt = (plans, now, resting) => ({ at: iso(now), agents: rowsAt(plans, now, resting).map(told) });

export const agentsAt = (plans, now, resting) =>
    rowsAt(plans, now, resting).map((row) => ({
        ...told(row),
        name: row.agent.name,
        team: row.agent.id % 2 ? 'nile' : 'delta',
        pool: 'live',
        contact: row.plan?.id ?? null,
    }));

/** As many agents as wanted, a fifth of whom change with each beat. */
export class Crowd {
    constructor(size, clock) {
        this.clock = clock;
        this.rows = Array.from({ length: size }, (_, at) => this.row(at + 1, at));
        this.changed = this.rows;
        this.turn = 0;
    }
    row(id, seed) {
        const state = busyStates[seed % busyStates.length];
        const engaged = ['talking', 'hold', 'wrap_up', 'ringing'].includes(state);
        return {
            id,
            state,
            since: iso(this.clock() - ((seed * 7919) % 400_000)),
            presence: engaged ? 'ready' : state,
            reason: 'chosen',
            ...(engaged ? { contact: 1000 + seed, queue: ['cards', 'accounts', 'loans'][seed % 3], long_after_s: LONG[state] } : {}),
        };
    }
    move() {
        this.turn += 1;
        this.changed = this.rows.filter(({ id }) => id % 5 === this.turn % 5).map(({ id }) => this.row(id, id * 3 + this.turn));
        for (const row of this.changed) this.rows[row.id - 1] = row;
    }
    value(first) {
        return { at: iso(this.clock()), agents: first ? this.rows : this.changed };
    }
    agents() {
        return this.rows.map((row) => ({
            ...row,
            name: `Agent ${row.id}`,
            team: `team-${row.id % 10}`,
            pool: 'live',
            contact: row.contact ?? null,
        }));
    }
}
