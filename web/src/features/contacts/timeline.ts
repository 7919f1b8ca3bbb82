// A contact's history, read two ways: as sentences, and as the stages that follow each other.

import type { Contact, ContactState, TimelineEntry } from '../../api/types';
import type { Calendar, Key, Language, Translate } from '../../i18n';

export interface Telling {
    text: string;
    why?: string;
    state?: string;
}

export interface Words {
    t: Translate;
    word: (family: string, code: string) => string;
    calendar: Calendar;
    language: Language;
    queue: (id: string) => string;
}

const assignmentStates = ['reserved', 'ringing', 'talking', 'hold', 'wrap_up'];

/** One entry in words. Kinds are the facts of the machine in their own names; one that is not known yet is shown by its name. */
export function tell(entry: TimelineEntry, words: Words): Telling {
    const { t, word, queue } = words;
    const text = entry.text?.[words.language] || entry.text?.en;
    const agent = entry.agent?.name ?? '';
    const end = (family: string) => withCause(entry, word(family, entry.end ?? ''), words);
    switch (entry.kind) {
        case 'contact_started':
            return { text: t('tl.started') };
        case 'step_entered':
            return { text: text ? t(entry.agent ? 'tl.shown' : 'tl.heard', { text }) : t('tl.step', { step: entry.step ?? '' }) };
        case 'key_taken':
            return { text: t(entry.accepted === false ? 'tl.key.wrong' : 'tl.key', { key: words.calendar.plain(entry.key ?? '') }) };
        case 'step_done':
            return { text: t('tl.answer', { step: entry.step ?? '', answer: word('desk.answer', entry.answer ?? 'done') }) };
        case 'visit_started':
            return { text: t('tl.visit', { queue: queue(entry.queue ?? '') }), state: 'waiting' };
        case 'visit_ended':
            return { text: t('tl.visit.end', { queue: queue(entry.queue ?? ''), end: end('end') }) };
        case 'decided':
            return { text: t('tl.decided', { agent }), ...(entry.decision ? { why: reason(entry.decision, t) } : {}) };
        case 'assignment_moved':
            return {
                text: t('tl.agent', { agent, state: word('state', entry.state ?? '') }),
                ...(entry.state ? { state: entry.state } : {}),
            };
        case 'assignment_ended':
            return { text: t('tl.agent', { agent, state: end('assignment_end') }), ...outcome(entry, words) };
        case 'contact_ended':
            return { text: t('tl.end', { end: word('contact_end', entry.end ?? '') }), ...outcome(entry, words) };
        default:
            if (assignmentStates.includes(entry.kind))
                return { text: t('tl.agent', { agent, state: word('state', entry.kind) }), state: entry.kind };
            return { text: t('tl.other', { kind: entry.kind }) };
    }
}

function withCause(entry: TimelineEntry, end: string, { t, word }: Words): string {
    return entry.cause && entry.cause !== 'none' ? t('tl.with_cause', { end, cause: word('cause', entry.cause) }) : end;
}

function reason(decision: NonNullable<TimelineEntry['decision']>, t: Translate): string {
    const key: Key = decision.chooser === 'agent_took_contact' ? 'why.agent_took_contact' : 'why.contact_chose_agent';
    return t(key, { count: decision.eligible });
}

function outcome(entry: TimelineEntry, { t, word }: Words) {
    return entry.outcome ? { why: t('tl.outcome', { outcome: word('outcome', entry.outcome) }) } : {};
}

export interface Stage {
    state: ContactState;
    from: number;
    length: number;
}

/** What the contact was in, one after the other. The last stage of a contact that goes on lasts until `now`. */
export function stagesOf(contact: Contact, now: number): Stage[] {
    const stages: Stage[] = [];
    const enter = (state: ContactState | null, at: number) => {
        const last = stages.at(-1);
        if (last && last.length === 0) last.length = at - last.from;
        if (state !== null && (last?.state !== state || last.from + last.length !== at)) stages.push({ state, from: at, length: 0 });
    };
    for (const entry of contact.timeline) {
        const state = stateAfter(entry);
        if (state !== undefined) enter(state, Date.parse(entry.at));
    }
    const last = stages.at(-1);
    if (last && last.length === 0) last.length = now - last.from;
    return stages.filter((stage) => stage.length > 0);
}

/** undefined: this entry changes no stage; null: nothing follows. */
function stateAfter(entry: TimelineEntry): ContactState | null | undefined {
    switch (entry.kind) {
        case 'contact_started':
            return 'menu';
        case 'visit_started':
            return 'waiting';
        case 'contact_ended':
            return undefined; // an agent may still be in wrap-up
        case 'assignment_ended':
            return null;
        default: {
            const state = entry.kind === 'assignment_moved' ? entry.state : entry.kind;
            return state === 'ringing' || state === 'talking' || state === 'hold' || state === 'wrap_up' ? state : undefined;
        }
    }
}
