// After the call: one outcome of those that the manual knows, and on.

import { useState } from 'react';
import type { Text } from '../../api/types';
import { useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { useShortcuts } from './useShortcuts';

/** Where no guide led, these are left. */
const withoutGuide = ['resolved', 'follow-up', 'not-resolved'];
/** Keys 1 to 9. */
const mostKeys = 9;

interface Props {
    /** The outcome at which the guide arrived, if it did; it is what stands chosen. */
    reached: string | undefined;
    /** Those that the manual's guide knows. */
    outcomes: readonly string[];
    /** What it calls them. */
    titles: ReadonlyMap<string, Text>;
    busy: boolean;
    done: (outcome: string) => void;
}

export function WrapUp({ reached, outcomes: known, titles, busy, done }: Props) {
    const { t, word, calendar, language } = useWords();
    const manual = known.length > 0 ? known : withoutGuide;
    // A procedure that this one performed may have ended with an outcome of its own.
    const outcomes = reached && !manual.includes(reached) ? [reached, ...manual] : manual;
    const [chosen, setChosen] = useState<string | undefined>(reached);
    useShortcuts({
        ...Object.fromEntries(outcomes.slice(0, mostKeys).map((one, index) => [String(index + 1), () => setChosen(one)])),
        enter: () => {
            if (!busy && chosen !== undefined) done(chosen);
        },
    });
    return (
        <div className="step wrapup">
            <h2 id="wrap-up">{t('desk.wrapup')}</h2>
            <p className="quiet">{t(reached ? 'desk.wrapup.reached' : 'desk.wrapup.open')}</p>
            <div className="options" role="radiogroup" aria-labelledby="wrap-up">
                {outcomes.map((one, index) => (
                    <label key={one} className="option">
                        <input type="radio" name="outcome" checked={chosen === one} onChange={() => setChosen(one)} />
                        {index < mostKeys && <kbd aria-hidden="true">{calendar.plain(index + 1)}</kbd>}
                        <bdi>{titles.get(one)?.[language] || word('outcome', one)}</bdi>
                    </label>
                ))}
            </div>
            <div className="acts">
                <Button kind="primary" large disabled={busy || chosen === undefined} onClick={() => chosen !== undefined && done(chosen)}>
                    {t('desk.wrapup.done')}
                    <kbd aria-hidden="true">↵</kbd>
                </Button>
            </div>
        </div>
    );
}
