// Addresses of lists: a number on any page leads to the contacts that it counts, by these filters.

import type { Channel, ContactState, Origins, VisitEnd } from '../api/types';

/** The filters of the list as they stand in the address bar; the same names that GET /api/v1/contacts takes. */
export interface ContactFilter {
    from?: string | undefined;
    to?: string | undefined;
    queue?: string | undefined;
    /** More than one: any of these. */
    end?: VisitEnd[] | undefined;
    state?: ContactState[] | undefined;
    channel?: Channel[] | undefined;
    /** Answered within the queue's threshold, or later. */
    within?: boolean | undefined;
    /** Abandoned within the short limit, or not (which keeps everything else too). */
    short?: boolean | undefined;
    as_expected?: boolean | undefined;
    /** The person who answered. */
    agent?: number | undefined;
    /** How the caller's number ends. */
    number?: string | undefined;
    origins?: Origins | undefined;
    page_after?: string | undefined;
}

const ends: VisitEnd[] = [
    'answered',
    'abandoned',
    'overflowed',
    'transferred',
    'callback',
    'voicemail',
    'blocked',
    'interrupted',
    'in_progress',
];
const states: ContactState[] = ['menu', 'waiting', 'callback', 'voicemail', 'ringing', 'talking', 'hold', 'wrap_up'];
const channels: Channel[] = ['voice_in', 'voice_out', 'callback', 'email', 'chat', 'form', 'in_person', 'voicemail'];
export const visitEnds: readonly VisitEnd[] = ends;
/** Those by which contacts come today. */
export const channelsNow: readonly Channel[] = ['voice_in', 'voicemail', 'form'];
export const contactStates: readonly ContactState[] = states;

export function toQuery(filter: ContactFilter): URLSearchParams {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) {
        if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
        query.set(name, String(value));
    }
    return query;
}

export function contactsPath(filter: ContactFilter): string {
    const query = toQuery(filter).toString();
    return query ? `/contacts?${query}` : '/contacts';
}

const flag = (text: string | null) => (text === 'true' ? true : text === 'false' ? false : undefined);
const among = <T extends string>(known: readonly T[], text: string | null) =>
    text === null ? undefined : known.filter((name) => text.split(',').includes(name));
const instant = (text: string | null) => (text !== null && !Number.isNaN(Date.parse(text)) ? text : undefined);

/** What the address bar says; what it says wrongly is left out. */
export function fromQuery(text: string): ContactFilter {
    const query = new URLSearchParams(text);
    return {
        from: instant(query.get('from')),
        to: instant(query.get('to')),
        queue: query.get('queue') ?? undefined,
        end: among(ends, query.get('end')),
        state: among(states, query.get('state')),
        channel: among(channels, query.get('channel')),
        within: flag(query.get('within')),
        short: flag(query.get('short')),
        as_expected: flag(query.get('as_expected')),
        agent: /^\d{1,15}$/.test(query.get('agent') ?? '') ? Number(query.get('agent')) : undefined,
        number: /^\+?\d{4,31}$/.test(query.get('number') ?? '') ? (query.get('number') ?? undefined) : undefined,
        origins: query.get('origins') === 'all' ? 'all' : query.get('origins') === 'live' ? 'live' : undefined,
        page_after: query.get('page_after') ?? undefined,
    };
}
