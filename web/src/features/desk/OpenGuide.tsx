// Another procedure while one serves a contact: found by words of its title or its steps, or at once the variant of it that the words
// name. At its end the former one goes on.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { api, granted } from '../../api/client';
import type { ProcedureListed, Text } from '../../api/types';
import { useWords } from '../../i18n';
import { useShortcuts } from './useShortcuts';
import type { Opened } from './wishes';

interface Props {
    busy: boolean;
    open: (opened: Opened) => void;
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
                    chosen={(opened) => {
                        setLooking(false);
                        open(opened);
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

interface Found {
    opened: Opened;
    title: string;
    about: string;
}

/** What fits the words, in the order in which it is offered: whoever looks for a kind of case comes to it at once. */
function foundIn(
    procedures: readonly ProcedureListed[],
    words: readonly string[],
    read: (text: Text) => string,
    variantOf: (title: string) => string,
): Found[] {
    return procedures
        .filter(({ guide }) => guide)
        .flatMap(({ id, title, purpose, variants }) => {
            const whole = { opened: { procedure: id }, title: read(title), about: read(purpose) };
            if (words.length === 0) return [whole];
            const named = words.every((word) => Object.values(title).some((text) => text.toLowerCase().includes(word)));
            const parts = variants.map(({ step, option, title: of }) => ({
                opened: { procedure: id, step, option },
                title: read(of),
                about: variantOf(read(title)),
            }));
            return named ? [whole, ...parts] : [...parts, whole];
        });
}

function Finder({ chosen }: { chosen: (opened: Opened) => void }) {
    const { t, language } = useWords();
    const [words, setWords] = useState('');
    const search = words.trim();
    const manual = useQuery({
        queryKey: ['manual', search],
        queryFn: () => granted(api.GET('/api/v1/manual', { params: { query: search ? { search } : {} } })),
        placeholderData: keepPreviousData,
    });
    const found = foundIn(
        manual.data?.procedures ?? [],
        search.toLowerCase().split(/\s+/).filter(Boolean),
        (text) => text[language] || text.en || '',
        (title) => t('desk.open.variant', { title }),
    );
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
                    if (event.key === 'Enter' && found[0] && !manual.isPlaceholderData) chosen(found[0].opened);
                }}
            />
            {found.map(({ opened, title, about }) => (
                <button key={Object.values(opened).join(' ')} type="button" onClick={() => chosen(opened)}>
                    <b dir="auto">{title}</b>
                    <small className="cut" dir="auto">
                        {about}
                    </small>
                </button>
            ))}
            {manual.data && found.length === 0 && <p className="quiet">{t('desk.open.none')}</p>}
        </div>
    );
}
