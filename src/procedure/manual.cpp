#include <algorithm>

#include "procedure/types.hpp"

namespace markaz::procedure {

namespace {

template <class T>
const T* by_id(const std::vector<T>& sorted, Key id) {
    const auto at = std::ranges::lower_bound(sorted, id, {}, &T::id);
    return at != sorted.end() && at->id == id ? &*at : nullptr;
}

}  // namespace

const Flow* Manual::flow(Key id) const { return by_id(flows, id); }

StepIndex Flow::into(Key queue) const {
    const auto step = std::ranges::find_if(steps, [&](const Step& each) {
        const auto* leads = std::get_if<Queue>(&each.verb);
        return leads && leads->queue == queue;
    });
    return step == steps.end() ? no_step : static_cast<StepIndex>(step - steps.begin());
}

const Flow* Manual::flow_into(Key queue) const {
    const auto flow = std::ranges::find_if(flows, [&](const Flow& each) { return each.into(queue) != no_step; });
    return flow == flows.end() ? nullptr : &*flow;
}

const routing::QueuePolicy* Manual::queue(Key id) const { return by_id(queues, id); }

const Text* Manual::queue_title(Key id) const {
    const QueueTitle* found = by_id(queue_titles, id);
    return found ? &found->title : nullptr;
}

const FormField* Manual::field(Key id) const { return by_id(fields, id); }

const Escalation* Manual::escalation(Key id) const { return by_id(escalations, id); }

const Text* Manual::outcome(Key id) const {
    const OutcomeTitle* found = by_id(outcomes, id);
    return found ? &found->title : nullptr;
}

const ProcedureCard* Manual::procedure(Key id) const { return by_id(procedures, id); }

std::optional<Duration> Manual::long_after(Lasting state, Key queue, Listener listener) const {
    std::optional<Duration> found;
    for (const Threshold& each : thresholds) {
        if (each.state != state || each.tell != listener) continue;
        if (each.queue == queue) return each.after;
        if (each.queue.empty()) found = each.after;
    }
    return found;
}

const Step* Flow::step(Key wanted) const {
    const auto found = std::ranges::find(steps, wanted, &Step::id);
    return found == steps.end() ? nullptr : &*found;
}

}  // namespace markaz::procedure
