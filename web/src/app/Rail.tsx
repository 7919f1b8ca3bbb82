// The pages of this person, and what they may set for themselves.

import { BookOpen, ClipboardList, Headset, Inbox, LayoutGrid, MonitorDot, Settings } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../api/types';
import { eras, languages, nameOf, scripts, useWords, type Language } from '../i18n';
import { useOwnResults } from '../live';
import { Mark } from '../ui/Mark';
import { useTheme } from '../ui/useTheme';
import { pagesOf, type Page } from './pages';
import './rail.css';

const icons: Record<Page['id'], typeof Inbox> = {
    desk: Headset,
    floor: LayoutGrid,
    shiftlog: ClipboardList,
    board: MonitorDot,
    contacts: Inbox,
    manual: BookOpen,
    settings: Settings,
};

interface Props {
    me: Me;
    chooseLanguage: (language: Language) => void;
    signOut: () => void;
}

export function Rail(props: Props) {
    const { t, calendar } = useWords();
    const [path] = useLocation();
    const open = useOwnResults()?.open ?? 0;
    return (
        <header className="rail" data-theme={path === '/board' ? 'dark' : undefined}>
            <Mark />
            <nav aria-label={t('nav.label')}>
                {pagesOf(props.me).map(({ id, path: to, name }) => {
                    const Icon = icons[id];
                    const waits = id === 'shiftlog' && open > 0;
                    return (
                        <Link
                            key={id}
                            href={waits ? `${to}?mine=1` : to}
                            aria-current={path === to || path.startsWith(`${to}/`) ? 'page' : undefined}
                        >
                            <Icon aria-hidden="true" />
                            {t(name)}
                            {waits && (
                                <span className="waits" title={t('nav.results.open', { count: open })}>
                                    <span aria-hidden="true">{calendar.number(open)}</span>
                                    <span className="sr">{t('nav.results.open', { count: open })}</span>
                                </span>
                            )}
                        </Link>
                    );
                })}
            </nav>
            <MyCard {...props} />
        </header>
    );
}

const initials = (name: string) => {
    const words = name
        .trim()
        .split(/\s+/)
        .map((word) => Array.from(word)[0] ?? '');
    return (words.length > 1 ? [words[0], words.at(-1)] : words).join('\u200c').toLocaleUpperCase();
};

const sample = { latn: '123', arab: '١٢٣', arabext: '۱۲۳' };

function MyCard({ me, chooseLanguage, signOut }: Props) {
    const { t, language, habits, keepHabits } = useWords();
    const { theme, choose } = useTheme();
    const card = useRef<HTMLDetailsElement>(null);
    useEffect(() => {
        const close = (event: Event) => {
            const escape = event instanceof KeyboardEvent ? event.key === 'Escape' : !card.current?.contains(event.target as Node);
            if (escape && card.current) card.current.open = false;
        };
        document.addEventListener('pointerdown', close);
        document.addEventListener('keydown', close);
        return () => {
            document.removeEventListener('pointerdown', close);
            document.removeEventListener('keydown', close);
        };
    }, []);
    return (
        <details className="me" ref={card}>
            <summary title={t('nav.settings')}>
                <span aria-hidden="true">{initials(me.person.name)}</span>
                <span className="sr">{t('nav.settings')}</span>
            </summary>
            <div className="me-card">
                <b className="cut">
                    <bdi>{me.person.name}</bdi>
                </b>
                <fieldset>
                    <legend className="label">{t('nav.language')}</legend>
                    <div className="chips">
                        {languages.map((one) => (
                            <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => chooseLanguage(one)}>
                                {nameOf[one]}
                            </button>
                        ))}
                    </div>
                </fieldset>
                <fieldset>
                    <legend className="label">{t('nav.calendar')}</legend>
                    <div className="chips">
                        {eras.map((era) => (
                            <button key={era} type="button" aria-pressed={era === habits.era} onClick={() => keepHabits({ era })}>
                                {t(`nav.calendar.${era}`)}
                            </button>
                        ))}
                    </div>
                </fieldset>
                <fieldset>
                    <legend className="label">{t('nav.digits')}</legend>
                    <div className="chips">
                        {scripts.map((script) => (
                            <button
                                key={script}
                                type="button"
                                aria-pressed={script === habits.script}
                                onClick={() => keepHabits({ script })}
                            >
                                {sample[script]}
                                <span className="sr"> {t(`nav.digits.${script}`)}</span>
                            </button>
                        ))}
                    </div>
                </fieldset>
                <fieldset>
                    <legend className="label">{t('nav.theme')}</legend>
                    <div className="chips">
                        {(['light', 'dark'] as const).map((one) => (
                            <button key={one} type="button" aria-pressed={one === theme} onClick={() => choose(one)}>
                                {t(`nav.theme.${one}`)}
                            </button>
                        ))}
                    </div>
                </fieldset>
                <div className="chips">
                    <Link
                        href="/password"
                        className="link"
                        onClick={() => {
                            if (card.current) card.current.open = false;
                        }}
                    >
                        {t('password.title')}
                    </Link>
                    <button type="button" onClick={signOut}>
                        {t('nav.signout')}
                    </button>
                </div>
            </div>
        </details>
    );
}
