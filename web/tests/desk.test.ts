// The desk, as agents use it.

import { describe, expect, test } from 'vitest';
import { customerCase } from '../dev/cases.mjs';
import { typed } from '../dev/desk.mjs';
import { silentPeer } from '../dev/phone.mjs';
import { asked, calm, leavesThePath, reads, textOf, visit, withBrowser } from './browser';

withBrowser();

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
        await page.keyboard.press('Alt+h');
        await reads(page, '.cb-state .tag', 'Hold');
        await page.keyboard.press('Alt+h');
        await reads(page, '.cb-state .tag', 'Talking');
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

    test('says who calls and how they are to be treated, from the first ring on', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        const isolates = /[\u2066-\u2069]/g;
        const facts = async () => (await page.locator('.cust > div').allTextContents()).map((one) => one.replace(isolates, ''));
        await page.waitForSelector('.callbar');
        centre.desk.customer = { name: 'Mona Adel', standing: 'threatening', contacts_lately: 3 };
        centre.desk.ring();
        await expect.poll(facts).toEqual(expect.arrayContaining(['NameMona Adel', 'Standing Has threatened us', 'Contacts in 7 days3']));
        expect(await page.locator('.ring dl').textContent()).toMatch(/Mona Adel.*Has threatened us/);
        expect(await page.locator('.callbar').textContent()).toContain('Mona Adel');
        centre.desk.miss();
        // Whom the centre does not know, and who calls for the first time, is a caller like any other.
        centre.desk.customer = { name: null, standing: 'ordinary', contacts_lately: 1 };
        centre.desk.ring();
        await expect.poll(facts).toHaveLength(4);
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

    test('shows what is still to be done for a customer before the conversation, and what is mine while nobody is with me', async () => {
        const seen = await visit({ role: 'agent', path: '/password' });
        const { page, centre } = seen;
        const yesterday = centre.clock() - 26 * 3_600_000;
        const mine = customerCase(2, yesterday, { id: 2, name: 'Lina Haddad' }, yesterday + 3_600_000);
        centre.cases.rows = [mine];
        centre.desk.cases = [customerCase(1, yesterday)];
        await page.goto(`${centre.url}/desk`);
        await reads(page, '.desk-side .case .untaken', ' Not taken over yet');
        await page.getByRole('button', { name: 'Take over' }).press('Enter');
        await expect.poll(() => page.locator('.desk-side .untaken').count()).toBe(0);
        expect(mine.taken).not.toBeNull();
        centre.desk.ring();
        await reads(page, '.desk-side .case .case-head .small', 'Case 1');
        expect(await page.locator('.desk-side .case .acts').count(), 'it is not mine').toBe(0);
        calm(seen);
    });

    test('rings for a voicemail, which is taken and heard there', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring('voicemail');
        await reads(page, '.desk-middle h2', ' A voicemail is waiting for you');
        expect(await page.locator('.voicemail').count()).toBe(0); // that it rings is not enough to hear it
        await page.keyboard.press('Enter');
        await reads(page, '.voicemail h2', 'The caller’s message');
        const asked = page.waitForRequest((request) => request.url().includes('/api/v1/me/messages/7/audio'));
        await page.locator('.voicemail').getByRole('button', { name: 'Play' }).click();
        await asked;
        await expect.poll(() => page.locator('.voicemail .wave').count()).toBe(1); // no agent was there
        expect(await page.getByRole('button', { name: 'Hold' }).isDisabled()).toBe(true);
        expect(await page.locator('.reply').count()).toBe(0);
        await reads(page, '.say', 'Good morning, you are speaking with Sadaf Bank. How can I help?');
        calm(seen);
    });

    test('says why the agent was set away', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', language: 'fa' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        await page.waitForSelector('.ring');
        centre.desk.miss();
        await reads(page, '.desk-reason b', 'وضعیت شما «دور از میز» است، چون تماسی زنگ خورد و پاسخ داده نشد.');
    });

    test.each([
        ['hold', 'en', 'The caller has been on hold for #. Resume, and say how long it will take.'],
        ['talking', 'fa', '# است که صحبت می‌کنید. اگر کمک لازم دارید از سرتیم بپرسید.'],
        ['wrap_up', 'ar', 'مضى على ما بعد المكالمة #. اختر نتيجة أو اطلب المساعدة.'],
    ] as const)('[S0-33] says that %s lasts too long, once the manual thinks so (%s)', async (state, language, told) => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', language });
        await page.waitForSelector('.callbar');
        centre.desk.long = { [state]: 60 };
        centre.desk.ring();
        centre.desk.answer();
        const assignment = centre.desk.assignment ?? expect.fail('no contact');
        const since = (seconds: number) => {
            Object.assign(assignment, { state, since: centre.clock() - seconds * 1000 });
            centre.desk.changed();
        };
        since(50);
        await page.waitForSelector(state === 'wrap_up' ? '.wrapup' : '.cb-state');
        expect(await page.locator('.desk-reason b').count()).toBe(0);
        since(60);
        const [before, after] = told.split('#');
        await expect.poll(() => textOf(page, '.desk-reason b')).toMatch(new RegExp(`^${before}.:..${after}$`));
    });

    test('says who rings and why, in the title too, and a note is kept with its step', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        await reads(page, '.ring-queue', 'Cards');
        await expect.poll(() => page.title()).toBe('Ringing: \u2068Cards\u2069');
        await expect.poll(() => textOf(page, '.ring')).toContain('Why you: Of 3 free agents this one had been idle longest.');
        centre.desk.answer();
        await page.getByLabel('Note on this step').fill('calls for her mother');
        await page.waitForSelector('.step .acts button:enabled');
        await page.locator('.step .acts button').click();
        await reads(page, '.flow .done .note', 'calls for her mother');
        await reads(page, '.notes p', 'calls for her mother');
        expect(await textOf(page, '.f-head .end')).toBe('Step 2 of 7');
        await expect.poll(() => page.title()).toBe('Desk · Markaz');
    });

    test('calls its agent back from another tab, once, and only where they allowed it', async () => {
        const hidden = () => {
            const notes: unknown[] = [];
            Object.assign(globalThis, {
                notes,
                Notification: class {
                    static permission = 'granted';
                    onclick: () => void = () => undefined;
                    constructor(title: string, options: object) {
                        notes.push(this);
                        Object.assign(this, { title, ...options });
                    }
                    close() {
                        Object.assign(this, { closed: true });
                    }
                },
            });
            Object.defineProperty(document, 'hidden', { value: true });
        };
        const { page, centre } = await visit({ role: 'agent', path: '/desk', scripts: [hidden] });
        await page.waitForSelector('.callbar');
        const notes = () => page.evaluate(() => (globalThis as unknown as { notes: { title: string; closed?: boolean }[] }).notes);
        centre.desk.ring();
        await expect.poll(notes).toMatchObject([{ title: 'Ringing: \u2068Cards\u2069', requireInteraction: true }]);
        centre.desk.answer();
        await expect.poll(notes).toMatchObject([{ closed: true }]);
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

    test.each([
        ['en', '1,250.5', '31/12', 'Thursday 31 December 2026', '1:30', '1,250.5'],
        ['fa', '۱۲۵۰٫۵', '۱۰/۱۰', 'پنجشنبه ۱۰ دی ۱۴۰۵', '۱:۳۰', '۱٬۲۵۰٫۵'],
        ['ar', '١٬٢٥٠٫٥', '٣١/١٢', 'الخميس، ٣١ ديسمبر ٢٠٢٦', '١:٣٠', '١٬٢٥٠٫٥'],
        ['id', '1.250,5', '31/12', 'Kamis, 31 Desember 2026', '1:30', '1.250,5'],
    ] as const)('takes what is typed in %s, by the type of the field, and shows it in the steps behind', async (...row) => {
        const [language, amount, day, said, length, shown] = row;
        const seen = await visit({ role: 'agent', path: '/desk', language });
        const { page, centre } = seen;
        await page.clock.setFixedTime('2026-11-28T09:00:00Z'); // a day without a year is the nearest one
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        const assignment = centre.desk.assignment ?? expect.fail('no contact');
        const asks = async (step: object & { id: string }) => {
            Object.assign(assignment, { asks: step });
            centre.desk.changed();
            await asked(page, step.id);
        };
        const answered = (text: string) => expect.poll(() => centre.desk.answered?.text).toBe(text);
        await asks(typed.amount);
        // The cursor stands in the field, and Enter goes on.
        await expect.poll(() => page.evaluate(() => document.activeElement?.matches('.answer .input'))).toBe(true);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.answer .problem');
        await page.keyboard.type('many');
        await page.keyboard.press('Enter');
        await expect.poll(() => textOf(page, '.answer .problem')).toContain(shown);
        await page.locator('.answer .input').fill(shown.slice(0, 1) + amount.slice(1) + '0000');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.answer .problem');
        expect(centre.desk.answered).toBeUndefined();
        await page.locator('.answer .input').fill(amount);
        await page.keyboard.press('Enter');
        await answered('1250.5');
        await asks(typed.day);
        await page.locator('.answer .input').fill(day);
        await reads(page, '.answer > p', said);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Enter');
        await answered('2026-12-31');
        await asks(typed.length);
        await page.locator('.answer .input').fill(length);
        await page.keyboard.press('Enter');
        await answered('1h30m');
        await asks(typed.own);
        await page.keyboard.press('2');
        await answered('no');
        await asks(typed.open);
        await reads(page, '.say .filled', shown);
        expect(await page.locator('.say .filled').count()).toBe(2);
        expect(await page.locator('.say .unfilled').count()).toBe(1);
        await expect.poll(() => page.locator('.known dd').count()).toBe(4);
        calm(seen);
    });

    test('says what the centre refuses at the field, in the words of the reader', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', language: 'id' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        Object.assign(centre.desk.assignment ?? expect.fail('no contact'), { asks: typed.amount });
        centre.desk.changed();
        centre.desk.refusal = { status: 422, where: '/text', what: '"7" does not fit here', code: 'wrong_value' };
        await page.locator('.answer .input').fill('7');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('Enter');
        await reads(page, '.answer .problem', 'Tidak dilakukan: Jawaban tidak cocok dengan isian ini.');
        expect(await page.locator('.desk-notices .banner').count()).toBe(0);
        expect(await page.locator('.answer .input').inputValue()).toBe('7');
    });

    test('leads to the checklist that comes before ready, item by item, and then to ready', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        centre.desk.before = true;
        await page.reload();
        await reads(page, '.desk-reason b', 'Before you are ready, one checklist is done: Prepare for the first call.');
        await page.keyboard.press('Alt+r');
        await reads(page, '.banner.is-crit b', 'Not done: A checklist is done before you are ready. It stands on your desk.');
        for (const answer of ['2', '1']) {
            await page.waitForSelector('.desk-reason .btn:enabled');
            if (answer === '2') await page.keyboard.press('Alt+c');
            else await page.locator('.desk-reason').getByRole('button', { name: 'Begin' }).first().click();
            await reads(page, '.step .say', 'The headset works.');
            await reads(page, '.step .label .tag', 'Critical');
            await page.waitForSelector('.step .acts button:enabled');
            await page.keyboard.press(answer);
            await reads(page, '.step .say', 'Clear the desk.');
            await page.waitForSelector('.step .acts button:enabled');
            await page.keyboard.press('1');
            if (answer === '2')
                await reads(page, '.desk-reason b', 'Prepare for the first call: not every critical item was confirmed. Begin it again.');
        }
        await reads(page, '.checklist-over h2', '✓ Prepare for the first call: done.');
        await page.waitForSelector('.checklist-over .is-primary:focus');
        await page.keyboard.press('Enter');
        await reads(page, '.presence-choice [aria-pressed=true]', 'Ready');
        await reads(page, '.checklists small', '✓ Done');
        calm(seen);
    });

    test('[T19] leaves the path for a written reason, and past no required step', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        (centre.desk.assignment ?? expect.fail('no contact')).step = 1;
        centre.desk.changed();
        await reads(page, '.say', 'Did the caller give two of three right answers?');
        await leavesThePath(page);
        await reads(
            page,
            '.deviation > p',
            'This step is required: nothing behind it is reached without it. Do it first; its answer may be no.',
        );
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('1');
        await reads(page, '.say', 'Which charge is it about?');
        await page.waitForSelector('.step .acts button:enabled');
        await leavesThePath(page);
        await page.locator('.deviate').getByLabel('Write what happened').check();
        await page.getByRole('button', { name: 'Go there' }).click();
        await reads(page, '.deviate .problem', 'Write why.');
        await page.locator('.deviate textarea').fill('he cries, and wants it written first');
        await page.keyboard.press('Enter');
        await expect.poll(() => centre.desk.deviated).toEqual({ to: 'note', reason: 'he cries, and wants it written first' });
        await reads(page, '.now .say', 'Write what happened, and what was promised by when.');
        await reads(page, '.flow .done:nth-child(2) .note', 'he cries, and wants it written first');
        await reads(page, '.flow .done:nth-child(2) .st b', 'Left the path');
        calm(seen);
    });

    test('says in the reader’s words that a required step lies between', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk', language: 'ms' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await page.waitForSelector('.step .acts button:enabled');
        await leavesThePath(page);
        await page.locator('.deviate input').first().check();
        await page.locator('.deviate textarea').fill('x');
        centre.desk.refusal = { status: 409, what: 'a mandatory step lies between', code: 'mandatory_step' };
        await page.keyboard.press('Enter');
        await page.waitForSelector('.banner.is-crit');
        expect(await textOf(page, '.banner.is-crit b')).toContain('langkah wajib di antaranya');
    });

    test('opens another procedure by words of its steps, and comes back', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await reads(page, '.f-head h2', 'Dispute a card charge');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('Alt+g');
        await expect.poll(() => page.locator('.finder button').count()).toBe(2); // a checklist is none
        await page.keyboard.type('let them finish');
        await expect.poll(() => page.locator('.finder b').allTextContents()).toEqual(['Calm an angry caller']);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await reads(page, '.f-head h2', 'Calm an angry caller');
        await reads(page, '.f-more span', 'At its end, “Dispute a card charge” goes on.');
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('1');
        await reads(page, '.f-head h2', 'Dispute a card charge');
        await reads(page, '.now .say', 'Good morning, you are speaking with Sadaf Bank. How can I help?');
        expect(await page.locator('.f-more span').count()).toBe(0);
        calm(seen);
    });

    test('[S4-17] words of a kind of case lead at once to that variant of a procedure', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await page.waitForSelector('.step .acts button:enabled');
        await page.keyboard.press('Alt+g');
        await page.waitForSelector('.finder input');
        await page.keyboard.type('abuse');
        await expect.poll(() => page.locator('.finder b').allTextContents()).toEqual(['Abuse', 'Calm an angry caller']);
        expect(await textOf(page, '.finder button small')).toBe('Variant of “Calm an angry caller”');
        const asked = page.waitForRequest('**/api/v1/desk/guide');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        expect((await asked).postDataJSON()).toMatchObject({ procedure: 'calm', step: 'heard', option: 'abuse' });
        await reads(page, '.f-head h2', 'Calm an angry caller');
        calm(seen);
    });

    test('pauses the recording and says so until it goes on', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await page.waitForSelector('.step .acts button:enabled');
        expect(await page.locator('.cb-recording').textContent()).toBe('');
        await page.keyboard.press('Alt+p');
        await reads(page, '.cb-recording', 'Recording paused');
        await page.locator('.cb-acts').getByRole('button', { name: 'Resume recording' }).click();
        await expect.poll(() => page.locator('.cb-recording').textContent()).toBe('');
        expect(centre.desk.assignment?.paused).toBe(false);
    });

    test('takes a key of the call bar while an answer is under way, and the same key twice as one', async () => {
        const { page, centre } = await visit({ role: 'agent', path: '/desk' });
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        await page.waitForSelector('.step .acts button:enabled');
        let goOn = () => {};
        const held = new Promise<void>((done) => (goOn = done));
        await page.route('**/api/v1/desk/step', async (route) => {
            await held;
            await route.continue();
        });
        const wished: string[] = [];
        page.on('request', (request) => request.method() === 'POST' && wished.push(request.url().replace(/.*desk/, '')));
        await page.keyboard.press('1');
        await page.keyboard.press('Alt+p');
        await page.keyboard.press('Alt+p');
        await expect.poll(() => wished).toEqual(['/step']);
        goOn();
        await reads(page, '.cb-recording', 'Recording paused');
        await reads(page, '.say', 'Did the caller give two of three right answers?');
        await page.waitForSelector('.step .acts button:enabled');
        expect(wished).toEqual(['/step', '/recording']);
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

    test('[S4-29] asks whether it came to what the procedure expects, and holds nobody', async () => {
        const seen = await visit({ role: 'agent', path: '/desk' });
        const { page, centre } = seen;
        await page.waitForSelector('.callbar');
        centre.desk.ring();
        centre.desk.answer();
        (centre.desk.assignment ?? expect.fail('no contact')).step = 6;
        centre.desk.changed();
        await asked(page, 'reply');
        expect(await page.locator('.results').count()).toBe(0);
        await page.keyboard.press('2');
        await reads(page, '.results h3', 'Dispute a card charge');
        expect(await textOf(page, '.results .expected')).toContain('There is one case');
        await page.waitForSelector('.results-head button:enabled');
        await page.keyboard.press('Alt+n');
        await page.getByLabel('What was different?').fill('The case system was down.');
        await page.waitForSelector('.results .why button:enabled');
        await page.keyboard.press('Enter');
        await expect.poll(() => centre.desk.judged).toEqual([
            { reached: false, procedure: 'dispute', reason: 'The case system was down.' },
        ]);
        await expect.poll(() => page.locator('.results').count()).toBe(0);

        const named = (en: string) => ({ en, ar: '', fa: '', id: '', ms: '' });
        centre.desk.expect(['verify', named('Verify'), named('We know who calls.')], ['main', named('Serve'), named('It is settled.')]);
        await reads(page, '.results-head button', 'Yes, all of itAlt+Y');
        await page.waitForSelector('.results-head button:enabled');
        await page.keyboard.press('Alt+y');
        await expect.poll(() => centre.desk.judged.slice(1)).toEqual([{ reached: true }]);
        await expect.poll(() => page.locator('.results').count()).toBe(0);

        // What is still being written when wrap-up is ended goes along.
        centre.desk.expect(['verify', named('Verify'), named('We know who calls.')]);
        centre.desk.move('wrap_up');
        await page.locator('.wrapup .option').first().click();
        await page.locator('.results li button').click();
        await page.getByLabel('What was different?').fill('No date of birth.');
        await page.locator('.wrapup .acts button:enabled').click();
        await expect.poll(() => centre.desk.outcome).toBe('resolved');
        expect(centre.desk.judged.slice(2)).toEqual([{ reached: false, procedure: 'verify', reason: 'No date of birth.' }]);
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
