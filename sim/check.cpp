#include "sim/check.hpp"

#include <algorithm>

namespace markaz::sim {

using centre::ContactId;
using contact::AssignmentEnd;
using contact::AssignmentId;
using contact::AssignmentState;
using contact::VisitEnd;
using people::PersonId;
using people::Presence;

namespace {

template <class Tag>
std::string name(std::string_view kind, Id<Tag> id) { return std::string(kind) + ' ' + std::to_string(id.value); }
std::string name(ContactId id) { return name("contact", id); }
std::string name(PersonId id) { return name("agent", id); }
std::string name(AssignmentId id) { return name("assignment", id); }
std::string name(contact::VisitId id) { return name("visit", id); }

bool rings(AssignmentState state) { return state == AssignmentState::reserved || state == AssignmentState::ringing; }
/// Gates keep from live contacts alone.
bool shut(const people::Agent& agent, Key skill) {
    return agent.pool == contact::Pool::live &&
           std::ranges::any_of(agent.gates, [&](const people::Gate& gate) { return gate.skill == skill; });
}
bool converses(AssignmentState state) { return state == AssignmentState::talking || state == AssignmentState::hold; }

bool may_follow(AssignmentState before, AssignmentState after) {
    switch (after) {
        case AssignmentState::ringing: return before == AssignmentState::reserved;
        case AssignmentState::talking: return rings(before) || before == AssignmentState::hold || before == AssignmentState::calling;
        case AssignmentState::calling: return rings(before);
        case AssignmentState::hold: return before == AssignmentState::talking;
        case AssignmentState::wrap_up: return converses(before);
        case AssignmentState::reserved:
        case AssignmentState::ended: return false;
    }
    return false;
}

template <class Map, class Id>
auto* find(Map& map, Id id) {
    const auto at = map.find(id);
    return at == map.end() ? nullptr : &at->second;
}

}  // namespace

void Checker::broken(std::string promise, std::string what) {
    if (!violation_) violation_ = Violation{now_, std::move(promise), std::move(what)};
}

// ---- Folding what is told -------------------------------------------------------------------------------------------

struct Checker::Fold {
    Checker& check;

    Contact* contact(ContactId id) {
        Contact* found = find(check.contacts_, id);
        if (!found) check.broken("everything told is about a contact that is there", name(id) + " is not");
        return found;
    }
    Assignment* assignment(AssignmentId id) {
        Assignment* found = find(check.assignments_, id);
        if (!found) check.broken("everything told is about an assignment that is open", name(id) + " is not");
        return found;
    }

    void operator()(const centre::ContactStarted& started) {
        if (started.contact.value <= check.last_contact_) check.broken("no contact is doubled", name(started.contact) + " started twice");
        check.last_contact_ = started.contact.value;
        ++check.started_;
        Contact& made = check.contacts_[started.contact];
        made.origin = started.origin;
        made.channel = started.channel;
        made.language = started.language;
        if (const auto* arrived = std::get_if<centre::ContactArrived>(check.input_)) {
            made.priority = arrived->priority;
            made.preferred = arrived->preferred;
        }
    }

    void operator()(const centre::Escalated& escalated) {
        Contact* found = contact(escalated.contact);
        if (!found) return;
        found->escalated_to = escalated.to;
        const procedure::Escalation* above = check.manual_ ? check.manual_->escalation(escalated.escalation) : nullptr;
        found->escalated = above ? above->priority : Duration{0};
        found->priority += found->escalated;
    }

    /// Whoever is above has them, or does not take them: then they go on as everybody else.
    static void aim_no_longer(Contact& contact, bool taken) {
        if (!taken) contact.priority -= contact.escalated;
        contact.escalated = Duration{0};
        contact.escalated_to.reset();
    }

    void operator()(const centre::VisitStarted& started) {
        Contact* found = contact(started.contact);
        if (!found) return;
        if (started.visit.value <= check.last_visit_) check.broken("no visit is doubled", name(started.visit) + " started twice");
        if (found->visit)
            check.broken("a contact waits in one queue at a time", name(started.contact) + " already is in " + name(found->visit));
        check.last_visit_ = started.visit.value;
        ++check.ledgers_[started.queue].offered;
        found->visit = started.visit;
        found->queue = started.queue;
        found->started = check.now_;
        if (!found->keeps_place) found->place = check.now_;
        found->keeps_place = false;
        found->queued = true;
        check.waiting_.insert(started.contact);
    }

    void operator()(const centre::VisitEnded& ended) {
        Contact* found = contact(ended.contact);
        if (!found) return;
        if (found->visit != ended.visit) check.broken("a visit ends once", name(ended.visit) + " is not open");
        if (found->queue != ended.queue || found->started != ended.started)
            check.broken("a visit ends in the queue and with the start that it began with", name(ended.visit));
        const bool called_back = ended.end == VisitEnd::callback && ended.cause == contact::VisitCause::none;
        if (called_back) found->callback = found->left = found->released = false;
        const bool heard = ended.end == VisitEnd::voicemail && ended.assignment;
        if (ended.end == VisitEnd::answered || called_back || heard) {
            Assignment* by = find(check.assignments_, ended.assignment);
            if (!by || by->visit != ended.visit || by->state != AssignmentState::talking || by->answered_visit)
                check.broken("a visit is answered once, by the agent who talks", name(ended.visit));
            if (by) by->answered_visit = true;
            found->keeps_place = false;
        }
        if (ended.cause == contact::VisitCause::full) check_full(*found);
        if (ended.end == VisitEnd::blocked) aim_no_longer(*found, false);
        if (ended.end == VisitEnd::overflowed) found->keeps_place = true;
        // Who is turned away and goes elsewhere, or leaves a message there, begins to wait there, whatever rang in vain before.
        if (ended.end == VisitEnd::voicemail || ended.end == VisitEnd::blocked) found->keeps_place = false;
        ++check.ledgers_[ended.queue].ended;
        found->visit = {};
        check.waiting_.erase(ended.contact);
    }

    /// Only a full queue turns callers away; the one who is turned away stands among the waiting here, so it is not counted.
    void check_full(const Contact& turned_away) {
        const routing::QueuePolicy* policy = check.policy(turned_away.queue);
        const auto others = std::ranges::count_if(check.waiting_, [&](ContactId id) {
            const Contact& each = check.contacts_.at(id);
            return each.queue == turned_away.queue && contact::pool_of(each.origin) == contact::pool_of(turned_away.origin);
        }) - 1;
        if (!policy || policy->capacity == 0 || others < policy->capacity)
            check.broken("only a full queue blocks", std::string(turned_away.queue.text()) + " has " + std::to_string(others) + " waiting");
    }

    /// Whoever is called back waits without a leg; one that they were promised is kept at the place that they have.
    void operator()(const centre::CallbackMoved& moved) {
        Contact* found = contact(moved.contact);
        if (!found) return;
        if (!found->visit || found->visit != moved.visit) check.broken("a callback keeps its visit", name(moved.contact));
        found->callback = true;
        found->pausing = moved.callback == contact::Callback::pausing;
        check.waiting_.erase(moved.contact);
        if (moved.callback != contact::Callback::waiting) return;
        if (!found->left && !found->released) check.broken("nobody waits for a call while they are on the telephone", name(moved.contact));
        found->assignment = {};
        check.waiting_.insert(moved.contact);
    }

    /// Whoever speaks to us does not wait; what they left waits without them.
    void operator()(const centre::VoicemailMoved& moved) {
        Contact* found = contact(moved.contact);
        if (!found) return;
        if (found->visit != moved.visit) check.broken("a message keeps its visit", name(moved.contact));
        found->voicemail = moved.voicemail != contact::Voicemail::none;
        check.waiting_.erase(moved.contact);
        if (moved.voicemail != contact::Voicemail::left) return;
        if (!found->left && !found->released) check.broken("a message waits when nobody is on the telephone", name(moved.contact));
        found->channel = contact::Channel::voicemail;
        check.waiting_.insert(moved.contact);
    }

    void operator()(const centre::CallCustomer& call) {
        const Assignment* found = assignment(call.assignment);
        if (!found) return;
        if (found->state != AssignmentState::calling || found->contact != call.contact)
            check.broken("a customer is called by the agent who has taken it", name(call.contact));
        if (call.way_back == contact::WayBack::none) check.broken("nobody is called whom the site does not allow", name(call.contact));
    }

    void operator()(const centre::Decided& decided) {
        if (!check.decided_.insert(decided.assignment).second) check.broken("a decision is made once", name(decided.assignment));
        if (Contact* found = contact(decided.contact)) check.check_choice(decided, *found);
        if (Agent* agent = find(check.agents_, decided.person)) agent->rung = ++check.rings_;
    }

    void operator()(const centre::AssignmentMoved& moved) {
        if (moved.state == AssignmentState::reserved) return reserve(moved);
        Assignment* found = assignment(moved.assignment);
        if (!found) return;
        if (!may_follow(found->state, moved.state)) check.broken("an assignment goes from state to state in order", name(moved.assignment));
        check.book(*found);
        const bool begins = rings(found->state) || found->state == AssignmentState::calling;
        if (moved.state == AssignmentState::talking && begins) {
            ++check.agents_.at(found->person).contacts;
            if (Contact* served = find(check.contacts_, found->contact)) aim_no_longer(*served, true);
        }
        found->state = moved.state;
        found->in_touch = false;
        if (moved.state != AssignmentState::wrap_up) return;
        const routing::QueuePolicy* policy = check.policy(found->queue);
        found->wrap_up_limit = policy ? policy->wrap_up : Duration{0};
        part(moved.assignment, *found);
    }

    void reserve(const centre::AssignmentMoved& moved) {
        Contact* found = contact(moved.contact);
        Agent* agent = find(check.agents_, moved.person);
        if (!agent) return check.broken("only known agents are given contacts", name(moved.person));
        if (!found) return;
        check.check_reservation(moved, *found, *agent);
        check.last_assignment_ = std::max(check.last_assignment_, moved.assignment.value);
        const routing::QueuePolicy* policy = check.policy(moved.queue);
        Assignment made{
            .contact = moved.contact, .visit = moved.visit, .person = moved.person, .queue = moved.queue, .channel = found->channel};
        made.started = made.since = check.now_;
        made.ring_limit = policy ? policy->ring : routing::QueuePolicy{}.ring;
        check.assignments_[moved.assignment] = made;
        if (agent->open.empty()) agent->engaged_since = check.now_;
        agent->open.insert(moved.assignment);
        found->assignment = moved.assignment;
        check.waiting_.erase(moved.contact);
    }

    void operator()(const centre::AssignmentEnded& ended) {
        Assignment* found = assignment(ended.assignment);
        if (!found) return;
        check.book(*found);
        check.check_end(ended, *found);
        part(ended.assignment, *found);
        Agent& agent = check.agents_.at(found->person);
        agent.open.erase(ended.assignment);
        if (agent.open.empty()) {
            agent.engaged += check.now_ - agent.engaged_since;
            const Duration staffed = check.now_ - agent.signed_in;
            agent.occupancy = staffed > Duration{0} ? agent.engaged * 1'000'000 / staffed : 0;
        }
        if (!rings(found->state)) agent.turn = check.now_;
        if (Contact* served = find(check.contacts_, found->contact); served && rings(found->state)) {
            served->keeps_place = true;
            if (served->visit && !served->assignment) check.waiting_.insert(found->contact);
        }
        check.assignments_.erase(ended.assignment);
    }

    /// The contact is no longer at this assignment.
    void part(AssignmentId id, const Assignment& assignment) {
        if (Contact* served = find(check.contacts_, assignment.contact); served && served->assignment == id) served->assignment = {};
    }

    void operator()(const centre::ContactEnded& ended) {
        Contact* found = contact(ended.contact);
        if (!found) return;
        if (found->visit) check.broken("every visit has its end", name(ended.contact) + " ended while in " + name(found->visit));
        if (!found->left && !found->released) check.broken("every leg that was opened is closed", "the caller of " + name(ended.contact));
        check.contacts_.erase(ended.contact);
        check.waiting_.erase(ended.contact);
    }

    void operator()(const centre::PresenceMoved& moved) {
        Agent* agent = find(check.agents_, moved.person);
        if (!agent) return check.broken("presence is that of known agents", name(moved.person));
        if (moved.presence == Presence::ready && agent->presence != Presence::ready) agent->turn = check.now_;
        if (moved.presence != Presence::offline && agent->presence == Presence::offline) {
            agent->signed_in = agent->engaged_since = check.now_;
            agent->engaged = Duration{0};
            agent->contacts = 0;
            agent->occupancy = 0;
        }
        agent->presence = moved.presence;
    }

    void operator()(const centre::RingAgent& ring) {
        Assignment* found = assignment(ring.assignment);
        if (!found) return;
        if (found->rung || found->contact != ring.contact || found->person != ring.person || found->state != AssignmentState::reserved)
            check.broken("nobody is rung twice at once", name(ring.person) + " for " + name(ring.assignment));
        found->rung = true;
    }

    void operator()(const centre::StopRinging& stop) {
        if (Assignment* found = assignment(stop.assignment)) found->stopped = true;
    }

    void operator()(const centre::Connect& connect) {
        Assignment* found = assignment(connect.assignment);
        if (!found) return;
        if (found->state != AssignmentState::talking) check.broken("only who talks is connected", name(connect.assignment));
        found->in_touch = true;
    }

    void operator()(const centre::HoldCaller& hold) {
        Assignment* found = assignment(hold.assignment);
        if (found && found->state == AssignmentState::hold) found->in_touch = true;
    }

    void operator()(const centre::EndAgent& end) {
        Assignment* found = assignment(end.assignment);
        if (!found) return;
        found->released = true;
        part(end.assignment, *found);
    }

    void operator()(const centre::AcceptCaller& accept) {
        if (Contact* found = contact(accept.contact)) found->accepted = true;
    }
    void operator()(const centre::PlayMusic& music) {
        Contact* found = contact(music.contact);
        if (found && !found->accepted) check.broken("a caller is accepted before music plays", name(music.contact));
    }
    void operator()(const centre::SpeakStep& speak) {
        Contact* found = contact(speak.contact);
        if (found && !found->accepted) check.broken("a caller is accepted before a prompt is spoken", name(speak.contact));
    }
    void operator()(const centre::EndCaller& end) {
        if (Contact* found = contact(end.contact)) found->released = true;
    }
    void operator()(const centre::RefuseCaller& refuse) {
        if (Contact* found = contact(refuse.contact)) found->released = true;
    }

    template <class Other>
    void operator()(const Other&) {}
};

void Checker::see(Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs) {
    if (violation_ || refusal == centre::Refusal::time_went_back) return;
    input_ = &input;
    take(input, refusal);
    for (const centre::Told& told : outputs) {
        if (told.at < now_ || told.at > at) broken("what is told is told in order", "an output of " + iso8601(told.at));
        now_ = told.at;
        std::visit(Fold{*this}, told.what);
        if (violation_) return;
    }
    now_ = at;
    settle();
    input_ = nullptr;
}

/// What an input says and no output repeats.
void Checker::take(const centre::Input& input, centre::Refusal refusal) {
    if (refusal != centre::Refusal::none) return;
    if (const auto* published = std::get_if<centre::ManualPublished>(&input)) manual_ = published->manual;
    if (const auto* changed = std::get_if<centre::AgentChanged>(&input)) {
        const auto [known, added] = agents_.try_emplace(changed->agent.id);
        known->second.agent = changed->agent;
        if (added) known->second.rung = ++rings_;
    }
    if (std::holds_alternative<centre::ContactArrived>(input)) ++arrivals_;
    if (const auto* left = std::get_if<centre::CallerLeft>(&input))
        if (Contact* contact = find(contacts_, left->contact)) contact->left = true;
    if (const auto* done = std::get_if<centre::WrapUpDone>(&input))
        if (Assignment* assignment = find(assignments_, done->assignment)) assignment->finished = true;
    if (const auto* left = std::get_if<centre::AgentLeft>(&input)) {
        Assignment* assignment = find(assignments_, left->assignment);
        if (!assignment) return;
        assignment->released = true;
        if (Contact* contact = find(contacts_, assignment->contact)) contact->keeps_place = left->lost;
    }
    if (std::holds_alternative<centre::Restarted>(input)) {
        for (auto& [id, assignment] : assignments_) assignment.released = assignment.stopped = true;
    }
}

/// Adds the time since the last change to the state in which it was spent.
void Checker::book(Assignment& assignment) {
    const Duration spent = now_ - assignment.since;
    assignment.since = now_;
    if (rings(assignment.state) || assignment.state == AssignmentState::calling) assignment.ring += spent;
    else if (assignment.state == AssignmentState::talking) assignment.talk += spent;
    else if (assignment.state == AssignmentState::hold) assignment.hold += spent;
    else assignment.wrap_up += spent;
}

// ---- Promises at a moment -------------------------------------------------------------------------------------------

void Checker::check_choice(const centre::Decided& decided, const Contact& chosen) {
    const Agent* agent = find(agents_, decided.person);
    if (!agent) return broken("only known agents are given contacts", name(decided.person));
    if (contact::pool_of(chosen.origin) != agent->agent.pool)
        broken("live never meets simulated", name(decided.contact) + " and " + name(decided.person));
    if (decided.decision.chooser == routing::Chooser::person_chose) {
        const auto* transfer = std::get_if<centre::TransferWanted>(input_);
        if (!transfer || transfer->person != decided.person) broken("who was chosen was named", name(decided.person));
        return;
    }
    if (decided.decision.chooser == routing::Chooser::preferred && chosen.wish() != decided.person)
        broken("who is preferred was named", name(decided.person));

    if (!waiting_.contains(decided.contact)) broken("only who waits is given to an agent", name(decided.contact));
    if (!may_serve(*agent, chosen, true))
        broken("agents are given what they have the skills for", name(decided.contact) + " to " + name(decided.person));
    for (ContactId id : waiting_) {
        const Contact& other = contacts_.at(id);
        // A contact whose demand relaxes, or whose wish has waited long enough, at this very instant may be told of in a moment.
        if (other.wish() != decided.person && may_prefer(other, true)) continue;
        if (id != decided.contact && has_room(*agent, other.channel) && may_serve(*agent, other, false) && rank(other) < rank(chosen))
            broken("the greatest effective priority goes first", name(decided.contact) + " went before " + name(id));
    }
    if (decided.decision.chooser == routing::Chooser::contact_chose_agent) check_rule(decided, *agent, chosen);
}

void Checker::check_rule(const centre::Decided& decided, const Agent& taken, const Contact& chosen) {
    const routing::QueuePolicy* policy = this->policy(chosen.queue);
    if (!policy || decided.decision.rule != policy->rule) return broken("the rule of the queue decides", name(decided.contact));
    if (policy->rule == routing::Rule::random_by_weight) {
        if (decided.decision.lot >= decided.decision.lots) broken("a lot is one of the lots", name(decided.contact));
        return;
    }
    const std::int64_t own = ranked_by(policy->rule, taken, chosen);
    for (const auto& [person, other] : agents_) {
        if (!has_room(other, chosen.channel) || !may_serve(other, chosen, true)) continue;
        const std::int64_t others = ranked_by(policy->rule, other, chosen);
        if (others < own || (others == own && other.turn < taken.turn))
            broken("the agent whom the rule names is taken", name(decided.person) + " rather than " + name(person));
    }
}

/// What the rule ranks an agent by, the smallest first; the longest idle first where that is the same.
std::int64_t Checker::ranked_by(routing::Rule rule, const Agent& agent, const Contact& contact) const {
    const auto levels = [&](const people::Skill& skill) { return std::int64_t{skill.level}; };
    std::int64_t sum = 0;
    switch (rule) {
        case routing::Rule::longest_idle:
        case routing::Rule::random_by_weight: return 0;
        case routing::Rule::least_occupied: return agent.occupancy;
        case routing::Rule::fewest_contacts: return static_cast<std::int64_t>(agent.contacts);
        case routing::Rule::round_robin: return static_cast<std::int64_t>(agent.rung);
        case routing::Rule::cheapest_skill:
            for (const people::Skill& skill : agent.agent.skills)
                if (!shut(agent.agent, skill.name)) sum += levels(skill);
            return sum;
        case routing::Rule::best_skill: break;
    }
    const routing::QueuePolicy& policy = *this->policy(contact.queue);
    const routing::Stage* reached = &policy.stages.front();
    for (const routing::Stage& stage : policy.stages)
        if (stage.after <= now_ - contact.started) reached = &stage;
    for (const people::Skill& wanted : reached->skills)
        for (const people::Skill& has : agent.agent.skills)
            if (has.name == name_of(wanted, contact)) sum -= levels(has);
    return sum;
}

/// The skill `language` is the caller's own.
Key Checker::name_of(const people::Skill& wanted, const Contact& contact) {
    return wanted.name.text() == "language" ? *Key::from(code(contact.language)) : wanted.name;
}

/// Whether the contact may still wait for whom it wishes, and be given to nobody else; `due_now`: also when that ends at this instant.
bool Checker::may_prefer(const Contact& contact, bool due_now) const {
    const routing::QueuePolicy* policy = this->policy(contact.queue);
    if (!contact.wish() || !policy) return false;
    const Duration waited = now_ - contact.started;
    return waited < policy->prefer || (due_now && waited == policy->prefer);
}

void Checker::check_reservation(const centre::AssignmentMoved& moved, const Contact& contact, const Agent& agent) {
    if (moved.assignment.value <= last_assignment_) broken("no assignment is doubled", name(moved.assignment) + " began twice");
    if (!decided_.contains(moved.assignment)) broken("every assignment has a decision", name(moved.assignment));
    if (contact.assignment) broken("a contact rings at one agent at a time", name(moved.contact) + " is at " + name(contact.assignment));
    if (contact::pool_of(contact.origin) != agent.agent.pool)
        broken("live never meets simulated", name(moved.contact) + " and " + name(moved.person));
    if (agent.presence != Presence::ready) broken("only ready agents are rung", name(moved.person));
    if (!has_room(agent, contact.channel)) broken("no agent holds more than their capacity", name(moved.person));
}

void Checker::check_end(const centre::AssignmentEnded& ended, const Assignment& was) {
    if (ended.ring != was.ring || ended.talk != was.talk || ended.hold != was.hold || ended.wrap_up != was.wrap_up ||
        ended.ring + ended.talk + ended.hold + ended.wrap_up != now_ - was.started)
        broken("the lengths of an assignment add up", name(ended.assignment));
    if (ended.contact != was.contact || ended.person != was.person || ended.visit != was.visit || ended.queue != was.queue)
        broken("an assignment ends as it began", name(ended.assignment));
    if (ended.end == AssignmentEnd::no_answer && ended.ring != was.ring_limit)
        broken("a ring is given up at its limit", name(ended.assignment) + " after " + duration_text(ended.ring));
    if (rings(was.state)) {
        if (!was.stopped) broken("every ring is stopped", name(ended.assignment));
        return;
    }
    if (!was.released) broken("every leg that was opened is closed", "the agent of " + name(ended.assignment));
    if (was.state == AssignmentState::calling) return;  // there was no conversation
    const routing::QueuePolicy* policy = this->policy(was.queue);
    if (was.state != AssignmentState::wrap_up && policy && policy->wrap_up > Duration{0})
        broken("wrap-up is honoured", name(ended.assignment) + " ended without it");
    if (was.state == AssignmentState::wrap_up && !was.finished && ended.wrap_up != was.wrap_up_limit)
        broken("wrap-up is honoured", name(ended.assignment) + " was cut after " + duration_text(ended.wrap_up));
}

bool Checker::has_room(const Agent& agent, contact::Channel channel) const {
    if (agent.presence != Presence::ready) return false;
    const auto held = std::ranges::count_if(agent.open, [&](AssignmentId id) { return assignments_.at(id).channel == channel; });
    for (AssignmentId id : agent.open) {
        const contact::Channel other = assignments_.at(id).channel;
        const auto capacity = std::ranges::find(agent.agent.capacity, other, &people::Capacity::channel);
        if (other != channel && (capacity == agent.agent.capacity.end() || !capacity->interruptible)) return false;
    }
    return std::ranges::any_of(agent.agent.capacity,
                               [&](const people::Capacity& each) { return each.channel == channel && held < each.most; });
}

/// Pool and skills at the stage that has been reached; `due_now`: also by a stage that begins at this instant.
bool Checker::may_serve(const Agent& agent, const Contact& contact, bool due_now) const {
    if (agent.agent.pool != contact::pool_of(contact.origin)) return false;
    if (shut(agent.agent, Key{})) return false;
    const routing::QueuePolicy* policy = this->policy(contact.queue);
    if (!policy) return false;
    const Duration waited = now_ - contact.started;
    const routing::Stage* reached = nullptr;
    for (const routing::Stage& stage : policy->stages)
        if (!reached || stage.after < waited || (due_now && stage.after == waited)) reached = &stage;
    return std::ranges::all_of(reached->skills, [&](const people::Skill& wanted) {
        return std::ranges::any_of(agent.agent.skills,
                                   [&](const people::Skill& has) {
                                       return has.name == name_of(wanted, contact) && has.level >= wanted.level;
                                   }) &&
               !shut(agent.agent, name_of(wanted, contact));
    });
}

/// By credit: whoever came later, but with more seconds of priority, stands earlier.
Instant Checker::rank(const Contact& contact) const {
    const routing::QueuePolicy* policy = this->policy(contact.queue);
    return contact.place - contact.priority - (policy ? policy->priority : Duration{0});
}

// ---- Promises between inputs ----------------------------------------------------------------------------------------

void Checker::settle() {
    if (started_ != arrivals_) broken("no contact is lost", std::to_string(arrivals_) + " came, " + std::to_string(started_) + " started");
    check_contacts();
    check_assignments();
    check_nobody_idles();
}

void Checker::check_contacts() {
    for (const auto& [id, contact] : contacts_) {
        const bool alone = contact.left || contact.released;
        if (alone && !contact.callback && !contact.voicemail) broken("a contact ends with its caller", name(id) + " goes on without");
        // Whoever was turned away may leave a message.
        const bool speaks = contact.voicemail && contact.channel != contact::Channel::voicemail;
        if (contact.queued && !contact.visit && !contact.assignment && !speaks)
            broken("no contact is lost", name(id) + " neither waits nor talks");
    }
}

void Checker::check_assignments() {
    for (const auto& [id, assignment] : assignments_) {
        if (assignment.state == AssignmentState::wrap_up) {
            if (assignment.since + assignment.wrap_up_limit < now_) broken("wrap-up ends at its limit", name(id));
            continue;
        }
        const Contact* served = find(contacts_, assignment.contact);
        if (!served || served->assignment != id) broken("nobody rings or talks without a caller", name(id));
        if (!assignment.rung) broken("whoever is reserved is rung", name(id));
        if (rings(assignment.state) && assignment.started + assignment.ring_limit < now_)
            broken("a ring is given up at its limit", name(id));
        if (converses(assignment.state) && !assignment.in_touch) broken("who talks is connected, who is on hold hears music", name(id));
        if (converses(assignment.state) && served && served->visit) broken("an answered visit has ended", name(served->visit));
    }
}

void Checker::check_nobody_idles() {
    for (ContactId id : waiting_) {
        const Contact& contact = contacts_.at(id);
        if (!policy(contact.queue)) broken("nobody waits in a queue that is closed", name(id));
        for (const auto& [person, agent] : agents_)
            if (has_room(agent, contact.channel) && may_serve(agent, contact, true) &&
                (person == contact.wish() || !may_prefer(contact, false)))
                broken("no eligible agent idles while a contact waits", name(person) + " is free, " + name(id) + " waits");
    }
}

void Checker::finish() {
    if (violation_) return;
    std::map<Key, std::uint64_t> open;
    for (const auto& [id, contact] : contacts_)
        if (contact.visit) ++open[contact.queue];
    for (const auto& [queue, ledger] : ledgers_)
        if (ledger.offered != ledger.ended + open[queue])
            broken("offered = ends + in progress", std::string(queue.text()) + ": " + std::to_string(ledger.offered) + " offered, " +
                                                       std::to_string(ledger.ended) + " ended, " + std::to_string(open[queue]) + " open");
}

}  // namespace markaz::sim
