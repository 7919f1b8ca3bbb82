// How long something has lasted, counted each second without drawing its surroundings again: five hundred of them are one timer.

import { useEffect, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n';

const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function follow(tick: () => void): () => void {
    ticking.add(tick);
    timer ??= setInterval(() => ticking.forEach((each) => each()), 1000);
    return () => {
        ticking.delete(tick);
        if (ticking.size > 0) return;
        clearInterval(timer);
        timer = undefined;
    };
}

/** What the server's clock shows more than ours, in milliseconds. One object for a page, so that a message changes no row. */
export interface Skew {
    current: number;
}

export function Since({ since, skew }: { since: string; skew: Skew }) {
    const { calendar } = useWords();
    const text = useRef<HTMLSpanElement>(null);
    const show = useRef(() => {});
    useLayoutEffect(() => {
        const began = Date.parse(since);
        show.current = () => {
            const said = calendar.length((Date.now() + skew.current - began) / 1000);
            if (text.current && text.current.textContent !== said) text.current.textContent = said;
        };
        show.current();
    }, [since, skew, calendar]);
    useEffect(() => follow(() => show.current()), []);
    return <span ref={text} className="tm" />;
}
