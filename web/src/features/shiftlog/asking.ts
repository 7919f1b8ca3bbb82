// What the page asks the server for one day of the centre.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { useMe } from '../../live';

/** The most that the server gives at once. */
export const most = 500;
/** How far back the page of today looks for what is overdue. */
export const daysBack = 7;

/** The instant, as exactly as deadlines need it. */
export function useNow(): number {
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), 10_000);
        return () => clearInterval(timer);
    }, []);
    return now;
}

function usePromisesDue(from: Date, to: Date, enabled: boolean) {
    const { centre } = useMe();
    const origins = centre.demo ? ('all' as const) : ('live' as const);
    const query = { from: from.toISOString(), to: to.toISOString(), origins, limit: most };
    return useQuery({
        queryKey: ['promises', query],
        queryFn: () => granted(api.GET('/api/v1/promises', { params: { query } })),
        enabled,
    });
}

/** Those due on the day; on the page of today also those of the days before, and of tomorrow, for whoever hands over. */
export function usePromises(day: string, isToday: boolean) {
    const { calendar } = useWords();
    const start = calendar.startOf(day);
    const before = usePromisesDue(calendar.startOf(calendar.addDays(day, -daysBack)), start, isToday);
    const now = usePromisesDue(start, calendar.startOf(calendar.addDays(day, isToday ? 2 : 1)), true);
    const asked = isToday ? [before, now] : [now];
    return {
        rows: asked.some(({ data }) => data === undefined) ? undefined : asked.flatMap(({ data }) => data?.rows ?? []),
        all: asked.every(({ data }) => (data?.rows.length ?? 0) < most),
        error: asked.find(({ error }) => error !== null)?.error ?? null,
        busy: asked.some(({ isFetching }) => isFetching),
        refetch: () => asked.forEach(({ refetch }) => void refetch()),
    };
}

/** An owner looks back so many days, the one that is shown included. */
export const ownersDays = 30;

/** Whose procedures are looked at: of one owner of the manual, of whoever looks, or everybody's. */
export interface Whose {
    owner: string | null;
    mine: boolean;
}

/** Of the day, and whatever is open of the days before it; of one owner's procedures the settled ones of those days as well. Each look at
 *  the reasons is written down, as below. */
export function useResults(day: string, { owner, mine }: Whose) {
    const { calendar } = useWords();
    const query = {
        from: calendar.startOf(owner === null && !mine ? day : calendar.addDays(day, 1 - ownersDays)).toISOString(),
        to: calendar.startOf(calendar.addDays(day, 1)).toISOString(),
        limit: most,
        ...(owner === null ? {} : { owner }),
        ...(mine ? { mine } : {}),
    };
    return useQuery({
        queryKey: ['results', query],
        queryFn: () => granted(api.GET('/api/v1/results', { params: { query } })),
        refetchOnWindowFocus: false,
    });
}

/** Which guides are looked at: of so many days, the one that is shown the last; of one agent, of one procedure, or of all. */
export interface GuidesAsked {
    days: number;
    agent: number | null;
    procedure: string | null;
}

/** How they were followed, and those that were not. Each look at why is written down, as below. */
export function useGuides(day: string, { days, agent, procedure }: GuidesAsked) {
    const { calendar } = useWords();
    const { centre } = useMe();
    const query = {
        from: calendar.startOf(calendar.addDays(day, 1 - days)).toISOString(),
        to: calendar.startOf(calendar.addDays(day, 1)).toISOString(),
        standing: 'deviated,unfinished',
        origins: centre.demo ? ('all' as const) : ('live' as const),
        limit: most,
        ...(agent === null ? {} : { agent }),
        ...(procedure === null ? {} : { procedure }),
    };
    return useQuery({
        queryKey: ['guides', query],
        queryFn: () => granted(api.GET('/api/v1/guides', { params: { query } })),
        refetchOnWindowFocus: false,
        placeholderData: keepPreviousData,
    });
}

/** Escalated on the day, by whom, and who took it over. */
export function useEscalations(day: string) {
    const { calendar } = useWords();
    const { centre } = useMe();
    const query = {
        from: calendar.startOf(day).toISOString(),
        to: calendar.startOf(calendar.addDays(day, 1)).toISOString(),
        origins: centre.demo ? ('all' as const) : ('live' as const),
        limit: most,
    };
    return useQuery({
        queryKey: ['escalations', query],
        queryFn: () => granted(api.GET('/api/v1/escalations', { params: { query } })),
    });
}

/** Not asked again by itself: the server writes down each look at what agents wrote. */
export function useRuns(day: string) {
    const { calendar } = useWords();
    const query = {
        from: calendar.startOf(day).toISOString(),
        to: calendar.startOf(calendar.addDays(day, 1)).toISOString(),
        limit: most,
    };
    return useQuery({
        queryKey: ['checklist runs', query],
        queryFn: () => granted(api.GET('/api/v1/checklists', { params: { query } })),
        refetchOnWindowFocus: false,
    });
}
