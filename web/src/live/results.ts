// What waits for whoever owns procedures, and saying what was done about it.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, granted } from '../api/client';
import type { SettleWish } from '../api/types';
import { may, useMe } from './me';

/** How many missed results of one's own procedures are open; looked at again now and then, because agents go on missing some. */
export function useOwnResults() {
    const me = useMe();
    return useQuery({
        queryKey: ['results', 'own'],
        queryFn: () => granted(api.GET('/api/v1/me/results')),
        enabled: may(me, 'view_contacts'),
        refetchInterval: 30_000,
    }).data;
}

/** Settling one; what became of it is asked for again whatever the answer was, because it may stand otherwise than the page shows. */
export function useSettle(assignment: number, procedure: string) {
    const client = useQueryClient();
    const change = useMutation({
        mutationFn: (body: SettleWish) =>
            granted(
                api.PUT('/api/v1/results/{assignment}/{procedure}', {
                    params: { path: { assignment: String(assignment), procedure } },
                    body,
                }),
            ),
        onSettled: () => client.invalidateQueries({ queryKey: ['results'] }),
    });
    return { busy: change.isPending, error: change.error, send: (wish: SettleWish) => change.mutate(wish) };
}
