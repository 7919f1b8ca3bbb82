// Where an answer is typed: a control for each type of field, which says what it understood, and what it did not.

import { useId, type KeyboardEvent, type Ref } from 'react';
import type { GuideField, Known } from '../../api/types';
import { useWords, type Calendar, type Key, type Translate } from '../../i18n';

export type Read = { value: string } | { problem: string };

/** What a field may say when nothing else is known of it. */
const longestNote = 2_000;

const wrong: Record<'number' | 'date' | 'duration', Key> = {
    number: 'desk.field.wrong.number',
    date: 'desk.field.wrong.date',
    duration: 'desk.field.wrong.duration',
};

/** The answer as the server takes it, or what is wrong with it in the reader's words. */
export function readAnswer(field: GuideField | undefined, written: string, calendar: Calendar, t: Translate): Read {
    const text = written.trim();
    const type = field?.type ?? 'text';
    if (type === 'text' || type === 'choice' || type === 'yes_no') {
        const most = field?.longest ?? longestNote;
        return [...text].length > most ? { problem: t('desk.field.longest', { count: most }) } : { value: text };
    }
    const today = calendar.dayKey(new Date());
    const read = { number: calendar.readNumber, date: (one: string) => calendar.readDay(one, today), duration: calendar.readLength };
    const value = read[type](text);
    if (value === null) return { problem: t(wrong[type], { example: exampleOf(type, calendar) }) };
    const problem = outside(field, value, calendar, t);
    return problem === null ? { value } : { problem };
}

/** Beyond what the field allows. Lengths are left to the server. */
function outside(field: GuideField | undefined, value: string, calendar: Calendar, t: Translate): string | null {
    if (field?.type !== 'number' && field?.type !== 'date') return null;
    const amount = (text: string) => (field.type === 'date' ? Date.parse(text) : Number(text));
    const said = (text: string) => (field.type === 'date' ? calendar.longDay(text) : calendar.writeNumber(text));
    if (field.least !== undefined && amount(value) < amount(field.least))
        return t('desk.field.least', { value: said(field.least) });
    if (field.most !== undefined && amount(value) > amount(field.most)) return t('desk.field.most', { value: said(field.most) });
    return null;
}

function exampleOf(type: 'number' | 'date' | 'duration', calendar: Calendar): string {
    if (type === 'number') return calendar.writeNumber('1250.5');
    return type === 'date' ? calendar.writeDay(calendar.dayKey(new Date())) : calendar.writeLength('1h30m');
}

/** A known value as one would type it again. */
export function typedAgain(known: Known | undefined, calendar: Calendar): string {
    if (!known) return '';
    if (known.type === 'number') return calendar.writeNumber(known.value);
    if (known.type === 'date') return calendar.writeDay(known.value);
    return known.type === 'duration' ? calendar.writeLength(known.value) : known.value;
}

interface Props {
    /** The field that keeps the answer; without one it is a note. */
    field: GuideField | undefined;
    label: string;
    written: string;
    write: (text: string) => void;
    problem: string | null;
    /** Enter alone goes on; in a note it begins a line, and Ctrl+Enter goes on. */
    enter: boolean;
    go: () => void;
    control: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

export function AnswerField({ field, label, written, write, problem, enter, go, control }: Props) {
    const { t, language, calendar } = useWords();
    const id = useId();
    const help = field?.help[language] || field?.help.en;
    const typed = field && (field.type === 'number' || field.type === 'date' || field.type === 'duration') ? field.type : null;
    const shared = {
        id,
        ref: control,
        className: 'input',
        value: written,
        'aria-invalid': problem !== null,
        'aria-describedby': `${id}-said`,
        onChange: (event: { target: { value: string } }) => write(event.target.value),
        onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || (enter ? event.shiftKey : !event.ctrlKey)) return;
            event.preventDefault();
            event.stopPropagation();
            go();
        },
    };
    const read = typed && written.trim() !== '' && !problem ? readAnswer(field, written, calendar, t) : null;
    const understood = read && 'value' in read ? read.value : null;
    const step = (event: KeyboardEvent, days: number) => {
        event.preventDefault();
        write(calendar.writeDay(understood ? calendar.addDays(understood, days) : calendar.dayKey(new Date())));
    };
    return (
        <div className="answer">
            <label htmlFor={id}>{label}</label>
            {typed ? (
                <input
                    {...shared}
                    type="text"
                    dir="ltr"
                    inputMode={typed === 'number' ? 'decimal' : 'text'}
                    autoComplete="off"
                    placeholder={exampleOf(typed, calendar)}
                    onKeyDown={(event) => {
                        if (typed === 'date' && event.key === 'ArrowUp') step(event, 1);
                        else if (typed === 'date' && event.key === 'ArrowDown') step(event, -1);
                        else shared.onKeyDown(event);
                    }}
                />
            ) : (
                <textarea {...shared} rows={written.length > 80 ? 3 : 1} dir="auto" maxLength={field?.longest ?? longestNote} />
            )}
            <p id={`${id}-said`} className={problem ? 'problem' : 'faint small'} role={problem ? 'alert' : undefined}>
                {problem ?? (typed === 'date' && understood ? calendar.longDay(understood) : undefined) ?? help ?? hintOf(typed, t)}
            </p>
        </div>
    );
}

const hintOf = (typed: 'number' | 'date' | 'duration' | null, t: Translate) =>
    typed === 'date' ? t('desk.field.date.help') : typed === 'duration' ? t('desk.field.duration.help') : null;
