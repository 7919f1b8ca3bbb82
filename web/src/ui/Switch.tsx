import { useId } from 'react';

/** A switch that is light enough for the wall display. */
export function Switch({ on, change, children }: { on: boolean; change: (on: boolean) => void; children: string }) {
    const id = useId();
    return (
        <span className="switch">
            <button id={id} type="button" role="switch" aria-checked={on} aria-label={children} onClick={() => change(!on)}>
                <i />
            </button>
            <label htmlFor={id}>{children}</label>
        </span>
    );
}
