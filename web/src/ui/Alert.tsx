// An alert: triangle, octagon or dashed circle, with its word for those who do not see the shape.

import type { ReactNode } from 'react';
import { useWords } from '../i18n';

export type Level = 'warn' | 'crit' | 'stale';

const mark = { fill: 'none', stroke: 'var(--surface)', strokeWidth: 1.4, strokeLinecap: 'round' } as const;
const shapes: Record<Level, ReactNode> = {
    warn: (
        <>
            <path d="M6 .9 11.6 11H.4z" fill="currentColor" />
            <path d="M6 4.4v3.1M6 9v.6" {...mark} />
        </>
    ),
    crit: (
        <>
            <path d="M3.7.6h4.6l3.1 3.1v4.6l-3.1 3.1H3.7L.6 8.3V3.7z" fill="currentColor" />
            <path d="M6 3v3.6M6 8.6v.5" {...mark} />
        </>
    ),
    stale: (
        <>
            <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 2" />
            <path d="M4 6h4" stroke="currentColor" strokeWidth="1.5" />
        </>
    ),
};

export function Alert({ level, spoken = true }: { level: Level; spoken?: boolean }) {
    const { t } = useWords();
    return (
        <>
            <svg className={`sign alert ${level}`} viewBox="0 0 12 12" aria-hidden="true">
                {shapes[level]}
            </svg>
            {spoken && <span className="sr">{t(`alert.${level}`)}: </span>}
        </>
    );
}

export function Banner({ level, title, children, act }: { level: Level; title: string; children?: ReactNode; act?: ReactNode }) {
    return (
        <div className={`banner is-${level}`} role={level === 'crit' ? 'alert' : 'status'}>
            <Alert level={level} spoken={false} />
            <div>
                <b>{title}</b>
                {children}
            </div>
            {act}
        </div>
    );
}
