// What people type, in their own digits, separators and calendar, and how it is written back.

import { describe, expect, test } from 'vitest';
import { languages, makeCalendar } from '../src/i18n/calendar';

const of = Object.fromEntries(languages.map((one) => [one, makeCalendar(one, 'UTC')])) as Record<
    (typeof languages)[number],
    ReturnType<typeof makeCalendar>
>;
const today = '2026-11-28';

describe('numbers', () => {
    test.each([
        ['en', '1,250.5', '1250.5'],
        ['en', '1250', '1250'],
        ['en', '0012', '12'],
        ['en', '-3.25', '-3.25'],
        ['en', '1,25', null],
        ['en', '12.34567', null],
        ['en', '12 000', '12000'],
        ['id', '1.250,5', '1250.5'],
        ['id', '1.250', '1250'],
        ['id', '12,5', '12.5'],
        ['ms', '1,250.50', '1250.50'],
        ['ar', '١٬٢٥٠٫٥', '1250.5'],
        ['ar', '١٢٫٥', '12.5'],
        ['fa', '۱۲۵۰٫۵', '1250.5'],
        ['fa', '12.5', '12.5'],
        ['fa', 'دوازده', null],
        ['en', '', null],
    ] as const)('%s: %s is %s', (language, text, value) => expect(of[language].readNumber(text)).toBe(value));

    test.each(languages)('%s: what is written is read again', (language) => {
        for (const value of ['0', '7', '1250', '1250.5', '-3.25', '1000000.0001', '0.5'])
            expect(of[language].readNumber(of[language].writeNumber(value))).toBe(value);
    });
});

describe('days', () => {
    test.each([
        ['en', '20/11/2026', '2026-11-20'],
        ['en', '20 11', '2026-11-20'],
        ['en', '3.1', '2027-01-03'], // the nearest one
        ['en', '2026-11-20', '2026-11-20'],
        ['en', '20/11/26', '2026-11-20'],
        ['en', '31/2', null],
        ['en', '29/2/2028', '2028-02-29'],
        ['en', '29/2/2027', null],
        ['en', '12/13/2026', null],
        ['fa', '۱۴۰۵/۹/۱', '2026-11-22'],
        ['fa', '۹/۱', '2026-11-22'],
        ['fa', '۱/۹/۱۴۰۵', '2026-11-22'],
        ['fa', '۰۵/۹/۱', '2026-11-22'],
        ['fa', '2026-11-20', '2026-11-20'],
        ['fa', '۱۴۰۳/۱۲/۳۰', '2025-03-20'], // a leap year
        ['fa', '۱۴۰۴/۱۲/۳۰', null],
        ['ar', '٢٠/١١/٢٠٢٦', '2026-11-20'],
        ['id', '20-11-2026', '2026-11-20'],
        ['en', 'yesterday', null],
        ['en', '', null],
    ] as const)('%s: %s is %s', (language, text, day) => expect(of[language].readDay(text, today)).toBe(day));

    test('other years than those of the language are read where they were chosen', () => {
        const hijri = makeCalendar('ar', 'UTC', { era: 'islamic-umalqura' });
        expect(hijri.readDay(hijri.writeDay('2026-11-20'), today)).toBe('2026-11-20');
        expect(hijri.readDay('2026-11-20', today)).toBe('2026-11-20');
    });

    test.each(languages)('%s: every day of three years is read as it is written', (language) => {
        const calendar = of[language];
        for (let day = '2025-01-01'; day < '2028-01-01'; day = calendar.addDays(day, 1))
            expect(calendar.readDay(calendar.writeDay(day), today)).toBe(day);
    });

    test.each([
        ['en', 'Saturday 28 November 2026'],
        ['ar', 'السبت، ٢٨ نوفمبر ٢٠٢٦'],
        ['fa', 'شنبه ۷ آذر ۱۴۰۵'],
        ['id', 'Sabtu, 28 November 2026'],
        ['ms', 'Sabtu, 28 November 2026'],
    ] as const)('%s: %s', (language, said) => expect(of[language].longDay(today)).toBe(said));
});

describe('lengths', () => {
    test.each([
        ['1:30', '1h30m', '1:30'],
        ['45', '45m', '0:45'],
        ['۲:۰۰', '2h', '2:00'],
        ['90', '1h30m', '1:30'],
        ['1:75', null, ''],
        ['soon', null, ''],
    ] as const)('%s is %s', (text, value, again) => {
        expect(of.en.readLength(text)).toBe(value);
        if (value) expect(of.en.writeLength(value)).toBe(again);
    });
});
