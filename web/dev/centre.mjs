// A stand-in for the server while the page is developed and tested: the same addresses and shapes, with contacts that come
// and go. `node dev/centre.mjs --port 8787`; tests start it in their own process by startCentre().

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WebSocketServer } from 'ws';
import { Desk } from './desk.mjs';
import { Messages } from './messages.mjs';
import { agentsAt, Crowd, floorAt } from './floor.mjs';
import { Phones } from './phone.mjs';
import { Settings } from './settings.mjs';
import { FairnessReport } from './fairness.mjs';
import { manualAnswer } from './manual.mjs';
import { ShiftLog } from './shiftlog.mjs';
import { Cases } from './cases.mjs';
import { boardAt, contactAt, listAt, Plans, rowAt, stateAt } from './plan.mjs';

const dist = join(resolve(fileURLToPath(new URL('..', import.meta.url)), process.env.MARKAZ_PAGE ?? 'dist'), '/');
const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.woff2': 'font/woff2',
    '.svg': 'image/svg+xml',
    '.json': 'application/json',
};
const people = {
    agent: { roles: ['agent'], permissions: ['sign_in', 'view_board', 'read_manual', 'take_contacts', 'own_cases'] },
    analyst: { roles: ['manager'], permissions: ['view_board', 'view_contacts', 'read_manual'] },
    leader: {
        roles: ['leader'],
        permissions: [
            ...['take_contacts', 'view_board', 'view_contacts', 'listen_recordings', 'view_personal_data', 'read_manual'],
            ...['own_cases', 'manage_cases', 'manage_customers'],
        ],
    },
    display: { roles: ['display'], permissions: ['view_board'] },
    administrator: {
        roles: ['administrator'],
        permissions: ['view_board', 'view_contacts', 'manage_people', 'read_manual', 'manage_manual', 'administer'],
    },
};
/** What the real server says too: nothing from elsewhere; antd writes its styles into the page. */
const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
].join('; ');

/**
 * @typedef {{ port?: number, seed?: number, arrivals?: boolean, history?: boolean, demo?: boolean, language?: string,
 *   name?: string, names?: string[], queues?: number, crowd?: number,
 *   timeZone?: string, person?: string, clock?: () => number }} CentreOptions
 * @param {CentreOptions} options
 */
export async function startCentre({
    port = 0,
    seed = 7,
    arrivals = true,
    history = true,
    demo = true,
    language = 'en',
    name = 'Sadaf Bank, Cairo',
    names,
    queues = 3,
    crowd = 0,
    timeZone = 'Africa/Cairo',
    person = 'Lina Haddad',
    clock = Date.now,
} = {}) {
    const plans = new Plans(seed, names, queues);
    const dayFrom = startOfDay(clock(), timeZone);
    if (history) for (let at = Math.max(dayFrom, clock() - 8 * 3_600_000); at < clock();) plans.arrive((at += plans.length(19)));
    let nextArrival = clock();
    const state = { frozen: false, away: 2, refuse: new Map(), slow: new Map(), requests: [] };
    const floor = crowd > 0 ? new Crowd(crowd, clock) : null;
    const settings = new Settings(timeZone);
    const desk = new Desk(clock);
    const messages = new Messages(clock, name);
    const shiftlog = new ShiftLog(clock, dayFrom);
    const cases = new Cases(clock);
    const fairness = new FairnessReport(plans.agents);
    desk.automatic = arrivals;
    const phones = new Phones(['en', 'ar', 'fa', 'id', 'ms'].map((spoken, index) => ({ called: String(100 + index), language: spoken })));
    const sessions = new Map();
    const sockets = new Map();
    const context = {
        plans,
        dayFrom,
        state,
        desk,
        messages,
        shiftlog,
        cases,
        fairness,
        phones,
        floor,
        settings,
        sessions,
        clock,
        centre: { name, demo, time_zone: timeZone, weekend: [5, 6], week_begins: 0 },
        language,
        person,
    };

    const server = createServer((request, response) => void handle(context, request, response));
    const live = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
        const topics = topicsOf(request);
        if (state.frozen || topics.length === 0 || !sessionOf(context, request)) return socket.destroy();
        live.handleUpgrade(request, socket, head, (opened) => {
            sockets.set(opened, new Map(topics.map((topic) => [topic, 0])));
            opened.on('close', () => sockets.delete(opened));
            if (topics.includes('desk.me')) desk.opened += 1;
            topics.forEach((topic) => speak(opened, topic));
            if (topics.includes('desk.me')) tell('desk');
        });
    });
    const valueOf = (topic, first) => {
        if (topic === 'desk.me') return desk.value();
        if (topic === 'floor') return floor ? floor.value(first) : floorAt(plans, clock(), state.away);
        if (topic === 'phone.me') return phones.value();
        return boardAt(plans, clock(), topic === 'board.all' ? 'all' : 'live', dayFrom, state.away);
    };
    function speak(socket, topic) {
        const numbers = sockets.get(socket);
        const number = numbers.get(topic) + 1;
        numbers.set(topic, number);
        socket.send(JSON.stringify({ topic, number, [number === 1 ? 'snapshot' : 'event']: valueOf(topic, number === 1) }));
    }
    const tell = (beginning = '') => {
        if (state.frozen) return;
        for (const [socket, numbers] of sockets) for (const topic of numbers.keys()) if (topic.startsWith(beginning)) speak(socket, topic);
    };
    let beats = 0;
    const beat = setInterval(() => {
        while (arrivals && nextArrival <= clock()) plans.arrive((nextArrival += plans.length(14)));
        desk.tick();
        floor?.move();
        tell('board');
        tell('floor');
        if ((beats += 1) % 10 === 0) tell('desk');
    }, 500);
    desk.changed = () => {
        tell('desk');
        tell('phone');
    };
    phones.changed = () => tell('phone');

    await new Promise((done) => server.listen(port, '127.0.0.1', done));
    return {
        messages,
        shiftlog,
        cases,
        fairness,
        url: `http://127.0.0.1:${server.address().port}`,
        plans,
        desk,
        phones,
        settings,
        state,
        dayFrom,
        tell,
        clock,
        /** The feed says nothing more, though its connections stay. */
        freeze: () => {
            state.frozen = true;
        },
        thaw: () => {
            state.frozen = false;
        },
        cut: () => {
            state.frozen = true;
            for (const socket of sockets.keys()) socket.terminate();
        },
        close: () =>
            new Promise((done) => {
                clearInterval(beat);
                for (const socket of sockets.keys()) socket.terminate();
                server.closeAllConnections();
                server.close(done);
            }),
    };
}

/** The topics of a socket's address, each once; none where the real server refuses the socket. */
function topicsOf(request) {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const topics = [...new Set(searchParams.getAll('topics').flatMap((names) => names.split(',')))];
    const offered = ['board.live', 'board.all', 'desk.me', 'phone.me', 'floor'];
    const known = pathname === '/api/v1/live' && topics.every((topic) => offered.includes(topic));
    return known ? topics : [];
}

function startOfDay(now, timeZone) {
    const parts = Object.fromEntries(
        new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric', second: 'numeric' })
            .formatToParts(now)
            .map(({ type, value }) => [type, Number(value)]),
    );
    return Math.floor(now / 1000) * 1000 - (parts.hour * 3600 + parts.minute * 60 + parts.second) * 1000;
}

const cookieOf = (request) => /(?:^|; )markaz=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
const sessionOf = ({ sessions }, request) => sessions.get(cookieOf(request));

async function handle(context, request, response) {
    const url = new URL(request.url, 'http://x');
    const json = (status, body, headers = {}) =>
        response
            .writeHead(status, { 'content-type': 'application/json', ...headers })
            .end(body === undefined ? undefined : JSON.stringify(body));
    const refuse = (status, what, right = '') => json(status, { error: 'refused', where: url.pathname, what, right });
    if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
    context.state.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (request.method !== 'GET' && request.headers['x-markaz'] !== '1') return refuse(403, 'The header X-Markaz is missing.');
    let text = '';
    for await (const piece of request) text += piece;
    const body = text ? JSON.parse(text) : {};
    const route = `${request.method} ${url.pathname}`;
    const enter = (role) => {
        const key = Math.random().toString(36).slice(2);
        context.sessions.set(key, role);
        json(200, me(context, role), { 'set-cookie': `markaz=${key}; HttpOnly; SameSite=Strict; Path=/` });
    };
    if (route === 'POST /api/v1/session') return people[body.token] ? enter(body.token) : refuse(401, 'This link was used or is unknown.');
    if (route === 'POST /api/v1/session/password')
        return body.password === 'correct horse battery' && people[body.login]
            ? enter(body.login)
            : refuse(401, 'Name and password do not belong together.');
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const [status, answer] = context.phones.customer(route, body, bearer) ?? [];
    if (status) return status < 400 ? json(status, answer) : refuse(status, 'There is no such call.');
    const [stands, told] = context.messages.answer(route, body) ?? [];
    if (stands) return stands < 400 ? json(stands, told) : refuse(stands, 'Nothing was written here.');
    const role = sessionOf(context, request);
    if (!role) return refuse(401, 'Nobody is signed in.');
    if (context.state.refuse.has(url.pathname)) return refuse(context.state.refuse.get(url.pathname), 'Refused by the test.');
    await context.state.slow.get(url.pathname);
    return signedIn(context, { role, url, route, body, json, refuse, request, response });
}

const me = ({ centre, language, person }, role) => ({
    person: { id: 2, login: role, name: person, language, team: 'nile' },
    ...people[role],
    centre,
});

function signedIn(context, { role, url, route, body, json, refuse, request, response }) {
    const { plans, dayFrom, state, desk, phones, clock, sessions } = context;
    const personal = people[role].permissions.includes('view_personal_data');
    if (route === 'DELETE /api/v1/session') {
        sessions.delete(cookieOf(request));
        return json(204);
    }
    if (route === 'GET /api/v1/me') return json(200, me(context, role));
    if (route === 'PUT /api/v1/me/password') return json(204);
    if (route === 'PUT /api/v1/me/language') {
        context.language = body.language;
        return json(204);
    }
    if (route === 'GET /api/v1/board')
        return json(200, boardAt(plans, clock(), url.searchParams.get('origins') ?? 'live', dayFrom, state.away));
    const answer = context.settings.answer(route, url.pathname, body, url.searchParams);
    if (answer && !people[role].permissions.includes(answer.needs)) return refuse(403, 'Settings are not for this role.');
    if (answer) return answer.problem ? refuse(400, answer.problem, answer.right) : json(answer.status, answer.body);
    if (route === 'GET /api/v1/agents') return json(200, context.floor?.agents() ?? agentsAt(plans, clock(), state.away));
    if (route === 'GET /api/v1/colleagues')
        return json(
            200,
            agentsAt(plans, clock(), state.away).map(({ id, name, team, state: now, since }) => ({ id, name, team, state: now, since })),
        );
    if (route === 'GET /api/v1/desk/guide') return desk.assignment ? json(200, desk.guide()) : refuse(404, 'No guide leads you now.');
    if (route === 'GET /api/v1/desk/work') return json(200, desk.work());
    if (route === 'GET /api/v1/desk/checklists') return json(200, { checklists: desk.cards() });
    if (route === 'GET /api/v1/manual') return json(200, desk.manual(url.searchParams.get('search') ?? ''));
    const written = manualAnswer(route, Object.fromEntries(url.searchParams));
    if (written) return json(200, written);
    if (route === 'GET /api/v1/me/day') return json(200, { answered: 14, talk_s: 3800, hold_s: 240, wrap_up_s: 328 });
    if (route === 'GET /api/v1/me/guides') return json(200, context.shiftlog.ownGuides(url.searchParams.get('from')));
    if (route === 'GET /api/v1/me/contacts')
        return json(200, page(plans, clock(), { ...Object.fromEntries(url.searchParams), agent: '1' }, false));
    const said = /^GET \/api\/v1\/(?:me\/)?contacts\/(\d+)\/conversation$/.exec(route);
    if (said) return json(200, desk.conversation(Number(said[1])));
    const own = /^GET \/api\/v1\/me\/contacts\/(\d+)$/.exec(route);
    if (own && desk.assignment?.contact === Number(own[1])) return json(200, desk.contact());
    if (own) return json(200, contactAt(plans.all[Number(own[1]) - 1], clock(), false));
    const contacts = /^GET \/api\/v1\/(contacts|recordings|promises|cases|checklists|fairness|guides|escalations)/.test(route);
    if (contacts && !people[role].permissions.includes('view_contacts')) return refuse(403, 'Contacts are not for this role.');
    if (context.shiftlog.settle(route, body)) return json(204);
    const logged = context.shiftlog.answer(route, Object.fromEntries(url.searchParams), personal);
    if (logged) return json(200, logged);
    const shared = context.fairness.answer(route, Object.fromEntries(url.searchParams));
    if (shared) return json(200, shared);
    if (route === 'GET /api/v1/contacts') return json(200, page(plans, clock(), Object.fromEntries(url.searchParams), personal));
    const contact = /^GET \/api\/v1\/contacts\/(\d+)$/.exec(route);
    if (contact) {
        const plan = plans.all[Number(contact[1]) - 1];
        return plan ? json(200, contactAt(plan, clock(), personal)) : refuse(404, 'There is no such contact.');
    }
    const recording = /^GET \/api\/v1\/(?:recordings|me\/messages)\/(\d+)\/audio$/.exec(route);
    if (recording) return sound(plans.all[Number(recording[1]) - 1], response);
    if (/^GET \/api\/v1\/(recordings|me\/messages)\/\d+\/peaks$/.test(route))
        return json(200, peaks(Number(url.searchParams.get('points') ?? 600)));
    const moved = context.cases.answer(route, Object.fromEntries(url.searchParams), body, me(context, role).person);
    if (moved) return moved.problem ? refuse(409, moved.problem, '') : json(200, moved);
    if (route === 'GET /api/v1/desk') return json(200, desk.value());
    if (route === 'GET /api/v1/phone') return json(200, phones.value());
    if (route === 'POST /api/v1/phone') return json(200, phones.take());
    if (route === 'POST /api/v1/phone/close') {
        phones.close();
        return json(204);
    }
    if (/^POST \/api\/v1\/phone\/(answer|decline)$/.test(route)) {
        if (desk.assignment?.state !== 'ringing') return refuse(409, 'Nothing rings.');
        if (route.endsWith('answer')) desk.answer();
        else desk.miss();
        return json(204);
    }
    const wish = route === 'PUT /api/v1/agents/me/presence' ? ['', 'presence'] : /^POST \/api\/v1\/desk\/([\w/-]+)$/.exec(route);
    if (wish) {
        const problem = desk.wish(wish[1], body);
        if (problem?.status) return json(problem.status, { error: 'refused', where: '', right: '', ...problem });
        return problem ? refuse(409, problem, 'Wait for the next state.') : json(200, { entry: 1 });
    }
    return refuse(404, 'There is no such address.');
}

function page(plans, now, query, personal) {
    const rows = listAt(plans, now, query);
    const limit = Number(query.limit ?? 50);
    const first = query.page_after ? rows.findIndex((plan) => plan.id === Number(query.page_after)) + 1 : 0;
    const shown = rows.slice(first, first + limit);
    const more = first + limit < rows.length;
    return { total: rows.length, rows: shown.map((plan) => rowAt(plan, now, personal)), next: more ? String(shown.at(-1).id) : null };
}

/** Two voices that take turns. */
function peaks(points) {
    const speaks = (at, turn) => Math.sin(at / 21 + turn * Math.PI) > 0.15 && Math.sin(at / 7) > -0.8;
    const voice = (turn) =>
        Array.from({ length: points }, (_, at) =>
            speaks(at, turn) ? 35 + Math.round(45 * Math.abs(Math.sin(at * 1.7 + turn) * Math.cos(at / 5))) : 4,
        );
    return { customer: voice(0), agent: voice(1) };
}

/** A tone as long as the conversation was, at 8 kHz. */
function sound(plan, response) {
    const samples = Math.round((plan.wrap - plan.talk) / 1000) * 8000;
    const wave = Buffer.alloc(44 + samples);
    wave.write('RIFF', 0);
    wave.writeUInt32LE(36 + samples, 4);
    wave.write('WAVEfmt ', 8);
    wave.writeUInt32LE(16, 16);
    wave.writeUInt16LE(1, 20);
    wave.writeUInt16LE(1, 22);
    wave.writeUInt32LE(8000, 24);
    wave.writeUInt32LE(8000, 28);
    wave.writeUInt16LE(1, 32);
    wave.writeUInt16LE(8, 34);
    wave.write('data', 36);
    wave.writeUInt32LE(samples, 40);
    for (let i = 0; i < samples; ++i) wave[44 + i] = 128 + 60 * Math.sin((i * 440 * 2 * Math.PI) / 8000);
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wave.length, 'accept-ranges': 'none' }).end(wave);
}

function file(path, response) {
    const wanted = join(dist, normalize(path));
    const found = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
    response.writeHead(200, {
        'content-type': types[extname(found)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
    });
    createReadStream(found).pipe(response);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    const at = process.argv.indexOf('--port');
    const { url } = await startCentre({ port: at > 0 ? Number(process.argv[at + 1]) : 8787 });
    for (const who of Object.keys(people)) console.log(`${who}: ${url}/signin#token=${who}`);
}
export { stateAt };
