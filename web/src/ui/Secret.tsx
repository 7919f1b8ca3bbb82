// What is told once: a link or a password, to be copied now.

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../i18n';
import { Button } from './Button';

export function Secret({ title, value, help }: { title: string; value: string; help: string }) {
    const { t } = useWords();
    const [copied, setCopied] = useState(false);
    const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
    return (
        <div className="secret" role="status">
            <b>{title}</b>
            <p className="quiet small">{help}</p>
            <div className="secret-row">
                <input className="input" dir="ltr" readOnly aria-label={title} value={value} onFocus={(event) => event.target.select()} />
                <Button onClick={copy}>
                    {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
                    {t(copied ? 'verb.copied' : 'verb.copy')}
                </Button>
            </div>
        </div>
    );
}

/** The address that signs somebody in by a one-time token. */
export const linkOf = (token: string) => `${location.origin}/signin#token=${token}`;
