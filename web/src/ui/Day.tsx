// One day of the centre, stepped through in the person's calendar; where a page allows it, also any day.

import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useWords } from '../i18n';
import { Button } from './Button';

interface Props {
    /** As 2026-11-22; null is any day. */
    day: string | null;
    today: string;
    /** None behind this one is shown. */
    last?: string;
    show: (day: string) => void;
    /** How it becomes any day. */
    showAll?: () => void;
}

export function Day({ day, today, last, show, showAll }: Props) {
    const { t, calendar } = useWords();
    return (
        <div className="day" role="group" aria-label={t('day')}>
            <Button aria-label={t('day.previous')} onClick={() => show(calendar.addDays(day ?? today, day ? -1 : 0))}>
                <ChevronLeft size={18} className="flip" aria-hidden="true" />
            </Button>
            <span aria-live="polite">
                {day === null ? t('day.all') : day === today ? t('day.today') : calendar.date(calendar.startOf(day))}
            </span>
            <Button
                aria-label={t('day.next')}
                disabled={day === null || (last !== undefined && day >= last)}
                onClick={() => show(calendar.addDays(day ?? today, 1))}
            >
                <ChevronRight size={18} className="flip" aria-hidden="true" />
            </Button>
            {day !== null && showAll && (
                <Button kind="bare" aria-label={t('day.all')} onClick={showAll}>
                    <X size={16} aria-hidden="true" />
                </Button>
            )}
        </div>
    );
}
