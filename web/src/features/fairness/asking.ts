// What the page asks the server, and which days its address names.

import { useQuery } from '@tanstack/react-query';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { useMe } from '../../live';

/** How many days are looked at: the last of them is the one that the address names. */
export const lengths = [1, 7, 30] as const;
export type Length = (typeof lengths)[number];

export interface Span {
    day: string;
    days: Length;
}

export function spanIn(search: string, today: string): Span {
    const query = new URLSearchParams(search);
    const day = query.get('day') ?? '';
    const at = new Date(`${day}T12:00:00Z`);
    const known = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day <= today;
    return { day: known ? day : today, days: lengths.find((days) => String(days) === query.get('days')) ?? 1 };
}

export const pathOf = ({ day, days }: Span, today: string) => {
    const query = new URLSearchParams();
    if (day !== today) query.set('day', day);
    if (days !== 1) query.set('days', String(days));
    return query.size === 0 ? '/floor/fairness' : `/floor/fairness?${query}`;
};

/** Not asked again by itself: the server writes down each look at who had how much. */
export function useFairness({ day, days }: Span) {
    const { calendar } = useWords();
    const { centre } = useMe();
    const query = {
        from: calendar.startOf(calendar.addDays(day, 1 - days)).toISOString(),
        to: calendar.startOf(calendar.addDays(day, 1)).toISOString(),
        origins: centre.demo ? ('all' as const) : ('live' as const),
    };
    const asked = useQuery({
        queryKey: ['fairness', query],
        queryFn: () => granted(api.GET('/api/v1/fairness', { params: { query } })),
        refetchOnWindowFocus: false,
    });
    return { asked, ...query };
}

/** What people call the queues of the manual that is in force. */
export function useTitles(origins: 'all' | 'live') {
    const { language } = useWords();
    const board = useQuery({
        queryKey: ['queues', origins],
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins } } })),
        staleTime: Infinity,
    });
    return new Map(board.data?.queues.map(({ id, title }) => [id, title[language]]));
}
