// The stand-in's settings: people, telephones and the site, kept in memory with the few rules that a page meets.

export class Settings {
    constructor(timeZone) {
        const person = (id, login, name, roles, more = {}) => ({
            id,
            pool: 'live',
            person: { login, name, language: 'en', roles, team: '', skills: [], device: '', disabled: false, ...more },
        });
        this.people = [
            person(1, 'admin', 'Administrator', ['administrator']),
            person(2, 'lina', 'Lina Haddad', ['agent'], {
                team: 'nile',
                skills: [{ name: 'cards', level: 3 }],
                device: 'lina',
                language: 'ar',
            }),
            person(3, 'omar', 'Omar Farouk', ['leader'], { team: 'nile' }),
            person(4, 'wall', 'Wall display', ['display']),
        ];
        this.telephones = {
            trunks: [{ name: 'carrier', address: '192.0.2.20' }],
            devices: [{ name: 'lina', fixed_uri: '' }],
            numbers: [{ called: '0225550100', flow: 'main-line', queue: '', language: 'ar' }],
        };
        this.customers = [
            { id: 1, customer: { number: '+201001234567', name: 'Mona Adel', language: 'ar', standing: 'vip', person: 3 } },
            { id: 2, customer: { number: '+201007654321', name: 'Karim Nour', standing: 'vulnerable', person: 9 } },
            { id: 3, customer: { number: '0225550199', name: 'Hany Zaki', standing: 'threatening' } },
        ];
        this.site = { name: 'Sadaf Bank, Cairo', time_zone: timeZone, weekend: [5, 6], week_begins: 7 };
    }

    /** What a route of settings answers, and the permission that it needs; nothing for any other route. */
    answer(route, path, body, query = new URLSearchParams()) {
        const name = decodeURIComponent(path.split('/').at(-1) ?? '');
        if (route === 'GET /api/v1/people') return { needs: 'manage_people', status: 200, body: this.people };
        if (route === 'POST /api/v1/people') return { needs: 'manage_people', ...this.add(body) };
        if (/^POST \/api\/v1\/people\/\d+\/link$/.test(route))
            return { needs: 'manage_people', status: 200, body: { link: 'a-new-token' } };
        if (/^PUT \/api\/v1\/people\/\d+$/.test(route)) return { needs: 'manage_people', ...this.change(Number(name), body) };
        if (/ \/api\/v1\/customers(\/\d+)?$/.test(route))
            return { needs: 'manage_customers', ...this.customer(route.split(' ')[0], Number(name), body, query) };
        if (route === 'GET /api/v1/site') return { needs: 'administer', status: 200, body: this.site };
        if (route === 'PUT /api/v1/site') {
            this.site = body;
            return { needs: 'administer', status: 204 };
        }
        if (route === 'GET /api/v1/telephones') return { needs: 'administer', status: 200, body: this.telephones };
        const telephone = /^(PUT|DELETE) \/api\/v1\/telephones\/(trunks|devices|numbers)\//.exec(route);
        return telephone ? { needs: 'administer', ...this.telephone(telephone[1], telephone[2], name, body) } : undefined;
    }

    add(body) {
        if (!/^[a-z0-9._-]{1,64}$/.test(body.login))
            return { problem: 'this is not a login', right: '1 to 64 of a-z, 0-9, dot, dash, underscore' };
        const id = this.people.length + 1;
        this.people.push({ id, pool: 'live', person: { team: '', skills: [], device: '', disabled: false, ...body } });
        return { status: 200, body: { id, link: 'a-token' } };
    }
    change(id, body) {
        this.people = this.people.map((one) => (one.id === id ? { ...one, person: { ...one.person, ...body } } : one));
        return { status: 204 };
    }
    customer(method, id, body, query) {
        if (method === 'GET') {
            const search = (query.get('search') ?? '').toLowerCase();
            const rows = this.customers
                .filter(({ customer }) => `${customer.name.toLowerCase()} ${customer.number}`.includes(search))
                .map((one) => {
                    const person = this.people.find((each) => each.id === one.customer.person);
                    const named = person ? { person_name: person.person.name } : {};
                    return { ...one, ...named, reachable: one.customer.person === undefined || person !== undefined };
                });
            return { status: 200, body: { rows, more: false, people: [{ id: 2, name: 'Lina Haddad' }, { id: 3, name: 'Omar Farouk' }] } };
        }
        if (method === 'DELETE') {
            this.customers = this.customers.filter((one) => one.id !== id);
            return { status: 204 };
        }
        if (!/^\+?[0-9]{3,15}$/.test(body.number.replace(/[ -]/g, '')))
            return { problem: `"${body.number}" is no telephone number`, right: '3 to 15 digits, with a country code after +' };
        if (method === 'POST') {
            const made = this.customers.length + 1;
            this.customers.push({ id: made, customer: body });
            return { status: 200, body: { id: made } };
        }
        this.customers = this.customers.map((one) => (one.id === id ? { id, customer: body } : one));
        return { status: 204 };
    }
    telephone(method, kind, name, body) {
        const key = kind === 'numbers' ? 'called' : 'name';
        this.telephones[kind] = this.telephones[kind].filter((one) => one[key] !== name);
        if (method === 'DELETE') return { status: 204 };
        if (kind === 'trunks' && !/^[0-9a-f.:]+$/.test(body.address)) return { problem: 'this is no address', right: 'such as 192.0.2.10' };
        this.telephones[kind].push({ [key]: name, fixed_uri: '', flow: '', queue: '', ...body });
        return kind === 'devices' && !body.fixed_uri
            ? { status: 200, body: { name, password: 'kite-lamp-river-42' } }
            : { status: kind === 'devices' ? 200 : 204, body: kind === 'devices' ? { name } : undefined };
    }
}
