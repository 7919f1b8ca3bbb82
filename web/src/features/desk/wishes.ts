// What an agent wishes, and how it is asked for. The answer says only that the wish is written down; what follows from it comes by
// the live topic.

import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, granted } from '../../api/client';
import type { Presence } from '../../api/types';

export interface StepAnswered {
    step: string;
    answer: 'done' | 'yes' | 'no';
    option?: string;
    text?: string;
}
/** It did not come to what this procedure expects, and why. */
export interface Missed {
    procedure: string;
    reason: string;
}
/** A procedure, and the variant with which it begins: an option of one of its steps. */
export interface Opened {
    procedure: string;
    step?: string;
    option?: string;
}
export type Wish =
    | { presence: Presence }
    | { accept: true }
    | { decline: true }
    | { hold: true }
    | { resume: true }
    | { end: true }
    | { paused: boolean }
    | { queue: string }
    | { person: number }
    | { answered: StepAnswered }
    | { to: string; reason: string }
    | { open: Opened }
    | { reached: true }
    | ({ reached: false } & Missed)
    | { outcome: string; missed?: Missed }
    | { begin: string }
    | { checklist: number; item: StepAnswered }
    | { drop: number };
export type Ask = (wish: Wish) => void;

/** About one of the contacts that the agent has; none is needed to declare a presence. */
interface Sent {
    wish: Wish;
    assignment: number | undefined;
}

async function send({ wish, assignment }: Sent): Promise<unknown> {
    const about = assignment === undefined ? {} : { assignment };
    if ('presence' in wish) return granted(api.PUT('/api/v1/agents/me/presence', { body: wish }));
    if ('accept' in wish) return granted(api.POST('/api/v1/desk/accept', { body: about }));
    if ('decline' in wish) return granted(api.POST('/api/v1/desk/decline', { body: about }));
    if ('hold' in wish) return granted(api.POST('/api/v1/desk/hold', { body: about }));
    if ('resume' in wish) return granted(api.POST('/api/v1/desk/resume', { body: about }));
    if ('end' in wish) return granted(api.POST('/api/v1/desk/end', { body: about }));
    if ('queue' in wish || 'person' in wish) return granted(api.POST('/api/v1/desk/transfer', { body: { ...wish, ...about } }));
    if ('reached' in wish) return granted(api.POST('/api/v1/desk/result', { body: { ...wish, ...about } }));
    if ('outcome' in wish) {
        const { outcome, missed } = wish;
        // What was still being written is sent before the wrap-up ends, which does not wait for it to be taken.
        if (missed) await api.POST('/api/v1/desk/result', { body: { reached: false, ...missed, ...about } });
        return granted(api.POST('/api/v1/desk/wrap-up', { body: { outcome, ...about } }));
    }
    if ('paused' in wish) return granted(api.POST('/api/v1/desk/recording', { body: { ...wish, ...about } }));
    if ('to' in wish) return granted(api.POST('/api/v1/desk/deviate', { body: { ...wish, ...about } }));
    if ('open' in wish) return granted(api.POST('/api/v1/desk/guide', { body: { ...wish.open, ...about } }));
    if ('begin' in wish) return granted(api.POST('/api/v1/desk/checklists', { body: { procedure: wish.begin } }));
    if ('item' in wish) return granted(api.POST('/api/v1/desk/checklists/step', { body: { checklist: wish.checklist, step: wish.item } }));
    if ('drop' in wish) return granted(api.POST('/api/v1/desk/checklists/drop', { body: { checklist: wish.drop } }));
    return granted(api.POST('/api/v1/desk/step', { body: { ...wish.answered, ...about } }));
}

/** Wishes go one after another, in the order in which they were wished: whoever is fast need not wait for the answer to one before the
 *  next. Each is about the contact that was there when it was wished. The same one again while it is under way, as by a key that was
 *  pressed twice, is none. */
export function useWishes(assignment: number | undefined) {
    const [refused, setRefused] = useState<Error | null>(null);
    const underWay = useRef(new Set<string>());
    const wishes = useMutation({
        mutationFn: send,
        scope: { id: 'desk' },
        onMutate: (sent) => {
            underWay.current.add(JSON.stringify(sent));
            setRefused(null);
        },
        onError: setRefused,
        onSettled: (_done, _error, sent) => underWay.current.delete(JSON.stringify(sent)),
    });
    const ask: Ask = (wish) => {
        const sent = { wish, assignment };
        if (!underWay.current.has(JSON.stringify(sent))) wishes.mutate(sent);
    };
    return { ask, asking: wishes.isPending, refused, forget: () => setRefused(null) };
}
