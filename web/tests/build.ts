// Builds the page that the browser tests open, apart from dist/, so that whoever builds the page meanwhile disturbs nothing.

import { execFileSync } from 'node:child_process';

export const builtPage = 'build/page';

export default function buildPage() {
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', builtPage, '--emptyOutDir', '--logLevel', 'warn'];
    execFileSync(process.execPath, vite, { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
}
