// Measures what bench/README.md says of the page: `npm run build && node dev/measure.mjs`. Floor: 500 agents of whom a fifth change each
// half second; the main thread's time, the frames that were not drawn at 60 a second, and the longest pause between two. Desk: bytes and
// time to first paint.

import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { startCentre } from './centre.mjs';
import { executablePath } from './chromium.mjs';

const seconds = 20;
const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
});

async function open(role, path, options) {
    const centre = await startCentre({ arrivals: false, ...options });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.request.post(`${centre.url}/api/v1/session`, { data: { token: role }, headers: { 'X-Markaz': '1' } });
    const page = await context.newPage();
    await page.goto(centre.url + path);
    return { page, centre, close: () => Promise.all([context.close(), centre.close()]) };
}

async function floor() {
    const { page, close } = await open('leader', '/floor', { crowd: 500 });
    await page.waitForSelector('.agents li');
    // The processor's time rather than the clock's: what else runs on the machine is not ours.
    const session = await browser.newBrowserCDPSession();
    const spent = async () =>
        (await session.send('SystemInfo.getProcessInfo')).processInfo
            .filter(({ type }) => type === 'renderer')
            .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    const before = await spent();
    const { gap, missed } = await page.evaluate(
        (length) =>
            new Promise((done) => {
                let last = performance.now();
                let gap = 0;
                let missed = 0;
                const end = last + length;
                const frame = (now) => {
                    gap = Math.max(gap, now - last);
                    missed += Math.max(0, Math.round(((now - last) * 60) / 1000) - 1);
                    last = now;
                    if (now < end) requestAnimationFrame(frame);
                    else done({ gap, missed });
                };
                requestAnimationFrame(frame);
            }),
        seconds * 1000,
    );
    const share = (((await spent()) - before) / seconds) * 100;
    console.log(
        `floor, 500 rows: ${share.toFixed(1)} % of a core in the page's process, ${missed} of ${seconds * 60} frames not drawn, ` +
            `longest gap ${gap.toFixed(0)} ms, load ${loadavg()[0].toFixed(1)}`,
    );
    await close();
}

async function desk() {
    const { page, close } = await open('agent', '/desk', {});
    await page.waitForSelector('.presence-choice');
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    const names = await page.evaluate(() =>
        performance
            .getEntriesByType('resource')
            .map(({ name }) => new URL(name).pathname)
            .filter((name) => name.startsWith('/assets/')),
    );
    const dist = join(fileURLToPath(new URL('..', import.meta.url)), process.env.MARKAZ_PAGE ?? 'dist');
    const weight = names.reduce((sum, name) => {
        const file = readFileSync(join(dist, name));
        return sum + (name.endsWith('.woff2') ? file.length : gzipSync(file).length);
    }, 0);
    console.log(`desk: ${names.length} files, ${Math.round(weight / 1000)} kB compressed, first paint after ${Math.round(paint)} ms`);
    await close();
}

await desk();
await floor();
await browser.close();
process.exit(0);
