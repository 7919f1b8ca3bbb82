// How many contacts are folded into records in a second of CPU time, and how long the list takes then. `projection_bench [CONTACTS]`

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "contact/store.hpp"
#include "journal/store_vault.hpp"

using namespace markaz;
using namespace std::chrono_literals;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// One answered call with a menu, in the order in which the machine tells it.
centre::Outputs call(std::uint64_t number, Instant at) {
    const contact::ContactId contact{number};
    const contact::VisitId visit{number};
    const contact::AssignmentId assignment{number};
    const people::PersonId person{1 + number % 12};
    const Key queue = number % 3 == 0 ? "cards"_key : "accounts"_key;
    const auto moved = [&](contact::AssignmentState state) {
        return centre::AssignmentMoved{assignment, contact, visit, person, queue, state};
    };
    using contact::AssignmentState;
    return {{at, centre::ContactStarted{contact}},
            {at, centre::StepEntered{contact, {}, 1, "main"_key, "menu"_key}},
            {at + 6s, centre::KeyTaken{contact, "menu"_key, '1', true}},
            {at + 6s, centre::StepEntered{contact, {}, 1, "main"_key, "queue"_key}},
            {at + 6s, centre::VisitStarted{visit, contact, contact::Origin::live, queue}},
            {at + 9s, centre::Decided{contact, person, assignment, queue, {}}},
            {at + 9s, moved(AssignmentState::reserved)},
            {at + 10s, moved(AssignmentState::ringing)},
            {at + 14s, moved(AssignmentState::talking)},
            {at + 14s, centre::VisitEnded{visit, contact, contact::Origin::live, queue, at + 6s, contact::VisitEnd::answered}},
            {at + 200s, centre::ContactEnded{contact}},
            {at + 200s, moved(AssignmentState::wrap_up)},
            {at + 220s, centre::AssignmentEnded{assignment, contact, visit, contact::Origin::live, person, queue,
                                                contact::AssignmentEnd::completed, 5s, 186s, 0s, 20s, "resolved"_key}}};
}

}  // namespace

int main(int count, char** arguments) {
    const std::uint64_t contacts = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20'000;
    const auto directory = std::filesystem::temp_directory_path() / "projection_bench";
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    {
        auto records = storage::Database::open(directory / "records.db", storage::Database::Mode::read_write).value();
        contact::ContactProjection projection([](std::uint64_t) { return std::make_shared<procedure::Manual>(); });
        storage::Transaction transaction(records);
        records.script(journal::vault_schema);
        projection.create(records);
        const Instant start = parse_instant("2026-11-01T00:00:00Z").value();
        double before = cpu_seconds();
        for (std::uint64_t number = 1; number <= contacts; ++number) {
            const centre::Outputs told = call(number, start + number * 20s);
            projection.apply(records, {number, told.back().at, contact::Origin::live, told});
        }
        transaction.commit();
        const double folding = cpu_seconds() - before;
        std::printf("%.0f contacts folded per CPU second (%llu contacts, %.2f s)\n", static_cast<double>(contacts) / folding,
                    static_cast<unsigned long long>(contacts), folding);

        contact::ContactStore store(records);
        before = cpu_seconds();
        const contact::RowPage page = store.list({}, {}, 50);
        std::printf("list of %llu rows: first page and total in %.1f ms\n", static_cast<unsigned long long>(page.total),
                    (cpu_seconds() - before) * 1e3);
        before = cpu_seconds();
        const auto offers = store.visit_offers(start, start + contacts * 20s, contact::Origins::live);
        std::printf("report over %zu visits: %.0f ms\n", offers.size(), (cpu_seconds() - before) * 1e3);
    }
    std::filesystem::remove_all(directory);
}
