// The web form, and a message at the desk.

import { describe, expect, test } from 'vitest';
import { calm, reads, visit, withBrowser } from './browser';

withBrowser();

describe('the web form', () => {
    test('takes a message without signing in, and leads back to it and its answer', async () => {
        const seen = await visit({ role: null, path: '/write' });
        const { page, centre } = seen;
        await reads(page, 'main h1', 'Write to us');
        await page.getByRole('button', { name: 'Send' }).click();
        await reads(page, '[role=alert]', 'Choose a topic and write your message.');
        expect(centre.messages.kept.size).toBe(0);
        await page.getByLabel('What is it about?').selectOption('cards');
        await page.getByLabel('Your message').fill('My card is lost.\nCan it be blocked?');
        await page.getByLabel('Your name').fill('Maryam');
        await page.getByLabel('Answer me in').selectOption('fa');
        await page.getByRole('button', { name: 'Send' }).focus();
        await page.keyboard.press('Enter');
        await reads(page, 'main h1', 'Your message');
        expect([centre.messages.language, centre.messages.name]).toEqual(['fa', 'Maryam']);
        await reads(page, '.write-state', 'Waiting to be read2 people came before you.');
        expect(page.url()).toMatch(/\/write#t1$/);
        await page.reload();
        await reads(page, '.said', 'My card is lost.\nCan it be blocked?');
        centre.messages.reply('t1', 'It is blocked.');
        await reads(page, '.answer .said', 'It is blocked.');
        await reads(page, '.write-state', 'Answered');
        await page.getByRole('button', { name: 'Write another message' }).click();
        await reads(page, 'main h1', 'Write to us');
        calm(seen);
    });

    test('keeps what was typed when it is refused', async () => {
        const { page, centre } = await visit({ role: null, path: '/write' });
        await page.getByLabel('What is it about?').selectOption('cards');
        await page.getByLabel('Your message').fill('Where is my card?');
        for (const [status, said] of [
            [503, 'Too many people are waiting for this now. Try again later; what you wrote is still here.'],
            [429, 'Too many messages came from your address. Try again in ten minutes; what you wrote is still here.'],
        ] as const) {
            centre.messages.refuse = status;
            await page.getByRole('button', { name: 'Send' }).click();
            await reads(page, '[role=alert]', said);
            expect(await page.getByLabel('Your message').inputValue()).toBe('Where is my card?');
        }
    });

    test('says when nobody can be written to, and when there is no such message', async () => {
        const { page, centre } = await visit({ role: null, path: '/write#none' });
        await reads(page, 'main h1', 'There is no message at this address.');
        centre.messages.open = false;
        await page.goto(`${centre.url}/write`);
        await page.reload();
        await reads(page, 'main h1', 'This centre does not take messages here.');
    });
});

describe('a message at the desk', () => {
    test('is taken, read, answered and ended by keyboard, like a call', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring('form');
        await reads(page, '.desk-middle h2', ' A message is waiting for you');
        await page.keyboard.press('Enter');
        await reads(page, '.theirs .said', 'فقدت بطاقتي أمس في السوق.\nهل يمكن إيقافها اليوم؟');
        await page.getByLabel('Your answer to the customer').fill('تم إيقافها.');
        await page.waitForSelector('.reply .btn:enabled');
        await page.keyboard.press('Control+Enter');
        await reads(page, '.ours .said', 'تم إيقافها.');
        expect(await page.getByLabel('Your answer to the customer').inputValue()).toBe('');
        await page.waitForSelector('.end-call:enabled');
        await page.keyboard.press('Alt+e');
        await page.waitForSelector('.wrapup');
        calm(seen);
    });

    test('stands beside another contact, and each wish is about the one that is shown', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring('form');
        centre.desk.answer();
        await page.waitForSelector('.reply');
        centre.desk.others = [{ ...centre.desk.assignment, id: 7, contact: 7, state: 'ringing' }];
        centre.desk.changed();
        await page.locator('.several button', { hasText: 'Ringing' }).click();
        await reads(page, '.desk-middle h2', ' A message is waiting for you');
        await page.getByRole('button', { name: 'Take it' }).click();
        await expect.poll(() => centre.desk.assignment?.id).toBe(7);
        await page.waitForSelector('.reply');
        expect(centre.desk.others.map(({ state }) => state)).toEqual(['talking']);
    });
});
