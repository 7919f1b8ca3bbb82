// What the page asks the server about cases, and what it wishes for one.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, granted } from '../api/client';
import type { Case, CaseWish, PersonNamed } from '../api/types';
import { may, useMe } from './me';

/** The most that the server gives at once. */
export const mostCases = 500;

export type CaseState = 'open' | 'closed';

/** Everybody's. Not asked again by itself: the server writes down each look at what was written. */
export const useCases = (state: CaseState) =>
    useQuery({
        queryKey: ['cases', state],
        queryFn: () => granted(api.GET('/api/v1/cases', { params: { query: { state, limit: mostCases } } })),
        refetchOnWindowFocus: false,
    });

/** Mine that are open; looked at again now and then, because somebody may give me one. */
export const useOwnCases = () =>
    useQuery({
        queryKey: ['cases', 'own'],
        queryFn: () => granted(api.GET('/api/v1/me/cases', { params: { query: { state: 'open' } } })),
        refetchInterval: 10_000,
        staleTime: 0,
    });

/** To whom a case can be given. */
const useCasePeople = (enabled: boolean): readonly PersonNamed[] =>
    useQuery({
        queryKey: ['case people'],
        queryFn: () => granted(api.GET('/api/v1/me/cases/people')),
        staleTime: 60_000,
        enabled,
    }).data?.people ?? [];

/** What may be done with one case, and doing it: what it has become is asked for once the records hold it. */
export function useCaseActs({ case: id, owner, closed }: Case) {
    const client = useQueryClient();
    const me = useMe();
    const mine = owner.id === me.person.id;
    const allowed = closed === null && (mine || may(me, 'manage_cases'));
    const change = useMutation({
        mutationFn: async (wish: CaseWish) => {
            const about = { params: { path: { id: String(id) } }, body: wish };
            const { entry } = await granted(mine ? api.PUT('/api/v1/me/cases/{id}', about) : api.PUT('/api/v1/cases/{id}', about));
            await granted(api.GET('/api/v1/me/cases', { params: { query: { at_least: entry, limit: 1 } } }));
        },
        // Whatever was refused was refused because it stands otherwise than the page shows.
        onSettled: async () => {
            await client.invalidateQueries({ queryKey: ['cases'] });
            await client.invalidateQueries({ queryKey: ['own'] });
        },
    });
    return {
        allowed,
        mine,
        people: useCasePeople(allowed).filter((person) => person.id !== owner.id),
        busy: change.isPending,
        error: change.error,
        forget: () => change.reset(),
        send: (wish: CaseWish, done: () => void) => change.mutate(wish, { onSuccess: done }),
    };
}
