// For everyone: WCAG 2.2 AA by axe on each page, in two directions and two themes; and names that were written to do harm.

import axe from 'axe-core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { typed } from '../dev/desk.mjs';
import { silentPeer } from '../dev/phone.mjs';
import { escalated, judged, promise, run } from '../dev/shiftlog.mjs';
import { asked, calm, go, leavesThePath, visit, withBrowser, type Visit, type Wanted } from './browser';

withBrowser();

const someone = (centre: Visit['centre']) =>
    centre.plans.all.findLast((plan) => plan.hold !== null && plan.done !== null && plan.done < centre.clock())?.id;
interface PageUnderTest {
    name: string;
    path: string;
    ready: string;
    before?: (seen: Visit) => unknown;
}

/** The pages of each role, one after the other in one window: whoever comes later finds what was loaded before. */
const pages: Record<string, { who: Wanted; pages: PageUnderTest[] }> = {
    nobody: {
        who: { role: null, scripts: [silentPeer] },
        pages: [
            { name: 'sign-in', path: '/signin', ready: 'form' },
            { name: 'call', path: '/call', ready: '.call-button' },
            { name: 'write', path: '/write', ready: 'form' },
            {
                name: 'write, followed',
                path: '/write#t1',
                ready: '.answer',
                before: async ({ page, centre }) => {
                    centre.messages.take({ queue: 'cards', language: 'ar', name: '', text: 'أين بطاقتي؟' });
                    centre.messages.reply('t1', 'في الطريق إليك.');
                    await page.reload();
                },
            },
            { name: 'write, unknown', path: '/write#unknown', ready: 'main h1' },
            { name: 'sign-in, refused', path: '/signin#token=used', ready: '[role=alert]' },
            { name: 'call, speaking', path: '/call', ready: '.keypad', before: ({ page }) => page.locator('.call-button').click() },
        ],
    },
    leader: {
        who: { role: 'leader', path: '/password' },
        pages: [
            { name: 'password', path: '/password', ready: 'form' },
            { name: 'floor', path: '/floor', ready: '.agents li' },
            {
                name: 'floor, one person',
                path: '/floor',
                ready: '.floor-side',
                before: ({ page }) => page.locator('.agents button').first().click(),
            },
            { name: 'fairness', path: '/floor/fairness', ready: '.fairness tbody tr' },
            { name: 'fairness, nothing', path: '/floor/fairness?day=2020-01-01', ready: '.fairness .state' },
            { name: 'shift log', path: '/shiftlog', ready: '.run[open] li' },
            {
                name: 'shift log, all opened',
                path: '/shiftlog',
                ready: '.run[data-standing=stopped][open]',
                before: async ({ page }) => {
                    await page.waitForSelector('.run');
                    await page.evaluate(() => document.querySelectorAll('details.run').forEach((run) => run.setAttribute('open', '')));
                },
            },
            { name: 'shift log, nothing', path: '/shiftlog?day=2020-01-01', ready: '.runs .state' },
            { name: 'contacts', path: '/contacts', ready: 'tbody tr' },
            { name: 'contacts, none', path: '/contacts?queue=none', ready: '.state' },
            { name: 'contact', path: '/contacts/:someone', ready: '.wave' },
            {
                name: 'own card',
                path: '/contacts',
                ready: '.me[open]',
                before: async ({ page }) => {
                    await page.waitForSelector('tbody tr');
                    await page.locator('.me summary').click();
                },
            },
            { name: 'Board', path: '/board', ready: '.b-queues' },
            {
                name: 'Board, stopped',
                path: '/board',
                ready: '.board.is-stale .b-queues',
                before: async ({ page, centre }) => {
                    await page.waitForSelector('.b-queues');
                    centre.cut();
                },
            },
        ],
    },
    agent: {
        who: { role: 'agent', path: '/desk', scripts: [silentPeer] },
        pages: [
            { name: 'desk, waiting', path: '/desk', ready: '.queues-now li' },
            {
                name: 'desk, keys',
                path: '/desk',
                ready: '.sheet',
                before: ({ page }) => page.keyboard.press('Shift+Slash'),
            },
            {
                name: 'desk, set away',
                path: '/desk',
                ready: '.desk-reason',
                before: ({ centre }) => {
                    centre.desk.ring();
                    centre.desk.miss();
                },
            },
            {
                name: 'desk, a checklist',
                path: '/desk',
                ready: '.step .tag',
                before: ({ centre }) => {
                    centre.desk.before = true;
                    centre.desk.check('checklists', { step: undefined });
                },
            },
            {
                name: 'desk, a checklist ended without a critical item',
                path: '/desk',
                ready: '.desk-reason .btn',
                before: ({ centre }) => {
                    centre.desk.check('checklists/step', { step: { answer: 'no' } });
                    centre.desk.check('checklists/step', { step: { answer: 'done' } });
                    centre.desk.before = false;
                },
            },
            { name: 'desk, ringing', path: '/desk', ready: '.ring dl', before: ({ centre }) => centre.desk.ring() },
            {
                name: 'desk, talking, transfer open',
                path: '/desk',
                ready: '.cb-two button',
                before: async ({ page, centre }) => {
                    centre.desk.answer();
                    await page.waitForSelector('.say');
                    await page.keyboard.press('Alt+t');
                },
            },
            {
                name: 'desk, in the browser',
                path: '/desk',
                ready: '.meter',
                before: ({ page }) => page.locator('.telephone button').click(),
            },
            {
                name: 'desk, an answer that does not fit, paused, another procedure sought',
                path: '/desk',
                ready: '.finder button',
                before: async ({ page, centre }) => {
                    Object.assign(centre.desk.assignment ?? {}, { asks: typed.amount, paused: true });
                    centre.desk.changed();
                    await asked(page, typed.amount.id);
                    await page.locator('.answer .input').press('Enter');
                    await page.waitForSelector('.answer .problem');
                    await page.keyboard.press('Alt+g');
                },
            },
            {
                name: 'desk, a known value, leaving the path',
                path: '/desk',
                ready: '.deviate .option',
                before: async ({ page, centre }) => {
                    Object.assign(centre.desk.assignment ?? {}, { asks: undefined, step: 2 });
                    centre.desk.known = [{ field: 'amount', title: typed.amount.field.title, type: 'number', value: '1250' }];
                    const at = new Date().toISOString();
                    centre.desk.worked.push({ procedure: 'dispute', step: 'x', text: typed.open.text, answer: 'done', by: 2, at });
                    centre.desk.changed();
                    await page.waitForSelector('.known dd');
                    await leavesThePath(page);
                },
            },
            { name: 'desk, wrap-up', path: '/desk', ready: '.options', before: ({ centre }) => centre.desk.move('wrap_up') },
            { name: 'desk, a message rings', path: '/desk', ready: '.ring kbd', before: ({ centre }) => centre.desk.ring('form') },
            {
                name: 'desk, a message and another one',
                path: '/desk',
                ready: '.several',
                before: async ({ page, centre }) => {
                    centre.desk.answer();
                    await page.waitForSelector('.reply');
                    centre.desk.others = [{ ...centre.desk.assignment, id: 7, contact: 7, state: 'ringing' }];
                    centre.desk.changed();
                },
            },
        ],
    },
    administrator: {
        who: { role: 'administrator', path: '/settings' },
        pages: [
            {
                name: 'people',
                path: '/settings/people',
                ready: '.side-form',
                before: ({ page }) => page.locator('.row-button').nth(1).click(),
            },
            {
                name: 'screens',
                path: '/settings/screens',
                ready: '.secret',
                before: ({ page }) => page.locator('.cards .btn').first().click(),
            },
            { name: 'telephones', path: '/settings/telephones', ready: '.sub-part' },
            { name: 'centre', path: '/settings/centre', ready: '.form' },
            { name: 'first start', path: '/start', ready: '.start-step form' },
        ],
    },
};

/** What axe finds wrong on the page as it stands. */
async function violations({ page }: Visit): Promise<string[]> {
    // The policy of the page forbids scripts of others; axe comes in by the debugger instead.
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
    const found = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            resultTypes: ['violations'],
        }),
    );
    expect(found.passes.length).toBeGreaterThan(5);
    return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
    );
}

// Once for each theme and each direction.
describe.each([
    ['en', 'light'],
    ['fa', 'dark'],
] as const)('in %s, %s', (language, theme) => {
    test.each(Object.keys(pages))('what %s sees passes axe', async (name) => {
        const { who, pages: mine } = pages[name] ?? expect.fail('no such role');
        const seen = await visit({ ...who, language, theme });
        const wrong: string[] = [];
        for (const { name: page, path, ready, before } of mine) {
            const address = path.replace(':someone', String(someone(seen.centre)));
            // What was opened on a page goes with it: the same page again is loaded again.
            if (who.role === null || new URL(seen.page.url()).pathname === address) await seen.page.goto(seen.centre.url + address);
            else await go(seen.page, address);
            if (path === '/desk') await seen.page.waitForSelector('.callbar');
            await before?.(seen);
            await seen.page.waitForSelector(ready).catch(() => wrong.push(`${page}: ${ready} never came`));
            wrong.push(...(await violations(seen)).map((one) => `${page}: ${one}`));
        }
        expect(wrong).toEqual([]);
        calm(seen);
    });
});

const own = [
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '{{7*7}}${7*7}',
    'javascript:alert(1)',
    '\u202eelttil\u202c',
    '\u2067\u2067\u2067',
    'a\u0300\u0301\u0302\u0303\u0304\u0305',
    '👩‍👩‍👧‍👦 مريم',
    '',
    ' ',
    'x'.repeat(300),
    '{count} {queue}',
    '%s %d',
    '\u0000null',
    'Zoë O’Hara-ibn-‘Abd al-Raḥmān',
];
const folder = join(process.env.MARKAZ_SHARED ?? '', 'corpora/strings');
const given =
    process.env.MARKAZ_SHARED && existsSync(folder)
        ? readdirSync(folder)
              .filter((name) => name.startsWith('blns') || name.startsWith('own'))
              .flatMap((name) =>
                  readFileSync(join(folder, name), 'utf8')
                      .split('\n')
                      .filter((line) => line && !line.startsWith('#')),
              )
        : [];
if (given.length === 0) console.log('MARKAZ_SHARED is not set: only the hostile strings of this file are tried');

test.each(['en', 'ar'] as const)('names written to do harm are shown as text (%s)', async (language) => {
    const names = [...own, ...given];
    const seen = await visit({ language, path: '/contacts', centre: { names, name: own[0] ?? '', person: own[1] ?? '' } });
    const { page, centre } = seen;
    await page.waitForSelector('tbody tr');
    const shown = new Set<string>();
    for (const plan of centre.plans.all) if (plan.agent && plan.ring !== null && plan.ring <= centre.clock()) shown.add(plan.agent.name);
    expect(shown.size).toBeGreaterThan(own.length - 1);
    const cells = await page.locator('tbody td:nth-child(4)').allTextContents();
    const known = new Set(names.map((name) => name.replaceAll('\u0000', '\ufffd')).concat(names));
    expect(cells.filter((cell) => !known.has(cell))).toEqual([]);
    const plan = centre.plans.all.find((one) => one.agent?.name === own[1]) ?? expect.fail('the name was never used');
    await go(page, `/contacts/${plan.id}`);
    await page.waitForSelector('.timeline li');
    expect((await page.locator('.timeline').textContent())?.includes(own[1] ?? '')).toBe(true);
    await go(page, '/floor');
    await page.waitForSelector('.agents li');
    expect(await page.locator('.agents li, .needs li').count()).toBe(names.length);
    const some = names.slice(0, 400); // fewer than the page asks for at once
    centre.shiftlog.promises = some.map((one, at) => promise(at + 1, 'call', centre.clock() - at, { id: at, name: one }, one));
    centre.shiftlog.runs = some.map((one, at) =>
        run(at, 'shift', 'pre_shift', { id: at, name: one }, centre.clock() - at, [['headset', 'yes', true, one]]),
    );
    centre.shiftlog.results = some.map((one, at) => judged(at + 1, 'dispute', centre.clock() - at, false, one, { id: at, name: one }));
    centre.shiftlog.escalations = some.map((one, at) => escalated(at + 1, centre.clock() - at, { id: at, name: one }, null, null, 0));
    await go(page, '/shiftlog');
    await expect.poll(() => page.locator('.promised li').count()).toBe(some.length);
    await expect.poll(() => page.locator('.run').count()).toBe(some.length);
    await expect.poll(() => page.locator('.missed li').count()).toBe(2 * some.length);
    const told = await page.locator('.run :is(.by, .wrote)').allTextContents();
    expect(told.length).toBeGreaterThan(some.length);
    expect(told.filter((text) => !known.has(text))).toEqual([]);
    expect(await page.locator('.shiftlog :is(img, script)').count()).toBe(0);
    await go(page, '/board');
    await page.waitForSelector('.b-queues');
    expect(await page.locator('.b-head h1').textContent()).toBe(own[0]);
    expect(await page.locator('img').count()).toBe(0);
    calm(seen);
});

/** What each role opens on a telephone, and what stands there when it has come. */
const narrow = {
    leader: {
        '/board': '.b-queues',
        '/contacts': 'tbody tr',
        '/contacts/:someone': '.timeline li',
        '/password': 'form',
        '/floor': '.agents li',
        '/shiftlog': '.run[open] li',
    },
    agent: { '/desk': '.callbar', '/call': '.call-button', '/write': 'textarea' },
    administrator: {
        '/settings/people': '.row-button',
        '/settings/screens': '.cards',
        '/settings/telephones': '.sub-part',
        '/settings/centre': '.form',
        '/start': '.start-step form',
    },
};
describe.each(['en', 'ar', 'fa', 'id', 'ms'] as const)('in %s', (language) => {
    test.each(['leader', 'agent', 'administrator'] as const)('no page of the %s is wider than a telephone', async (role) => {
        const first = Object.keys(narrow[role])[0] ?? '/';
        const { page, centre } = await visit({ role, path: first, language, size: { width: 360, height: 740 } });
        const wide: string[] = [];
        for (const [path, ready] of Object.entries(narrow[role])) {
            await go(page, path.replace(':someone', String(someone(centre))));
            await page.waitForSelector(ready);
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            if (width > 360) wide.push(`${path}: ${width}`);
        }
        expect(wide).toEqual([]);
    });
});

test.each(['en', 'ar'] as const)('notes written to do harm are shown as text, and turn nothing around them (%s)', async (language) => {
    const seen = await visit({ language, role: 'agent', path: '/desk' });
    const { page, centre } = seen;
    await page.waitForSelector('.callbar');
    centre.desk.ring();
    centre.desk.answer();
    await page.waitForSelector('.say');
    const bar = async () => (await page.locator('.cb-acts').boundingBox())?.x;
    const stood = await bar();
    const notes = [...own.filter((note) => note.trim()), ...given.slice(0, 200)];
    const assignment = centre.desk.assignment ?? expect.fail('no contact');
    for (const [index, note] of notes.entries()) {
        assignment.step = index % 5;
        centre.desk.finish({ step: ['greet', 'verify', 'reason', 'lost', 'open'][index % 5], answer: 'done', text: note });
    }
    assignment.step = 5;
    centre.desk.changed();
    await expect.poll(() => page.locator('.notes li').count()).toBe(notes.length);
    const shown = await page.locator('.notes p').allTextContents();
    const visible = (text: string) => text.replaceAll('\u0000', '\ufffd');
    expect(shown.map(visible)).toEqual(notes.map(visible));
    expect(await page.locator('.desk img, .desk script').count()).toBe(0);
    expect(await bar()).toBe(stood);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
    calm(seen);
});
