// Settings, the first start and the customer's page.

import { describe, expect, test } from 'vitest';
import { silentPeer } from '../dev/phone.mjs';
import { calm, reads, textOf, visit, withBrowser } from './browser';

withBrowser();

describe('settings', () => {
    test('a person is added with skills, and their link is told once', async () => {
        const seen = await visit({ role: 'administrator', path: '/settings' });
        const { page, centre } = seen;
        await page.getByRole('button', { name: 'Add a person' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Sara Idris');
        expect(await page.getByLabel('Sign-in name').inputValue()).toBe('sara.idris');
        await page.getByRole('button', { name: 'Add a skill' }).click();
        await page.getByLabel('Skill', { exact: true }).fill('cards');
        await page.getByLabel('Level').fill('٢');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.waitForSelector('.secret');
        expect(await page.locator('.secret input').inputValue()).toBe(`${centre.url}/signin#token=a-token`);
        expect(centre.settings.people.at(-1)?.person).toMatchObject({
            login: 'sara.idris',
            name: 'Sara Idris',
            roles: ['agent'],
            skills: [{ name: 'cards', level: 2 }],
        });
        await page.getByRole('button', { name: 'Close' }).click();
        await page.getByRole('button', { name: 'Sara Idris' }).waitFor();
        calm(seen);
    });

    test('says what is wrong with a login, and keeps what was written', async () => {
        const { page } = await visit({ role: 'administrator', path: '/settings/people' });
        await page.getByRole('button', { name: 'Add a person' }).click();
        await page.getByLabel('Name', { exact: true }).fill('سارة');
        await page.getByLabel('Sign-in name').fill('سارة');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.waitForSelector('.side-form .banner');
        expect(await textOf(page, '.side-form .banner b')).toContain('this is not a login');
        expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('سارة');
    });

    test('[S2-25] a screen gets a link of its own, which shows the Board alone', async () => {
        const { page, centre } = await visit({ role: 'administrator', path: '/settings/screens' });
        await page.getByLabel('Name of the screen').fill('North wall');
        await page.getByRole('button', { name: 'Add a screen' }).click();
        await page.waitForSelector('.secret');
        expect(centre.settings.people.at(-1)?.person).toMatchObject({ login: 'north.wall', roles: ['display'] });
    });

    test('a telephone’s password is told once; a line with a wrong address is refused in words', async () => {
        const { page } = await visit({ role: 'administrator', path: '/settings/telephones' });
        await page.getByLabel('Name of the telephone').fill('amal');
        await page.locator('.sub-part').nth(1).getByRole('button', { name: 'Add' }).click();
        await page.waitForSelector('.secret');
        expect(await page.locator('.secret input').inputValue()).toBe('kite-lamp-river-42');
        await page.getByLabel('Name of the line').fill('carrier2');
        await page.getByLabel('Address', { exact: true }).fill('somewhere!');
        await page.locator('.sub-part').nth(2).getByRole('button', { name: 'Add' }).click();
        await page.waitForSelector('.banner.is-crit');
        expect(await textOf(page, '.banner.is-crit b')).toContain('this is no address');
    });

    test('a number is led to a procedure that is chosen by its title', async () => {
        const { page, centre } = await visit({ role: 'administrator', path: '/settings/telephones', language: 'fa' });
        const numbers = page.locator('.sub-part').first();
        await reads(page, '.sub-part:first-of-type li bdi', 'پاسخ به خط اصلی');
        // An agent's guide or a checklist leads no caller.
        await expect.poll(() => numbers.locator('select').first().locator('option').allTextContents()).toEqual(['پاسخ به خط اصلی']);
        await numbers.locator('input').fill('۰۲۲۵۵۵۰۱۰۱');
        await numbers.locator('button[type=submit]').click();
        await expect
            .poll(() => centre.settings.telephones.numbers.find(({ called }) => called === '0225550101'))
            .toMatchObject({ flow: 'main-line', language: 'fa' });
    });

    test('a customer is added, found, and removed for good', async () => {
        const seen = await visit({ role: 'leader', path: '/settings/customers' });
        const { page, centre } = seen;
        await page.getByRole('button', { name: 'Mona Adel' }).waitFor();
        await page.getByRole('button', { name: 'Add a customer' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Sara Idris');
        await page.getByLabel('Telephone number').fill('nobody');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('"nobody" is no telephone number').waitFor();
        await page.getByLabel('Telephone number').fill('+٢٠ ١٠٠ ٥٥٥');
        await page.getByLabel('Standing').selectOption('vulnerable');
        await page.getByLabel('Responsible').selectOption({ label: 'Omar Farouk' });
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('button', { name: 'Sara Idris' }).waitFor();
        expect(centre.settings.customers.at(-1)?.customer).toEqual({
            name: 'Sara Idris',
            number: '+20 100 555',
            standing: 'vulnerable',
            person: 3,
        });
        await page.getByLabel('Find a name or number').fill('sara');
        await page.getByRole('button', { name: 'Mona Adel' }).waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Sara Idris' }).click();
        await page.getByRole('button', { name: 'Remove', exact: true }).click();
        await page.getByRole('button', { name: 'Remove for good' }).click();
        await page.getByText('Nobody found').waitFor();
        expect(centre.settings.customers.map(({ customer }) => customer.name)).toEqual(['Mona Adel', 'Karim Nour', 'Hany Zaki']);
    });

    test('a line takes callbacks to the numbers that are named, in any digits', async () => {
        const { page, centre } = await visit({ role: 'administrator', path: '/settings/telephones' });
        await page.getByLabel('Name of the line').fill('carrier2');
        await page.getByLabel('Address', { exact: true }).fill('192.0.2.30');
        await page.getByLabel('Callback port (optional)').fill('٥٠٦٠');
        await page.getByLabel('Callback numbers begin with').fill('+62, +603');
        await page.getByLabel('Number that customers see').fill('0300');
        await page.locator('.sub-part').nth(2).getByRole('button', { name: 'Add' }).click();
        await expect
            .poll(() => centre.settings.telephones.trunks.find(({ name }) => name === 'carrier2'))
            .toMatchObject({ address: '192.0.2.30', call_port: 5060, call_prefixes: ['+62', '+603'], call_as: '0300' });
    });

    test('the week and the clock of the centre are kept', async () => {
        const { page, centre } = await visit({ role: 'administrator', path: '/settings/centre', language: 'fa' });
        await page.getByRole('button', { name: 'جمعه' }).click();
        await page.getByRole('button', { name: 'ذخیره' }).click();
        await page.waitForSelector('[role=status]');
        expect(centre.settings.site.weekend).toEqual([6]);
    });

    test('is not for those who may not set anything', async () => {
        const { page } = await visit({ role: 'agent', path: '/settings/people' });
        await reads(page, 'main h2', 'There is no such page');
    });
});

describe('the first start', () => {
    test('leads an administrator of a real centre by the hand', async () => {
        const { page, centre } = await visit({ role: 'administrator', centre: { demo: false } });
        expect(new URL(page.url()).pathname).toBe('/start');
        centre.settings.people = centre.settings.people.slice(0, 1);
        centre.settings.site.name = 'Markaz';
        await page.reload();
        await reads(page, 'main h1', 'Who are you?');
        await page.getByRole('button', { name: 'Later' }).click();
        await page.getByLabel('Name of the centre').fill('Marjan Bank');
        await page.getByRole('button', { name: 'Save' }).click();
        await reads(page, 'main h1', 'Who answers?');
        await page.getByLabel('Name', { exact: true }).fill('Amal Said');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.waitForSelector('.secret');
        await page.getByRole('button', { name: 'Close' }).click();
        await reads(page, 'main h1', 'Make a call');
        expect(await page.locator('.start nav .is-done').count()).toBeGreaterThanOrEqual(2);
    });
});

describe('the customer’s page', () => {
    test('calls in the chosen language, shows both voices, presses keys, hangs up', async () => {
        const seen = await visit({ role: null, path: '/call', scripts: [silentPeer] });
        const { page, centre } = seen;
        await page.getByRole('button', { name: 'العربية' }).click();
        await page.getByText('استخدم سماعة الرأس إذا كان الموظف على الجهاز نفسه، وإلا سمعت صوتك.').waitFor();
        await page.getByRole('button', { name: 'اتصل', exact: true }).click();
        await page.waitForSelector('.keypad');
        expect(await page.locator('.meter').count()).toBe(2);
        expect(centre.state.requests).toContain('POST /api/v1/call');
        await page.locator('.keypad button').nth(1).click();
        await reads(page, '.call-keys', '٢');
        await reads(page, '.banner b', 'لا صوت من الطرف الآخر منذ ٣ ثوانٍ.');
        await page.locator('.hang-up').click();
        await page.waitForSelector('.call-button');
        calm(seen);
    });

    test('hears that the centre hung up', async () => {
        const { page, centre } = await visit({ role: null, path: '/call', scripts: [silentPeer] });
        await page.locator('.call-button').click();
        await page.waitForSelector('.keypad');
        centre.phones.endCalls();
        await reads(page, '[role=status]', 'The call has ended.');
    });

    test('offers a sample voice where there is no microphone', async () => {
        const withoutMicrophone = () =>
            Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
                value: () => Promise.reject(new DOMException('no', 'NotFoundError')),
            });
        const { page } = await visit({ role: null, path: '/call', scripts: [silentPeer, withoutMicrophone] });
        await page.locator('.call-button').click();
        await reads(page, '.banner b', 'No microphone was found. Plug in a headset, then try again.');
        await page.getByRole('button', { name: 'Call with a sample voice' }).click();
        await page.waitForSelector('.keypad');
    });

    test('says what to do where a page without https has no microphone', async () => {
        // As browsers do where a page comes without https from another computer.
        const insecure = () => {
            delete (Navigator.prototype as { mediaDevices?: unknown }).mediaDevices;
        };
        const { page } = await visit({ role: null, path: '/call', scripts: [silentPeer, insecure] });
        await page.locator('.call-button').click();
        await page.waitForSelector('.banner');
        expect(await textOf(page, '.banner b')).toMatch(/^Browsers give a microphone only to https/);
        const address = new URL(page.url());
        expect(await page.locator('.banner a').getAttribute('href')).toBe(`https://${address.host}/call`);
    });
});
