// How numbers, dates and lengths are written in the five languages: the one place that knows calendars and digits.
// Persian counts in Jalali years and Persian digits, Arabic in Gregorian years and Arabic digits (CLDR ar-EG, fa-IR).

import { makeTyped, type Typed } from './typed';

export { latinDigits } from './typed';
export const languages = ['en', 'ar', 'fa', 'id', 'ms'] as const;
export type Language = (typeof languages)[number];
export type Direction = 'ltr' | 'rtl';

/** Each language by its own name, for choosing. */
export const nameOf: Record<Language, string> = { ar: 'العربية', fa: 'فارسی', id: 'Indonesia', ms: 'Melayu', en: 'English' };

const locales: Record<Language, string> = { en: 'en-GB', ar: 'ar-EG', fa: 'fa-IR', id: 'id-ID', ms: 'ms-MY' };

export const eras = ['gregory', 'persian', 'islamic-umalqura'] as const;
export type Era = (typeof eras)[number];
export const scripts = ['latn', 'arab', 'arabext'] as const;
export type Script = (typeof scripts)[number];

/** What a person may choose apart from their language: in which years dates are counted, and in which digits all is written. */
export interface Habits {
    era?: Era | undefined;
    script?: Script | undefined;
}

/** CLDR's own choice for the countries of our languages. */
const usual: Record<Language, { era: Era; script: Script }> = {
    en: { era: 'gregory', script: 'latn' },
    ar: { era: 'gregory', script: 'arab' },
    fa: { era: 'persian', script: 'arabext' },
    id: { era: 'gregory', script: 'latn' },
    ms: { era: 'gregory', script: 'latn' },
};
export const habitsOf = (language: Language, { era, script }: Habits) => ({
    era: era ?? usual[language].era,
    script: script ?? usual[language].script,
});
/** Weeks begin on this day where no site says otherwise (0 is Sunday). */
const weekBegins: Record<Language, number> = { en: 1, ar: 0, fa: 6, id: 1, ms: 1 };

const DAY = 86_400_000;
const ARABIC_LETTER_MARK = '\u061c';
const LTR_ISOLATE = '\u2066';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

export const isLanguage = (text: string | null | undefined): text is Language => languages.some((language) => language === text);
export const directionOf = (language: Language): Direction => (language === 'ar' || language === 'fa' ? 'rtl' : 'ltr');
/** Keeps a foreign text (a name, a note) from reordering what stands around it. */
export const isolated = (text: string) => FIRST_STRONG_ISOLATE + text + POP_ISOLATE;
const leftToRight = (text: string) => LTR_ISOLATE + text + POP_ISOLATE;

export interface Calendar extends Typed {
    language: Language;
    weekBegins: number;
    /** 1427 -> 1,427 · ١٬٤٢٧ · ۱٬۴۲۷ · 1.427 */
    number(value: number): string;
    /** Digits of an identifier or a key: no grouping. */
    plain(value: number | string): string;
    /** A share from 0 to 1 in whole per cent; rounded down, so that 79.6 % is never shown as a met 80 %. */
    share(part: number): string;
    /** A whole percentage, such as a target of 80. */
    percent(value: number): string;
    /** 10:38, in the centre's time zone; Indonesian 10.38. */
    time(at: Date | string): string;
    /** 10:38:05 */
    timeWithSeconds(at: Date | string): string;
    /** Sunday 22 November */
    day(at: Date | string): string;
    /** 22 Nov 2026 */
    date(at: Date | string): string;
    /** 22 Nov 2026, 10:38 */
    dateAndTime(at: Date | string): string;
    /** A length on a clock: 3:42, 1:03:42; isolated left to right. */
    length(seconds: number): string;
    /** The centre's day of an instant, as 2026-11-22. */
    dayKey(at: Date | string): string;
    /** The instant at which a day (2026-11-22) begins in the centre. */
    startOf(day: string): Date;
    /** The day that many days later. */
    addDays(day: string, days: number): string;
}

export function makeCalendar(language: Language, timeZone: string, habits: Habits = {}): Calendar {
    const { era, script } = habitsOf(language, habits);
    const locale = `${locales[language]}-u-ca-${era}-nu-${script}`;
    const form = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
    const number = new Intl.NumberFormat(locale);
    const plainNumber = new Intl.NumberFormat(locale, { useGrouping: false });
    const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
    const clock = form({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const clockWithSeconds = form({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    const day = form({ weekday: 'long', day: 'numeric', month: 'long' });
    const date = form({
        day: 'numeric',
        month: language === 'ar' || language === 'fa' || era !== 'gregory' ? 'long' : 'short',
        year: 'numeric',
    });
    const key = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    const instant = (at: Date | string) => (typeof at === 'string' ? new Date(at) : at);

    const percent = (value: number) =>
        directionOf(language) === 'rtl' ? `${ARABIC_LETTER_MARK}${number.format(value)}٪` : `${number.format(value)}%`;
    const digits = (text: string) => text.replace(/\d/g, (digit) => plainNumber.format(Number(digit)));
    // In Persian, formatToParts gives the year without an era; the era's name would be noise in a list.
    const withoutEra = (format: Intl.DateTimeFormat, at: Date) =>
        format
            .formatToParts(at)
            .filter((part) => part.type !== 'era')
            .map((part) => part.value)
            .join('')
            .trim();
    const clockOf = (at: Date | string) => leftToRight(clock.format(instant(at)));
    const dateOf = (at: Date | string) => withoutEra(date, instant(at));

    return {
        ...makeTyped(language, locale, era),
        language,
        weekBegins: weekBegins[language],
        number: (value) => number.format(value),
        plain: (value) => digits(String(value)),
        share: (part) => percent(Math.floor(part * 100 + 1e-9)),
        percent,
        time: clockOf,
        timeWithSeconds: (at) => leftToRight(clockWithSeconds.format(instant(at))),
        day: (at) => withoutEra(day, instant(at)),
        date: dateOf,
        dateAndTime: (at) => `${dateOf(at)}${directionOf(language) === 'rtl' ? '،' : ','} ${clockOf(at)}`,
        length: (seconds) => {
            const whole = Math.max(0, Math.floor(seconds));
            const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
            const tail =
                hours > 0
                    ? `${twoDigits.format(minutes)}:${twoDigits.format(rest)}`
                    : `${plainNumber.format(minutes)}:${twoDigits.format(rest)}`;
            return leftToRight(hours > 0 ? `${plainNumber.format(hours)}:${tail}` : tail);
        },
        dayKey: (at) => key.format(instant(at)),
        startOf: (text) => startOfDay(text, timeZone),
        addDays: (text, days) => {
            const at = new Date(`${text}T12:00:00Z`);
            at.setUTCDate(at.getUTCDate() + days);
            return at.toISOString().slice(0, 10);
        },
    };
}

/** The offset of a zone at an instant, in milliseconds: what its wall clock shows less UTC. */
function offsetAt(at: number, timeZone: string): number {
    const parts = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
    }).formatToParts(at);
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at / 1000) * 1000;
}

/** The first instant of a day. Zones change their offset at midnight too (Cairo does), so both offsets around it are tried. */
function startOfDay(day: string, timeZone: string): Date {
    const wanted = Date.parse(`${day}T00:00:00Z`);
    const dayOf = (at: number) => new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
    const tried = [-DAY, DAY].map((away) => wanted - offsetAt(wanted + away, timeZone)).sort((a, b) => a - b);
    return new Date(tried.find((at) => dayOf(at) === day && dayOf(at - 1000) !== day) ?? tried[0] ?? wanted);
}
