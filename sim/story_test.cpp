#include "sim/story_test.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace markaz::sim {

using namespace std::chrono;
using contact::Channel;
using contact::Origin;
using contact::Pool;

namespace {

constexpr std::array skills{"arabic"_key, "cards"_key, "loans"_key};
constexpr std::array queues{"accounts"_key, "cards"_key, "delivery"_key, "loans"_key};
constexpr Instant begin{sys_days{2026y / November / 22} + hours{9}};
constexpr Duration length = minutes{40};

class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(Random::seeded(seed)) {}

    Story write(std::uint64_t seed) {
        Story story;
        story.seed = seed;
        queue_count_ = between(1, queues.size());
        story.manuals.push_back(manual(1, queue_count_));
        story.population.from = begin;
        story.population.until = begin + length;
        story.inputs.push_back({begin, centre::Opened{seed}});
        story.inputs.push_back({begin, published(story.manuals[0])});
        people(story);
        callers(story);
        mishaps(story);
        return story;
    }

private:
    std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + random_.below(most - least + 1); }
    bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
    Duration some_seconds(std::uint64_t least, std::uint64_t most) { return seconds{between(least, most)}; }
    double sometimes(double share) { return one_in(2) ? 0 : share; }

    static centre::ManualPublished published(const procedure::ManualRef& manual) { return {manual->version, manual->documents, manual}; }

    std::vector<people::Skill> wanted() {
        std::vector<people::Skill> chosen;
        if (one_in(4)) chosen.push_back({routing::language_skill, static_cast<std::uint8_t>(between(1, 3))});
        for (Key skill : skills)
            if (one_in(2)) chosen.push_back({skill, static_cast<std::uint8_t>(between(1, 3))});
        return chosen;
    }

    routing::QueuePolicy policy(Key id, std::size_t count) {
        routing::QueuePolicy policy;
        policy.id = id;
        policy.stages.push_back({Duration{0}, wanted()});
        for (std::uint64_t more = random_.below(3); more > 0; --more) {
            auto fewer = policy.stages.back().skills;
            if (!fewer.empty()) fewer.pop_back();
            policy.stages.push_back({policy.stages.back().after + some_seconds(5, 40), fewer});
        }
        policy.priority = seconds{30 * random_.below(4)};
        policy.ring = some_seconds(5, 20);
        policy.wrap_up = one_in(3) ? Duration{0} : some_seconds(5, 40);
        policy.capacity = one_in(3) ? static_cast<std::uint32_t>(between(1, 5)) : 0;
        constexpr std::array rules{routing::Rule::longest_idle,   routing::Rule::least_occupied, routing::Rule::fewest_contacts,
                                   routing::Rule::round_robin,    routing::Rule::best_skill,     routing::Rule::cheapest_skill,
                                   routing::Rule::random_by_weight};
        policy.rule = one_in(3) ? routing::Rule::longest_idle : rules[random_.below(rules.size())];
        if (one_in(3)) policy.prefer = some_seconds(5, 40);
        if (one_in(4)) policy.overflow.push_back({queues[random_.below(count)], some_seconds(10, 60), 0, {}});
        if (one_in(6)) policy.overflow.push_back({queues[random_.below(count)], {}, static_cast<std::uint32_t>(between(2, 5)), {}});
        policy.callback = {one_in(2) ? some_seconds(5, 30) : Duration{0}, some_seconds(5, 20), static_cast<std::uint32_t>(between(1, 3)),
                           some_seconds(10, 60), one_in(6) ? 1u : 100u};
        policy.refuse_when_nobody = one_in(6);
        constexpr std::uint32_t sunday_nine = (6 * 24 + 9) * 60;
        if (one_in(8)) policy.hours.week.push_back({sunday_nine, sunday_nine + static_cast<std::uint32_t>(between(5, 35))});
        return policy;
    }

    /// A menu with a way to each queue, half of them over a second menu; behind each queue a short guide.
    procedure::Flow flow(std::size_t count) {
        using namespace procedure;
        Flow flow{.id = "main"_key, .steps = {}};
        const auto add = [&](Key id, Verb verb) {
            flow.steps.push_back({id, std::move(verb)});
            return static_cast<StepIndex>(flow.steps.size() - 1);
        };
        const StepIndex bye = add("bye"_key, End{"resolved"_key});
        const StepIndex refused = add("refused"_key, End{"refused"_key});
        const StepIndex note = add("note"_key, Note{{}, bye});
        const StepIndex ask = add("ask"_key, Ask{{}, "charge"_key, note});
        const StepIndex verify = add("verify"_key, Check{{}, ask, refused});
        Choose first, second;
        first.wait = second.wait = some_seconds(2, 6);
        first.tries = static_cast<std::uint32_t>(between(1, 3));
        for (std::size_t i = 0; i < count; ++i) {
            Queue waits{queues[i], one_in(4) ? no_step : verify};
            const std::string named(queues[i].text());
            Voicemail message{{}, queues[random_.below(count)], some_seconds(5, 40), seconds{5}, verify, bye};
            if (one_in(3)) waits.closed = one_in(2) ? bye : add(*Key::from("after-" + named), message);
            if (one_in(3)) waits.full = refused;
            if (one_in(3)) waits.nobody = bye;
            if (one_in(2)) {
                waits.exit_key = '5';
                waits.exit = one_in(2) ? add(*Key::from("call-" + named), Callback{{}, queues[i], verify, bye})
                                       : add(*Key::from("say-" + named), message);
            }
            const StepIndex queue = add(queues[i], waits);
            (i % 2 == 0 ? first : second).keys.push_back({static_cast<char>('1' + i), queue});
        }
        second.otherwise = bye;
        if (!second.keys.empty()) first.keys.push_back({'9', add("more"_key, second)});
        first.otherwise = one_in(2) ? bye : first.keys.front().next;
        const StepIndex menu = add("menu"_key, first);
        flow.start = one_in(2) ? menu : add("welcome"_key, Say{{}, menu});
        return flow;
    }

    procedure::ManualRef manual(std::uint64_t version, std::size_t count) {
        auto manual = std::make_shared<procedure::Manual>();
        manual->version = version;
        for (std::size_t i = 0; i < count; ++i) manual->queues.push_back(policy(queues[i], count));
        manual->flows.push_back(flow(count));
        return manual;
    }

    people::Agent agent(std::uint64_t id, Pool pool) {
        people::Agent agent{.id = people::PersonId{id}, .team = "floor"_key, .pool = pool, .skills = {}, .capacity = {}};
        for (Key skill : skills)
            if (!one_in(3)) agent.skills.push_back({skill, static_cast<std::uint8_t>(between(1, 5))});
        for (Key spoken : {"ar"_key, "en"_key})
            if (one_in(2)) agent.skills.push_back({spoken, static_cast<std::uint8_t>(between(1, 5))});
        agent.capacity.push_back({Channel::voice_in, 1});
        if (!one_in(4)) agent.capacity.push_back({Channel::voicemail, static_cast<std::uint8_t>(between(1, 2)), one_in(2)});
        if (one_in(2)) agent.capacity.push_back({Channel::chat, static_cast<std::uint8_t>(between(1, 3))});
        if (one_in(2)) agent.capacity.push_back({Channel::email, static_cast<std::uint8_t>(between(1, 5)), true});
        const Key gated = one_in(3) ? Key{} : skills[random_.below(skills.size())];
        if (one_in(4)) agent.gates.push_back({gated, people::GateReason::course, "basics"_key});
        return agent;
    }

    Habits habits() {
        Habits habits;
        habits.misses = sometimes(0.1);
        habits.declines = sometimes(0.1);
        habits.unreachable = sometimes(0.05);
        habits.holds = sometimes(0.3);
        habits.transfers = sometimes(0.3);
        habits.ends_first = sometimes(0.5);
        habits.lost = sometimes(0.1);
        habits.hold_for = Distribution::exponential(seconds{15});
        habits.back_after = Distribution::exponential(seconds{30});
        if (one_in(2)) habits.break_every = Distribution::exponential(minutes{4});
        habits.break_for = Distribution::exponential(minutes{1});
        if (one_in(2)) habits.step_after = Distribution::exponential(seconds{8});
        return habits;
    }

    void people(Story& story) {
        std::uint64_t next = 1;
        for (Pool pool : {Pool::simulated, Pool::live}) {
            Group group;
            for (std::uint64_t count = between(1, 6); count > 0; --count, ++next) {
                agents_.push_back(agent(next, pool));
                group.people.push_back(agents_.back().id);
                story.inputs.push_back({begin, centre::AgentChanged{agents_.back()}});
            }
            group.habits = habits();
            group.ring = one_in(3) ? Distribution::fixed(Duration{0}) : Distribution::exponential(seconds{4});
            group.work.push_back(
                {Key{}, Distribution::lognormal(seconds{40}, 0.8), one_in(3) ? Distribution{} : Distribution::exponential(seconds{10})});
            story.population.groups.push_back(std::move(group));
        }
    }

    void callers(Story& story) {
        for (std::uint64_t count = between(2, 6); count > 0; --count) {
            CallerKind kind;
            kind.origin = one_in(2) ? Origin::live : Origin::simulated;
            constexpr std::array channels{Channel::voice_in, Channel::voice_in, Channel::chat, Channel::email};
            kind.channel = channels[random_.below(channels.size())];
            kind.language = one_in(2) ? Language::en : Language::ar;
            if (one_in(2)) kind.preferred = agents_[random_.below(agents_.size())].id;
            kind.wants = queues[random_.below(queue_count_)];
            if (one_in(2)) kind.flow = "main"_key;
            else kind.queue = kind.wants;
            kind.priority = seconds{20 * random_.below(3)};
            kind.arrivals = {.anchor = begin, .every = minutes{5}, .per_hour = {}, .repeats = true, .recorded = {}};
            for (int step = 0; step < 4; ++step) kind.arrivals.per_hour.push_back(static_cast<double>(random_.below(160)));
            kind.wrong_key = sometimes(0.2);
            kind.no_key = sometimes(0.2);
            kind.lost = sometimes(0.2);
            kind.way_back = one_in(3) ? contact::WayBack::none : contact::WayBack::trunk;
            kind.callback = sometimes(0.6);
            kind.callback_after = Distribution::exponential(seconds{15});
            kind.message = one_in(5) ? Distribution{} : Distribution::exponential(seconds{12});
            kind.unreached = sometimes(0.5);
            kind.pick_up = Distribution::exponential(seconds{6});
            story.population.callers.push_back(std::move(kind));
        }
        if (!one_in(3)) story.population.patience.push_back({Key{}, Distribution::exponential(some_seconds(20, 120))});
    }

    /// New policies, changed agents, a restart: in the middle of it all.
    void mishaps(Story& story) {
        std::vector<Instant> when(random_.below(6));
        for (Instant& at : when)
            at = begin + Duration{static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(length.count())))};
        std::ranges::sort(when);
        for (Instant at : when) {
            if (one_in(3)) {
                story.manuals.push_back(manual(story.manuals.size() + 1, between(1, queues.size())));
                story.inputs.push_back({at, published(story.manuals.back())});
            } else if (one_in(4)) {
                story.inputs.push_back({at, centre::Restarted{}});
            } else {
                people::Agent& changed = agents_[random_.below(agents_.size())];
                changed = agent(changed.id.value, changed.pool);
                story.inputs.push_back({at, centre::AgentChanged{changed}});
            }
        }
    }

    Random random_;
    std::size_t queue_count_ = 1;
    std::vector<people::Agent> agents_;
};

}  // namespace

Story make_story(std::uint64_t seed) { return Writer(seed).write(seed); }

void tell(const Story& story, const Witness& witness) {
    centre::Centre centre;
    World world(story.population, story.seed);
    for (const procedure::ManualRef& manual : story.manuals) world.learn(manual);
    centre::Outputs outputs;
    for (const TimedInput& next : story.inputs) {
        if (next.at > story.population.from) drive(centre, world, next.at, witness);
        outputs.clear();
        const centre::Refusal refusal = centre.advance(next.at, next.input, outputs);
        witness(next.at, next.input, refusal, outputs);
        world.react(outputs);
    }
    // A little longer than anybody comes, so that most contacts find their end.
    drive(centre, world, story.population.until + minutes{20}, witness);
}

Page page(Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs) {
    Page page{at, input, refusal, {}};
    for (const centre::Told& told : outputs) page.told.push_back(iso8601(told.at) + ' ' + json::text(told.what));
    return page;
}

}  // namespace markaz::sim
