// Escalation: a contact goes to whoever is above, and there to a named person before anybody else.

#include "centre/state.hpp"

namespace markaz::centre {

/// Who did not answer is not waited for again.
void Centre::State::forget_wish(OpenContact& contact, PersonId person) {
    if (contact.preferred == person) contact.preferred = {};
    if (contact.escalated_to == person) contact.escalated_to = PersonId{};
}

/// Whoever is responsible for the customer goes before whom the manual names: of the two the first who is here and may serve it. Where
/// neither is, the first of them all the same, so that people see who was missed; then the queue serves it. 0: nobody is named.
PersonId Centre::State::person_for(const OpenContact& contact, const procedure::Escalation& above, PersonId not_) {
    PersonId first{};
    PersonId meant{};
    if (named_people)
        for (const NamedPerson& each : *named_people)
            if (each.escalation == above.id) meant = each.person;
    const routing::QueuePolicy* policy = policy_of(above.queue);
    for (const PersonId person : {contact.customer.value_or(customer::Known{}).named, meant}) {
        if (!person || person == not_) continue;
        const Seat* seat = seats.find(person);
        if (policy && seat && seat->known.presence != people::Presence::offline) {
            routing::Demand demand = demand_of(contact, *policy);
            demand.stage = 0;
            if (router.may_serve(person, demand)) return person;
        }
        if (!first) first = person;
    }
    return first;
}

/// From now on the contact waits by the escalation. Whoever hands it over has decided that it is not theirs.
void Centre::State::aim(OpenContact& contact, const OpenAssignment* from, const procedure::Escalation& above) {
    contact.priority += above.priority;
    contact.escalated_to = person_for(contact, above, from ? from->person : PersonId{});
    tell(Escalated{contact.id, from ? from->id : AssignmentId{}, above.id, above.queue, *contact.escalated_to});
}

/// Nobody above takes the contact: it goes on as everybody else does, without the credit and meant for nobody.
void Centre::State::aim_no_longer(OpenContact& contact, const procedure::Escalate& step) {
    const procedure::Escalation* above = manuals.at(contact.run.manual)->escalation(step.escalation);
    if (above) contact.priority -= above->priority;
    contact.escalated_to.reset();
}

/// A rule of the caller's flow.
void Centre::State::escalate_caller(OpenContact& contact, const procedure::Escalate& step) {
    const procedure::Escalation* above = manuals.at(contact.run.manual)->escalation(step.escalation);
    if (above) aim(contact, nullptr, *above);
    enter_queue(contact, above ? above->queue : Key{}, now, Caller::accepted);
}

}  // namespace markaz::centre
