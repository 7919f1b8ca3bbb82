// What pages use: the language of the person, its words, its calendar.

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import {
    directionOf,
    eras,
    habitsOf,
    isLanguage,
    languages,
    makeCalendar,
    scripts,
    type Calendar,
    type Habits,
    type Language,
} from './calendar';
import { isKey, loadCatalogue, makeTranslate, type Catalogue, type Key, type Translate } from './catalogue';

export {
    directionOf,
    eras,
    isLanguage,
    isolated,
    languages,
    latinDigits,
    nameOf,
    scripts,
    type Calendar,
    type Era,
    type Habits,
    type Language,
    type Script,
} from './calendar';
export type { Key, Translate } from './catalogue';

interface Words {
    language: Language;
    t: Translate;
    calendar: Calendar;
    /** The phrase for a code of the server, such as `end.answered`; a code that has none yet is shown as it is. */
    word: (family: string, code: string) => string;
    choose: (language: Language) => void;
    setTimeZone: (zone: string) => void;
    /** Calendar and digits, as chosen on this device or as is usual in the language. */
    habits: Required<Habits>;
    keepHabits: (next: Habits) => void;
}

const WordsContext = createContext<Words | null>(null);
const remembered = 'markaz.language';
const habitsKept = 'markaz.habits';

/** What was chosen before on this device; what is not understood is left out. */
function firstHabits(): Habits {
    const [era, script] = (localStorage.getItem(habitsKept) ?? '').split(' ');
    return { era: eras.find((one) => one === era), script: scripts.find((one) => one === script) };
}

/** The language chosen before on this device, else the first of the browser's that we speak, else English. */
export function firstLanguage(): Language {
    const stored = localStorage.getItem(remembered);
    if (isLanguage(stored)) return stored;
    return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? languages[0];
}

export function LanguageProvider({ children }: { children: ReactNode }) {
    const [language, choose] = useState(firstLanguage);
    const [timeZone, setTimeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    const [chosen, setChosen] = useState(firstHabits);
    const [loaded, setLoaded] = useState<{ language: Language; catalogue: Catalogue } | null>(null);

    useEffect(() => {
        let wanted = true;
        loadCatalogue(language).then((catalogue) => wanted && setLoaded({ language, catalogue }));
        return () => {
            wanted = false;
        };
    }, [language]);

    useEffect(() => {
        if (!loaded) return;
        localStorage.setItem(remembered, loaded.language);
        document.documentElement.lang = loaded.language;
        document.documentElement.dir = directionOf(loaded.language);
    }, [loaded]);

    const words = useMemo<Words | null>(() => {
        if (!loaded) return null;
        const calendar = makeCalendar(loaded.language, timeZone, chosen);
        const t = makeTranslate(loaded.catalogue, calendar);
        const word = (family: string, code: string) => {
            const key = `${family}.${code}`;
            return isKey(loaded.catalogue, key) ? t(key as Key) : code;
        };
        const keepHabits = (next: Habits) => {
            const kept = { ...chosen, ...next };
            localStorage.setItem(habitsKept, `${kept.era ?? '-'} ${kept.script ?? '-'}`);
            setChosen(kept);
        };
        const habits = habitsOf(loaded.language, chosen);
        return { language: loaded.language, t, calendar, word, choose, setTimeZone, habits, keepHabits };
    }, [loaded, timeZone, chosen]);

    return words && <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
    const words = use(WordsContext);
    if (!words) throw new Error('useWords outside of LanguageProvider');
    return words;
}
