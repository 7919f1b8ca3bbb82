// The state of an agent or a contact: hue is the family, shape is the state, the word is the meaning. Never one without the others.

import type { ReactNode } from 'react';
import type { AgentState, ContactState } from '../api/types';
import { useWords } from '../i18n';

export type Shown = AgentState | ContactState | 'calling';

const families: Record<Shown, 'available' | 'contact' | 'away' | 'offline'> = {
    ready: 'available',
    reserved: 'available',
    ringing: 'available',
    talking: 'contact',
    hold: 'contact',
    wrap_up: 'contact',
    away: 'away',
    break: 'away',
    training: 'away',
    coaching: 'away',
    meeting: 'away',
    recovery: 'away',
    offline: 'offline',
    menu: 'offline',
    waiting: 'away',
    callback: 'away',
    voicemail: 'away',
    calling: 'available',
};

const crescent = <path d="M10.7 7.7A5.2 5.2 0 1 1 4.9 1.2a4.3 4.3 0 0 0 5.8 6.5z" />;
const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 };
const shapes: Record<Shown, ReactNode> = {
    ready: <circle cx="6" cy="6" r="5" />,
    reserved: (
        <>
            <circle cx="6" cy="6" r="4.25" {...line} />
            <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" />
        </>
    ),
    ringing: (
        <>
            <circle cx="6" cy="6" r="5" {...line} />
            <circle cx="6" cy="6" r="2.4" />
        </>
    ),
    calling: (
        <>
            <circle cx="6" cy="6" r="5" {...line} />
            <circle cx="6" cy="6" r="2.4" />
        </>
    ),
    talking: <rect x="1" y="1" width="10" height="10" rx="2.5" />,
    hold: (
        <>
            <rect x="1.5" y="1" width="3.4" height="10" rx="1.2" />
            <rect x="7.1" y="1" width="3.4" height="10" rx="1.2" />
        </>
    ),
    wrap_up: (
        <>
            <rect x="1.75" y="1.75" width="8.5" height="8.5" rx="2" {...line} />
            <path d="M2 6h8v2.5a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 8.5z" />
        </>
    ),
    away: crescent,
    break: crescent,
    training: <path d="M6 .6 11.4 6 6 11.4.6 6z" />,
    coaching: (
        <>
            <circle cx="3.1" cy="6" r="2.6" />
            <circle cx="8.9" cy="6" r="1.9" {...line} />
        </>
    ),
    meeting: (
        <>
            <circle cx="6" cy="2.8" r="2.1" />
            <circle cx="2.8" cy="8.8" r="2.1" />
            <circle cx="9.2" cy="8.8" r="2.1" />
        </>
    ),
    recovery: <path d="M4.4 1h3.2v3.4H11v3.2H7.6V11H4.4V7.6H1V4.4h3.4z" />,
    offline: <circle cx="6" cy="6" r="4.25" {...line} />,
    menu: <path d="M1.5 2.5h9M1.5 6h9M1.5 9.5h9" {...line} strokeLinecap="round" />,
    waiting: (
        <>
            <path d="M2.5 1h7M2.5 11h7" {...line} strokeLinecap="round" />
            <path d="M3.2 1.5h5.6L6 6zM3.2 10.5h5.6L6 6z" />
        </>
    ),
    callback: (
        <>
            <path d="M2.5 1h7M2.5 11h7" {...line} strokeLinecap="round" />
            <path d="M3.2 1.5h5.6L6 6zM3.2 10.5h5.6L6 6z" />
        </>
    ),
    voicemail: (
        <>
            <circle cx="3.2" cy="5.4" r="2.4" {...line} />
            <circle cx="8.8" cy="5.4" r="2.4" {...line} />
            <path d="M3.2 8h5.6" {...line} />
        </>
    ),
};

export function PresenceSign({ state }: { state: Shown }) {
    return (
        <svg className={`sign ${families[state]}`} viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
            {shapes[state]}
        </svg>
    );
}

export function Presence({ state }: { state: Shown }) {
    const { word } = useWords();
    return (
        <span className={`presence ${families[state]}`}>
            <PresenceSign state={state} />
            {word('state', state)}
        </span>
    );
}

export const isShown = (state: string): state is Shown => Object.hasOwn(shapes, state);
