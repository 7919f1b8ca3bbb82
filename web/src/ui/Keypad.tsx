// Twelve keys as on every telephone: left to right in every language.

import { useWords } from '../i18n';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function Keypad({ press, disabled = false }: { press: (key: string) => void; disabled?: boolean }) {
    const { t, calendar } = useWords();
    return (
        <div className="keypad" dir="ltr" role="group" aria-label={t('keypad')}>
            {keys.map((key) => (
                <button key={key} type="button" disabled={disabled} onClick={() => press(key)}>
                    {calendar.plain(key)}
                </button>
            ))}
        </div>
    );
}
