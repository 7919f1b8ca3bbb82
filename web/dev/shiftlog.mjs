// The stand-in's shift log: promises around the present instant, and runs of checklists that ended in each of the ways. A test
// puts its own in their place.

const iso = (at) => new Date(at).toISOString();
const minutes = 60_000;
const hours = 60 * minutes;

const titles = {
    leader: {
        en: 'Team leader',
        ar: 'قائد الفريق',
        fa: 'سرتیم',
        id: 'Team leader',
        ms: 'Ketua pasukan',
    },
    opening: {
        en: 'Open the day',
        ar: 'افتتاح يوم العمل',
        fa: 'آغاز کردن روز کاری',
        id: 'Membuka hari kerja',
        ms: 'Memulakan hari bekerja',
    },
    shift: {
        en: 'Prepare for the first call',
        ar: 'الاستعداد لأول مكالمة',
        fa: 'آماده شدن برای نخستین تماس',
        id: 'Bersiap untuk panggilan pertama',
        ms: 'Bersedia untuk panggilan pertama',
    },
    handover: {
        en: 'Hand over the shift',
        ar: 'تسليم الوردية',
        fa: 'تحویل دادن شیفت',
        id: 'Menyerahterimakan shift kerja',
        ms: 'Menyerahkan tugas syif',
    },
};
const texts = {
    promises: {
        en: 'Read the handover. Give each open promise the name of somebody present.',
        ar: 'اقرأ محضر التسليم، وأسند كل وعد مفتوح إلى شخص حاضر.',
        fa: 'یادداشت تحویل را بخوانید و هر قول باز را به یکی از حاضران بسپارید.',
        id: 'Baca catatan serah terima. Beri setiap janji terbuka nama orang yang hadir.',
        ms: 'Baca nota serah tugas. Beri setiap janji terbuka nama orang yang hadir.',
    },
    systems: {
        en: 'The card system, the delivery system and the notes open.',
        ar: 'نظام البطاقات ونظام التوصيل والملاحظات تُفتح.',
        fa: 'سامانهٔ کارت، سامانهٔ تحویل و یادداشت‌ها باز می‌شوند.',
        id: 'Sistem kartu, sistem pengiriman, dan catatan terbuka.',
        ms: 'Sistem kad, sistem penghantaran dan nota boleh dibuka.',
    },
    notices: {
        en: 'The notices of today: at most 5, each in one sentence.',
        ar: 'تنبيهات اليوم: خمسة على الأكثر، كل منها في جملة واحدة.',
        fa: 'اطلاعیه‌های امروز: حداکثر ۵ مورد، هر کدام در یک جمله.',
        id: 'Pengumuman hari ini: paling banyak 5, masing-masing satu kalimat.',
        ms: 'Notis hari ini: paling banyak 5, setiap satu dalam satu ayat.',
    },
    headset: {
        en: 'In the test call you hear the colleague, and the colleague hears you.',
        ar: 'في مكالمة التجربة تسمع زميلك ويسمعك.',
        fa: 'در تماس آزمایشی صدای همکار را می‌شنوید و او صدای شما را.',
        id: 'Dalam panggilan uji Anda mendengar rekan, dan rekan mendengar Anda.',
        ms: 'Dalam panggilan ujian anda mendengar rakan, dan rakan mendengar anda.',
    },
};
const said = {
    dispute: {
        en: 'You will have our answer to your dispute within 10 days.',
        ar: 'ستتلقى ردنا على اعتراضك خلال ١٠ أيام.',
        fa: 'پاسخ ما به اعتراض شما ظرف ۱۰ روز به دستتان می‌رسد.',
        id: 'Jawaban atas sanggahan Anda kami berikan dalam 10 hari.',
        ms: 'Jawapan kepada bantahan anda akan diberi dalam masa 10 hari.',
    },
    call: {
        en: 'I call you back today and tell you where the parcel is.',
        ar: 'سأعاود الاتصال بك اليوم وأخبرك أين الطرد.',
        fa: 'امروز با شما تماس می‌گیرم و می‌گویم بسته کجاست.',
        id: 'Hari ini saya telepon balik dan memberi tahu posisi paket.',
        ms: 'Hari ini saya panggil balik dan beritahu di mana bungkusan itu.',
    },
};
const procedures = {
    dispute: {
        owner: 'head of card services',
        title: {
            en: 'Dispute a card charge',
            ar: 'الاعتراض على عملية بطاقة',
            fa: 'اعتراض به تراکنش کارت',
            id: 'Sanggah transaksi kartu',
            ms: 'Bantah caj kad',
        },
        expected: {
            en: 'There is one case with the charge, the reason and two dates. The customer can repeat what happens next.',
            ar: 'هناك تذكرة واحدة فيها العملية والسبب وموعدان. ويستطيع العميل أن يعيد ما سيحدث بعد ذلك.',
            fa: 'یک پرونده با تراکنش، دلیل و دو تاریخ هست. مشتری می‌تواند بگوید پس از این چه می‌شود.',
            id: 'Ada satu kasus berisi transaksi, alasan, dan dua tanggal. Pelanggan dapat mengulang apa yang terjadi berikutnya.',
            ms: 'Ada satu kes dengan transaksi, sebab dan dua tarikh. Pelanggan boleh mengulang apa yang berlaku selepas ini.',
        },
    },
    'main-line': {
        owner: 'head of service',
        title: {
            en: 'Answer the main line',
            ar: 'الرد على الخط الرئيسي',
            fa: 'پاسخ به خط اصلی',
            id: 'Menjawab saluran telepon utama',
            ms: 'Menjawab talian utama',
        },
        expected: {
            en: 'The contact has a note and one outcome.',
            ar: 'للاتصال ملاحظة ونتيجة واحدة.',
            fa: 'تماس یک یادداشت و یک نتیجه دارد.',
            id: 'Interaksi punya catatan dan satu hasil.',
            ms: 'Interaksi mempunyai nota dan satu hasil.',
        },
    },
};
const guideTexts = {
    receipt: {
        en: 'Do you still have the receipt?',
        ar: 'هل ما زال الإيصال معك؟',
        fa: 'رسید را هنوز دارید؟',
        id: 'Apakah struknya masih ada?',
        ms: 'Adakah resit itu masih ada?',
    },
    charge: {
        en: 'Which charge is it?',
        ar: 'أي عملية تقصد؟',
        fa: 'کدام تراکنش است؟',
        id: 'Transaksi yang mana?',
        ms: 'Caj yang mana satu?',
    },
    note: {
        en: 'Write in one sentence what was agreed.',
        ar: 'اكتب في جملة واحدة ما اتُّفق عليه.',
        fa: 'در یک جمله بنویسید چه توافق شد.',
        id: 'Tulis dalam satu kalimat apa yang disepakati.',
        ms: 'Tulis dalam satu ayat apa yang dipersetujui.',
    },
};
/** How long before it was due each was made. */
const lengths = { dispute: 240 * hours, call: 3 * hours };
const lina = { id: 2, name: 'Lina Haddad' };
const omar = { id: 3, name: 'Omar Farouk' };
const negar = { id: 5, name: 'نگار رضایی' };

/** @param {string | null} caller masked */
export const promise = (contact, step, due, agent = omar, caller = '••• 42') => ({
    contact,
    procedure: 'dispute',
    step,
    text: said[step],
    agent,
    at: iso(due - lengths[step]),
    due: iso(due),
    caller,
});

/** What an agent said when the guide had ended: reached, or why not; null where they said nothing. */
export function judged(contact, procedure, at, reached, reason, agent = omar) {
    return { contact, procedure, agent, at: iso(at), reached, reason };
}

/** How a guide was followed: `at` is where it stood or where its path was left, and why. */
export function guided(contact, procedure, began, standing, at, reason, agent = omar) {
    return { contact, procedure, agent, began, standing, at, reason };
}

/** One item each minute; `ended` is left out where it goes on. Answers: [step, answer, whether critical, what was written]. */
export function run(id, procedure, use, by, started, items, end = {}) {
    return {
        id,
        procedure,
        title: titles[procedure],
        use,
        version: 7,
        by,
        started: iso(started),
        ended: null,
        passed: null,
        outcome: null,
        items: items.map(([step, answer, critical = false, written], index) => ({
            procedure,
            step,
            text: texts[step],
            critical,
            answer,
            ...(written ? { written } : {}),
            at: iso(started + (index + 1) * minutes),
        })),
        ...(end.outcome === undefined ? {} : { ended: iso(started + (items.length + 1) * minutes), ...end }),
    };
}

/** An escalation to the team leader; nobody (`by`): a rule of the manual. Whom nobody took over has gone. */
export const escalated = (contact, at, by, person, taken_by, take_over_s) => ({
    contact,
    at: iso(at),
    escalation: 'team-leader',
    queue: 'leaders',
    title: titles.leader,
    by,
    person,
    taken_by,
    taken: taken_by ? iso(at + take_over_s * 1000) : null,
    take_over_s: taken_by ? take_over_s : null,
    over: true,
});

export class ShiftLog {
    constructor(clock, dayFrom) {
        const now = clock();
        this.clock = clock;
        /** Whose procedures whoever looks owns. */
        this.owns = [];
        // Whatever the hour: nothing of today begins before the day does.
        const ago = (time) => Math.max(dayFrom, now - time);
        this.promises = [
            promise(1, 'dispute', now - 26 * hours),
            promise(2, 'call', now - 40 * minutes, negar, null),
            promise(3, 'call', now + 25 * minutes, lina),
            promise(4, 'dispute', dayFrom + 34 * hours, negar, '••• 17'),
        ];
        this.results = [
            judged(11, 'dispute', ago(50 * minutes), false, 'The case system was down; the case number could not be read out.'),
            judged(12, 'dispute', ago(90 * minutes), false, 'The customer had no receipt, so only one date was agreed.', negar),
            judged(13, 'dispute', ago(95 * minutes), true),
            judged(13, 'main-line', ago(95 * minutes), true),
            judged(14, 'main-line', ago(2 * hours), null),
            judged(9, 'dispute', now - 75 * hours, false, 'Two cases about the same charge.', lina),
        ];
        this.guides = [
            ...Array.from({ length: 23 }, (_, index) => guided(20 + index, 'main-line', ago((index + 1) * 7 * minutes), 'followed')),
            guided(11, 'dispute', ago(50 * minutes), 'deviated', 'receipt', 'The customer had the receipt before them already.', negar),
            guided(12, 'dispute', ago(90 * minutes), 'unfinished', 'charge', undefined, omar),
            guided(13, 'dispute', ago(95 * minutes), 'followed'),
            guided(15, 'main-line', ago(100 * minutes), 'broken_off', 'note'),
            guided(9, 'dispute', now - 75 * hours, 'deviated', 'receipt', 'They called for the second time.', lina),
        ];
        this.escalations = [
            escalated(3, ago(50 * minutes), null, omar, omar, 7),
            escalated(5, ago(30 * minutes), lina, omar, negar, 41),
            escalated(8, ago(9 * minutes), lina, null, null, 0),
        ];
        this.runs = [
            run(1, 'opening', 'start_of_day', lina, ago(4 * hours), [
                ['promises', 'done'],
                ['systems', 'no', true],
                ['systems', 'yes', true],
                ['notices', 'done', false, 'New cards come one day later this week.'],
            ], { passed: true, outcome: 'day-opened' }),
            run(2, 'shift', 'pre_shift', omar, ago(3 * hours), [
                ['headset', 'no', true],
                ['notices', 'done'],
            ], { passed: false, outcome: 'ended' }),
            run(3, 'shift', 'pre_shift', negar, ago(2 * hours), [
                ['headset', 'yes', true],
                ['notices', 'done'],
            ], { passed: true, outcome: 'ended' }),
            run(4, 'handover', 'handover', lina, ago(hours), [['promises', 'done', true]], { passed: false, outcome: null }),
            run(5, 'handover', 'handover', lina, ago(10 * minutes), [['promises', 'done', true]]),
        ];
    }

    answer(route, query, personal) {
        const within = (at) => (!query.from || iso(Date.parse(query.from)) <= at) && (!query.to || at < iso(Date.parse(query.to)));
        if (route === 'GET /api/v1/promises') {
            const rows = this.promises.filter(({ due }) => within(due)).sort((a, b) => Date.parse(a.due) - Date.parse(b.due));
            return { rows: rows.slice(0, Number(query.limit ?? 50)) };
        }
        if (route === 'GET /api/v1/results') return this.resultsOf(query, within, personal);
        if (route === 'GET /api/v1/me/results') {
            const mine = ({ procedure, reached, settled }) =>
                reached === false && !settled && this.owns.includes(procedures[procedure].owner);
            return { owns: this.owns, open: this.results.filter(mine).length };
        }
        if (route === 'GET /api/v1/guides') return this.guidesOf(this.guides.filter(({ began }) => within(iso(began))), query, personal);
        if (route === 'GET /api/v1/escalations') return this.escalationsOf(this.escalations.filter(({ at }) => within(at)));
        if (route !== 'GET /api/v1/checklists') return undefined;
        const seen = (item) => (personal ? item : { ...item, written: undefined });
        const rows = this.runs.filter(({ started }) => within(started)).sort((a, b) => Date.parse(b.started) - Date.parse(a.started));
        return { rows: rows.slice(0, Number(query.limit ?? 100)).map((one) => ({ ...one, items: one.items.map(seen) })) };
    }

    /** Lina leads, and settles whatever is open. */
    settle(route, { outcome, text }) {
        const meant = /^PUT \/api\/v1\/results\/(\d+)\/([\w-]+)$/.exec(route);
        const found = meant && this.results.find((one) => one.contact === Number(meant[1]) && one.procedure === meant[2]);
        if (!found) return false;
        found.settled = { at: iso(this.clock()), by: lina, outcome, text };
        return true;
    }

    escalationsOf(rows) {
        const lengths = rows.filter(({ taken }) => taken).map(({ take_over_s }) => take_over_s);
        const meant = rows.filter(({ person }) => person);
        const sums = {
            escalation: 'team-leader',
            title: titles.leader,
            escalated: rows.length,
            taken: lengths.length,
            meant: meant.length,
            reached: meant.filter(({ person, taken_by }) => taken_by?.id === person.id).length,
            take_over_s: lengths.length ? lengths.reduce((sum, each) => sum + each, 0) / lengths.length : null,
            take_over_max_s: lengths.length ? Math.max(...lengths) : null,
        };
        return { escalations: rows.length ? [sums] : [], rows: [...rows].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)) };
    }

    /** Of the day and of Omar, who stands for whoever is signed in. */
    ownGuides(from) {
        const mine = this.guides.filter(({ began, agent }) => agent === omar && began >= Date.parse(from));
        return this.guidesOf(mine, { standing: 'deviated,unfinished' }, true);
    }

    guidesOf(all, query, personal) {
        const wanted = all.filter(
            ({ agent, procedure }) =>
                (!query.agent || agent.id === Number(query.agent)) && (!query.procedure || procedure === query.procedure),
        );
        const standings = ['followed', 'deviated', 'unfinished', 'broken_off', 'handed_on', 'running'];
        const adherence = (of) => {
            const guides = Object.fromEntries(standings.map((one) => [one, of.filter(({ standing }) => standing === one).length]));
            const denominator = guides.followed + guides.deviated + guides.unfinished;
            return { numerator: guides.followed, denominator, value: denominator ? guides.followed / denominator : null, guides };
        };
        const each = (key) => [...new Map(wanted.map((one) => [key(one), one])).values()];
        return {
            metric: 'step_adherence',
            formula: 'metric.step_adherence.1',
            version: 1,
            least_sample: 20,
            whole: adherence(wanted),
            agents: each(({ agent }) => agent.id).map(({ agent }) => ({
                agent,
                adherence: adherence(wanted.filter((one) => one.agent.id === agent.id)),
            })),
            procedures: each(({ procedure }) => procedure).map(({ procedure }) => ({
                procedure,
                title: procedures[procedure].title,
                adherence: adherence(wanted.filter((one) => one.procedure === procedure)),
            })),
            rows: wanted
                .filter(({ standing }) => !query.standing || query.standing.split(',').includes(standing))
                .sort((a, b) => b.began - a.began)
                .map(({ contact, procedure, agent, began, standing, at, reason }) => ({
                    contact,
                    procedure,
                    title: procedures[procedure].title,
                    version: 7,
                    agent,
                    at: iso(began),
                    ended: iso(began + 4 * minutes),
                    standing,
                    mandatory: at === 'charge',
                    ...(standing === 'unfinished' ? { step: at, text: guideTexts[at] } : {}),
                    deviations:
                        standing === 'deviated'
                            ? [{ step: at, text: guideTexts[at], at: iso(began + minutes), ...(personal ? { reason } : {}) }]
                            : [],
                })),
        };
    }

    resultsOf(query, within, personal) {
        const meant = (procedure) =>
            (query.owner === undefined || query.owner === procedures[procedure].owner) &&
            (query.mine !== 'true' || this.owns.includes(procedures[procedure].owner));
        const open = ({ reached, settled }) => reached === false && !settled;
        const all = this.results.filter((one) => (within(one.at) || open(one)) && meant(one.procedure));
        const count = (procedure, counted) => all.filter((one) => one.procedure === procedure && within(one.at) && counted(one)).length;
        return {
            procedures: [...new Set(all.map(({ procedure }) => procedure))].map((procedure) => ({
                procedure,
                ...procedures[procedure],
                asked: count(procedure, () => true),
                answered: count(procedure, ({ reached }) => reached !== null),
                missed: count(procedure, ({ reached }) => reached === false),
                open: all.filter((one) => one.procedure === procedure && open(one)).length,
                owners: this.owns.includes(procedures[procedure].owner) ? [lina] : [],
            })),
            rows: all
                .filter(({ reached }) => reached === false)
                .sort((a, b) => Number(open(b)) - Number(open(a)) || Date.parse(b.at) - Date.parse(a.at))
                .map(({ reached: _, reason, settled = null, ...one }) => ({
                    ...one,
                    assignment: one.contact,
                    settled,
                    may_settle: settled === null,
                    title: procedures[one.procedure].title,
                    version: 7,
                    ...(personal ? { reason } : {}),
                })),
        };
    }
}
