// The step at which a guide or a checklist stands: its words, where an answer is typed, and the answers that it takes.

import { Clock, ShieldCheck } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Refused } from '../../api/client';
import type { GuideStep, Known, Text } from '../../api/types';
import { useWords, type Language, type Translate } from '../../i18n';
import { Button } from '../../ui/Button';
import { useReason } from '../../ui/states';
import { AnswerField, readAnswer, typedAgain } from './Answer';
import './guide.css';
import { Filled } from './known';
import { useShortcuts } from './useShortcuts';
import type { StepAnswered } from './wishes';

/** Keys 1 to 9. */
const mostKeys = 9;

interface Props {
    step: GuideStep;
    known: readonly Known[];
    busy: boolean;
    /** Why the last answer was not taken, if that was about this step's field. */
    refused: Error | null;
    give: (answered: StepAnswered) => void;
    children?: ReactNode;
}

export function StepCard({ step, known, busy, refused, give, children }: Props) {
    const { t, word, language, calendar } = useWords();
    const answers = answersOf(step, language, t);
    const asks = step.verb === 'ask' || step.verb === 'note';
    const typing = useTyping(step, asks, known, refused);
    const acts = answers.map(({ answered }) => () => {
        const text = busy ? null : typing.read();
        if (text) give({ ...answered, ...text });
    });
    useShortcuts(Object.fromEntries(acts.slice(0, mostKeys).map((act, index) => [String(index + 1), act])));
    // What was done before must not push it out of sight.
    const card = useRef<HTMLElement>(null);
    useEffect(() => {
        card.current?.scrollIntoView({ block: 'nearest' });
    }, []);
    const several = answers.length > 2;
    const title = asks ? step.field?.title[language] || step.field?.title.en : undefined;
    return (
        <article className="step" data-step={step.id} ref={card}>
            <h3 className="label">
                {word('desk.step', step.verb)}
                {step.mandatory && (
                    <span className="tag">
                        <ShieldCheck size={14} aria-hidden="true" />
                        {t(step.critical ? 'desk.step.critical' : 'desk.step.mandatory')}
                    </span>
                )}
                {step.late && (
                    <span className="tag is-late">
                        <Clock size={14} aria-hidden="true" />
                        {t('desk.step.late')}
                    </span>
                )}
            </h3>
            <p className={step.mandatory ? 'say must' : 'say'} dir="auto">
                <Filled text={step.text} known={known} />
            </p>
            {!valueIsPicked(step) && (
                <AnswerField
                    field={asks ? step.field : undefined}
                    label={title || t(asks ? 'desk.step.written' : 'desk.step.note_here')}
                    written={typing.written}
                    write={typing.write}
                    problem={typing.problem}
                    enter={step.verb === 'ask'}
                    go={() => answers.length === 1 && acts[0]?.()}
                    control={typing.control}
                />
            )}
            <div className="acts">
                {answers.map(({ id, name }, index) => (
                    <Button key={id} large kind={index === 0 && !several ? 'primary' : 'plain'} disabled={busy} onClick={acts[index]}>
                        <bdi>{name}</bdi>
                        {index < mostKeys && <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>}
                    </Button>
                ))}
            </div>
            {children}
        </article>
    );
}

/** What is being typed at this step; a field that was filled before begins with its value. */
function useTyping(step: GuideStep, asks: boolean, known: readonly Known[], refused: Error | null) {
    const { t, calendar } = useWords();
    const reason = useReason();
    const [typed, setTyped] = useState<string>();
    const [problem, setProblem] = useState<string | null>(null);
    const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
    const before = asks && step.field ? known.find(({ field }) => field === step.field?.id) : undefined;
    const written = typed ?? typedAgain(before, calendar);
    // Whoever has to type finds the cursor there, unless they are busy elsewhere.
    useEffect(() => {
        if (asks && document.activeElement === document.body) control.current?.focus();
    }, [asks]);
    const wrong = (said: string) => {
        setProblem(said);
        control.current?.focus();
        return null;
    };
    return {
        written,
        control,
        problem: problem ?? (refused instanceof Refused && refused.problem?.where === '/text' ? reason(refused) : null),
        write: (text: string) => {
            setTyped(text);
            setProblem(null);
        },
        /** The text that goes with the answer, or null where it cannot go like this: then that is said at the field. */
        read: (): { text?: string } | null => {
            if (written.trim() === '') return asks && step.mandatory && !valueIsPicked(step) ? wrong(t('desk.field.missing')) : {};
            const read = readAnswer(asks ? step.field : undefined, written, calendar, t);
            return 'problem' in read ? wrong(read.problem) : { text: read.value };
        },
    };
}

interface Given {
    id: string;
    name: string;
    answered: StepAnswered;
}

/** Whether the value is one of several, which are buttons. */
const valueIsPicked = ({ field, verb }: GuideStep) => verb === 'ask' && (field?.type === 'choice' || field?.type === 'yes_no');

/** The answers that a step takes: one of its options, one of its field's values, yes or no, or that it is done. */
function answersOf(step: GuideStep, language: Language, t: Translate): Given[] {
    const named = ({ id, title }: { id: string; title: Text }) => ({ id, name: title[language] || title.en || id });
    const given = (rest: Omit<StepAnswered, 'step'>): StepAnswered => ({ step: step.id, ...rest });
    if (step.options.length > 0)
        return step.options.map((one) => ({ ...named(one), answered: given({ answer: 'done', option: one.id }) }));
    if (valueIsPicked(step) && step.field?.type === 'choice')
        return step.field.options.map((one) => ({ ...named(one), answered: given({ answer: 'done', text: one.id }) }));
    const yesNo = ['yes', 'no'] as const;
    if (valueIsPicked(step))
        return yesNo.map((one) => ({ id: one, name: t(`desk.answer.${one}`), answered: given({ answer: 'done', text: one }) }));
    const answers = step.verb === 'check' ? yesNo : (['done'] as const);
    return answers.map((answer) => ({ id: answer, name: t(`desk.answer.${answer}`), answered: given({ answer }) }));
}
