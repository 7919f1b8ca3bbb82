// Which Chromium looks at the page: the one that CHROMIUM names, or else Debian's. Its headless shell is the same engine without the
// windows of a browser, and opens a page with a third of the processor's time.

import { existsSync } from 'node:fs';

const shell = '/usr/bin/chromium-headless-shell';
export const executablePath = process.env.CHROMIUM ?? (existsSync(shell) ? shell : '/usr/bin/chromium');
