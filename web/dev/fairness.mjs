// The stand-in's report of how calls were shared: a group that was treated evenly, one that was not, and somebody alone. A test puts
// its own in their place.

const portion = (own, whole, expected, reach, judged = 'within') => ({
    own,
    share: whole === 0 ? 0 : own / whole,
    expected,
    low: Math.max(0, expected - reach),
    high: expected + reach,
    judged,
});

const talk = 190;

/** Agents as [person, calls, expected calls, judged]. */
export function group(work, evenness, rules, agents) {
    const offered = agents.reduce((sum, [, calls]) => sum + calls, 0);
    return {
        pool: 'live',
        work,
        evenness,
        offered,
        choices: evenness === 'alone' ? 0 : Math.round(offered * 0.7),
        rules,
        agents: agents.map(([person, calls, expected, judged = 'within']) => ({
            person,
            offered: calls,
            answered: Math.max(0, calls - 1),
            calls: portion(calls, offered, expected, 2.4 * Math.sqrt(expected), judged),
            busy: portion(
                calls * talk,
                offered * talk,
                expected * talk,
                900 * Math.sqrt(expected),
                judged === 'unknown' ? judged : 'within',
            ),
            signed_in_s: 28_000,
            free_s: 9_000,
        })),
    };
}

const always = (queue) => ({ queue, after_s: 0, languages: [] });

export class FairnessReport {
    constructor(agents) {
        const [one, two, three, four, five] = agents;
        this.people = agents.map(({ id, name }) => ({ id, name }));
        this.groups = [
            group([always('accounts'), always('cards')], 'even', ['longest_idle'], [
                [one.id, 41, 40.2],
                [two.id, 39, 40.1],
                [three.id, 12, 11.7],
            ]),
            group([always('cards'), { queue: 'accounts', after_s: 60, languages: ['ar', 'fa'] }], 'uneven', ['best_skill'], [
                [four.id, 78, 50, 'above'],
                [five.id, 22, 50, 'below'],
            ]),
            group([always('accounts')], 'alone', [], [[three.id, 4, 4, 'unknown']]),
        ];
    }

    answer(route, { from }) {
        if (route !== 'GET /api/v1/fairness') return null;
        return { groups: Date.parse(from) < Date.parse('2021-01-01') ? [] : this.groups, people: this.people };
    }
}
