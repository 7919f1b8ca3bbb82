// Which pages a person has, by permission; the first one is their home.

import type { Me } from '../api/types';
import type { Key } from '../i18n';
import { may } from '../live';

export interface Page {
    id: 'desk' | 'floor' | 'shiftlog' | 'board' | 'contacts' | 'manual' | 'settings';
    path: string;
    name: Key;
}

const desk: Page = { id: 'desk', path: '/desk', name: 'nav.desk' };
const floor: Page = { id: 'floor', path: '/floor', name: 'nav.floor' };
const shiftlog: Page = { id: 'shiftlog', path: '/shiftlog', name: 'nav.shiftlog' };
const settings: Page = { id: 'settings', path: '/settings', name: 'nav.settings.page' };
const board: Page = { id: 'board', path: '/board', name: 'nav.board' };
const contacts: Page = { id: 'contacts', path: '/contacts', name: 'nav.contacts' };

const manual: Page = { id: 'manual', path: '/manual', name: 'nav.manual' };

export function pagesOf(me: Me): Page[] {
    const serves = me.roles.includes('agent');
    return [
        ...(serves ? [desk] : []),
        ...(may(me, 'view_contacts') ? [floor, shiftlog] : []),
        // Whoever leads runs the checklists of the day at a desk, and may help out there.
        ...(!serves && may(me, 'take_contacts') ? [desk] : []),
        ...(may(me, 'view_board') ? [board] : []),
        ...(may(me, 'view_contacts') || serves ? [contacts] : []),
        ...(may(me, 'read_manual') ? [manual] : []),
        ...(may(me, 'manage_people') || may(me, 'manage_customers') ? [settings] : []),
    ];
}

/** Whoever may not see everybody's contacts sees their own. */
export const seesOwnOnly = (me: Me) => !may(me, 'view_contacts');

/** Who keeps a real centre begins where it is set up; everybody else at their first page. */
export const homeOf = (me: Me) =>
    may(me, 'administer') && !me.centre.demo && !me.roles.includes('agent') ? '/start' : (pagesOf(me)[0]?.path ?? '/password');
