// The manual in force: which procedures there are, by id, with their titles.

import { useQuery } from '@tanstack/react-query';
import { api, granted } from '../api/client';
import { may, useMe } from './me';

export function useManual() {
    const me = useMe();
    return useQuery({
        queryKey: ['manual', ''],
        queryFn: () => granted(api.GET('/api/v1/manual', { params: { query: {} } })),
        enabled: may(me, 'read_manual'),
        staleTime: 60_000,
    });
}
