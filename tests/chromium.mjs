// One Chromium that speaks a tone, driven line by line: each line on standard input is a JSON command, each line on standard
// output its answer. tests/chromium.py writes the commands.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { executablePath } from '../web/dev/chromium.mjs';

const { chromium } = createRequire(new URL('../web/package.json', import.meta.url))('playwright-core');
const [sound] = process.argv.slice(2);

/** Runs in each page before its own scripts: the voice as it is, without what would take a pure tone for noise; the peers at hand. */
function listen() {
    const given = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (given)
        navigator.mediaDevices.getUserMedia = () =>
            given({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    const Peer = window.RTCPeerConnection;
    window.peers = [];
    window.RTCPeerConnection = class extends Peer {
        constructor(...settings) {
            super(...settings);
            window.peers.push(this);
        }
    };
    /** The loudest pitch that the newest peer hears, in Hz; 0 when it hears nothing. */
    window.pitch = async () => {
        const peer = window.peers.findLast(({ connectionState }) => connectionState === 'connected');
        const track = peer?.getReceivers()[0]?.track;
        if (!track) return 0;
        if (window.ear?.track !== track) {
            const context = new AudioContext();
            await context.resume();
            const analyser = context.createAnalyser();
            analyser.fftSize = 8192;
            analyser.smoothingTimeConstant = 0;
            context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
            window.ear = { track, context, analyser };
        }
        const { context, analyser } = window.ear;
        const levels = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(levels);
        const loudest = levels.indexOf(Math.max(...levels));
        return levels[loudest] > -60 ? (loudest * context.sampleRate) / analyser.fftSize : 0;
    };
}

const browser = await chromium.launch({
    executablePath,
    args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${sound}`,
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
    ],
});
const context = await browser.newContext({ permissions: ['microphone'], locale: 'en-GB' });
context.setDefaultTimeout(60_000);
await context.addInitScript(listen);
const page = await context.newPage();

const commands = {
    init: ({ script }) => context.addInitScript(script),
    go: ({ url }) => page.goto(url).then(() => page.url()),
    reload: () => page.reload().then(() => null),
    wait: ({ selector }) => page.waitForSelector(selector).then(() => null),
    click: ({ selector }) => page.click(selector),
    press: ({ keys }) => page.keyboard.press(keys),
    evaluate: ({ script }) => page.evaluate(script),
    text: () => page.innerText('body'),
};
for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...words } = JSON.parse(line);
    try {
        console.log(JSON.stringify({ done: (await commands[command](words)) ?? null }));
    } catch (error) {
        console.log(JSON.stringify({ failed: String(error), text: await page.innerText('body').catch(() => '') }));
    }
}
await browser.close();
