// The bar that never moves: state, time in it, the contact, and what can be done with the call. A control stands where it stood
// whatever the state; what is of no use now is grey.

import { CircleDot, CirclePause, Grip, Mic, MicOff, Pause, PhoneForwarded, PhoneOff, Play } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Contact, Desk, QueueRow } from '../../api/types';
import { useWords } from '../../i18n';
import { agentPhone, usePhone } from '../../live/phone';
import { Keypad } from '../../ui/Keypad';
import { Presence } from '../../ui/Presence';
import './callbar.css';
import { Caller } from './Customer';
import { Transfer } from './Transfer';
import { useShortcuts } from './useShortcuts';
import type { Ask } from './wishes';
import { isUnspoken } from './Written';

interface Props {
    desk: Desk;
    contact: Contact | null;
    queues: QueueRow[];
    now: number;
    live: boolean;
    ask: Ask;
}

export function CallBar({ desk, contact, queues, now, live, ask }: Props) {
    const { t } = useWords();
    const { assignment } = desk;
    const phone = usePhone(agentPhone);
    const [open, setOpen] = useState<'transfer' | 'keypad' | null>(null);
    const inCall = assignment?.state === 'talking' || assignment?.state === 'hold';
    const held = assignment?.state === 'hold';
    const usable = inCall && live;
    // A call back may be given up while it rings.
    const endable = (inCall || assignment?.state === 'calling') && live;
    // Nobody is at the other end who could wait, or hear a tone.
    const called = usable && assignment !== undefined && !isUnspoken(assignment);
    const hold = () => ask(held ? { resume: true } : { hold: true });
    const unrecorded = assignment?.recording_paused === true;
    const record = () => ask({ paused: !unrecorded });
    const end = () => ask({ end: true });
    const transfer = () => setOpen(open === 'transfer' ? null : 'transfer');
    const keypad = () => setOpen(open === 'keypad' ? null : 'keypad');
    const mute = () => agentPhone.mute(!phone.muted);
    // A telephone on the table has a microphone and keys of its own.
    const spoken = phone.line === 'connected';
    useShortcuts({
        'alt+h': called ? hold : undefined,
        'alt+p': called ? record : undefined,
        'alt+t': usable ? transfer : undefined,
        'alt+e': endable ? end : undefined,
        'alt+m': spoken ? mute : undefined,
        'alt+k': called && spoken ? keypad : undefined,
        ...(open ? { escape: () => setOpen(null) } : {}),
    });
    return (
        <header className="callbar">
            <Standing desk={desk} now={now} />
            <Who desk={desk} contact={contact} />
            <p className="cb-recording" role="status">
                {inCall && unrecorded && (
                    <>
                        <CirclePause size={16} aria-hidden="true" />
                        {t('desk.recording.paused')}
                    </>
                )}
            </p>
            <div className="cb-acts">
                <Act keys="Alt+H" usable={called} act={hold} icon={held ? <Play /> : <Pause />}>
                    {t(held ? 'desk.resume' : 'desk.hold')}
                </Act>
                <Act keys="Alt+M" usable={spoken} act={mute} icon={phone.muted ? <MicOff /> : <Mic />} pressed={phone.muted}>
                    {t(phone.muted ? 'desk.unmute' : 'desk.mute')}
                </Act>
                <Act
                    keys="Alt+P"
                    usable={called}
                    act={record}
                    icon={unrecorded ? <CircleDot /> : <CirclePause />}
                    pressed={inCall && unrecorded}
                >
                    {t(unrecorded ? 'desk.recording.resume' : 'desk.recording.pause')}
                </Act>
                <Act keys="Alt+K" usable={called && spoken} act={keypad} icon={<Grip />} expanded={open === 'keypad' && inCall}>
                    {t('keypad')}
                </Act>
                <Act
                    keys="Alt+T"
                    usable={usable}
                    act={transfer}
                    icon={<PhoneForwarded className="flip" />}
                    expanded={open === 'transfer' && inCall}
                >
                    {t('desk.transfer')}
                </Act>
                <Act keys="Alt+E" usable={endable} act={end} icon={<PhoneOff />} className="end-call">
                    {t('desk.end')}
                </Act>
            </div>
            {open === 'keypad' && inCall && (
                <div className="cb-keypad">
                    <p className="ltr">{phone.keys || '\u00a0'}</p>
                    <Keypad press={(key) => agentPhone.press(key)} />
                </div>
            )}
            {open === 'transfer' && inCall && (
                <Transfer
                    queues={queues}
                    now={now}
                    chosen={(wish) => {
                        setOpen(null);
                        ask(wish);
                    }}
                />
            )}
        </header>
    );
}

interface ActProps {
    keys: string;
    usable: boolean;
    act: () => void;
    icon: ReactNode;
    children: string;
    className?: string;
    expanded?: boolean;
    pressed?: boolean;
}

export function Act({ keys, usable, act, icon, children, className, expanded, pressed }: ActProps) {
    return (
        <button
            type="button"
            disabled={!usable}
            title={keys}
            aria-keyshortcuts={keys}
            aria-expanded={expanded}
            aria-pressed={pressed}
            className={className}
            onClick={act}
        >
            {icon}
            <span>{children}</span>
        </button>
    );
}

function Standing({ desk: { agent, assignment }, now }: { desk: Desk; now: number }) {
    const { calendar } = useWords();
    const since = assignment?.since ?? agent.since;
    return (
        <div className="cb-state">
            <span className="tag">
                <Presence state={agent.state} />
            </span>
            <b role="timer">{calendar.length((now - Date.parse(since)) / 1000)}</b>
        </div>
    );
}

function Who({ desk: { assignment }, contact }: { desk: Desk; contact: Contact | null }) {
    const { t, calendar, language } = useWords();
    if (!assignment) return <div className="cb-who" />;
    return (
        <div className="cb-who">
            <b className="cut">
                <Caller assignment={assignment} contact={contact} />
            </b>
            <span className="quiet cut">
                <bdi>{assignment.queue_title[language] || assignment.queue}</bdi> ·{' '}
                {t('contacts.number', { number: calendar.plain(assignment.contact) })}
            </span>
        </div>
    );
}
