// One live topic over a WebSocket: the first message is a snapshot, each later one the whole value again, numbered by one.
// A gap in the numbers, a closed socket or silence makes the feed stale; the last value stays, with the time it stopped.

export interface Feed<T> {
    value: T | null;
    /** What this connection began with. */
    first: T | null;
    /** When the last message came, by this machine's clock; null before the first. */
    heard: number | null;
    /** Whether the value can be trusted to be the present one. */
    live: boolean;
}

interface Message<T> {
    topic: string;
    number: number;
    snapshot?: T;
    event?: T;
}

/** Silence longer than this means that the numbers may have moved without us. A quiet Board is sent again every five seconds. */
export const silenceAllowed = 11_000;
const firstPause = 500;
const longestPause = 15_000;

export interface Topic<T> {
    current(): Feed<T>;
    subscribe(changed: () => void): () => void;
}

/** Opens on the first subscription and closes after the last. `address` is asked anew for each connection. A topic that speaks
 *  only when something changes has no `silence` that would mean anything; its socket's end is the sign. `merge`: how an event
 *  that tells only what changed makes the next whole value. `unopened`: a connection was not let in, or nobody is there; a browser
 *  does not tell the one from the other. */
export function openTopic<T>(
    address: () => string,
    silence: number | null = silenceAllowed,
    merge: (before: T, event: T) => T = (_, event) => event,
    unopened: () => void = () => undefined,
): Topic<T> {
    let feed: Feed<T> = { value: null, first: null, heard: null, live: false };
    const listeners = new Set<() => void>();
    let socket: WebSocket | null = null;
    let pause = firstPause;
    let number = 0;
    let listening: ReturnType<typeof setTimeout> | undefined;
    let reopening: ReturnType<typeof setTimeout> | undefined;

    const change = (next: Partial<Feed<T>>) => {
        feed = { ...feed, ...next };
        listeners.forEach((listener) => listener());
    };
    const stale = () => {
        if (feed.live) change({ live: false });
    };

    const listen = () => {
        clearTimeout(listening);
        if (silence !== null) listening = setTimeout(drop, silence);
    };

    const take = (message: Message<T>) => {
        if (message.snapshot === undefined && message.number !== number + 1) return drop();
        number = message.number;
        pause = firstPause;
        listen();
        const heard = { live: true, heard: Date.now() };
        if (message.snapshot !== undefined) change({ ...heard, value: message.snapshot, first: message.snapshot });
        else if (message.event !== undefined && feed.value !== null) change({ ...heard, value: merge(feed.value, message.event) });
    };

    const open = () => {
        clearTimeout(reopening);
        const mine = new WebSocket(address());
        socket = mine;
        listen();
        mine.onmessage = ({ data }) => {
            if (socket === mine) take(JSON.parse(String(data)) as Message<T>);
        };
        let opened = false;
        mine.onopen = () => (opened = true);
        // One that is not let in says error before close, or error alone.
        mine.onclose = mine.onerror = () => {
            if (socket !== mine) return;
            drop();
            if (!opened) unopened();
        };
    };

    // Leaves this connection and tries another one after a pause that doubles, with a part of chance so that a thousand
    // pages do not return in the same instant.
    function drop() {
        clearTimeout(listening);
        const old = socket;
        socket = null;
        old?.close();
        stale();
        clearTimeout(reopening);
        reopening = setTimeout(open, pause * (0.75 + Math.random() / 2));
        pause = Math.min(pause * 2, longestPause);
    }

    const close = () => {
        clearTimeout(listening);
        clearTimeout(reopening);
        const old = socket;
        socket = null;
        old?.close();
        stale();
    };

    return {
        current: () => feed,
        subscribe(changed) {
            listeners.add(changed);
            if (listeners.size === 1) open();
            return () => {
                listeners.delete(changed);
                if (listeners.size === 0) close();
            };
        },
    };
}
