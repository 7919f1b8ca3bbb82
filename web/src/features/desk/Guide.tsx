// The step at which the guide stands: what to say, ask, check or do, in the words of the manual.

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Desk } from '../../api/types';
import { useWords } from '../../i18n';
import type { Wish } from './DeskPage';
import { useShortcuts } from './useShortcuts';

type Step = NonNullable<NonNullable<Desk['assignment']>['step']>;

/** Steps that an agent takes; the others lead the caller, or end the run. */
const agentVerbs = ['say', 'check', 'ask', 'do', 'note'] as const;
const verbOf = (step: Step) => agentVerbs.find((verb) => verb === step.verb);

export function Guide({ step, busy, wish }: { step: Step | null; busy: boolean; wish: (wish: Wish) => void }) {
    const { t } = useWords();
    if (step === null || !verbOf(step))
        return (
            <div className="step">
                <p className="quiet">{t('desk.step.none')}</p>
            </div>
        );
    return <StepCard key={step.id} step={step} busy={busy} wish={wish} />;
}

function StepCard({ step, busy, wish }: { step: Step; busy: boolean; wish: (wish: Wish) => void }) {
    const { t, language, calendar } = useWords();
    const [written, setWritten] = useState('');
    const writes = step.verb === 'ask' || step.verb === 'note';
    const text = step.text[language] || step.text.en;
    const answer = (given: 'done' | 'yes' | 'no') => () => {
        if (!busy) wish({ step: step.id, answer: given, ...(writes && written.trim() ? { text: written.trim() } : {}) });
    };
    const answers: readonly ('done' | 'yes' | 'no')[] = step.verb === 'check' ? ['yes', 'no'] : ['done'];
    useShortcuts(Object.fromEntries(answers.map((one, index) => [String(index + 1), answer(one)])));
    return (
        <article className="step">
            <p className="label">
                {t(`desk.step.${verbOf(step) ?? 'do'}`)}
                {step.mandatory && <span className="tag">{t('desk.step.mandatory')}</span>}
            </p>
            <p className={step.mandatory ? 'say must' : 'say'} dir="auto">
                {text}
            </p>
            {writes && (
                <Input.TextArea
                    aria-label={t('desk.step.written')}
                    placeholder={t('desk.step.written')}
                    autoSize={{ minRows: 1, maxRows: 4 }}
                    dir="auto"
                    value={written}
                    onChange={(event) => setWritten(event.target.value)}
                />
            )}
            <div className="acts">
                {answers.map((one, index) => (
                    <Button key={one} size="large" type={index === 0 ? 'primary' : 'default'} disabled={busy} onClick={answer(one)}>
                        {t(`desk.answer.${one}`)}
                        <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>
                    </Button>
                ))}
            </div>
        </article>
    );
}
