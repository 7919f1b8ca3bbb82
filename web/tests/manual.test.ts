// The manual as people read it: one procedure, its history, and two versions beside each other.

import { describe, expect, test } from 'vitest';
import { editionsOf } from '../src/features/manual/reading';
import { wordsChanged } from '../src/features/manual/words';
import { calm, visit, withBrowser } from './browser';

withBrowser();

describe('what differs between two texts', () => {
    const told = (from: string, to: string) =>
        wordsChanged(from, to)
            .map(({ is, text }) => (is === 'same' ? text : is === 'added' ? `+${text}+` : `-${text}-`))
            .join('');
    test('is told in words; what is removed stands before what came for it', () => {
        expect(told('within 10 days.', 'within 30 days.')).toBe('within -10 -+30 +days.');
        expect(told('', 'All new')).toBe('+All new+');
        expect(told('All gone', '')).toBe('-All gone-');
        expect(told('the same', 'the same')).toBe('the same');
        expect(told('خلال ١٠ أيام', 'خلال ٣٠ يومًا')).toBe('خلال -١٠ أيام-+٣٠ يومًا+');
    });
    test('of texts without end each is one piece', () => {
        const long = 'word '.repeat(2000);
        expect(wordsChanged(long, `${long}more`).map(({ is }) => is)).toEqual(['removed', 'added']);
    });
});

test('the history of a procedure is the versions in which it is otherwise', () => {
    const version = (number: number, sha256: string | null) => ({
        version: number,
        published: '2026-11-20T09:30:00Z',
        by: null,
        documents: [{ path: 'other/other.md', sha256: String(number) }, ...(sha256 ? [{ path: 'dispute/dispute.md', sha256 }] : [])],
    });
    const all = [version(4, 'b'), version(3, 'b'), version(2, 'a'), version(1, null)];
    expect(editionsOf('dispute', all).map(({ version: number, before }) => [number, before])).toEqual([
        [3, 2],
        [2, null],
    ]);
});

test('[S0-09] an owner reads who published a procedure when, and compares two versions; the comparison has an address', async () => {
    const seen = await visit({ role: 'leader', path: '/manual/dispute' });
    const { page } = seen;
    await page.getByRole('heading', { level: 1, name: 'Dispute a card charge' }).waitFor();
    const history = page.locator('aside ol li');
    await expect.poll(() => history.count()).toBe(2);
    expect(await history.first().textContent()).toContain('Nadia Rahman');
    await page.getByRole('link', { name: 'What changed' }).press('Enter');
    await page.waitForURL('**/manual/dispute/changes?from=6&to=7');
    const step = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Steps' }) });
    await expect.poll(() => step.locator('del').textContent()).toBe('removed: 10 ');
    expect(await step.locator('ins').textContent()).toBe('added: 30 ');
    expect(await step.textContent()).toContain('text (العربية)');
    await page.getByLabel('From').selectOption('7');
    await page.waitForURL('**/manual/dispute/changes?from=7&to=7');
    await page.getByRole('heading', { name: 'Nothing changed' }).waitFor();
    calm(seen);
});
