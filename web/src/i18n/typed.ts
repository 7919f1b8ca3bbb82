// What people type and how it is written back: numbers, days and lengths in the reader's digits, separators and calendar. The server
// takes and gives them in one form (12.5, 2026-11-22, 1h30m).

import type { Era, Language } from './calendar';

export interface Typed {
    /** `1,427.50`, `1.427,5`, `۱۴۲۷٫۵` to `1427.5`; nothing where it is no number with at most four decimals. */
    readNumber(text: string): string | null;
    writeNumber(value: string): string;
    /** A day as the reader writes it, with or without its year, to `2026-11-22`; without one the nearest is meant. */
    readDay(text: string, today: string): string | null;
    /** 22/11/2026 · ۱۴۰۵/۹/۱ */
    writeDay(day: string): string;
    /** Sunday 22 November 2026 */
    longDay(day: string): string;
    /** Hours and minutes (`1:30`), or minutes alone, to `1h30m`. */
    readLength(text: string): string | null;
    writeLength(value: string): string;
}

const DAY = 86_400_000;
/** With an era, Intl puts the parts of a day in an order that nobody writes; all five languages write day, month, year. */
const behindWeekday: Record<Language, string> = { en: '', ar: '،', fa: '', id: ',', ms: ',' };
const invisible = /[\u061c\u200e\u200f\u2066-\u2069]/g;

interface Parts {
    year: number;
    month: number;
    day: number;
}

/** Any of the three sets of digits to Latin ones, as typed input needs it. */
export const latinDigits = (text: string) => text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
const bare = (text: string) => latinDigits(text).replace(invisible, '').trim();
const isoOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const atOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** A calendar's parts of each day, and the day of its parts. */
function makeEra(era: Era) {
    const format = new Intl.DateTimeFormat(`en-u-ca-${era}-nu-latn`, {
        timeZone: 'UTC',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
    });
    const partsOf = (at: number): Parts => {
        const parts = format.formatToParts(at);
        const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
        return { year: of('year'), month: of('month'), day: of('day') };
    };
    const yearLength = era === 'islamic-umalqura' ? 354.37 : 365.24;
    /** Comes nearer by the difference of the parts until there is none; a day that no month has is never met. */
    const dayOf = ({ year, month, day }: Parts): string | null => {
        if (month < 1 || month > 12 || day < 1 || day > 31) return null;
        let at = Date.UTC(2026, 0, 1);
        for (let turn = 0; turn < 40; ++turn) {
            const is = partsOf(at);
            if (is.year === year && is.month === month && is.day === day) return isoOf(at);
            const off = (year - is.year) * yearLength + (month - is.month) * (yearLength / 12) + (day - is.day);
            at += (Math.round(off) || Math.sign(off) || 1) * DAY;
        }
        return null;
    };
    return { partsOf, dayOf };
}

export function makeTyped(language: Language, locale: string, era: Era): Typed {
    const own = makeEra(era);
    const western = makeEra('gregory');
    const plain = new Intl.NumberFormat(locale, { useGrouping: false });
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
    const long = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    const yearFirst = language === 'fa';
    const commaIsPoint = language === 'id';

    /** A year of two digits is one of this century; one that no calendar but the other has is of that. */
    const dayIn = (year: number, month: number, day: number, today: string): string | null => {
        if (year < 100) year += Math.floor(own.partsOf(atOf(today)).year / 100) * 100;
        return year > 1700 && era !== 'gregory' ? western.dayOf({ year, month, day }) : own.dayOf({ year, month, day });
    };
    const nearest = (month: number, day: number, today: string): string | null => {
        const { year } = own.partsOf(atOf(today));
        const all = [year - 1, year, year + 1].map((one) => own.dayOf({ year: one, month, day })).filter((one) => one !== null);
        return all.sort((a, b) => Math.abs(atOf(a) - atOf(today)) - Math.abs(atOf(b) - atOf(today)))[0] ?? null;
    };

    return {
        readNumber(text) {
            let written = bare(text).replace(/٫/g, '\u0001').replace(/[٬\s_'’\u00a0\u202f]/g, '');
            written = written.replace(/−/g, '-');
            if (!written.includes('\u0001')) written = written.replace(commaIsPoint ? /,/ : /\.(?!.*\.)/, '\u0001');
            const groups = commaIsPoint ? /^-?\d{1,3}(\.\d{3})+(?=\u0001|$)/ : /^-?\d{1,3}([,،]\d{3})+(?=\u0001|$)/;
            if (groups.test(written)) written = written.replace(/[.,،]/g, '');
            written = written.replace('\u0001', '.');
            return /^-?\d{1,12}(\.\d{1,4})?$/.test(written) ? written.replace(/^(-?)0+(?=\d)/, '$1') : null;
        },
        writeNumber: (value) => number.format(Number(value)),
        readDay(text, today) {
            const found = /^(\d{1,4})[\s./،,-]+(\d{1,2})(?:[\s./،,-]+(\d{1,4}))?$/.exec(bare(text));
            if (!found) return null;
            const [a = 0, b = 0, c] = [found[1], found[2], found[3]].map((part) => (part === undefined ? undefined : Number(part)));
            if (c === undefined) return yearFirst ? nearest(a, b, today) : nearest(b, a, today);
            const first = (found[1]?.length ?? 0) > 2 || (yearFirst && (found[3]?.length ?? 0) <= 2);
            return first ? dayIn(a, b, c, today) : dayIn(c, b, a, today);
        },
        writeDay(day) {
            const parts = own.partsOf(atOf(day));
            const order = yearFirst ? [parts.year, parts.month, parts.day] : [parts.day, parts.month, parts.year];
            return order.map((part) => plain.format(part)).join('/');
        },
        longDay(day) {
            const parts = long.formatToParts(atOf(day));
            const of = (wanted: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === wanted)?.value ?? '';
            return `${of('weekday')}${behindWeekday[language]} ${of('day')} ${of('month')} ${of('year')}`;
        },
        readLength(text) {
            const found = /^(?:(\d{1,3})\s*:\s*)?(\d{1,4})$/.exec(bare(text));
            if (!found) return null;
            const minutes = Number(found[1] ?? 0) * 60 + Number(found[2]);
            if (found[1] !== undefined && Number(found[2]) > 59) return null;
            const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
            return hours === 0 ? `${rest}m` : `${hours}h${rest > 0 ? `${rest}m` : ''}`;
        },
        writeLength(value) {
            const of = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(value)?.[1] ?? 0);
            const minutes = of('d') * 1440 + of('h') * 60 + of('m');
            const rest = plain.format(minutes % 60);
            return `${plain.format(Math.floor(minutes / 60))}:${minutes % 60 < 10 ? plain.format(0) : ''}${rest}`;
        },
    };
}
