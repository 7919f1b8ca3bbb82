import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { calm, reads, textOf, visit, withBrowser } from './browser';

withBrowser();

const wall = { width: 1920, height: 1080 };
/** A centre in which nothing moves, so that a number and its list are of one instant. */
const still = (history = true) => {
    const now = Date.now();
    return { history, clock: () => now };
};

describe('the Board', () => {
    test('[S0-43] says seven when seven callers wait, and falls as they are taken', async () => {
        const seen = await visit({ path: '/board', centre: { history: false } });
        const { page, centre } = seen;
        await reads(page, '.b-big [data-number=waiting]', '0');
        await reads(page, '.b-say p', 'No one is waiting.10 agents are ready.');
        const now = centre.clock();
        const callers = Array.from({ length: 7 }, (_, index) =>
            centre.plans.wait(now - (70 - index) * 1000, index < 5 ? 'cards' : 'loans'),
        );
        await reads(page, '.b-big [data-number=waiting]', '7');
        await reads(page, '[data-queue=cards] [data-number=waiting]', '5');
        await reads(page, '[data-queue=loans] [data-number=waiting]', '2');
        expect(await textOf(page, '[data-number=longest]')).toMatch(/^1:1\d$/);
        for (const [index, caller] of callers.entries()) {
            const at = centre.clock();
            Object.assign(caller, {
                agent: centre.plans.agents[index],
                ring: at - 1,
                talk: at,
                leftAt: at,
                end: 'answered',
                wrap: at + 3_600_000,
                done: at + 3_660_000,
                ended: at + 3_600_000,
                contactEnd: 'caller',
            });
            centre.tell();
            await reads(page, '.b-big [data-number=waiting]', String(6 - index));
        }
        await reads(page, '[data-number=longest]', '–');
        await reads(page, '.b-agents [data-number=talking]', '7');
        calm(seen);
    });

    test('each number leads to a list of exactly that many', async () => {
        const seen = await visit({ path: '/board', centre: still() });
        const { page, centre } = seen;
        centre.plans.wait(centre.clock() - 5000, 'cards');
        centre.plans.wait(centre.clock() - 4000, 'loans');
        await page.waitForSelector('.b-queues');
        await reads(page, '[data-queue=loans] h3 bdi', 'Loans');
        const numbers = await page
            .locator('.board a:has([data-number])')
            .evaluateAll((links) =>
                links.map((link) => ({
                    href: link.getAttribute('href') ?? '',
                    shown: Number(link.querySelector('[data-number]')?.textContent?.replace(/\D/g, '')),
                })),
            );
        expect(numbers.length).toBe(2 + 3 * 4 + 4);
        expect(numbers.some(({ shown }) => shown > 100)).toBe(true);
        for (const { href, shown } of numbers) {
            await page.locator(`.board a[href="${href}"]`).first().click();
            await page.waitForURL(centre.url + href);
            await page.waitForSelector('[data-total]');
            expect(await page.locator('[data-total]').getAttribute('data-total'), href).toBe(String(shown));
            await page.goBack();
            await page.waitForSelector('.b-queues');
        }
        calm(seen);
    });

    test('the service level leads to the contacts that it counts, and its part to those in time', async () => {
        const { page, centre } = await visit({ path: '/board', centre: still() });
        await page.waitForSelector('.b-level');
        const [part, whole] = (await textOf(page, '.b-why a')).replaceAll(',', '').match(/\d+/g) ?? [];
        expect(await textOf(page, '[data-share]')).toBe(`${Math.floor((Number(part) / Number(whole)) * 100)}%`);
        for (const [selector, total] of [
            ['.b-level-row a', whole],
            ['.b-why a', part],
        ] as const) {
            const href = await page.locator(selector).first().getAttribute('href');
            await page.locator(selector).first().click();
            await page.waitForURL(centre.url + href);
            await page.waitForSelector('[data-total]');
            expect(await page.locator('[data-total]').getAttribute('data-total')).toBe(total);
            await page.goBack();
            await page.waitForSelector('.b-level');
        }
    });

    test('the service level names its threshold, window, target and formula', async () => {
        const { page } = await visit({ path: '/board' });
        await page.waitForSelector('.b-level');
        expect(await textOf(page, '.b-level h2')).toBe('Answered within 20 seconds');
        expect(await textOf(page, '.b-level')).toContain('Target 80%');
        expect(await textOf(page, '.b-level')).toContain('Today since 00:00');
        expect(await textOf(page, '.b-formula')).toBe(
            'Service level, definition 1: answered in time ÷ (answered + abandoned − abandoned early + blocked)' +
                ' · abandoned early: within 5 seconds',
        );
    });

    test('a share of fewer than twenty contacts has no colour and says why', async () => {
        const { page, centre } = await visit({
            path: '/board',
            centre: { history: false, clock: () => Date.parse('2026-11-22T09:00:00Z') },
        });
        const at = centre.clock() - 600_000;
        for (let i = 0; i < 19; ++i)
            Object.assign(centre.plans.wait(at - 90_000, 'cards'), {
                leftAt: at,
                end: 'abandoned',
                cause: 'hung_up',
                ended: at,
                contactEnd: 'caller',
            });
        await reads(page, '[data-queue=cards] [data-number=abandoned]', '19');
        expect(await textOf(page, '.b-why')).toContain('Not enough contacts to judge: 19 of 20');
        expect(await page.locator('.board .crit, .board .warn').count()).toBe(0);
        Object.assign(centre.plans.wait(at - 90_000, 'cards'), {
            leftAt: at,
            end: 'abandoned',
            cause: 'hung_up',
            ended: at,
            contactEnd: 'caller',
        });
        await page.waitForSelector('.huge.crit');
    });

    test.each(['freeze', 'cut'] as const)('[S2-25] says since when its numbers have stopped, and keeps them (%s)', async (how) => {
        const seen = await visit({ path: '/board', size: wall });
        const { page, centre } = seen;
        await page.waitForSelector('.board[data-live=true] .b-queues');
        centre[how]();
        await page.waitForSelector('.board.is-stale [role=alert]', { timeout: 30_000 });
        expect(await textOf(page, '.b-say')).toMatch(/These numbers stopped at \d\d:\d\d:\d\d\.The connection to the centre is lost/);
        expect(Number((await textOf(page, '[data-queue=cards] [data-number=offered]')).replace(/\D/g, ''))).toBeGreaterThan(100);
        expect(await textOf(page, '[data-queue=cards]')).toMatch(/Stopped at \d\d:\d\d/);
        expect(
            await page
                .locator('.b-queues article')
                .first()
                .evaluate((card) => getComputedStyle(card).backgroundImage),
        ).toContain('repeating-linear-gradient');
        centre.thaw();
        await page.waitForSelector('.board[data-live=true]:not(.is-stale)', { timeout: 30_000 });
        calm(seen);
    });

    test('[S2-25] a display comes in by a link that opens the Board alone, and fills the screen', async () => {
        const seen = await visit({ role: 'display', size: wall });
        const { page, centre } = seen;
        await page.waitForSelector('.b-queues');
        expect(new URL(page.url()).pathname).toBe('/board');
        expect(await page.locator('.board a, .rail').count()).toBe(0);
        await page.getByRole('button', { name: 'Full screen' }).click();
        await page.waitForFunction(() => document.fullscreenElement?.classList.contains('board'));
        await page.getByRole('button', { name: 'Leave full screen' }).click();
        await page.waitForFunction(() => document.fullscreenElement === null);
        await page.goto(`${centre.url}/contacts`);
        await reads(page, 'main h2', 'There is no such page');
        calm(seen);
    });

    test('simulated contacts can be hidden, and stay hidden', async () => {
        const { page, centre } = await visit({ path: '/board' });
        centre.plans.wait(centre.clock() - 5000, 'cards', 'live');
        await page.waitForSelector('.b-queues');
        expect(await textOf(page, '.b-demo')).toContain('simulated contacts included');
        await page.getByRole('switch', { name: 'Hide simulated' }).click();
        await reads(page, '[data-queue=cards] [data-number=offered]', '1');
        await page.reload();
        await reads(page, '[data-queue=cards] [data-number=offered]', '1');
        expect(await page.locator('[data-queue=cards] a').first().getAttribute('href')).toContain('origins=live');
    });

    test('a centre that is no demonstration shows no ribbon', async () => {
        const { page } = await visit({ path: '/board', centre: { demo: false } });
        await page.waitForSelector('.b-queues');
        expect(await page.locator('.b-demo').count()).toBe(0);
    });
});

/** Boxes whose content is larger than they are. */
const clipped = (page: Page) =>
    page.evaluate(() =>
        [...document.querySelectorAll('.board, .board article, .b-big > div, .b-say, .b-agents')]
            .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
            .map((box) => {
                const [needs, has] = [`${box.scrollWidth}x${box.scrollHeight}`, `${box.clientWidth}x${box.clientHeight}`];
                return `${box.className || box.tagName}: ${needs} in ${has}`;
            }),
    );

test.each([4, 5, 8])('the Board holds %i queues on a wall of 1920 by 1080', async (queues) => {
    const { page } = await visit({ path: '/board', language: 'ms', size: wall, centre: { queues } });
    await page.waitForSelector('.b-queues');
    expect(await page.locator('.b-queues article').count()).toBe(queues);
    expect(await clipped(page)).toEqual([]);
});

describe.each(['en', 'ar', 'fa', 'id', 'ms'] as const)('the Board in %s', (language) => {
    test('shows every word whole in the first minutes of a day of four queues', async () => {
        const { page } = await visit({ path: '/board', language, size: wall, centre: { queues: 4, history: false } });
        await page.waitForSelector('.b-queues');
        expect(await clipped(page)).toEqual([]);
        const names = page.locator('.b-queues dt');
        expect(await names.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)).toBe(0);
    });

    test('shows every word and number whole on a wall of 1920 by 1080', async () => {
        const { page, centre } = await visit({ path: '/board', language, size: wall });
        for (let i = 0; i < 9; ++i) centre.plans.wait(centre.clock() - 230_000, 'cards', 'simulated');
        await page.waitForSelector('.b-say.is-crit, .b-say.is-warn');
        expect(await clipped(page)).toEqual([]);
    });

    test('fits a telephone', async () => {
        const { page } = await visit({ path: '/board', language, size: { width: 360, height: 740 } });
        await page.waitForSelector('.b-queues');
        const [wide, squeezed] = await page.evaluate(() => [
            document.querySelector('.board')?.scrollWidth,
            [...document.querySelectorAll('.board article')].filter((card) => card.scrollHeight > card.clientHeight + 1).length,
        ]);
        expect(wide).toBeLessThanOrEqual(360);
        expect(squeezed).toBe(0);
    });
});
