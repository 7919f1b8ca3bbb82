// How calls were shared, as a team leader reads it: who had more than chance gives, of which calls that is said, and of which days.

import { describe, expect, test } from 'vitest';
import { calm, reads, textOf, visit, withBrowser } from './browser';

withBrowser();

describe('how calls were shared', () => {
    test('says who had more than chance gives, and leads from a number to its calls', async () => {
        const seen = await visit({ path: '/floor' });
        const { page } = seen;
        await page.getByRole('link', { name: 'How calls were shared' }).click();
        await reads(page, 'h1', 'How calls were shared');
        await page.waitForSelector('section:nth-of-type(3) tbody tr');
        const verdicts = (await page.locator('.verdict').allTextContents()).map((text) => text.trim());
        expect(verdicts).toEqual([
            'Even: every difference can be chance.',
            'Uneven: some differences are more than chance.',
            'One agent alone: there is nobody to compare with.',
        ]);
        await reads(page, 'section:nth-of-type(2) h2', 'Cards · Accounts after 1:00 (العربية · فارسی)');
        const spreads = page.locator('section:nth-of-type(2) tbody td:nth-child(5)');
        expect((await spreads.allTextContents()).map((text) => text.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim())).toEqual([
            '33 to 67 more than chance',
            '33 to 67 less than chance',
        ]);
        expect(await textOf(page, 'section:nth-of-type(3) tbody td:nth-child(5)')).toBe(''); // nobody to compare with, so no spread
        const answered = page.locator('section:nth-of-type(2) tbody a').first();
        const list = await answered.getAttribute('href');
        expect(list).toMatch(/^\/contacts\?.*agent=\d+/);
        expect(list).toContain('channel=voice_in');
        await answered.click();
        await page.waitForURL(`**${list}`);
        calm(seen);
    });

    test('keeps the days in the address, and says so when nobody took calls in them', async () => {
        const seen = await visit({ path: '/floor/fairness?day=2020-12-31&days=7' });
        const { page } = seen;
        await reads(page, '.state h2', 'Nobody took calls in this time');
        await reads(page, '.top .chips [aria-pressed=true]', '7 days');
        await page.getByRole('button', { name: '30 days' }).click();
        await page.waitForURL('**/floor/fairness?day=2020-12-31&days=30');
        await page.goBack();
        await reads(page, '.top .chips [aria-pressed=true]', '7 days');
        calm(seen);
    });

    test('takes a day that is none for today', async () => {
        const { page } = await visit({ path: '/floor/fairness?day=2026-02-31&days=8' });
        await page.waitForSelector('.verdict');
        await reads(page, '.top .chips [aria-pressed=true]', '1 day');
        await reads(page, '.top .day span', 'Today');
    });

    test('says what was refused, and tries again', async () => {
        const { page, centre } = await visit();
        centre.state.refuse.set('/api/v1/fairness', 403);
        await page.goto(`${centre.url}/floor/fairness`);
        await reads(page, '[role=alert] p', 'You have no permission for this. An administrator can give it.');
        centre.state.refuse.clear();
        await page.getByRole('button', { name: 'Retry' }).click();
        await page.waitForSelector('.verdict');
    });
});
