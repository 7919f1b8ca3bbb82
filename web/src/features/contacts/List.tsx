// Plain rows, one per visit. Arrow keys move, Enter opens: the row that has the focus is the one in the tab order.

import { useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { ContactRow, Text } from '../../api/types';
import { useWords } from '../../i18n';
import { Presence, isShown } from '../../ui/Presence';

const idOf = (row: ContactRow) => `${row.contact}-${row.visit ?? 0}`;

export function List({ rows, titles }: { rows: readonly ContactRow[]; titles: ReadonlyMap<string, Text> }) {
    const { t } = useWords();
    const [, go] = useLocation();
    const [at, setAt] = useState(0);
    const body = useRef<HTMLTableSectionElement>(null);
    const current = Math.min(at, rows.length - 1);

    const keys = (event: KeyboardEvent) => {
        const steps: Record<string, number> = {
            ArrowDown: current + 1,
            ArrowUp: current - 1,
            Home: 0,
            End: rows.length - 1,
            PageDown: current + 10,
            PageUp: current - 10,
        };
        const wanted = steps[event.key];
        if (wanted === undefined) return;
        event.preventDefault();
        const next = Math.max(0, Math.min(rows.length - 1, wanted));
        setAt(next);
        body.current?.querySelectorAll<HTMLAnchorElement>('a')[next]?.focus();
    };

    return (
        <div className="table-wrap">
            <table className="table">
                <thead>
                    <tr>
                        <th scope="col">{t('contacts.col.started')}</th>
                        <th scope="col">{t('contacts.col.caller')}</th>
                        <th scope="col">{t('contacts.queue')}</th>
                        <th scope="col">{t('contacts.col.agent')}</th>
                        <th scope="col" className="number">
                            {t('contacts.col.wait')}
                        </th>
                        <th scope="col" className="number">
                            {t('contacts.col.talk')}
                        </th>
                        <th scope="col">{t('contacts.col.end')}</th>
                        <th scope="col">{t('contacts.col.outcome')}</th>
                    </tr>
                </thead>
                <tbody ref={body} onKeyDown={keys}>
                    {rows.map((row, index) => (
                        <Row
                            key={idOf(row)}
                            row={row}
                            titles={titles}
                            first={index === current}
                            focused={() => setAt(index)}
                            open={() => go(`/contacts/${row.contact}`)}
                        />
                    ))}
                </tbody>
            </table>
        </div>
    );
}

interface RowProps {
    row: ContactRow;
    titles: ReadonlyMap<string, Text>;
    first: boolean;
    focused: () => void;
    open: () => void;
}

function Row({ row, titles, first, focused, open }: RowProps) {
    const { t, calendar, word, language } = useWords();
    const started = calendar.dateAndTime(row.visit_started ?? row.started);
    const length = (seconds: number | null) => (seconds === null ? '' : calendar.length(seconds));
    const queue = row.queue === null ? null : titles.get(row.queue)?.[language] || row.queue;
    return (
        <tr onClick={open}>
            <td>
                <a
                    href={`/contacts/${row.contact}`}
                    tabIndex={first ? 0 : -1}
                    onFocus={focused}
                    aria-label={`${t('contacts.number', { number: calendar.plain(row.contact) })}, ${started}`}
                    onClick={(event) => {
                        if (!event.metaKey && !event.ctrlKey) event.preventDefault();
                    }}
                >
                    {started}
                </a>
            </td>
            <td className="cut">
                <Caller row={row} />
            </td>
            <td className="cut">{queue === null ? <span className="faint">{t('contacts.no_queue')}</span> : <bdi>{queue}</bdi>}</td>
            <td className="cut" title={row.agent?.name}>
                <bdi>{row.agent?.name}</bdi>
            </td>
            <td className="number">{length(row.wait_s)}</td>
            <td className="number">{length(row.talk_s)}</td>
            <td>
                <Ending row={row} />
            </td>
            <td className="cut">{row.outcome !== null && <bdi>{word('outcome', row.outcome)}</bdi>}</td>
        </tr>
    );
}

function Caller({ row }: { row: ContactRow }) {
    const { t, calendar, word } = useWords();
    return (
        <>
            {row.caller === null ? (
                <span className="faint">{t('contacts.unknown')}</span>
            ) : (
                <bdi className="ltr">{calendar.plain(row.caller)}</bdi>
            )}
            {row.origin !== 'live' && <span className="tag origin">{word('origin', row.origin)}</span>}
        </>
    );
}

function Ending({ row }: { row: ContactRow }) {
    const { word } = useWords();
    if (row.state !== null && isShown(row.state)) return <Presence state={row.state} />;
    if (row.end === null) return <span className="quiet cap">{row.contact_end === null ? '' : word('contact_end', row.contact_end)}</span>;
    return (
        <span>
            {word('end', row.end)}
            {row.cause !== null && row.cause !== 'none' && <small className="faint cause">{word('cause', row.cause)}</small>}
        </span>
    );
}
