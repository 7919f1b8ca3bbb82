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
    {
        id: 'lost',
        verb: 'check',
        mandatory: false,
        text: {
            en: 'Is the card with the caller?',
            ar: 'هل البطاقة مع المتصل؟',
            fa: 'آیا کارت همراه تماس‌گیرنده است؟',
            id: 'Apakah kartunya ada pada penelepon?',
            ms: 'Adakah kad itu bersama pemanggil?',
        },
    },
    {
        id: 'open',
        verb: 'do',
        mandatory: false,
        text: {
            en: 'Open the dispute, and promise an answer by a date.',
            ar: 'افتح الاعتراض وحدّد موعدًا للرد.',
            fa: 'اعتراض را ثبت کنید و برای پاسخ تاریخ بدهید.',
            id: 'Buka sanggahan, dan janjikan tanggal jawaban.',
            ms: 'Buka bantahan, dan janjikan tarikh jawapan.',
        },
    },
    {
        id: 'note',
        verb: 'note',
        mandatory: false,
        text: {
            en: 'Write what happened, and what was promised by when.',
            ar: 'اكتب ما حدث، وما وُعد به ومتى.',
            fa: 'بنویسید چه شد و چه قولی تا چه زمانی داده شد.',
            id: 'Tulis apa yang terjadi, dan apa yang dijanjikan sampai kapan.',
            ms: 'Tulis apa yang berlaku, dan apa yang dijanjikan sebelum bila.',
        },
    },
    {
        id: 'reply',
        verb: 'choose',
        mandatory: false,
        text: {
            en: 'How shall we answer?',
            ar: 'كيف نرد؟',
            fa: 'چگونه پاسخ بدهیم؟',
            id: 'Bagaimana kita menjawab?',
            ms: 'Bagaimana kita menjawab?',
        },
        options: [
            { id: 'by-letter', title: { en: 'By letter', ar: 'برسالة', fa: 'با نامه', id: 'Lewat surat', ms: 'Melalui surat' } },
            { id: 'by-phone', title: { en: 'By telephone', ar: 'بالهاتف', fa: 'با تلفن', id: 'Lewat telepon', ms: 'Melalui telefon' } },
            { id: 'not', title: { en: 'Not at all', ar: 'لا نرد', fa: 'هیچ‌کدام', id: 'Tidak perlu', ms: 'Tidak perlu' } },
        ],
    },
];
const inEnglish = (en) => ({ en, ar: '', fa: '', id: '', ms: '' });
const asks = (id, type, words, limits = {}, mandatory = true) => ({
    id,
    verb: 'ask',
    mandatory,
    text: inEnglish(`What is the ${words.toLowerCase()}?`),
    field: { id, type, title: inEnglish(words), help: {}, options: [], ...limits },
});
/** Steps of other guides: one for each type of field, and one that tells what was answered. */
export const typed = {
    day: asks('day', 'date', 'Day', { most: '2026-12-31' }),
    amount: asks('amount', 'number', 'Amount', { least: '0', most: '10000' }),
    length: asks('length', 'duration', 'Length', {}, false),
    own: asks('own', 'yes_no', 'Answer'),
    open: { id: 'open-case', verb: 'do', mandatory: true, text: inEnglish('Open it with {amount} of {day} and {shop}.') },
};
const title = {
    en: 'Dispute a card charge',
    ar: 'الاعتراض على عملية بطاقة',
    fa: 'اعتراض به تراکنش کارت',
    id: 'Sanggah transaksi kartu',
    ms: 'Bantah caj kad',
};
const expected = {
    en: 'There is one case with the charge, the reason and two dates. The customer can repeat what happens next.',
    ar: 'هناك تذكرة واحدة فيها العملية والسبب وموعدان. ويستطيع العميل أن يعيد ما سيحدث بعد ذلك.',
    fa: 'یک پرونده با تراکنش، دلیل و دو تاریخ هست. مشتری می‌تواند بگوید پس از این چه می‌شود.',
    id: 'Ada satu kasus berisi transaksi, alasan, dan dua tanggal. Pelanggan dapat mengulang apa yang terjadi berikutnya.',
    ms: 'Ada satu kes dengan transaksi, sebab dan dua tarikh. Pelanggan boleh mengulang apa yang berlaku selepas ini.',
};
const calm = {
    en: 'Calm an angry caller',
    ar: 'تهدئة متصل غاضب',
    fa: 'آرام کردن تماس‌گیرندهٔ خشمگین',
    id: 'Tenangkan penelepon',
    ms: 'Tenangkan pemanggil',
};
const abuse = {
    step: 'heard',
    option: 'abuse',
    title: { en: 'Abuse', ar: 'إساءة', fa: 'آزار کلامی', id: 'Pelecehan', ms: 'Cacian' },
};
const mainLine = {
    en: 'Answer the main line',
    ar: 'الرد على الخط الرئيسي',
    fa: 'پاسخ به خط اصلی',
    id: 'Menjawab saluran telepon utama',
    ms: 'Menjawab talian utama',
};
const calmStep = {
    id: 'listen',
    verb: 'do',
    mandatory: false,
    text: { en: 'Listen, and let them finish.', ar: 'أنصت ودعه يكمل.', fa: 'گوش دهید.', id: 'Dengarkan.', ms: 'Dengar.' },
};
const shift = {
    en: 'Prepare for the first call',
    ar: 'التجهّز للاتصال الأول',
    fa: 'آماده شدن برای نخستین تماس',
    id: 'Bersiap',
    ms: 'Bersedia',
};
const closing = {
    en: 'Close the day',
    ar: 'إنهاء يوم العمل',
    fa: 'پایان دادن به روز کاری',
    id: 'Menutup hari kerja',
    ms: 'Menamatkan hari bekerja',
};
const items = [
    {
        id: 'headset',
        verb: 'check',
        mandatory: true,
        critical: true,
        text: { en: 'The headset works.', ar: 'السماعة تعمل.', fa: 'هدست کار می‌کند.', id: 'Headset berfungsi.', ms: 'Set kepala baik.' },
    },
    {
        id: 'desk',
        verb: 'do',
        mandatory: false,
        critical: false,
        text: { en: 'Clear the desk.', ar: 'رتّب المكتب.', fa: 'میز را مرتب کنید.', id: 'Rapikan meja.', ms: 'Kemaskan meja.' },
    },
];
const iso = (at) => new Date(at).toISOString();

/** What a caller said after the tone. */
const message = (from) => ({ id: 7, from: iso(from), length_s: 21, state: 'ready', message: true });

export class Desk {
    changed = () => {};
    constructor(clock) {
        this.clock = clock;
        this.presence = 'away';
        this.reason = 'chosen';
        this.since = clock();
        this.assignment = null;
        this.others = [];
        this.replies = [];
        this.next = null;
        this.contacts = 41;
        this.opened = 0;
        this.done = [];
        this.worked = [];
        this.known = [];
        /** Whether the checklist comes before ready; whether it was passed; at which item it stands. */
        this.before = false;
        this.passed = false;
        this.item = null;
        this.confirmed = true;
        this.runs = 0;
        /** By state: after so many seconds the manual calls it long. @type {Record<string, number>} */
        this.long = { hold: 60 };
        /** What was said of expected results. */
        this.judged = [];
        /** What the machine says to the next wish, if it refuses: { status, where, what, code }. */
        this.refusal = null;
        /** So many reads of the records come before they hold what was told. */
        this.behind = 0;
    }

    value() {
        const a = this.assignment;
        return {
            at: iso(this.clock()),
            opened: this.opened,
            agent: {
                person: 2,
                state: a?.state ?? this.presence,
                since: iso(a?.since ?? this.since),
                presence: this.presence,
                reason: this.reason,
            },
            ...(a && { assignment: this.shown(a) }),
            manual: 7,
            checklists: this.item === null ? [] : [{ id: this.runs, procedure: 'shift', title: shift, step: this.itemShown() }],
            assignments: [...(a ? [a] : []), ...this.others].map((one) => this.shown(one)),
        };
    }

    shown(a) {
        return {
            id: a.id,
            contact: a.contact,
            channel: a.channel,
            queue: 'cards',
            queue_title: QUEUES[0].title,
            state: a.state,
            since: iso(a.since),
            language: 'ar',
            worked: this.worked.length,
            recording_paused: a.paused ?? false,
            results: a.results ?? [],
            ...(this.long[a.state] !== undefined && { long_after_s: this.long[a.state] }),
            ...((a.state === 'talking' || a.state === 'hold') && (a.asks ?? steps[a.step]) && { step: this.stands(a) }),
        };
    }

    itemShown() {
        return { late: false, options: [], deviations: [], ...items[this.item], procedure: 'shift', procedure_title: shift };
    }
    cards() {
        const open = this.item === null ? {} : { open: this.runs };
        return [{ procedure: 'shift', title: shift, use: 'pre_shift', before_ready: this.before, passed: this.passed, ...open }];
    }
    /** As GET /api/v1/manual tells it, as far as the desk looks at it. */
    manual(search) {
        const served = { kind: 'procedure', owner: 'head of service', guide: false, leads_callers: false, variants: [] };
        const all = [
            { ...served, id: 'calm', title: calm, purpose: calmStep.text, guide: true, steps: 2, variants: [abuse] },
            { ...served, id: 'dispute', title, purpose: title, owner: 'head of card services', guide: true, steps: 7 },
            { ...served, id: 'main-line', title: mainLine, purpose: mainLine, leads_callers: true, steps: 5 },
            { id: 'shift', kind: 'checklist', variants: [], title: shift, purpose: shift, guide: false, steps: 2 },
            { id: 'closing', kind: 'checklist', variants: [], title: closing, purpose: closing, guide: false, steps: 2 },
        ];
        const words = search.toLowerCase();
        const fits = (...texts) => JSON.stringify(texts).toLowerCase().includes(words);
        const procedures = all
            .map((one) => ({ ...one, variants: one.variants.filter(({ title: of }) => fits(of)) }))
            .filter((one) => one.variants.length > 0 || fits(one.title, one.purpose));
        return { version: 7, languages: ['en'], procedures };
    }

    stands(a) {
        const step = a.asks ?? steps[a.step];
        const procedure = a.procedure ?? 'dispute';
        const named = procedure === 'calm' ? calm : title;
        const barrier = steps.findIndex(({ mandatory }, at) => at > a.step && mandatory);
        const behind = steps.slice(a.step + 1, barrier < 0 ? undefined : barrier + 1);
        const deviations = a.asks || step.mandatory ? [] : behind.map(({ id }) => id);
        return { critical: false, late: false, options: [], deviations, ...step, procedure, procedure_title: named };
    }

    /** What was written and answered, as GET /api/v1/me/contacts/{id}/conversation tells it. */
    conversation(contact) {
        return {
            contact,
            language: 'ar',
            at: iso(this.clock() - 300_000),
            name: 'مريم حسن',
            text: 'فقدت بطاقتي أمس في السوق.\nهل يمكن إيقافها اليوم؟',
            replies: this.replies,
        };
    }

    guide() {
        if (this.assignment.procedure === 'calm')
            return { flow: 'calm', version: 7, title: calm, steps: [calmStep], outcomes: ['calm'] };
        return {
            flow: this.assignment.procedure ?? 'dispute',
            version: 7,
            title,
            steps: [
                ...steps.map((step, at) => ({ conditional: false, ...step, next: steps[at + 1]?.id ?? 'resolved' })),
                { id: 'resolved', verb: 'end', mandatory: false, conditional: false, text: {}, outcome: 'resolved' },
            ],
            outcomes: ['resolved', 'follow-up', 'not-verified'],
        };
    }

    /** As GET /api/v1/desk/work tells it. */
    work() {
        return { contact: this.assignment?.contact ?? 0, steps: this.worked, known: this.known };
    }

    /** The contact of GET /api/v1/me/contacts/{id}: who called, how they came here, what was written. */
    contact() {
        if (this.behind > 0 && this.told) {
            this.behind -= 1;
            return this.told;
        }
        this.told = this.recorded();
        return this.told;
    }
    recorded() {
        const a = this.assignment;
        const agent = { id: 2, name: 'Lina Haddad' };
        const decision = { chooser: 'contact_chose_agent', rule: 'longest_idle', eligible: 3 };
        const visit = { id: 77, queue: 'cards', started: iso(a.came), ended: a.state === 'ringing' ? null : iso(a.came + 31_000) };
        return {
            contact: a.contact,
            origin: 'live',
            channel: a.channel,
            language: 'ar',
            flow: 'main-line',
            queue: 'cards',
            started: iso(a.came - 12_000),
            state: a.state,
            agent,
            caller: '…42',
            customer: this.customer,
            visits: [{ ...visit, end: a.state === 'ringing' ? 'in_progress' : 'answered', cause: 'none' }],
            assignments: [],
            timeline: [
                { at: iso(a.came), kind: 'decided', agent, queue: 'cards', decision },
                ...this.done.flat(),
                ...this.replies.map(({ at }) => ({ at, kind: 'replied', agent })),
                { at: iso(a.since), kind: 'assignment_moved', agent, state: a.state },
                ...(a.state !== 'ringing' && steps[a.step]
                    ? [{ at: iso(a.since), kind: 'step_entered', led: 'agent', agent, step: steps[a.step].id, text: steps[a.step].text }]
                    : []),
            ],
            promises: this.promises,
            cases: this.cases,
            recordings: a.channel === 'voicemail' && a.state !== 'ringing' ? [message(a.came)] : [],
        };
    }

    /** Who the centre knows them to be.
     * @type {{ name: string | null, standing: string, contacts_lately: number } | null} */
    customer = null;
    /** What the caller was told when they called before. */
    promises = [];
    /** What is still to be done for them. */
    cases = [];

    ring(channel = 'voice_in') {
        this.contacts += 1;
        this.done = [];
        this.worked = [];
        this.known = [];
        this.replies = [];
        this.assignment = {
            id: this.contacts + 900,
            contact: this.contacts,
            channel,
            state: 'ringing',
            since: this.clock(),
            came: this.clock() - 31_000,
            step: 0,
        };
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

    /** The step that stands there is done, and the next one shown. */
    finish({ step, answer, text: note }) {
        const at = this.assignment.asks ?? steps[this.assignment.step];
        const procedure = this.assignment.procedure ?? 'dispute';
        const written = note && { written: note };
        const field = at.field && { field: at.field.id };
        this.worked.push({ procedure, step, text: at.text, answer, by: 2, at: iso(this.clock()), ...written, ...field });
        if (this.assignment.asks) {
            if (at.field && note) this.known.push({ field: at.field.id, title: at.field.title, type: at.field.type, value: note });
            this.assignment.asks = undefined;
            this.assignment.procedure = undefined;
            return;
        }
        const agent = { id: 2, name: 'Lina Haddad' };
        const shown = this.clock() - 21_000 + this.done.length * 4000;
        this.done.push([
            { at: iso(shown), kind: 'step_entered', step, led: 'agent', text: steps[this.assignment.step].text, agent },
            { at: iso(shown + 9_000), kind: 'step_done', step, answer, agent, ...(note ? { note } : {}) },
        ]);
        this.assignment.step += 1;
        if (!steps[this.assignment.step]) this.expect(['dispute', title, expected]);
    }
    /** The guides of these procedures have ended: [id, title, what is expected]. */
    expect(...questions) {
        this.assignment.results = questions.map(([procedure, named, text]) => ({ procedure, title: named, text }));
        this.changed();
    }

    check(what, { step }) {
        if (what === 'checklists') {
            this.item = 0;
            this.confirmed = true;
            this.runs += 1;
        } else if (what === 'checklists/drop') this.item = null;
        else {
            this.confirmed &&= !items[this.item].critical || step.answer !== 'no';
            this.item = this.item + 1 < items.length ? this.item + 1 : null;
            if (this.item === null) this.passed = this.confirmed;
        }
        this.changed();
    }

    /** What is wrong with the wish, or nothing. */
    wish(what, { assignment, ...body }) {
        const refused = this.refusal;
        this.refusal = null;
        if (refused) return refused;
        // The one that the desk shows; another one of this agent comes to the fore.
        const other = this.others.find(({ id }) => id === assignment);
        if (other) {
            this.others = [...this.others.filter((one) => one !== other), this.assignment];
            this.assignment = other;
        }
        const state = this.assignment?.state;
        const written = this.assignment?.channel === 'form';
        const unspoken = written || this.assignment?.channel === 'voicemail';
        if (what === 'accept' && unspoken && state === 'ringing') return this.move('talking');
        if (what === 'decline' && unspoken && state === 'ringing') return this.miss();
        if (what === 'reply' && written && state === 'talking') {
            this.replies = [...this.replies, { at: iso(this.clock()), person: 2, agent: 'Lina Haddad', text: body.text }];
            this.since = this.clock();
            return this.move('talking');
        }
        if (what === 'presence' && body.presence === 'ready' && this.before && !this.passed)
            return { status: 409, what: 'a checklist must be passed before you are ready', code: 'checklist_open' };
        if (what === 'presence') {
            this.presence = body.presence;
            this.reason = 'chosen';
            this.since = this.clock();
            this.changed();
            return;
        }
        if (what === 'recording' && (state === 'talking' || state === 'hold')) {
            this.assignment.paused = body.paused;
            return this.changed();
        }
        if (what === 'guide' && body.procedure === 'calm') {
            Object.assign(this.assignment, { asks: calmStep, procedure: 'calm' });
            return this.changed();
        }
        if (what === 'result') {
            const meant = (one) => body.procedure === undefined || one.procedure === body.procedure;
            if (!this.assignment?.results?.some(meant)) return { status: 409, what: 'this is so already', code: 'no_change' };
            this.assignment.results = this.assignment.results.filter((one) => !meant(one));
            this.judged.push(body);
            return this.changed();
        }
        if (what === 'deviate') {
            const from = steps[this.assignment.step];
            const at = iso(this.clock());
            this.worked.push({ procedure: 'dispute', step: from.id, text: from.text, answer: 'deviated', written: body.reason, by: 2, at });
            this.assignment.step = steps.findIndex(({ id }) => id === body.to);
            this.deviated = body;
            return this.changed();
        }
        if (what.startsWith('checklists')) return this.check(what, body);
        if (what === 'hold' && state === 'talking') return this.move('hold');
        if (what === 'resume' && state === 'hold') return this.move('talking');
        if ((what === 'end' || what === 'transfer') && (state === 'talking' || state === 'hold')) {
            this.transferred = body.queue;
            this.person = body.person;
            return this.move('wrap_up');
        }
        if (what === 'step' && (this.assignment?.asks ?? steps[this.assignment?.step])?.id === body.step) {
            this.finish(body);
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
