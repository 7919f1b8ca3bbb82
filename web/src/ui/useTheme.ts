// Light or dark: as chosen on this device, else as the device itself is set.

import { useSyncExternalStore } from 'react';
import type { Theme } from './theme';

const remembered = 'markaz.theme';
const listeners = new Set<() => void>();

function current(): Theme {
    const stored = localStorage.getItem(remembered);
    if (stored === 'light' || stored === 'dark') return stored;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme() {
    document.documentElement.dataset.theme = current();
}

function subscribe(changed: () => void) {
    listeners.add(changed);
    return () => {
        listeners.delete(changed);
    };
}

export function useTheme() {
    const theme = useSyncExternalStore(subscribe, current);
    const choose = (next: Theme) => {
        localStorage.setItem(remembered, next);
        applyTheme();
        listeners.forEach((listener) => listener());
    };
    return { theme, choose };
}
