// Builds the page that the browser tests open, in a place of this run alone: whoever builds or tests meanwhile disturbs nothing.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function buildPage() {
    const page = mkdtempSync(join(tmpdir(), 'markaz-page-'));
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', page, '--emptyOutDir', '--logLevel', 'warn'];
    execFileSync(process.execPath, vite, { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
    // The workers that run the tests inherit it; dev/centre.mjs serves it.
    process.env.MARKAZ_PAGE = page;
    return () => rmSync(page, { recursive: true, force: true });
}
