// The shift log: what was promised to customers and by when, what is still to be done for them, which checklists were run, by whom, item
// by item, whether it came to what procedures expect, whether their steps were followed, and how soon what was escalated was taken over.

import { useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useLocation, useSearch } from 'wouter';
import { useWords } from '../../i18n';
import { useManual } from '../../live';
import { Button } from '../../ui/Button';
import { Day } from '../../ui/Day';
import { useEscalations, useGuides, useNow, usePromises, useResults, useRuns, type GuidesAsked, type Whose } from './asking';
import { Cases } from './Cases';
import { Checklists } from './Checklists';
import { Escalations } from './Escalations';
import { Guides } from './Guides';
import { Promises } from './Promises';
import { Results } from './Results';
import './shiftlog.css';

/** The day that the address names; nothing where it names none. */
function dayIn(search: string): string | null {
    const day = new URLSearchParams(search).get('day') ?? '';
    const at = new Date(`${day}T12:00:00Z`);
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null;
}

/** Which guides the address asks for: those of the day where it says nothing, or nothing that makes sense. */
function guidesIn(search: string): GuidesAsked {
    const wanted = new URLSearchParams(search);
    const number = (name: string, most: number) => {
        const value = Number(wanted.get(name));
        return Number.isSafeInteger(value) && value > 0 && value <= most ? value : null;
    };
    return { days: number('days', 31) ?? 1, agent: number('agent', Number.MAX_SAFE_INTEGER), procedure: wanted.get('procedure') || null };
}

export default function ShiftLogPage() {
    const { t, calendar } = useWords();
    const [, go] = useLocation();
    const now = useNow();
    const today = calendar.dayKey(new Date(now));
    const search = useSearch();
    const day = dayIn(search) ?? today;
    const wanted = new URLSearchParams(search);
    const whose: Whose = { owner: wanted.get('owner') || null, mine: wanted.get('mine') === '1' };
    const asked = guidesIn(search);
    const promises = usePromises(day, day === today);
    const runs = useRuns(day);
    const results = useResults(day, whose);
    const guides = useGuides(day, asked);
    const escalations = useEscalations(day);
    const manual = useManual();
    const client = useQueryClient();
    const when = day === today ? 'today' : day < today ? 'past' : 'ahead';
    const refresh = () => {
        promises.refetch();
        void client.invalidateQueries({ queryKey: ['cases'] });
        void runs.refetch();
        void results.refetch();
        void guides.refetch();
        void escalations.refetch();
    };
    const show = (to: string, by: Whose, of: GuidesAsked = asked) => {
        const address = new URLSearchParams({
            ...(to === today ? {} : { day: to }),
            ...(by.owner === null ? {} : { owner: by.owner }),
            ...(by.mine ? { mine: '1' } : {}),
            ...(of.days === 1 ? {} : { days: String(of.days) }),
            ...(of.agent === null ? {} : { agent: String(of.agent) }),
            ...(of.procedure === null ? {} : { procedure: of.procedure }),
        });
        go(address.size === 0 ? '/shiftlog' : `/shiftlog?${address.toString()}`);
    };
    return (
        <main id="content" className="shiftlog">
            <header className="top">
                <h1>{t('nav.shiftlog')}</h1>
                <Day day={day} today={today} show={(to) => show(to, whose)} />
                <span className="end">
                    <Button disabled={promises.busy || runs.isFetching || results.isFetching || guides.isFetching} onClick={refresh}>
                        <RefreshCw size={16} aria-hidden="true" />
                        {t('contacts.refresh')}
                    </Button>
                </span>
            </header>
            <div className="shiftlog-parts">
                <div>
                    <Promises promises={promises} day={day} when={when} now={now} />
                    <Cases />
                    <Escalations escalations={escalations} />
                    <Results
                        results={results}
                        procedures={manual.data?.procedures ?? []}
                        day={day}
                        whose={whose}
                        choose={(by) => show(day, by)}
                    />
                </div>
                <div>
                    <Checklists runs={runs} procedures={manual.data?.procedures ?? []} when={when} />
                    <Guides guides={guides} asked={asked} show={(of) => show(day, whose, { ...asked, ...of })} />
                </div>
            </div>
        </main>
    );
}
