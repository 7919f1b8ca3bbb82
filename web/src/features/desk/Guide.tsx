// The flow: what was done, the step at which it stands in its own box, what lies ahead. In the words of the manual.

import { Check, PenLine, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Contact, Desk, Guide as GuideText } from '../../api/types';
import { useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { aheadOf, stepsOf, type DoneStep } from './progress';
import type { Assignment } from './questions';
import { useShortcuts } from './useShortcuts';
import type { Ask, StepAnswer } from './wishes';

type Step = NonNullable<NonNullable<Desk['assignment']>['step']>;

/** Steps that an agent takes; the others lead the caller, or end the run. */
const agentVerbs = ['say', 'check', 'ask', 'do', 'note'] as const;
const verbOf = (step: { verb: string }) => agentVerbs.find((verb) => verb === step.verb);

interface Props {
    assignment: Assignment;
    guide: GuideText;
    contact: Contact | null;
    busy: boolean;
    ask: Ask;
}

export function Guide({ assignment, guide, contact, busy, ask }: Props) {
    const { t, calendar, language } = useWords();
    const step = assignment.step;
    const current = step && verbOf(step) ? step : null;
    const mine = new Set(guide.steps.map(({ id }) => id));
    // A step that the desk shows again was not done for good.
    const done = contact ? stepsOf(contact).filter((one) => mine.has(one.step) && one.step !== current?.id) : [];
    const ahead = aheadOf(guide, current?.id);
    const total = done.length + (current ? 1 : 0) + ahead.length;
    return (
        <div className="guide">
            <div className="f-head">
                <h2 dir="auto">{guide.title[language] || guide.title.en}</h2>
                <span className="faint">{t('desk.version', { version: calendar.number(guide.version) })}</span>
                <span className="end">{t('desk.step_of', { step: done.length + (current ? 1 : 0), count: total })}</span>
            </div>
            <div className="f-prog" aria-hidden="true">
                {Array.from({ length: total }, (_, index) => (
                    <i key={index} className={index < done.length ? 'd' : index === done.length && current ? 'c' : ''} />
                ))}
            </div>
            <ol className="flow">
                {done.map((one) => (
                    <Done key={one.at + one.step} one={one} />
                ))}
                {current ? (
                    <li className="now" aria-current="step">
                        <span className="dot">{calendar.number(done.length + 1)}</span>
                        <StepCard key={current.id} step={current} busy={busy} ask={ask} />
                    </li>
                ) : (
                    <li className="now">
                        <span className="dot">
                            <Check size={16} aria-hidden="true" />
                        </span>
                        <p className="st">{t('desk.step.none')}</p>
                    </li>
                )}
                {ahead.map((one, index) => (
                    <li key={one.id} className="next">
                        <span className="dot">{calendar.number(done.length + 2 + index)}</span>
                        <p className="st">
                            <span className="cut" dir="auto">
                                {one.text[language] || one.text.en}
                            </span>
                        </p>
                    </li>
                ))}
            </ol>
        </div>
    );
}

function Done({ one }: { one: DoneStep }) {
    const { t, calendar, language, word } = useWords();
    return (
        <li className="done">
            <span className="dot">
                <Check size={16} aria-hidden="true" />
                <span className="sr">{t('desk.answer.done')}</span>
            </span>
            <div>
                <p className="st">
                    <span className="cut" dir="auto" title={one.text?.[language] || one.text?.en}>
                        {one.text?.[language] || one.text?.en || one.step}
                    </span>
                    {one.answer !== 'done' && <b>{word('desk.answer', one.answer)}</b>}
                    {one.took !== undefined && <span className="t">{calendar.length(one.took)}</span>}
                </p>
                {one.note && (
                    <p className="note">
                        <PenLine size={14} aria-hidden="true" />
                        <span dir="auto">{one.note}</span>
                    </p>
                )}
            </div>
        </li>
    );
}

function StepCard({ step, busy, ask }: { step: Step; busy: boolean; ask: Ask }) {
    const { t, language, calendar } = useWords();
    const [written, setWritten] = useState('');
    const text = step.text[language] || step.text.en;
    const answer = (given: StepAnswer) => () => {
        if (!busy) ask({ step: step.id, answer: given, ...(written.trim() ? { text: written.trim() } : {}) });
    };
    const answers: readonly StepAnswer[] = step.verb === 'check' ? ['yes', 'no'] : ['done'];
    useShortcuts(Object.fromEntries(answers.map((one, index) => [String(index + 1), answer(one)])));
    const wanted = step.verb === 'ask' || step.verb === 'note';
    return (
        <article className="step">
            <h3 className="label">
                {t(`desk.step.${verbOf(step) ?? 'do'}`)}
                {step.mandatory && (
                    <span className="tag">
                        <ShieldCheck size={14} aria-hidden="true" />
                        {t('desk.step.mandatory')}
                    </span>
                )}
            </h3>
            <p className={step.mandatory ? 'say must' : 'say'} dir="auto">
                {text}
            </p>
            <textarea
                className="input"
                rows={1}
                aria-label={t(wanted ? 'desk.step.written' : 'desk.step.note_here')}
                placeholder={t(wanted ? 'desk.step.written' : 'desk.step.note_here')}
                maxLength={2000}
                dir="auto"
                value={written}
                onChange={(event) => setWritten(event.target.value)}
                onKeyDown={(event) => {
                    if (event.key !== 'Enter' || !event.ctrlKey || answers.length > 1) return;
                    event.preventDefault();
                    answer('done')();
                }}
            />
            <div className="acts">
                {answers.map((one, index) => (
                    <Button key={one} large kind={index === 0 ? 'primary' : 'plain'} disabled={busy} onClick={answer(one)}>
                        {t(`desk.answer.${one}`)}
                        <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>
                    </Button>
                ))}
            </div>
        </article>
    );
}
