// What the desk asks beside its live topic: the contact behind the assignment, its guide, the queues, the day.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, granted, Refused } from '../../api/client';
import type { Board, Contact, Desk, Guide, Guides, MyDay, QueueRow, Work } from '../../api/types';
import { useMe } from '../../live';

export type Assignment = NonNullable<Desk['assignment']>;

/** How often the waiting callers are looked at; a banner need not be quicker. */
const lookEvery = 5_000;

/** How soon the records are asked again while they are behind what the desk was told. */
const catchUpEvery = 700;

/** Whether the records hold what the desk shows already: they follow the journal by a moment, longer on a busy machine. */
function holds({ timeline }: Contact, assignment: Assignment, person: number): boolean {
    const state = timeline.findLast(({ kind, agent }) => kind === 'assignment_moved' && agent?.id === person)?.state;
    const step = timeline.findLast(({ kind, led }) => kind === 'step_entered' && led === 'agent')?.step;
    return state === assignment.state && (assignment.step === undefined || step === assignment.step.id);
}

/** The contact that is with me, told anew with each state and step. */
export function useOwnContact(assignment: Assignment | null): Contact | null {
    const person = useMe().person.id;
    const contact = useQuery({
        queryKey: ['own', assignment?.contact, assignment?.id, assignment?.state, assignment?.step?.id],
        queryFn: () => granted(api.GET('/api/v1/me/contacts/{id}', { params: { path: { id: String(assignment?.contact) } } })),
        enabled: assignment !== null,
        refetchInterval: ({ state }) =>
            assignment !== null && state.data && !holds(state.data, assignment, person) ? catchUpEvery : false,
        // What is not there yet will be.
        retry: (count, error) => count < 5 && error instanceof Refused && error.status === 404,
        retryDelay: 300,
        placeholderData: keepPreviousData,
    });
    return contact.data && contact.data.contact === assignment?.contact ? contact.data : null;
}

/** The guide that leads: null where none does, undefined while it is being asked for. */
export function useGuide(assignment: Assignment | null): Guide | null | undefined {
    const led = assignment !== null && ['talking', 'hold', 'wrap_up'].includes(assignment.state);
    const guide = useQuery({
        // A procedure that is performed within another has a guide of its own.
        queryKey: ['guide', assignment?.id, assignment?.step?.procedure],
        queryFn: () => granted(api.GET('/api/v1/desk/guide', { params: { query: { assignment: assignment?.id ?? 0 } } })),
        enabled: led,
        staleTime: Infinity,
        retry: false,
    });
    return led && guide.isPending ? undefined : ((led && guide.data) || null);
}

/** What was done and learnt for the contact, by whoever had it; told anew with each step. */
export function useWork(assignment: Assignment | null): Work | null {
    const work = useQuery({
        queryKey: ['work', assignment?.contact, assignment?.id, assignment?.worked, assignment?.step?.procedure, assignment?.step?.id],
        queryFn: () => granted(api.GET('/api/v1/desk/work', { params: { query: { assignment: assignment?.id ?? 0 } } })),
        enabled: assignment !== null,
        placeholderData: keepPreviousData,
    });
    return work.data && work.data.contact === assignment?.contact ? work.data : null;
}

function useBoardNow(): Board | undefined {
    return useQuery({
        queryKey: ['queues', 'now'],
        // Whoever signed in serves those who really call; what is simulated beside them is none of theirs.
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins: 'live' } } })),
        refetchInterval: lookEvery,
    }).data;
}

export const useQueuesNow = (): QueueRow[] => useBoardNow()?.queues ?? [];

/** The guides that led me since then, and those of them that I did not follow to the end. */
export function useMyGuides(from: string | undefined, changes: string): Guides | undefined {
    return useQuery({
        queryKey: ['my guides', from, changes],
        queryFn: () => granted(api.GET('/api/v1/me/guides', { params: { query: { from: from ?? '', standing: 'deviated,unfinished' } } })),
        enabled: from !== undefined,
        staleTime: 0,
        placeholderData: keepPreviousData,
    }).data;
}

/** What I did since the site's midnight, and the address of the list that it counts. */
export function useMyDay(changes: string): { day: MyDay | undefined; from: string | undefined } {
    const from = useBoardNow()?.day_from;
    const day = useQuery({
        queryKey: ['day', from, changes],
        queryFn: () => granted(api.GET('/api/v1/me/day', { params: { query: { from: from ?? '' } } })),
        enabled: from !== undefined,
        // An agent comes back to a state of before, but not to the day of before.
        staleTime: 0,
        placeholderData: keepPreviousData,
    });
    return { day: day.data, from };
}
