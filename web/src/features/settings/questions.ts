// What settings ask and change. After each change the lists are asked anew.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, granted } from '../../api/client';
import type { PersonListed, Site, Telephones } from '../../api/types';

export const usePeople = () =>
    useQuery<PersonListed[]>({ queryKey: ['settings', 'people'], queryFn: () => granted(api.GET('/api/v1/people')) });
export const useTelephones = () =>
    useQuery<Telephones>({ queryKey: ['settings', 'telephones'], queryFn: () => granted(api.GET('/api/v1/telephones')) });
export const useSite = () => useQuery<Site>({ queryKey: ['settings', 'site'], queryFn: () => granted(api.GET('/api/v1/site')) });

/** One change at a time; `act` asks the server. */
export function useChange<Wanted, Answer>(act: (wanted: Wanted) => Promise<Answer>) {
    const client = useQueryClient();
    return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: ['settings'] }) });
}

/** What a login may be made of, from a name: `Lina Haddad` -> lina.haddad. */
export const loginFrom = (name: string) =>
    name
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '.')
        .replace(/^\.+|\.+$/g, '')
        .slice(0, 64);
