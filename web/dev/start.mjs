// `npm run dev`: Vite with the stand-in centre behind it, or with the server that MARKAZ_SERVER names.

import { createServer } from 'vite';
import { startCentre } from './centre.mjs';

const real = process.env.MARKAZ_SERVER;
if (!real) process.env.MARKAZ_SERVER = (await startCentre()).url;
const page = await createServer();
await page.listen();
page.printUrls();
if (!real) for (const who of ['agent', 'leader', 'display']) console.log(`  ${who}: ${page.resolvedUrls?.local[0]}signin#token=${who}`);
