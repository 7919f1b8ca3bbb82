// A browser and a stand-in centre for one test file; every page is watched for errors and for what the policy forbids.

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startCentre } from '../dev/centre.mjs';
import { executablePath } from '../dev/chromium.mjs';
import type { Language } from '../src/i18n/calendar';
import { maybeLate } from './late';

export type Centre = Awaited<ReturnType<typeof startCentre>>;
type Options = Parameters<typeof startCentre>[0];

export interface Visit {
    page: Page;
    centre: Centre;
    complaints: string[];
}
export interface Wanted {
    role?: 'agent' | 'leader' | 'analyst' | 'display' | 'administrator' | null;
    path?: string;
    language?: Language;
    theme?: 'light' | 'dark';
    size?: { width: number; height: number };
    centre?: Options;
    /** Run in the page before it loads. */
    scripts?: (() => void)[];
}

/** A zone in which it is past two in the afternoon then: whatever the hour, the day of the centre has hours of contacts behind it. */
function afternoon(then: number): string {
    const ahead = 14 - new Date(then).getUTCHours();
    return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`; // these names count westwards
}

let browser: Browser;
const closing: (() => Promise<unknown>)[] = [];

export function withBrowser() {
    beforeAll(async () => {
        browser = await chromium.launch({
            executablePath,
            args: [
                '--no-sandbox',
                '--disable-gpu',
                '--no-first-run',
                '--disable-background-networking',
                '--use-fake-ui-for-media-stream',
                '--use-fake-device-for-media-stream',
            ],
        });
    });
    afterEach(async () => {
        for (const close of closing.splice(0).reverse()) await close();
    });
    afterAll(() => browser.close());
}

/** A signed-in person on a page of a centre of their own. */
export async function visit({
    role = 'leader',
    path,
    language = 'en',
    theme = 'light',
    size = { width: 1440, height: 900 },
    centre: options = {},
    scripts = [],
}: Wanted = {}): Promise<Visit> {
    const centre = await startCentre({ arrivals: false, timeZone: afternoon((options.clock ?? Date.now)()), ...options, language });
    closing.push(() => centre.close());
    const settings: BrowserContextOptions = { viewport: size, colorScheme: theme };
    const context = await browser.newContext(settings);
    closing.push(() => context.close());
    await maybeLate(context);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
        if (/Content Security Policy|Warning:/.test(message.text())) complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
    });
    await page.addInitScript(
        ([l, t]) => {
            if (!localStorage.getItem('markaz.language')) localStorage.setItem('markaz.language', l ?? '');
            localStorage.setItem('markaz.theme', t ?? '');
        },
        [language, theme],
    );
    for (const script of scripts) await page.addInitScript(script);
    if (role !== null && path) {
        await context.request.post(`${centre.url}/api/v1/session`, { data: { token: role }, headers: { 'X-Markaz': '1' } });
        await page.goto(centre.url + path);
    } else if (role !== null) {
        await page.goto(`${centre.url}/signin#token=${role}`);
        await page.waitForURL((url) => url.pathname !== '/signin');
    } else await page.goto(`${centre.url}${path ?? '/signin'}`);
    return { page, centre, complaints };
}

/** To another page within the loaded one, as a link of it leads: nothing is loaded again, and whoever is signed in stays so. */
export const go = (page: Page, path: string) => page.evaluate((to) => history.pushState(null, '', to), path);

/** The desk shows this step and takes its answer: the buttons of the step before may stand there for a moment longer. */
export const asked = (page: Page, step: string) => page.waitForSelector(`[data-step="${step}"] .acts button:enabled`);

/** Where else one may go is known when the guide's text has come, which may be later than its step. */
export async function leavesThePath(page: Page) {
    await page.waitForSelector('.deviation .quiet-link:enabled');
    await page.keyboard.press('Alt+l');
}

export const calm = ({ complaints }: Visit) => expect(complaints).toEqual([]);

const unmarked = (text: string) => text.replace(/[\u061c\u2066-\u2069]/g, '');

/** What a person reads there, without the invisible marks of direction. */
export const textOf = async (page: Page, selector: string) => unmarked((await page.locator(selector).first().textContent()) ?? '');

/** Waits until the text is there; the failure shows what was there instead, or that nothing was. */
export const reads = (page: Page, selector: string, text: string) =>
    expect.poll(async () => (await page.locator(selector).allTextContents()).map(unmarked)[0]).toBe(text);
