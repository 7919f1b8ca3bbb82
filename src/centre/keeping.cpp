// What the centre keeps: people, manuals, and itself over a restart.

#include "centre/state.hpp"
#include "people/staff.hpp"

namespace markaz::centre {

Refusal Centre::State::take(const Opened& first) {
    if (opened) return Refusal::already_opened;
    opened = true;
    random = Random::seeded(first.seed);
    return Refusal::none;
}

/// Only what lies between the machine and itself moves along: what was told with an instant keeps it.
Refusal Centre::State::take(const ClockCorrected& corrected) {
    agenda.put_off(corrected.by);
    for (AssignmentId id : assignments.ids()) assignments.find(id)->since += corrected.by;
    for (routing::Expectation& each : expectations) each.moved += corrected.by;
    for (PersonId person : seats.ids()) {
        KnownAgent& known = seats.find(person)->known;
        known.engaged_since += corrected.by;
        known.signed_in_since += corrected.by;
    }
    return Refusal::none;
}

Refusal Centre::State::take(const AgentChanged& changed) {
    const PersonId person = changed.agent.id;
    Seat* seat = seats.find(person);
    const bool known = seat != nullptr;
    if (known && seat->known.agent == changed.agent) return Refusal::no_change;
    if (!known) {
        Seat added;
        added.known.presence_since = now;
        added.known.standing.rung_turn = next_turn++;
        seat = &seats.add(person, std::move(added));
    } else {
        router.withdraw(person);
    }
    seat->known.agent = changed.agent;
    router.set_agent(changed.agent);
    tell(AgentKnown{person, changed.agent.team, changed.agent.pool, people::barred(changed.agent) != nullptr});
    for (const people::Skill& skill : people::open_skills(changed.agent)) tell(AgentSkilled{person, skill});
    if (!known) tell(PresenceMoved{person, seat->known.presence, seat->known.reason});
    if (known) prefer_no_longer(person);
    find_contacts(*seat);
    return Refusal::none;
}

Refusal Centre::State::take(const ManualPublished& published) {
    if (!published.manual || published.manual->version != published.version) return Refusal::no_manual;
    if (manual && published.version <= manual->version) return Refusal::no_change;
    zones = published.zones;
    put_in_force(published.manual);
    tell(ManualInForce{published.version});
    return Refusal::none;
}

Refusal Centre::State::take(const PeopleNamed& told) {
    if (named_people.value_or(std::vector<NamedPerson>{}) == told.people) return Refusal::no_change;
    named_people = told.people;
    return Refusal::none;
}

std::vector<ContactId> Centre::State::waiting_contacts() const {
    std::vector<ContactId> waiting = contacts.ids();
    std::erase_if(waiting, [this](ContactId id) {
        const OpenContact& contact = *contacts.find(id);
        return !waits(contact);
    });
    return waiting;
}

void Centre::State::hold(procedure::ManualRef next) {
    manual = std::move(next);
    queue_places = Places(manual->queues, [](const routing::QueuePolicy& each) { return each.id; });
}

/// Routing takes effect at this instant for every waiting contact; runs keep the version that they began with.
void Centre::State::put_in_force(procedure::ManualRef next) {
    const std::vector<ContactId> waiting = waiting_contacts();
    for (ContactId id : waiting) router.leave(id);
    const std::vector<QueueExpectation> kept = manual ? kept_expectations() : std::vector<QueueExpectation>{};
    hold(std::move(next));
    take_expectations(kept);
    manuals[manual->version] = manual;
    router.publish(manual->queues);

    for (ContactId id : waiting) {
        OpenContact& contact = *contacts.find(id);
        const routing::QueuePolicy* policy = policy_of(contact.queue);
        if (!policy) {
            block(contact, contact::VisitCause::closed, Caller::accepted);
            continue;
        }
        contact.stage = stage_now(contact, *policy);
        wait(contact, *policy);
    }
    find_contacts_in_order();
    forget_unused_manuals();
}

void Centre::State::forget_unused_manuals() {
    std::map<std::uint64_t, procedure::ManualRef> used{{manual->version, manual}};
    const auto keep_used = [&](const procedure::Run& run) {
        if (run.manual != 0) used.emplace(run.manual, manuals.at(run.manual));
    };
    for (ContactId id : contacts.ids()) keep_used(contacts.find(id)->run);
    for (AssignmentId id : assignments.ids()) keep_used(assignments.find(id)->guide);
    for (procedure::ChecklistId id : checklists.ids()) keep_used(checklists.find(id)->run);
    manuals = std::move(used);
}

/// Every leg of the time before is gone: visits and contacts end as interrupted, but for those that wait to be called back, or
/// spoke a message.
/// After-contact work is still honoured.
Refusal Centre::State::take(const Restarted&) {
    std::vector<AssignmentId> served;
    for (ContactId id : contacts.ids()) {
        OpenContact& contact = *contacts.find(id);
        if (!has_leg(contact.channel)) continue;
        if (contact.callback != contact::Callback::none) {
            keep_callback(contact, served);
            continue;
        }
        if (keep_voicemail(contact)) continue;
        if (contact.assignment) served.push_back(contact.assignment);
        if (contact.visit) end_visit(contact, contact::VisitEnd::interrupted, contact::VisitCause::none);
        tell(EndCaller{id});
        end_contact(contact, contact::ContactEnd::interrupted);
    }
    // Only when nobody waits any more are the agents freed, so that none is given a caller who is gone.
    for (AssignmentId id : served) {
        OpenAssignment& assignment = *assignments.find(id);
        if (assignment.state == AssignmentState::talking || assignment.state == AssignmentState::hold)
            end_talk(assignment, contact::AssignmentEnd::interrupted);
        else
            end_assignment(assignment, contact::AssignmentEnd::interrupted);
    }
    find_contacts_in_order();
    return Refusal::none;
}

}  // namespace markaz::centre
