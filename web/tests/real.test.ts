// The page before the real program, in a centre of its own: what the stand-in promises must be true. It needs a built program
// (MARKAZ); without one it is skipped, and says so.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reads } from './browser';

const program = process.env.MARKAZ ?? '';
const built = existsSync(program);
if (!built) console.log('MARKAZ names no program: the page is not tried before the real one');

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
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' });
    closing.push(() => context.close());
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

beforeAll(async () => {
    if (built)
        browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-gpu'],
        });
});
afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await browser?.close();
});

describe.skipIf(!built)('before the real program', () => {
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
