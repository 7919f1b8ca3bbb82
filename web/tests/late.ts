// A network on which one of the two ways to the page is slow. What a centre does comes to a page twice: as the reply to what was asked,
// and by the live topics. On loopback one follows the other at once; elsewhere either may be late, and a page that is right in one
// order only loses a key press or a focus. MARKAZ_LATE=replies or MARKAZ_LATE=live runs all tests of the page in that order.

import type { BrowserContext } from 'playwright-core';

/** Longer than a page takes for anything of its own; what was done is confirmed after what is shown. */
const lateMs = { shown: 200, done: 500, live: 300 };

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

export async function maybeLate(context: BrowserContext) {
    const late = process.env.MARKAZ_LATE ?? '';
    if (late === 'replies')
        await context.route('**/api/**', async (route) => {
            // Whoever left the page meanwhile needs no reply.
            const response = await route.fetch().catch(() => undefined);
            await wait(route.request().method() === 'GET' ? lateMs.shown : lateMs.done);
            await (response ? route.fulfill({ response }) : route.abort()).catch(() => undefined);
        });
    else if (late === 'live')
        await context.routeWebSocket('**/api/**', (page) => {
            const centre = page.connectToServer();
            page.onMessage((message) => centre.send(message));
            centre.onMessage((message) => setTimeout(() => page.send(message), lateMs.live));
        });
    else if (late !== '') throw new Error(`MARKAZ_LATE is "${late}"; replies or live is right`);
}
