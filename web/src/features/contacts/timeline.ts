// A contact's history, read two ways: as sentences, and as the stages that follow each other.

import type { Contact, ContactState, TimelineEntry } from '../../api/types';
import type { Calendar, Language, Translate } from '../../i18n';
import { whyOf } from '../../ui/why';

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

/** A whole history in words. */
export function tellAll(timeline: readonly TimelineEntry[], words: Words): (Telling & { at: string })[] {
    // A step without words (into a queue, into another procedure, to the end) is told by what follows it.
    const told = timeline.filter((entry) => entry.kind !== 'step_entered' || entry.text);
    return told.map((entry, index) => ({ at: entry.at, ...tell(entry, told[index - 1], words) }));
}

export interface Step {
    number: number;
    at: string;
    text: string;
    /** Nothing until it was answered. */
    done: Pick<TimelineEntry, 'answer' | 'choice'> | undefined;
    note: string | undefined;
    agent: string | undefined;
    /** Of the manual. */
    version: number | undefined;
}

/** The steps that agents were led through, with their answers and notes. A guide that stands at its end asks for nothing more. */
export function stepsOf(timeline: readonly TimelineEntry[], language: Language): Step[] {
    const steps: (Step & { id: string | undefined; flow: string | undefined })[] = [];
    for (const entry of timeline) {
        if (entry.kind === 'step_entered' && entry.led === 'agent' && entry.text)
            steps.push({
                id: entry.step,
                flow: entry.flow,
                number: steps.length + 1,
                at: entry.at,
                text: entry.text[language] || entry.text.en || '',
                done: undefined,
                note: undefined,
                agent: entry.agent?.name,
                version: entry.version,
            });
        const last = steps.findLast(({ id, flow }) => id === entry.step && flow === entry.flow);
        if (entry.kind === 'step_done' && last) Object.assign(last, { done: entry, note: entry.note });
    }
    return steps;
}

/** When the caller was held, within a recording: seconds from its start. */
export function holdsOf(contact: Contact, from: string, length: number): { from: number; to: number }[] {
    const begin = Date.parse(from);
    return stagesOf(contact, begin + length * 1000)
        .filter(({ state }) => state === 'hold')
        .map((stage) => ({
            from: Math.max(0, (stage.from - begin) / 1000),
            to: Math.min(length, (stage.from + stage.length - begin) / 1000),
        }))
        .filter((hold) => hold.to > hold.from);
}

/** One entry, after the one before it. Kinds are the facts of the machine in their own names; an unknown one is shown by its name. */
function tell(entry: TimelineEntry, before: TimelineEntry | undefined, words: Words): Telling {
    const { t, word, queue } = words;
    const text = entry.text?.[words.language] || entry.text?.en;
    const agent = entry.agent?.name ?? '';
    const end = (family: string) => withCause(entry, word(family, entry.end ?? ''), words);
    switch (entry.kind) {
        case 'contact_started':
            return { text: t('tl.started') };
        case 'step_entered':
            return { text: t(entry.led === 'agent' ? 'tl.shown' : 'tl.heard', { text: text ?? '' }) };
        case 'key_taken':
            return { text: t(entry.accepted === false ? 'tl.key.wrong' : 'tl.key', { key: words.calendar.plain(entry.key ?? '') }) };
        case 'step_done': {
            const answer = answerOf(entry, words);
            // What was just shown need not be said again.
            const same = before?.kind === 'step_entered' && before.step === entry.step && before.flow === entry.flow;
            return { text: same || !text ? t('tl.answer', { answer }) : t('tl.answer.to', { text, answer }), ...written(entry, words) };
        }
        case 'step_deviated':
            return { text: t('tl.deviated', { text: text ?? entry.step ?? '' }), ...written(entry, words) };
        case 'step_late':
            return { text: t('tl.late', { text: text ?? entry.step ?? '' }) };
        case 'note_kept':
            return { text: t('tl.noted'), ...written(entry, words) };
        case 'result_judged':
            return {
                text: t(entry.reached === false ? 'tl.result.missed' : 'tl.result.reached', { text: text ?? entry.flow ?? '' }),
                ...written(entry, words),
            };
        case 'survey_answered':
            return { text: entry.key ? t('tl.survey', { key: words.calendar.plain(entry.key) }) : t('tl.survey.none') };
        case 'case_opened':
            return { text: t('tl.case.opened', { ...numbered(entry, words), text: text ?? entry.step ?? '' }) };
        case 'case_joined':
            return { text: t('tl.case.joined', numbered(entry, words)) };
        case 'case_owned':
            return {
                text: t(entry.state === 'taken' ? 'tl.case.taken' : 'tl.case.given', { ...numbered(entry, words), agent }),
                ...written(entry, words),
            };
        case 'case_closed':
            return { text: t('tl.case.closed', { ...numbered(entry, words), agent }), ...written(entry, words) };
        case 'escalated':
            return { text: agent ? t('tl.escalated.to', { agent }) : t('tl.escalated') };
        case 'promised':
            return {
                text: t('tl.promised', { text: text ?? entry.step ?? '' }),
                ...(entry.due ? { why: t('promise.due', { due: words.calendar.dateAndTime(entry.due) }) } : {}),
            };
        case 'visit_started':
            return { text: t('tl.visit', { queue: queue(entry.queue ?? '') }), state: 'waiting' };
        case 'visit_ended':
            return { text: t('tl.visit.end', { queue: queue(entry.queue ?? ''), end: end('end') }) };
        case 'decided':
            return { text: t('tl.decided', { agent }), ...(entry.decision ? { why: whyOf(entry.decision, t) } : {}) };
        case 'callback_moved':
            return { text: t(`tl.callback.${entry.state ?? 'waiting'}` as 'tl.callback.waiting') };
        case 'voicemail_moved':
            return {
                text: t(`tl.voicemail.${entry.state ?? 'left'}` as 'tl.voicemail.left', {
                    queue: queue(entry.queue ?? ''),
                    length: words.calendar.length(entry.length_s ?? 0),
                }),
                ...(entry.state === 'left' ? { state: 'voicemail' as const } : {}),
            };
        case 'assignment_moved':
            return {
                text: t('tl.agent', { agent, state: word('state', entry.state ?? '') }),
                ...(entry.state ? { state: entry.state } : {}),
            };
        case 'recording_paused':
            return { text: t(entry.state === 'paused' ? 'tl.recording.paused' : 'tl.recording.goes_on') };
        case 'assignment_ended':
            return { text: t('tl.agent', { agent, state: end('assignment_end') }), ...outcome(entry, words) };
        case 'replied':
            return { text: t('tl.replied', { agent }) };
        case 'contact_ended':
            return { text: t('tl.end', { end: word('contact_end', entry.end ?? '') }), ...outcome(entry, words) };
        default:
            return { text: t('tl.other', { kind: entry.kind }) };
    }
}

/** What the agent answered at a step: the option as the manual words it, or done, yes, no. */
export function answerOf(done: Pick<TimelineEntry, 'choice' | 'answer'>, { word, language }: Pick<Words, 'word' | 'language'>) {
    return done.choice?.[language] || done.choice?.en || word('desk.answer', done.answer ?? 'done');
}

const numbered = (entry: TimelineEntry, { calendar }: Words) => ({ number: calendar.plain(entry.case ?? 0) });

const written = ({ note }: TimelineEntry, { t }: Words) => (note ? { why: t('tl.note', { note }) } : {});

function withCause(entry: TimelineEntry, end: string, { t, word }: Words): string {
    return entry.cause && entry.cause !== 'none' ? t('tl.with_cause', { end, cause: word('cause', entry.cause) }) : end;
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
        const state = stateAfter(entry, stages.at(-1)?.state);
        if (state !== undefined) enter(state, Date.parse(entry.at));
    }
    const last = stages.at(-1);
    if (last && last.length === 0) last.length = now - last.from;
    return stages.filter((stage) => stage.length > 0);
}

/** undefined: this entry changes no stage; null: nothing follows. */
function stateAfter(entry: TimelineEntry, before: ContactState | undefined): ContactState | null | undefined {
    switch (entry.kind) {
        case 'contact_started':
            return 'menu';
        case 'visit_started':
            return 'waiting';
        case 'contact_ended':
            return before === 'wrap_up' ? undefined : null; // the agent's work may last longer than the contact
        case 'assignment_ended':
            return null;
        case 'callback_moved':
            return entry.state === 'calling' ? undefined : 'callback';
        case 'voicemail_moved':
            return entry.state === 'kept' || entry.state === 'left' ? 'voicemail' : 'menu';
        case 'assignment_moved':
            if (entry.state === 'calling') return 'ringing';
            return served.find((state) => state === entry.state);
        default:
            return undefined;
    }
}

/** States of an assignment that are stages of its contact. While an agent is merely reserved, the caller still waits. */
const served = ['ringing', 'talking', 'hold', 'wrap_up'] as const;
