// Checklists: those that I may begin, the one that I run, and the one that comes before ready.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { api, granted } from '../../api/client';
import type { ChecklistCard, Desk } from '../../api/types';
import { useWords } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { StepCard } from './StepCard';
import { useShortcuts } from './useShortcuts';
import type { Ask } from './wishes';

/** Those of the manual in force; asked anew whenever one begins or ends, and when somebody comes or goes. */
export function useChecklists({ manual, checklists, agent }: Desk): { cards: ChecklistCard[]; fresh: boolean } {
    const cards = useQuery({
        queryKey: ['checklists', manual, checklists.map(({ id }) => id).join(), agent.presence === 'offline'],
        queryFn: () => granted(api.GET('/api/v1/desk/checklists')),
        // A run ends as it began: with none open. What was known then is not true any more.
        staleTime: 0,
        placeholderData: keepPreviousData,
    });
    return { cards: cards.data?.checklists ?? [], fresh: !cards.isFetching };
}

/** The first one without which one cannot be ready. */
export const missingBeforeReady = (cards: readonly ChecklistCard[]) => cards.find(({ before_ready, passed }) => before_ready && !passed);

interface Props {
    desk: Desk;
    cards: readonly ChecklistCard[];
    busy: boolean;
    ask: Ask;
}

/** The list of them, at the side. */
export function ChecklistList({ desk, cards, busy, ask }: Props) {
    const { t, language } = useWords();
    if (cards.length === 0) return null;
    return (
        <details className="sec checklists" open={desk.checklists.length > 0}>
            <summary>
                <h2>{t('desk.checklists')}</h2>
            </summary>
            <ul>
                {cards.map(({ procedure, title, passed, open, before_ready }) => (
                    <li key={procedure} aria-current={open !== undefined}>
                        <span className="cut" dir="auto" title={title[language] || title.en}>
                            {title[language] || title.en}
                        </span>
                        {passed && <small>✓ {t('desk.checklist.passed')}</small>}
                        {before_ready && !passed && <small>{t('desk.checklist.before_ready')}</small>}
                        {open === undefined && (
                            <button
                                type="button"
                                className="quiet-link"
                                disabled={busy || desk.checklists.length > 0}
                                onClick={() => ask({ begin: procedure })}
                            >
                                {t('desk.checklist.begin')}
                            </button>
                        )}
                    </li>
                ))}
            </ul>
        </details>
    );
}

/** Leads to the one that comes before ready, with one button. */
function ChecklistFirst({ desk, cards, busy, ask }: Props) {
    const { t, language } = useWords();
    const first = missingBeforeReady(cards);
    const wanted = first !== undefined && desk.agent.presence !== 'ready';
    const begin = () => {
        if (wanted && !busy) ask({ begin: first.procedure });
    };
    useShortcuts({ 'alt+c': begin });
    if (!wanted) return null;
    return (
        <div className="desk-reason">
            <Banner
                level="warn"
                title={t('desk.checklist.first', { title: first.title[language] || (first.title.en ?? '') })}
                act={
                    <Button kind="primary" disabled={busy} onClick={begin}>
                        {t('desk.checklist.begin')}
                    </Button>
                }
            />
        </div>
    );
}

interface RunProps extends Props {
    /** Whether the cards are what holds now. */
    fresh: boolean;
    refused: Error | null;
    /** Shown where none is run. */
    idle: ReactNode;
}

/** The one that I run, item by item; when it has ended, what came of it. */
export function ChecklistRun({ desk, cards, fresh, busy, ask, refused, idle }: RunProps) {
    const { t, language } = useWords();
    const open = desk.checklists[0];
    const [ran, setRan] = useState<string>();
    const procedure = open?.procedure;
    useEffect(() => {
        if (procedure !== undefined) setRan(procedure);
    }, [procedure]);
    const card = cards.find((one) => one.procedure === ran && one.open === undefined);
    if (!open && card && fresh) return <Over desk={desk} card={card} busy={busy} ask={ask} close={() => setRan(undefined)} />;
    if (!open)
        return (
            <>
                <ChecklistFirst desk={desk} cards={cards} busy={busy} ask={ask} />
                {idle}
            </>
        );
    return (
        <div className="guide">
            <div className="f-head">
                <ListChecks size={18} aria-hidden="true" />
                <h2 dir="auto">{open.title[language] || open.title.en}</h2>
                <span className="faint">{t('desk.checklist')}</span>
            </div>
            <div className="flow">
                {open.step && (
                    <StepCard
                        key={`${open.id}/${open.step.procedure}/${open.step.id}`}
                        step={open.step}
                        known={[]}
                        busy={busy}
                        refused={refused}
                        give={(item) => ask({ checklist: open.id, item })}
                    >
                        <div className="deviation">
                            <button
                                type="button"
                                className="quiet-link"
                                title={t('desk.checklist.drop.help')}
                                disabled={busy}
                                onClick={() => {
                                    setRan(undefined);
                                    ask({ drop: open.id });
                                }}
                            >
                                {t('desk.checklist.drop')}
                            </button>
                        </div>
                    </StepCard>
                )}
            </div>
        </div>
    );
}

interface OverProps {
    desk: Desk;
    card: ChecklistCard;
    busy: boolean;
    ask: Ask;
    close: () => void;
}

/** It is done, and the way on to ready; or a critical item was not confirmed. */
function Over({ desk, card, busy, ask, close }: OverProps) {
    const { t, language } = useWords();
    const title = card.title[language] || (card.title.en ?? '');
    const again = () => {
        if (!busy) ask({ begin: card.procedure });
    };
    useShortcuts({ 'alt+c': card.passed ? undefined : again });
    if (!card.passed)
        return (
            <div className="desk-reason">
                <Banner
                    level="warn"
                    title={t('desk.checklist.failed', { title })}
                    act={
                        <Button disabled={busy} onClick={again}>
                            {t('desk.checklist.begin')}
                        </Button>
                    }
                />
            </div>
        );
    return (
        <div className="state checklist-over" role="status">
            <h2>✓ {t('desk.checklist.done', { title })}</h2>
            <div className="acts">
                {desk.agent.presence !== 'ready' && (
                    <Button
                        kind="primary"
                        large
                        autoFocus
                        disabled={busy}
                        onClick={() => {
                            ask({ presence: 'ready' });
                            close();
                        }}
                    >
                        {t('desk.be_ready')}
                    </Button>
                )}
                <Button large onClick={close}>
                    {t('verb.close')}
                </Button>
            </div>
        </div>
    );
}
