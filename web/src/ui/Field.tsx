// One field of a form: its name, what to write, what was wrong with it.

import { Eye, EyeOff, Search } from 'lucide-react';
import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useWords } from '../i18n';

interface Props {
    label: string;
    hint?: string | undefined;
    children: (id: string, hintId: string | undefined) => ReactNode;
}

export function Field({ label, hint, children }: Props) {
    const id = useId();
    const hintId = hint === undefined ? undefined : `${id}-hint`;
    return (
        <div className="form-field">
            <label htmlFor={id}>{label}</label>
            {children(id, hintId)}
            {hint !== undefined && (
                <p id={hintId} className="faint small">
                    {hint}
                </p>
            )}
        </div>
    );
}

interface TextProps {
    label: string;
    value: string;
    change: (value: string) => void;
    hint?: string | undefined;
    /** Ids, addresses and logins run left to right in every language. */
    code?: boolean;
    known?: readonly string[];
    disabled?: boolean;
    required?: boolean;
    type?: 'text' | 'password';
    autoComplete?: string;
}

export function TextField({ label, value, change, hint, code = false, known, ...rest }: TextProps) {
    const list = useId();
    return (
        <Field label={label} hint={hint}>
            {(id, hintId) => (
                <>
                    <input
                        id={id}
                        className="input"
                        type="text"
                        dir={code ? 'ltr' : 'auto'}
                        spellCheck={false}
                        autoCapitalize="none"
                        autoComplete="off"
                        aria-describedby={hintId}
                        list={known ? list : undefined}
                        value={value}
                        onChange={(event) => change(event.target.value)}
                        {...rest}
                    />
                    {known && (
                        <datalist id={list}>
                            {known.map((one) => (
                                <option key={one} value={one} />
                            ))}
                        </datalist>
                    )}
                </>
            )}
        </Field>
    );
}

interface ChoiceProps<T extends string> {
    label: string;
    value: T;
    change: (value: T) => void;
    options: readonly (readonly [T, string])[];
    hint?: string;
}

export function ChoiceField<T extends string>({ label, value, change, options, hint }: ChoiceProps<T>) {
    return (
        <Field label={label} hint={hint}>
            {(id, hintId) => (
                <select
                    id={id}
                    className="input"
                    aria-describedby={hintId}
                    value={value}
                    onChange={(event) => change(event.target.value as T)}
                >
                    {options.map(([code, name]) => (
                        <option key={code} value={code}>
                            {name}
                        </option>
                    ))}
                </select>
            )}
        </Field>
    );
}

interface ChipsProps<T extends string | number> {
    label: string;
    chosen: readonly T[];
    change: (chosen: T[]) => void;
    options: readonly (readonly [T, string])[];
}

/** Any of several. */
export function ChipsField<T extends string | number>({ label, chosen, change, options }: ChipsProps<T>) {
    return (
        <fieldset className="form-field">
            <legend>{label}</legend>
            <div className="chips">
                {options.map(([code, name]) => (
                    <button
                        key={code}
                        type="button"
                        aria-pressed={chosen.includes(code)}
                        onClick={() => change(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code])}
                    >
                        {name}
                    </button>
                ))}
            </div>
        </fieldset>
    );
}

/** A password, which its writer may look at before it is sent. */
export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
    const { t } = useWords();
    const [shown, setShown] = useState(false);
    const Icon = shown ? EyeOff : Eye;
    return (
        <span className="password">
            <input className="input is-large" dir="ltr" {...props} type={shown ? 'text' : 'password'} />
            <button type="button" aria-label={t('password.show')} aria-pressed={shown} onClick={() => setShown(!shown)}>
                <Icon size={18} aria-hidden="true" />
            </button>
        </span>
    );
}

interface SearchProps {
    /** Says what is found, to whoever sees the field and to whoever hears it. */
    label: string;
    value: string;
    change: (value: string) => void;
}

/** Narrows the list that stands below it. */
export function SearchField({ label, value, change }: SearchProps) {
    return (
        <label className="find">
            <Search size={16} aria-hidden="true" />
            <input
                type="search"
                dir="auto"
                aria-label={label}
                placeholder={label}
                value={value}
                onChange={(event) => change(event.target.value)}
            />
        </label>
    );
}
