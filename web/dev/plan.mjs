// The contacts of the stand-in centre. Each is a plan made when it arrives, with the instant of every step; what is shown
// at an instant follows from the plan, so that Board, list and timeline agree by construction.

/** After so many seconds in a state team leaders are told. */
export const LONG = { hold: 180, wrap_up: 120, talking: 1200, ringing: 15 };
export const QUEUES = [
    {
        id: 'cards',
        title: { en: 'Cards', ar: 'البطاقات', fa: 'کارت', id: 'Kartu', ms: 'Kad' },
        within_s: 20,
        goal_percent: 80,
        long_after_s: 60,
    },
    {
        id: 'accounts',
        title: { en: 'Accounts', ar: 'الحسابات', fa: 'حساب‌ها', id: 'Rekening', ms: 'Akaun' },
        within_s: 20,
        goal_percent: 80,
        long_after_s: 60,
    },
    {
        id: 'loans',
        title: { en: 'Loans', ar: 'القروض', fa: 'وام‌ها', id: 'Pinjaman', ms: 'Pinjaman' },
        within_s: 30,
        goal_percent: 75,
        long_after_s: 90,
    },
];
/** As many queues as wanted: the three, then the same ones numbered. */
const queuesOf = (count) =>
    Array.from({ length: count }, (_, at) => {
        const named = QUEUES[at % QUEUES.length];
        const turn = Math.floor(at / QUEUES.length) + 1;
        const title = Object.fromEntries(Object.entries(named.title).map(([language, name]) => [language, `${name} ${turn}`]));
        return turn === 1 ? named : { ...named, id: `${named.id}-${turn}`, title };
    });
export const NAMES = [
    'Lina Haddad',
    'Omar Farouk',
    'مريم السيد',
    'نگار رضایی',
    'Dewi Lestari',
    'Nurul Aisyah',
    'Samir Aziz',
    'پویا کریمی',
    'Budi Santoso',
    'Farid Rahman',
    'Huda Nasser',
    'Amir Zulkifli',
];
const LANGUAGES = ['ar', 'fa', 'id', 'ms', 'en'];
const SHORT_S = 5;
const TEXTS = {
    greeting: {
        en: 'Welcome. For cards press 1, for accounts 2, for loans 3.',
        ar: 'أهلًا بك. للبطاقات اضغط 1، وللحسابات 2، وللقروض 3.',
        fa: 'خوش آمدید. برای کارت ۱، برای حساب ۲ و برای وام ۳ را فشار دهید.',
        id: 'Selamat datang. Untuk kartu tekan 1, rekening 2, pinjaman 3.',
        ms: 'Selamat datang. Untuk kad tekan 1, akaun 2, pinjaman 3.',
    },
    note: { en: 'She has never bought there; the card was used twice within a minute.' },
    greet: {
        en: 'Greet the caller and give your name.',
        ar: 'رحّب بالمتصل واذكر اسمك.',
        fa: 'به تماس‌گیرنده خوشامد بگویید و نام خود را بگویید.',
        id: 'Sapa penelepon dan sebutkan nama Anda.',
        ms: 'Sapa pemanggil dan nyatakan nama anda.',
    },
};

/** mulberry32: small, and the same on every machine. */
export function chance(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

export class Plans {
    constructor(seed, names = NAMES, queues = QUEUES.length) {
        this.queues = queuesOf(queues);
        this.random = chance(seed);
        this.agents = names.map((name, index) => ({ id: index + 2, name, free: 0 }));
        this.all = [];
    }

    length(mean) {
        return -Math.log(1 - this.random()) * mean * 1000;
    }

    /** A caller who arrives at `at`, waits for the agent who is free first, and leaves when patience ends. */
    arrive(at, { origin = 'simulated', queue } = {}) {
        const id = this.all.length + 1;
        const plan = {
            id,
            origin,
            language: LANGUAGES[Math.floor(this.random() * 5)],
            caller: `+20 100 555 0${String(100 + (id % 900))}`,
            started: at,
            queue: null,
            visit: null,
            visitAt: null,
            leftAt: null,
            end: null,
            cause: 'none',
            agent: null,
            ring: null,
            talk: null,
            wrap: null,
            done: null,
            hold: null,
            ended: null,
            contactEnd: null,
            outcome: null,
        };
        this.all.push(plan);
        const menu = at + 6000 + this.length(6);
        if (!queue && this.random() < 0.05) return Object.assign(plan, { ended: menu, contactEnd: 'caller' });
        plan.queue = queue ?? this.queues[Math.floor(this.random() ** 1.4 * this.queues.length)].id;
        Object.assign(plan, { visit: id + 5000, visitAt: menu });
        const agent = this.agents.reduce((best, one) => (one.free < best.free ? one : best));
        const ring = Math.max(menu, agent.free);
        const patience = 4000 + this.length(150);
        if (ring - menu > patience)
            return Object.assign(plan, {
                leftAt: menu + patience,
                end: 'abandoned',
                cause: 'hung_up',
                ended: menu + patience,
                contactEnd: 'caller',
            });
        const talk = ring + 2000 + this.length(4);
        const end = talk + 20_000 + this.length(160);
        const done = end + 5000 + this.length(18);
        agent.free = done;
        const hold = this.random() < 0.3 ? [talk + (end - talk) * 0.4, talk + (end - talk) * 0.6] : null;
        return Object.assign(plan, {
            agent,
            ring,
            talk,
            leftAt: talk,
            end: 'answered',
            hold,
            wrap: end,
            done,
            ended: end,
            contactEnd: this.random() < 0.7 ? 'caller' : 'agent',
            outcome: this.random() < 0.8 ? 'resolved' : 'follow-up',
        });
    }

    /** A caller who stands in a queue from `at` on, until the caller of this function lets an agent take them. */
    wait(at, queue, origin = 'live') {
        const id = this.all.length + 1;
        const plan = {
            id,
            origin,
            language: 'en',
            caller: null,
            started: at - 8000,
            queue,
            visit: id + 5000,
            visitAt: at,
            leftAt: null,
            end: null,
            cause: 'none',
            agent: null,
            ring: null,
            talk: null,
            wrap: null,
            done: null,
            hold: null,
            ended: null,
            contactEnd: null,
            outcome: null,
        };
        this.all.push(plan);
        return plan;
    }
}

export function stateAt(plan, now) {
    if (now < plan.started) return undefined;
    const ended = plan.done ?? plan.ended;
    if (ended !== null && now >= ended) return null;
    if (plan.visitAt === null || now < plan.visitAt) return 'menu';
    if (plan.ring === null || now < plan.ring) return 'waiting';
    if (now < plan.talk) return 'ringing';
    if (plan.wrap !== null && now >= plan.wrap) return 'wrap_up';
    return plan.hold && now >= plan.hold[0] && now < plan.hold[1] ? 'hold' : 'talking';
}

/** A state in which the contact is in its queue: an agent's ringing telephone does not take it out. */
const inQueue = (plan, now) => {
    const state = stateAt(plan, now);
    return state === 'waiting' || state === 'ringing';
};
const endAt = (plan, now) =>
    plan.visit === null || now < plan.visitAt ? null : plan.leftAt !== null && now >= plan.leftAt ? plan.end : 'in_progress';
const waitAt = (plan, now) =>
    plan.visit === null || now < plan.visitAt ? null : (Math.min(now, plan.leftAt ?? now) - plan.visitAt) / 1000;
const queueOf = (plan) => QUEUES.find(({ id }) => id === plan.queue.replace(/-\d+$/, ''));
const withinAt = (plan, now) => endAt(plan, now) === 'answered' && waitAt(plan, now) <= queueOf(plan).within_s;
const shortAt = (plan, now) => endAt(plan, now) === 'abandoned' && waitAt(plan, now) <= SHORT_S;
const iso = (at) => (at === null ? null : new Date(at).toISOString());
const since = (from, now) => (from === null || now < from ? null : (now - from) / 1000);

export function rowAt(plan, now, personal) {
    const visiting = plan.visitAt !== null && now >= plan.visitAt;
    const talking = plan.talk !== null && now >= plan.talk;
    const held = plan.hold && now >= plan.hold[0] ? (Math.min(now, plan.hold[1]) - plan.hold[0]) / 1000 : 0;
    return {
        contact: plan.id,
        visit: visiting ? plan.visit : null,
        origin: plan.origin,
        channel: 'voice_in',
        language: plan.language,
        flow: 'main-line',
        queue: visiting ? plan.queue : null,
        started: iso(plan.started),
        visit_started: visiting ? iso(plan.visitAt) : null,
        wait_s: waitAt(plan, now),
        end: endAt(plan, now),
        cause: visiting ? (plan.leftAt !== null && now >= plan.leftAt ? plan.cause : 'none') : null,
        state: stateAt(plan, now),
        agent: plan.ring !== null && now >= plan.ring ? { id: plan.agent.id, name: plan.agent.name } : null,
        talk_s: talking ? (Math.min(now, plan.wrap ?? now) - plan.talk) / 1000 - held : null,
        hold_s: talking ? held : null,
        wrap_up_s: plan.wrap === null ? null : since(plan.wrap, Math.min(now, plan.done)),
        outcome: plan.done !== null && now >= plan.done ? plan.outcome : null,
        contact_end: plan.ended !== null && now >= plan.ended ? plan.contactEnd : null,
        caller: plan.caller === null ? null : personal ? plan.caller : `••• ${plan.caller.slice(-2)}`,
    };
}

const counted = (origins) => (plan) => origins === 'all' || plan.origin === 'live';
const within = (at, from, to) => (from === null || at >= from) && (to === null || at < to);

const shownFrom = (plan, now) => (plan.visitAt !== null && now >= plan.visitAt ? plan.visitAt : plan.started);

/** The rows of GET /api/v1/contacts, newest first; `filter` holds the query's strings. */
export function listAt(plans, now, filter) {
    const from = filter.from ? Date.parse(filter.from) : null;
    const to = filter.to ? Date.parse(filter.to) : null;
    const ends = filter.end?.split(',');
    const states = filter.state?.split(',');
    return plans.all
        .filter(counted(filter.origins))
        .filter((plan) => {
            if (now < plan.started || !within(shownFrom(plan, now), from, to)) return false;
            if (filter.queue && (plan.queue !== filter.queue || endAt(plan, now) === null)) return false;
            if (ends && !ends.includes(endAt(plan, now))) return false;
            // Those who wait are those in the queue: a telephone that rings has not answered yet.
            if (states && !states.includes(stateAt(plan, now)) && !(states.includes('waiting') && inQueue(plan, now))) return false;
            if (filter.agent && (plan.agent?.id !== Number(filter.agent) || endAt(plan, now) !== 'answered')) return false;
            if (filter.number && !plan.caller?.endsWith(filter.number)) return false;
            if (filter.within && withinAt(plan, now) !== (filter.within === 'true')) return false;
            return !filter.short || shortAt(plan, now) === (filter.short === 'true');
        })
        .sort((a, b) => shownFrom(b, now) - shownFrom(a, now) || b.id - a.id);
}

export function boardAt(plans, now, origins, dayFrom, away) {
    const mine = plans.all.filter(counted(origins)).filter((plan) => now >= plan.started);
    const states = mine.map((plan) => stateAt(plan, now));
    const busy = new Map(
        plans.all
            .filter((plan) => plan.agent && stateAt(plan, now) && plan.ring !== null && now >= plan.ring)
            .map((plan) => [plan.agent.id, stateAt(plan, now)]),
    );
    const count = (state) => states.filter((one) => one === state).length;
    const queues = plans.queues.map((queue) =>
        queueAt(
            queue,
            mine.filter((plan) => plan.queue === queue.id),
            now,
            dayFrom,
        ),
    );
    const sum = (field) => queues.reduce((total, queue) => total + queue[field], 0);
    const waits = queues
        .map((queue) => queue.longest_wait_since)
        .filter(Boolean)
        .sort();
    const free = plans.agents.filter(({ id }) => !busy.has(id));
    const resting = Math.min(away, free.length);
    queues.forEach((queue) => {
        queue.ready = free.length - resting;
    });
    return {
        at: iso(now),
        entry: Math.floor(now / 100),
        day_from: iso(dayFrom),
        origins,
        waiting: sum('waiting'),
        longest_wait_since: waits[0] ?? null,
        in_progress_contacts: states.filter(Boolean).length,
        in_menu: count('menu'),
        service_level: {
            answered_within: sum('answered_within'),
            counted: sum('answered') + sum('abandoned') - sum('abandoned_short') + sum('blocked'),
            within_s: 20,
            short_s: 5,
            goal_percent: 80,
            metric: 'service_level',
            version: 1,
            formula: 'service_level_1',
        },
        bars: barsAt(mine, now, dayFrom),
        queues,
        agents: {
            offline: 0,
            ready: free.length - resting,
            away: 0,
            break: resting,
            training: 0,
            coaching: 0,
            meeting: 0,
            recovery: 0,
            reserved: 0,
            ringing: count('ringing'),
            talking: count('talking'),
            hold: count('hold'),
            wrap_up: count('wrap_up'),
        },
    };
}

function queueAt(queue, plans, now, dayFrom) {
    const here = plans.filter((plan) => inQueue(plan, now));
    const today = plans.filter((plan) => plan.visitAt >= dayFrom && now >= plan.visitAt);
    const count = (end) => today.filter((plan) => endAt(plan, now) === end).length;
    const first = here.map((plan) => plan.visitAt).sort((a, b) => a - b)[0];
    return {
        ...queue,
        waiting: here.length,
        longest_wait_since: first === undefined ? null : iso(first),
        ready: 0,
        offered: today.length,
        answered: count('answered'),
        answered_within: today.filter((plan) => withinAt(plan, now)).length,
        abandoned: count('abandoned'),
        abandoned_short: today.filter((plan) => shortAt(plan, now)).length,
        overflowed: 0,
        transferred: 0,
        callback: 0,
        blocked: 0,
        interrupted: 0,
        in_progress: count('in_progress'),
    };
}

function barsAt(plans, now, dayFrom) {
    const quarter = 900_000;
    const bars = [];
    for (let from = dayFrom; from <= now; from += quarter) {
        const here = plans.filter((plan) => plan.visitAt !== null && within(plan.visitAt, from, from + quarter));
        const done = here.filter((plan) => ['answered', 'abandoned'].includes(endAt(plan, now)) && !shortAt(plan, now));
        bars.push({ from: iso(from), answered_within: here.filter((plan) => withinAt(plan, now)).length, counted: done.length });
    }
    return bars;
}

export function contactAt(plan, now, personal) {
    const { visit: _visit, visit_started: _started, wait_s: _wait, end: _end, cause: _cause, ...row } = rowAt(plan, now, personal);
    const end = endAt(plan, now);
    const agent = plan.agent && { id: plan.agent.id, name: plan.agent.name };
    const told = [
        [plan.started, { kind: 'contact_started' }],
        [plan.started, { kind: 'step_entered', led: 'caller', flow: 'main-line', step: 'welcome', text: TEXTS.greeting }],
        ...(plan.visitAt === null
            ? []
            : [
                  [plan.visitAt - 1500, { kind: 'key_taken', step: 'welcome', key: '9', accepted: false }],
                  [
                      plan.visitAt,
                      {
                          kind: 'key_taken',
                          step: 'welcome',
                          key: String(QUEUES.indexOf(queueOf(plan)) + 1),
                          accepted: true,
                      },
                  ],
                  [plan.visitAt, { kind: 'visit_started', queue: plan.queue }],
              ]),
        ...(plan.ring === null
            ? []
            : [
                  [
                      plan.ring,
                      {
                          kind: 'decided',
                          agent,
                          queue: plan.queue,
                          decision: {
                              chooser: plan.ring > plan.visitAt + 1 ? 'agent_took_contact' : 'contact_chose_agent',
                              rule: 'longest_idle',
                              eligible: 1 + (plan.id % 4),
                          },
                      },
                  ],
                  [plan.ring, { kind: 'assignment_moved', state: 'ringing', agent }],
                  [plan.talk, { kind: 'visit_ended', queue: plan.queue, end: 'answered', cause: 'none' }],
                  [plan.talk, { kind: 'assignment_moved', state: 'talking', agent }],
                  [plan.talk, { kind: 'step_entered', led: 'agent', agent, step: 'greet', text: TEXTS.greet }],
                  [
                      plan.talk + 6000,
                      { kind: 'step_done', agent, step: 'greet', answer: 'done', ...(personal ? { note: TEXTS.note.en } : {}) },
                  ],
              ]),
        ...(plan.hold
            ? [
                  [plan.hold[0], { kind: 'assignment_moved', state: 'hold', agent }],
                  [plan.hold[1], { kind: 'assignment_moved', state: 'talking', agent }],
              ]
            : []),
        ...(plan.end === 'abandoned'
            ? [[plan.leftAt, { kind: 'visit_ended', queue: plan.queue, end: 'abandoned', cause: plan.cause }]]
            : []),
        ...(plan.wrap === null ? [] : [[plan.wrap, { kind: 'assignment_moved', state: 'wrap_up', agent }]]),
        ...(plan.ended === null ? [] : [[plan.ended, { kind: 'contact_ended', end: plan.contactEnd }]]),
        ...(plan.done === null ? [] : [[plan.done, { kind: 'assignment_ended', agent, end: 'completed', outcome: plan.outcome }]]),
    ];
    return {
        ...row,
        customer: plan.customer ?? null,
        visits:
            end === null
                ? []
                : [
                      {
                          id: plan.visit,
                          queue: plan.queue,
                          started: iso(plan.visitAt),
                          ended: end === 'in_progress' ? null : iso(plan.leftAt),
                          end,
                          cause: end === 'in_progress' ? 'none' : plan.cause,
                      },
                  ],
        assignments:
            row.agent === null
                ? []
                : [
                      {
                          id: plan.id + 9000,
                          visit: plan.visit,
                          queue: plan.queue,
                          agent: row.agent,
                          state: row.state ?? 'ended',
                          end: row.state === null ? 'completed' : null,
                          ring_s: (plan.talk - plan.ring) / 1000,
                          talk_s: row.talk_s ?? 0,
                          hold_s: row.hold_s ?? 0,
                          wrap_up_s: row.wrap_up_s ?? 0,
                          outcome: row.outcome,
                      },
                  ],
        timeline: told
            .filter(([at]) => at <= now)
            .sort((a, b) => a[0] - b[0])
            .map(([at, entry]) => ({ at: iso(at), ...entry })),
        promises: [],
        cases: [],
        recordings:
            plan.wrap !== null && now >= plan.wrap
                ? [{ id: plan.id, from: iso(plan.talk), length_s: Math.round((plan.wrap - plan.talk) / 1000), state: 'ready' }]
                : [],
    };
}
