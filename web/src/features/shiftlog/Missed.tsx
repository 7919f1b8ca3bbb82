// One result that was missed: why, and what was done about it, or the place to say so.

import { Check } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { ResultMissed, Settlement } from '../../api/types';
import { useWords } from '../../i18n';
import { useSettle } from '../../live';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { useReason } from '../../ui/states';

const settlements: readonly Settlement[] = ['put_right', 'explained', 'revised', 'nothing'];

interface Props {
    missed: ResultMissed;
    /** Of more than one day, so that each instant has its date. */
    whole: boolean;
}

export function Missed({ missed, whole }: Props) {
    const { t, calendar, word } = useWords();
    const { assignment, procedure, contact, agent, at, reason, settled, may_settle } = missed;
    const [open, setOpen] = useState(false);
    return (
        <li className={settled ? 'is-settled' : undefined}>
            <p className="quiet small">
                <time dateTime={at}>{whole ? calendar.dateAndTime(at) : calendar.time(at)}</time>
                {' · '}
                <bdi>{agent.name}</bdi>
            </p>
            <Link className="link" href={`/contacts/${contact}`}>
                {t('contacts.number', { number: calendar.plain(contact) })}
            </Link>
            {reason !== undefined && (
                <p className="said" dir="auto">
                    {reason}
                </p>
            )}
            {settled ? (
                <div className="settled">
                    <p className="small quiet">
                        <Check size={14} aria-hidden="true" /> <b>{word('settlement', settled.outcome)}</b>
                        {' · '}
                        {t('shiftlog.results.settled', { by: settled.by.name, at: calendar.dateAndTime(settled.at) })}
                    </p>
                    {settled.text !== undefined && (
                        <p className="said" dir="auto">
                            {settled.text}
                        </p>
                    )}
                </div>
            ) : (
                <div className="settled">
                    <p className="small warn">
                        <Alert level="warn" spoken={false} /> {t('shiftlog.results.unsettled')}
                    </p>
                    {may_settle && (
                        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
                            {t('shiftlog.results.settle')}
                        </Button>
                    )}
                    {may_settle && open && <Settle assignment={assignment} procedure={procedure} />}
                </div>
            )}
        </li>
    );
}

function Settle({ assignment, procedure }: { assignment: number; procedure: string }) {
    const { t, word } = useWords();
    const say = useReason();
    const problem = useId();
    const [outcome, setOutcome] = useState<Settlement>('put_right');
    const [text, setText] = useState('');
    const [missing, setMissing] = useState(false);
    const { busy, error, send } = useSettle(assignment, procedure);
    const go = () => {
        if (text.trim() === '') setMissing(true);
        else if (!busy) send({ outcome, text: text.trim() });
    };
    return (
        <form
            className="case-form"
            onSubmit={(event) => {
                event.preventDefault();
                go();
            }}
        >
            <label>
                {t('shiftlog.results.outcome')}
                <select className="input" autoFocus value={outcome} onChange={({ target }) => setOutcome(target.value as Settlement)}>
                    {settlements.map((one) => (
                        <option key={one} value={one}>
                            {word('settlement', one)}
                        </option>
                    ))}
                </select>
            </label>
            <label>
                {t('shiftlog.results.text')}
                <textarea
                    className="input"
                    rows={2}
                    dir="auto"
                    maxLength={500}
                    value={text}
                    aria-invalid={missing}
                    aria-describedby={problem}
                    onChange={({ target }) => {
                        setText(target.value);
                        setMissing(false);
                    }}
                    onKeyDown={(event) => {
                        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                        event.preventDefault();
                        go();
                    }}
                />
            </label>
            {(missing || error) && (
                <p id={problem} className="problem" role="alert">
                    {error ? say(error) : t('case.missing')}
                </p>
            )}
            <div className="acts">
                <Button type="submit" disabled={busy}>
                    {t('shiftlog.results.settle')}
                    <kbd aria-hidden="true">↵</kbd>
                </Button>
            </div>
        </form>
    );
}
