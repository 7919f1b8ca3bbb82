// The flow: what was done, the step at which it stands in its own box, what lies ahead. In the words of the manual.

import { Check, PenLine } from 'lucide-react';
import { useState } from 'react';
import type { Guide as GuideText, GuideStep, Known, Text, Work } from '../../api/types';
import { useWords } from '../../i18n';
import { Deviation } from './Deviation';
import { Filled, writtenValue } from './known';
import { OpenGuide } from './OpenGuide';
import { aheadOf, doneOf, type DoneStep } from './progress';
import type { Assignment } from './questions';
import { StepCard } from './StepCard';
import type { Ask } from './wishes';

/** Steps that lead the caller, run a procedure of their own, or end the run; every other one is the agent's. */
const notTheirs = ['queue', 'perform', 'end'];
const isTheirs = ({ verb, options }: GuideStep) => !notTheirs.includes(verb) && (verb !== 'choose' || options.length > 0);

interface Props {
    assignment: Assignment;
    /** Null until its text has come: the step at hand has words of its own and does not wait for it. */
    guide: GuideText | null;
    work: Work | null;
    busy: boolean;
    refused: Error | null;
    ask: Ask;
}

export function Guide({ assignment, guide, work, busy, refused, ask }: Props) {
    const { t, calendar, language } = useWords();
    const step = assignment.step;
    const current = step && isTheirs(step) ? step : null;
    const known = work?.known ?? [];
    const done = work && guide ? doneOf(work, guide.flow, current?.id) : [];
    const ahead = guide ? aheadOf(guide, current?.id) : [];
    const [former, setFormer] = useState<{ opened: string; title: Text }>();
    const title = guide?.title ?? step?.procedure_title;
    return (
        <div className="guide">
            <div className="f-head">
                <h2 dir="auto">{title?.[language] || title?.en}</h2>
                {guide && <Progress version={guide.version} done={done.length} stands={current !== null} ahead={ahead.length} />}
            </div>
            <div className="f-more">
                {former && former.opened === step?.procedure && (
                    <span className="quiet small">{t('desk.open.back', { title: former.title[language] || (former.title.en ?? '') })}</span>
                )}
                <OpenGuide
                    busy={busy}
                    open={(opened) => {
                        if (step) setFormer({ opened: opened.procedure, title: step.procedure_title });
                        ask({ open: opened });
                    }}
                />
            </div>
            {guide && <Dots done={done.length} stands={current !== null} ahead={ahead.length} />}
            <ol className="flow">
                {done.map((one) => (
                    <Done key={one.at + one.step} one={one} known={known} />
                ))}
                {current ? (
                    <li className="now" aria-current="step">
                        <span className="dot">{calendar.number(done.length + 1)}</span>
                        <StepCard
                            key={`${current.procedure}/${current.id}`}
                            step={current}
                            known={known}
                            busy={busy}
                            refused={refused}
                            give={(answered) => ask({ answered })}
                        >
                            {guide && (
                                <Deviation
                                    step={current}
                                    guide={guide}
                                    known={known}
                                    busy={busy}
                                    go={(to, reason) => ask({ to, reason })}
                                />
                            )}
                        </StepCard>
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
                                <Filled text={one.text} known={known} />
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

function Done({ one, known }: { one: DoneStep; known: readonly Known[] }) {
    const { t, calendar, word, language } = useWords();
    // What a field took stands as the reader writes it.
    const value = known.find(({ field }) => field === one.field);
    return (
        <li className="done">
            <span className="dot">
                <Check size={16} aria-hidden="true" />
                <span className="sr">{t('desk.answer.done')}</span>
            </span>
            <div>
                <p className="st">
                    <span className="cut" dir="auto">
                        <Filled text={one.text} known={known} />
                    </span>
                    {one.answer !== 'done' && <b>{word('desk.answer', one.answer)}</b>}
                    {one.took !== undefined && <span className="t">{calendar.length(one.took)}</span>}
                </p>
                {one.written && (
                    <p className="note">
                        <PenLine size={14} aria-hidden="true" />
                        <span dir="auto">{value ? writtenValue(value, language, calendar, t) : one.written}</span>
                    </p>
                )}
            </div>
        </li>
    );
}
