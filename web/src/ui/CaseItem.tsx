// One case: what it is about, whose it is and since when, what was written of it; and what may be done with it.

import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { Case, CaseWish, PersonNamed } from '../api/types';
import { useWords } from '../i18n';
import { Alert } from './Alert';
import { Button } from './Button';
import './cases.css';
import { useReason } from './states';

/** What may be done with the case, and by whom: `useCaseActs` in `live`. */
interface CaseActs {
    allowed: boolean;
    mine: boolean;
    /** To whom it can be given. */
    people: readonly PersonNamed[];
    busy: boolean;
    error: Error | null;
    forget: () => void;
    send: (wish: CaseWish, done: () => void) => void;
}

interface Props {
    shown: Case;
    acts: CaseActs;
    /** With the way to its contacts, and who called: for a page that is not about that customer already. */
    whole?: boolean;
}

export function CaseItem({ shown, acts, whole = false }: Props) {
    const { t, calendar, language } = useWords();
    const { case: id, title, step, opened, owner, since, taken, take_over_s, closed, closed_by, caller, contacts, reason, outcome } = shown;
    const given = since !== opened;
    const marks = [
        ...(given ? [t('case.opened', { at: calendar.dateAndTime(opened) })] : []),
        t('case.owner', { owner: owner.name, at: calendar.dateAndTime(since) }),
        ...(given && take_over_s !== null ? [t('case.taken', { length: calendar.length(take_over_s) })] : []),
    ];
    return (
        <li className={closed === null ? 'case' : 'case is-closed'} data-case={id}>
            <p className="case-head">
                <b dir="auto">{title[language] || title.en || step}</b>
                <span className="quiet small">{t('case.number', { number: calendar.plain(id) })}</span>
            </p>
            {closed === null && taken === null && (
                <p className="untaken warn small">
                    <Alert level="warn" spoken={false} /> {t('case.untaken')}
                </p>
            )}
            <p className="quiet small">{marks.join(' · ')}</p>
            {whole && (
                <p className="quiet small case-contacts">
                    {caller !== null && <bdi className="ltr">{calendar.plain(caller)}</bdi>}
                    {contacts.map((contact) => (
                        <Link key={contact} className="link" href={`/contacts/${contact}`}>
                            {t('contacts.number', { number: calendar.plain(contact) })}
                        </Link>
                    ))}
                </p>
            )}
            {reason !== undefined && (
                <p className="said small" dir="auto">
                    {reason}
                </p>
            )}
            {closed !== null && (
                <p className="quiet small">{t('case.closed', { by: closed_by?.name ?? '', at: calendar.dateAndTime(closed) })}</p>
            )}
            {outcome !== undefined && (
                <p className="said" dir="auto">
                    {outcome}
                </p>
            )}
            {acts.allowed && <Acts taken={taken !== null} {...acts} />}
        </li>
    );
}

type Form = 'close' | 'give';

function Acts({ taken, mine, people, busy, error, forget, send }: CaseActs & { taken: boolean }) {
    const { t } = useWords();
    const reason = useReason();
    const [form, setForm] = useState<Form | null>(null);
    const done = () => setForm(null);
    const toggle = (one: Form) => {
        forget();
        setForm(form === one ? null : one);
    };
    return (
        <>
            <div className="acts case-acts">
                {(!mine || !taken) && (
                    <Button disabled={busy} onClick={() => send({ taken: true }, done)}>
                        {t('case.take')}
                    </Button>
                )}
                <Button aria-expanded={form === 'close'} disabled={busy} onClick={() => toggle('close')}>
                    {t('case.close')}
                </Button>
                <Button aria-expanded={form === 'give'} disabled={busy} onClick={() => toggle('give')}>
                    {t('case.give')}
                </Button>
            </div>
            {error && (
                <p className="problem" role="alert">
                    {reason(error)}
                </p>
            )}
            {form !== null && <Words key={form} form={form} people={people} busy={busy} send={(wish) => send(wish, done)} />}
        </>
    );
}

interface WordsProps {
    form: Form;
    people: readonly PersonNamed[];
    busy: boolean;
    send: (wish: CaseWish) => void;
}

/** What came of it; or to whom it goes, and why. */
function Words({ form, people, busy, send }: WordsProps) {
    const { t } = useWords();
    const problem = useId();
    const [text, setText] = useState('');
    const [to, setTo] = useState('');
    const [missing, setMissing] = useState<'case.missing' | 'case.missing.to' | null>(null);
    const go = () => {
        const words = text.trim();
        if (form === 'give' && to === '') return setMissing('case.missing.to');
        if (words === '') return setMissing('case.missing');
        if (!busy) send(form === 'close' ? { outcome: words } : { owner: Number(to), reason: words });
    };
    const change = (set: (value: string) => void) => (value: string) => {
        set(value);
        setMissing(null);
    };
    return (
        <form
            className="case-form"
            onSubmit={(event) => {
                event.preventDefault();
                go();
            }}
        >
            {form === 'give' && (
                <label>
                    {t('case.give.to')}
                    <select
                        className="input"
                        autoFocus
                        value={to}
                        aria-invalid={missing === 'case.missing.to'}
                        aria-describedby={problem}
                        onChange={({ target }) => change(setTo)(target.value)}
                    >
                        <option value="" />
                        {people.map(({ id, name }) => (
                            <option key={id} value={id}>
                                {name}
                            </option>
                        ))}
                    </select>
                </label>
            )}
            <label>
                {t(form === 'close' ? 'case.close.outcome' : 'case.give.reason')}
                <textarea
                    className="input"
                    rows={2}
                    dir="auto"
                    maxLength={500}
                    autoFocus={form === 'close'}
                    value={text}
                    aria-invalid={missing === 'case.missing'}
                    aria-describedby={problem}
                    onChange={({ target }) => change(setText)(target.value)}
                    onKeyDown={(event) => {
                        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                        event.preventDefault();
                        go();
                    }}
                />
            </label>
            {missing && (
                <p id={problem} className="problem" role="alert">
                    {t(missing)}
                </p>
            )}
            <div className="acts">
                <Button type="submit" disabled={busy}>
                    {t(form === 'close' ? 'case.close' : 'case.give')}
                    <kbd aria-hidden="true">↵</kbd>
                </Button>
            </div>
        </form>
    );
}
