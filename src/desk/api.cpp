#include "desk/api.hpp"

#include <algorithm>
#include <set>

#include "base/json.hpp"
#include "procedure/run.hpp"

namespace markaz::desk {

using http::Answer;
using http::Call;
using http::Failure;
using people::Permission;

namespace {

struct PresenceWish {
    people::Presence presence = people::Presence::offline;
};
BOOST_DESCRIBE_STRUCT(PresenceWish, (), (presence))

/// To a queue, or to a person; exactly one is named.
struct TransferWish {
    std::optional<Key> queue;
    std::optional<PersonId> person;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(TransferWish, (), (queue, person, assignment))

struct RecordingWish {
    bool paused = false;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(RecordingWish, (), (paused, assignment))

struct WrapUpWish {
    std::optional<Key> outcome;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(WrapUpWish, (), (outcome, assignment))

struct LiveMessage {
    std::string topic;
    std::uint64_t number = 0;
    std::optional<DeskView> snapshot, event;
};
BOOST_DESCRIBE_STRUCT(LiveMessage, (), (topic, number, snapshot, event))

struct FloorMessage {
    std::string topic;
    std::uint64_t number = 0;
    std::optional<FloorNow> snapshot, event;
};
BOOST_DESCRIBE_STRUCT(FloorMessage, (), (topic, number, snapshot, event))

GuidedStep guided(const procedure::Manual& manual, const procedure::Flow& flow, const procedure::Step& step) {
    GuidedStep shown{step.id, std::string(procedure::verb_name(step.verb)), words_shown(manual, flow, step), false, false, {}, {}};
    shown.conditional = step.guide.when != nullptr || step.guide.trainee;
    shown.mandatory = step.guide.mandatory || step.guide.critical;
    if (const auto* end = std::get_if<procedure::End>(&step.verb)) shown.outcome = end->outcome;
    if (const auto next = procedure::next_steps(step); !next.empty()) shown.next = flow.steps.at(next.front()).id;
    return shown;
}

}  // namespace

Answer<Written> written(std::expected<driver::EntryNumber, driver::Unanswered> answer) {
    if (answer) return Written{*answer};
    const auto status = answer.error().why == driver::Unanswered::Why::refused ? http::Status::conflict : http::Status::unavailable;
    Failure failure(status, driver::explain(answer.error()));
    if (answer.error().why == driver::Unanswered::Why::refused) failure.code = enum_name(answer.error().refusal);
    return std::unexpected(std::move(failure));
}

DeskService::DeskService(Desks desks, House house) : desks_(std::move(desks)), house_(std::move(house)) {}

std::string DeskService::published_as(PersonId person) { return "desk/" + std::to_string(person.value); }

void DeskService::follow(const driver::Committed& entry) {
    std::lock_guard lock(mutex_);
    std::set<PersonId> changed;
    const std::uint64_t manual = desks_.manual();
    for (const centre::Told& told : entry.told)
        if (const auto person = desks_.apply(told.at, told.what)) changed.insert(*person);
    // Every open desk hears of a new manual, and what is long on the Floor may be something else now.
    if (desks_.manual() != manual) {
        for (const auto& [person, said] : said_)
            if (desks_.of(person)) changed.insert(person);
        for (const auto& [person, desk] : desks_.all())
            if (desk.shown()) moved_.insert(person);
    }
    for (const centre::Told& told : entry.told)
        if (const auto* order = std::get_if<centre::RingAgent>(&told.what)) ring(*order);
    for (PersonId person : changed) {
        moved_.insert(person);
        const auto said = said_.find(person);
        if (said == said_.end() || said->second.opened == 0) continue;  // Nobody looks at this desk.
        tell(person, entry.at);
    }
}

void DeskService::tell(PersonId person, Instant now) {
    Said& said = said_[person];
    ++said.number;
    said.at = now;
    const Desk* desk = desks_.of(person);
    house_.publish(published_as(person), std::make_shared<const std::string>(message(person, "event", desk ? *desk : Desk{person})));
}

void DeskService::beat(Instant now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
    for (auto& [person, said] : said_)
        if (said.opened > 0 && now - said.at >= quiet_for) tell(person, now);
    if (moved_.empty() && now - floor_.at < quiet_for) return;
    FloorMessage made{std::string(floor_topic), ++floor_.number, {}, FloorNow{now, {}}};
    for (PersonId person : moved_) made.event->agents.push_back(row_of(*desks_.of(person)));
    moved_.clear();
    floor_.at = now;
    house_.publish(floor_topic, std::make_shared<const std::string>(json::text(made)));
}

void DeskService::begin_floor(const Start& start) {
    const std::lock_guard lock(mutex_);
    FloorMessage made{std::string(floor_topic), floor_.number, FloorNow{now_, {}}, {}};
    for (const auto& [person, desk] : desks_.all()) made.snapshot->agents.push_back(row_of(desk));
    start(std::make_shared<const std::string>(json::text(made)));
}

std::optional<DeskView> DeskService::view(PersonId person) const {
    std::lock_guard lock(mutex_);
    const Desk* desk = desks_.of(person);
    return desk ? std::optional(view_of(*desk)) : std::nullopt;
}

std::vector<Desk> DeskService::all() const {
    std::lock_guard lock(mutex_);
    std::vector<Desk> desks;
    for (const auto& [person, desk] : desks_.all()) desks.push_back(desk);
    return desks;
}

void DeskService::begin(PersonId person, const Start& start) {
    std::lock_guard lock(mutex_);
    Said& said = said_[person];
    ++said.opened;
    const Desk* desk = desks_.of(person);
    start(std::make_shared<const std::string>(message(person, "snapshot", desk ? *desk : Desk{person})));
    if (said.opened > 1) tell(person, said.at);
}

std::string DeskService::message(PersonId person, std::string_view kind, const Desk& desk) const {
    const auto known = said_.find(person);
    const Said said = known == said_.end() ? Said{} : known->second;
    LiveMessage made{std::string(own_topic), said.number, {}, {}};
    DeskView& view = (kind == "event" ? made.event : made.snapshot).emplace(view_of(desk));
    view.opened = said.opened;
    return json::text(made);
}

DeskView DeskService::view_of(const Desk& desk) const {
    DeskView view;
    view.at = now_;
    view.manual = desks_.manual();
    view.agent = {desk.person, desk.state(), desk.since(), desk.presence, desk.reason};
    for (const auto& [id, open] : desk.checklists) {
        ChecklistView& checklist =
            view.checklists.emplace_back(ChecklistView{id, open.checklist, {}, step_of(open.manual, open.flow, open.step)});
        const procedure::ManualRef manual = house_.manual_of(open.manual);
        if (const procedure::Flow* flow = manual ? manual->flow(open.checklist) : nullptr) checklist.title = flow->title;
    }
    for (const auto& [id, assigned] : desk.assigned) view.assignments.push_back(shown(assigned));
    if (const Assigned* engaged = desk.shown()) view.assignment = shown(*engaged);
    return view;
}

std::optional<Duration> DeskService::long_after(const Assigned& assigned, procedure::Listener listener) const {
    const procedure::ManualRef manual = house_.manual_of(desks_.manual());
    const auto state = enum_from<procedure::Lasting>(enum_name(assigned.state));
    return manual && state ? manual->long_after(*state, assigned.queue, listener) : std::nullopt;
}

FloorRow DeskService::row_of(const Desk& desk) const {
    FloorRow row{desk.person, desk.state(), desk.since(), desk.presence, desk.reason, {}, {}, {}};
    if (const Assigned* shown = desk.shown()) {
        row.contact = shown->contact;
        if (shown->queue) row.queue = shown->queue;
        row.long_after_s = long_after(*shown, procedure::Listener::team_leader);
    }
    return row;
}

DeskAssignment DeskService::shown(const Assigned& assigned) const {
    DeskAssignment made{assigned.id,    assigned.contact, assigned.channel,  assigned.queue,
                        {},             assigned.state,   assigned.since,    assigned.language,
                        step_of(assigned.manual, assigned.flow, assigned.step), 0, assigned.recording_paused, assigned.callback,
                        long_after(assigned, procedure::Listener::agent), questions_of(assigned)};
    if (made.step) made.step->late = assigned.late;
    if (const Work* done = desks_.work_of(assigned.contact)) made.worked = done->trail.size();
    // While it rings no guide leads yet: the queue has the name that it has today.
    if (const procedure::ManualRef manual = house_.manual_of(assigned.manual != 0 ? assigned.manual : desks_.manual()))
        if (const Text* title = manual->queue_title(assigned.queue)) made.queue_title = *title;
    return made;
}

Answer<Guide> DeskService::guide(PersonId person, std::optional<AssignmentId> wanted) const {
    const auto assigned = meant(person, wanted);
    const procedure::ManualRef manual = assigned ? house_.manual_of(assigned->manual) : nullptr;
    const procedure::Flow* flow = manual ? manual->flow(assigned->flow) : nullptr;
    if (!flow) return std::unexpected(Failure(http::Status::not_found, {"", "no guide leads you now", "it begins when you answer"}));
    Guide shown{flow->id, manual->version, flow->title, {}, {}};
    for (const procedure::Step& step : flow->steps) {
        const GuidedStep& made = shown.steps.emplace_back(guided(*manual, *flow, step));
        if (made.outcome && std::ranges::find(shown.outcomes, *made.outcome) == shown.outcomes.end())
            shown.outcomes.push_back(*made.outcome);
    }
    return shown;
}

/// The contact that a wish is about. Another agent's is not theirs to wish for.
Answer<Assigned> DeskService::meant(PersonId person, std::optional<AssignmentId> wanted) const {
    std::lock_guard lock(mutex_);
    const Desk* desk = desks_.of(person);
    const Assigned* assigned = desk ? desk->shown() : nullptr;
    if (!assigned) return std::unexpected(Failure(http::Status::conflict, {"", "you have no contact", "wait until one comes"}));
    if (!wanted) return *assigned;
    const auto named = desk->assigned.find(*wanted);
    if (named == desk->assigned.end())
        return std::unexpected(Failure(http::Status::conflict, {"/assignment", "you do not have this contact now", "see the desk"}));
    return named->second;
}

void DeskService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/desk", "get_desk", Permission::take_contacts, [this](const Call& call) -> Answer<DeskView> {
        if (const auto seen = view(call.caller->person)) return *seen;
        return std::unexpected(Failure(http::Status::not_found, {"", "you have no desk: the centre does not know you as an agent",
                                                                 "ask a manager to give you skills"}));
    });
    routes.get("/api/v1/desk/guide", "get_guide", Permission::take_contacts,
               [this](const Call& call, const AssignmentWish& wanted) -> Answer<Guide> {
                   return guide(call.caller->person, wanted.assignment);
               });
    const auto declare = [this](const Call& call, const PresenceWish& wish) -> Answer<Written> {
        return written(house_.ask(centre::PresenceDeclared{call.caller->person, wish.presence, people::PresenceReason::chosen}));
    };
    routes.put("/api/v1/agents/me/presence", "declare_presence", Permission::take_contacts, declare);
    /// A wish without anything else to say.
    const auto wish = [this, &routes](std::string_view path, std::string_view operation, auto make) {
        const auto take = [this, make](const Call& call, const AssignmentWish& about) -> Answer<Written> {
            const auto assigned = meant(call.caller->person, about.assignment);
            if (!assigned) return std::unexpected(assigned.error());
            return written(house_.ask(make(assigned->id)));
        };
        routes.post(path, operation, Permission::take_contacts, take);
    };
    wish("/api/v1/desk/hold", "hold", [](AssignmentId id) -> centre::Input { return centre::HoldWanted{id}; });
    wish("/api/v1/desk/resume", "resume", [](AssignmentId id) -> centre::Input { return centre::ResumeWanted{id}; });
    wish("/api/v1/desk/end", "end_contact", [](AssignmentId id) -> centre::Input { return centre::AgentLeft{id}; });

    routes.post("/api/v1/desk/recording", "pause_recording", Permission::take_contacts,
                [this](const Call& call, const RecordingWish& wanted) -> Answer<Written> {
                    const auto assigned = meant(call.caller->person, wanted.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::RecordingPauseWanted{assigned->id, wanted.paused}));
                });
    routes.post("/api/v1/desk/transfer", "transfer", Permission::take_contacts,
                [this](const Call& call, const TransferWish& wanted) -> Answer<Written> {
                    if (wanted.queue.has_value() == wanted.person.has_value())
                        return std::unexpected(Failure(Problem{"/", "a transfer leads to one place", "name either a queue or a person"}));
                    const auto assigned = meant(call.caller->person, wanted.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(
                        centre::TransferWanted{assigned->id, wanted.queue.value_or(Key{}), wanted.person.value_or(PersonId{})}));
                });
    add_guide_routes(routes);
    add_checklist_routes(routes);
    routes.post("/api/v1/desk/wrap-up", "end_wrap_up", Permission::take_contacts,
                [this](const Call& call, const WrapUpWish& done) -> Answer<Written> {
                    const auto assigned = meant(call.caller->person, done.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::WrapUpDone{assigned->id, done.outcome.value_or(Key{})}));
                });
    add_written_routes(routes);
    routes.topic(own_topic, Permission::take_contacts);
    routes.topic(floor_topic, Permission::view_contacts);
}

}  // namespace markaz::desk
