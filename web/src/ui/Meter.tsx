// How loud a voice is now. Ten bars, so that a change is seen without reading.

import type { ReactNode } from 'react';

const bars = Array.from({ length: 10 }, (_, index) => index / 10);

export function Meter({ label, level, icon }: { label: string; level: number; icon?: ReactNode }) {
    return (
        <div className="meter">
            <span aria-hidden="true">{icon}</span>
            <span className="meter-name">{label}</span>
            <span
                className="meter-bars"
                role="meter"
                aria-label={label}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round(level * 100)}
            >
                {bars.map((from) => (
                    <i key={from} className={level > from + 0.02 ? 'on' : ''} />
                ))}
            </span>
        </div>
    );
}
