// Reads what `markaz serve` prints and says its one line for programs, `ready {...}`, to people. Every other line passes as it is;
// where nobody looks (standard output is not a terminal) the ready line passes too, so that a program can still read it.
import { createInterface } from 'node:readline';

/** Lines of a table whose columns are as wide as their widest cell, indented under its title. */
function table(title, rows) {
    if (rows.length === 0) return [];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    return ['', `  ${title}`, ...rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`)];
}

function ready({ http, https, sip, links, phones = [], numbers = [] }) {
    const addresses = [['The page', http], ['from other computers', https], ['SIP, by UDP', sip]].filter(([, address]) => address);
    return [
        '', 'Markaz is ready.',
        ...table('Addresses', addresses),
        ...table('Sign in as (each link works once)', Object.entries(links ?? {})),
        ...table('Telephones that may register: user, password, whose', phones.map((phone) => [phone.user, phone.password, phone.person])),
        ...table('Numbers to dial', numbers.map((number) => [number.called, number.flow || `queue ${number.queue}`, number.language])),
        '', '  Ctrl+C stops it; the next start goes on where this one ended.', '',
    ].join('\n');
}

// Ctrl+C reaches this process too; the centre may still have something to say while it stops.
process.on('SIGINT', () => {});
for await (const line of createInterface({ input: process.stdin })) {
    const told = line.match(/^ready (\{.*\})$/);
    if (!told || !process.stdout.isTTY) console.log(line);
    if (told) console.log(ready(JSON.parse(told[1])));
}
