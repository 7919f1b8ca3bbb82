// What the manual's pages ask the server.

import { useQuery } from '@tanstack/react-query';
import { api, granted } from '../../api/client';

export const useProcedure = (id: string, version: number | null) =>
    useQuery({
        queryKey: ['procedure', id, version],
        queryFn: () =>
            version === null
                ? granted(api.GET('/api/v1/manual/procedures/{id}', { params: { path: { id } } }))
                : granted(
                      api.GET('/api/v1/manual/versions/{version}/procedures/{id}', { params: { path: { version: String(version), id } } }),
                  ),
    });

export const useVersions = () =>
    useQuery({ queryKey: ['manual versions'], queryFn: () => granted(api.GET('/api/v1/manual/versions')) });

export const useChanges = (id: string, from: number, to: number) =>
    useQuery({
        queryKey: ['procedure changes', id, from, to],
        queryFn: () => granted(api.GET('/api/v1/manual/procedures/{id}/changes', { params: { path: { id }, query: { from, to } } })),
        enabled: from > 0 && to > 0,
    });
