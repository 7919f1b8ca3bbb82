// The shift log: what was promised to customers and by when, and which checklists were run, by whom, item by item.

import { RefreshCw } from 'lucide-react';
import { useLocation, useSearch } from 'wouter';
import { useWords } from '../../i18n';
import { useManual } from '../../live';
import { Button } from '../../ui/Button';
import { Day } from '../../ui/Day';
import { useNow, usePromises, useRuns } from './asking';
import { Checklists } from './Checklists';
import { Promises } from './Promises';
import './shiftlog.css';

/** The day that the address names; nothing where it names none. */
function dayIn(search: string): string | null {
    const day = new URLSearchParams(search).get('day') ?? '';
    const at = new Date(`${day}T12:00:00Z`);
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null;
}

export default function ShiftLogPage() {
    const { t, calendar } = useWords();
    const [, go] = useLocation();
    const now = useNow();
    const today = calendar.dayKey(new Date(now));
    const day = dayIn(useSearch()) ?? today;
    const promises = usePromises(day, day === today);
    const runs = useRuns(day);
    const manual = useManual();
    const when = day === today ? 'today' : day < today ? 'past' : 'ahead';
    const refresh = () => {
        promises.refetch();
        void runs.refetch();
    };
    return (
        <main id="content" className="shiftlog">
            <header className="top">
                <h1>{t('nav.shiftlog')}</h1>
                <Day day={day} today={today} show={(to) => go(to === today ? '/shiftlog' : `/shiftlog?day=${to}`)} />
                <span className="end">
                    <Button disabled={promises.busy || runs.isFetching} onClick={refresh}>
                        <RefreshCw size={16} aria-hidden="true" />
                        {t('contacts.refresh')}
                    </Button>
                </span>
            </header>
            <div className="shiftlog-parts">
                <Promises promises={promises} day={day} when={when} now={now} />
                <Checklists runs={runs} procedures={manual.data?.procedures ?? []} when={when} />
            </div>
        </main>
    );
}
