// Measures calls through the real program, for bench/README.md: `node dev/measure-call.mjs PROGRAM [calls]`. For each call between two
// browsers: offer made to connection made in the customer's page; from a tone in the customer's microphone to the same tone at the
// agent's page, by their onsets on the machine's one clock. For calls of a telephone to the agent's page: from the packet that begins a
// burst to its onset in the page, and from the onset in the page's microphone to the packet that begins it. From the key that sets the
// agent ready to the frame of the Desk, the Floor and the Board that says so.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { executablePath } from './chromium.mjs';
import { call } from './telephone.mjs';

const [program = '', calls = '10'] = process.argv.slice(2);
if (!program) throw new Error('name the program: node dev/measure-call.mjs ../build/markaz');
const folder = mkdtempSync(join(tmpdir(), 'markaz-measure-'));

/** Mono, 48 kHz, 16 bits: a tenth of a second of 1 kHz every two seconds, so that no delay can be taken for another. */
function bursts() {
    const samples = 48_000 * 2;
    const wave = Buffer.alloc(44 + samples * 2);
    wave.write('RIFF', 0);
    wave.writeUInt32LE(36 + samples * 2, 4);
    wave.write('WAVEfmt ', 8);
    wave.writeUInt32LE(16, 16);
    wave.writeUInt16LE(1, 20);
    wave.writeUInt16LE(1, 22);
    wave.writeUInt32LE(48_000, 24);
    wave.writeUInt32LE(96_000, 28);
    wave.writeUInt16LE(2, 32);
    wave.writeUInt16LE(16, 34);
    wave.write('data', 36);
    wave.writeUInt32LE(samples * 2, 40);
    for (let i = 0; i < 4800; ++i) {
        const sample = Math.round(20_000 * Math.sin((i * 1000 * 2 * Math.PI) / 48_000));
        wave.writeInt16LE(sample, 44 + 2 * (48_000 + i));
    }
    const file = join(folder, 'bursts.wav');
    writeFileSync(file, wave);
    return file;
}

/** Runs in each page before its own scripts: keeps the microphone and the peers, and notes when each offer was made and connected. */
function watch() {
    const kept = { microphone: null, peers: [], onsets: [], spoken: [], listeners: { onsets: 0, spoken: 0 } };
    globalThis.measured = kept;
    const now = () => performance.timeOrigin + performance.now();
    const given = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (given)
        navigator.mediaDevices.getUserMedia = async () => {
            // What cleans a voice would take a pure tone for noise.
            kept.microphone = await given({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
            return kept.microphone;
        };
    const Real = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Real {
        constructor(...given) {
            super(...given);
            this.begun = now();
            kept.peers.push(this);
            this.addEventListener('connectionstatechange', () => {
                if (this.connectionState === 'connected') this.connectedAt ??= now();
            });
        }
    };
    /** Follows a stream and notes the onset of each burst; both ends are read in the same way, so what the reading costs cancels. */
    globalThis.listenTo = async (stream, list = 'onsets') => {
        const context = new AudioContext({ latencyHint: 'interactive' });
        await context.resume();
        // A remote stream is only decoded when an element plays it.
        const player = new Audio();
        player.muted = true;
        player.srcObject = stream;
        void player.play();
        const analyser = context.createAnalyser();
        analyser.fftSize = 256;
        context.createMediaStreamSource(stream).connect(analyser);
        const values = new Float32Array(256);
        let quietSince = now();
        const timer = new MessageChannel();
        // A line outlives its call, and whoever listened to the call before would note each burst once more.
        const mine = ++kept.listeners[list];
        timer.port1.onmessage = () => {
            if (kept.listeners[list] !== mine) return void context.close();
            analyser.getFloatTimeDomainData(values);
            const loud = values.some((value) => Math.abs(value) > 0.1);
            if (loud && now() - quietSince > 500) kept[list].push(now());
            if (loud) quietSince = now();
            setTimeout(() => timer.port2.postMessage(0), 2);
        };
        timer.port2.postMessage(0);
    };
}

const child = spawn(
    program,
    ['serve', '--demo', '--data', join(folder, 'data'), '--http', '127.0.0.1:0', '--https', '', '--sip', '127.0.0.1:0', '--webrtc-port',
     '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
);
const ready = await new Promise((done, fail) => {
    let said = '';
    child.stdout.on('data', (piece) => {
        said += piece;
        const line = said.split('\n').find((one) => one.startsWith('ready '));
        if (line) done(JSON.parse(line.slice(6)));
    });
    child.once('exit', () => fail(new Error(`the program ended: ${said}`)));
});
const browser = await chromium.launch({
    executablePath,
    args: [
        '--no-sandbox',
        '--disable-gpu',
        '--autoplay-policy=no-user-gesture-required',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${bursts()}`,
        '--allow-loopback-in-peer-connection',
    ],
});

async function arrive(address) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB', permissions: ['microphone'] });
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(address);
    return page;
}

/** When, on the page's clock, the selector first stood, with that text where one is given, in a frame that was drawn. */
const pixel = (page, selector, text) =>
    page.evaluate(
        ([wanted, words]) =>
            new Promise((done) => {
                const there = () => {
                    const found = document.querySelector(wanted);
                    return found && (words === null || found.textContent === words);
                };
                const look = () => {
                    if (there()) requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
                    else requestAnimationFrame(look);
                };
                look();
            }),
        [selector, text ?? null],
    );
const told = {
    'offer to connected': [],
    'audio, browser to browser': [],
    'audio, telephone to browser': [],
    'audio, browser to telephone': [],
    'presence to pixel, Desk': [],
    'presence to pixel, Floor': [],
    'presence to pixel, Board': [],
};
const load = () => loadavg()[0].toFixed(1);
const loadBefore = load();

/** From each onset to the first one after it that can be its own. */
function delays(name, sent, heard) {
    for (const at of heard) {
        const said = sent.findLast((one) => one < at);
        if (said !== undefined && at - said < 1500) told[name].push(at - said);
    }
}

async function wrapUp() {
    await amal.waitForSelector('.wrapup');
    await amal.locator('.wrapup input').first().check();
    await amal.waitForSelector('.wrapup .btn:enabled');
    await amal.keyboard.press('Enter');
    await amal.waitForSelector('.wrapup', { state: 'detached' });
}

/** The agent answers, and their page notes the onsets of what comes in. From when on they talk: before, prompts and music are heard. */
async function answered() {
    await amal.keyboard.press('Enter');
    await amal.waitForSelector('.cb-acts .end-call:enabled');
    await amal.evaluate(() => {
        globalThis.measured.onsets = [];
        const receiver = globalThis.measured.peers.findLast((peer) => peer.connectionState === 'connected').getReceivers()[0];
        return globalThis.listenTo(new MediaStream([receiver.track]));
    });
    return performance.timeOrigin + performance.now();
}

/** Presses 1 in the menu until the agent is rung. */
async function ring(press) {
    for (let tries = 0; tries < 30 && (await amal.locator('.ring').count()) === 0; ++tries) {
        await press();
        await amal.waitForSelector('.ring', { timeout: 2000 }).catch(() => undefined);
    }
}

const amal = await arrive(ready.links.amal);
await amal.waitForSelector('.callbar');
await amal.locator('.telephone button').first().click();
await amal.waitForSelector('.meter');
const leader = await arrive(ready.links.leader);
await leader.waitForSelector('.rail');
await leader.goto(`${ready.http}/floor`);
await leader.waitForSelector('.agents li');
await leader.getByRole('searchbox').fill('amal');
// A window of its own: of two pages in one window only that in front is drawn.
const board = await (await browser.newContext({ storageState: await leader.context().storageState(), locale: 'en-GB' })).newPage();
await board.addInitScript(() => {
    localStorage.setItem('markaz.board.origins', 'live'); // the demo's made agents move too
    localStorage.setItem('markaz.language', 'en');
});
await board.goto(`${ready.http}/board`);
await board.waitForSelector('.b-agents');

for (let turn = 0; turn < 21; ++turn) {
    const [key, state, family] = turn % 2 === 0 ? ['Alt+r', 'ready', 'available'] : ['Alt+b', 'break', 'away'];
    await amal.evaluate((wanted) => {
        const note = ({ code }) => code === wanted && (globalThis.pressed = performance.timeOrigin + performance.now());
        addEventListener('keydown', note, true);
    }, `Key${key.at(-1).toUpperCase()}`);
    const shown = {
        Desk: pixel(amal, `.cb-state .${family}`),
        Floor: pixel(leader, `.agents [data-state=${state}]`),
        Board: pixel(board, '.b-agents [data-number=ready]', state === 'ready' ? '1' : '0'),
    };
    await amal.keyboard.press(key);
    const seen = Object.fromEntries(await Promise.all(Object.entries(shown).map(async ([page, at]) => [page, await at])));
    const pressed = await amal.evaluate(() => globalThis.pressed);
    for (const [page, at] of Object.entries(seen)) told[`presence to pixel, ${page}`].push(at - pressed);
}

for (let turn = 0; turn < Number(calls); ++turn) {
    const customer = await arrive(`${ready.http}/call`);
    await customer.locator('.call-button').click();
    await customer.waitForSelector('.keypad');
    await customer.waitForFunction(() => globalThis.measured.peers.at(-1)?.connectedAt);
    const connecting = () => {
        const peer = globalThis.measured.peers.at(-1);
        return peer.connectedAt - peer.begun;
    };
    told['offer to connected'].push(await customer.evaluate(connecting));
    await ring(() => customer.locator('.keypad button').first().click());
    await customer.evaluate(() => globalThis.listenTo(globalThis.measured.microphone));
    await answered();
    await amal.waitForFunction(() => globalThis.measured.onsets.length >= 4, null, { timeout: 30_000 });
    const sent = await customer.evaluate(() => globalThis.measured.onsets);
    delays('audio, browser to browser', sent, await amal.evaluate(() => globalThis.measured.onsets));
    await customer.locator('.hang-up').click();
    await wrapUp();
    await customer.context().close();
}

await amal.evaluate(() => globalThis.listenTo(globalThis.measured.microphone, 'spoken'));
for (let turn = 0; turn < Number(calls); ++turn) {
    const telephone = await call(ready.sip, '100');
    await ring(() => telephone.press('1'));
    const since = await answered();
    await amal.waitForFunction(() => globalThis.measured.onsets.length >= 4, null, { timeout: 30_000 });
    delays('audio, telephone to browser', telephone.said, await amal.evaluate(() => globalThis.measured.onsets));
    const inTalk = telephone.heard.filter((at) => at > since);
    delays('audio, browser to telephone', await amal.evaluate(() => globalThis.measured.spoken), inTalk);
    telephone.hangUp();
    await wrapUp();
}


console.log(`load ${loadBefore} to ${load()}`);
for (const [name, values] of Object.entries(told)) {
    const sorted = values.sort((a, b) => a - b);
    const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((value) => value?.toFixed(0));
    console.log(`${name}: ${middle} ms (${least} to ${most}, ${values.length} times)`);
}
await browser.close();
child.kill('SIGTERM');
await new Promise((done) => child.once('exit', done));
rmSync(folder, { recursive: true, force: true });
