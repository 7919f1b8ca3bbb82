// Made by `npm run api` from the OpenAPI document of the server; never edited by hand.
export interface paths {
    "/api/v1/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_phone"];
        put?: never;
        post: operations["open_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["close_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["answer_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["decline_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["press_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_call_page"];
        put?: never;
        post: operations["begin_call"];
        delete: operations["end_call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["press_call_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_people"];
        put?: never;
        post: operations["add_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_site"];
        put: operations["set_site"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telephones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_telephones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sign_in"];
        delete: operations["sign_out"];
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
        post: operations["sign_in_by_password"];
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
        get: operations["get_me"];
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
        put: operations["set_password"];
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
        put: operations["set_language"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_agents"];
        put?: never;
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
        get: operations["get_board"];
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
        get: operations["list_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_promises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["count_own_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_guides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/guides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_guides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_escalations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_customers"];
        put?: never;
        post: operations["add_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fairness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["report_fairness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/idle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explain_own_idleness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_write_page"];
        put?: never;
        post: operations["write_message"];
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
        get: operations["get_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_guide"];
        put?: never;
        post: operations["open_guide"];
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
        put: operations["declare_presence"];
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
        post: operations["hold"];
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
        post: operations["resume"];
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
        post: operations["end_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pause_recording"];
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
        post: operations["transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_desk_work"];
        put?: never;
        post?: never;
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
        post: operations["answer_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/deviate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deviate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["write_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["answer_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_desk_checklists"];
        put?: never;
        post: operations["begin_checklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/checklists/step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["answer_checklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/checklists/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["drop_checklist"];
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
        post: operations["end_wrap_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/cases/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_case_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_checklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_manual"];
        put?: never;
        post: operations["publish_manual"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/clauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["clause_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["check_manual"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["is_alive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["is_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["read_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["describe_api"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["change_person"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["make_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telephones/trunks/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["put_trunk"];
        post?: never;
        delete: operations["remove_trunk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telephones/devices/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["put_device"];
        post?: never;
        delete: operations["remove_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telephones/numbers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["put_number"];
        post?: never;
        delete: operations["remove_number"];
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
        get: operations["get_contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_recording_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{id}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_recording_peaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/messages/{id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_message_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/messages/{id}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_message_peaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["change_customer"];
        post?: never;
        delete: operations["remove_customer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explain_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/idle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explain_idleness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contacts/{id}/conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_case"];
        put: operations["change_case"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["change_own_case"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/procedures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["read_procedure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/procedures/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["compare_procedure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/results/{assignment}/{procedure}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["settle_result"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/versions/{version}/procedures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["read_procedure_of_version"];
        put?: never;
        post?: never;
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
        Error: {
            error: string;
            where: string;
            what: string;
            right: string;
            code?: string;
        };
        PhoneShown: {
            line: number | null;
        };
        LineOffer: {
            offer: string;
        };
        LineAnswer: {
            line: number;
            answer: string;
        };
        LineClosed: {
            line: number;
        };
        KeyWanted: {
            key: string;
        };
        CallPage: {
            centre: string;
            numbers: components["schemas"]["CallNumber"][];
        };
        CallNumber: {
            called: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
        };
        CallWanted: {
            called: string;
            offer: string;
        };
        CallOpened: {
            token: string;
            answer: string;
        };
        CallShown: {
            /** @enum {string} */
            state: "connecting" | "open" | "ended";
        };
        PersonListed: {
            id: number;
            /** @enum {string} */
            pool: "live" | "simulated" | "practice";
            person: components["schemas"]["PersonRecord"];
        };
        PersonRecord: {
            login: string;
            name: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            roles: ("agent" | "leader" | "manager" | "administrator" | "display")[];
            team?: string;
            skills?: components["schemas"]["Skill"][];
            gates?: components["schemas"]["Gate"][];
            capacity?: components["schemas"]["Capacity"][];
            device?: string;
            owns?: string[];
            disabled?: boolean;
        };
        Skill: {
            name: string;
            level: number;
        };
        Gate: {
            skill: string;
            /** @enum {string} */
            reason: "reading" | "certificate" | "course" | "expired";
            what: string;
        };
        Capacity: {
            /** @enum {string} */
            channel: "voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person" | "voicemail";
            most: number;
            interruptible: boolean;
        };
        PersonAdded: {
            id: number;
            link: string;
        };
        SiteRecord: {
            name: string;
            time_zone: string;
            weekend: number[];
            week_begins: number;
            messages?: boolean;
        };
        TelephonesListed: {
            trunks: components["schemas"]["Trunk"][];
            devices: components["schemas"]["DeviceListed"][];
            numbers: components["schemas"]["DialledNumber"][];
        };
        Trunk: {
            name: string;
            address: string;
            call_port: number;
            call_prefixes: string;
            call_as: string;
        };
        DeviceListed: {
            name: string;
            fixed_uri: string;
        };
        DialledNumber: {
            called: string;
            flow: string;
            queue: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            web: boolean;
        };
        SessionByToken: {
            token: string;
        };
        Me: {
            person: components["schemas"]["PersonShown"];
            roles: ("agent" | "leader" | "manager" | "administrator" | "display")[];
            permissions: ("public" | "sign_in" | "view_board" | "view_contacts" | "view_personal_data" | "listen_recordings" | "read_manual" | "take_contacts" | "own_cases" | "manage_cases" | "manage_customers" | "manage_people" | "manage_manual" | "administer")[];
            centre: components["schemas"]["SiteShown"];
        };
        PersonShown: {
            id: number;
            login: string;
            name: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            team: string;
        };
        SiteShown: {
            name: string;
            demo: boolean;
            time_zone: string;
            weekend: number[];
            week_begins: number;
        };
        SessionByPassword: {
            login: string;
            password: string;
        };
        NewPassword: {
            password: string;
        };
        NewLanguage: {
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
        };
        Colleague: {
            id: number;
            name: string;
            team: string;
            /** @enum {string} */
            state: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery" | "reserved" | "ringing" | "talking" | "hold" | "wrap_up";
            /** Format: date-time */
            since: string;
        };
        AgentShown: {
            id: number;
            name: string;
            team: string;
            /** @enum {string} */
            pool: "live" | "simulated" | "practice";
            /** @enum {string} */
            state: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery" | "reserved" | "ringing" | "talking" | "hold" | "wrap_up";
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
            /** @enum {string} */
            reason: "chosen" | "no_answer" | "declined" | "unreachable" | "lost" | "signed_out";
            contact: number | null;
        };
        Board: {
            /** Format: date-time */
            at: string;
            entry: number;
            /** Format: date-time */
            day_from: string;
            /** @enum {string} */
            origins: "live" | "all";
            waiting: number;
            callbacks: number;
            voicemails: number;
            longest_wait_since: string | null;
            in_progress_contacts: number;
            in_menu: number;
            service_level: components["schemas"]["ServiceLevel"];
            bars: components["schemas"]["Bar"][];
            queues: components["schemas"]["QueueRow"][];
            agents: components["schemas"]["AgentCounts"];
        };
        ServiceLevel: {
            answered_within: number;
            counted: number;
            within_s: number | null;
            short_s: number | null;
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
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            waiting: number;
            callbacks: number;
            voicemails: number;
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
            voicemail: number;
            blocked: number;
            interrupted: number;
            in_progress: number;
            within_s: number | null;
            goal_percent: number | null;
            long_after_s: number | null;
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
        ContactPage: {
            total: number;
            rows: components["schemas"]["ContactRow"][];
            next: string | null;
        };
        ContactRow: {
            contact: number;
            visit: number | null;
            /** @enum {string} */
            origin: "live" | "simulated" | "imported" | "practice";
            /** @enum {string} */
            channel: "voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person" | "voicemail";
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            flow: string;
            queue: string | null;
            /** Format: date-time */
            started: string;
            visit_started: string | null;
            wait_s: number | null;
            end: ("answered" | "abandoned" | "overflowed" | "transferred" | "callback" | "voicemail" | "blocked" | "interrupted" | "in_progress") | null;
            cause: ("none" | "hung_up" | "lost" | "full" | "closed" | "nobody" | "exited" | "unreached") | null;
            state: ("menu" | "waiting" | "callback" | "voicemail" | "ringing" | "talking" | "hold" | "wrap_up") | null;
            agent: components["schemas"]["PersonRef"] | null;
            talk_s: number | null;
            hold_s: number | null;
            wrap_up_s: number | null;
            outcome: string | null;
            contact_end: ("flow" | "caller" | "agent" | "blocked" | "failed" | "interrupted" | "unreached" | "lost") | null;
            caller: string | null;
        };
        PersonRef: {
            id: number;
            name: string;
        };
        Promises: {
            rows: components["schemas"]["PromiseShown"][];
        };
        PromiseShown: {
            contact: number;
            procedure: string;
            step: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            agent: components["schemas"]["PersonRef"];
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            due: string;
            caller: string | null;
        };
        Results: {
            procedures: components["schemas"]["ProcedureResults"][];
            rows: components["schemas"]["ResultMissed"][];
        };
        ProcedureResults: {
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            expected: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            owner: string;
            owners: components["schemas"]["PersonRef"][];
            asked: number;
            answered: number;
            missed: number;
            open: number;
        };
        ResultMissed: {
            assignment: number;
            contact: number;
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            version: number;
            agent: components["schemas"]["PersonRef"];
            /** Format: date-time */
            at: string;
            reason?: string;
            settled: components["schemas"]["SettledShown"] | null;
            may_settle: boolean;
        };
        SettledShown: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["PersonRef"];
            /** @enum {string} */
            outcome: "put_right" | "explained" | "revised" | "nothing";
            text?: string;
        };
        OwnResults: {
            owns: string[];
            open: number;
        };
        RecordingPage: {
            rows: components["schemas"]["RecordingListed"][];
            next: number | null;
        };
        RecordingListed: {
            id: number;
            contact: number;
            queue: string;
            agent: components["schemas"]["PersonRef"] | null;
            caller: string | null;
            /** Format: date-time */
            from: string;
            /** @description seconds, at most six decimals */
            length_s: number;
            /** @enum {string} */
            state: "running" | "ready" | "failed" | "erased";
            message: boolean;
        };
        MyDay: {
            answered: number;
            /** @description seconds, at most six decimals */
            talk_s: number;
            /** @description seconds, at most six decimals */
            hold_s: number;
            /** @description seconds, at most six decimals */
            wrap_up_s: number;
        };
        Guides: {
            metric: string;
            formula: string;
            version: number;
            least_sample: number;
            whole: components["schemas"]["Adherence"];
            agents: components["schemas"]["AgentAdherence"][];
            procedures: components["schemas"]["ProcedureAdherence"][];
            rows: components["schemas"]["GuideShown"][];
        };
        Adherence: {
            numerator: number;
            denominator: number;
            value: number | null;
            guides: components["schemas"]["GuideCell"];
        };
        GuideCell: {
            followed: number;
            deviated: number;
            unfinished: number;
            broken_off: number;
            handed_on: number;
            running: number;
        };
        AgentAdherence: {
            agent: components["schemas"]["PersonRef"];
            adherence: components["schemas"]["Adherence"];
        };
        ProcedureAdherence: {
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            adherence: components["schemas"]["Adherence"];
        };
        GuideShown: {
            contact: number;
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            version: number;
            agent: components["schemas"]["PersonRef"];
            /** Format: date-time */
            at: string;
            ended: string | null;
            /** @enum {string} */
            standing: "followed" | "deviated" | "unfinished" | "broken_off" | "handed_on" | "running";
            step?: string;
            text?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            mandatory: boolean;
            deviations: components["schemas"]["PathLeft"][];
        };
        PathLeft: {
            step: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** Format: date-time */
            at: string;
            reason?: string;
        };
        Escalations: {
            escalations: components["schemas"]["EscalationTold"][];
            rows: components["schemas"]["EscalationShown"][];
        };
        EscalationTold: {
            escalation: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            escalated: number;
            taken: number;
            meant: number;
            reached: number;
            take_over_s: number | null;
            take_over_max_s: number | null;
        };
        EscalationShown: {
            contact: number;
            /** Format: date-time */
            at: string;
            escalation: string;
            queue: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            by: components["schemas"]["PersonRef"] | null;
            person: components["schemas"]["PersonRef"] | null;
            taken_by: components["schemas"]["PersonRef"] | null;
            taken: string | null;
            take_over_s: number | null;
            over: boolean;
        };
        Customers: {
            rows: components["schemas"]["CustomerListed"][];
            more: boolean;
            people: components["schemas"]["PersonChoice"][];
        };
        CustomerListed: {
            id: number;
            customer: components["schemas"]["CustomerRecord"];
            person_name?: string;
            reachable: boolean;
        };
        CustomerRecord: {
            number: string;
            name: string;
            /** @enum {string} */
            language?: "en" | "ar" | "fa" | "id" | "ms";
            /** @enum {string} */
            standing: "ordinary" | "vip" | "vulnerable" | "threatening";
            person?: number;
        };
        PersonChoice: {
            id: number;
            name: string;
        };
        CustomerAdded: {
            id: number;
        };
        Fairness: {
            groups: components["schemas"]["SkillGroup"][];
            people: components["schemas"]["PersonRef"][];
        };
        SkillGroup: {
            /** @enum {string} */
            pool: "live" | "simulated" | "practice";
            work: components["schemas"]["Work"][];
            /** @enum {string} */
            evenness: "alone" | "too_few" | "even" | "uneven";
            offered: number;
            choices: number;
            rules: ("longest_idle" | "least_occupied" | "fewest_contacts" | "round_robin" | "best_skill" | "cheapest_skill" | "random_by_weight")[];
            agents: components["schemas"]["AgentPortions"][];
        };
        Work: {
            queue: string;
            /** @description seconds, at most six decimals */
            after_s: number;
            languages: ("en" | "ar" | "fa" | "id" | "ms")[];
        };
        AgentPortions: {
            person: number;
            offered: number;
            answered: number;
            calls: components["schemas"]["Portion"];
            busy: components["schemas"]["Portion"];
            /** @description seconds, at most six decimals */
            signed_in_s: number;
            /** @description seconds, at most six decimals */
            free_s: number;
        };
        Portion: {
            own: number;
            share: number;
            expected: number;
            low: number;
            high: number;
            /** @enum {string} */
            judged: "unknown" | "within" | "above" | "below";
        };
        Idleness: {
            /** Format: date-time */
            at: string;
            person: number;
            /** @enum {string} */
            presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
            /** @enum {string} */
            reason: "chosen" | "no_answer" | "declined" | "unreachable" | "lost" | "signed_out";
            /** Format: date-time */
            since: string;
            free: ("voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person" | "voicemail")[];
            gates: components["schemas"]["Gate"][];
            waiting: number;
            contacts: components["schemas"]["Considered"][];
        };
        Considered: {
            id: number;
            /** @enum {string} */
            verdict: "won" | "lost" | "not_ready" | "no_room" | "skill_missing" | "level_too_low" | "gate_shut" | "waits_for_other";
            key: number;
            turn: number;
            /** @enum {string} */
            presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
            skill: string;
            has: number;
            wanted: number;
            /** @enum {string} */
            reason: "reading" | "certificate" | "course" | "expired";
            what: string;
        };
        WritePage: {
            centre: string;
            topics: components["schemas"]["Topic"][];
            longest_text: number;
            longest_name: number;
        };
        Topic: {
            queue: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
        };
        MessageWanted: {
            queue: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            name?: string;
            text: string;
        };
        MessageKept: {
            token: string;
            message: components["schemas"]["MessageShown"];
        };
        MessageShown: {
            /** @enum {string} */
            state: "waiting" | "reading" | "answered" | "closed" | "refused";
            ahead: number | null;
            queue: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** Format: date-time */
            at: string;
            text: string | null;
            answers: components["schemas"]["AnswerShown"][];
        };
        AnswerShown: {
            /** Format: date-time */
            at: string;
            text: string | null;
        };
        DeskView: {
            /** Format: date-time */
            at: string;
            agent: components["schemas"]["DeskAgent"];
            opened: number;
            assignment?: components["schemas"]["DeskAssignment"];
            assignments: components["schemas"]["DeskAssignment"][];
            checklists: components["schemas"]["ChecklistView"][];
            manual: number;
        };
        DeskAgent: {
            person: number;
            /** @enum {string} */
            state: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery" | "reserved" | "ringing" | "talking" | "hold" | "wrap_up";
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
            /** @enum {string} */
            reason: "chosen" | "no_answer" | "declined" | "unreachable" | "lost" | "signed_out";
        };
        DeskAssignment: {
            id: number;
            contact: number;
            /** @enum {string} */
            channel: "voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person" | "voicemail";
            queue: string;
            queue_title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** @enum {string} */
            state: "reserved" | "ringing" | "talking" | "hold" | "wrap_up" | "ended" | "calling";
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            step?: components["schemas"]["GuideStep"];
            worked: number;
            recording_paused: boolean;
            callback: boolean;
            /** @description seconds, at most six decimals */
            long_after_s?: number;
            results: components["schemas"]["ResultQuestion"][];
        };
        GuideStep: {
            id: string;
            procedure: string;
            procedure_title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            verb: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            mandatory: boolean;
            critical: boolean;
            late: boolean;
            options: components["schemas"]["GuideOption"][];
            field?: components["schemas"]["GuideField"];
            outcome?: string;
            outcome_title?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            deviations: string[];
        };
        GuideOption: {
            id: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
        };
        GuideField: {
            id: string;
            /** @enum {string} */
            type: "text" | "number" | "yes_no" | "choice" | "date" | "duration";
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            help: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            options: components["schemas"]["GuideOption"][];
            least?: string;
            most?: string;
            longest?: number;
        };
        ResultQuestion: {
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
        };
        ChecklistView: {
            id: number;
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            step?: components["schemas"]["GuideStep"];
        };
        Guide: {
            flow: string;
            version: number;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            steps: components["schemas"]["GuidedStep"][];
            outcomes: string[];
        };
        GuidedStep: {
            id: string;
            verb: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            mandatory: boolean;
            conditional: boolean;
            outcome?: string;
            next?: string;
        };
        PresenceWish: {
            /** @enum {string} */
            presence: "offline" | "ready" | "away" | "break" | "training" | "coaching" | "meeting" | "recovery";
        };
        Written: {
            entry: number;
        };
        AssignmentWish: {
            assignment?: number;
        };
        RecordingWish: {
            paused: boolean;
            assignment?: number;
        };
        TransferWish: {
            queue?: string;
            person?: number;
            assignment?: number;
        };
        WorkView: {
            contact: number;
            steps: components["schemas"]["WorkedStep"][];
            known: components["schemas"]["KnownValue"][];
        };
        WorkedStep: {
            procedure: string;
            step: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** @enum {string} */
            answer: "done" | "yes" | "no" | "deviated" | "noted";
            option?: string;
            written?: string;
            by: number;
            /** Format: date-time */
            at: string;
            field?: string;
        };
        KnownValue: {
            field: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            value: string;
            /** @enum {string} */
            type: "text" | "number" | "yes_no" | "choice" | "date" | "duration";
            option?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
        };
        StepWish: {
            step: string;
            /** @enum {string} */
            answer: "done" | "yes" | "no" | "deviated" | "noted";
            option?: string;
            text?: string;
            assignment?: number;
        };
        DeviationWish: {
            to: string;
            reason: string;
            assignment?: number;
        };
        NoteWish: {
            text: string;
            assignment?: number;
        };
        ResultWish: {
            procedure?: string;
            reached: boolean;
            reason?: string;
            assignment?: number;
        };
        ProcedureWish: {
            procedure: string;
            step?: string;
            option?: string;
            assignment?: number;
        };
        Checklists: {
            checklists: components["schemas"]["ChecklistCard"][];
        };
        ChecklistCard: {
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** @enum {string} */
            use: "other" | "pre_shift" | "start_of_day" | "handover" | "incident";
            before_ready: boolean;
            passed: boolean;
            open?: number;
        };
        ItemWish: {
            checklist: number;
            step: components["schemas"]["StepWish"];
        };
        ChecklistWish: {
            checklist: number;
        };
        WrapUpWish: {
            outcome?: string;
            assignment?: number;
        };
        ReplyWish: {
            text: string;
            assignment?: number;
        };
        Cases: {
            rows: components["schemas"]["CaseShown"][];
        };
        CaseShown: {
            case: number;
            procedure: string;
            step: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            contacts: number[];
            /** Format: date-time */
            opened: string;
            owner: components["schemas"]["PersonRef"];
            /** Format: date-time */
            since: string;
            taken: string | null;
            take_over_s: number | null;
            closed: string | null;
            closed_by: components["schemas"]["PersonRef"] | null;
            caller: string | null;
            reason?: string;
            outcome?: string;
        };
        CasePeople: {
            people: components["schemas"]["PersonRef"][];
        };
        ChecklistRuns: {
            rows: components["schemas"]["ChecklistRun"][];
        };
        ChecklistRun: {
            id: number;
            procedure: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** @enum {string} */
            use: "other" | "pre_shift" | "start_of_day" | "handover" | "incident";
            version: number;
            by: components["schemas"]["PersonRef"];
            /** Format: date-time */
            started: string;
            ended: string | null;
            passed: boolean | null;
            outcome: string | null;
            items: components["schemas"]["CheckedItem"][];
        };
        CheckedItem: {
            procedure: string;
            step: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            critical: boolean;
            /** @enum {string} */
            answer: "done" | "yes" | "no" | "deviated" | "noted";
            option?: string;
            choice?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            written?: string;
            /** Format: date-time */
            at: string;
        };
        ManualListed: {
            version: number;
            languages: ("en" | "ar" | "fa" | "id" | "ms")[];
            procedures: components["schemas"]["ProcedureListed"][];
        };
        ProcedureListed: {
            id: string;
            kind: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            purpose: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            departments: string[];
            audience: string[];
            reads: string[];
            owner: string;
            approver: string;
            origin: string;
            effective: string;
            review: string;
            steps: number;
            guide: boolean;
            leads_callers: boolean;
            variants: components["schemas"]["VariantListed"][];
        };
        VariantListed: {
            step: string;
            option: string;
            title: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
        };
        VersionListed: {
            version: number;
            /** Format: date-time */
            published: string;
            by: string | null;
            documents: components["schemas"]["DocumentRef"][];
        };
        DocumentRef: {
            path: string;
            sha256: string;
        };
        ManualTexts: {
            documents: components["schemas"]["Text"][];
        };
        Text: {
            path: string;
            text: string;
        };
        ManualJudged: {
            findings: components["schemas"]["FindingShown"][];
        };
        FindingShown: {
            rule: string;
            where: string;
            what: string;
            right: string;
        };
        ManualChange: {
            version: number;
            added: string[];
            changed: string[];
            removed: string[];
        };
        NewLink: {
            link: string;
        };
        TrunkWanted: {
            address: string;
            call_port?: number;
            call_prefixes?: string[];
            call_as?: string;
        };
        DeviceWanted: {
            fixed_uri?: string;
        };
        DeviceAccount: {
            user: string;
            password?: string;
        };
        NumberWanted: {
            flow?: string;
            queue?: string;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            web?: boolean;
        };
        Contact: {
            contact: number;
            /** @enum {string} */
            origin: "live" | "simulated" | "imported" | "practice";
            /** @enum {string} */
            channel: "voice_in" | "voice_out" | "callback" | "email" | "chat" | "form" | "in_person" | "voicemail";
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            flow: string;
            queue: string | null;
            /** Format: date-time */
            started: string;
            state: ("menu" | "waiting" | "callback" | "voicemail" | "ringing" | "talking" | "hold" | "wrap_up") | null;
            agent: components["schemas"]["PersonRef"] | null;
            talk_s: number | null;
            hold_s: number | null;
            wrap_up_s: number | null;
            outcome: string | null;
            contact_end: ("flow" | "caller" | "agent" | "blocked" | "failed" | "interrupted" | "unreached" | "lost") | null;
            caller: string | null;
            customer: components["schemas"]["CustomerShown"] | null;
            visits: components["schemas"]["Visit"][];
            assignments: components["schemas"]["Assignment"][];
            timeline: components["schemas"]["TimelineEntry"][];
            promises: components["schemas"]["PromiseShown"][];
            cases: components["schemas"]["CaseShown"][];
            recordings: components["schemas"]["Recording"][];
        };
        CustomerShown: {
            name: string | null;
            /** @enum {string} */
            standing: "ordinary" | "vip" | "vulnerable" | "threatening";
            contacts_lately: number;
        };
        Visit: {
            id: number;
            queue: string;
            /** Format: date-time */
            started: string;
            ended: string | null;
            /** @enum {string} */
            end: "answered" | "abandoned" | "overflowed" | "transferred" | "callback" | "voicemail" | "blocked" | "interrupted" | "in_progress";
            /** @enum {string} */
            cause: "none" | "hung_up" | "lost" | "full" | "closed" | "nobody" | "exited" | "unreached";
        };
        Assignment: {
            id: number;
            visit: number;
            queue: string;
            agent: components["schemas"]["PersonRef"];
            /** @enum {string} */
            state: "reserved" | "ringing" | "talking" | "hold" | "wrap_up" | "ended" | "calling";
            end: ("completed" | "transferred" | "caller_left" | "no_answer" | "declined" | "unreachable" | "interrupted" | "unreached") | null;
            /** @description seconds, at most six decimals */
            ring_s: number;
            /** @description seconds, at most six decimals */
            talk_s: number;
            /** @description seconds, at most six decimals */
            hold_s: number;
            /** @description seconds, at most six decimals */
            wrap_up_s: number;
            outcome: string | null;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            kind: string;
            flow?: string;
            step?: string;
            text?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            /** @enum {string} */
            led?: "caller" | "agent";
            version?: number;
            note?: string;
            key?: string;
            reached?: boolean;
            accepted?: boolean;
            answer?: string;
            choice?: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            queue?: string;
            agent?: components["schemas"]["PersonRef"];
            state?: string;
            end?: string;
            cause?: string;
            outcome?: string;
            decision?: components["schemas"]["DecisionShown"];
            /** Format: date-time */
            due?: string;
            case?: number;
            /** @description seconds, at most six decimals */
            length_s?: number;
        };
        DecisionShown: {
            /** @enum {string} */
            chooser: "contact_chose_agent" | "agent_took_contact" | "person_chose" | "preferred";
            /** @enum {string} */
            rule: "longest_idle" | "least_occupied" | "fewest_contacts" | "round_robin" | "best_skill" | "cheapest_skill" | "random_by_weight";
            eligible: number;
        };
        Recording: {
            id: number;
            /** Format: date-time */
            from: string;
            /** @description seconds, at most six decimals */
            length_s: number;
            /** @enum {string} */
            state: "running" | "ready" | "failed" | "erased";
            message: boolean;
        };
        Peaks: {
            customer: number[];
            agent: number[];
        };
        DecisionsExplained: {
            decisions: components["schemas"]["DecisionExplained"][];
        };
        DecisionExplained: {
            entry: number;
            /** @enum {string} */
            considers: "agents" | "contacts";
            why: components["schemas"]["Explanation"];
        };
        Explanation: {
            /** Format: date-time */
            at: string;
            decided: components["schemas"]["Decided"];
            considered: components["schemas"]["Considered"][];
        };
        Decided: {
            contact: number;
            person: number;
            assignment: number;
            queue: string;
            decision: components["schemas"]["Decision"];
        };
        Decision: {
            /** @enum {string} */
            chooser: "contact_chose_agent" | "agent_took_contact" | "person_chose" | "preferred";
            /** @enum {string} */
            rule: "longest_idle" | "least_occupied" | "fewest_contacts" | "round_robin" | "best_skill" | "cheapest_skill" | "random_by_weight";
            eligible: number;
            best: components["schemas"]["Candidate"][];
            lot: number;
            lots: number;
        };
        Candidate: {
            id: number;
            key: number;
            turn: number;
        };
        Conversation: {
            contact: number;
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            /** Format: date-time */
            at: string;
            name: string | null;
            text: string | null;
            replies: components["schemas"]["ReplyShown"][];
        };
        ReplyShown: {
            /** Format: date-time */
            at: string;
            person: number;
            agent: string;
            text: string | null;
        };
        CaseWhole: {
            shown: components["schemas"]["CaseShown"];
            owners: components["schemas"]["CaseOwner"][];
        };
        CaseOwner: {
            owner: components["schemas"]["PersonRef"];
            by: components["schemas"]["PersonRef"];
            /** Format: date-time */
            since: string;
            taken: string | null;
            take_over_s: number | null;
            reason?: string;
        };
        CaseWish: {
            taken?: boolean;
            owner?: number;
            reason?: string;
            outcome?: string;
        };
        CaseWritten: {
            entry: number;
        };
        ProcedureShown: {
            version: number;
            in_force: boolean;
            procedure: components["schemas"]["ProcedureListed"];
            documents: components["schemas"]["DocumentShown"][];
            flow?: components["schemas"]["FlowShown"];
        };
        DocumentShown: {
            /** @enum {string} */
            language: "en" | "ar" | "fa" | "id" | "ms";
            path: string;
            sha256: string;
            title: string;
            text: string;
            html: string;
        };
        FlowShown: {
            start: string;
            agent_first: boolean;
            checklist: boolean;
            before_ready: boolean;
            steps: components["schemas"]["FlowStep"][];
        };
        FlowStep: {
            id: string;
            verb: string;
            text: {
                en?: string;
                ar?: string;
                fa?: string;
                id?: string;
                ms?: string;
            };
            about: string;
            condition: string;
            mandatory: boolean;
            critical: boolean;
            trainee: boolean;
            within_s?: number;
            due_s?: number;
            ways: components["schemas"]["FlowWay"][];
        };
        FlowWay: {
            by: string;
            to: string;
        };
        ProcedureChanges: {
            procedure: string;
            from: number;
            to: number;
            /** Format: date-time */
            from_published: string;
            /** Format: date-time */
            to_published: string;
            head: components["schemas"]["HeadChanged"][];
            steps: components["schemas"]["StepChanged"][];
            documents: components["schemas"]["DocumentChanged"][];
        };
        HeadChanged: {
            field: string;
            from: string;
            to: string;
        };
        StepChanged: {
            step: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            fields: string[];
            from?: components["schemas"]["FlowStep"];
            to?: components["schemas"]["FlowStep"];
        };
        DocumentChanged: {
            path: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            lines: components["schemas"]["LinesChanged"][];
        };
        LinesChanged: {
            from_line: number;
            to_line: number;
            removed: string[];
            added: string[];
        };
        SettleWish: {
            /** @enum {string} */
            outcome: "put_right" | "explained" | "revised" | "nothing";
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_phone: {
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
                    "application/json": components["schemas"]["PhoneShown"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    open_phone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LineOffer"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineAnswer"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    close_phone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LineClosed"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    answer_phone: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    decline_phone: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    press_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyWanted"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_call_page: {
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
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    begin_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallWanted"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallOpened"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    end_call: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_call: {
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
                    "application/json": components["schemas"]["CallShown"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    press_call_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyWanted"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_people: {
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
                    "application/json": components["schemas"]["PersonListed"][];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_person: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonRecord"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonAdded"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_site: {
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
                    "application/json": components["schemas"]["SiteRecord"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteRecord"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_telephones: {
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
                    "application/json": components["schemas"]["TelephonesListed"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_in: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_out: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_in_by_password: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_me: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_password: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_language: {
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_colleagues: {
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
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_agents: {
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
                    "application/json": components["schemas"]["AgentShown"][];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_board: {
        parameters: {
            query?: {
                origins?: "live" | "all";
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_contacts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                queue?: string;
                end?: string;
                state?: string;
                channel?: string;
                within?: boolean;
                short?: boolean;
                as_expected?: boolean;
                origins?: "live" | "all";
                agent?: number;
                number?: string;
                page_after?: string;
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_promises: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                origins?: "live" | "all";
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
                    "application/json": components["schemas"]["Promises"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_results: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                owner?: string;
                mine?: boolean;
                procedure?: string;
                origins?: "live" | "all";
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    count_own_results: {
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
                    "application/json": components["schemas"]["OwnResults"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_recordings: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                queue?: string;
                agent?: number;
                number?: string;
                before?: number;
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
                    "application/json": components["schemas"]["RecordingPage"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_own_contacts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                queue?: string;
                end?: string;
                state?: string;
                channel?: string;
                within?: boolean;
                short?: boolean;
                as_expected?: boolean;
                origins?: "live" | "all";
                agent?: number;
                number?: string;
                page_after?: string;
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_day: {
        parameters: {
            query: {
                from: string;
                origins?: "live" | "all";
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
                    "application/json": components["schemas"]["MyDay"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_guides: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                agent?: number;
                procedure?: string;
                standing?: string;
                origins?: "live" | "all";
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Guides"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_own_guides: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                agent?: number;
                procedure?: string;
                standing?: string;
                origins?: "live" | "all";
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Guides"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_escalations: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                escalation?: string;
                origins?: "live" | "all";
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Escalations"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_customers: {
        parameters: {
            query?: {
                search?: string;
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
                    "application/json": components["schemas"]["Customers"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_customer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerRecord"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerAdded"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    report_fairness: {
        parameters: {
            query: {
                from: string;
                to: string;
                queue?: string;
                origins?: "live" | "all";
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
                    "application/json": components["schemas"]["Fairness"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    explain_own_idleness: {
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
                    "application/json": components["schemas"]["Idleness"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_write_page: {
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
                    "application/json": components["schemas"]["WritePage"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    write_message: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageWanted"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageKept"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_desk: {
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
                    "application/json": components["schemas"]["DeskView"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_guide: {
        parameters: {
            query?: {
                assignment?: number;
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
                    "application/json": components["schemas"]["Guide"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    open_guide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcedureWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    declare_presence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    hold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resume: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    end_contact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    pause_recording: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordingWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    transfer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_desk_work: {
        parameters: {
            query?: {
                assignment?: number;
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
                    "application/json": components["schemas"]["WorkView"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    answer_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deviate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviationWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    write_note: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    answer_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResultWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_desk_checklists: {
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
                    "application/json": components["schemas"]["Checklists"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    begin_checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcedureWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    answer_checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ItemWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    drop_checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChecklistWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    end_wrap_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrapUpWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    decline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_cases: {
        parameters: {
            query?: {
                state?: "open" | "closed";
                owner?: number;
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Cases"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_own_cases: {
        parameters: {
            query?: {
                state?: "open" | "closed";
                owner?: number;
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["Cases"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_case_people: {
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
                    "application/json": components["schemas"]["CasePeople"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_checklists: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                limit?: number;
                at_least?: number;
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
                    "application/json": components["schemas"]["ChecklistRuns"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_manual: {
        parameters: {
            query?: {
                effective_from?: string;
                effective_to?: string;
                department?: string;
                search?: string;
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
                    "application/json": components["schemas"]["ManualListed"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    publish_manual: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTexts"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualChange"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_versions: {
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
                    "application/json": components["schemas"]["VersionListed"][];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    clause_schema: {
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
                    "application/json": unknown;
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    check_manual: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTexts"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualJudged"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    is_alive: {
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    is_ready: {
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_metrics: {
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    describe_api: {
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonRecord"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    make_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["NewLink"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    put_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrunkWanted"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    put_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceWanted"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAccount"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    put_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumberWanted"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_contact: {
        parameters: {
            query?: {
                at_least?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_recording_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_recording_peaks: {
        parameters: {
            query?: {
                points?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Peaks"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_message_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                content?: never;
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_message_peaks: {
        parameters: {
            query?: {
                points?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Peaks"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_contact: {
        parameters: {
            query?: {
                at_least?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerRecord"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    explain_decisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["DecisionsExplained"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    explain_idleness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Idleness"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "application/json": components["schemas"]["MessageShown"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_conversation: {
        parameters: {
            query?: {
                at_least?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_conversation: {
        parameters: {
            query?: {
                at_least?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["CaseWhole"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseWish"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseWritten"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_own_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseWish"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseWritten"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_procedure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["ProcedureShown"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    compare_procedure: {
        parameters: {
            query?: {
                from?: number;
                to?: number;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["ProcedureChanges"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    settle_result: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assignment: string;
                procedure: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleWish"];
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
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_procedure_of_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
                id: string;
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
                    "application/json": components["schemas"]["ProcedureShown"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
