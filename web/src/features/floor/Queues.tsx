// The queues in one line each: who waits, how long the first one has, and how the goal is met.

import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { api, granted } from '../../api/client';
import type { QueueRow } from '../../api/types';
import { useWords } from '../../i18n';
import { contactsPath, useMe, useServerNow } from '../../live';
import { Alert } from '../../ui/Alert';
import { judge, serviceLevel, troubleOf } from '../../ui/judge';

const lookEvery = 2_000;

export function useBoardNow() {
    const { centre } = useMe();
    const origins = centre.demo ? ('all' as const) : ('live' as const);
    return useQuery({
        queryKey: ['queues', 'floor'],
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins } } })),
        refetchInterval: lookEvery,
    });
}

export function Queues({ board }: { board: ReturnType<typeof useBoardNow> }) {
    const origins = board.data?.origins ?? 'live';
    const now = useServerNow(board.data?.at, board.dataUpdatedAt, true);
    return (
        <ul className="queues">
            {board.data?.queues.map((queue) => (
                <OneQueue key={queue.id} queue={queue} now={now} list={contactsPath({ queue: queue.id, state: ['waiting'], origins })} />
            ))}
        </ul>
    );
}

function OneQueue({ queue, now, list }: { queue: QueueRow; now: number; list: string }) {
    const { t, calendar, language } = useWords();
    const share = serviceLevel(queue);
    const judgement = judge(share, queue.goal_percent);
    const trouble = troubleOf(queue, now);
    const part = share.whole === 0 ? 0 : share.part / share.whole;
    return (
        <li>
            <b className="cut">
                <bdi>{queue.title[language] || queue.id}</bdi>
                {trouble && (
                    <span className={trouble}>
                        {' '}
                        <Alert level={trouble} />
                    </span>
                )}
            </b>
            <Link href={list}>
                <span className="big">{calendar.number(queue.waiting)}</span> {t('floor.waiting')}
            </Link>
            <span className="longest">
                {queue.longest_wait_since !== null &&
                    t('floor.longest', { length: calendar.length((now - Date.parse(queue.longest_wait_since)) / 1000) })}
            </span>
            <span
                className={`level-bar is-${judgement}`}
                style={{ '--part': `${part * 100}%`, '--goal': `${queue.goal_percent ?? 0}%` } as CSSProperties}
            >
                <i />
                {queue.goal_percent !== null && <u />}
            </span>
            <b className={judgement === 'missed' ? 'crit' : ''}>{judgement === 'few' ? '–' : calendar.share(part)}</b>
        </li>
    );
}
