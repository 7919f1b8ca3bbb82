// The shift log: what is read out of promises and runs, and the page that shows them.

import { describe, expect, test } from 'vitest';
import { customerCase } from '../dev/cases.mjs';
import { escalated, guided, judged, promise, run } from '../dev/shiftlog.mjs';
import type { ChecklistRun, ProcedureListed, PromiseShown } from '../src/api/types';
import { countsOf, dueOf, groupsOf, notBegun, standingOf, unconfirmedOf } from '../src/features/shiftlog/reading';
import { calm, reads, textOf, visit, withBrowser, type Visit } from './browser';

withBrowser();

const hours = 3_600_000;
/** A Sunday in Cairo (UTC+2), and its noon. */
const noon = Date.parse('2026-11-22T10:00:00Z');
const dayBegan = noon - 12 * hours;
const lina = { id: 2, name: 'Lina Haddad' };
const omar = { id: 3, name: 'Omar Farouk' };
const passed = { passed: true, outcome: 'ended' };
const failed = { passed: false, outcome: 'ended' };
const given = (...items: [string, string, boolean?, string?][]) => items;
const runOf = (...all: Parameters<typeof run>) => run(...all) as ChecklistRun;

describe('how a run of a checklist stands', () => {
    const items = given(['headset', 'yes', true]);
    test.each([
        ['running', runOf(1, 'shift', 'pre_shift', lina, noon, items)],
        ['passed', runOf(1, 'shift', 'pre_shift', lina, noon, items, passed)],
        ['unconfirmed', runOf(1, 'shift', 'pre_shift', lina, noon, items, failed)],
        ['stopped', runOf(1, 'shift', 'pre_shift', lina, noon, items, { passed: false, outcome: null })],
    ])('%s', (standing, one) => expect(standingOf(one)).toBe(standing));

    test('a critical item is unconfirmed whose last answer is no; one that was put right, or is not critical, is not', () => {
        const one = runOf(
            1,
            'opening',
            'start_of_day',
            lina,
            noon,
            given(['systems', 'no', true], ['promises', 'no'], ['systems', 'yes', true], ['headset', 'yes', true], ['headset', 'no', true]),
            failed,
        );
        expect([...unconfirmedOf(one)]).toEqual([one.items[4]]);
    });

    test('runs stand by the order of a day; within a checklist what needs the leader comes first, then the newest', () => {
        const runs = [
            runOf(1, 'handover', 'handover', lina, noon + 3000, [], passed),
            runOf(2, 'shift', 'pre_shift', lina, noon, [], failed),
            runOf(3, 'shift', 'pre_shift', lina, noon + 1000, [], passed),
            runOf(4, 'shift', 'pre_shift', lina, noon + 2000, []),
            runOf(5, 'opening', 'start_of_day', lina, noon - 1000, [], passed),
        ];
        expect(groupsOf(runs).map(({ procedure, runs: mine }) => [procedure, ...mine.map(({ id }) => id)])).toEqual([
            ['opening', 5],
            ['shift', 2, 4, 3],
            ['handover', 1],
        ]);
        expect(countsOf(runs)).toEqual([
            ['unconfirmed', 1],
            ['running', 1],
            ['passed', 3],
        ]);
        const manual = [
            { id: 'shift', kind: 'checklist' },
            { id: 'closing', kind: 'checklist' },
            { id: 'dispute', kind: 'procedure' },
        ] as ProcedureListed[];
        expect(notBegun(manual, runs).map(({ id }) => id)).toEqual(['closing']);
    });
});

test('a promise is overdue from the instant at which it was due; the first that is due stands first', () => {
    const tonight = noon + 12 * hours;
    const rows = [tonight, noon + 1, noon, tonight - 1, noon - 1].map((due, contact) => promise(contact, 'call', due) as PromiseShown);
    const { overdue, soon, later } = dueOf(rows, noon, tonight);
    expect([overdue, soon, later].map((part) => part.map(({ contact }) => contact))).toEqual([[4, 2], [1, 3], [0]]);
});

/** The page at noon of that Sunday, with promises and runs of the test. */
async function atNoon(wanted: Parameters<typeof visit>[0] = {}, fill: (centre: Visit['centre']) => void = () => undefined): Promise<Visit> {
    const seen = await visit({ path: '/password', centre: { timeZone: 'Africa/Cairo' }, ...wanted });
    seen.centre.shiftlog.promises = [];
    seen.centre.shiftlog.runs = [];
    seen.centre.shiftlog.results = [];
    seen.centre.shiftlog.guides = [];
    seen.centre.shiftlog.escalations = [];
    seen.centre.cases.rows = [];
    fill(seen.centre);
    await seen.page.clock.install({ time: noon });
    await seen.page.goto(`${seen.centre.url}/shiftlog`);
    await seen.page.waitForSelector('.shiftlog-parts');
    return seen;
}

const texts = async ({ page }: Visit, selector: string) =>
    (await page.locator(selector).allTextContents()).map((text) => text.replace(/[\u061c\u2066-\u2069]/g, '').trim());

describe('the page', () => {
    test('shows overdue promises first, with a word and a shape, to whom and the way to the contact', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.promises = [
                promise(1, 'call', noon + 2 * hours),
                promise(2, 'dispute', noon - hours, lina),
                promise(3, 'call', noon + 20 * hours),
                promise(4, 'call', noon - 30 * hours, lina, null),
                promise(5, 'call', noon - 9 * 24 * hours), // longer ago than the page of today looks
                promise(6, 'call', noon + 40 * hours),
            ];
        });
        const { page } = seen;
        await expect.poll(() => texts(seen, '.promises h3')).toEqual(['Overduedue from 15 Nov 2026 on', 'Due today', 'Due tomorrow']);
        expect(await texts(seen, '.promised .link')).toEqual(['Contact 4', 'Contact 2', 'Contact 1', 'Contact 3']);
        expect(await texts(seen, '.promised .due')).toEqual([
            'Was due 21 Nov 2026, 06:00',
            'Was due 22 Nov 2026, 11:00',
            'Due 22 Nov 2026, 14:00',
            'Due 23 Nov 2026, 08:00',
        ]);
        const shapes = page.locator('.promised .due');
        expect(await shapes.evaluateAll((all) => all.map((one) => one.querySelector('.alert.crit') !== null))).toEqual([
            true,
            true,
            false,
            false,
        ]);
        expect(await texts(seen, '.promises .counts > *')).toEqual(['Overdue 2', 'Due today 1', 'Due tomorrow 1']);
        expect((await texts(seen, '.promised .small'))[1]).toBe('••• 42 · Promised by Lina Haddad, 12 Nov 2026, 11:00');
        expect(await textOf(page, '.promised .small')).toContain('Unknown caller');
        await page.locator('.promised .link').first().click();
        await page.waitForURL('**/contacts/4');
        calm(seen);
    });

    test('a promise becomes overdue while the page is open', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.promises = [promise(1, 'call', noon + 60_000)];
        });
        await expect.poll(() => texts(seen, '.promises h3')).toEqual(['Due today']);
        await seen.page.clock.fastForward(61_000);
        await expect.poll(() => texts(seen, '.promises .counts > *')).toEqual(['Overdue 1']);
    });

    test('[S4-03] the checklists of a day stand there stamped and signed, item by item; what was not confirmed stands open', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.runs = [
                run(
                    1,
                    'opening',
                    'start_of_day',
                    lina,
                    dayBegan + 7 * hours,
                    given(['promises', 'done'], ['systems', 'yes', true], ['notices', 'done', false, 'Cards are late.']),
                    passed,
                ),
                run(2, 'shift', 'pre_shift', omar, noon - hours, given(['headset', 'no', true], ['notices', 'done']), failed),
                run(3, 'handover', 'handover', lina, noon - 2 * hours, given(['promises', 'done', true]), { passed: false, outcome: null }),
                run(4, 'handover', 'handover', lina, noon - 60_000, []),
                run(5, 'shift', 'pre_shift', lina, dayBegan - 1, [], passed), // yesterday
            ];
        });
        const { page } = seen;
        await expect
            .poll(() => texts(seen, '.runs h3'))
            .toEqual([
                'Open the dayStart of day',
                'Prepare for the first callBefore the shift',
                'Hand over the shiftHandover',
                'Not begun yet',
            ]);
        expect(await texts(seen, '.runs summary')).toEqual([
            'DoneLina Haddad07:00 – 07:04',
            'Critical item not confirmedOmar Farouk11:00 – 11:03',
            'StoppedLina Haddad10:00 – 10:02',
            'RunningLina Haddad11:59',
        ]);
        expect(await texts(seen, '.not-begun li')).toEqual(['Close the day']);
        expect(await texts(seen, '.runs .counts > *')).toEqual(['Critical item not confirmed 1', 'Stopped 1', 'Running 1', 'Done 1']);
        expect(await page.locator('.run[open]').count()).toBe(1);
        expect(await texts(seen, '.run[open] li')).toEqual([
            '11:01:00In the test call you hear the colleague, and the colleague hears you. Critical item not confirmedNo',
            '11:02:00The notices of today: at most 5, each in one sentence.Done',
        ]);
        expect(await page.locator('.run[open] .is-unconfirmed').count()).toBe(1);
        await page.locator('.run summary').first().focus();
        await page.keyboard.press('Enter');
        const opening = page.locator('.run').first();
        await expect.poll(() => opening.getAttribute('open')).not.toBe(null);
        expect(await opening.locator('li time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))).toEqual([
            '2026-11-22T05:01:00.000Z',
            '2026-11-22T05:02:00.000Z',
            '2026-11-22T05:03:00.000Z',
        ]);
        expect(await texts(seen, '.run .wrote')).toEqual(['Cards are late.']);
        expect((await texts(seen, '.run .signed'))[0]).toBe('Signed by Lina Haddad, 22 Nov 2026, 07:04 · version 7 of the manual');
        expect((await texts(seen, '.run .signed'))[3]).toBe('Begun by Lina Haddad, 22 Nov 2026, 11:59 · version 7 of the manual');
        calm(seen);
    });

    test('[S4-08] says for whom each escalation was meant, who took it over, and after how long', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.escalations = [
                escalated(3, noon - 3 * hours, null, omar, omar, 7),
                escalated(5, noon - 2 * hours, lina, omar, lina, 41),
                escalated(8, noon - hours, lina, null, null, 0),
                escalated(9, noon - 24 * hours, lina, null, null, 0), // of the day before
            ];
        });
        await expect
            .poll(() => texts(seen, '.escalations h3'))
            .toEqual(['Team leaderTaken over 2/3by whom it was meant for 1/2Time to take over 0:24']);
        expect(await texts(seen, '.escalations li')).toEqual([
            '11:00 · by Lina HaddadContact 8 Nobody took it over',
            '10:00 · by Lina Haddad · for Omar FaroukContact 5Lina Haddad took over after 0:41',
            '09:00 · by a rule · for Omar FaroukContact 3Omar Farouk took over after 0:07',
        ]);
        calm(seen);
    });

    test('[S4-29] the owner of a procedure reads where it did not come to what was expected, and why', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.results = [
                judged(1, 'main-line', noon - hours, true),
                judged(2, 'dispute', noon - 2 * hours, false, 'The case system was down.'),
                judged(3, 'dispute', noon - 3 * hours, null),
                judged(4, 'main-line', noon - 24 * hours, false, 'No note.', lina),
                judged(5, 'main-line', noon - 31 * 24 * hours, false, 'Long ago, and still open.', lina),
            ];
        });
        const { page } = seen;
        await expect
            .poll(() => texts(seen, '.outcome h3'))
            .toEqual(['Answer the main line Open 2 Reached 1', 'Dispute a card charge Open 1 Not reached 1 Not answered 1']);
        expect((await texts(seen, '.missed li'))[2]).toBe('10:00 · Omar FaroukContact 2The case system was down. OpenSettle');
        await page.getByLabel('Owner of the procedure').selectOption('head of service');
        await page.waitForURL('**/shiftlog?owner=head+of+service');
        await expect.poll(() => texts(seen, '.outcome h3')).toEqual(['Answer the main line Open 2 Not reached 1 Reached 1']);
        expect((await texts(seen, '.missed li'))[0]).toBe('21 Nov 2026, 12:00 · Lina HaddadContact 4No note. OpenSettle');
        await page.locator('.missed .link').first().click();
        await page.waitForURL('**/contacts/4');
        calm(seen);
    });

    test('[S4-29] an owner is shown how many are open, and settles one with what was done', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.owns = ['head of card services'];
            shiftlog.results = [
                judged(2, 'dispute', noon - 2 * hours, false, 'The case system was down.'),
                judged(3, 'dispute', noon - 40 * 24 * hours, false, 'No receipt.'),
                judged(4, 'main-line', noon - 3 * hours, false, 'No note.'),
            ];
        });
        const { page } = seen;
        const waits = page.locator('.rail .waits [aria-hidden]');
        await expect.poll(() => waits.textContent()).toBe('2');
        await page.getByRole('link', { name: 'Shift log' }).click();
        await page.waitForURL('**/shiftlog?mine=1');
        await expect.poll(() => page.locator('.missed li').count()).toBe(2);
        await page.getByRole('button', { name: 'Settle' }).first().press('Enter');
        await page.getByLabel('What was done?').selectOption('put_right');
        await page.getByLabel('In your words').fill('Called the customer back.');
        await page.getByLabel('In your words').press('Enter');
        await expect.poll(() => page.locator('.missed li.is-settled').count()).toBe(1);
        const rows = await texts(seen, '.missed li');
        expect(rows[0]).toContain('No receipt.');
        expect(rows[1]).toContain('Put right for the customer · Settled by Lina Haddad');
        expect(rows[1]).toContain('Called the customer back.');
        await expect.poll(() => waits.textContent()).toBe('1');
        calm(seen);
    });

    test('open cases stand there with whose they are; a leader gives one away for a reason, and closes one', async () => {
        const seen = await atNoon({}, ({ cases }) => {
            cases.rows = [customerCase(1, noon - 50 * hours, lina), customerCase(2, noon - 26 * hours, omar, noon - hours)];
        });
        const { page } = seen;
        await expect.poll(() => texts(seen, '.case b')).toEqual(['Disputed charge', 'Disputed charge']);
        await expect.poll(() => texts(seen, '.cases h2 .counts')).toEqual(['Not taken over 1']);
        expect(await textOf(page, '[data-case="2"]')).toContain('Knows the shop.');
        const first = page.locator('[data-case="1"]');
        await first.getByRole('button', { name: 'Close the case' }).click();
        await first.getByLabel('What came of it?').press('Enter');
        await reads(page, '[data-case="1"] .problem', 'Write at least one word.');
        await first.getByRole('button', { name: 'Hand over' }).click();
        await first.getByLabel('To whom?').selectOption('Omar Farouk');
        await first.getByLabel('Why?').fill('He speaks Indonesian.');
        await first.getByLabel('Why?').press('Enter');
        await expect.poll(() => texts(seen, '.cases h2 .counts')).toEqual(['Not taken over 2']);
        expect(await textOf(page, '[data-case="1"]')).toContain('With Omar Farouk');
        await expect.poll(() => page.locator('.case-form').count()).toBe(0);
        await first.getByRole('button', { name: 'Take over' }).click();
        await expect.poll(() => texts(seen, '.cases h2 .counts')).toEqual(['Not taken over 1']);
        await first.getByRole('button', { name: 'Close the case' }).click();
        await first.getByLabel('What came of it?').fill('The charge was taken back.');
        await first.getByLabel('What came of it?').press('Enter');
        await expect.poll(() => page.locator('.case').count()).toBe(1);
        await page.getByLabel('Show').selectOption('Closed');
        await reads(page, '[data-case="1"] .said:last-of-type', 'The charge was taken back.');
        calm(seen);
    });

    test('[S0-08] a leader sees how far guides were followed, and opens a share down to the contacts and why', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.guides = [
                ...Array.from({ length: 20 }, (_, index) =>
                    guided(20 + index, 'main-line', noon - index * 60_000, 'followed', undefined, undefined, lina),
                ),
                guided(2, 'dispute', noon - hours, 'deviated', 'receipt', 'The receipt was there.'),
                guided(3, 'dispute', noon - 2 * hours, 'unfinished', 'charge'),
                guided(4, 'main-line', noon - 3 * hours, 'broken_off', 'note'),
                guided(5, 'dispute', noon - 72 * hours, 'deviated', 'receipt', 'Days ago.', lina),
            ];
        });
        const { page } = seen;
        await expect
            .poll(() => texts(seen, '.shares button'))
            .toEqual(['Answer the main line20 of 20100%', 'Dispute a card charge0 of 2–', 'Lina Haddad20 of 20100%', 'Omar Farouk0 of 2–']);
        expect(await texts(seen, '.guides .faint')).toEqual([
            'Definition 1: followed ÷ (followed + left the path + not finished). A share is shown from 20 guides on. ' +
                'Not counted: Broken off 1.',
        ]);
        const rows = [
            '11:00 · Omar Farouk · Left the pathContact 2Dispute a card charge' +
                'The agent left the path at “Do you still have the receipt?”. The receipt was there.',
            '10:00 · Omar Farouk · Not finishedContact 3Dispute a card charge' + 'It was left standing at “Which charge is it?”.Required',
        ];
        expect(await texts(seen, '.guide-rows li')).toEqual(rows);
        await page.getByRole('button', { name: '30 days' }).click();
        await page.waitForURL('**/shiftlog?days=30');
        await expect.poll(() => texts(seen, '.guide-rows .link')).toEqual(['Contact 2', 'Contact 3', 'Contact 5']);
        await page.getByRole('button', { name: 'Lina Haddad' }).click();
        await page.waitForURL('**/shiftlog?days=30&agent=2');
        await expect.poll(() => texts(seen, '.guide-rows .link')).toEqual(['Contact 5']);
        await page.locator('.guide-rows .link').click();
        await page.waitForURL('**/contacts/5');
        await page.goBack();
        await expect.poll(() => texts(seen, '.guide-rows .link')).toEqual(['Contact 5']);
        calm(seen);
    });

    test('steps to another day and back by keys; the day stands in the address', async () => {
        const seen = await atNoon({}, ({ shiftlog }) => {
            shiftlog.promises = [promise(1, 'call', noon - 24 * hours), promise(2, 'call', noon + 24 * hours)];
            shiftlog.runs = [run(1, 'shift', 'pre_shift', lina, noon - 24 * hours, [], passed)];
        });
        const { page } = seen;
        await reads(page, '.day > span', 'Today');
        await page.getByRole('button', { name: 'Previous day' }).focus();
        await page.keyboard.press('Enter');
        await page.waitForURL('**/shiftlog?day=2026-11-21');
        await reads(page, '.day > span', '21 Nov 2026');
        await expect.poll(() => texts(seen, '.promised .link')).toEqual(['Contact 1']);
        await expect.poll(() => texts(seen, '.run .by')).toEqual(['Lina Haddad']);
        await page.getByRole('button', { name: 'Next day' }).click();
        await page.waitForURL('**/shiftlog');
        await page.getByRole('button', { name: 'Next day' }).click();
        await page.waitForURL('**/shiftlog?day=2026-11-23');
        await expect.poll(() => texts(seen, '.promises h3')).toEqual(['Due on this day']);
        await reads(page, '.runs .state h2', 'This day has not come yet');
        await page.goto(`${seen.centre.url}/shiftlog?day=2026-02-30`);
        await reads(page, '.day > span', 'Today');
        calm(seen);
    });

    test('says what will stand there, and how it comes', async () => {
        const { page } = await atNoon();
        await reads(page, '.promises .state h2', 'No promise is due');
        await reads(page, '.cases .state h2', 'No case is open');
        await reads(page, '.runs .state h2', 'No checklist was begun');
        expect(await textOf(page, '.runs .state p')).toContain('Checklists are run at the Desk.');
    });

    test('says of each part what was refused, and tries again; the other part stands', async () => {
        const seen = await atNoon({}, ({ state }) => state.refuse.set('/api/v1/promises', 403));
        const { page, centre } = seen;
        await reads(page, '.promises [role=alert] p', 'You have no permission for this. An administrator can give it.');
        await reads(page, '.runs .state h2', 'No checklist was begun');
        centre.state.refuse.clear();
        await page.getByRole('button', { name: 'Retry' }).click();
        await reads(page, '.promises .state h2', 'No promise is due');
    });

    test('asks for what agents wrote when somebody looks, and not by itself', async () => {
        const seen = await atNoon();
        const { page, centre } = seen;
        await reads(page, '.runs .state h2', 'No checklist was begun');
        const asked = () => centre.state.requests.filter((one: string) => one.startsWith('GET /api/v1/checklists')).length;
        const before = asked();
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        await page.waitForTimeout(200);
        expect(asked()).toBe(before);
        centre.shiftlog.runs = [run(1, 'shift', 'pre_shift', lina, noon, [], passed)];
        await page.getByRole('button', { name: 'Refresh' }).click();
        await expect.poll(() => texts(seen, '.run .by')).toEqual(['Lina Haddad']);
        expect(asked()).toBe(before + 1);
    });

    test('is no page of an agent', async () => {
        const { page } = await visit({ role: 'agent', path: '/shiftlog' });
        await reads(page, 'main h2', 'There is no such page');
    });

    test('writes days and digits as the reader does', async () => {
        const seen = await atNoon({ language: 'fa', centre: { timeZone: 'Asia/Tehran' } }, ({ shiftlog }) => {
            shiftlog.promises = [promise(12, 'dispute', noon - hours)];
        });
        await expect.poll(() => texts(seen, '.promised .due')).toEqual(['مهلتش گذشته: ۱ آذر ۱۴۰۵، ۱۲:۳۰']);
        await reads(seen.page, '.promised .link', 'تماس ۱۲');
    });
});
