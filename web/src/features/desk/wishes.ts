// What an agent wishes, and how it is asked for. The answer says only that the wish is written down; what follows from it comes by
// the live topic.

import { api, granted } from '../../api/client';
import type { Presence } from '../../api/types';

export type StepAnswer = 'done' | 'yes' | 'no';
export type Wish =
    | { presence: Presence }
    | { hold: true }
    | { resume: true }
    | { end: true }
    | { queue: string }
    | { person: number }
    | { step: string; answer: StepAnswer; text?: string }
    | { outcome: string };
export type Ask = (wish: Wish) => void;

export function send(wish: Wish): Promise<unknown> {
    if ('presence' in wish) return granted(api.PUT('/api/v1/agents/me/presence', { body: wish }));
    if ('hold' in wish) return granted(api.POST('/api/v1/desk/hold'));
    if ('resume' in wish) return granted(api.POST('/api/v1/desk/resume'));
    if ('end' in wish) return granted(api.POST('/api/v1/desk/end'));
    if ('queue' in wish || 'person' in wish) return granted(api.POST('/api/v1/desk/transfer', { body: wish }));
    if ('outcome' in wish) return granted(api.POST('/api/v1/desk/wrap-up', { body: wish }));
    return granted(api.POST('/api/v1/desk/step', { body: wish }));
}
