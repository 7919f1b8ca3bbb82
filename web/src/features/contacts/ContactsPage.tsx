// The list of contacts: filters stand in the address, so that every list can be linked to and gone back to.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { api, granted } from '../../api/client';
import type { Text } from '../../api/types';
import { useWords } from '../../i18n';
import { contactsPath, useMe, type ContactFilter } from '../../live';
import { fromQuery, toQuery } from '../../live/links';
import { Empty, Failure, Loading } from '../../ui/states';
import './contacts.css';
import { Filters } from './Filters';
import { List } from './List';

const pageSize = 50;

/** `own`: of a person who sees their own contacts alone. */
export default function ContactsPage({ own }: { own: boolean }) {
    const { t, calendar } = useWords();
    const me = useMe();
    const search = useSearch();
    const [, go] = useLocation();
    const given = useMemo(() => fromQuery(search), [search]);
    const origins = given.origins ?? (me.centre.demo ? 'all' : 'live');
    const filter: ContactFilter = { ...given, origins };

    const page = useQuery({
        queryKey: ['contacts', toQuery(filter).toString()],
        queryFn: () =>
            granted(
                own
                    ? api.GET('/api/v1/me/contacts', { params: { query: asked(filter) } })
                    : api.GET('/api/v1/contacts', { params: { query: asked(filter) } }),
            ),
        placeholderData: keepPreviousData,
    });
    const titles = useQueueTitles(origins);
    const change = (next: Partial<ContactFilter>) => go(contactsPath({ ...given, page_after: undefined, ...next }));
    const filtered = Object.entries(given).some(([name, value]) => value !== undefined && name !== 'page_after' && name !== 'origins');

    return (
        <main id="content" className="contacts">
            <div className="top">
                <h1>{t(own ? 'contacts.own' : 'contacts.title')}</h1>
                {page.data && (
                    <span className="quiet" data-total={page.data.total} title={t('contacts.visits', { count: page.data.total })}>
                        {t('contacts.total', { count: page.data.total })}
                    </span>
                )}
                <span className="end">
                    <span className="faint small keys">{t('contacts.keys')}</span>
                    <Button icon={<RefreshCw size={16} aria-hidden="true" />} loading={page.isFetching} onClick={() => void page.refetch()}>
                        {t('contacts.refresh')}
                    </Button>
                </span>
            </div>
            <Filters filter={filter} titles={titles} own={own} change={change} filtered={filtered} clear={() => go('/contacts')} />
            {page.error && !page.data && (
                <Failure error={page.error} act={<Button onClick={() => void page.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {page.isPending && <Loading />}
            {page.data && page.data.rows.length > 0 && <List rows={page.data.rows} titles={titles} />}
            {page.data?.rows.length === 0 &&
                (filtered ? (
                    <Empty title={t('contacts.none.title')} help={t('contacts.none.help')}>
                        <Button onClick={() => go('/contacts')}>{t('contacts.clear')}</Button>
                    </Empty>
                ) : (
                    <Empty title={t('contacts.empty.title')} help={t(own ? 'contacts.own.help' : 'contacts.empty.help')} />
                ))}
            {page.data && (page.data.next !== null || given.page_after !== undefined) && (
                <nav className="paging" aria-label={calendar.number(page.data.total)}>
                    <Button disabled={given.page_after === undefined} onClick={() => change({})}>
                        {t('contacts.page.first')}
                    </Button>
                    <Button disabled={page.data.next === null} onClick={() => change({ page_after: page.data.next ?? undefined })}>
                        {t('contacts.page.next')}
                    </Button>
                </nav>
            )}
        </main>
    );
}

/** The query of GET /api/v1/contacts: what is not asked is left out; several ends, states or channels are joined by commas. */
function asked(filter: ContactFilter) {
    const { end, state, channel, ...rest } = filter;
    const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return {
        ...said,
        ...(end?.length ? { end: end.join(',') } : {}),
        ...(state?.length ? { state: state.join(',') } : {}),
        ...(channel?.length ? { channel: channel.join(',') } : {}),
        limit: pageSize,
    };
}

/** Queues by id, for their names in the person's language. The Board knows them, so it is asked. */
function useQueueTitles(origins: 'live' | 'all'): ReadonlyMap<string, Text> {
    const board = useQuery({
        queryKey: ['queues'],
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins } } })),
        staleTime: 60_000,
    });
    return useMemo(() => new Map(board.data?.queues.map((queue) => [queue.id, queue.title])), [board.data]);
}
