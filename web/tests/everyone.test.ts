// For everyone: WCAG 2.2 AA by axe on each page, in two directions and two themes; and names that were written to do harm.

import axe from 'axe-core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calm, visit, withBrowser, type Visit, type Wanted } from './browser';

withBrowser();

const someone = (centre: Visit['centre']) =>
    centre.plans.all.findLast((plan) => plan.hold !== null && plan.done !== null && plan.done < centre.clock())?.id;
interface PageUnderTest extends Wanted {
    name: string;
    ready: string;
    before?: (seen: Visit) => Promise<unknown>;
}
const pages: PageUnderTest[] = [
    { name: 'sign-in', role: null, ready: 'form' },
    { name: 'sign-in, refused', role: null, path: '/signin#token=used', ready: '[role=alert]' },
    { name: 'password', path: '/password', ready: 'form' },
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
    { name: 'contacts', path: '/contacts', ready: 'tbody tr' },
    { name: 'contacts, none', path: '/contacts?queue=none', ready: '.state' },
    { name: 'contact', ready: '.timeline li', before: ({ page, centre }) => page.goto(`${centre.url}/contacts/${someone(centre)}`) },
    { name: 'desk, waiting', role: 'agent', path: '/desk', ready: '.state' },
    {
        name: 'desk, talking',
        role: 'agent',
        path: '/desk',
        ready: '.say',
        before: async ({ page, centre }) => {
            await page.waitForSelector('.callbar');
            centre.desk.ring();
            centre.desk.answer();
        },
    },
    {
        name: 'desk, wrap-up',
        role: 'agent',
        path: '/desk',
        ready: '.options',
        before: async ({ page, centre }) => {
            await page.waitForSelector('.callbar');
            centre.desk.ring();
            centre.desk.answer();
            centre.desk.move('wrap_up');
        },
    },
    {
        name: 'own card',
        path: '/contacts',
        ready: '.me[open]',
        before: async ({ page }) => {
            await page.waitForSelector('tbody tr');
            await page.locator('.me summary').click();
        },
    },
];

describe.each([
    ['en', 'light'],
    ['ar', 'light'],
    ['fa', 'dark'],
] as const)('in %s, %s', (language, theme) => {
    test.each(pages)('$name passes axe', async ({ ready, before, name: _name, ...wanted }) => {
        const seen = await visit({ ...wanted, language, theme });
        await before?.(seen);
        await seen.page.waitForSelector(ready);
        // The policy of the page forbids scripts of others; axe comes in by the debugger instead.
        await seen.page.evaluate(axe.source);
        const found = await seen.page.evaluate(() =>
            (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            }),
        );
        expect(found.passes.length).toBeGreaterThan(5);
        expect(
            found.violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
            ),
        ).toEqual([]);
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
    await page.goto(`${centre.url}/contacts/${plan.id}`);
    await page.waitForSelector('.timeline li');
    expect((await page.locator('.timeline').textContent())?.includes(own[1] ?? '')).toBe(true);
    await page.goto(`${centre.url}/board`);
    await page.waitForSelector('.b-queues');
    expect(await page.locator('.b-head h1').textContent()).toBe(own[0]);
    expect(await page.locator('img').count()).toBe(0);
    calm(seen);
});

test.each(['en', 'ar', 'fa', 'id', 'ms'] as const)('no page is wider than a telephone (%s)', async (language) => {
    const seen = await visit({ language, size: { width: 360, height: 740 } });
    for (const path of ['/board', '/contacts', `/contacts/${someone(seen.centre)}`, '/password']) {
        await seen.page.goto(seen.centre.url + path);
        await seen.page.waitForSelector('main');
        await seen.page.waitForLoadState('networkidle').catch(() => undefined);
        expect(await seen.page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
    }
});
