// What happened to a contact, as people read it.

#include "base/json.hpp"
#include "contact/api.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

namespace {

template <DescribedEnum E>
std::string named(E value) {
    return std::string(enum_name(value));
}

const procedure::Step* step_of(const ManualOf& manual_of, std::uint64_t version, Key flow, Key step) {
    const procedure::ManualRef manual = manual_of(version);
    const procedure::Flow* found = manual ? manual->flow(flow) : nullptr;
    if (!found) return nullptr;
    const auto at = std::ranges::find(found->steps, step, &procedure::Step::id);
    return at == found->steps.end() ? nullptr : &*at;
}

std::optional<Text> text_of(const procedure::Step* step) {
    if (!step) return std::nullopt;
    return std::visit(
        []<class V>(const V& verb) -> std::optional<Text> {
            if constexpr (requires { verb.text.read; }) return verb.text.read;
            else return std::nullopt;
        },
        step->verb);
}

/// Makes entries one by one and gives each its length when something ends it.
class Timeline {
public:
    Timeline(const ManualOf& manual_of, const Names& names, const NoteOf& note_of)
        : manual_of_(manual_of), names_(names), note_of_(note_of) {}

    void take(const Event& event) {
        // What was expected of a wait stands with the reasons, not with what happened.
        if (std::holds_alternative<centre::WaitExpected>(event.what)) return;
        // That something was asked is no news; what was answered is.
        if (std::holds_alternative<centre::ResultAsked>(event.what)) return;
        entries_.push_back({});
        entries_.back().at = event.at;
        std::visit([&](const auto& fact) { tell(entries_.back(), fact); }, event.what);
    }
    std::vector<TimelineEntry> entries() && { return std::move(entries_); }

private:
    /// What goes on: the contact, a visit, the step of the caller (assignment 0) or of an agent's guide, the state of an assignment.
    enum class Open { contact, visit, step, state, pause };
    using Name = std::pair<Open, std::uint64_t>;

    void close(Name name) {
        const auto found = open_.find(name);
        if (found == open_.end()) return;
        TimelineEntry& entry = entries_[found->second];
        entry.length_s = entries_.back().at - entry.at;
        open_.erase(found);
    }
    void open(Name name) {
        close(name);
        open_[name] = entries_.size() - 1;
    }
    PersonRef person(people::PersonId id) const {
        const auto found = names_.find(id);
        return {id, found == names_.end() ? std::string{} : found->second};
    }

    /// The agent of an assignment; nothing where the caller is led.
    std::optional<PersonRef> whose(AssignmentId assignment) const {
        const auto found = whose_.find(assignment);
        return found == whose_.end() ? std::nullopt : std::optional(person(found->second));
    }

    template <class Fact>
    void name(TimelineEntry& entry) const {
        entry.kind = json::VariantName<Fact>::text();
    }
    /// A step of the version in which it was last entered; null where it never was.
    const procedure::Step* entered(Key flow, Key step) const {
        const auto found = versions_.find({flow, step});
        return found == versions_.end() ? nullptr : step_of(manual_of_, found->second, flow, step);
    }

    void tell(TimelineEntry& entry, const centre::ContactStarted& fact) {
        name<centre::ContactStarted>(entry);
        if (fact.flow) entry.flow = fact.flow;
        open({Open::contact, 0});
    }
    void tell(TimelineEntry& entry, const centre::StepEntered& fact) {
        name<centre::StepEntered>(entry);
        entry.flow = fact.flow;
        entry.step = fact.step;
        versions_[{fact.flow, fact.step}] = fact.manual;
        entry.text = text_of(entered(fact.flow, fact.step));
        entry.led = fact.assignment ? Led::agent : Led::caller;
        entry.version = fact.manual;
        entry.agent = whose(fact.assignment);
        open({Open::step, fact.assignment.value});
    }
    void tell(TimelineEntry& entry, const centre::KeyTaken& fact) {
        name<centre::KeyTaken>(entry);
        entry.step = fact.step;
        entry.key = std::string(1, static_cast<char>(fact.key));
        entry.accepted = fact.accepted;
    }
    void tell(TimelineEntry& entry, const centre::StepDone& fact) {
        name<centre::StepDone>(entry);
        entry.step = fact.step;
        entry.flow = fact.flow;
        const procedure::Step* step = entered(fact.flow, fact.step);
        entry.text = text_of(step);
        entry.answer = fact.option ? std::string(fact.option.text()) : named(fact.answer);
        if (const Text* choice = step && fact.option ? procedure::option_of(*step, fact.option) : nullptr) entry.choice = *choice;
        if (fact.written) entry.note = note_of_(fact.written);
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::StepDeviated& fact) {
        name<centre::StepDeviated>(entry);
        entry.flow = fact.flow;
        entry.step = fact.step;
        entry.text = text_of(entered(fact.flow, fact.step));
        entry.note = note_of_(fact.written);
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::Promised& fact) {
        name<centre::Promised>(entry);
        entry.flow = fact.flow;
        entry.step = fact.step;
        entry.text = text_of(step_of(manual_of_, fact.manual, fact.flow, fact.step));
        entry.due = fact.due;
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::CaseOpened& fact) {
        name<centre::CaseOpened>(entry);
        entry.case_ = fact.case_;
        entry.flow = fact.flow;
        entry.step = fact.step;
        entry.text = text_of(step_of(manual_of_, fact.manual, fact.flow, fact.step));
        entry.agent = person(fact.owner);
    }
    void tell(TimelineEntry& entry, const centre::CaseJoined& fact) {
        name<centre::CaseJoined>(entry);
        entry.case_ = fact.case_;
        entry.agent = person(fact.person);
    }
    void tell(TimelineEntry& entry, const centre::CaseOwned& fact) {
        name<centre::CaseOwned>(entry);
        entry.case_ = fact.case_;
        entry.agent = person(fact.owner);
        entry.state = fact.taken ? "taken" : "given";
        if (fact.written) entry.note = note_of_(fact.written);
    }
    void tell(TimelineEntry& entry, const centre::CaseClosed& fact) {
        name<centre::CaseClosed>(entry);
        entry.case_ = fact.case_;
        entry.agent = person(fact.by);
        entry.note = note_of_(fact.written);
    }
    void tell(TimelineEntry& entry, const centre::Escalated& fact) {
        name<centre::Escalated>(entry);
        entry.queue = fact.queue;
        if (fact.to) entry.agent = person(fact.to);
    }
    void tell(TimelineEntry& entry, const centre::NoteKept& fact) {
        name<centre::NoteKept>(entry);
        if (fact.flow) entry.flow = fact.flow;
        if (fact.step) entry.step = fact.step;
        entry.note = note_of_(fact.written);
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::ResultJudged& fact) {
        name<centre::ResultJudged>(entry);
        entry.flow = fact.flow;
        entry.version = fact.manual;
        const procedure::ManualRef manual = manual_of_(fact.manual);
        if (const procedure::Flow* flow = manual ? manual->flow(fact.flow) : nullptr)
            entry.text = procedure::filled(flow->expected, flow->source);
        entry.reached = fact.reached;
        if (fact.written) entry.note = note_of_(fact.written);
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::StepLate& fact) {
        name<centre::StepLate>(entry);
        entry.flow = fact.flow;
        entry.step = fact.step;
        entry.text = text_of(entered(fact.flow, fact.step));
        entry.agent = whose(fact.assignment);
    }
    void tell(TimelineEntry& entry, const centre::SurveyAnswered& fact) {
        name<centre::SurveyAnswered>(entry);
        entry.step = fact.question;
        if (fact.key != 0) entry.key = std::string(1, static_cast<char>(fact.key));
    }
    /// What was written stands in the conversation, where every look at it is audited.
    void tell(TimelineEntry& entry, const centre::Replied& fact) {
        name<centre::Replied>(entry);
        entry.agent = person(fact.person);
    }
    void tell(TimelineEntry& entry, const centre::VisitStarted& fact) {
        name<centre::VisitStarted>(entry);
        entry.queue = fact.queue;
        open({Open::visit, fact.visit.value});
    }
    void tell(TimelineEntry& entry, const centre::VisitEnded& fact) {
        name<centre::VisitEnded>(entry);
        entry.queue = fact.queue;
        entry.end = named(fact.end);
        if (fact.cause != VisitCause::none) entry.cause = named(fact.cause);
        close({Open::visit, fact.visit.value});
        // The step that led into the queue is over too: what follows is the agent's.
        close({Open::step, 0});
    }
    void tell(TimelineEntry& entry, const centre::Decided& fact) {
        name<centre::Decided>(entry);
        entry.queue = fact.queue;
        entry.agent = person(fact.person);
        entry.decision = DecisionShown{fact.decision.chooser, fact.decision.rule, fact.decision.eligible};
    }
    void tell(TimelineEntry& entry, const centre::CallbackMoved& fact) {
        name<centre::CallbackMoved>(entry);
        entry.queue = fact.queue;
        entry.state = named(fact.callback);
    }
    void tell(TimelineEntry& entry, const centre::VoicemailMoved& fact) {
        name<centre::VoicemailMoved>(entry);
        if (fact.queue) entry.queue = fact.queue;
        entry.state = named(fact.voicemail);
        if (fact.length > Duration{0}) entry.length_s = fact.length;
    }
    void tell(TimelineEntry& entry, const centre::AssignmentMoved& fact) {
        name<centre::AssignmentMoved>(entry);
        entry.queue = fact.queue;
        entry.agent = person(fact.person);
        entry.state = named(fact.state);
        whose_[fact.assignment] = fact.person;
        open({Open::state, fact.assignment.value});
    }
    void tell(TimelineEntry& entry, const centre::RecordingPaused& fact) {
        name<centre::RecordingPaused>(entry);
        entry.agent = whose(fact.assignment);
        entry.state = fact.paused ? "paused" : "running";
        if (fact.paused) open({Open::pause, fact.assignment.value});
        else close({Open::pause, fact.assignment.value});
    }
    void tell(TimelineEntry& entry, const centre::AssignmentEnded& fact) {
        name<centre::AssignmentEnded>(entry);
        entry.queue = fact.queue;
        entry.agent = person(fact.person);
        entry.end = named(fact.end);
        if (fact.outcome) entry.outcome = fact.outcome;
        close({Open::state, fact.assignment.value});
        close({Open::step, fact.assignment.value});
        close({Open::pause, fact.assignment.value});
    }
    void tell(TimelineEntry& entry, const centre::ContactEnded& fact) {
        name<centre::ContactEnded>(entry);
        entry.end = named(fact.end);
        if (fact.outcome) entry.outcome = fact.outcome;
        close({Open::step, 0});
        close({Open::contact, 0});
    }
    /// Nothing else stands in a contact's timeline.
    template <class Other>
    void tell(TimelineEntry& entry, const Other&) {
        name<Other>(entry);
    }

    const ManualOf& manual_of_;
    const Names& names_;
    const NoteOf& note_of_;
    std::vector<TimelineEntry> entries_;
    std::map<Name, std::size_t> open_;
    std::map<AssignmentId, people::PersonId> whose_;
    std::map<std::pair<Key, Key>, std::uint64_t> versions_;  ///< of the manual, by flow and step
};

}  // namespace

std::vector<TimelineEntry> timeline_of(const std::vector<Event>& events, const ManualOf& manual_of, const Names& names,
                                       const NoteOf& note_of) {
    Timeline timeline(manual_of, names, note_of);
    for (const Event& event : events) timeline.take(event);
    return std::move(timeline).entries();
}

}  // namespace markaz::contact
