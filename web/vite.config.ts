import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the server (or the stand-in of dev/) listens while the page is developed. */
const server = process.env.MARKAZ_SERVER ?? 'http://127.0.0.1:8787';

export default defineConfig({
    plugins: [react()],
    server: { proxy: { '/api': { target: server, ws: true } } },
    build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, modulePreload: { polyfill: false } },
    test: {
        globalSetup: 'tests/build.ts',
        include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
        testTimeout: 300_000,
        hookTimeout: 120_000,
        // A browser, a centre and a clock on a machine that does other work too. What passes only now is named (tests/report.ts).
        retry: 1,
        // Two files at a time: while one waits for a call or a silence, the other has the processor.
        maxWorkers: 2,
        // What is waited for comes by itself; the limit ends a test that hangs, it judges nobody's speed.
        expect: { poll: { interval: 25, timeout: 30_000 } },
    },
});
