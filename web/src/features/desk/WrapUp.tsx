// After the call: one outcome, and on.

import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n';
import { useShortcuts } from './useShortcuts';

/** Outcomes that every centre has. */
const common = ['resolved', 'follow-up', 'not-resolved', 'not-verified', 'wrong-number'];

/** `reached`: the outcome at which the guide arrived, if it did; it is what stands chosen. */
export function WrapUp({ reached, busy, done }: { reached?: string | undefined; busy: boolean; done: (outcome: string) => void }) {
    const { t, word, calendar } = useWords();
    const outcomes = reached && !common.includes(reached) ? [reached, ...common] : common;
    const [chosen, setChosen] = useState<string>(reached ?? common[0]!);
    useShortcuts({
        ...Object.fromEntries(outcomes.map((one, index) => [String(index + 1), () => setChosen(one)])),
        enter: () => {
            if (!busy) done(chosen);
        },
    });
    return (
        <div className="step">
            <h2 id="wrap-up">{t('desk.wrapup')}</h2>
            <div className="options" role="radiogroup" aria-labelledby="wrap-up">
                {outcomes.map((one, index) => (
                    <label key={one} className="option">
                        <input type="radio" name="outcome" checked={chosen === one} onChange={() => setChosen(one)} />
                        <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>
                        {word('outcome', one)}
                    </label>
                ))}
            </div>
            <div className="acts">
                <Button type="primary" size="large" disabled={busy} onClick={() => done(chosen)}>
                    {t('desk.wrapup.done')}
                    <kbd aria-hidden="true">↵</kbd>
                </Button>
            </div>
        </div>
    );
}
