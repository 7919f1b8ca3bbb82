// Reads what `markaz serve` prints and says its one line for programs, `ready {...}`, to people. Every other line passes as it is;
// where nobody looks (standard output is not a terminal) the ready line passes too, so that a program can still read it.
import { createInterface } from 'node:readline';

/** What the keys of the ready line are called. A key that is not here is shown under its own name rather than left out. */
const titles = {
    http: 'The page',
    https: 'The page, for other machines',
    sip: 'SIP',
    links: 'Sign in as (each link works once)',
    phone: 'A telephone to register',
    numbers: 'Numbers to dial',
};

/** Lines for one key: a plain value behind its title, an object as a small table under it. */
function described(key, value) {
    const title = titles[key] ?? key;
    if (value === null || value === '') return [];
    if (typeof value !== 'object') return [`  ${title}: ${value}`];
    const rows = Object.entries(value);
    if (rows.length === 0) return [];
    const width = Math.max(...rows.map(([name]) => name.length));
    const line = ([name, text]) => `    ${name.padEnd(width)}  ${typeof text === 'object' ? JSON.stringify(text) : text}`;
    return ['', `  ${title}`, ...rows.map(line)];
}

function ready(addresses) {
    const lines = Object.entries(addresses).flatMap(([key, value]) => described(key, value));
    return ['', 'Markaz is ready.', ...lines, '', '  Ctrl+C stops it; the next start goes on where this one ended.', ''].join('\n');
}

// Ctrl+C reaches this process too; the centre may still have something to say while it stops.
process.on('SIGINT', () => {});
for await (const line of createInterface({ input: process.stdin })) {
    const told = line.match(/^ready (\{.*\})$/);
    if (!told || !process.stdout.isTTY) console.log(line);
    if (told) console.log(ready(JSON.parse(told[1])));
}
