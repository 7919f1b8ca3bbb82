// What is live: topics as React state, and a clock that follows the server's.

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { openTopic, silenceAllowed, type Feed } from './feed';
import { meKey } from './me';

export { mostCases, useCaseActs, useCases, useOwnCases, type CaseState } from './cases';
export { contactsPath, type ContactFilter } from './links';
export { useManual } from './manual';
export { useOwnResults, useSettle } from './results';
export { MeProvider, meKey, useMe, may } from './me';
export type { Feed } from './feed';

function addressOf(topic: string): string {
    const url = new URL('/api/v1/live', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('topics', topic);
    return url.href;
}

/** A live value. `merge` (the same function each time): where an event tells only what changed. A topic that cannot be opened asks who
 *  we are: where the session is over the page says that, instead of waiting for a connection that never comes. */
export function useTopic<T>(topic: string, merge?: (before: T, event: T) => T): Feed<T> {
    const client = useQueryClient();
    const opened = useMemo(
        () => openTopic<T>(() => addressOf(topic), silenceAllowed, merge, () => void client.invalidateQueries({ queryKey: meKey })),
        [topic, merge, client],
    );
    return useSyncExternalStore(opened.subscribe, opened.current);
}

/** The present instant by the server's clock, each second while `running`. `at`: what the server's clock said at `heard`. */
export function useServerNow(at: string | undefined, heard: number | null, running: boolean): number {
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        if (!running) return;
        setNow(Date.now());
        const timer = setInterval(() => setNow(Date.now()), 1000);
        return () => clearInterval(timer);
    }, [running]);
    if (at === undefined || heard === null) return now;
    return Date.parse(at) + (running ? Math.max(0, now - heard) : 0);
}
