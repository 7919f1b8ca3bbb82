// Day, queue, end, present state, origin; and, when a link brought them, the two that only numbers need.

import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { X } from 'lucide-react';
import { api, granted } from '../../api/client';
import type { Channel, ContactState, Text, VisitEnd } from '../../api/types';
import { latinDigits, useWords } from '../../i18n';
import { may, useMe, type ContactFilter } from '../../live';
import { channelsNow, contactStates, visitEnds } from '../../live/links';
import { Day } from '../../ui/Day';
import { Switch } from '../../ui/Switch';

interface Props {
    filter: ContactFilter;
    titles: ReadonlyMap<string, Text>;
    change: (next: Partial<ContactFilter>) => void;
    filtered: boolean;
    own: boolean;
    clear: () => void;
}

export function Filters({ filter, titles, change, filtered, own, clear }: Props) {
    const { t, word, calendar, language } = useWords();
    const { centre } = useMe();
    const today = calendar.dayKey(new Date());
    const choice = <T extends string>(codes: readonly T[], family: string) =>
        codes.map((code) => ({ value: code, label: word(family, code) }));
    return (
        <div className="filters" role="group" aria-label={t('contacts.filters')}>
            <Day
                day={filter.from ? calendar.dayKey(filter.from) : null}
                today={today}
                last={today}
                show={(day) =>
                    change({ from: calendar.startOf(day).toISOString(), to: calendar.startOf(calendar.addDays(day, 1)).toISOString() })
                }
                showAll={() => change({ from: undefined, to: undefined })}
            />
            <Select
                aria-label={t('contacts.queue')}
                placeholder={t('contacts.queue')}
                value={filter.queue}
                allowClear
                popupMatchSelectWidth={false}
                onChange={(queue?: string) => change({ queue })}
                options={[...titles].map(([id, title]) => ({ value: id, label: title[language] || id }))}
            />
            <Select<ContactState[]>
                aria-label={t('contacts.state')}
                placeholder={t('contacts.state')}
                mode="multiple"
                maxTagCount={1}
                value={filter.state ?? []}
                allowClear
                popupMatchSelectWidth={false}
                onChange={(state) => change({ state })}
                options={choice(contactStates, 'state')}
            />
            <Select<VisitEnd[]>
                aria-label={t('contacts.end')}
                placeholder={t('contacts.end')}
                mode="multiple"
                maxTagCount={1}
                value={filter.end ?? []}
                allowClear
                popupMatchSelectWidth={false}
                onChange={(end) => change({ end })}
                options={choice(visitEnds, 'end')}
            />
            <Select<Channel>
                aria-label={t('contacts.channel')}
                placeholder={t('contacts.channel')}
                value={filter.channel?.[0] ?? null}
                allowClear
                popupMatchSelectWidth={false}
                onChange={(channel?: Channel) => change({ channel: channel && [channel] })}
                options={choice(channelsNow, 'channel')}
            />
            {!own && <AgentChoice filter={filter} change={change} />}
            {!own && <NumberSearch filter={filter} change={change} />}
            {filter.within !== undefined && (
                <Chip text={t(filter.within ? 'contacts.within' : 'contacts.late')} remove={() => change({ within: undefined })} />
            )}
            {filter.short !== undefined && (
                <Chip text={t(filter.short ? 'contacts.only_short' : 'contacts.no_short')} remove={() => change({ short: undefined })} />
            )}
            {filter.as_expected !== undefined && (
                <Chip
                    text={t(filter.as_expected ? 'contacts.as_expected' : 'contacts.not_as_expected')}
                    remove={() => change({ as_expected: undefined })}
                />
            )}
            {centre.demo && (
                <Switch on={filter.origins === 'live'} change={(live) => change({ origins: live ? 'live' : 'all' })}>
                    {t('demo.hide')}
                </Switch>
            )}
            {filtered && (
                <Button type="text" onClick={clear}>
                    {t('contacts.clear')}
                </Button>
            )}
        </div>
    );
}

function AgentChoice({ filter, change }: Pick<Props, 'filter' | 'change'>) {
    const { t } = useWords();
    const agents = useQuery({ queryKey: ['agents'], queryFn: () => granted(api.GET('/api/v1/agents')), staleTime: 60_000 });
    return (
        <Select
            aria-label={t('contacts.col.agent')}
            placeholder={t('contacts.col.agent')}
            value={filter.agent}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            onChange={(agent?: number) => change({ agent })}
            options={(agents.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
    );
}

/** The server wants four digits or more; whatever else was typed is not sent. */
const shortestNumber = 4;

function NumberSearch({ filter, change }: Pick<Props, 'filter' | 'change'>) {
    const { t } = useWords();
    const me = useMe();
    if (!may(me, 'view_personal_data')) return null;
    const search = (text: string) => {
        const digits = latinDigits(text).replace(/[^0-9+]/g, '');
        change({ number: digits.length >= shortestNumber ? digits : undefined });
    };
    return (
        <Input.Search
            key={filter.number ?? ''}
            className="number-search"
            dir="ltr"
            allowClear
            defaultValue={filter.number}
            aria-label={t('contacts.number.find')}
            placeholder={t('contacts.number.find')}
            onSearch={search}
        />
    );
}

function Chip({ text, remove }: { text: string; remove: () => void }) {
    return (
        <button type="button" className="chip" onClick={remove}>
            {text}
            <X size={14} aria-hidden="true" />
        </button>
    );
}
