// Who rings, and why here.

import type { Contact } from '../../api/types';
import { useWords } from '../../i18n';
import { agentPhone, usePhone } from '../../live/phone';
import { Button } from '../../ui/Button';
import { PresenceSign } from '../../ui/Presence';
import { Standing } from '../../ui/Standing';
import { whyOf } from '../../ui/why';
import { Caller } from './Customer';
import type { Assignment } from './questions';
import { useShortcuts } from './useShortcuts';
import type { Ask } from './wishes';
import { isUnspoken, isVoicemail, TakeWritten } from './Written';

interface Props {
    assignment: Assignment;
    contact: Contact | null;
    now: number;
    busy: boolean;
    ask: Ask;
}

export function Ringing({ assignment, contact, now, busy, ask }: Props) {
    const { t, calendar, language } = useWords();
    const unspoken = isUnspoken(assignment);
    const taken = isVoicemail(assignment) ? 'desk.ringing.voicemail' : 'desk.ringing.written';
    const connected = usePhone(agentPhone).line === 'connected';
    const calling = assignment.state === 'calling';
    const here = connected && !unspoken && !calling;
    const saying = calling ? 'desk.calling' : unspoken ? taken : here ? 'desk.ringing.here' : 'desk.ringing';
    useShortcuts(here ? { enter: agentPhone.answer, 'alt+d': agentPhone.decline } : {});
    const waited = contact?.visits.at(-1);
    const decision = contact?.timeline.findLast((entry) => entry.kind === 'decided')?.decision;
    const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(assignment.language);
    return (
        <div className="state ring">
            <h2>
                <PresenceSign state="ringing" /> {t(saying)}
            </h2>
            {assignment.callback && !calling && <p>{t('desk.callback')}</p>}
            <b className="ring-queue">
                <bdi>{assignment.queue_title[language] || assignment.queue}</bdi>
            </b>
            <dl>
                <div>
                    <dt>{t('contacts.col.caller')}</dt>
                    <dd>
                        <Caller assignment={assignment} contact={contact} />
                    </dd>
                </div>
                {contact?.customer && contact.customer.standing !== 'ordinary' && (
                    <div>
                        <dt>{t('settings.customers.standing')}</dt>
                        <dd>
                            <Standing of={contact.customer.standing} />
                        </dd>
                    </div>
                )}
                <div>
                    <dt>{t('contact.language')}</dt>
                    <dd>{spoken}</dd>
                </div>
                {waited && (
                    <div>
                        <dt>{t('contacts.col.wait')}</dt>
                        <dd>
                            {calendar.length((Date.parse(waited.ended ?? new Date(now).toISOString()) - Date.parse(waited.started)) / 1000)}
                        </dd>
                    </div>
                )}
            </dl>
            {unspoken && <TakeWritten busy={busy} ask={ask} />}
            {here && (
                <div className="acts">
                    <Button kind="primary" large onClick={agentPhone.answer}>
                        {t('desk.answer_call')}
                        <kbd aria-hidden="true">Enter</kbd>
                    </Button>
                    <Button large onClick={agentPhone.decline}>
                        {t('desk.decline')}
                    </Button>
                </div>
            )}
            {decision && (
                <p className="faint">
                    {t('desk.why')} {whyOf(decision, t)}
                </p>
            )}
        </div>
    );
}
