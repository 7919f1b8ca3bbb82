// Sign-in, contacts, one contact, the desk, as people use them.

import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { silentPeer } from '../dev/phone.mjs';
import { calm, reads, textOf, visit, withBrowser } from './browser';

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

describe('the desk', () => {
    test('leads through a contact by keyboard alone', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await reads(page, '.desk-middle h2', 'No contact with you now');
        await page.keyboard.press('Alt+r');
        await reads(page, '.presence-choice [aria-pressed=true]', 'Ready');
        centre.desk.ring();
        await reads(page, '.desk-middle h2', ' Pick up your telephone.');
        centre.desk.answer();
        await reads(page, '.say', 'Good morning, you are speaking with Sadaf Bank. How can I help?');
        await page.waitForSelector('.step .acts button:enabled'); // a wish is taken when the one before it has been answered
        await page.keyboard.press('1');
        await reads(page, '.say', 'Did the caller give two of three right answers?');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('2');
        await expect.poll(() => centre.desk.answered).toEqual({ step: 'verify', answer: 'no' });
        await reads(page, '.say', 'Which charge is it about?');
        await page.getByLabel('Your note').fill('2 charges');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await expect.poll(() => centre.desk.answered).toEqual({ step: 'reason', answer: 'done', text: '2 charges' });
        await page.waitForSelector('.cb-acts button:enabled');
        await page.keyboard.press('Alt+h');
        await reads(page, '.cb-state .tag', 'Hold');
        await page.waitForSelector('.cb-acts button:enabled');
        await page.keyboard.press('Alt+h');
        await reads(page, '.cb-state .tag', 'Talking');
        await page.waitForSelector('.cb-acts button:enabled');
        await page.keyboard.press('Alt+e');
        await reads(page, '.cb-state .tag', 'Wrap-up');
        await page.waitForSelector('.wrapup');
        // Nothing is chosen for whom the guide did not lead to an end.
        expect(await page.locator('.step .acts button').isDisabled()).toBe(true);
        await page.keyboard.press('2');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('Enter');
        await expect.poll(() => centre.desk.outcome).toBe('follow-up');
        await reads(page, '.desk-middle h2', 'No contact with you now');
        calm(seen);
    });

    test('transfers to a queue', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await reads(page, '.cb-state .tag', 'Talking');
        await page.keyboard.press('Alt+t');
        await page.locator('.cb-transfer').getByRole('button', { name: 'Loans' }).click();
        await expect.poll(() => centre.desk.transferred).toBe('loans');
    });

    test('says why the agent was set away', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', language: 'fa' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        await page.waitForSelector('.ring');
        centre.desk.miss();
        await reads(page, '.desk-reason b', 'وضعیت شما «دور از میز» است، چون تماسی زنگ خورد و پاسخ داده نشد.');
    });

    test('says who rings and why, in the title too, and a note is kept with its step', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        await reads(page, '.ring-queue', 'Cards');
        await expect.poll(() => page.title()).toBe('Ringing: \u2068Cards\u2069');
        expect(await textOf(page, '.ring')).toContain('Why you: Of 3 free agents this one had been idle longest.');
        centre.desk.answer();
        await page.getByLabel('Note on this step').fill('calls for her mother');
        await page.waitForSelector('.step .acts button:enabled');
        await page.locator('.step .acts button').click();
        await reads(page, '.flow .done .note', 'calls for her mother');
        await reads(page, '.notes p', 'calls for her mother');
        expect(await textOf(page, '.f-head .end')).toBe('Step 2 of 7');
        await expect.poll(() => page.title()).toBe('Desk · Markaz');
    });

    test('shows the step at hand while the text of a guide that is performed within has not come', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await reads(page, '.f-head .end', 'Step 1 of 7');
        let come = () => {};
        centre.state.slow.set('/api/v1/desk/guide', new Promise<void>((done) => (come = done)));
        const assignment = centre.desk.assignment ?? expect.fail('no contact');
        Object.assign(assignment, { procedure: 'identity', step: 1 });
        centre.desk.changed();
        await reads(page, '.desk-middle .step .say', 'Did the caller give two of three right answers?');
        expect(await page.locator('.f-head .end').count()).toBe(0);
        expect(await textOf(page, '.desk-middle')).not.toContain('no further step');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('2');
        await expect.poll(() => centre.desk.answered).toEqual({ step: 'verify', answer: 'no' });
        come();
        await reads(page, '.f-head .end', 'Step 2 of 6');
    });

    test('takes one of the options that a step offers', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        (centre.desk.assignment ?? expect.fail('no contact')).step = 6;
        centre.desk.changed();
        await reads(page, '.now .say', 'How shall we answer?');
        expect(await page.locator('.step .acts button bdi').allTextContents()).toEqual(['By letter', 'By telephone', 'Not at all']);
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('2');
        await expect.poll(() => centre.desk.answered).toEqual({ step: 'reply', answer: 'done', option: 'by-phone' });
        await reads(page, '.now .st', 'The guide has no further step. End the call when you are both done.');
    });

    test('shows a note though the records are behind the desk for a while', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await page.getByLabel('Note on this step').fill('calls for her mother');
        await page.waitForSelector('.step .acts button:enabled');
        centre.desk.behind = 3;
        await page.locator('.step .acts button').click();
        await reads(page, '.notes p', 'calls for her mother');
        expect(centre.desk.behind).toBe(0);
    });

    test('transfers to a person who is ready, and to nobody who is not', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await reads(page, '.cb-state .tag', 'Talking');
        await page.keyboard.press('Alt+t');
        const people = page.locator('.cb-two section').nth(1).getByRole('button');
        await people.first().waitFor();
        const states = await people.evaluateAll((all) =>
            all.map((one) => [one.textContent?.includes('Ready'), (one as HTMLButtonElement).disabled]),
        );
        expect(states.filter(([ready, disabled]) => ready === disabled)).toEqual([]);
        await people.first().click();
        await expect.poll(() => centre.desk.person).toBeGreaterThan(0);
    });

    test('says that callers wait while nobody is ready, with one button', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', centre: { history: false } });
        centre.state.away = 99;
        centre.plans.wait(centre.clock() - 9000, 'cards');
        await reads(page, '.desk-reason b', '1 caller is waiting, and nobody is ready.');
        await page.getByRole('button', { name: 'Set me ready' }).click();
        await reads(page, '.presence-choice [aria-pressed=true]', 'Ready');
        expect(await page.locator('.desk-reason').count()).toBe(0);
    });

    test('an older desk of the same person says so, and can take over again', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        const second = await page.context().newPage();
        await second.goto(`${centre.url}/desk`);
        await second.waitForSelector('.callbar');
        await reads(page, 'main h1', 'Your desk is open in another window');
        await page.getByRole('button', { name: 'Use this window' }).click();
        await page.waitForSelector('.callbar');
        await reads(second, 'main h1', 'Your desk is open in another window');
    });

    test('is a telephone itself: answers, mutes, presses keys', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', scripts: [silentPeer] });
        await page.getByRole('button', { name: 'Talk in this browser' }).click();
        await page.waitForSelector('.meter');
        centre.desk.ring();
        await page.getByRole('button', { name: 'Answer' }).waitFor();
        await page.keyboard.press('Enter');
        await reads(page, '.cb-state .tag', 'Talking');
        await page.keyboard.press('Alt+m');
        await reads(page, '.cb-acts [aria-pressed=true]', 'Unmute');
        await page.waitForSelector('.cb-acts button:nth-child(3):enabled');
        await page.keyboard.press('Alt+k');
        await page.locator('.keypad').getByRole('button', { name: '7' }).click();
        await reads(page, '.cb-keypad p', '7');
    });

    test('shows every key on one card', async () => {
        const { page } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        await page.keyboard.press('Shift+Slash');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        await page.keyboard.press('Escape');
        await expect.poll(() => page.locator('dialog').count()).toBe(0);
    });

    test('says what was refused, and that it is still as it was', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.state.refuse.set('/api/v1/agents/me/presence', 409);
        await page.getByRole('button', { name: 'Meeting' }).click();
        await page.waitForSelector('.banner.is-crit');
        expect(await textOf(page, '.banner.is-crit b')).toContain('Not done:');
        expect(await textOf(page, '.presence-choice [aria-pressed=true]')).toBe('Away');
    });

    test('shows that it hears nothing any more, and lets nothing be pressed', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.presence-choice');
        centre.cut();
        await page.waitForSelector('.banner.is-stale');
        expect(await page.locator('.presence-choice button:enabled').count()).toBe(0);
    });
});
