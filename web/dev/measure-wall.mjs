// A wall display that hangs there for a long time, before the real program with the demo's contacts: `node dev/measure-wall.mjs PROGRAM
// [hours]`, 24 hours if left out (S2-25). Every five minutes one line: whether the Board shows within ten seconds what the program's own
// answer says, how much memory page and program hold, and how often its numbers stood still. At the end the program is ended and begun
// again: the Board must say that its numbers stopped, and then go on. The last line counts what was wrong; the exit status says so too.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { executablePath } from './chromium.mjs';

const [program = '', hours = '24'] = process.argv.slice(2);
if (!program) throw new Error('name the program: node dev/measure-wall.mjs ../build/markaz 24');
const folder = mkdtempSync(join(tmpdir(), 'markaz-wall-'));
const minute = 60_000;
const between = Math.min(5 * minute, (Number(hours) * 60 * minute) / 6);
const wrong = [];

function start(http) {
    const args = ['serve', '--demo', '--data', join(folder, 'data'), '--http', http, '--https', '', '--sip', ''];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((done, fail) => {
        let said = '';
        child.stdout.on('data', (piece) => {
            said += piece;
            const line = said.split('\n').find((one) => one.startsWith('ready '));
            if (line) done({ child, ...JSON.parse(line.slice(6)) });
        });
        child.once('exit', () => fail(new Error(`the program ended: ${said}`)));
    });
}

const ended = (child) =>
    new Promise((done) => {
        child.once('exit', done);
        child.kill('SIGTERM');
    });

const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const rest = (time) => new Promise((done) => setTimeout(done, time));

let running = await start('127.0.0.1:0');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function arrive(link, viewport) {
    const page = await (await browser.newContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(link);
    return page;
}

const admin = await arrive(running.links.admin, { width: 1280, height: 720 });
await admin.waitForSelector('.rail');
await admin.goto(`${running.http}/settings/screens`);
await admin.getByLabel('Name of the screen').fill('Wall');
await admin.getByRole('button', { name: 'Add a screen' }).click();
await admin.waitForSelector('.secret');
const wall = await arrive(await admin.locator('.secret input').inputValue(), { width: 1920, height: 1080 });
await admin.close();
wall.on('pageerror', (error) => wrong.push(`the page threw: ${error.message}`));
await wall.waitForSelector('.board[data-live=true] .b-queues');

/** How long the Board was stale since the last line, watched by the page itself. */
await wall.evaluate(() => {
    globalThis.stale = 0;
    setInterval(() => {
        if (document.querySelector('.board.is-stale')) ++globalThis.stale;
    }, 1000);
});

/** What the Board shows of calls offered today, and what the program answers at that moment. */
async function seen() {
    const asked = await wall.request.get(`${running.http}/api/v1/board?origins=all`);
    const board = await asked.json();
    const shown = await wall.evaluate(() =>
        Object.fromEntries(
            [...document.querySelectorAll('[data-queue]')].map((card) => [
                card.getAttribute('data-queue'),
                Number(card.querySelector('[data-number=offered]')?.textContent?.replace(/\D/g, '')),
            ]),
        ),
    );
    return { board, same: asked.ok() && board.queues.every(({ id, offered }) => shown[id] === offered) };
}

async function agrees() {
    for (let tries = 0; tries < 20; ++tries) {
        const { board, same } = await seen();
        if (same) return board.entry;
        await rest(500);
    }
    return undefined;
}

async function line(begun) {
    const session = await wall.context().newCDPSession(wall);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes } = await session.send('Memory.getDOMCounters');
    await session.detach();
    const stale = await wall.evaluate(() => globalThis.stale);
    const entry = await agrees();
    const at = `${Math.round((Date.now() - begun) / minute)} min`;
    if (entry === undefined) wrong.push(`${at}: the Board differs from the program's answer for ten seconds`);
    if (stale > 0) wrong.push(`${at}: stale for ${stale} s`);
    await wall.evaluate(() => (globalThis.stale = 0));
    console.log(
        `${at}: entry ${entry}, page ${(usedSize / 1e6).toFixed(1)} MB and ${nodes} nodes, ` +
            `program ${resident(running.child.pid).toFixed(0)} MB, stale ${stale} s`,
    );
}

const begun = Date.now();
await line(begun);
while (Date.now() - begun < Number(hours) * 60 * minute) {
    await rest(between);
    await line(begun);
}

const address = new URL(running.http).host;
await ended(running.child);
await wall
    .waitForSelector('.board.is-stale [role=alert]', { timeout: minute })
    .catch(() => wrong.push('the program has ended, and the Board does not say so'));
running = await start(address);
await wall
    .waitForSelector('.board[data-live=true]:not(.is-stale)', { timeout: minute })
    .catch(() => wrong.push('the program is back, and the Board does not go on'));
if ((await agrees()) === undefined) wrong.push('after the restart the Board differs from the program');
await browser.close();
await ended(running.child);
rmSync(folder, { recursive: true, force: true });
for (const each of wrong) console.log(each);
console.log(`${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
