// Leaving the path of the guide: to a step that may be reached, for a written reason. What is mandatory is not jumped over.

import { useState } from 'react';
import type { Guide, GuideStep, Known } from '../../api/types';
import { useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { Filled } from './known';
import { useShortcuts } from './useShortcuts';

interface Props {
    step: GuideStep;
    guide: Guide;
    known: readonly Known[];
    busy: boolean;
    go: (to: string, reason: string) => void;
}

export function Deviation({ step, guide, known, busy, go }: Props) {
    const { t } = useWords();
    const [open, setOpen] = useState(false);
    useShortcuts({ 'alt+l': () => setOpen(!open), ...(open ? { escape: () => setOpen(false) } : {}) });
    return (
        <div className="deviation">
            <button
                type="button"
                className="quiet-link"
                aria-expanded={open}
                aria-keyshortcuts="Alt+L"
                title="Alt+L"
                onClick={() => setOpen(!open)}
            >
                {t('desk.deviate')}
            </button>
            {open &&
                (step.mandatory || step.deviations.length === 0 ? (
                    <p className="quiet" role="status">
                        {t('desk.deviate.required')}
                    </p>
                ) : (
                    <Choice step={step} guide={guide} known={known} busy={busy} go={go} />
                ))}
        </div>
    );
}

function Choice({ step, guide, known, busy, go }: Props) {
    const { t, word, language } = useWords();
    const [to, setTo] = useState<string>();
    const [reason, setReason] = useState('');
    const [missing, setMissing] = useState(false);
    const wanted = guide.steps.filter(({ id }) => step.deviations.includes(id));
    const leave = () => {
        if (reason.trim() === '') setMissing(true);
        else if (!busy && to !== undefined) go(to, reason.trim());
    };
    return (
        <form
            className="deviate"
            onSubmit={(event) => {
                event.preventDefault();
                leave();
            }}
        >
            <fieldset>
                <legend>{t('desk.deviate.to')}</legend>
                {wanted.map((one, index) => (
                    <label key={one.id} className="option">
                        <input
                            type="radio"
                            name="deviate"
                            autoFocus={index === 0}
                            checked={to === one.id}
                            onChange={() => setTo(one.id)}
                        />
                        <span dir="auto">
                            {one.outcome === undefined ? (
                                <Filled text={one.text} known={known} />
                            ) : (
                                t('desk.deviate.end', { outcome: one.text[language] || word('outcome', one.outcome) })
                            )}
                        </span>
                    </label>
                ))}
            </fieldset>
            <label>
                {t('desk.deviate.reason')}
                <textarea
                    className="input"
                    rows={1}
                    dir="auto"
                    maxLength={2000}
                    value={reason}
                    aria-invalid={missing}
                    onChange={(event) => {
                        setReason(event.target.value);
                        setMissing(false);
                    }}
                    onKeyDown={(event) => {
                        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                        event.preventDefault();
                        leave();
                    }}
                />
            </label>
            {missing && (
                <p className="problem" role="alert">
                    {t('desk.deviate.reason.missing')}
                </p>
            )}
            <div className="acts">
                <Button type="submit" disabled={busy || to === undefined}>
                    {t('desk.deviate.go')}
                </Button>
            </div>
        </form>
    );
}
