// What one step of a flow costs in the machine: an agent answers a step of the guide, and a caller presses a key in a menu. CPU time of
// advance() alone: with what is told, its conditions, and a trail that grows.
//
//     guide_bench [contacts, 20000 unless said]

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "base/described.hpp"
#include "centre/centre.hpp"
#include "procedure/compile.hpp"

namespace markaz::centre {
namespace {

using namespace std::chrono_literals;
using procedure::Answer;

constexpr PersonId amal{1};
constexpr contact::VaultId words{77};
constexpr int menus = 10, items = 12;

/// Menus that lead to each other, a queue, and a guide of twelve steps with conditions of which every third hides its step.
procedure::ManualRef manual() {
    std::string flow = "start: m0\nsteps:\n";
    for (int i = 0; i < menus; ++i)
        flow += "  m" + std::to_string(i) + ": {choose: \"Press 1.\", keys: {1: " +
                (i + 1 < menus ? "m" + std::to_string(i + 1) : std::string("cards")) + "}, otherwise: cards}\n";
    flow += "  cards: {queue: cards, next: amount}\n  amount: {ask: \"How much?\", field: amount, mandatory: true, next: s0}\n";
    for (int i = 0; i < items; ++i)
        flow += "  s" + std::to_string(i) + ": {do: \"Do it.\", when: \"amount > " + (i % 3 == 2 ? "900" : "5") +
                " and language in [\\\"en\\\", \\\"ms\\\"]\", next: " + (i + 1 < items ? "s" + std::to_string(i + 1) : "done") + "}\n";
    flow += "  done: {end: resolved}\n";
    auto compiled = procedure::compile(
        {{"main/main.md", "---\nid: main\ntitle: Serve the caller\nkind: procedure\ndepartment: service\naudience: agent\nlanguage: "
                          "en\nowner: head\napprover: manager\neffective: 2026-11-22\nreview_every: 180d\n---\n```flow\n" +
                              flow + "```\n```form\nfields: {amount: {title: Amount, type: number}}\n```\n" +
                              "```routing\nqueues: {cards: {title: Cards, skills: {}, wrap_up: 0s}}\n```\n"}});
    if (!compiled) {
        std::fprintf(stderr, "%s\n", compiled.error().front().problem().line().c_str());
        std::exit(1);
    }
    compiled->version = 1;
    return std::make_shared<const procedure::Manual>(std::move(*compiled));
}

class Floor {
public:
    Floor() {
        take(Opened{7});
        take(ManualPublished{1, {}, manual()});
        take(AgentChanged{{amal, "team"_key, contact::Pool::live, {}, {{contact::Channel::voice_in, 1}}}});
        take(PresenceDeclared{amal, people::Presence::ready});
    }
    /// One contact from the first menu to the end of its guide.
    void serve() {
        ContactArrived arrived;
        arrived.flow = "main"_key;
        take(arrived);
        const contact::ContactId caller = the<ContactStarted>().contact;
        std::clock_t begin = std::clock();
        for (int i = 0; i < menus; ++i) take(KeyPressed{caller, '1'});
        in_menus_ += std::clock() - begin;
        keys_ += menus;

        const contact::AssignmentId call = the<RingAgent>().assignment;
        take(AgentRinging{call});
        take(AgentAnswered{call});
        begin = std::clock();
        take(StepAnswered{call, {"amount"_key, Answer::done, {}, words, procedure::Value{procedure::ValueType::number, 6'000'000, {}}}});
        ++answers_;
        for (int i = 0; i < items; ++i) {
            if (i % 3 == 2) continue;  // its condition does not hold
            take(StepAnswered{call, {*Key::from("s" + std::to_string(i)), Answer::done, {}, {}, {}}});
            ++answers_;
        }
        in_guide_ += std::clock() - begin;
        take(AgentLeft{call});
    }
    void say() const {
        const auto each = [](std::clock_t spent, int count) { return static_cast<double>(spent) / CLOCKS_PER_SEC * 1e6 / count; };
        std::printf("a step of the guide: %.2f us (%d answers)\na key in a menu: %.2f us (%d keys)\n", each(in_guide_, answers_), answers_,
                    each(in_menus_, keys_), keys_);
    }

private:
    void take(const Input& input) {
        told_.clear();
        now_ += 1ms;
        if (const Refusal refusal = centre_.advance(now_, input, told_); refusal != Refusal::none) {
            std::fprintf(stderr, "refused: %s\n", std::string(enum_name(refusal)).c_str());
            std::exit(1);
        }
    }
    template <class Fact>
    Fact the() const {
        for (const Told& each : told_)
            if (const auto* fact = std::get_if<Fact>(&each.what)) return *fact;
        std::fprintf(stderr, "the machine did not tell what was expected\n");
        std::exit(1);
    }

    Centre centre_;
    Outputs told_;
    Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
    std::clock_t in_menus_ = 0, in_guide_ = 0;
    int keys_ = 0, answers_ = 0;
};

}  // namespace
}  // namespace markaz::centre

int main(int count, char** words) {
    int contacts = 20'000;
    if (count > 1) std::from_chars(words[1], words[1] + std::strlen(words[1]), contacts);
    markaz::centre::Floor floor;
    for (int i = 0; i < contacts; ++i) floor.serve();
    floor.say();
}
