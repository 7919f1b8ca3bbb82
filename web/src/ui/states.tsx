// How a page looks when there is nothing, when something was refused, and while it waits.

import type { CSSProperties, ReactNode } from 'react';
import { Refused } from '../api/client';
import { useWords, type Key } from '../i18n';
import { Alert } from './Alert';

export const width = (text: string) => ({ '--w': text }) as CSSProperties;

export function Empty({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
    return (
        <div className="state">
            <div className="ghosts" aria-hidden="true">
                {['60%', '45%', '52%'].map((w) => (
                    <i key={w} style={width(w)} />
                ))}
            </div>
            <h2>{title}</h2>
            <p>{help}</p>
            {children && <div className="acts">{children}</div>}
        </div>
    );
}

const known: Record<number, Key> = { 0: 'error.network', 403: 'error.forbidden', 404: 'error.missing' };

/** What happened and what is safe, in the person's language where the refusal has a phrase of its own. */
export function useReason(): (error: unknown) => string {
    const { t, word } = useWords();
    return (error) => {
        if (!(error instanceof Refused)) return t('error.network');
        const code = error.problem?.code;
        const said = code === undefined ? undefined : word('refusal', code);
        if (said !== undefined && said !== code) return t('error.refused', { what: said });
        const key = known[error.status];
        return key
            ? t(key)
            : t('error.refused', { what: [error.problem?.what, error.problem?.right].filter(Boolean).join(' ') || String(error.status) });
    };
}

export function Failure({ error, act }: { error: unknown; act?: ReactNode }) {
    const { t } = useWords();
    const reason = useReason();
    return (
        <div className="state" role="alert">
            <h2 className="crit">
                <Alert level="crit" spoken={false} /> {t('error.title')}
            </h2>
            <p>{reason(error)}</p>
            {act && <div className="acts">{act}</div>}
        </div>
    );
}

export function Loading() {
    const { t } = useWords();
    return (
        <div className="skeleton" role="status">
            <span className="sr">{t('state.loading')}</span>
            {['38%', '52%', '44%', '60%', '41%'].map((w) => (
                <i key={w} style={width(w)} />
            ))}
        </div>
    );
}
