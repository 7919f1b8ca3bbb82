#pragma once
// Serves desks: on request, live, and taking the agent's wishes.

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "base/language.hpp"
#include "contact/types.hpp"
#include "desk/desk.hpp"
#include "driver/ask.hpp"
#include "driver/committed.hpp"
#include "edge/http/router.hpp"
#include "procedure/run.hpp"

namespace markaz::desk {

/// One of several that a step or a field offers.
struct GuideOption {
    Key id;
    Text title;
};
BOOST_DESCRIBE_STRUCT(GuideOption, (), (id, title))

/// The field in which a step's answer is kept. `least` and `most` as people write its values; `longest`: characters of a text.
struct GuideField {
    Key id;
    procedure::ValueType type = procedure::ValueType::text;
    Text title, help;
    std::vector<GuideOption> options;
    std::optional<std::string> least, most;
    std::optional<std::uint32_t> longest;
};
BOOST_DESCRIBE_STRUCT(GuideField, (), (id, type, title, help, options, least, most, longest))

/// The step that the guide shows, with its text in every language. `{name}` in a text stands for the value of that field, which
/// GET /api/v1/desk/work tells. `late`: it has stood there for longer than the manual thinks right.
/// `deviations`: the steps of its procedure to which the agent may go for a written reason; none where it may not be passed over.
struct GuideStep {
    Key id;
    Key procedure;
    Text procedure_title;
    std::string verb;
    Text text;
    bool mandatory = false, critical = false, late = false;
    std::vector<GuideOption> options;
    std::optional<GuideField> field;
    std::optional<Key> outcome;  ///< with which `end` ends the guide
    std::optional<Text> outcome_title;
    std::vector<Key> deviations;
};
BOOST_DESCRIBE_STRUCT(GuideStep, (), (id, procedure, procedure_title, verb, text, mandatory, critical, late, options, field, outcome,
                                      outcome_title, deviations))

/// A checklist that one may begin, or must pass before one is ready.
struct ChecklistCard {
    Key procedure;
    Text title;
    procedure::ChecklistUse use = procedure::ChecklistUse::other;
    bool before_ready = false, passed = false;  ///< passed since one was last offline
    std::optional<procedure::ChecklistId> open;
};
BOOST_DESCRIBE_STRUCT(ChecklistCard, (), (procedure, title, use, before_ready, passed, open))

/// A checklist that is being run, and the step at which it stands.
struct ChecklistView {
    procedure::ChecklistId id;
    Key procedure;
    Text title;
    std::optional<GuideStep> step;
};
BOOST_DESCRIBE_STRUCT(ChecklistView, (), (id, procedure, title, step))

/// A step that somebody did for the contact, with what they wrote there. `field`: what it filled, which has the value as well.
struct WorkedStep {
    Key procedure, step;
    Text text;
    procedure::Answer answer = procedure::Answer::done;
    std::optional<Key> option;
    std::optional<std::string> written;
    PersonId by;
    Instant at{};
    std::optional<Key> field;
};
BOOST_DESCRIBE_STRUCT(WorkedStep, (), (procedure, step, text, answer, option, written, by, at, field))

/// What is known of the contact: a field of the manual and its value, as people write it. `option`: what people read for a choice.
struct KnownValue {
    Key field;
    Text title;
    std::string value;
    procedure::ValueType type = procedure::ValueType::text;
    std::optional<Text> option;
};
BOOST_DESCRIBE_STRUCT(KnownValue, (), (field, title, value, type, option))

/// What all agents did and learnt of the contact that the desk shows, oldest first.
struct WorkView {
    contact::ContactId contact;
    std::vector<WorkedStep> steps;
    std::vector<KnownValue> known;
};
BOOST_DESCRIBE_STRUCT(WorkView, (), (contact, steps, known))

/// Whether it came to what this procedure expects, the agent is asked; nothing waits for the answer. `text`: what it expects.
struct ResultQuestion {
    Key procedure;
    Text title, text;
};
BOOST_DESCRIBE_STRUCT(ResultQuestion, (), (procedure, title, text))

struct DeskAssignment {
    AssignmentId id;
    contact::ContactId contact;
    contact::Channel channel = contact::Channel::voice_in;
    Key queue;
    Text queue_title;
    contact::AssignmentState state = contact::AssignmentState::reserved;
    Instant since{};
    Language language = Language::en;
    std::optional<GuideStep> step;
    std::uint64_t worked = 0;  ///< how many steps GET /api/v1/desk/work tells
    bool recording_paused = false;
    bool callback = false;  ///< the customer is not there yet: once the agent has answered, we call them
    std::optional<Duration> long_after_s;  ///< the manual wants the agent told that the state lasts, once it has lasted so long
    std::vector<ResultQuestion> results;   ///< in the order in which their guides ended
};
BOOST_DESCRIBE_STRUCT(DeskAssignment, (), (id, contact, channel, queue, queue_title, state, since, language, step, worked,
                                           recording_paused, callback, long_after_s, results))

struct DeskAgent {
    PersonId person;
    people::AgentState state = people::AgentState::offline;
    Instant since{};
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
};
BOOST_DESCRIBE_STRUCT(DeskAgent, (), (person, state, since, presence, reason))

/// `assignments` are all that the agent has, in the order in which they came; `assignment` is the most engaged of them.
/// `opened` counts how often this person's desk was opened; whoever sees a later count than that of their own snapshot is not the
/// newest any more.
struct DeskView {
    Instant at{};  ///< of the last beat before it was said
    DeskAgent agent;
    std::uint64_t opened = 0;
    std::optional<DeskAssignment> assignment;
    std::vector<DeskAssignment> assignments;
    std::vector<ChecklistView> checklists;  ///< that this person runs
    std::uint64_t manual = 0;               ///< the version in force
};
BOOST_DESCRIBE_STRUCT(DeskView, (), (at, agent, opened, assignment, assignments, checklists, manual))

/// One step of the guide. `next` is the way on where nothing unusual happens: after a check, `yes`. `conditional`: it is shown only
/// where its condition holds, or to those who are new.
struct GuidedStep {
    Key id;
    std::string verb;
    Text text;
    bool mandatory = false, conditional = false;
    std::optional<Key> outcome, next;
};
BOOST_DESCRIBE_STRUCT(GuidedStep, (), (id, verb, text, mandatory, conditional, outcome, next))

/// The whole guide of the contact that the desk shows, and every outcome at which it can arrive.
struct Guide {
    Key flow;
    std::uint64_t version = 0;  ///< of the manual
    Text title;
    std::vector<GuidedStep> steps;
    std::vector<Key> outcomes;
};
BOOST_DESCRIBE_STRUCT(Guide, (), (flow, version, title, steps, outcomes))

/// One agent on the Floor. Names are not here: GET /api/v1/agents has them.
struct FloorRow {
    PersonId id;
    people::AgentState state = people::AgentState::offline;
    Instant since{};
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
    std::optional<contact::ContactId> contact;
    std::optional<Key> queue;
    std::optional<Duration> long_after_s;  ///< the manual wants team leaders told that the state lasts, once it has lasted so long
    friend bool operator==(const FloorRow&, const FloorRow&) = default;
};
BOOST_DESCRIBE_STRUCT(FloorRow, (), (id, state, since, presence, reason, contact, queue, long_after_s))

/// Every agent in a snapshot; in an event those who changed since the message before.
struct FloorNow {
    Instant at{};
    std::vector<FloorRow> agents;
};
BOOST_DESCRIBE_STRUCT(FloorNow, (), (at, agents))

/// `text`: what one wrote, where the step asks for it. `option`: which one was taken. `assignment`: as in AssignmentWish.
struct StepWish {
    Key step;
    procedure::Answer answer = procedure::Answer::done;
    std::optional<Key> option;
    std::optional<std::string> text;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(StepWish, (), (step, answer, option, text, assignment))

/// A wish about one of the contacts that the agent has; not named: the one that the desk shows.
struct AssignmentWish {
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(AssignmentWish, (), (assignment))

/// The entry of the journal in which a wish stands; a read may ask for "at least" it.
struct Written {
    driver::EntryNumber entry = 0;
};
BOOST_DESCRIBE_STRUCT(Written, (), (entry))

/// A conflict where the machine refused, with its reason.
http::Answer<Written> written(std::expected<driver::EntryNumber, driver::Unanswered> answer);
/// What people read of a step; but a step that has nothing to read is named by what it leads to: a procedure, a queue, an escalation,
/// an outcome.
Text words_shown(const procedure::Manual& manual, const procedure::Flow& flow, const procedure::Step& step);

/// What the desks need of the house.
struct House {
    driver::Ask ask;
    std::function<procedure::ManualRef(std::uint64_t version)> manual_of;
    /// Keeps what an agent wrote, in the vault.
    std::function<contact::VaultId(const std::string&)> keep_note;
    /// What was kept; nothing where it was erased.
    std::function<std::optional<std::string>(contact::VaultId)> read_note;
    /// The manual in force; null where there is none.
    std::function<procedure::ManualRef()> manual_now;
    /// The open case that this procedure opened for this contact's customer; 0: there is none.
    std::function<contact::CaseId(contact::ContactId, Key procedure)> open_case;
    /// Keeps an answer to a customer, in the vault, and takes it out again.
    std::function<contact::VaultId(const std::string&)> keep_reply;
    std::function<void(contact::VaultId)> forget_reply;
    /// An answer has gone to the customer: who wrote it is audited.
    std::function<void(PersonId who, contact::ContactId contact)> replied;
    /// Hands an input to the machine and does not wait.
    std::function<void(centre::Input)> submit;
    /// Publishes a message on a live topic.
    std::function<void(std::string_view topic, std::shared_ptr<const std::string>)> publish;
};

/// Thread-safe. Told by the driver, asked by the workers of HTTP.
class DeskService {
public:
    DeskService(Desks desks, House house);

    /// How long an open desk, or the Floor, may hear nothing: then it is told again what it knows, so that a connection that is dead
    /// without having said so is noticed.
    static constexpr std::chrono::seconds quiet_for{5};
    /// Publishes who changed on the Floor since the last beat, and whatever has been quiet for long. To be called a few times a second.
    void beat(Instant now);

    void follow(const driver::Committed& entry);
    void add_routes(http::Routes& routes);

    std::optional<DeskView> view(PersonId person) const;
    std::vector<Desk> all() const;
    using Start = std::function<void(std::shared_ptr<const std::string>)>;
    /// For a new follower of the person's own desk: calls `start` with the snapshot where no event can come between. Desks of the
    /// person that were open before hear that there is a newer one.
    void begin(PersonId person, const Start& start);
    /// For a new follower of the Floor.
    void begin_floor(const Start& start);

    /// Every agent by state and time in it.
    static constexpr std::string_view floor_topic = "floor";

    /// The topic by which clients ask for their own desk, and its name in each message.
    static constexpr std::string_view own_topic = "desk.me";
    /// The topic of the person's messages at House::publish; a client cannot name it.
    static std::string published_as(PersonId person);

private:
    DeskView view_of(const Desk& desk) const;
    DeskAssignment shown(const Assigned& assigned) const;
    FloorRow row_of(const Desk& desk) const;
    std::optional<Duration> long_after(const Assigned& assigned, procedure::Listener listener) const;
    std::optional<GuideStep> step_of(std::uint64_t manual, Key flow, Key step) const;
    std::vector<ResultQuestion> questions_of(const Assigned& assigned) const;
    void add_guide_routes(http::Routes& routes);
    void add_checklist_routes(http::Routes& routes);
    http::Answer<WorkView> work(PersonId person, std::optional<AssignmentId> wanted) const;
    std::vector<ChecklistCard> checklists(PersonId person) const;
    /// Puts what an agent wrote into the vault, its card numbers shortened to their last four digits.
    contact::VaultId keep(const std::string& written) const;
    /// What was answered, as the machine takes it: what was written is kept, and read by the type of the step's field.
    contact::CaseId case_to_join(const Assigned& assigned, Key step) const;
    http::Answer<centre::StepWork> worked(const StepWish& wish, std::uint64_t manual, Key flow) const;
    std::string message(PersonId person, std::string_view kind, const Desk& desk) const;
    void tell(PersonId person, Instant now);
    http::Answer<Guide> guide(PersonId person, std::optional<AssignmentId> wanted) const;
    http::Answer<Assigned> meant(PersonId person, std::optional<AssignmentId> wanted) const;
    http::Answer<Assigned> rings(PersonId person, std::optional<AssignmentId> wanted) const;
    void add_written_routes(http::Routes& routes);
    void ring(const centre::RingAgent& order);

    mutable std::mutex mutex_;
    Desks desks_;
    /// What was said on one person's topic.
    struct Said {
        std::uint64_t number = 0, opened = 0;
        Instant at{};
    };
    std::map<PersonId, Said> said_;
    std::set<PersonId> moved_;  ///< on the Floor since the last beat
    Said floor_;
    Instant now_{};             ///< of the last beat
    House house_;
};

}  // namespace markaz::desk
