// Reads what `markaz serve` prints and says its one line for programs, `ready {...}`, to people. Every other line passes as it is;
// where nobody looks (standard output is not a terminal) the ready line passes too, so that a program can still read it.
import { createInterface } from 'node:readline';

/** Lines of a table whose columns are as wide as their widest cell, indented under its title. */
function table(title, rows) {
    if (rows.length === 0) return [];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    return ['', `  ${title}`, ...rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`)];
}

/** The addresses of one thing, each on a line of its own; the name stands at the first. */
const named = (name, addresses) => addresses.map((address, at) => [at === 0 ? name : '', address]);

const noPage = 'not reachable: no network, or --https is for this computer alone';

/** Why no other telephone reaches it, and what would be right. */
const noTelephone = ([page]) => (page ? `not reachable; start it with --sip ${new URL(page).hostname}:5060` : 'not reachable');

function ready({ http, sip, page_elsewhere = [], sip_elsewhere = [], let_in = [], links, phones = [], numbers = [] }) {
    const addresses = [
        ['The page', http],
        ...named('a customer calls from', numbers.some(({ web }) => web) ? [`${http}/call`] : []),
        ...named('from other computers', page_elsewhere.length > 0 ? page_elsewhere : [noPage]),
        ...named('SIP, by UDP or TCP', sip ? [sip] : []),
        ...named('from other telephones', sip ? (sip_elsewhere.length > 0 ? sip_elsewhere : [noTelephone(page_elsewhere)]) : []),
    ];
    return [
        '', 'Markaz is ready.',
        ...table('Addresses', addresses),
        ...table('What a firewall has to let in for others', let_in.map((port) => [port])),
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
