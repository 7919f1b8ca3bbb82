// The words of the page. One JSON file per language holds whole phrases; en.json is the pattern that types the keys.

import { isolated, type Calendar, type Language } from './calendar';
import type pattern from './en.json';

export type Key = keyof typeof pattern;
/** A phrase, or its forms: by exact number ("=0") first, then by the plural category of the language (CLDR). */
export type Phrase = string | Record<string, string>;
export type Catalogue = Record<Key, Phrase>;
/** Numbers are written in the language's digits. A string is isolated from the direction of the phrase around it. */
export type Values = Record<string, string | number>;

export type Translate = (key: Key, values?: Values) => string;

const files = import.meta.glob<{ default: Catalogue }>('./{en,ar,fa,id,ms}.json');

export async function loadCatalogue(language: Language): Promise<Catalogue> {
    const file = files[`./${language}.json`];
    if (!file) throw new Error(`no catalogue for ${language}`);
    return (await file()).default;
}

export function makeTranslate(catalogue: Catalogue, calendar: Calendar): Translate {
    const rules = new Intl.PluralRules(calendar.language);
    return (key, values = {}) => {
        const phrase = catalogue[key];
        const text = typeof phrase === 'string' ? phrase : formFor(phrase, values.count, rules);
        return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
            const value = values[name];
            if (value === undefined) return placeholder;
            return typeof value === 'number' ? calendar.number(value) : isolated(value);
        });
    };
}

function formFor(forms: Record<string, string>, count: string | number | undefined, rules: Intl.PluralRules): string {
    const number = Number(count);
    return forms[`=${number}`] ?? forms[rules.select(number)] ?? forms.other ?? '';
}

export const isKey = (catalogue: Catalogue, text: string): text is Key => Object.hasOwn(catalogue, text);
