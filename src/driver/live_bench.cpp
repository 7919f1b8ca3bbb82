// What the driver costs: inputs per CPU second with the journal and without, commits per contact, time to the reply, and the time of
// a start against the length of the journal.
//
//     live_bench DIRECTORY [longest journal, 1000000 unless said]

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <semaphore>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "driver/live.hpp"
#include "driver/replay.hpp"
#include "journal/codec.hpp"
#include "journal/store.hpp"

namespace markaz::driver {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::uint64_t agents = 200;
constexpr Instant first_instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};

Result<procedure::ManualRef> manual(std::uint64_t version, const std::vector<procedure::DocumentRef>&) {
    auto made = std::make_shared<procedure::Manual>();
    made->version = version;
    routing::QueuePolicy policy;
    policy.id = "cards"_key;
    policy.stages = {{Duration{0}, {{"cards"_key, 1}}}};
    made->queues = {policy};
    return made;
}

std::vector<centre::Input> opening() {
    std::vector<centre::Input> inputs{centre::ManualPublished{1, {}, *manual(1, {})}};
    for (std::uint64_t id = 1; id <= agents; ++id) {
        inputs.push_back(
            centre::AgentChanged{{{id}, "team"_key, contact::Pool::live, {{"cards"_key, 3}}, {{contact::Channel::voice_in, 1}}}});
        inputs.push_back(centre::PresenceDeclared{{id}, people::Presence::ready});
    }
    return inputs;
}

centre::Input arrival() {
    centre::ContactArrived arrived;
    arrived.queue = "cards"_key;
    return arrived;
}

/// What an agent does with a contact that rings: five inputs make one contact.
std::array<centre::Input, 4> service(contact::AssignmentId assignment) {
    return {centre::AgentRinging{assignment}, centre::AgentAnswered{assignment}, centre::AgentLeft{assignment},
            centre::WrapUpDone{assignment, "resolved"_key}};
}

template <class F>
void for_each_ring(std::span<const centre::Told> told, F&& f) {
    for (const centre::Told& each : told)
        if (const auto* ring = std::get_if<centre::RingAgent>(&each.what)) f(ring->assignment);
}

double seconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// p50 and p99 of fdatasync after a page was written, in milliseconds.
void measure_disk(const fs::path& directory) {
    const fs::path path = directory / "fdatasync";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    const std::array<char, 4096> page{};
    std::vector<double> times;
    for (int each = 0; each < 500; ++each) {
        const double before = seconds(CLOCK_MONOTONIC);
        if (::pwrite(file, page.data(), page.size(), each * 4096) != 4096 || ::fdatasync(file) != 0) std::perror("fdatasync");
        times.push_back(seconds(CLOCK_MONOTONIC) - before);
    }
    ::close(file);
    fs::remove(path);
    std::ranges::sort(times);
    std::printf("disk: fdatasync p50 %.2f ms, p99 %.2f ms\n", times[250] * 1e3, times[495] * 1e3);
}

/// The machine alone, served at once. `take` sees each input with what was told.
template <class F>
void run_machine(std::uint64_t inputs, F&& take) {
    centre::Centre machine;
    centre::Outputs told;
    Instant at = first_instant;
    std::vector<centre::Input> next = opening();
    next.insert(next.begin(), centre::Opened{7});
    std::uint64_t done = 0;
    const auto advance = [&](const centre::Input& input) {
        told.clear();
        at += 1ms;
        if (machine.advance(at, input, told) != centre::Refusal::none) std::abort();
        take(at, input, told, machine);
        ++done;
    };
    for (const centre::Input& input : next) advance(input);
    while (done < inputs) {
        advance(arrival());
        std::vector<contact::AssignmentId> rings;
        for_each_ring(told, [&](contact::AssignmentId id) { rings.push_back(id); });
        for (const auto id : rings)
            for (const centre::Input& input : service(id)) advance(input);
    }
}

void measure_machine() {
    constexpr std::uint64_t inputs = 2'000'000;
    const double before = seconds(CLOCK_PROCESS_CPUTIME_ID);
    std::uint64_t told_count = 0;
    run_machine(inputs,
                [&](Instant, const centre::Input&, const centre::Outputs& told, const centre::Centre&) { told_count += told.size(); });
    const double spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    std::printf("machine alone: %.0f inputs per CPU second, %.1f outputs an input\n", inputs / spent,
                static_cast<double>(told_count) / inputs);
}

/// A writer that keeps nothing, to see what the journal costs.
class NoJournal final : public journal::Writer {
public:
    Result<void> append(std::span<const journal::Entry>) override { return {}; }
    Result<void> keep(const journal::StoredSnapshot&, EntryNumber) override { return {}; }
};

/// Contacts through the driver: `window` at a time, each started `apart` after the one before.
void measure_live(const char* name, journal::Writer& writer, std::uint64_t contacts, std::ptrdiff_t window,
                  std::chrono::microseconds apart) {
    SystemClock clock(first_instant);
    Live live({}, writer, clock, nullptr, {.seed = 7, .most_inputs = 1 << 16});
    std::counting_semaphore<> room(window);
    std::counting_semaphore<> ready(0);
    std::vector<double> waits;
    waits.reserve(contacts);
    live.subscribe([&](const Committed& committed) {
        for_each_ring(committed.told, [&](contact::AssignmentId id) {
            for (centre::Input& input : service(id)) live.submit(std::move(input));
        });
        for (const centre::Told& each : committed.told)
            if (std::holds_alternative<centre::AssignmentEnded>(each.what)) room.release();
    });
    live.start();
    auto inputs = opening();
    for (std::size_t each = 0; each < inputs.size(); ++each)
        live.submit(std::move(inputs[each]), [&, last = each + 1 == inputs.size()](const Answer&) {
            if (last) ready.release();
        });
    ready.acquire();

    const LiveCounts before = live.counts();
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
    for (std::uint64_t each = 0; each < contacts; ++each) {
        room.acquire();
        if (apart > 0us) std::this_thread::sleep_for(apart);
        live.submit(arrival(),
                    [&waits, sent = seconds(CLOCK_MONOTONIC)](const Answer&) { waits.push_back(seconds(CLOCK_MONOTONIC) - sent); });
    }
    for (std::ptrdiff_t each = 0; each < window; ++each) room.acquire();
    live.stop();
    const double cpu_spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, wall_spent = seconds(CLOCK_MONOTONIC) - wall;
    const LiveCounts after = live.counts();
    const auto entries = static_cast<double>(after.entries - before.entries);
    std::ranges::sort(waits);
    std::printf("%s: %.0f inputs per CPU second, %.0f a second; %.2f commits a contact; reply p50 %.2f ms, p99 %.2f ms\n", name,
                entries / cpu_spent, entries / wall_spent,
                static_cast<double>(after.commits - before.commits) / static_cast<double>(contacts), waits[waits.size() / 2] * 1e3,
                waits[waits.size() * 99 / 100] * 1e3);
}

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().line().c_str());
        std::exit(3);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A start on a journal of `length` entries, killed `tail` entries behind its last snapshot.
void measure_start(const fs::path& directory, std::uint64_t length, std::uint64_t tail) {
    const fs::path data = directory / ("start-" + std::to_string(length));
    {
        auto store = must(journal::Store::open(data, journal::Use::as_it_is));
        std::vector<journal::Entry> batch;
        const std::uint64_t snapshot_at = length > tail ? length - tail : 1;
        run_machine(length, [&](Instant at, const centre::Input& input, const centre::Outputs& told, const centre::Centre& machine) {
            const EntryNumber number = store.last() + batch.size() + 1;
            batch.push_back(journal::make_entry(number, at, contact::Origin::live, input, told));
            if (batch.size() < 1000 && number != snapshot_at && number < length) return;
            must(store.append(batch));
            batch.clear();
            if (number == snapshot_at)
                must(store.keep({number, centre::machine_version, journal::SnapshotReason::regular, machine.snapshot(), {{1, {}}}},
                                number));
        });
    }
    const auto size = fs::file_size(data / journal::journal_file);
    const double before = seconds(CLOCK_MONOTONIC);
    auto store = must(journal::Store::open(data, journal::Use::as_it_is));
    const auto recovered = must(recover(store, manual, nullptr));
    const double spent = seconds(CLOCK_MONOTONIC) - before;
    std::printf("start: journal of %lu entries (%.0f MB), %lu replayed: %.3f s\n", static_cast<unsigned long>(store.last()),
                static_cast<double>(size) / 1e6, static_cast<unsigned long>(recovered.replayed), spent);
    fs::remove_all(data);
}

void run(const fs::path& directory, std::uint64_t longest) {
    fs::create_directories(directory);
    measure_disk(directory);
    measure_machine();
    NoJournal none;
    measure_live("driver without journal", none, 100'000, 150, 0us);
    {
        auto store = must(journal::Store::open(directory / "full", journal::Use::as_it_is));
        measure_live("driver with journal, as fast as it goes", store, 100'000, 150, 0us);
    }
    {
        auto store = must(journal::Store::open(directory / "paced", journal::Use::as_it_is));
        measure_live("driver with journal, 50 contacts a second", store, 500, 150, 20ms);
    }
    fs::remove_all(directory / "full");
    fs::remove_all(directory / "paced");
    for (std::uint64_t length = 100'000; length <= longest; length *= 10) measure_start(directory, length, 10'000);
}

}  // namespace
}  // namespace markaz::driver

int main(int count, char** arguments) {
    std::uint64_t longest = 1'000'000;
    const char* last = count == 3 ? arguments[2] + std::strlen(arguments[2]) : nullptr;
    if (count < 2 || count > 3 || (count == 3 && std::from_chars(arguments[2], last, longest).ptr != last)) {
        std::fprintf(stderr, "usage: live_bench DIRECTORY [longest journal]\n");
        return 2;
    }
    markaz::driver::run(arguments[1], longest);
}
