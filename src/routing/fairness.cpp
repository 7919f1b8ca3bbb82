#include "routing/fairness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <tuple>
#include <utility>

#include "people/staff.hpp"

namespace markaz::routing {

namespace {

using contact::Channel;
using people::PersonId;

std::vector<people::Skill> wanted_by(const Stage& stage, Language language) {
    std::vector<people::Skill> wanted = stage.skills;
    for (people::Skill& each : wanted) each.name = spoken_skill(each.name, language);
    return wanted;
}

/// What somebody with these skills can do: for each queue the first wait after which they may serve it, language by language.
std::vector<Work> work_of(const std::vector<people::Skill>& skills, const std::vector<QueuePolicy>& queues) {
    std::vector<Work> works;
    for (const QueuePolicy& queue : queues) {
        std::map<Duration, std::vector<Language>> from;
        for (Language language : all_languages) {
            const auto stage = std::ranges::find_if(
                queue.stages, [&](const Stage& each) { return people::has_skills(skills, wanted_by(each, language)); });
            if (stage != queue.stages.end()) from[stage->after].push_back(language);
        }
        for (auto& [after, languages] : from) {
            if (languages.size() == all_languages.size()) languages.clear();
            works.push_back({queue.id, after, std::move(languages)});
        }
    }
    std::ranges::sort(works);
    return works;
}

/// z such that a normal value lies within z deviations with this probability.
double deviations(double probability) {
    double low = 0, high = 10;
    for (int halved = 0; halved < 60; ++halved) {
        const double middle = (low + high) / 2;
        (std::erf(middle / std::numbers::sqrt2) < probability ? low : high) = middle;
    }
    return high;
}

/// One thing that happens to one agent. Of those at one instant the calls that begin come last: whoever comes free takes what waits.
struct Event {
    enum class Kind { force, ends, stint_ends, stint_begins, begins, over };
    Instant at{};
    Kind kind = Kind::force;
    std::size_t which = 0;  ///< engagement, stint or force
};

class Sweep {
public:
    Sweep(std::span<const Stint> stints, std::span<const Engagement> engagements, std::span<const Force> forces,
          std::span<const CallRoom> rooms, Instant from, Instant until)
        : stints_(stints), engagements_(engagements), forces_(forces), from_(from), until_(until) {
        for (const CallRoom& room : rooms) agents_[room.person].room = room;
    }

    std::vector<SkillGroup> run() {
        for (const Event& event : events()) happens(event);
        std::vector<SkillGroup> groups;
        for (auto& [key, tally] : groups_)
            if (SkillGroup group = judged(key, tally); !group.agents.empty()) groups.push_back(std::move(group));
        return groups;
    }

private:
    using GroupKey = std::pair<contact::Pool, std::vector<Work>>;

    struct Part {
        AgentPortions portions;
        double expected = 0, variance = 0;  ///< of calls
        double chosen = 0, choices = 0;     ///< expected of the choices alone; choices at which they were free
    };
    /// Running sums over the choices of a group: what an agent who is free throughout would have.
    struct Sums {
        double expected = 0, variance = 0, choices = 0;
    };
    struct Tally {
        Sums sums;
        std::uint64_t free = 0;
        std::map<PersonId, Part> parts;
        std::vector<Rule> rules;
        std::vector<double> lengths;  ///< busy seconds of each call
    };
    struct Agent {
        std::optional<CallRoom> room;
        const Stint* stint = nullptr;
        std::array<std::uint32_t, contact::channel_count> holds{};
        Tally* group = nullptr;  ///< that they stand in now
        bool free = false;
        Sums since;              ///< the group's when they came free
        Instant signed_in{}, came_free{};
    };

    std::vector<Event> events() const {
        std::vector<Event> events;
        using enum Event::Kind;
        for (std::size_t i = 0; i < forces_.size(); ++i) events.push_back({forces_[i].from, force, i});
        for (std::size_t i = 0; i < stints_.size(); ++i) {
            events.push_back({stints_[i].from, stint_begins, i});
            events.push_back({stints_[i].until, stint_ends, i});
        }
        for (std::size_t i = 0; i < engagements_.size(); ++i) {
            events.push_back({engagements_[i].from, begins, i});
            if (engagements_[i].from < engagements_[i].until) events.push_back({engagements_[i].until, ends, i});
        }
        std::erase_if(events, [this](const Event& event) { return event.at >= until_; });
        std::ranges::sort(events, {}, [](const Event& event) { return std::tuple(event.at, event.kind, event.which); });
        events.push_back({until_, over, 0});
        return events;
    }

    void happens(const Event& event) {
        now_ = event.at;
        switch (event.kind) {
            case Event::Kind::force:
                queues_ = &forces_[event.which].queues;
                for (auto& [person, agent] : agents_) place(person, agent);
                break;
            case Event::Kind::stint_begins: {
                Agent& agent = agents_[stints_[event.which].person];
                agent.stint = &stints_[event.which];
                place(agent.stint->person, agent);
                break;
            }
            case Event::Kind::stint_ends: {
                Agent& agent = agents_[stints_[event.which].person];
                if (agent.stint != &stints_[event.which]) break;
                agent.stint = nullptr;
                place(stints_[event.which].person, agent);
                break;
            }
            case Event::Kind::begins: begins(engagements_[event.which]); break;
            case Event::Kind::ends: {
                const Engagement& engagement = engagements_[event.which];
                Agent& agent = agents_[engagement.person];
                --agent.holds[static_cast<std::size_t>(engagement.channel)];
                look(engagement.person, agent);
                break;
            }
            case Event::Kind::over:
                for (auto& [person, agent] : agents_) leave(person, agent);
                break;
        }
    }

    bool counted(Instant at) const { return at >= from_; }
    Duration counted_since(Instant since) const { return std::max(Duration{0}, now_ - std::max(since, from_)); }

    /// Puts the agent into the group that their skills make now.
    void place(PersonId person, Agent& agent) {
        leave(person, agent);
        if (!agent.stint || agent.stint->presence == people::Presence::offline || !queues_) return;
        std::vector<Work> work = work_of(agent.stint->skills, *queues_);
        if (work.empty()) return;
        agent.group = &groups_[{agent.stint->pool, std::move(work)}];
        agent.signed_in = now_;
        look(person, agent);
    }

    void leave(PersonId person, Agent& agent) {
        if (!agent.group) return;
        set_free(person, agent, false);
        part(person, agent).portions.signed_in_s += counted_since(agent.signed_in);
        agent.group = nullptr;
    }

    static Part& part(PersonId person, Agent& agent) {
        Part& found = agent.group->parts[person];
        found.portions.person = person;
        return found;
    }

    bool may_be_called(const Agent& agent) const {
        if (!agent.stint || agent.stint->presence != people::Presence::ready || agent.stint->barred) return false;
        const CallRoom room = agent.room.value_or(CallRoom{});
        if (!room.calls) return false;
        for (std::size_t channel = 0; channel < agent.holds.size(); ++channel) {
            const bool disturbs = (room.interruptible & one(static_cast<Channel>(channel))) != 0;
            if (agent.holds[channel] > 0 && !disturbs) return false;
        }
        return true;
    }

    void look(PersonId person, Agent& agent) {
        if (agent.group) set_free(person, agent, may_be_called(agent));
    }

    void set_free(PersonId person, Agent& agent, bool free) {
        if (agent.free == free) return;
        agent.free = free;
        Sums& sums = agent.group->sums;
        if (free) {
            ++agent.group->free;
            agent.since = sums;
            agent.came_free = now_;
            return;
        }
        --agent.group->free;
        Part& own = part(person, agent);
        own.expected += sums.expected - agent.since.expected;
        own.chosen += sums.expected - agent.since.expected;
        own.variance += sums.variance - agent.since.variance;
        own.choices += sums.choices - agent.since.choices;
        own.portions.free_s += counted_since(agent.came_free);
    }

    void begins(const Engagement& engagement) {
        Agent& agent = agents_[engagement.person];
        if (agent.group && engagement.channel == Channel::voice_in && engagement.counts && counted(now_)) count(engagement, agent);
        if (engagement.from < engagement.until) ++agent.holds[static_cast<std::size_t>(engagement.channel)];
        look(engagement.person, agent);
    }

    void count(const Engagement& engagement, Agent& agent) {
        Tally& group = *agent.group;
        // Whoever came free at this very instant was among those who could be chosen.
        if (engagement.chooser == Chooser::contact_chose_agent) set_free(engagement.person, agent, true);
        Part& own = part(engagement.person, agent);
        ++own.portions.offered;
        if (engagement.answered) ++own.portions.answered;
        const double busy = std::chrono::duration<double>(engagement.busy).count();
        own.portions.busy.own += busy;
        group.lengths.push_back(busy);
        if (engagement.chooser == Chooser::contact_chose_agent && group.free >= 2) {
            const double chance = 1.0 / static_cast<double>(group.free);
            group.sums.expected += chance;
            group.sums.variance += chance * (1 - chance);
            group.sums.choices += 1;
            if (std::ranges::find(group.rules, engagement.rule) == group.rules.end()) group.rules.push_back(engagement.rule);
        } else {
            own.expected += 1;
        }
    }

    // ---- What it comes to -----------------------------------------------------------------------------------------------

    static SkillGroup judged(const GroupKey& key, Tally& tally) {
        SkillGroup group{key.first, key.second, {}, tally.lengths.size(), static_cast<std::uint64_t>(tally.sums.choices), {}, {}};
        std::ranges::sort(tally.rules);
        group.rules = tally.rules;
        std::erase_if(tally.parts, [](const auto& each) {
            return each.second.portions.offered == 0 && each.second.portions.signed_in_s == Duration{0};
        });
        const auto ripe = [](const Part& part) { return part.chosen >= least_expected && part.choices - part.chosen >= least_expected; };
        const auto judgeable = std::ranges::count_if(tally.parts, [&](const auto& each) { return ripe(each.second); });
        const double z = judgeable == 0 ? 0 : deviations(std::pow(confidence, 1.0 / static_cast<double>(judgeable)));
        double whole = 0, squares = 0;
        for (double each : tally.lengths) {
            whole += each;
            squares += each * each;
        }
        const auto calls = static_cast<double>(tally.lengths.size());
        const double mean = calls > 0 ? whole / calls : 0;
        const double scatter = calls > 0 ? std::max(0.0, squares / calls - mean * mean) : 0;
        for (auto& [person, part] : tally.parts) {
            AgentPortions& agent = group.agents.emplace_back(std::move(part.portions));
            agent.calls.own = static_cast<double>(agent.offered);
            judge(agent.calls, part.expected, part.variance, calls, z, ripe(part));
            judge(agent.busy, part.expected * mean, part.variance * mean * mean + part.expected * scatter, whole, z,
                  ripe(part) && part.expected >= least_lengths);
        }
        group.evenness = evenness(group);
        return group;
    }

    static void judge(Portion& portion, double expected, double variance, double whole, double z, bool ripe) {
        const double reach = z * std::sqrt(std::max(0.0, variance));
        portion.share = whole > 0 ? portion.own / whole : 0;
        portion.expected = expected;
        portion.low = std::max(0.0, expected - reach);
        portion.high = expected + reach;
        if (!ripe) return;
        portion.judged = portion.own < portion.low ? Judged::below : portion.own > portion.high ? Judged::above : Judged::within;
    }

    static Evenness evenness(const SkillGroup& group) {
        if (group.agents.size() < 2) return Evenness::alone;
        const auto is = [&](Judged judged) {
            return [judged](const AgentPortions& agent) { return agent.calls.judged == judged; };
        };
        if (std::ranges::all_of(group.agents, is(Judged::unknown))) return Evenness::too_few;
        const bool uneven = std::ranges::any_of(group.agents, is(Judged::above)) || std::ranges::any_of(group.agents, is(Judged::below));
        return uneven ? Evenness::uneven : Evenness::even;
    }

    std::span<const Stint> stints_;
    std::span<const Engagement> engagements_;
    std::span<const Force> forces_;
    Instant from_, until_, now_{};
    const std::vector<QueuePolicy>* queues_ = nullptr;
    std::map<PersonId, Agent> agents_;
    std::map<GroupKey, Tally> groups_;
};

}  // namespace

std::vector<SkillGroup> fairness(std::span<const Stint> stints, std::span<const Engagement> engagements, std::span<const Force> forces,
                                 std::span<const CallRoom> rooms, Instant from, Instant until) {
    return Sweep(stints, engagements, forces, rooms, from, until).run();
}

}  // namespace markaz::routing
