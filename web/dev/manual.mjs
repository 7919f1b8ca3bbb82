// The stand-in's procedures as people read them, in two versions that differ in a few words, and what differs.

const versions = [
    { version: 7, published: '2026-11-20T09:30:00Z', by: 'Nadia Rahman', documents: [{ path: 'dispute/dispute.md', sha256: 'b' }] },
    { version: 6, published: '2026-11-12T09:00:00Z', by: null, documents: [{ path: 'dispute/dispute.md', sha256: 'a' }] },
];
const title = {
    en: 'Dispute a card charge',
    ar: 'الاعتراض على عملية',
    fa: 'اعتراض به تراکنش کارت',
    id: 'Menyanggah transaksi kartu',
    ms: 'Bantah caj kad',
};
const days = { 6: '10', 7: '30' };
const text = {
    en: (n) => `You will have our answer within ${n} days.`,
    ar: (n) => `ستتلقى ردنا خلال ${n} يومًا.`,
    fa: (n) => `پاسخ ما ظرف ${n} روز به دستتان می‌رسد.`,
    id: (n) => `Jawaban kami berikan dalam ${n} hari.`,
    ms: (n) => `Jawapan akan diberi dalam masa ${n} hari.`,
};
const said = (version) => Object.fromEntries(Object.entries(text).map(([language, make]) => [language, make(days[version])]));
const step = (version) => ({
    id: 'promise',
    verb: 'promise',
    text: said(version),
    about: '',
    condition: '',
    mandatory: true,
    critical: false,
    trainee: false,
    due_s: Number(days[version]) * 86_400,
    ways: [],
});

const procedure = (version) => ({
    version,
    in_force: version === 7,
    procedure: {
        id: 'dispute',
        kind: 'procedure',
        title,
        purpose: title,
        departments: ['cards'],
        audience: ['agent'],
        reads: [],
        owner: 'head of card services',
        approver: 'operations manager',
        origin: '',
        effective: '2026-12-01',
        review: '2027-05-30',
        steps: 7,
        guide: true,
        leads_callers: false,
        variants: [],
    },
    documents: Object.keys(title).map((language) => ({
        language,
        path: `dispute/dispute${language === 'en' ? '' : `.${language}`}.md`,
        sha256: 'b',
        title: title[language],
        text: '',
        html: `<h1>${title[language]}</h1>\n<ol>\n<li>${text[language](days[version])} <a href="term:dispute">…</a></li>\n</ol>\n`,
    })),
    flow: { start: 'promise', agent_first: true, checklist: false, before_ready: false, steps: [step(version)] },
});

const lines = (from, to) => [{ from_line: 31, to_line: 31, removed: [text.en(days[from])], added: [text.en(days[to])] }];

/** Nothing where the route is not the manual's. */
export function manualAnswer(route, query) {
    if (route === 'GET /api/v1/manual/versions') return versions;
    const read = /^GET \/api\/v1\/manual\/(?:versions\/(\d+)\/)?procedures\/dispute$/.exec(route);
    if (read) return procedure(Number(read[1] ?? 7));
    if (route !== 'GET /api/v1/manual/procedures/dispute/changes') return undefined;
    const from = Number(query.from ?? 6);
    const to = Number(query.to ?? 7);
    const differs = from !== to;
    return {
        procedure: 'dispute',
        from,
        to,
        from_published: versions[7 - from].published,
        to_published: versions[7 - to].published,
        head: differs ? [{ field: 'review', from: '2027-03-01', to: '2027-05-30' }] : [],
        steps: differs
            ? [
                  {
                      step: 'promise',
                      change: 'changed',
                      fields: ['text.en', 'text.ar', 'text.fa', 'text.id', 'text.ms', 'due_s'],
                      from: step(from),
                      to: step(to),
                  },
              ]
            : [],
        documents: differs ? [{ path: 'dispute/dispute.md', change: 'changed', lines: lines(from, to) }] : [],
    };
}
