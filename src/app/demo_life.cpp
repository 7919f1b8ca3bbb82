#include "app/demo_life.hpp"

#include <pthread.h>

#include <random>

#include "app/clock.hpp"
#include "driver/history.hpp"
#include "people/store.hpp"

namespace markaz::app {

namespace {

/// Logins and names of the sample centre's simulated agents.
constexpr std::array<std::pair<std::string_view, std::string_view>, sim::demo_agents> names{{{"sim-aisha", "Aisha Mansour"},
                                                                                             {"sim-bahar", "Bahar Tehrani"},
                                                                                             {"sim-citra", "Citra Lestari"},
                                                                                             {"sim-daniel", "Daniel Tan"},
                                                                                             {"sim-elham", "Elham Rostami"},
                                                                                             {"sim-farid", "Farid Hassan"},
                                                                                             {"sim-gita", "Gita Permata"},
                                                                                             {"sim-hana", "Hana Saleh"},
                                                                                             {"sim-ilyas", "Ilyas Rahman"},
                                                                                             {"sim-jamila", "Jamila Nasser"},
                                                                                             {"sim-kian", "Kian Moradi"},
                                                                                             {"sim-lina", "Lina Yusof"}}};
/// The sample centre's clocks, Africa/Cairo in winter.
constexpr std::chrono::hours demo_offset{2};

/// The flow that its callers enter.
constexpr Key demo_flow = "main-line"_key;

using SimulatedPeople = std::array<people::PersonId, sim::demo_agents>;

/// Whatever the hour at which somebody looks at the demo, they see a centre at work: its live world begins on a Tuesday morning.
Duration lively_offset(Instant now) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const auto tuesday = today - (std::chrono::weekday(today) - std::chrono::Tuesday);
    return Instant{tuesday} + std::chrono::hours{10} - now;
}

sim::DemoOptions demo_options(Instant from, Duration offset, std::uint64_t seed, const SimulatedPeople& people) {
    sim::DemoOptions options;
    options.from = from;
    options.offset = offset;
    options.seed = seed;
    options.flow = demo_flow;
    options.people = people;
    options.queues = {"cards"_key, "accounts"_key, "delivery"_key};
    return options;
}

std::uint64_t chance() {
    std::random_device source;
    return std::uint64_t{source()} << 32 | source();
}

/// The simulated agents among the people of the directory, who are added at its first start so that each has a name.
SimulatedPeople simulated_people(storage::Database& records) {
    people::PeopleStore store(records);
    SimulatedPeople ids;
    for (std::size_t each = 0; each < ids.size(); ++each) {
        const auto known = store.person(names[each].first);
        people::Person person;
        person.login = names[each].first;
        person.name = names[each].second;
        person.pool = contact::Pool::simulated;
        ids[each] = known ? known->id : store.add(std::move(person)).value();
    }
    return ids;
}

/// Skills and teams as the simulator gives them.
void describe(storage::Database& records, const std::vector<people::Agent>& agents) {
    people::PeopleStore store(records);
    for (const people::Agent& agent : agents) {
        people::Person person = store.person(agent.id).value();
        person.team = agent.team;
        person.skills = agent.skills;
        store.change(person).value();
    }
}

}  // namespace

Result<std::uint64_t> write_demo_past(House& house, FirstStart& first, Instant now) {
    if (!first.manual) return 0;
    auto published = house.manuals().prepare(std::move(*first.manual));
    first.manual.reset();
    if (!published) return std::unexpected(published.error());
    const Instant from = now - demo_past;
    auto records = house.records().borrow();
    sim::DemoWorld world(demo_options(from, demo_offset, chance(), simulated_people(*records)));
    world.learn(published->manual);
    describe(*records, world.agents());

    std::vector<centre::Input> beginnings{centre::Opened{chance()}, *published};
    for (const people::Agent& agent : world.agents()) beginnings.push_back(centre::AgentChanged{agent});
    std::size_t begun = 0;
    driver::PastWorld past;
    past.due = [&] { return begun < beginnings.size() ? std::optional(from) : world.next_due(); };
    past.act = [&]() -> centre::Input { return begun < beginnings.size() ? beginnings[begun++] : world.next().input; };
    past.see = [&](const centre::Outputs& told) {
        house.manuals().see(told);
        world.react(told);
    };
    return driver::write_history(house.start(), house.store(), &house.projector(), past, now);
}

bool has_demo_life(House& house) {
    if (!house.is_demo()) return false;
    const procedure::ManualRef manual = house.manuals().newest();
    return !manual || manual->flow(demo_flow);
}

DemoLife::DemoLife(House& house)
    : house_(house), world_(demo_options(clock_now(), lively_offset(clock_now()), chance(), simulated_people(*house.records().borrow()))) {
    if (const procedure::ManualRef manual = house.manuals().newest()) world_.learn(manual);
    house.live().subscribe([this](const driver::Committed& entry) {
        const std::scoped_lock lock(mutex_);
        for (const centre::Told& told : entry.told)
            if (const auto* in_force = std::get_if<centre::ManualInForce>(&told.what))
                if (const procedure::ManualRef manual = house_.manuals().of(in_force->version)) world_.learn(manual);
        world_.react({entry.told.begin(), entry.told.end()});
        changed_.notify_one();
    });
}

DemoLife::~DemoLife() {
    thread_.request_stop();
    changed_.notify_all();
}

void DemoLife::begin() {
    const driver::Ask ask = house_.ask();
    for (const people::Agent& agent : world_.agents()) {
        (void)ask(centre::AgentChanged{agent});
        // Whatever was declared before the stop: the world begins with everybody at home.
        (void)ask(centre::PresenceDeclared{agent.id, people::Presence::offline});
    }
    thread_ = std::jthread([this](std::stop_token stop) { live(stop); });
}

void DemoLife::live(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "demo");
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto due = world_.next_due();
        const Instant now = clock_now();
        if (due && *due <= now) {
            const centre::Input input = world_.next().input;
            lock.unlock();
            house_.live().submit(input, {}, contact::Origin::simulated);
            lock.lock();
        } else if (due) {
            changed_.wait_for(lock, stop, *due - now, [&] { return world_.next_due() != due; });
        } else {
            changed_.wait(lock, stop, [&] { return world_.next_due().has_value(); });
        }
    }
}

}  // namespace markaz::app
