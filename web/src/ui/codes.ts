// Every code of the server that a page shows has a phrase: what lacks one does not compile.

import type { AgentState, ChecklistRun, Contact, ContactRow, Presence, Role, VisitEnd } from '../api/types';
import type { Key } from '../i18n';

type Coded =
    | `state.${AgentState | NonNullable<ContactRow['state']> | Presence}`
    | `end.${VisitEnd}`
    | `cause.${Exclude<NonNullable<ContactRow['cause']>, 'none'>}`
    | `contact_end.${NonNullable<ContactRow['contact_end']>}`
    | `assignment_end.${NonNullable<Contact['assignments'][number]['end']>}`
    | `origin.${ContactRow['origin']}`
    | `channel.${ContactRow['channel']}`
    | `role.${Role}`
    | `checklist.use.${Exclude<ChecklistRun['use'], 'other'>}`
    | `desk.answer.${'done' | 'yes' | 'no'}`;

/** The codes without a phrase. */
export type Missing = Exclude<Coded, Key>;
export const everyCodeHasAPhrase: [Missing] extends [never] ? true : Missing = true;
