// The bar that never moves: state, time in it, the contact, and what can be done with the call.

import { Pause, PhoneForwarded, PhoneOff, Play } from 'lucide-react';
import { useState } from 'react';
import type { Desk } from '../../api/types';
import { useWords } from '../../i18n';
import { Presence } from '../../ui/Presence';
import type { QueueName, Wish } from './DeskPage';
import { useShortcuts } from './useShortcuts';

interface Props {
    desk: Desk;
    now: number;
    busy: boolean;
    wish: (wish: Wish) => void;
    queues: QueueName[];
}

export function CallBar({ desk, now, busy, wish, queues }: Props) {
    const { t, calendar, language } = useWords();
    const { agent, assignment = null } = desk;
    const [choosing, setChoosing] = useState(false);
    const inCall = assignment !== null && (assignment.state === 'talking' || assignment.state === 'hold');
    const held = assignment?.state === 'hold';
    const usable = inCall && !busy;
    const hold = () => wish(held ? { resume: true } : { hold: true });
    useShortcuts({
        'alt+h': usable ? hold : undefined,
        'alt+t': usable ? () => setChoosing(!choosing) : undefined,
        'alt+e': usable ? () => wish({ end: true }) : undefined,
        escape: choosing ? () => setChoosing(false) : undefined,
    });
    const since = assignment?.since ?? agent.since;
    const queueName = assignment?.queue_title[language] || assignment?.queue || '';
    return (
        <div className="callbar">
            <div className="cb-state">
                <span className="tag">
                    <Presence state={agent.state} />
                </span>
                <b role="timer">{calendar.length((now - Date.parse(since)) / 1000)}</b>
            </div>
            {assignment && <b className="cb-who">{t('desk.with', { number: calendar.plain(assignment.contact), queue: queueName })}</b>}
            <div className="cb-acts">
                <button type="button" disabled={!usable} title="Alt+H" aria-keyshortcuts="Alt+H" onClick={hold}>
                    {held ? <Play /> : <Pause />}
                    {t(held ? 'desk.resume' : 'desk.hold')}
                </button>
                <button
                    type="button"
                    disabled={!usable}
                    title="Alt+T"
                    aria-keyshortcuts="Alt+T"
                    aria-expanded={choosing && usable}
                    onClick={() => setChoosing(!choosing)}
                >
                    <PhoneForwarded className="flip" />
                    {t('desk.transfer')}
                </button>
                <button
                    type="button"
                    disabled={!usable}
                    title="Alt+E"
                    aria-keyshortcuts="Alt+E"
                    className="end-call"
                    onClick={() => wish({ end: true })}
                >
                    <PhoneOff />
                    {t('desk.end')}
                </button>
            </div>
            {choosing && usable && (
                <div className="cb-queues" role="group" aria-label={t('desk.transfer.to')}>
                    <b>{t('desk.transfer.to')}</b>
                    {queues.map(({ id, name }, index) => (
                        <button
                            key={id}
                            type="button"
                            autoFocus={index === 0}
                            onClick={() => {
                                setChoosing(false);
                                wish({ transfer: id });
                            }}
                        >
                            <bdi>{name}</bdi>
                        </button>
                    ))}
                </div>
            )}
        </div>
    );
}
