// The stand-in for one agent's desk: contacts ring when the agent is ready, and go through the states of an assignment.

import { QUEUES } from './plan.mjs';

const steps = [
    {
        id: 'greet',
        verb: 'say',
        mandatory: false,
        text: {
            en: 'Good morning, you are speaking with Sadaf Bank. How can I help?',
            ar: 'صباح الخير، معك بنك صدف. كيف أساعدك؟',
            fa: 'صبح بخیر، بانک صدف. چه کمکی از من برمی‌آید؟',
            id: 'Selamat pagi, dengan Bank Sadaf. Ada yang bisa saya bantu?',
            ms: 'Selamat pagi, Bank Sadaf. Apa yang boleh saya bantu?',
        },
    },
    {
        id: 'verify',
        verb: 'check',
        mandatory: true,
        text: {
            en: 'Did the caller give two of three right answers?',
            ar: 'هل أجاب المتصل إجابتين صحيحتين من ثلاث؟',
            fa: 'آیا تماس‌گیرنده به دو پرسش از سه پرسش درست پاسخ داد؟',
            id: 'Apakah dua dari tiga jawaban penelepon benar?',
            ms: 'Adakah dua daripada tiga jawapan pemanggil betul?',
        },
    },
    {
        id: 'reason',
        verb: 'ask',
        mandatory: false,
        text: {
            en: 'Which charge is it about?',
            ar: 'ما العملية المقصودة؟',
            fa: 'کدام تراکنش منظور است؟',
            id: 'Transaksi yang mana?',
            ms: 'Transaksi yang mana?',
        },
    },
];

export class Desk {
    changed = () => {};
    constructor(clock) {
        this.clock = clock;
        this.presence = 'away';
        this.reason = 'chosen';
        this.since = clock();
        this.assignment = null;
        this.next = null;
        this.contacts = 41;
    }

    value() {
        const iso = (at) => new Date(at).toISOString();
        const a = this.assignment;
        return {
            agent: {
                person: 2,
                state: a?.state ?? this.presence,
                since: iso(a?.since ?? this.since),
                presence: this.presence,
                reason: this.reason,
            },
            ...(a && {
                assignment: {
                    id: a.id,
                    contact: a.contact,
                    queue: 'cards',
                    queue_title: QUEUES[0].title,
                    state: a.state,
                    since: iso(a.since),
                    language: 'ar',
                    ...((a.state === 'talking' || a.state === 'hold') && steps[a.step] && { step: steps[a.step] }),
                },
            }),
        };
    }

    ring() {
        this.contacts += 1;
        this.assignment = { id: this.contacts + 900, contact: this.contacts, state: 'ringing', since: this.clock(), step: 0 };
        this.changed();
    }
    answer() {
        this.move('talking');
    }
    miss() {
        this.assignment = null;
        this.presence = 'away';
        this.reason = 'no_answer';
        this.since = this.clock();
        this.changed();
    }
    move(state) {
        this.assignment.state = state;
        this.assignment.since = this.clock();
        this.changed();
    }

    tick() {
        if (!this.automatic) return;
        if (!this.assignment && this.presence === 'ready' && this.clock() - this.since > 4000) this.ring();
        else if (this.assignment?.state === 'ringing' && this.clock() - this.assignment.since > 3000) this.answer();
    }

    /** What is wrong with the wish, or nothing. */
    wish(what, body) {
        const state = this.assignment?.state;
        if (what === 'presence') {
            this.presence = body.presence;
            this.reason = 'chosen';
            this.since = this.clock();
            this.changed();
            return;
        }
        if (what === 'hold' && state === 'talking') return this.move('hold');
        if (what === 'resume' && state === 'hold') return this.move('talking');
        if ((what === 'end' || what === 'transfer') && (state === 'talking' || state === 'hold')) {
            this.transferred = body.queue;
            return this.move('wrap_up');
        }
        if (what === 'step' && steps[this.assignment?.step]?.id === body.step) {
            this.assignment.step += 1;
            this.answered = body;
            this.changed();
            return;
        }
        if (what === 'wrap-up' && state === 'wrap_up') {
            this.outcome = body.outcome;
            this.assignment = null;
            this.since = this.clock();
            this.changed();
            return;
        }
        return `The contact is not in a state for ${what}.`;
    }
}
