import { useEffect } from 'react';

/** Acts on keys such as `1`, `alt+h` or `shift+slash` anywhere on the page, but plain keys not while somebody types, and none
 *  while a dialog is open, but for Escape. */
export function useShortcuts(acts: Readonly<Record<string, (() => void) | undefined>>) {
    useEffect(() => {
        const press = (event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.repeat) return;
            const typing =
                event.target instanceof HTMLElement && event.target.matches('input:not([type=radio]), textarea, select, [role=combobox]');
            if (typing && !event.altKey && event.key !== 'Escape') return;
            // By the key's place, so that Alt and an Arabic or Persian layout do not change which key it is.
            const key = event.code.replace(/^(Key|Digit|Numpad)/, '').toLowerCase();
            const act = acts[`${event.altKey ? 'alt+' : ''}${event.shiftKey ? 'shift+' : ''}${key}`];
            if (!act) return;
            event.preventDefault();
            act();
        };
        document.addEventListener('keydown', press);
        return () => document.removeEventListener('keydown', press);
    }, [acts]);
}
