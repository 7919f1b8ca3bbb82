// Takes the pictures of docs/pictures from the stand-in centre: `npm run build && npm run pictures [-- folder [names…]]`.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startCentre } from './centre.mjs';
import { executablePath } from './chromium.mjs';

const [folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url)), ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const tall = { width: 390, height: 844 };
const wide = { width: 1440, height: 900 };
const wall = { width: 1920, height: 1080 };
const names = {
    en: 'Sadaf Bank, Cairo',
    ar: 'بنك صدف، القاهرة',
    fa: 'بانک صدف، تهران',
    id: 'Bank Sadaf, Jakarta',
    ms: 'Bank Sadaf, Kuala Lumpur',
};
const zones = { en: 'Africa/Cairo', ar: 'Africa/Cairo', fa: 'Asia/Tehran', id: 'Asia/Jakarta', ms: 'Asia/Kuala_Lumpur' };
/** A fixed busy morning, so that a picture changes only with the page. */
const morning = Date.parse('2026-11-22T09:42:00Z');

const pictures = [];
for (const [language, theme] of [
    ['en', 'light'],
    ['ar', 'light'],
    ['fa', 'dark'],
    ['ms', 'light'],
    ['id', 'dark'],
]) {
    pictures.push(
        { name: `board-${language}-1920`, language, theme, size: wall, path: '/board' },
        { name: `board-${language}-phone`, language, theme, size: tall, path: '/board', full: true },
        { name: `contacts-${language}-${theme}`, language, theme, size: wide, path: '/contacts' },
        { name: `contact-${language}-${theme}`, language, theme, size: wide, path: '/contacts/1' },
        { name: `desk-${language}-${theme}`, language, theme, size: wide, path: '/desk', role: 'agent' },
        { name: `floor-${language}-${theme}`, language, theme, size: wide, path: '/floor' },
        { name: `fairness-${language}-${theme}`, language, theme, size: wide, path: '/floor/fairness' },
        { name: `shiftlog-${language}-${theme}`, language, theme, size: wide, path: '/shiftlog' },
        { name: `settings-${language}-${theme}`, language, theme, size: wide, path: '/settings/people', role: 'administrator' },
        { name: `start-${language}-${theme}`, language, theme, size: wide, path: '/start', role: 'administrator' },
        { name: `call-${language}-phone`, language, theme, size: tall, path: '/call', role: null },
        { name: `signin-${language}-${theme}`, language, theme, size: wide, path: '/signin', role: null },
        { name: `board-${language}-stale`, language, theme, size: wall, path: '/board', stale: true },
    );
}

/** What stands there when the picture can be taken. */
const ready = {
    '/board': '.b-queues',
    '/contacts': 'tbody tr',
    '/contacts/1': '.wave',
    '/desk': '.flow .note',
    '/floor': '.needs li',
    '/floor/fairness': '.fairness tbody tr',
    '/shiftlog': '.run[open] li',
    '/settings/people': '.side-form',
    '/start': '.start-step form',
    '/call': '.call-button',
    '/signin': 'form',
};

/** A contact in the middle of its guide, with a note that was written on the way. */
async function takeContact(page, centre) {
    await page.waitForSelector('.callbar');
    centre.desk.presence = 'ready';
    centre.desk.ring();
    centre.desk.answer();
    centre.desk.finish({ step: 'greet', answer: 'done' });
    centre.desk.finish({ step: 'verify', answer: 'yes' });
    centre.desk.finish({ step: 'reason', answer: 'done', text: notes[await page.evaluate(() => document.documentElement.lang)] });
    centre.desk.changed();
}
const notes = {
    en: 'She has never bought there; the card was used twice within a minute.',
    ar: 'لم تشترِ من هناك قط، واستُخدمت البطاقة مرتين خلال دقيقة.',
    fa: 'هرگز از آنجا خرید نکرده و کارت در یک دقیقه دو بار به کار رفته است.',
    id: 'Ia tidak pernah belanja di sana; kartunya dipakai dua kali dalam satu menit.',
    ms: 'Dia tidak pernah membeli di sana; kadnya digunakan dua kali dalam masa seminit.',
};

/** Somebody whose caller has heard music for too long. */
async function holdLong(page, centre) {
    const now = centre.clock();
    const held = centre.plans.wait(now - 400_000, 'cards', 'simulated');
    const talk = now - 370_000;
    Object.assign(held, {
        agent: centre.plans.agents[1],
        ring: talk - 4000,
        talk,
        leftAt: talk,
        end: 'answered',
        hold: [now - 201_000, now + 900_000],
    });
    await page.waitForSelector('.needs li');
}

const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
for (const picture of pictures.filter(({ name }) => only.length === 0 || only.some((one) => name.includes(one)))) {
    const { name, language, theme, size, path, role = 'leader', full = false, stale = false } = picture;
    const started = Date.now();
    const centre = await startCentre({
        name: names[language],
        timeZone: zones[language],
        language,
        arrivals: false,
        clock: () => morning + Date.now() - started,
    });
    // Seven callers more than the agents can take, as on a bad morning.
    for (let i = 0; i < 7; ++i) centre.plans.wait(centre.clock() - 200_000 + i * 24_000, i < 5 ? 'cards' : 'loans', 'simulated');
    const context = await browser.newContext({ viewport: size, colorScheme: theme });
    const page = await context.newPage();
    await page.clock.setSystemTime(morning);
    await page.addInitScript(
        ([l, t]) => {
            localStorage.setItem('markaz.language', l);
            localStorage.setItem('markaz.theme', t);
        },
        [language, theme],
    );
    if (role === null) await page.goto(centre.url + path);
    else {
        await page.goto(`${centre.url}/signin#token=${role}`);
        await page.waitForSelector('.rail');
        const answered = centre.plans.all.findLast((plan) => plan.hold && plan.done < centre.clock());
        await page.goto(centre.url + path.replace('/1', `/${answered?.id}`));
    }
    if (path === '/desk') await takeContact(page, centre);
    if (path === '/floor') await holdLong(page, centre);
    if (path === '/settings/people') await page.locator('.row-button').nth(1).click();
    await page.waitForSelector(ready[path]);
    if (stale) {
        centre.cut();
        await page.waitForSelector('.board.is-stale');
    }
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: full });
    await context.close();
    await centre.close();
    console.log(name);
}
await browser.close();
