// The page before the real program, in a centre of its own: what the stand-in promises must be true. It needs a built program
// (MARKAZ); without one it is skipped, and says so.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { executablePath } from '../dev/chromium.mjs';
import type { Contact, Me, Peaks } from '../src/api/types';
import { makeCalendar } from '../src/i18n/calendar';
import { leavesThePath, reads } from './browser';
import { maybeLate } from './late';

const program = process.env.MARKAZ ?? '';
const built = existsSync(program);
if (!built) console.log('MARKAZ names no program: the page is not tried before the real one');

/** Pictures of a walk, for who wants to look: MARKAZ_PICTURES names the folder. */
async function picture(page: Page, name: string) {
    const folder = process.env.MARKAZ_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${Date.now()}-${name.replace(/[^\p{L}\d-]+/gu, '_')}.png`) });
}

const longestRun = (quiet: boolean[]) => {
    let [run, most] = [0, 0];
    for (const one of quiet) most = Math.max(most, (run = one ? run + 1 : 0));
    return most;
};

interface Ready {
    http: string;
    links: Record<string, string>;
}

let browser: Browser;
const closing: (() => Promise<unknown> | unknown)[] = [];

async function startProgram(...flags: string[]): Promise<Ready & { data: string }> {
    const data = mkdtempSync(join(tmpdir(), 'markaz-real-'));
    const args = ['serve', '--data', data, '--http', '127.0.0.1:0', '--https', '', '--sip', '127.0.0.1:0', ...flags];
    const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    closing.push(async () => {
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await gone;
        rmSync(data, { recursive: true, force: true });
    });
    const line = await new Promise<string>((done, fail) => {
        let said = '';
        child.stdout?.on('data', (piece: Buffer) => {
            said += piece.toString();
            const ready = said.split('\n').find((one) => one.startsWith('ready '));
            if (ready) done(ready);
        });
        child.once('exit', () => fail(new Error(`the program ended: ${said}`)));
    });
    return { ...(JSON.parse(line.slice(6)) as Ready), data };
}

async function arrive(link: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB', permissions: ['microphone'] });
    closing.push(() => context.close());
    await maybeLate(context);
    const page = await context.newPage();
    await page.addInitScript(() => localStorage.setItem('markaz.language', 'en'));
    await page.goto(link);
    return page;
}

/** The language of a person is chosen when they come in; this test reads English. */
async function readEnglish(page: Page) {
    await page.locator('.me summary').click();
    await page.locator('.me-card button[lang=en]').click();
    await page.keyboard.press('Escape');
}

/** A customer calls from a browser in one of the languages, and presses 1 until it rings at the agent. */
async function callCards(http: string, agent: Page, language: string): Promise<Page> {
    const customer = await arrive(`${http}/call`);
    await customer.getByRole('button', { name: language }).click();
    await customer.locator('.call-button').click();
    await customer.waitForSelector('.keypad');
    const cards = customer.locator('.keypad button').first();
    // The menu takes its keys from when it begins to speak; whoever presses too early presses again.
    await expect
        .poll(
            async () => {
                if (await cards.isVisible()) await cards.click();
                return agent.locator('.ring').count();
            },
            { timeout: 60_000, interval: 2_000 },
        )
        .toBe(1);
    return customer;
}

/** It is this agent's first day: steps for those who are new are shown. */
async function isNew(ready: Ready, login: string) {
    const admin = await arrive(ready.links.admin ?? '');
    await admin.waitForSelector('.rail');
    const headers = { 'X-Markaz': '1' };
    const people = `${ready.http}/api/v1/people`;
    const listed = (await (await admin.request.get(people)).json()) as { id: number; person: { login: string; skills?: object[] } }[];
    const { id, person } = listed.find((one) => one.person.login === login) ?? expect.fail(`nobody is called ${login}`);
    const skills = [...(person.skills ?? []), { name: 'trainee', level: 1 }];
    expect((await admin.request.put(`${people}/${id}`, { headers, data: { ...person, skills } })).ok()).toBe(true);
    await admin.close();
}

interface Procedure {
    flow: { steps: { id: string; verb: string; mandatory: boolean }[] };
}

/** One agent, nobody else's help, no step left out for whatever reason: every mandatory one at which the guide stood was answered. */
async function wasLedAlone(contact: Contact, asked: <T>(path: string) => Promise<T>) {
    const kinds = contact.timeline.map(({ kind }) => kind);
    expect(kinds).not.toContain('step_deviated');
    expect(new Set(contact.assignments.map(({ agent }) => agent.id)).size).toBe(1);
    expect(contact.visits).toHaveLength(1);
    const at = ({ flow, step }: Contact['timeline'][number]) => `${flow}/${step}`;
    const entered = new Set(contact.timeline.filter(({ kind, led }) => kind === 'step_entered' && led === 'agent').map(at));
    const done = new Set(contact.timeline.filter(({ kind }) => kind === 'step_done').map(at));
    const flows = new Set([...entered].map((one) => one.split('/')[0] ?? ''));
    let mandatory = 0;
    for (const flow of flows)
        for (const step of (await asked<Procedure>(`/manual/procedures/${flow}`)).flow.steps) {
            // What is performed there has its own steps.
            if (!step.mandatory || step.verb === 'perform' || !entered.has(`${flow}/${step.id}`)) continue;
            ++mandatory;
            expect(done).toContain(`${flow}/${step.id}`);
        }
    expect(mandatory).toBeGreaterThan(5);
}

/** What the guide shows: a step, or that it has no further one. While one follows the other there may be neither. */
const guideOf = async (page: Page) => (await page.locator('.now .say, .now .st').allTextContents()).join();

beforeAll(async () => {
    if (!built) return;
    browser = await chromium.launch({
        executablePath,
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--autoplay-policy=no-user-gesture-required',
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            '--allow-loopback-in-peer-connection',
        ],
    });
});
// The centre of a test ends with it: one that goes on being busy would take the processor from the next.
afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => browser?.close());

// Each starts a program of its own, and the longest is a whole call.
describe.skipIf(!built)('before the real program', { timeout: 300_000 }, () => {
    test('a new centre is set up by its administrator, and its first agent comes to work', async () => {
        const ready = await startProgram();
        const admin = await arrive(Object.values(ready.links)[0] ?? '');
        await reads(admin, 'main h1', 'Who are you?');
        await admin.getByLabel('Name', { exact: true }).fill('Nadia Rahman');
        await admin.getByLabel('Password').fill('a calm control room');
        await admin.getByRole('button', { name: 'Save' }).click();
        await reads(admin, 'main h1', 'What is your centre like?');
        await admin.getByLabel('Name of the centre').fill('Marjan Bank');
        await admin.getByLabel('Time zone').fill('Asia/Tehran');
        await admin.getByRole('button', { name: 'Save' }).click();
        await reads(admin, 'main h1', 'Who answers?');
        await admin.getByLabel('Name', { exact: true }).fill('Amal Said');
        await admin.getByRole('button', { name: 'Add a skill' }).click();
        await admin.getByLabel('Skill', { exact: true }).fill('cards');
        await admin.getByRole('button', { name: 'Save' }).click();
        await admin.waitForSelector('.secret');
        const link = await admin.locator('.secret input').inputValue();
        await admin.getByRole('button', { name: 'Close' }).click();
        await reads(admin, 'main h1', 'Make a call');
        await admin.getByLabel('Called number').fill('0225550100');
        await admin.getByRole('button', { name: 'Add' }).click();
        await reads(admin, '.cards b', '0225550100');

        const amal = await arrive(link);
        await amal.waitForSelector('.callbar');
        await amal.keyboard.press('Alt+r');
        await reads(amal, '.cb-state .tag', 'Ready');

        await admin.goto(`${ready.http}/floor`);
        await reads(admin, '.agents .what', 'Ready');
        await amal.keyboard.press('Alt+b');
        await reads(admin, '.agents .what', 'Break');

        const second = await amal.context().newPage();
        await second.goto(`${ready.http}/desk`);
        await reads(amal, 'main h1', 'Your desk is open in another window');
    });

    test('[S2-25] a screen opens the Board by its own link, again and again, and nothing else', async () => {
        const ready = await startProgram('--demo');
        const admin = await arrive(ready.links.admin ?? '');
        await admin.waitForSelector('.rail');
        await admin.goto(`${ready.http}/settings/screens`);
        await admin.getByLabel('Name of the screen').fill('North wall');
        await admin.getByRole('button', { name: 'Add a screen' }).click();
        await admin.waitForSelector('.secret');
        const link = await admin.locator('.secret input').inputValue();
        for (const turn of ['when it hangs there first', 'after it was switched off']) {
            const wall = await arrive(link);
            await wall.waitForSelector('.board[data-live=true] .b-queues');
            expect(await wall.locator('.rail').count(), turn).toBe(0);
            const refused = await wall.request.get(`${ready.http}/api/v1/contacts`);
            expect(refused.status()).toBe(403);
        }
        const wall = await arrive(link);
        await wall.waitForSelector('.board[data-live=true] .b-queues');
        // A link that no longer holds is said, and not taken for a lost connection.
        await admin.getByRole('button', { name: 'New link' }).last().click();
        await expect.poll(() => wall.locator('main').textContent(), { timeout: 90_000 }).toContain('Your session has ended');
    });

    test('the demo’s floor is peopled, and a contact of it can be heard about from ring to wrap-up', async () => {
        const ready = await startProgram('--demo');
        const leader = await arrive(ready.links.leader ?? '');
        await leader.waitForSelector('.rail');
        await readEnglish(leader);
        await reads(leader, 'main h1', 'Floor');
        await leader.waitForSelector('.agents [data-state=ready]');
        expect(await leader.locator('.agents li, .needs li').count()).toBeGreaterThan(10);
        await leader.goto(`${ready.http}/contacts?origins=all&end=answered`);
        await leader.locator('tbody tr a').first().click();
        await leader.waitForSelector('.timeline li');
        const told = (await leader.locator('.timeline').textContent()) ?? '';
        expect(told).toMatch(/The caller hears/);
        expect(told).toMatch(/was chosen/);
        expect(await leader.locator('.done-steps li').count()).toBeGreaterThan(0);
    });

    test('[S0-32] [S4-12] a customer calls from a browser; the queue’s guide leads one agent and then another to the end', async () => {
        const ready = await startProgram('--demo', '--webrtc-port', '0');
        const amal = await arrive(ready.links.amal ?? '');
        await amal.waitForSelector('.callbar');
        await readEnglish(amal);
        await amal.getByRole('button', { name: 'Talk in this browser' }).click();
        await amal.waitForSelector('.meter');
        await amal.keyboard.press('Alt+r');
        await reads(amal, '.cb-state .tag', 'Ready');

        const customer = await callCards(ready.http, amal, 'English');
        await reads(amal, '.ring-queue', 'Cards');
        await amal.keyboard.press('Enter');
        await reads(amal, '.cb-state .tag', 'Talking');
        // Both hear the other: the fake microphones of the browser beep.
        for (const page of [amal, customer])
            await expect.poll(() => page.locator('.meter').nth(1).locator('.on').count(), { timeout: 30_000 }).toBeGreaterThan(0);

        await amal.keyboard.press('Alt+h');
        await reads(amal, '.cb-state .tag', 'Hold');
        await amal.waitForSelector('.cb-acts button:first-child:enabled');
        await amal.keyboard.press('Alt+h');
        await reads(amal, '.cb-state .tag', 'Talking');

        // The guide of this queue, and no other; its version is told.
        await reads(amal, '.now .say', 'Thank you for waiting. You have reached the cards team. How can I help?');
        const version = await amal.locator('.f-head .faint').textContent();
        const note = 'the card was left on a bus';
        await amal.getByRole('textbox', { name: /note/i }).fill(note);
        await amal.waitForSelector('.step .acts button:enabled');
        await amal.locator('.step .acts button').first().click();
        await reads(amal, '.notes p', note);

        // Another agent goes on where this one stopped.
        const budi = await arrive(ready.links.budi ?? '');
        await budi.waitForSelector('.callbar');
        await readEnglish(budi);
        await budi.getByRole('button', { name: 'Talk in this browser' }).click();
        await budi.waitForSelector('.meter');
        await budi.keyboard.press('Alt+r');
        await reads(budi, '.cb-state .tag', 'Ready');
        await amal.keyboard.press('Alt+t');
        await amal
            .locator('.cb-two')
            .getByRole('button', { name: /Budi Santoso/ })
            .click();
        await budi.waitForSelector('.ring');
        await reads(budi, '.notes p', note);
        await budi.getByRole('button', { name: 'Answer' }).click();
        await reads(budi, '.cb-state .tag', 'Talking');
        let before = '';
        for (let step = 0; step < 30; ++step) {
            await expect.poll(() => guideOf(budi), { timeout: 15_000 }).not.toBeOneOf(['', before]);
            if ((await budi.locator('.now .say').count()) === 0) break;
            before = await guideOf(budi);
            await budi.locator('.step .acts button:enabled').first().click();
        }
        await reads(budi, '.now .st', 'The guide has no further step. End the call when you are both done.');
        await budi.waitForSelector('.cb-acts .end-call:enabled');
        await budi.keyboard.press('Alt+e');
        await budi.waitForSelector('.wrapup .option:has(:checked)');
        await budi.waitForSelector('.wrapup .btn:enabled');
        await budi.keyboard.press('Enter');
        await reads(budi, '.desk-middle h2', 'No contact with you now');
        await reads(customer, '[role=status]', 'The call has ended.');
        await reads(budi, '[data-number=answered]', '1');

        const leader = await arrive(ready.links.leader ?? '');
        await leader.waitForSelector('.rail');
        await readEnglish(leader);
        await leader.goto(`${ready.http}/contacts?origins=live`);
        await leader.locator('tbody tr a').first().click();
        await leader.waitForSelector('.wave');
        await reads(leader, '.done-steps p', note);
        expect(await leader.locator('.version').textContent()).toBe(version);
        await leader.locator('.controls .round').first().click(); // each agent's conversation is a recording of its own
        await leader.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2);
    });

    // Digits of a card that nobody has; the agent should not write them, and here does.
    const card = '4111 1111 1111 1111';
    test.each([
        ['en', 'English', '20/11', '1,240.50', 'Not mine', 'Resolved', /^[^\u0600-\u06ff]*$/],
        ['ar', 'العربية', '٢٠/١١', '١٢٤٠٫٥', 'ليست لي', 'تم الحل', /[\u0600-\u06ff]/],
    ] as const)('[S0-05] [S4-09] [S4-11] [S4-34] [S4-45] first day: a disputed charge is led to its end (%s)', async (...row) => {
        const [language, called, day, amount, reason, outcome, script] = row;
        const ready = await startProgram('--demo', '--webrtc-port', '0');
        await isNew(ready, 'amal');
        const amal = await arrive(ready.links.amal ?? '');
        await amal.waitForSelector('.callbar');
        await amal.locator('.me summary').click();
        await amal.locator(`.me-card button[lang=${language}]`).click();
        await amal.keyboard.press('Escape');
        await amal.locator('.telephone button').first().click();
        await amal.waitForSelector('.meter');
        await amal.keyboard.press('Alt+r');
        await amal.waitForSelector('.presence-choice button:first-of-type[aria-pressed=true]');
        await callCards(ready.http, amal, called);
        await amal.keyboard.press('Enter');
        await amal.waitForSelector('.now .say');
        let before = '';
        const moved = () => expect.poll(() => guideOf(amal), { timeout: 15_000 }).not.toBeOneOf(['', before]);
        /** Pauses the recording, or resumes it. */
        const pauseOrResume = async () => {
            await moved();
            await amal.keyboard.press('Alt+p');
        };
        /** Reads the next step and answers it, by keyboard alone. */
        const next = async (answer: '1' | '2' | { type: string; enter?: string }, look?: (text: string) => void) => {
            await moved();
            before = await guideOf(amal);
            expect(before).toMatch(script);
            await amal.waitForSelector('.step .acts button:enabled');
            await picture(amal, `${language}-${before.slice(0, 24)}`);
            look?.(before);
            if (typeof answer === 'string') return amal.keyboard.press(answer);
            await expect.poll(() => amal.evaluate(() => document.activeElement?.matches('.answer .input'))).toBe(true);
            await amal.keyboard.insertText(answer.type);
            await amal.keyboard.press(answer.enter ?? 'Enter');
        };
        await next('1'); // greet
        await next('1'); // what somebody new does who is not sure
        await next('1'); // why three questions
        await next('1'); // the answers are right
        // The step before has two ways as well.
        await expect.poll(() => guideOf(amal), { timeout: 15_000 }).not.toBeOneOf(['', before]);
        const ways = amal.locator('.step .acts button');
        await expect.poll(() => ways.count()).toBe(2);
        // Two that do not fit side by side stand one above the other, and begin at the same edge.
        const begins = await ways.evaluateAll((all) =>
            all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right]),
        );
        const [[left = 0, right = 0] = [], [nextLeft = 0, nextRight = 0] = []] = begins;
        expect(language === 'ar' ? right - nextRight : nextLeft - left, 'reading begins there').toBeGreaterThanOrEqual(0);
        const direction = await amal.locator('.now .say').evaluate((text) => getComputedStyle(text).direction);
        expect(direction).toBe(language === 'ar' ? 'rtl' : 'ltr');
        await next('2'); // not lost
        await next('1'); // about a charge
        await next('2'); // no case yet
        await next({ type: day });
        await next({ type: 'Blue Door' });
        await next({ type: amount });
        await next('2'); // never paid there
        await next('1'); // block the card
        await next('1'); // and say so
        await pauseOrResume();
        await amal.waitForSelector('.cb-recording svg');
        await amal.waitForTimeout(4_000); // while it is spoken
        await next({ type: `${reason} ${card}` });
        await pauseOrResume();
        await expect.poll(() => amal.locator('.cb-recording svg').count()).toBe(0);
        await next('2'); // neither undelivered nor returned
        await next('1'); // not too old
        await next('1'); // open the case
        await next('1', (text) => expect(text).toContain('Blue Door')); // the evidence, with what was said
        await next('1'); // promise
        await next('1'); // read out its number
        await next('1'); // the customer can repeat it
        await next({ type: 'Never paid there.', enter: 'Control+Enter' });
        await next('1'); // all settled
        await amal.waitForSelector('.now .st');
        await picture(amal, `${language}-end`);
        expect(await amal.locator('.known').textContent()).toContain('•••• •••• •••• 1111');
        await amal.waitForSelector('.cb-acts button:nth-child(3):enabled'); // while the last answer is on its way no key ends the call
        await amal.keyboard.press('Alt+e');
        await amal.waitForSelector('.wrapup .option:has(:checked)');
        expect(await amal.locator('.wrapup .option:has(:checked) bdi').textContent()).toBe(outcome);
        await picture(amal, `${language}-wrapup`);
        await amal.waitForSelector('.wrapup .btn:enabled');
        await amal.keyboard.press('Enter');
        await amal.waitForSelector('[data-number=answered]');

        const leader = await arrive(ready.links.leader ?? '');
        await leader.waitForSelector('.rail');
        const asked = async <T>(path: string) => (await (await leader.request.get(`${ready.http}/api/v1${path}`)).json()) as T;
        const listed = await asked<{ rows: { contact: number }[] }>('/contacts?origins=live');
        const contact = await asked<Contact>(`/contacts/${listed.rows[0]?.contact}`);
        expect(contact.outcome).toBe('resolved');
        expect(contact.timeline.filter(({ kind }) => kind === 'step_done').map(({ step }) => step)).toEqual(
            expect.arrayContaining(['new-here', 'known', 'charge-day', 'block', 'open', 'promise', 'write']),
        );
        await wasLedAlone(contact, asked);
        // What was promised stands before the leader on the day on which it is due, and leads to its contact.
        const due = contact.promises[0]?.due ?? expect.fail('nothing was promised');
        const { centre } = await asked<Me>('/me');
        await leader.goto(`${ready.http}/shiftlog?day=${makeCalendar('en', centre.time_zone).dayKey(due)}`);
        await leader.waitForSelector('.promised li');
        expect(await leader.locator('.promised .link').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
            `/contacts/${contact.contact}`,
        ]);
        await picture(leader, `${language}-promise`);
        // Neither in what was spoken: both channels are silent for as long as it was paused.
        const recording = contact.recordings[0] ?? expect.fail('no recording');
        const points = Math.round(recording.length_s * 4);
        const peaks = await asked<Peaks>(`/recordings/${recording.id}/peaks?points=${points}`);
        const silent = longestRun(peaks.customer.map((peak, at) => peak === 0 && peaks.agent[at] === 0)) / 4;
        expect(silent).toBeGreaterThan(3.5);
        expect(peaks.customer.some((peak) => peak > 0) && peaks.agent.some((peak) => peak > 0)).toBe(true);
        // Nor in anything that was written, in whatever file of the centre.
        const kept = execFileSync('grep', ['-rlaE', '4111.?1111.?1111.?1111|Blue Door', ready.data], { encoding: 'utf8' });
        expect(kept.trim().split('\n').length).toBeGreaterThan(0); // what may be kept is found by the same look
        expect(() => execFileSync('grep', ['-rlaE', '4111.?1111.?1111', ready.data])).toThrow();
    });

    test('[T19] a checklist leads to ready; beside a guide another procedure is opened, and its path is left for a reason', async () => {
        const ready = await startProgram('--demo', '--webrtc-port', '0');
        const amal = await arrive(ready.links.amal ?? '');
        await amal.waitForSelector('.callbar');
        await readEnglish(amal);
        await amal.getByRole('button', { name: 'Talk in this browser' }).click();
        await amal.waitForSelector('.meter');
        /** Answers what stands there by its first key until something else stands in the place. */
        const onward = async (until: string) => {
            let before = '';
            for (let item = 0; item < 30 && (await amal.locator(until).count()) === 0; ++item) {
                await amal.waitForSelector('.step .acts button:enabled');
                before = (await amal.locator('.step .say').allTextContents()).join();
                await picture(amal, `aside-${before.slice(0, 20)}`);
                const writes = await amal.evaluate(() => document.activeElement?.matches('.answer .input'));
                if (writes) await amal.keyboard.insertText('As agreed.');
                await amal.keyboard.press(writes ? 'Control+Enter' : '1');
                await expect
                    .poll(async () => (await amal.locator(`.step .say, ${until}`).allTextContents()).join(), { timeout: 15_000 })
                    .not.toBeOneOf(['', before]);
            }
        };
        await amal.locator('.checklists summary').click();
        await amal.locator('.checklists li', { hasText: 'Prepare for the first call' }).getByRole('button').click();
        await reads(amal, '.step .say', 'In the test call you hear the colleague, and the colleague hears you.');
        await onward('.checklist-over');
        await amal.waitForSelector('.checklist-over .is-primary:focus');
        await picture(amal, 'aside-over');
        await amal.keyboard.press('Enter');
        await reads(amal, '.cb-state .tag', 'Ready');

        await callCards(ready.http, amal, 'English');
        await amal.keyboard.press('Enter');
        await reads(amal, '.f-head h2', 'Answer the main line');
        await amal.waitForSelector('.open-guide:enabled');
        await amal.keyboard.press('Alt+g');
        await amal.locator('.finder input').fill('insult me');
        // The way of this case within its procedure comes first.
        await expect.poll(() => amal.locator('.finder b').first().textContent(), { timeout: 15_000 }).toBe('Abuse');
        await picture(amal, 'aside-finder');
        await amal.keyboard.press('Enter');
        await expect.poll(() => amal.locator('.f-head h2').textContent()).not.toBe('Answer the main line');
        await onward('.f-head:has-text("Answer the main line")');
        await reads(amal, '.now .say', 'Thank you for waiting. You have reached the cards team. How can I help?');

        await amal.waitForSelector('.step .acts button:enabled');
        await leavesThePath(amal);
        await amal.locator('.deviate input').first().check();
        await amal.locator('.deviate textarea').fill('the customer asked at once');
        await picture(amal, 'aside-deviate');
        await amal.keyboard.press('Enter');
        await expect.poll(() => amal.locator('.notes').textContent()).toContain('the customer asked at once');
        expect(await amal.locator('.now .say').textContent()).not.toContain('Thank you for waiting');
        await picture(amal, 'aside-left');
    });

    test('[S4-03] a team leader opens the day at the desk, and the shift log shows it signed and stamped, item by item', async () => {
        const ready = await startProgram('--demo');
        const leader = await arrive(ready.links.leader ?? '');
        await leader.waitForSelector('.rail');
        await readEnglish(leader);
        const began = Date.now();
        await leader.getByRole('link', { name: 'Desk' }).click();
        await leader.locator('.checklists summary').click();
        await leader.locator('.checklists li', { hasText: 'Open the day' }).getByRole('button').click();
        const asked: string[] = [];
        for (let item = 0; item < 20 && (await leader.locator('.checklist-over').count()) === 0; ++item) {
            await leader.waitForSelector('.step .acts button:enabled');
            const said = (await leader.locator('.step .say').textContent()) ?? '';
            asked.push(said);
            // A wrong answer first, and then it is put right.
            const writes = await leader.evaluate(() => document.activeElement?.matches('.answer .input'));
            if (writes) await leader.keyboard.insertText('Cards are late.');
            await leader.keyboard.press(writes ? 'Control+Enter' : asked.length === 3 ? '2' : '1');
            await expect
                .poll(async () => (await leader.locator('.step .say, .checklist-over').allTextContents()).join(), { timeout: 15_000 })
                .not.toBeOneOf(['', said]);
        }
        await leader.getByRole('link', { name: 'Shift log' }).click();
        await expect
            .poll(
                async () => {
                    await leader.getByRole('button', { name: 'Refresh' }).click();
                    return leader.locator('.run[data-standing=passed]').count();
                },
                { timeout: 15_000 },
            )
            .toBe(1);
        await reads(leader, '.runs h3', 'Open the dayStart of day');
        await reads(leader, '.run .by', 'Reza Karimi');
        await leader.locator('.run summary').click();
        await picture(leader, 'shiftlog');
        expect(await leader.locator('.run li p:first-child').allTextContents()).toEqual(asked);
        expect(await leader.locator('.run li .tag').allTextContents()).toEqual([
            'Done',
            'Yes',
            'No',
            'Done',
            'Yes',
            'Done',
            'Done',
            'Done',
        ]);
        const stamps = await leader.locator('.run li time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''));
        const instants = stamps.map((at) => Date.parse(at));
        expect(instants).toEqual([...instants].sort((a, b) => a - b));
        expect(instants[0]).toBeGreaterThan(began - 1000);
        expect(instants.at(-1)).toBeLessThan(Date.now() + 1000);
        await reads(leader, '.run .wrote', 'Cards are late.');
        expect(await leader.locator('.run .signed').textContent()).toContain('Reza Karimi');
    });

    test('a message of the web form is taken and answered at the desk, and its writer sees the answer', async () => {
        const ready = await startProgram('--demo');
        const customer = await arrive(`${ready.http}/write`);
        await customer.getByLabel('What is it about?').selectOption('cards');
        await customer.getByLabel('Your message').fill('My card is lost.');
        await customer.getByRole('button', { name: 'Send' }).click();
        await reads(customer, '.write-state b', 'Waiting to be read');
        const amal = await arrive(ready.links.amal ?? '');
        await amal.waitForSelector('.callbar');
        await readEnglish(amal);
        await amal.keyboard.press('Alt+r');
        await reads(amal, '.desk-middle h2', ' A message is waiting for you');
        // Whoever presses before the desk takes keys presses again.
        await expect
            .poll(
                async () => {
                    if ((await amal.locator('.theirs .said').count()) === 0) await amal.keyboard.press('Enter');
                    return amal.locator('.theirs .said').count();
                },
                { timeout: 60_000, interval: 1_000 },
            )
            .toBeGreaterThan(0);
        await reads(amal, '.theirs .said', 'My card is lost.');
        await amal.getByLabel('Your answer to the customer').fill('It is blocked.');
        await amal.waitForSelector('.reply .btn:enabled');
        await amal.keyboard.press('Control+Enter');
        await reads(amal, '.ours .said', 'It is blocked.');
        await reads(customer, '.answer .said', 'It is blocked.');
        await amal.getByLabel('Your answer to the customer').press('Alt+e');
        await amal.waitForSelector('.wrapup');
        await reads(customer, '.write-state b', 'Closed');
    });

    test('says who cannot sign in any more', async () => {
        const ready = await startProgram('--demo');
        const link = execFileSync(program, ['link', 'amal', '--data', ready.data], { encoding: 'utf8' }).trim();
        const amal = await arrive(link);
        await amal.waitForSelector('.callbar');
        const again = await arrive(link);
        await again.waitForSelector('[role=alert]');
        expect(await again.locator('[role=alert]').textContent()).toContain('This link does not open any more');
    });
});
