// The catalogue and the calendar: five languages, nothing missing, nothing left in English, plurals and digits as people write them.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages, latinDigits, makeCalendar, type Language } from '../src/i18n/calendar';
import { loadCatalogue, makeTranslate, type Catalogue, type Phrase } from '../src/i18n/catalogue';

const catalogues = new Map<Language, Catalogue>();
for (const language of languages) catalogues.set(language, await loadCatalogue(language));
const of = (language: Language) => catalogues.get(language) ?? expect.fail(language);
const others = languages.filter((language) => language !== 'en');

/** The invisible marks that keep directions apart. */
const bare = (text: string) => text.replace(/[\u061c\u2066-\u2069]/g, '');
const forms = (phrase: Phrase) => (typeof phrase === 'string' ? [phrase] : Object.values(phrase));
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

/** Words that are the same in English and in the language, by the glossary. */
const sameAsEnglish: Partial<Record<Language, string[]>> = {
    id: [
        'markaz',
        'board.target',
        'board.level',
        'state.offline',
        'state.coaching',
        'channel.chat',
        'keypad',
        'keys.keypad',
        'role.leader',
        'role.administrator',
    ],
    ms: ['markaz'],
};
const directionOnly = ['tl.agent', 'tl.with_cause'];

describe.each(others)('the catalogue in %s', (language) => {
    test('has the keys of English and no other', () => expect(Object.keys(of(language)).sort()).toEqual(Object.keys(of('en')).sort()));

    test('says everything in its own words', () => {
        const untranslated = Object.entries(of(language)).filter(([key, phrase]) => {
            const english = forms(of('en')[key as keyof Catalogue]);
            return (
                forms(phrase).some((form) => english.includes(form)) &&
                !sameAsEnglish[language]?.includes(key) &&
                !directionOnly.includes(key)
            );
        });
        expect(untranslated.map(([key]) => key)).toEqual([]);
    });

    test('fills the same placeholders', () => {
        for (const [key, phrase] of Object.entries(of(language))) {
            const wanted = new Set(forms(of('en')[key as keyof Catalogue]).flatMap(placeholders));
            const given = new Set(forms(phrase).flatMap(placeholders));
            if (typeof phrase === 'string') expect([...given], key).toEqual([...wanted]);
            else for (const name of given) expect(wanted.has(name), `${key}: {${name}}`).toBe(true);
        }
    });
});

describe.each(languages)('phrases in %s', (language) => {
    test('have every plural form of the language', () => {
        const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        for (const [key, phrase] of Object.entries(of(language))) {
            if (typeof phrase === 'string') continue;
            for (const category of categories) expect(phrase[category], `${key} ${category}`).toBeTruthy();
        }
    });

    test('keep to the letters and marks of the language', () => {
        const wrong: Partial<Record<Language, RegExp>> = {
            fa: /[كيىة%,;?]/,
            ar: /[کی%,;?ـ]/,
            en: /!|  |\.\.\./,
            id: /!|  |\.\.\./,
            ms: /!|  |\.\.\./,
        };
        for (const [key, phrase] of Object.entries(of(language)))
            for (const form of forms(phrase)) expect(wrong[language]?.test(form.replace(/\{\w+\}/g, 'x')), `${key}: ${form}`).toBe(false);
    });
});

test('every phrase is used somewhere', () => {
    const text = readdirSync('src', { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => readFileSync(`src/${name}`, 'utf8'))
        .join('');
    // Codes of the server are looked up by family: word('end', code), t(`alert.${level}`).
    const families = [...text.matchAll(/word\('([\w.]+)',|`([\w.]+)\.\$\{/g), ...text.matchAll(/(?:choice\(\w+, |end\()'([\w.]+)'/g)].map(
        (match) => match[1] ?? match[2],
    );
    const unused = Object.keys(of('en')).filter(
        (key) => !text.includes(`'${key}'`) && !families.includes(key.slice(0, key.lastIndexOf('.'))),
    );
    expect(unused).toEqual([]);
});

describe('plurals', () => {
    const say = (language: Language, count: number) =>
        bare(makeTranslate(of(language), makeCalendar(language, 'UTC'))('board.say.calm', { count }));
    test.each<[Language, number, string]>([
        ['en', 0, 'No one is waiting.'],
        ['en', 1, '1 caller waiting; no queue is slow.'],
        ['en', 3, '3 callers waiting; no queue is slow.'],
        ['ar', 0, 'لا أحد في الانتظار.'],
        ['ar', 2, 'متصلان في الانتظار؛ لا طابور بطيء.'],
        ['ar', 3, '٣ متصلين في الانتظار؛ لا طابور بطيء.'],
        ['ar', 11, '١١ متصلًا في الانتظار؛ لا طابور بطيء.'],
        ['ar', 100, '١٠٠ متصل في الانتظار؛ لا طابور بطيء.'],
        ['fa', 0, 'کسی منتظر نیست.'],
        ['fa', 1, 'یک تماس‌گیرنده منتظر است؛ هیچ صفی کند نیست.'],
        ['fa', 4, '۴ تماس‌گیرنده منتظرند؛ هیچ صفی کند نیست.'],
        ['id', 0, 'Tidak ada yang menunggu.'],
        ['id', 3, '3 penelepon menunggu; tidak ada antrean yang melambat.'],
        ['ms', 0, 'Tiada sesiapa menunggu.'],
    ])('%s %i', (language, count, text) => expect(say(language, count)).toBe(text));
});

describe('numbers and dates', () => {
    const at = '2026-11-22T08:38:05Z';
    const calendars = {
        en: makeCalendar('en', 'Africa/Cairo'),
        ar: makeCalendar('ar', 'Africa/Cairo'),
        fa: makeCalendar('fa', 'Asia/Tehran'),
        id: makeCalendar('id', 'Asia/Jakarta'),
        ms: makeCalendar('ms', 'Asia/Kuala_Lumpur'),
    };
    const written = (write: (calendar: (typeof calendars)['en']) => string) =>
        Object.fromEntries(languages.map((language) => [language, bare(write(calendars[language]))]));

    test('are in the digits and separators of the language', () =>
        expect(written((calendar) => calendar.number(1427))).toEqual({ en: '1,427', ar: '١٬٤٢٧', fa: '۱٬۴۲۷', id: '1.427', ms: '1,427' }));
    test('give the time of the centre, not of the device', () =>
        expect(written((calendar) => calendar.time(at))).toEqual({ en: '10:38', ar: '١٠:٣٨', fa: '۱۲:۰۸', id: '15.38', ms: '16:38' }));
    test('give Persian dates in the Jalali year', () =>
        expect(written((calendar) => calendar.date(at))).toEqual({
            en: '22 Nov 2026',
            ar: '٢٢ نوفمبر ٢٠٢٦',
            fa: '۱ آذر ۱۴۰۵',
            id: '22 Nov 2026',
            ms: '22 Nov 2026',
        }));
    test('name the day', () =>
        expect(written((calendar) => calendar.day(at))).toEqual({
            en: 'Sunday 22 November',
            ar: 'الأحد، ٢٢ نوفمبر',
            fa: 'یکشنبه ۱ آذر',
            id: 'Minggu, 22 November',
            ms: 'Ahad, 22 November',
        }));
    test('begin the Persian week on Saturday', () =>
        expect([calendars.fa.weekBegins, calendars.ar.weekBegins, calendars.id.weekBegins]).toEqual([6, 0, 1]));
    test('put a mark before the share in Arabic and Persian, so that the sign stands left of the number', () => {
        expect(calendars.ar.percent(78)).toBe('\u061c٧٨٪');
        expect(calendars.fa.percent(78)).toBe('\u061c۷۸٪');
        expect(calendars.id.percent(78)).toBe('78%');
    });
    test('never round a share up to a goal that was missed', () =>
        expect([calendars.en.share(0.7999), calendars.en.share(0.8), calendars.en.share(0.29)]).toEqual(['79%', '80%', '29%']));
    test('write lengths on a clock, with a colon in every language', () => {
        expect(written((calendar) => calendar.length(222))).toEqual({ en: '3:42', ar: '٣:٤٢', fa: '۳:۴۲', id: '3:42', ms: '3:42' });
        expect(bare(calendars.en.length(3822))).toBe('1:03:42');
    });
    test('take digits of any script', () => expect(latinDigits('٠٤٥٦ ۰۴۵۶ 0456')).toBe('0456 0456 0456'));
});

describe('the day of the centre', () => {
    test.each([
        ['Asia/Tehran', '2026-11-22', '2026-11-21T20:30:00.000Z'],
        ['Asia/Jakarta', '2026-11-22', '2026-11-21T17:00:00.000Z'],
        // Clocks go forward at midnight: the day begins at one. They go back at midnight: it begins after the second eleven o'clock.
        ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
        ['Africa/Cairo', '2026-10-30', '2026-10-29T22:00:00.000Z'],
        ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ])('in %s, %s begins at %s', (zone, day, instant) => {
        const calendar = makeCalendar('en', zone);
        expect(calendar.startOf(day).toISOString()).toBe(instant);
        expect(calendar.dayKey(instant)).toBe(day);
        expect(calendar.dayKey(new Date(Date.parse(instant) - 1000))).toBe(calendar.addDays(day, -1));
    });
});

describe('calendar and digits apart from the language', () => {
    const at = '2026-11-22T08:38:00Z';
    test.each([
        ['en', {}, '22 Nov 2026'],
        ['en', { era: 'persian' }, '1 Azar 1405'],
        ['ar', { era: 'islamic-umalqura', script: 'latn' }, '12 جمادى الآخرة 1448'],
        ['fa', { script: 'latn' }, '1 آذر 1405'],
        ['fa', { era: 'gregory' }, '۲۲ نوامبر ۲۰۲۶'],
    ] as const)('%s %j: %s', (language, habits, said) => expect(bare(makeCalendar(language, 'Africa/Cairo', habits).date(at))).toBe(said));
});
