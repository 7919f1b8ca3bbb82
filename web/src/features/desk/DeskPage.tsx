// The agent's page beside a SIP telephone: presence, the contact, the guide's step, wrap-up. Everything works by keyboard.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { api, granted } from '../../api/client';
import type { Board, Desk, Presence as PresenceName } from '../../api/types';
import { useWords } from '../../i18n';
import { useMe, useServerNow, useTopic } from '../../live';
import { Banner } from '../../ui/Alert';
import { Presence, PresenceSign } from '../../ui/Presence';
import { Empty, Loading, useReason } from '../../ui/states';
import { CallBar } from './CallBar';
import './desk.css';
import { Guide } from './Guide';
import { WrapUp } from './WrapUp';
import { useShortcuts } from './useShortcuts';

export type Wish =
    | { presence: PresenceName }
    | { hold: true }
    | { resume: true }
    | { end: true }
    | { transfer: string }
    | { step: string; answer: 'done' | 'yes' | 'no'; text?: string }
    | { outcome: string };

/** The answer says only that the wish is written down; what follows from it comes by the live topic. */
function send(wish: Wish): Promise<unknown> {
    if ('presence' in wish) return granted(api.PUT('/api/v1/agents/me/presence', { body: wish }));
    if ('hold' in wish) return granted(api.POST('/api/v1/desk/hold'));
    if ('resume' in wish) return granted(api.POST('/api/v1/desk/resume'));
    if ('end' in wish) return granted(api.POST('/api/v1/desk/end'));
    if ('transfer' in wish) return granted(api.POST('/api/v1/desk/transfer', { body: { queue: wish.transfer } }));
    if ('outcome' in wish) return granted(api.POST('/api/v1/desk/wrap-up', { body: wish }));
    return granted(api.POST('/api/v1/desk/step', { body: wish }));
}

export default function DeskPage() {
    const { t } = useWords();
    const reason = useReason();
    const feed = useTopic<Desk>('desk.me', null);
    const wish = useMutation({ mutationFn: send });
    const desk = feed.value;
    const now = useServerNow(undefined, null, true);
    return (
        <main id="content" className="desk">
            <h1 className="sr">{t('desk.title')}</h1>
            {desk ? <Working desk={desk} now={now} busy={wish.isPending || !feed.live} wish={wish.mutate} /> : <Loading />}
            <div className="desk-notices">
                {desk && !feed.live && <Stopped heard={feed.heard} />}
                {wish.error && (
                    <Banner
                        level="crit"
                        title={reason(wish.error)}
                        act={
                            <Button size="small" onClick={() => wish.reset()}>
                                {t('verb.close')}
                            </Button>
                        }
                    />
                )}
            </div>
        </main>
    );
}

function Stopped({ heard }: { heard: number | null }) {
    const { t, calendar } = useWords();
    return (
        <Banner level="stale" title={t('board.stopped', { time: calendar.timeWithSeconds(new Date(heard ?? Date.now())) })}>
            {t('error.network')}
        </Banner>
    );
}

interface WorkingProps {
    desk: Desk;
    now: number;
    busy: boolean;
    wish: (wish: Wish) => void;
}

function Working({ desk, now, busy, wish }: WorkingProps) {
    const { t, word } = useWords();
    const { agent, assignment = null } = desk;
    const queue = useQueueNames();
    const known = agent.reason !== 'chosen' && agent.reason !== 'signed_out' && agent.presence !== 'ready';
    return (
        <>
            <CallBar desk={desk} now={now} busy={busy} wish={wish} queues={queue} />
            <PresenceChoice presence={agent.presence} busy={busy} choose={(presence) => wish({ presence })} />
            {known && (
                <div className="desk-reason">
                    <Banner level="warn" title={word('desk.reason', agent.reason)} />
                </div>
            )}
            <section className="desk-body" aria-live="polite">
                {assignment === null && (
                    <Empty title={t('desk.none.title')} help={t(agent.presence === 'ready' ? 'desk.none.ready' : 'desk.none.away')} />
                )}
                {assignment !== null && (assignment.state === 'reserved' || assignment.state === 'ringing') && (
                    <div className="state">
                        <h2 className="desk-ringing">
                            <PresenceSign state="ringing" /> {t('desk.ringing')}
                        </h2>
                    </div>
                )}
                {assignment !== null && (assignment.state === 'talking' || assignment.state === 'hold') && (
                    <Guide step={assignment.step ?? null} busy={busy} wish={wish} />
                )}
                {assignment?.state === 'wrap_up' && (
                    <WrapUp
                        key={assignment.id}
                        reached={assignment.step?.outcome}
                        busy={busy}
                        done={(outcome) => wish({ outcome })}
                    />
                )}
            </section>
        </>
    );
}

const choices = [
    'ready',
    'away',
    'break',
    'training',
    'coaching',
    'meeting',
    'recovery',
    'offline',
] as const satisfies readonly PresenceName[];

function PresenceChoice({ presence, busy, choose }: { presence: PresenceName; busy: boolean; choose: (presence: PresenceName) => void }) {
    const { t } = useWords();
    useShortcuts({ 'alt+r': () => choose('ready'), 'alt+a': () => choose('away'), 'alt+b': () => choose('break') });
    return (
        <div className="presence-choice" role="group" aria-label={t('presence.label')}>
            {choices.map((one) => (
                <button key={one} type="button" aria-pressed={one === presence} disabled={busy} onClick={() => choose(one)}>
                    <Presence state={one} />
                </button>
            ))}
        </div>
    );
}

export interface QueueName {
    id: string;
    name: string;
}

function useQueueNames(): QueueName[] {
    const { language } = useWords();
    const { centre } = useMe();
    const [origins] = useState(centre.demo ? ('all' as const) : ('live' as const));
    const board = useQuery<Board>({
        queryKey: ['queues'],
        queryFn: () => granted(api.GET('/api/v1/board', { params: { query: { origins } } })),
        staleTime: 60_000,
    });
    useEffect(() => {
        document.title = 'Markaz';
    }, []);
    return (board.data?.queues ?? []).map(({ id, title }) => ({ id, name: title[language] || id }));
}
