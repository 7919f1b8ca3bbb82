import { describe, expect, test } from 'vitest';
import { mergeFloor } from '../src/features/floor/merge';
import { byState, needOf } from '../src/features/floor/needs';
import type { FloorRow } from '../src/api/types';
import { calm, reads, textOf, visit, withBrowser } from './browser';

withBrowser();

const now = Date.parse('2026-11-22T09:00:00Z');
const row = (id: number, state: FloorRow['state'], seconds: number, more: Partial<FloorRow> = {}): FloorRow => ({
    id,
    state,
    since: new Date(now - seconds * 1000).toISOString(),
    presence: 'ready',
    reason: 'chosen',
    ...more,
});

describe('who needs the leader', () => {
    test.each([
        [row(1, 'hold', 179, { long_after_s: 180 }), null],
        [row(1, 'hold', 180, { long_after_s: 180 }), 'floor.need.hold'],
        [row(1, 'hold', 9999), null],
        [row(1, 'wrap_up', 120, { long_after_s: 120 }), 'floor.need.wrap_up'],
        [row(1, 'talking', 1200, { long_after_s: 1200 }), 'floor.need.talk'],
        [row(1, 'ringing', 15, { long_after_s: 15 }), 'floor.need.ring'],
        [row(1, 'away', 5, { reason: 'no_answer' }), 'floor.need.no_answer'],
        [row(1, 'away', 5, { reason: 'chosen' }), null],
        [row(1, 'ready', 9999), null],
    ])('%j: %s', (who, key) => expect(needOf(who, (now - Date.parse(who.since)) / 1000)?.key ?? null).toBe(key));

    test('everyone else stands by state, the longest first', () =>
        expect(
            [row(1, 'ready', 5), row(2, 'talking', 5), row(3, 'talking', 50), row(4, 'break', 500)].sort(byState).map(({ id }) => id),
        ).toEqual([3, 2, 1, 4]));
});

test('an event changes those whom it names, adds who is new, and leaves the others untouched', () => {
    const before = { at: 'a', agents: [row(1, 'ready', 9), row(2, 'talking', 9)] };
    const after = mergeFloor(before, { at: 'b', agents: [row(2, 'hold', 0), row(3, 'ready', 0)] });
    expect(after.agents.map(({ id, state }) => [id, state])).toEqual([
        [1, 'ready'],
        [2, 'hold'],
        [3, 'ready'],
    ]);
    expect(after.agents[0]).toBe(before.agents[0]);
});

describe('the floor', () => {
    test('shows my team, finds a person, opens what they did today', async () => {
        const seen = await visit({ path: '/floor' });
        const { page } = seen;
        await page.waitForSelector('.agents li');
        expect(await page.locator('.agents li, .needs li').count()).toBe(12);
        await page.getByRole('button', { name: /^My team/ }).click();
        await expect.poll(() => page.locator('.agents li, .needs li').count()).toBe(6);
        await page.getByRole('button', { name: /^Everyone/ }).click();
        await page.getByLabel('Find a person').fill('huda');
        await expect.poll(() => page.locator('.agents li, .needs li').count()).toBe(1);
        await page.locator('.agents button, .needs button').click();
        await reads(page, '.floor-side h2', 'Huda Nasser');
        await page.getByRole('link', { name: 'Contacts answered today' }).click();
        await page.waitForSelector('[data-total]');
        expect(page.url()).toMatch(/agent=\d+/);
        calm(seen);
    });

    test('names who holds a caller too long, and why', async () => {
        const { page, centre } = await visit({ path: '/floor' });
        const held = centre.plans.wait(centre.clock() - 400_000, 'cards');
        Object.assign(held, {
            agent: centre.plans.agents[0],
            ring: centre.clock() - 380_000,
            talk: centre.clock() - 370_000,
            leftAt: centre.clock() - 370_000,
            end: 'answered',
            hold: [centre.clock() - 200_000, centre.clock() + 900_000],
        });
        await reads(page, '.needs .why', 'Critical:  On hold for over 3:00');
        await expect.poll(() => textOf(page, '.needs .what')).toBe('Hold · Cards');
    });

    test('follows five hundred agents of whom a fifth change each half second', async () => {
        const { page } = await visit({ path: '/floor', centre: { crowd: 500 } });
        await page.waitForSelector('.agents li');
        expect(await page.locator('.agents li, .needs li').count()).toBe(500);
        const states = () => page.locator('.counts').textContent();
        const first = await states();
        await expect.poll(states).not.toBe(first);
        expect(await page.locator('.agents li, .needs li').count()).toBe(500);
    });

    test('says since when it has stopped', async () => {
        const { page, centre } = await visit({ path: '/floor' });
        await page.waitForSelector('.agents li');
        centre.cut();
        await page.waitForSelector('.floor-stopped [role=status]');
    });
});
