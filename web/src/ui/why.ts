// Why this agent and this contact met, as people would say it.

import type { TimelineEntry } from '../api/types';
import type { Key, Translate } from '../i18n';

type Decision = NonNullable<TimelineEntry['decision']>;

/** What the winner of each rule had more of, or less, than the others. */
const byRule: Partial<Record<string, Key>> = {
    longest_idle: 'why.longest_idle',
    least_occupied: 'why.least_occupied',
    fewest_contacts: 'why.fewest_contacts',
    round_robin: 'why.round_robin',
    best_skill: 'why.best_skill',
    cheapest_skill: 'why.cheapest_skill',
    random_by_weight: 'why.random_by_weight',
};

export function whyOf(decision: Decision, t: Translate): string {
    const { rule, eligible } = decision;
    const chooser: string = decision.chooser;
    if (chooser === 'person_chose') return t('why.person_chose');
    if (chooser === 'preferred') return t('why.preferred');
    if (chooser === 'agent_took_contact') return t('why.agent_took_contact', { count: eligible });
    return eligible <= 1 ? t('why.only_one') : t(byRule[rule] ?? 'why.longest_idle', { count: eligible });
}
