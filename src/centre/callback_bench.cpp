// What the offer of a callback costs while many wait: callers come a millisecond apart into a queue without agents, and after a while
// each hears that they may be called back. Prints, for each number that waits, the microseconds of one offer, prompts and all.
//
//     callback_bench [most waiting, 100000 unless said]

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "centre/centre.hpp"

namespace markaz::centre {
namespace {

using namespace std::chrono_literals;

constexpr int offers = 1000;

procedure::ManualRef manual() {
    using namespace procedure;
    Queue waits{"cards"_key, 2};
    waits.exit_key = '1';
    waits.exit = 1;
    Flow flow{.id = "main"_key, .steps = {}};
    flow.steps.push_back({"wait"_key, waits});
    flow.steps.push_back({"call-back"_key, Callback{{}, "cards"_key, 2, 2}});
    flow.steps.push_back({"served"_key, End{"served"_key}});
    routing::QueuePolicy policy;
    policy.id = "cards"_key;
    policy.stages = {{Duration{0}, {{"cards"_key, 1}}}};
    policy.callback.offer = 1000s;
    auto made = std::make_shared<Manual>();
    made->version = 1;
    made->flows = {flow};
    made->queues = {policy};
    return made;
}

double microseconds_an_offer(int waiting) {
    Centre centre;
    Outputs told;
    Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    const auto take = [&](const Input& input) {
        told.clear();
        if (centre.advance(now, input, told) != Refusal::none) std::printf("refused\n");
    };
    take(Opened{7});
    const auto made = manual();
    take(ManualPublished{1, {}, made});
    ContactArrived arrived;
    arrived.flow = "main"_key;
    arrived.way_back = contact::WayBack::trunk;
    for (int caller = 0; caller < waiting; ++caller, now += 1ms) take(arrived);
    const std::clock_t before = std::clock();
    int heard = 0;
    while (heard < offers && centre.due()) {
        now = *centre.due();
        take(Tick{});
        for (const Told& each : told) heard += std::holds_alternative<SpeakQueue>(each.what);
    }
    return static_cast<double>(std::clock() - before) * (1e6 / CLOCKS_PER_SEC) / offers;
}

}  // namespace
}  // namespace markaz::centre

int main(int count, char** words) {
    int most = 100'000;
    if (count > 1) std::from_chars(words[1], words[1] + std::strlen(words[1]), most);
    std::printf("%9s  %s\n", "waiting", "us an offer");
    for (int waiting = 1000; waiting <= most; waiting *= 10)
        std::printf("%9d  %.2f\n", waiting, markaz::centre::microseconds_an_offer(waiting));
}
