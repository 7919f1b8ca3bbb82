// The stand-in's web form: what a stranger wrote, and how it stands. A test moves it on.

import { QUEUES } from './plan.mjs';

const longestText = 10_000;

export class Messages {
    constructor(clock, centre) {
        this.clock = clock;
        this.centre = centre;
        this.open = true;
        /** With which status the next ones are refused; 0: they are taken. */
        this.refuse = 0;
        this.kept = new Map();
    }

    /** [status, body] of what anybody may ask; nothing where it is no affair of the form. */
    answer(route, body) {
        if (route === 'GET /api/v1/messages') return this.open ? [200, this.page()] : [404];
        if (route === 'POST /api/v1/messages') return this.take(body);
        const token = /^GET \/api\/v1\/messages\/(\w+)$/.exec(route)?.[1];
        if (token === undefined) return undefined;
        return this.kept.has(token) ? [200, this.kept.get(token)] : [404];
    }

    page() {
        return {
            centre: this.centre,
            topics: QUEUES.map(({ id, title }) => ({ queue: id, title })),
            longest_text: longestText,
            longest_name: 200,
        };
    }

    take({ queue, language, name, text }) {
        if (this.refuse) return [this.refuse];
        const token = `t${this.kept.size + 1}`;
        this.language = language;
        this.name = name;
        const { title } = QUEUES.find(({ id }) => id === queue);
        const at = new Date(this.clock()).toISOString();
        this.kept.set(token, { state: 'waiting', ahead: 2, queue, title, at, text, answers: [] });
        return [200, { token, message: this.kept.get(token) }];
    }

    /** An agent answers the message. */
    reply(token, text) {
        const at = new Date(this.clock()).toISOString();
        const message = this.kept.get(token);
        this.kept.set(token, { ...message, state: 'answered', ahead: null, answers: [...message.answers, { at, text }] });
    }
}
