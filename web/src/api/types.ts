// The names under which the page speaks of what the server says. schema.d.ts is made; this file is where its names enter.

import type { components } from './schema';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type Role = Schemas['Role'];
export type Text = Schemas['Text'];
export type Origins = Schemas['Origins'];
export type Board = Schemas['Board'];
export type QueueRow = Schemas['QueueRow'];
export type Bar = Schemas['Bar'];
export type AgentState = Schemas['AgentState'];
export type ContactState = Schemas['ContactState'];
export type VisitEnd = NonNullable<Schemas['VisitEnd']>;
export type ContactRow = Schemas['ContactRow'];
export type ContactPage = Schemas['ContactPage'];
export type Contact = Schemas['Contact'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type Recording = Schemas['Recording'];
export type Desk = Schemas['Desk'];
export type Presence = Schemas['Presence'];
export type Problem = Schemas['Problem'];
