// The flow: what was done, the step at which it stands in its own box, what lies ahead. In the words of the manual.

import { Check, PenLine, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Contact, Desk, Guide as GuideText, Text } from '../../api/types';
import { useWords, type Language, type Translate } from '../../i18n';
import { Button } from '../../ui/Button';
import { aheadOf, stepsOf, type DoneStep } from './progress';
import type { Assignment } from './questions';
import { useShortcuts } from './useShortcuts';
import type { Ask, Wish } from './wishes';

type Step = NonNullable<NonNullable<Desk['assignment']>['step']>;

/** Steps that lead the caller, run a procedure of their own, or end the run; every other one is the agent's. */
const notTheirs = ['choose', 'queue', 'perform', 'end'];
const isTheirs = (step: { verb: string }) => !notTheirs.includes(step.verb);

interface Offered {
    id: string;
    title: Text;
}
/** What a manual may offer besides a step's words: options to pick one of, or a field whose value is one of several. */
interface Offer {
    options?: Offered[];
    field?: { options?: Offered[] } | null;
}

interface Props {
    assignment: Assignment;
    /** Null until its text has come: the step at hand has words of its own and does not wait for it. */
    guide: GuideText | null;
    contact: Contact | null;
    busy: boolean;
    ask: Ask;
}

export function Guide({ assignment, guide, contact, busy, ask }: Props) {
    const { t, calendar, language } = useWords();
    const step = assignment.step;
    const current = step && isTheirs(step) ? step : null;
    const mine = new Set(guide?.steps.map(({ id }) => id));
    // A step that the desk shows again was not done for good.
    const done = contact ? stepsOf(contact).filter((one) => mine.has(one.step) && one.step !== current?.id) : [];
    const ahead = guide ? aheadOf(guide, current?.id) : [];
    const title = guide?.title ?? step?.procedure_title;
    return (
        <div className="guide">
            <div className="f-head">
                <h2 dir="auto">{title?.[language] || title?.en}</h2>
                {guide && <Progress version={guide.version} done={done.length} stands={current !== null} ahead={ahead.length} />}
            </div>
            {guide && <Dots done={done.length} stands={current !== null} ahead={ahead.length} />}
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

interface Far {
    done: number;
    stands: boolean;
    ahead: number;
}

function Progress({ version, done, stands, ahead }: Far & { version: number }) {
    const { t, calendar } = useWords();
    const here = done + (stands ? 1 : 0);
    return (
        <>
            <span className="faint">{t('desk.version', { version: calendar.number(version) })}</span>
            <span className="end">{t('desk.step_of', { step: here, count: here + ahead })}</span>
        </>
    );
}

function Dots({ done, stands, ahead }: Far) {
    return (
        <div className="f-prog" aria-hidden="true">
            {Array.from({ length: done + (stands ? 1 : 0) + ahead }, (_, index) => (
                <i key={index} className={index < done ? 'd' : index === done && stands ? 'c' : ''} />
            ))}
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
    const { t, word, language, calendar } = useWords();
    const [written, setWritten] = useState('');
    const text = step.text[language] || step.text.en;
    const note = written.trim() ? { text: written.trim() } : {};
    const answers = answersOf(step, language, t, note);
    const give = (wish: Wish) => () => {
        if (!busy) ask(wish);
    };
    useShortcuts(Object.fromEntries(answers.slice(0, mostKeys).map(({ wish }, index) => [String(index + 1), give(wish)])));
    const several = answers.length > 2;
    const wanted = step.verb === 'ask' || step.verb === 'note';
    return (
        <article className="step">
            <h3 className="label">
                {word('desk.step', step.verb)}
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
                    if (answers[0]) give(answers[0].wish)();
                }}
            />
            <div className="acts">
                {answers.map(({ id, name, wish }, index) => (
                    <Button key={id} large kind={index === 0 && !several ? 'primary' : 'plain'} disabled={busy} onClick={give(wish)}>
                        <bdi>{name}</bdi>
                        {index < mostKeys && <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>}
                    </Button>
                ))}
            </div>
        </article>
    );
}

/** Keys 1 to 9. */
const mostKeys = 9;

interface Given {
    id: string;
    name: string;
    wish: Wish;
}

/** The answers that a step takes: one of its options, one of its field's values, yes or no, or that it is done. */
function answersOf(step: Step, language: Language, t: Translate, note: { text?: string }): Given[] {
    const { options = [], field } = step as Step & Offer;
    const named = ({ id, title }: Offered) => ({ id, name: title[language] || title.en || id });
    if (options.length > 0)
        return options.map((one) => ({ ...named(one), wish: { step: step.id, answer: 'done', option: one.id, ...note } }));
    const values = field?.options ?? [];
    if (values.length > 0) return values.map((one) => ({ ...named(one), wish: { step: step.id, answer: 'done', text: one.id } }));
    const answers = step.verb === 'check' ? (['yes', 'no'] as const) : (['done'] as const);
    return answers.map((answer) => ({ id: answer, name: t(`desk.answer.${answer}`), wish: { step: step.id, answer, ...note } }));
}
