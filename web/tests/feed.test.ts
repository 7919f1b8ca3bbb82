// The live feed against a real WebSocket server: what it believes, and when it stops believing.

import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket as Served } from 'ws';
import { openTopic, silenceAllowed, type Topic } from '../src/live/feed';

let server: WebSocketServer;
let topic: Topic<string>;
let leave: (() => void) | undefined;
const served: Served[] = [];

beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => served.push(socket));
    await new Promise((done) => server.once('listening', done));
    topic = openTopic<string>(() => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
    leave?.();
    served.splice(0).forEach((socket) => socket.terminate());
    await new Promise((done) => server.close(done));
});

const connection = (count: number) => vi.waitUntil(() => served[count - 1], { timeout: 10_000, interval: 10 });
const until = (wanted: (feed: ReturnType<Topic<string>['current']>) => boolean, timeout = 10_000) =>
    vi.waitUntil(() => wanted(topic.current()), { timeout, interval: 10 });
const subscribe = () => {
    leave = topic.subscribe(() => undefined);
};

describe('a topic', () => {
    test('takes the snapshot, then each event', async () => {
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 41, snapshot: 'first' }));
        await until(({ value, live }) => value === 'first' && live);
        socket.send(JSON.stringify({ topic: 't', number: 42, event: 'second' }));
        await until(({ value }) => value === 'second');
    });

    test('keeps its value when the server has nothing new to say', async () => {
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        await until(({ live }) => live);
        const { heard } = topic.current();
        socket.send(JSON.stringify({ topic: 't', number: 2 }));
        await until((feed) => feed.heard !== heard || feed.value !== 'first' || !feed.live || Date.now() > (heard ?? 0) + 50);
        expect(topic.current()).toMatchObject({ value: 'first', live: true });
    });

    test('does not believe numbers with a gap, and asks for a new snapshot', async () => {
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        socket.send(JSON.stringify({ topic: 't', number: 3, event: 'third' }));
        await until(({ value, live }) => value === 'first' && !live);
        (await connection(2)).send(JSON.stringify({ topic: 't', number: 7, snapshot: 'anew' }));
        await until(({ value, live }) => value === 'anew' && live);
    });

    test('is stale when the connection closes, with the last value kept', async () => {
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        await until(({ live }) => live);
        socket.close();
        await until(({ value, live }) => value === 'first' && !live);
    });

    test('is stale after silence on an open connection', async () => {
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        await until(({ live }) => live);
        await until(({ value, live }) => value === 'first' && !live, silenceAllowed * 3);
    });

    test('that speaks only of changes may be silent', async () => {
        topic = openTopic<string>(() => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, null);
        const timers = vi.spyOn(globalThis, 'setTimeout');
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        await until(({ live }) => live);
        expect(timers.mock.calls.filter(([, length]) => length === silenceAllowed)).toEqual([]);
        timers.mockRestore();
    });

    test('says each time that it is not let in, and nothing when an open connection ends', async () => {
        let refusals = 0;
        let letIn = true;
        server.options.verifyClient = (() => letIn) as typeof server.options.verifyClient;
        topic = openTopic<string>(
            () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
            null,
            undefined,
            () => ++refusals,
        );
        subscribe();
        const socket = await connection(1);
        socket.send(JSON.stringify({ topic: 't', number: 1, snapshot: 'first' }));
        await until(({ live }) => live);
        letIn = false;
        socket.close();
        await until(({ live }) => !live);
        expect(refusals).toBe(0);
        await vi.waitUntil(() => refusals === 2, { timeout: 10_000, interval: 10 });
    });

    test('closes when nobody looks any more', async () => {
        subscribe();
        const socket = await connection(1);
        leave?.();
        await vi.waitUntil(() => socket.readyState === socket.CLOSED, { timeout: 10_000, interval: 10 });
    });
});
