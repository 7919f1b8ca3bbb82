// What the people of the world know and hear: which key leads where, whither they transfer, how long they wait, how long they work.

#include <algorithm>
#include <string_view>

#include "sim/world.hpp"

namespace markaz::sim {

/// What a caller hears of the key that leads to a callback or a message.
void World::stand_in_queue(const centre::StepEntered& entered) {
    Caller* caller = callers_.find(entered.contact.value);
    const bool may_want = caller && population_.callers[caller->kind].callback > 0;
    const procedure::Flow* flow = may_want ? flow_of(entered.manual, entered.flow) : nullptr;
    if (!flow) return;
    const auto step = std::ranges::find(flow->steps, entered.step, &procedure::Step::id);
    const auto* queue = step == flow->steps.end() ? nullptr : std::get_if<procedure::Queue>(&step->verb);
    caller->exit_key = 0;
    if (!queue || queue->exit_key == 0) return;
    const procedure::Verb& leads_to = flow->steps[queue->exit].verb;
    if (std::holds_alternative<procedure::Callback>(leads_to) || std::holds_alternative<procedure::Voicemail>(leads_to))
        caller->exit_key = static_cast<std::uint8_t>(queue->exit_key);
}

/// The key that leads to the wanted queue from this step, over further menus where need be; a random one where none is wanted or
/// none leads there. Nothing at a step that asks for no key.
std::optional<std::uint8_t> World::key_towards(const centre::SpeakStep& speak, Key wanted) {
    const procedure::Flow* flow = flow_of(speak.manual, speak.flow);
    if (!flow) return std::nullopt;
    const auto step = std::ranges::find(flow->steps, speak.step, &procedure::Step::id);
    const auto* choose = step == flow->steps.end() ? nullptr : std::get_if<procedure::Choose>(&step->verb);
    if (!choose || choose->keys.empty()) return std::nullopt;

    const auto leads = [&](procedure::StepIndex from) {
        std::vector<bool> seen(flow->steps.size());
        std::vector<procedure::StepIndex> open{from};
        while (!open.empty()) {
            const procedure::StepIndex at = open.back();
            open.pop_back();
            if (at >= flow->steps.size() || seen[at]) continue;
            seen[at] = true;
            const procedure::Verb& verb = flow->steps[at].verb;
            if (const auto* queue = std::get_if<procedure::Queue>(&verb); queue && queue->queue == wanted) return true;
            if (const auto* say = std::get_if<procedure::Say>(&verb)) open.push_back(say->next);
            if (const auto* menu = std::get_if<procedure::Choose>(&verb))
                for (const auto& branch : menu->keys) open.push_back(branch.next);
        }
        return false;
    };
    if (wanted)
        for (const auto& branch : choose->keys)
            if (leads(branch.next)) return static_cast<std::uint8_t>(branch.key);
    // Any key of a telephone, among them those that the menu does not know.
    constexpr std::string_view telephone = "0123456789*#";
    return static_cast<std::uint8_t>(telephone[callers_random_.below(telephone.size())]);
}

const procedure::Flow* World::flow_of(std::uint64_t manual, Key flow) const {
    const auto known = std::ranges::find(manuals_, manual, [](const procedure::ManualRef& each) { return each->version; });
    return known == manuals_.end() ? nullptr : (*known)->flow(flow);
}

const Distribution& World::patience_of(Key queue) const {
    static const Distribution none;
    const std::uint32_t place = patience_by_queue_.of(queue);
    return place == Places::none ? none : population_.patience[place].patience;
}

const Retrials* World::retrials_of(Key queue) const {
    const Retrials* otherwise = nullptr;
    for (const Retrials& each : population_.retrials) {
        if (each.queue == queue) return &each;
        if (each.queue.empty()) otherwise = &each;
    }
    return otherwise;
}

const Work& World::work_of(std::uint32_t group, Key queue) const {
    static const Work none;
    const std::uint32_t place = work_by_queue_[group].of(queue);
    return place == Places::none ? none : population_.groups[group].work[place];
}

/// Whoever wrote on the web form or has left a message waits nowhere, and so does not hang up.
bool World::hangs_up(const Caller& caller) const {
    return !caller.message && population_.callers[caller.kind].channel != contact::Channel::form;
}

const Distribution& World::length_of(const Service& service) const {
    const Work& work = work_of(agents_[service.agent].group, service.queue);
    const Caller* caller = callers_.find(service.contact.value);
    if (!caller || hangs_up(*caller)) return work.handle;
    const Distribution& own = caller->message ? work.heard : work.written;
    return own.is_none() ? work.handle : own;
}

/// When they will have heard it to its end; nothing where it has none.
std::optional<Instant> World::hear(Instant at, Caller& caller, contact::ContactId contact, contact::PlayNumber play) {
    caller.play = play;
    const auto length = population_.callers[caller.kind].prompt.draw(callers_random_);
    if (!length) return std::nullopt;
    plan(at + *length, Deed::end_prompt, contact.value, play);
    return at + *length;
}

/// Whither an agent transfers: half to a queue, half to a colleague.
centre::TransferWanted World::transfer(contact::AssignmentId assignment) {
    if (!queues_.empty() && agents_random_.below(2) == 0) return {assignment, queues_[agents_random_.below(queues_.size())], {}};
    return {assignment, {}, agents_[agents_random_.below(agents_.size())].person};
}

std::uint32_t World::index_of(people::PersonId person) const {
    const std::uint32_t* known = agent_index_.find(person);
    return known ? *known : nobody;
}

}  // namespace markaz::sim
