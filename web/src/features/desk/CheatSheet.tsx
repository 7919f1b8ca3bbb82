// Every key of the desk, on one card.

import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords, type Key } from '../../i18n';

const keys: [string, Key][] = [
    ['Alt+R', 'keys.ready'],
    ['Alt+A', 'keys.away'],
    ['Alt+B', 'keys.break'],
    ['Enter', 'keys.answer'],
    ['Alt+D', 'keys.decline'],
    ['Alt+H', 'keys.hold'],
    ['Alt+M', 'keys.mute'],
    ['Alt+P', 'keys.recording'],
    ['Alt+K', 'keys.keypad'],
    ['Alt+T', 'keys.transfer'],
    ['Alt+E', 'keys.end'],
    ['Alt+G', 'keys.open'],
    ['Alt+L', 'keys.deviate'],
    ['Alt+C', 'keys.checklist'],
    ['1 … 9', 'keys.choose'],
    ['Enter', 'keys.enter'],
    ['Ctrl+Enter', 'keys.note'],
    ['Enter', 'keys.wrapup'],
    ['Alt+Y', 'keys.result.yes'],
    ['Alt+N', 'keys.result.no'],
    ['?', 'keys.help'],
    ['Esc', 'keys.close'],
];

export function CheatSheet({ close }: { close: () => void }) {
    const { t } = useWords();
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => dialog.current?.showModal(), []);
    return (
        <dialog ref={dialog} className="sheet" aria-labelledby="keys" onClose={close}>
            <div className="sheet-head">
                <h2 id="keys">{t('keys.title')}</h2>
                <button type="button" className="plain" aria-label={t('verb.close')} onClick={() => dialog.current?.close()}>
                    <X size={16} aria-hidden="true" />
                </button>
            </div>
            <dl>
                {keys.map(([key, means]) => (
                    <div key={key}>
                        <dt dir="ltr">
                            {key.split('+').map((part) => (
                                <kbd key={part}>{part}</kbd>
                            ))}
                        </dt>
                        <dd>{t(means)}</dd>
                    </div>
                ))}
            </dl>
        </dialog>
    );
}
