// The names under which the page speaks of what the server says. They are taken from its answers, not from the names that its
// document gives to parts of them, so that a new schema.d.ts changes nothing here.

import type { paths } from './schema';

type Answer<Operation> = Operation extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;

export type Me = Answer<paths['/api/v1/me']['get']>;
export type Permission = Me['permissions'][number];
export type Board = Answer<paths['/api/v1/board']['get']>;
export type QueueRow = Board['queues'][number];
export type Text = QueueRow['title'];
export type Origins = Board['origins'];
export type ContactPage = Answer<paths['/api/v1/contacts']['get']>;
export type ContactRow = ContactPage['rows'][number];
export type ContactState = NonNullable<ContactRow['state']>;
export type Channel = ContactRow['channel'];
export type VisitEnd = NonNullable<ContactRow['end']>;
export type Contact = Answer<paths['/api/v1/contacts/{id}']['get']>;
export type TimelineEntry = Contact['timeline'][number];
export type Recording = Contact['recordings'][number];
export type Desk = Answer<paths['/api/v1/desk']['get']>;
export type AgentState = Desk['agent']['state'];
export type Presence = Desk['agent']['presence'];
export type Guide = Answer<paths['/api/v1/desk/guide']['get']>;
export type GuidedStep = Guide['steps'][number];
export type ChecklistCard = Answer<paths['/api/v1/desk/checklists']['get']>['checklists'][number];
export type ChecklistRun = Answer<paths['/api/v1/checklists']['get']>['rows'][number];
export type Fairness = Answer<paths['/api/v1/fairness']['get']>;
export type SkillGroup = Fairness['groups'][number];
export type FairShare = SkillGroup['agents'][number];
export type Portion = FairShare['calls'];
export type PromiseShown = Answer<paths['/api/v1/promises']['get']>['rows'][number];
export type Case = Answer<paths['/api/v1/cases']['get']>['rows'][number];
/** That one has it, that it is somebody else's from now on, or what came of it, which closes it. */
export type CaseWish = { taken: true } | { owner: number; reason: string } | { outcome: string };
export type PersonNamed = Answer<paths['/api/v1/me/cases/people']['get']>['people'][number];
type Results = Answer<paths['/api/v1/results']['get']>;
export type ProcedureResults = Results['procedures'][number];
export type ResultMissed = Results['rows'][number];
export type Settlement = NonNullable<ResultMissed['settled']>['outcome'];
/** What was done about it, in one word and in one's own. */
export interface SettleWish {
    outcome: Settlement;
    text: string;
}
export type Guides = Answer<paths['/api/v1/guides']['get']>;
export type GuideShown = Guides['rows'][number];
export type ManualVersion = Answer<paths['/api/v1/manual/versions']['get']>[number];
export type ProcedureChanges = Answer<paths['/api/v1/manual/procedures/{id}/changes']['get']>;
export type DocumentChanged = ProcedureChanges['documents'][number];
export type ProcedureListed = Answer<paths['/api/v1/manual']['get']>['procedures'][number];
/** The step at which a guide or a checklist stands. */
export type GuideStep = NonNullable<NonNullable<Desk['assignment']>['step']>;
export type GuideField = NonNullable<GuideStep['field']>;
export type ResultQuestion = NonNullable<Desk['assignment']>['results'][number];
export type Work = Answer<paths['/api/v1/desk/work']['get']>;
export type WorkedStep = Work['steps'][number];
export type Known = Work['known'][number];
export type Colleague = Answer<paths['/api/v1/colleagues']['get']>[number];
export type Agent = Answer<paths['/api/v1/agents']['get']>[number];
export type PersonListed = Answer<paths['/api/v1/people']['get']>[number];
export type PersonRecord = PersonListed['person'];
export type Role = PersonRecord['roles'][number];
export type Customers = Answer<paths['/api/v1/customers']['get']>;
export type CustomerListed = Customers['rows'][number];
export type CustomerRecord = CustomerListed['customer'];
export type Standing = CustomerRecord['standing'];
export type Escalations = Answer<paths['/api/v1/escalations']['get']>;
export type EscalationShown = Escalations['rows'][number];
export type Telephones = Answer<paths['/api/v1/telephones']['get']>;
export type Site = Answer<paths['/api/v1/site']['get']>;
export type MyDay = Answer<paths['/api/v1/me/day']['get']>;
export type WriteTopics = Answer<paths['/api/v1/messages']['get']>;
export type WrittenMessage = Answer<paths['/api/v1/messages/{token}']['get']>;
export type Peaks = Answer<paths['/api/v1/recordings/{id}/peaks']['get']>;
/** The topic `floor`; it has no route of its own. */
export interface FloorNow {
    at: string;
    agents: FloorRow[];
}
export type FloorRow = Desk['agent'] extends infer Row
    ? Omit<Row & object, 'person'> & { id: number; contact?: number; queue?: string; long_after_s?: number }
    : never;

/** Why a request was refused: where in it, what is wrong, what would be right. */
export interface Problem {
    error: string;
    where: string;
    what: string;
    right: string;
    code?: string;
}
