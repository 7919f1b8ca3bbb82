#pragma once
// The inside of the machine. One file for each side of a contact: caller.cpp (menus, queueing, leaving), agent.cpp (assignments,
// wrap-up, presence), callback.cpp, voicemail.cpp, guide.cpp, escalation.cpp, case.cpp, checklist.cpp, keeping.cpp (people, manuals,
// restart), snapshot.cpp; centre.cpp hands each input to its handler.

#include <array>
#include <map>
#include <set>

#include "base/numbered.hpp"
#include "base/places.hpp"
#include "base/table.hpp"
#include "centre/agenda.hpp"
#include "centre/centre.hpp"
#include "centre/explain.hpp"
#include "procedure/run.hpp"
#include "routing/router.hpp"

namespace markaz::centre {

using contact::AssignmentState;

/// An agent in the machine: what was declared, and how many assignments they hold in each channel.
struct Seat {
    KnownAgent known;
    std::array<std::uint8_t, contact::channel_count> load{};
    std::uint32_t holds = 0;  ///< in all channels
};

struct Centre::State {
    bool opened = false;
    Instant now{};
    Random random;
    std::uint64_t next_contact = 1, next_visit = 1, next_assignment = 1, next_turn = 1, next_timer = 1,
                  next_checklist = 1;

    Table<PersonId, Seat> seats;
    Numbered<ContactId, OpenContact> contacts;
    std::set<ContactId> to_call_back;  ///< contacts that have a callback: queues count theirs, however many wait
    Numbered<AssignmentId, OpenAssignment> assignments;
    Numbered<procedure::ChecklistId, OpenChecklist> checklists;
    std::map<CaseId, OpenCase> cases;
    std::map<std::pair<ContactId, Key>, CaseId> opened_cases;  ///< the open case that a procedure opened in a contact
    std::uint64_t next_case = 1;
    Agenda agenda;
    routing::Router router;
    procedure::ManualRef manual;                               ///< in force
    Places queue_places;                                       ///< in the manual in force
    std::map<std::uint64_t, procedure::ManualRef> manuals;     ///< in force or pinned by a run
    std::vector<routing::Zone> zones;                          ///< told with the manual in force
    std::optional<std::vector<NamedPerson>> named_people;      ///< for whom the manual means its escalations
    std::vector<routing::Expectation> expectations;            ///< by queue of the manual in force, then pool

    Outputs* outputs = nullptr;  ///< of the advance that runs now
    std::vector<Explanation>* why = nullptr;  ///< where each decision is explained, if anybody asks

    template <class Fact>
    void tell(const Fact& fact) { outputs->emplace_back(now, fact); }

    // ---- centre.cpp
    bool run_due(Instant until);
    bool counts(const Timer& timer) const;
    void fire(const Timer& timer);
    void set_timer(Duration after, TimerKind kind, std::uint64_t subject, std::uint64_t mark);
    void drop_stale_timers();

    // ---- one handler an input; each checks first and changes the state only when it accepts
    Refusal take(const Tick&) { return Refusal::nothing_due; }
    Refusal take(const Opened&);
    Refusal take(const Restarted&);
    Refusal take(const ClockCorrected&);
    Refusal take(const ManualPublished&);
    Refusal take(const PeopleNamed&);
    Refusal take(const AgentChanged&);
    Refusal take(const ContactArrived&);
    Refusal take(const KeyPressed&);
    Refusal take(const PromptEnded&);
    Refusal take(const CallerLeft&);
    Refusal take(const PresenceDeclared&);
    Refusal take(const AgentRinging&);
    Refusal take(const AgentAnswered&);
    Refusal take(const AgentRefused&);
    Refusal take(const AgentLeft&);
    Refusal take(const HoldWanted&);
    Refusal take(const ResumeWanted&);
    Refusal take(const RecordingPauseWanted&);
    Refusal take(const TransferWanted&);
    Refusal take(const StepAnswered&);
    Refusal take(const ReplyWritten&);
    Refusal take(const WrapUpDone&);
    Refusal take(const GuideDeviated&);
    Refusal take(const GuideOpened&);
    Refusal take(const NoteWritten&);
    Refusal take(const ResultAnswered&);
    Refusal take(const CaseTaken&);
    Refusal take(const CaseGiven&);
    Refusal take(const CaseSettled&);
    Refusal take(const ChecklistBegun&);
    Refusal take(const ChecklistAnswered&);
    Refusal take(const ChecklistDropped&);
    Refusal take(const CustomerAnswered&);
    Refusal take(const CustomerUnreached&);
    Refusal take(const MessageRecorded&);

    // ---- caller.cpp
    void enter_step(OpenContact& contact, procedure::StepIndex step);
    void speak(OpenContact& contact);
    void fail_try(OpenContact& contact, const procedure::Choose& choose);
    Refusal leave_by_key(OpenContact& contact, const procedure::Step& step, std::uint8_t key);
    void answer_survey(OpenContact& contact, const procedure::Step& step, std::uint8_t key);
    enum class Caller { accepted, not_yet_accepted };
    /// Whether the contact is served while its caller is on the telephone: neither called back nor a message.
    static bool is_call(const OpenContact& contact) {
        return contact.callback == contact::Callback::none && contact.voicemail == contact::Voicemail::none;
    }
    bool waits(const OpenContact& contact) const {
        return contact.visit && !contact.assignment && contact.callback != contact::Callback::chosen &&
               contact.callback != contact::Callback::pausing &&
               (contact.voicemail == contact::Voicemail::none || contact.voicemail == contact::Voicemail::left);
    }

    // ---- queueing.cpp
    /// Null where the manual in force has no such queue.
    const routing::QueuePolicy* policy_of(Key queue) const {
        const std::uint32_t place = queue_places.find(queue);
        return place == Places::none ? nullptr : &manual->queues[place];
    }
    void enter_queue(OpenContact& contact, Key queue, Instant place, Caller caller) {
        enter_queue(contact, queue, policy_of(queue), place, caller);
    }
    void enter_queue(OpenContact& contact, Key queue, const routing::QueuePolicy* policy, Instant place, Caller caller);
    const routing::QueuePolicy* allocated(const routing::QueuePolicy* policy);
    void start_visit(OpenContact& contact, Key queue, Instant place);
    contact::VisitCause refused(const OpenContact& contact, const routing::QueuePolicy* policy);
    void block(OpenContact& contact, contact::VisitCause cause, Caller caller);
    const routing::Overflow* overflows_at_once(const OpenContact& contact, const routing::QueuePolicy& policy) const;
    const routing::Overflow* overflows_in_time(const routing::QueuePolicy& policy) const;
    routing::Demand demand_of(const OpenContact& contact, const routing::QueuePolicy& policy) const;
    std::int64_t rank_of(const OpenContact& contact, const routing::QueuePolicy& policy) const;
    std::uint32_t stage_now(const OpenContact& contact, const routing::QueuePolicy& policy) const;
    bool serve_at_once(OpenContact& contact, const routing::QueuePolicy& policy);
    void wait(OpenContact& contact, const routing::QueuePolicy& policy);
    void enter_router(const OpenContact& contact, const routing::QueuePolicy& policy);
    bool may_prefer(const OpenContact& contact, const routing::QueuePolicy& policy);
    void prefer_no_longer(PersonId person);
    void return_to_queue(OpenContact& contact);
    void relax(OpenContact& contact);
    void move_on(OpenContact& contact);
    void find_agent(OpenContact& contact, const routing::QueuePolicy& policy);
    void give(OpenContact& contact, const routing::QueuePolicy& policy, const routing::Match& match);
    void arm_announcement(OpenContact& contact, const routing::QueuePolicy& policy, Duration after);
    /// What a timer of an announcement must still find.
    static std::uint64_t announcement_mark(const OpenContact& contact) { return contact.visit.value << 24 | (contact.play & 0xff'ffff); }
    void announce(OpenContact& contact);
    bool speak_sentence(OpenContact& contact, QueueSentence sentence);
    void speak(OpenContact& contact, QueueSentence sentence, std::uint32_t number = 0);
    void return_from_talk(OpenContact& contact);
    bool speak_sentences(OpenContact& contact, const routing::Announcements& wanted);
    void speak_message(OpenContact& contact, std::uint32_t message);
    void announced(OpenContact& contact);
    routing::Expectation& expectation(contact::Pool pool, const routing::QueuePolicy& policy);
    void expect(OpenContact& contact, const routing::QueuePolicy& policy);
    void leave_router(const OpenContact& contact);
    std::vector<QueueExpectation> kept_expectations() const;
    void take_expectations(const std::vector<QueueExpectation>& kept);
    void end_visit(OpenContact& contact, contact::VisitEnd end, contact::VisitCause cause);
    void end_contact(OpenContact& contact, contact::ContactEnd end);

    // ---- callback.cpp
    void move_callback(OpenContact& contact, contact::Callback to);
    bool may_be_called_back(const OpenContact& contact, Key queue) const;
    void choose_callback(OpenContact& contact, const procedure::Callback& step);
    void offer_callback(OpenContact& contact);
    template <class Verb>
    const procedure::Queue* way_to(const OpenContact& contact) const;
    bool stand_for_call(OpenContact& contact);
    void wait_for_call(OpenContact& contact);
    void call_customer(OpenAssignment& assignment, OpenContact& contact);
    void miss_customer(OpenAssignment& assignment, OpenContact& contact);
    void leave_call(OpenAssignment& assignment, bool lost);
    void keep_callback(OpenContact& contact, std::vector<AssignmentId>& served);

    // ---- voicemail.cpp
    void move_voicemail(OpenContact& contact, contact::Voicemail to, Duration length = Duration{0});
    void greet(OpenContact& contact);
    void record_message(OpenContact& contact);
    void stop_message(const OpenContact& contact);
    Refusal key_in_message(OpenContact& contact, std::uint8_t key);
    void keep_message(OpenContact& contact, Key queue, Duration length);
    void drop_message(OpenContact& contact, procedure::StepIndex otherwise);
    bool stand_as_message(OpenContact& contact);
    void wait_as_message(OpenContact& contact);
    bool keep_voicemail(OpenContact& contact);

    // ---- agent.cpp
    void converse(OpenAssignment& assignment, OpenContact& contact, contact::VisitEnd end);
    void find_contacts_in_order();
    void reserve(OpenContact& contact, const routing::QueuePolicy* policy, Seat& seat, const routing::Decision& decision);
    void move(OpenAssignment& assignment, AssignmentState state);
    void add_time(OpenAssignment& assignment);
    void fail_ring(OpenAssignment& assignment, contact::AssignmentEnd end, people::PresenceReason reason);
    void end_talk(OpenAssignment& assignment, contact::AssignmentEnd end);
    void end_assignment(OpenAssignment& assignment, contact::AssignmentEnd end);
    void declare(Seat& seat, people::Presence presence, people::PresenceReason reason);
    void sign_in_or_out(Seat& seat, people::Presence presence);
    routing::ChannelSet free_channels(const Seat& seat) const;
    void offer(const Seat& seat) { offer(seat, free_channels(seat)); }
    void offer(const Seat& seat, routing::ChannelSet channels);
    void find_contacts(Seat& seat);

    // ---- guide.cpp
    const procedure::Step* step_of(const procedure::Run& run) const;
    procedure::Facts facts_of(const OpenContact& contact) const;
    procedure::Facts facts_of(const OpenAssignment& assignment) const;
    void begin_guide(OpenAssignment& assignment, OpenContact& contact);
    void enter_guide(OpenAssignment& assignment, procedure::StepIndex step);
    void leave_guide(OpenAssignment& assignment, OpenContact& contact);
    void tell_late(OpenAssignment& assignment);
    void ask_result(OpenAssignment& assignment, Key flow);
    Refusal judge(const procedure::Run& run, const procedure::Step& step, const StepWork& work, procedure::StepIndex& next) const;
    StepDone keep(procedure::Run& run, const procedure::Step& step, const StepWork& work, PersonId by);
    std::optional<Refusal> hand_over(OpenAssignment& assignment, const procedure::Step& step, const StepWork& work);
    void transfer_to_queue(OpenAssignment& assignment, OpenContact& contact, Key queue);
    void begin_survey(OpenAssignment& assignment, OpenContact& contact);
    Key outcome_ahead(const procedure::Run& run) const;

    // ---- escalation.cpp
    /// Whom the contact would rather have: for whom it was escalated, else its last agent or the owner of its case; nobody: 0.
    static PersonId wish_of(const OpenContact& contact) { return contact.escalated_to.value_or(contact.preferred); }
    static void forget_wish(OpenContact& contact, PersonId person);
    PersonId person_for(const OpenContact& contact, const procedure::Escalation& above, PersonId not_);
    void aim(OpenContact& contact, const OpenAssignment* from, const procedure::Escalation& above);
    void aim_no_longer(OpenContact& contact, const procedure::Escalate& step);
    void escalate_caller(OpenContact& contact, const procedure::Escalate& step);

    // ---- case.cpp
    void open_case(const OpenAssignment& assignment, const procedure::Step& step, CaseId joins);
    void keep_open(const OpenCase& open);
    OpenCase* case_to_join(const OpenAssignment& assignment, CaseId joins);
    Refusal owned(CaseId id, PersonId owner, OpenCase*& found);
    void give(OpenCase& given, PersonId to, PersonId by, bool taken, contact::VaultId written);

    // ---- checklist.cpp
    procedure::Facts facts_of(const OpenChecklist& checklist) const;
    Key open_gate(const Seat& seat) const;
    void enter_item(OpenChecklist& checklist, procedure::StepIndex step);
    void end_checklist(OpenChecklist& checklist, bool passed);
    void forget_checks(Seat& seat);

    // ---- explain.cpp
    Considered consider(const Seat& seat, const OpenContact& contact) const;
    Explanation explanation(const Decided& decided) const;

    // ---- keeping.cpp
    void hold(procedure::ManualRef next);
    void put_in_force(procedure::ManualRef next);
    void forget_unused_manuals();
    std::vector<ContactId> waiting_contacts() const;
};

}  // namespace markaz::centre
