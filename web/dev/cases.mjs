// The stand-in's cases: what the list holds, and what becomes of a case that somebody takes, gives or closes. A test puts others in.

const minutes = 60_000;
const hours = 60 * minutes;
const iso = (at) => new Date(at).toISOString();
const lina = { id: 2, name: 'Lina Haddad' };
const omar = { id: 3, name: 'Omar Farouk' };
const negar = { id: 5, name: 'نگار رضایی' };
const title = {
    en: 'Disputed charge',
    ar: 'اعتراض على عملية',
    fa: 'اعتراض به برداشت',
    id: 'Sanggahan transaksi',
    ms: 'Pertikaian caj',
};

/**
 * `given`: when it was given to its owner, who has not said yet that they have it.
 * @param {number | undefined} given
 */
export const customerCase = (id, opened, owner = omar, given = undefined) => ({
    case: id,
    procedure: 'dispute',
    step: 'open',
    title,
    contacts: [id],
    opened: iso(opened),
    owner,
    since: iso(given ?? opened),
    taken: given === undefined ? iso(opened) : null,
    take_over_s: given === undefined ? 0 : null,
    closed: null,
    closed_by: null,
    caller: '••• 42',
    ...(given === undefined ? {} : { reason: 'Knows the shop.' }),
});

export class Cases {
    constructor(clock) {
        this.clock = clock;
        const now = clock();
        this.rows = [
            customerCase(1, now - 50 * hours),
            customerCase(2, now - 26 * hours, negar, now - 25 * minutes),
            customerCase(3, now - 40 * minutes, omar),
        ];
    }

    answer(route, query, body, { id: me, name }) {
        const own = route.includes('/me/');
        const mine = this.rows.filter(({ owner }) => !own || owner.id === me);
        if (/^GET \/api\/v1\/(me\/)?cases$/.test(route)) {
            const rows = mine.filter(({ closed }) => query.state === undefined || (closed === null) === (query.state === 'open'));
            return { rows };
        }
        if (route === 'GET /api/v1/me/cases/people') return { people: [lina, negar, omar] };
        const wish = /^PUT \/api\/v1\/(?:me\/)?cases\/(\d+)$/.exec(route);
        if (!wish) return undefined;
        const one = mine.find((each) => each.case === Number(wish[1]));
        if (!one) return { problem: 'this case is not there' };
        const now = this.clock();
        if (body.outcome !== undefined)
            Object.assign(one, { closed: iso(now), closed_by: { id: me, name }, outcome: body.outcome });
        else if (body.owner !== undefined)
            Object.assign(one, {
                owner: [lina, omar, negar].find(({ id }) => id === body.owner),
                since: iso(now),
                taken: null,
                take_over_s: null,
                reason: body.reason,
            });
        else Object.assign(one, { owner: { id: me, name }, taken: iso(now), take_over_s: (now - Date.parse(one.since)) / 1000 });
        return { entry: 1 };
    }
}
