#include "driver/ask.hpp"

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace markaz::driver {

namespace {

/// How long until a box that was full is tried again.
constexpr std::chrono::milliseconds full_box_again{5};

}  // namespace

Ask ask_of(Live& live) {
    return [&live](centre::Input input) -> std::expected<EntryNumber, Unanswered> {
        std::promise<std::expected<EntryNumber, Unanswered>> promise;
        auto answer = promise.get_future();
        const Submitted submitted = live.submit(std::move(input), [&promise](const Answer& given) {
            if (given)
                promise.set_value(given->entry);
            else
                promise.set_value(std::unexpected(Unanswered{Unanswered::Why::refused, given.error()}));
        });
        switch (submitted) {
            case Submitted::busy: return std::unexpected(Unanswered{Unanswered::Why::busy});
            case Submitted::stopping: return std::unexpected(Unanswered{Unanswered::Why::stopping});
            case Submitted::taken: break;
        }
        return answer.get();
    };
}

bool hand_in(Live& live, const centre::Input& input, const std::function<void(const Answer&)>& reply) {
    for (;;) {
        const Submitted submitted = live.submit(input, reply ? Reply(reply) : Reply());
        if (submitted != Submitted::busy) return submitted == Submitted::taken;
        std::this_thread::sleep_for(full_box_again);
    }
}

void tell_all(Live& live, const std::vector<centre::Input>& inputs) {
    struct Open {
        std::mutex mutex;
        std::condition_variable fewer;
        std::size_t count = 0;
    };
    // Whoever answers the last may still hold it when this function has returned.
    const auto open = std::make_shared<Open>();
    const auto answered = [open](const Answer&) {
        const std::scoped_lock lock(open->mutex);
        --open->count;
        open->fewer.notify_one();
    };
    for (const centre::Input& input : inputs) {
        {
            const std::scoped_lock lock(open->mutex);
            ++open->count;
        }
        if (hand_in(live, input, answered)) continue;
        const std::scoped_lock lock(open->mutex);
        --open->count;
        break;
    }
    std::unique_lock lock(open->mutex);
    open->fewer.wait(lock, [&] { return open->count == 0; });
}

namespace {

Problem explain(centre::Refusal refusal) {
    using centre::Refusal;
    switch (refusal) {
        case Refusal::none: break;
        case Refusal::unknown_agent: return {"", "nobody with this number takes contacts here", "choose somebody from the list of agents"};
        case Refusal::unknown_contact: return {"", "this contact is over", ""};
        case Refusal::unknown_assignment: return {"", "this assignment is over", ""};
        case Refusal::unknown_queue: return {"", "the manual has no such queue", "choose one of its queues"};
        case Refusal::unknown_flow: return {"", "the manual has no such flow", "choose one of its flows"};
        case Refusal::no_manual: return {"", "no manual has been published yet", "publish one first"};
        case Refusal::not_opened:
        case Refusal::already_opened: return {"", "the centre is starting", "try again in a moment"};
        case Refusal::time_went_back: return {"", "the clock went back", "check the computer's clock"};
        case Refusal::no_change: return {"", "this is so already", ""};
        case Refusal::answer_missing: return {"", "this step wants something written", "write it, then go on"};
        case Refusal::wrong_value: return {"", "the answer does not fit the field of this step", "see what the step asks for"};
        case Refusal::mandatory_step:
            return {"", "a mandatory step lies between and cannot be passed over", "do it first; its answer may be no"};
        case Refusal::reason_missing: return {"", "the path of the guide is left only for a reason", "write why"};
        case Refusal::unknown_checklist: return {"", "this checklist is over", "begin it again"};
        case Refusal::checklist_open:
            return {"", "a checklist must be passed before you are ready",
                    "see the checklists on your desk; every critical item is confirmed"};
        case Refusal::wrong_state: return {"", "this is not possible now", "see the state that the desk shows"};
        case Refusal::wrong_channel: return {"", "this channel has no such thing", "hold is for calls, a reply for what was written"};
        case Refusal::person_not_free: return {"", "this person cannot take a contact now", "choose somebody who is ready, or a queue"};
        case Refusal::wrong_step:
            return {"", "the guide stands at another step, or this step takes another answer", "answer the step that is shown"};
        case Refusal::nothing_due: return {"", "nothing was due", ""};
        case Refusal::unknown_case: return {"", "this case is closed", "see the open cases"};
        case Refusal::case_of_other: return {"", "this case has gone to somebody else", "see whose it is now"};
        case Refusal::outcome_missing: return {"", "this queue wants an outcome", "choose how the contact ended"};
    }
    return {"", "this was refused", ""};
}

}  // namespace

Problem explain(const Unanswered& unanswered) {
    switch (unanswered.why) {
        case Unanswered::Why::refused: return explain(unanswered.refusal);
        case Unanswered::Why::busy: return {"", "the centre is busy", "try again in a second"};
        case Unanswered::Why::stopping: return {"", "the centre is stopping", "try again when it has started"};
    }
    return {};
}

}  // namespace markaz::driver
