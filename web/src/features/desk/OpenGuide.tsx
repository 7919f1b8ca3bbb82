// Another procedure while one serves a contact: found by words of its title or its steps. At its end the former one goes on.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { useShortcuts } from './useShortcuts';

interface Props {
    busy: boolean;
    open: (procedure: string) => void;
}

export function OpenGuide({ busy, open }: Props) {
    const { t } = useWords();
    const [looking, setLooking] = useState(false);
    useShortcuts({
        'alt+g': busy ? undefined : () => setLooking(!looking),
        ...(looking ? { escape: () => setLooking(false) } : {}),
    });
    return (
        <>
            <button
                type="button"
                className="quiet-link open-guide"
                aria-expanded={looking}
                aria-keyshortcuts="Alt+G"
                title="Alt+G"
                disabled={busy}
                onClick={() => setLooking(!looking)}
            >
                <BookOpen size={14} aria-hidden="true" /> {t('desk.open')}
            </button>
            {looking && (
                <Finder
                    chosen={(procedure) => {
                        setLooking(false);
                        open(procedure);
                    }}
                />
            )}
        </>
    );
}

/** The arrow keys go through what was found, Enter takes it: as buttons do. */
function move(event: KeyboardEvent<HTMLElement>) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
    all[all.indexOf(document.activeElement as HTMLElement) + by]?.focus();
}

function Finder({ chosen }: { chosen: (procedure: string) => void }) {
    const { t, language } = useWords();
    const [words, setWords] = useState('');
    const search = words.trim();
    const manual = useQuery({
        queryKey: ['manual', search],
        queryFn: () => granted(api.GET('/api/v1/manual', { params: { query: search ? { search } : {} } })),
        placeholderData: keepPreviousData,
    });
    const found = manual.data?.procedures.filter(({ guide }) => guide) ?? [];
    return (
        <div className="finder" role="search" onKeyDown={move}>
            <input
                className="input"
                type="search"
                autoFocus
                dir="auto"
                aria-label={t('desk.open.find')}
                placeholder={t('desk.open.find')}
                value={words}
                onChange={(event) => setWords(event.target.value)}
                onKeyDown={(event) => {
                    if (event.key === 'Enter' && found[0] && !manual.isPlaceholderData) chosen(found[0].id);
                }}
            />
            {found.map(({ id, title, purpose }) => (
                <button key={id} type="button" onClick={() => chosen(id)}>
                    <b dir="auto">{title[language] || title.en}</b>
                    <small className="cut" dir="auto">
                        {purpose[language] || purpose.en}
                    </small>
                </button>
            ))}
            {manual.data && found.length === 0 && <p className="quiet">{t('desk.open.none')}</p>}
        </div>
    );
}
