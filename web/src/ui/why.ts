// Why this agent and this contact met, as people would say it.

import type { TimelineEntry } from '../api/types';
import type { Key, Translate } from '../i18n';

type Decision = NonNullable<TimelineEntry['decision']>;

/** What the winner of each rule had more of, or less, than the others. A rule without a phrase does not compile. */
const byRule: Record<Decision['rule'], Key> = {
    longest_idle: 'why.longest_idle',
    least_occupied: 'why.least_occupied',
    fewest_contacts: 'why.fewest_contacts',
    round_robin: 'why.round_robin',
    best_skill: 'why.best_skill',
    cheapest_skill: 'why.cheapest_skill',
    random_by_weight: 'why.random_by_weight',
};

export function whyOf({ chooser, rule, eligible }: Decision, t: Translate): string {
    if (chooser === 'person_chose') return t('why.person_chose');
    if (chooser === 'preferred') return t('why.preferred');
    if (chooser === 'agent_took_contact') return t('why.agent_took_contact', { count: eligible });
    return eligible <= 1 ? t('why.only_one') : t(byRule[rule], { count: eligible });
}
