// Made by `npm run api` from the OpenAPI document of the server; never edited by hand.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SessionByToken"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SessionByPassword"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPassword"];
                };
            };
            responses: {
                /** @description done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewLanguage"];
                };
            };
            responses: {
                /** @description done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    origins?: components["schemas"]["Origins"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Board"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                    queue?: string;
                    end?: string;
                    state?: string;
                    within?: boolean;
                    short?: boolean;
                    origins?: components["schemas"]["Origins"];
                    page_after?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactPage"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Desk"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PresenceWanted"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TransferWanted"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StepAnswered"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WrapUp"];
                };
            };
            responses: {
                /** @description done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Written"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            error: string;
            where: string;
            what: string;
            right: string;
        };
        /** @enum {string} */
        Language: "en" | "ar" | "fa" | "id" | "ms";
        Text: {
            en: string;
            ar: string;
            fa: string;
            id: string;
            ms: string;
        };
        /** @enum {string} */
        Role: "agent" | "leader" | "manager" | "administrator" | "display";
        /** @enum {string} */
        Presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
        /** @enum {string} */
        PresenceReason: "chosen" | "no_answer" | "declined" | "unreachable" | "lost" | "signed_out";
        /** @enum {string} */
        AgentState: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery" | "reserved" | "ringing" | "talking" | "hold" | "wrap_up";
        /** @enum {string} */
        ContactState: "menu" | "waiting" | "ringing" | "talking" | "hold" | "wrap_up";
        /** @enum {string} */
        VisitEnd: "answered" | "abandoned" | "overflowed" | "transferred" | "callback" | "blocked" | "interrupted" | "in_progress";
        /** @enum {string} */
        VisitCause: "none" | "hung_up" | "lost" | "full" | "closed" | "nobody";
        /** @enum {string} */
        ContactEnd: "flow" | "caller" | "agent" | "blocked" | "failed" | "interrupted";
        /** @enum {string} */
        AssignmentEnd: "completed" | "transferred" | "caller_left" | "no_answer" | "declined" | "unreachable" | "interrupted";
        /** @enum {string} */
        Channel: "voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person";
        /** @enum {string} */
        Origin: "live" | "simulated" | "imported" | "practice";
        /** @enum {string} */
        Origins: "live" | "all";
        Person: {
            id: number;
            login: string;
            name: string;
            language: components["schemas"]["Language"];
        };
        CentreInfo: {
            name: string;
            demo: boolean;
            time_zone: string;
            weekend: number[];
            week_begins: number;
        };
        Me: {
            person: components["schemas"]["Person"];
            roles: components["schemas"]["Role"][];
            permissions: string[];
            centre: components["schemas"]["CentreInfo"];
        };
        PersonRef: {
            id: number;
            name: string;
        };
        ServiceLevel: {
            answered_within: number;
            counted: number;
            within_s: number | null;
            goal_percent: number | null;
            metric: string;
            version: number;
            formula: string;
        };
        Bar: {
            /** Format: date-time */
            from: string;
            answered_within: number;
            counted: number;
        };
        QueueRow: {
            id: string;
            title: components["schemas"]["Text"];
            waiting: number;
            /** Format: date-time */
            longest_wait_since: string | null;
            ready: number;
            offered: number;
            answered: number;
            answered_within: number;
            abandoned: number;
            abandoned_short: number;
            overflowed: number;
            transferred: number;
            callback: number;
            blocked: number;
            interrupted: number;
            in_progress: number;
            within_s: number | null;
            goal_percent: number | null;
        };
        AgentCounts: {
            offline: number;
            ready: number;
            away: number;
            break: number;
            training: number;
            coaching: number;
            meeting: number;
            recovery: number;
            reserved: number;
            ringing: number;
            talking: number;
            hold: number;
            wrap_up: number;
        };
        Board: {
            /** Format: date-time */
            at: string;
            entry: number;
            /** Format: date-time */
            day_from: string;
            origins: components["schemas"]["Origins"];
            waiting: number;
            /** Format: date-time */
            longest_wait_since: string | null;
            in_progress_contacts: number;
            in_menu: number;
            service_level: components["schemas"]["ServiceLevel"];
            bars: components["schemas"]["Bar"][];
            queues: components["schemas"]["QueueRow"][];
            agents: components["schemas"]["AgentCounts"];
        };
        ContactRow: {
            contact: number;
            visit: number | null;
            origin: components["schemas"]["Origin"];
            channel: components["schemas"]["Channel"];
            language: components["schemas"]["Language"];
            flow: string;
            queue: string | null;
            /** Format: date-time */
            started: string;
            /** Format: date-time */
            visit_started: string | null;
            wait_s: number | null;
            end: components["schemas"]["VisitEnd"] | null;
            cause: components["schemas"]["VisitCause"] | null;
            state: components["schemas"]["ContactState"] | null;
            agent: components["schemas"]["PersonRef"] | null;
            talk_s: number | null;
            hold_s: number | null;
            wrap_up_s: number | null;
            outcome: string | null;
            contact_end: components["schemas"]["ContactEnd"] | null;
            caller: string | null;
        };
        ContactPage: {
            total: number;
            rows: components["schemas"]["ContactRow"][];
            next: string | null;
        };
        Visit: {
            id: number;
            queue: string;
            /** Format: date-time */
            started: string;
            /** Format: date-time */
            ended: string | null;
            end: components["schemas"]["VisitEnd"];
            cause: components["schemas"]["VisitCause"];
        };
        Assignment: {
            id: number;
            visit: number;
            queue: string;
            agent: components["schemas"]["PersonRef"];
            state: string;
            end: components["schemas"]["AssignmentEnd"] | null;
            ring_s: number;
            talk_s: number;
            hold_s: number;
            wrap_up_s: number;
            outcome: string | null;
        };
        Decision: {
            /** @enum {string} */
            chooser: "contact_chose_agent" | "agent_took_contact";
            rule: string;
            eligible: number;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            kind: string;
            flow?: string;
            step?: string;
            text?: components["schemas"]["Text"];
            key?: string;
            accepted?: boolean;
            answer?: string;
            queue?: string;
            agent?: components["schemas"]["PersonRef"];
            state?: string;
            end?: string;
            cause?: string;
            outcome?: string;
            decision?: components["schemas"]["Decision"];
            length_s?: number;
        };
        Recording: {
            id: number;
            /** Format: date-time */
            from: string;
            length_s: number;
            /** @enum {string} */
            state: "running" | "ready" | "failed" | "erased";
        };
        Contact: {
            contact: number;
            origin: components["schemas"]["Origin"];
            channel: components["schemas"]["Channel"];
            language: components["schemas"]["Language"];
            flow: string;
            queue: string | null;
            /** Format: date-time */
            started: string;
            state: components["schemas"]["ContactState"] | null;
            agent: components["schemas"]["PersonRef"] | null;
            talk_s: number | null;
            hold_s: number | null;
            wrap_up_s: number | null;
            outcome: string | null;
            contact_end: components["schemas"]["ContactEnd"] | null;
            caller: string | null;
            visits: components["schemas"]["Visit"][];
            assignments: components["schemas"]["Assignment"][];
            timeline: components["schemas"]["TimelineEntry"][];
            recordings: components["schemas"]["Recording"][];
        };
        DeskStep: {
            id: string;
            /** @enum {string} */
            verb: "say" | "choose" | "queue" | "check" | "ask" | "do" | "note" | "end";
            text: components["schemas"]["Text"];
            mandatory: boolean;
        };
        DeskAgent: {
            person: number;
            state: components["schemas"]["AgentState"];
            /** Format: date-time */
            since: string;
            presence: components["schemas"]["Presence"];
            reason: components["schemas"]["PresenceReason"];
        };
        DeskAssignment: {
            id: number;
            contact: number;
            queue: string;
            queue_title: components["schemas"]["Text"];
            /** @enum {string} */
            state: "reserved" | "ringing" | "talking" | "hold" | "wrap_up" | "ended";
            /** Format: date-time */
            since: string;
            language: components["schemas"]["Language"];
            step?: components["schemas"]["DeskStep"];
        };
        Desk: {
            agent: components["schemas"]["DeskAgent"];
            assignment?: components["schemas"]["DeskAssignment"];
        };
        Written: {
            entry: number;
        };
        SessionByToken: {
            token: string;
        };
        SessionByPassword: {
            login: string;
            password: string;
        };
        NewPassword: {
            password: string;
        };
        NewLanguage: {
            language: components["schemas"]["Language"];
        };
        PresenceWanted: {
            presence: components["schemas"]["Presence"];
        };
        TransferWanted: {
            queue?: string;
            person?: number;
        };
        StepAnswered: {
            step: string;
            /** @enum {string} */
            answer: "done" | "yes" | "no";
            text?: string;
        };
        WrapUp: {
            outcome?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
