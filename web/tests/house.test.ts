// What keeps the page in order: who may import whom, addresses that survive a round trip, what the Board concludes.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Board, QueueRow } from '../src/api/types';
import { judge, saying, serviceLevel, troubleOf } from '../src/ui/judge';
import { stagesOf } from '../src/features/contacts/timeline';
import { contactsPath, fromQuery, type ContactFilter } from '../src/live/links';

const source = resolve('src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));

/** app -> features -> ui, live, i18n, api; a feature is an island. */
const allowed: Record<string, string[]> = {
    '': ['app', 'ui'],
    app: ['app', 'features', 'ui', 'live', 'i18n', 'api'],
    ui: ['ui', 'i18n', 'api'],
    live: ['live', 'api'],
    i18n: ['i18n'],
    api: ['api'],
};

/** Which import of a file breaks the order of rooms, if any. */
function wrongImports(name: string, text: string): string[] {
    const [room = '', feature] = dirname(name) === '.' ? [''] : name.split('/');
    return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
        .map((match) => relative(source, resolve(source, dirname(name), match[1] ?? '')))
        .filter((target) => {
            const [to = '', other] = target.split('/');
            if (room === 'features') return to === 'features' ? other !== feature : !['ui', 'live', 'i18n', 'api'].includes(to);
            return !allowed[room]?.includes(to);
        });
}

describe('the rooms', () => {
    test.each(files)('%s imports only what it may', (name) =>
        expect(wrongImports(name, readFileSync(join(source, name), 'utf8'))).toEqual([]),
    );
    test('a feature that imports another one is found', () =>
        expect(wrongImports('features/board/x.ts', "import { a } from '../contacts/List';")).toEqual(['features/contacts/List']));

    const physical = /(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right)\s*:|text-align:\s*(?:left|right)/;
    const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
    test.each(sheets)('%s knows start and end, not left and right', (name) =>
        expect(physical.exec(readFileSync(join(source, name), 'utf8'))?.[0]).toBeUndefined(),
    );
    test('a physical side would be found', () => expect(physical.test('a { margin-left: 2px }')).toBe(true));
});

describe('addresses of lists', () => {
    test.each<ContactFilter>([
        {},
        { state: ['waiting'], origins: 'all' },
        { from: '2026-11-22T00:00:00.000Z', queue: 'cards', end: ['answered', 'abandoned'], within: true, short: false },
        { page_after: '17' },
    ])('%j comes back as it was', (filter) => {
        const back = fromQuery(contactsPath(filter).split('?')[1] ?? '');
        expect(Object.fromEntries(Object.entries(back).filter(([, value]) => value !== undefined))).toEqual(filter);
    });
    test('what is mistyped is left out', () =>
        expect(
            Object.values(fromQuery('from=yesterday&end=won&within=maybe&origins=x'))
                .flat()
                .filter((value) => value !== undefined),
        ).toEqual([]));
});

const queue = (fields: Partial<QueueRow> = {}): QueueRow => ({
    id: 'cards',
    title: { en: 'Cards', ar: '', fa: '', id: '', ms: '' },
    waiting: 0,
    callbacks: 0,
    voicemails: 0,
    longest_wait_since: null,
    ready: 1,
    offered: 0,
    answered: 0,
    answered_within: 0,
    abandoned: 0,
    abandoned_short: 0,
    overflowed: 0,
    transferred: 0,
    callback: 0,
    voicemail: 0,
    blocked: 0,
    interrupted: 0,
    in_progress: 0,
    within_s: 20,
    goal_percent: 80,
    long_after_s: 60,
    ...fields,
});
const now = Date.parse('2026-11-22T09:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const board = (queues: QueueRow[], busy = 1): Board => ({
    at: new Date(now).toISOString(),
    entry: 1,
    day_from: ago(3600),
    origins: 'live',
    waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    callbacks: 0,
    voicemails: 0,
    longest_wait_since: null,
    in_progress_contacts: 0,
    in_menu: 0,
    service_level: {
        answered_within: 0,
        counted: 0,
        within_s: 20,
        short_s: 5,
        goal_percent: 80,
        metric: 'service_level',
        version: 1,
        formula: '',
    },
    bars: [],
    queues,
    agents: {
        offline: 0,
        ready: 0,
        away: 0,
        break: 0,
        training: 0,
        coaching: 0,
        meeting: 0,
        recovery: 0,
        reserved: 0,
        ringing: 0,
        talking: busy,
        hold: 0,
        wrap_up: 0,
    },
});

describe('what the Board concludes', () => {
    test('early abandons do not count against the service level, blocked contacts do', () =>
        expect(serviceLevel(queue({ answered: 40, answered_within: 36, abandoned: 7, abandoned_short: 3, blocked: 1 }))).toEqual({
            part: 36,
            whole: 45,
        }));
    test('fewer than twenty contacts are not judged', () =>
        expect([judge({ part: 0, whole: 19 }, 80), judge({ part: 0, whole: 20 }, 80)]).toEqual(['few', 'missed']));
    test('a goal that is met exactly is met', () => expect(judge({ part: 80, whole: 100 }, 80)).toBe('met'));
    test('calm is said without a colour', () =>
        expect(saying(board([queue({ waiting: 2, longest_wait_since: ago(15) })]), now)).toMatchObject({
            level: null,
            key: 'board.say.calm',
            count: 2,
        }));
    test('the queue whose first caller waits longest is named', () => {
        const said = saying(
            board([
                queue({ id: 'a', waiting: 2, longest_wait_since: ago(90) }),
                queue({ id: 'b', waiting: 1, longest_wait_since: ago(200) }),
            ]),
            now,
        );
        expect(said).toMatchObject({ level: 'warn', key: 'board.say.slow', queue: { id: 'b' }, count: 1, waited: 200 });
    });
    test('that nobody can answer comes first', () =>
        expect(saying(board([queue({ waiting: 1, longest_wait_since: ago(90), ready: 0 })], 0), now)).toMatchObject({
            level: 'crit',
            key: 'board.say.no_one_ready',
        }));
    test('a missed goal is said when no queue is slow', () =>
        expect(saying(board([queue({ answered: 30, answered_within: 20 })]), now)).toMatchObject({
            level: 'crit',
            key: 'board.say.below',
        }));
    test('where the manual names no threshold, no wait is long', () =>
        expect(troubleOf(queue({ waiting: 1, longest_wait_since: ago(9999), long_after_s: null }), now)).toBe(null));
    test('a wait under the threshold troubles nobody', () =>
        expect(troubleOf(queue({ waiting: 1, longest_wait_since: ago(59) }), now)).toBe(null));
});

describe('the stages of a contact', () => {
    test('follow each other without gap or overlap', () => {
        const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
        const timeline = [
            { at: at(0), kind: 'contact_started' },
            { at: at(10), kind: 'visit_started' },
            { at: at(40), kind: 'assignment_moved', state: 'ringing' },
            { at: at(44), kind: 'visit_ended', end: 'answered' },
            { at: at(44), kind: 'assignment_moved', state: 'talking' },
            { at: at(60), kind: 'assignment_moved', state: 'hold' },
            { at: at(70), kind: 'assignment_moved', state: 'talking' },
            { at: at(100), kind: 'assignment_moved', state: 'wrap_up' },
            { at: at(100), kind: 'contact_ended', end: 'caller' },
            { at: at(120), kind: 'assignment_ended', end: 'completed' },
        ];
        const stages = stagesOf({ timeline, contact_end: 'caller', state: null } as unknown as Parameters<typeof stagesOf>[0], now);
        expect(stages.map(({ state, length }) => [state, length / 1000])).toEqual([
            ['menu', 10],
            ['waiting', 30],
            ['ringing', 4],
            ['talking', 16],
            ['hold', 10],
            ['talking', 30],
            ['wrap_up', 20],
        ]);
    });

    test('end when the caller leaves a queue that nobody answered, however long ago', () => {
        const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
        const timeline = [
            { at: at(0), kind: 'contact_started' },
            { at: at(10), kind: 'visit_started' },
            { at: at(70), kind: 'visit_ended', end: 'abandoned' },
            { at: at(70), kind: 'contact_ended', end: 'caller' },
        ];
        const stages = stagesOf({ timeline } as unknown as Parameters<typeof stagesOf>[0], now + 86_400_000);
        expect(stages.map(({ state, length }) => [state, length / 1000])).toEqual([
            ['menu', 10],
            ['waiting', 60],
        ]);
    });
});
