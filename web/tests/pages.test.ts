// Sign-in, contacts, one contact, as people use them.

import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calm, reads, visit, withBrowser } from './browser';

withBrowser();

describe('the door', () => {
    test('opens by a link whose token stands in no request line and does not stay in the address', async () => {
        const seen = await visit({ role: null });
        const { page, centre } = seen;
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await page.goto(`${centre.url}/signin#token=leader`);
        await page.waitForURL('**/floor');
        expect(asked.length).toBeGreaterThan(1);
        expect(asked.filter((url) => url.replace(/#.*/, '').includes('leader'))).toEqual([]);
        await page.goBack();
        expect(page.url()).not.toContain('token');
        calm(seen);
    });

    test.each([
        ['agent', '/desk'],
        ['leader', '/floor'],
        ['display', '/board'],
    ] as const)('leads %s to %s', async (role, home) => {
        const { page } = await visit({ role });
        expect(new URL(page.url()).pathname).toBe(home);
    });

    test('explains a link that was used, in one line, and offers the password', async () => {
        const seen = await visit({ role: null, path: '/signin#token=used' });
        await reads(
            seen.page,
            '[role=alert]',
            'This link does not open any more: it was used, has expired, or is incomplete. Ask for a new one.',
        );
        await seen.page.getByLabel('Sign-in name').fill('leader');
        await seen.page.getByLabel('Password', { exact: true }).fill('wrong');
        await seen.page.keyboard.press('Enter');
        await reads(seen.page, '[role=alert]', 'Not signed in: name and password do not belong together.');
        await seen.page.getByLabel('Password', { exact: true }).fill('correct horse battery');
        await seen.page.keyboard.press('Enter');
        await seen.page.waitForURL('**/floor');
        calm(seen);
    });

    test('asks for what is missing without asking the server', async () => {
        const { page, centre } = await visit({ role: null });
        await page.getByRole('button', { name: 'Sign in' }).click();
        await reads(page, '[role=alert]', 'Write your name and your password.');
        expect(centre.state.requests).toEqual([]);
    });

    test('shows a password to whoever writes it, when they wish', async () => {
        const { page } = await visit({ role: null });
        const password = page.locator('input[name=password]');
        await password.fill('a calm control room');
        expect(await password.getAttribute('type')).toBe('password');
        await page.getByRole('button', { name: 'Show the password' }).click();
        expect(await password.getAttribute('type')).toBe('text');
        await page.getByRole('button', { name: 'Show the password' }).click();
        expect(await password.getAttribute('type')).toBe('password');
        expect(await password.inputValue()).toBe('a calm control room');
    });

    test('speaks the language that is chosen, and turns to the right', async () => {
        const { page } = await visit({ role: null });
        await page.getByRole('button', { name: 'فارسی' }).click();
        await reads(page, 'h1', 'ورود');
        expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['fa', 'rtl']);
        await page.getByRole('button', { name: 'Melayu' }).click();
        await reads(page, 'h1', 'Log masuk');
        expect(await page.evaluate(() => document.documentElement.dir)).toBe('ltr');
    });

    test.each([
        ['sign-in', 'en', null, '/signin', 'form'],
        ['desk', 'en', 'agent', '/desk', '.presence-choice'],
        ['desk', 'ar', 'agent', '/desk', '.presence-choice'],
    ] as const)('the %s in %s weighs less than 300 kB, compressed, until it can be used', async (name, language, role, path, ready) => {
        const { page } = await visit({ role, path, language });
        await page.waitForSelector(ready);
        const names = await page.evaluate(() =>
            performance
                .getEntriesByType('resource')
                .map(({ name }) => new URL(name).pathname)
                .filter((name) => name.startsWith('/assets/')),
        );
        const weight = names.reduce((sum, name) => {
            const file = readFileSync(`${process.env.MARKAZ_PAGE}${name}`);
            return sum + (name.endsWith('.woff2') ? file.length : gzipSync(file).length);
        }, 0);
        console.log(`${name} in ${language}: ${names.length} files, ${Math.round(weight / 1000)} kB compressed`);
        expect(weight).toBeLessThan(300_000);
    });

    test('is shown again when the session has ended', async () => {
        const { page, centre } = await visit({ path: '/contacts' });
        await page.waitForSelector('tbody tr');
        centre.state.refuse.set('/api/v1/contacts', 401);
        await page.getByRole('button', { name: 'Refresh' }).click();
        await page.waitForURL('**/signin');
    });

    test('signing out ends the session at the server', async () => {
        const { page, centre } = await visit({ path: '/contacts' });
        await page.locator('.me summary').click();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.waitForURL('**/signin');
        expect(centre.state.requests).toContain('DELETE /api/v1/session');
        await page.goto(`${centre.url}/contacts`);
        await page.waitForURL('**/signin');
    });

    test('whoever signs out is not told that their session has ended, whatever is refused meanwhile', async () => {
        const { page, centre } = await visit({ path: '/contacts' });
        await page.waitForSelector('tbody tr');
        let signedOut = () => {};
        centre.state.slow.set('/api/v1/session', new Promise<void>((done) => (signedOut = done)));
        await page.locator('.me summary').click();
        const asked = page.waitForRequest((request) => request.method() === 'DELETE');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await asked;
        centre.state.refuse.set('/api/v1/contacts', 401);
        const refused = page.waitForResponse((response) => response.status() === 401);
        await page.getByRole('button', { name: 'Refresh' }).click();
        await refused;
        signedOut();
        await page.waitForURL('**/signin');
        await page.waitForSelector('form');
        expect(await page.locator('body').textContent()).not.toContain('Your session has ended');
    });
});

describe("a password of one's own", () => {
    test('is refused when it is short, and saved when it is long', async () => {
        const { page, centre } = await visit({ path: '/password' });
        const field = page.getByLabel('Password', { exact: true });
        await field.fill('short');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[role=alert]');
        expect(centre.state.requests).not.toContain('PUT /api/v1/me/password');
        await field.fill('four words are enough');
        await page.keyboard.press('Enter');
        await reads(page, 'form [role=status]', '✓ Password saved.');
    });
});

describe('the list of contacts', () => {
    test('moves by arrow keys and opens by Enter', async () => {
        const seen = await visit({ path: '/contacts' });
        const { page } = seen;
        await page.waitForSelector('tbody tr');
        await page.locator('tbody a').first().focus();
        for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
        const wanted = await page.locator('tbody a').nth(1).getAttribute('href');
        expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(wanted);
        await page.keyboard.press('Enter');
        await page.waitForURL(`**${wanted}`);
        await page.waitForSelector('.timeline li');
        calm(seen);
    });

    test('keeps its filters in the address, and the way back undoes one', async () => {
        const { page } = await visit({ path: '/contacts' });
        await page.waitForSelector('tbody tr');
        const all = await page.locator('[data-total]').getAttribute('data-total');
        await page.getByRole('combobox', { name: 'Queue' }).click();
        await page.locator('.ant-select-item-option', { hasText: 'Loans' }).click();
        await page.waitForURL('**/contacts?queue=loans');
        await expect.poll(async () => new Set(await page.locator('tbody td:nth-child(3)').allTextContents())).toEqual(new Set(['Loans']));
        await page.goBack();
        await expect.poll(() => page.locator('[data-total]').getAttribute('data-total')).toBe(all);
    });

    test('steps through the days of the centre', async () => {
        const { page } = await visit({ path: '/contacts' });
        await page.waitForSelector('tbody tr');
        await page.getByRole('button', { name: 'Previous day' }).click();
        await reads(page, '.day > span', 'Today');
        await page.getByRole('button', { name: 'Previous day' }).click();
        await reads(page, 'main h2', 'No contact fits these filters');
        await page.locator('.state').getByRole('button', { name: 'Clear filters' }).click();
        await page.waitForSelector('tbody tr');
    });

    test('pages through everything once', async () => {
        const { page } = await visit({ path: '/contacts?end=abandoned' });
        await page.waitForSelector('tbody tr');
        const total = Number(await page.locator('[data-total]').getAttribute('data-total'));
        const seen = new Set<string>();
        for (;;) {
            for (const href of await page.locator('tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '')))
                seen.add(href);
            const next = page.getByRole('button', { name: 'Next page' });
            if ((await next.count()) === 0 || (await next.isDisabled())) break;
            const first = await page.locator('tbody a').first().getAttribute('href');
            await next.click();
            await expect.poll(() => page.locator('tbody a').first().getAttribute('href')).not.toBe(first);
        }
        expect(total).toBeGreaterThan(50);
        expect(seen.size).toBe(total);
    });

    test('says what will stand there when nothing has come yet', async () => {
        const { page } = await visit({ path: '/contacts', centre: { history: false } });
        await reads(page, 'main h2', 'Your contacts will stand here');
    });

    test('says what happened when it is refused, and tries again', async () => {
        const { page, centre } = await visit();
        centre.state.refuse.set('/api/v1/contacts', 403);
        await page.goto(`${centre.url}/contacts`);
        await reads(page, '[role=alert] p', 'You have no permission for this. An administrator can give it.');
        centre.state.refuse.clear();
        await page.getByRole('button', { name: 'Retry' }).click();
        await page.waitForSelector('tbody tr');
    });
});

describe('one contact', () => {
    test('says who a known customer is, and nothing of anybody else', async () => {
        const { page, centre } = await visit();
        const [known, stranger] = centre.plans.all;
        Object.assign(known ?? {}, { customer: { name: 'Mona Adel', standing: 'vip', contacts_lately: 2 } });
        await page.goto(`${centre.url}/contacts/${known?.id}`);
        await reads(page, '.facts .standing', ' VIP');
        expect(await page.locator('.facts').textContent()).toContain('Mona Adel');
        await page.goto(`${centre.url}/contacts/${stranger?.id}`);
        await page.waitForSelector('.facts');
        expect(await page.locator('.facts .standing').count()).toBe(0);
    });

    test.each(['en', 'ar'] as const)('tells every step, why the agent was chosen, and plays from left to right (%s)', async (language) => {
        const seen = await visit({ language });
        const { page, centre } = seen;
        const plan =
            centre.plans.all.findLast((one) => one.hold !== null && one.done !== null && one.done < centre.clock()) ??
            expect.fail('no contact with hold');
        await page.goto(`${centre.url}/contacts/${plan.id}`);
        await page.waitForSelector('.timeline li');
        expect(await page.locator('.timeline li').count()).toBe(16);
        expect(await page.locator('.timeline small').count()).toBe(3);
        if (language === 'en') {
            const told = (await page.locator('.timeline p').allTextContents()).join('\n').replace(/[\u2066-\u2069]/g, '');
            expect(told).toContain('The caller pressed 9, which is no choice here.');
            expect(told).toMatch(/was chosen\.(This agent was the only one free|Of \d free agents|The agent came free)/);
            expect(told).toMatch(/The caller hears: “Welcome[^]*The agent sees: “Greet the caller/);
            expect(told).toMatch(/Hold[^]*Wrap-up[^]*Outcome/);
        }
        expect(await page.locator('.stages li').count()).toBe(7);
        const [back, forward] = await Promise.all([0, 2].map((nth) => page.locator('.controls button').nth(nth).boundingBox()));
        expect(back?.x).toBeLessThan(forward?.x ?? 0);
        expect(await page.locator('.wave').count()).toBe(2);
        expect(await page.locator('.hold-gap').count()).toBe(1);
        await reads(page, '.done-steps p', 'She has never bought there; the card was used twice within a minute.');
        await page.locator('.controls .round').click();
        await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2);
        calm(seen);
    });

    test('keeps the recording from those who may not hear it', async () => {
        const { page, centre } = await visit({ role: 'analyst' });
        const plan = centre.plans.all.find((one) => one.done !== null) ?? expect.fail('no contact');
        await page.goto(`${centre.url}/contacts/${plan.id}`);
        await reads(page, '.recordings p', 'You have no permission to hear this recording. The quality manager can give it.');
        expect(await page.locator('audio').count()).toBe(0);
    });

    test('says that there is none under this number', async () => {
        const { page } = await visit({ path: '/contacts/999999' });
        await reads(page, '[role=alert] p', 'There is no such contact. The address may be mistyped.');
    });
});
