// What is mine: the contact that I have, what I declared, my day.

import { BellRing, Keyboard } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Desk, Presence as PresenceName } from '../../api/types';
import { useWords } from '../../i18n';
import { contactsPath, useMe } from '../../live';
import { GuideRows } from '../../ui/GuideRows';
import { Presence, PresenceSign } from '../../ui/Presence';
import { useMyDay, useMyGuides } from './questions';
import { Telephone } from './Telephone';
import { useShortcuts } from './useShortcuts';
import type { Ask } from './wishes';

interface Props {
    desk: Desk;
    now: number;
    busy: boolean;
    ask: Ask;
    help: () => void;
    children?: ReactNode;
}

export function Mine({ desk, now, busy, ask, help, children }: Props) {
    const { t } = useWords();
    return (
        <section className="desk-mine" aria-label={t('desk.mine')}>
            <WithMe desk={desk} now={now} />
            <PresenceChoice desk={desk} busy={busy} choose={(presence) => ask({ presence })} />
            {children}
            <Telephone talking={desk.assignment?.state === 'talking'} />
            <MyDay changes={`${desk.agent.state}:${desk.assignment?.since ?? desk.agent.since}`} />
            <NotifyMe />
            <button type="button" className="desk-keys" aria-keyshortcuts="?" onClick={help}>
                <Keyboard size={16} aria-hidden="true" />
                {t('keys.title')}
                <kbd aria-hidden="true">?</kbd>
            </button>
        </section>
    );
}

function WithMe({ desk: { assignment }, now }: Pick<Props, 'desk' | 'now'>) {
    const { t, calendar, language } = useWords();
    return (
        <div className="sec">
            <h2>{t('desk.with_me')}</h2>
            {assignment ? (
                <div className="with-me">
                    <PresenceSign state={assignment.state === 'ended' ? 'wrap_up' : assignment.state} />
                    <b className="cut">
                        <bdi>{assignment.queue_title[language] || assignment.queue}</bdi>
                    </b>
                    <span>{calendar.length((now - Date.parse(assignment.since)) / 1000)}</span>
                    <small>{t('contacts.number', { number: calendar.plain(assignment.contact) })}</small>
                </div>
            ) : (
                <p className="faint">{t('desk.with_me.none')}</p>
            )}
        </div>
    );
}

const choices = [
    'ready',
    'away',
    'break',
    'training',
    'coaching',
    'meeting',
    'recovery',
    'offline',
] as const satisfies readonly PresenceName[];
const keys: Partial<Record<PresenceName, string>> = { ready: 'Alt+R', away: 'Alt+A', break: 'Alt+B' };

/** Whoever has a contact chooses what comes after it: the contact is finished first. */
function PresenceChoice({
    desk: { agent, assignment },
    busy,
    choose,
}: {
    desk: Desk;
    busy: boolean;
    choose: (presence: PresenceName) => void;
}) {
    const { t } = useWords();
    useShortcuts({ 'alt+r': () => choose('ready'), 'alt+a': () => choose('away'), 'alt+b': () => choose('break') });
    return (
        <div className="sec presence-choice" role="group" aria-labelledby="presence-choice">
            <h2 id="presence-choice">{t(assignment ? 'desk.presence.after' : 'presence.label')}</h2>
            {choices.map((one) => (
                <button
                    key={one}
                    type="button"
                    aria-pressed={one === agent.presence}
                    aria-keyshortcuts={keys[one]}
                    title={keys[one]}
                    disabled={busy}
                    onClick={() => choose(one)}
                >
                    <Presence state={one} />
                </button>
            ))}
        </div>
    );
}

/** Browsers let a page ask only when somebody pressed something. */
function NotifyMe() {
    const { t } = useWords();
    const [state, setState] = useState(() => ('Notification' in globalThis ? Notification.permission : 'denied'));
    if (state !== 'default') return null;
    return (
        <button type="button" className="desk-keys" onClick={() => void Notification.requestPermission().then(setState)}>
            <BellRing size={16} aria-hidden="true" />
            {t('desk.notify')}
        </button>
    );
}

function MyDay({ changes }: { changes: string }) {
    const { t, calendar } = useWords();
    const { centre } = useMe();
    const { day, from } = useMyDay(changes);
    const guides = useMyGuides(from, changes);
    if (!day || !from) return null;
    const list = contactsPath({ from, ...(centre.demo ? { origins: 'live' as const } : {}) });
    const handle = day.answered === 0 ? null : (day.talk_s + day.hold_s + day.wrap_up_s) / day.answered;
    return (
        <div className="sec my-day">
            <h2>{t('desk.my_day')}</h2>
            <div className="trio">
                <Link href={list}>
                    <b data-number="answered">{calendar.number(day.answered)}</b>
                    <span>{t('desk.my_day.answered')}</span>
                </Link>
                <Link href={list}>
                    <b data-number="handle">{handle === null ? '–' : calendar.length(handle)}</b>
                    <span>{t('desk.my_day.handle')}</span>
                </Link>
            </div>
            {guides && guides.whole.denominator > 0 && (
                <details className="my-guides">
                    <summary>
                        {t('desk.guides')}{' '}
                        <b data-number="guides">
                            {t('board.of', {
                                part: calendar.number(guides.whole.numerator),
                                whole: calendar.number(guides.whole.denominator),
                            })}
                        </b>
                    </summary>
                    {guides.rows.length === 0 && <p className="quiet small">{t('shiftlog.guides.left.none')}</p>}
                    <GuideRows rows={guides.rows} whole={false} agents={false} contactsAt="/contacts" />
                </details>
            )}
        </div>
    );
}
