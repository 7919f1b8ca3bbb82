#pragma once
// A floor that keeps records, to write examples on.

#include <unistd.h>

#include "board/board.hpp"
#include "board/happening_test.hpp"
#include "contact/store.hpp"
#include "contact/store_cases.hpp"
#include "contact/store_escalations.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"

namespace markaz::contact::test {

using namespace centre::test;
using namespace centre;

inline const metrics::Calendar jakarta = metrics::Calendar::of("Asia/Jakarta", std::chrono::Monday).value();

/// A floor whose events are folded into records, entry by entry, as the driver does.
class RecordedFloor : public Floor {
public:
    void TestBody() override {}
    using Floor::now;

    RecordedFloor() : directory(std::filesystem::temp_directory_path() / ("contact_test." + std::to_string(getpid()))) {
        std::filesystem::remove_all(directory);
        std::filesystem::create_directories(directory);
        records.emplace(storage::Database::open(directory / "records.db", storage::Database::Mode::read_write).value());
        // One transaction for all: what is asked is asked on the same connection, and no disk is waited for.
        transaction.emplace(*records);
        records->script(recording_schema);
        records->script(settled_schema);
        records->script(people::people_schema);
        records->script(people::owned_procedures);
        records->script(journal::vault_schema);
        records->script(journal::vault_numbers);
        projection.create(*records);
        case_projection.create(*records);
        escalation_projection.create(*records);
        record();
    }
    ~RecordedFloor() override {
        transaction.reset();
        records.reset();
        std::filesystem::remove_all(directory);
    }

    Refusal happens(const Input& input) {
        const Refusal refusal = take(input);
        record();
        return refusal;
    }
    /// Records a fact as if the machine had told it now.
    void tells(const Output& fact) {
        told = {{now, fact}};
        record();
    }
    void passes(Duration length) {
        pass(length);
        record();
    }
    ContactId arrives(Key queue, Origin origin = Origin::live) {
        ContactArrived arrived;
        arrived.queue = queue;
        arrived.origin = origin;
        arrived.party = party;
        EXPECT_EQ(happens(arrived), Refusal::none);
        return ContactId{centre.snapshot().next_contact - 1};
    }
    void comes_to_work(PersonId person, Key skill) {
        happens(AgentChanged{agent(person, {{skill, 5}})});
        happens(PresenceDeclared{person, Presence::ready});
    }
    AssignmentId ringing() const { return centre.snapshot().assignments.back().id; }

    board::Board board() {
        const auto manual_of = [this](std::uint64_t wanted) { return manuals.at(wanted - 1); };
        return board::LiveBoard::fresh(Origins::live, jakarta, manual_of, centre.snapshot(), entry, now,
                                       store().visit_offers(jakarta.begin(metrics::Interval::day, now), now + 1us, Origins::all))
            .show(now);
    }
    ContactStore store() { return ContactStore(*records); }
    std::uint64_t count(const Filter& filter) { return store().list(filter, {}, 1).total; }

    /// Throws the tables away and folds all entries into new ones, as after the loss of records.db.
    void fold_again() {
        projection.create(*records);
        case_projection.create(*records);
        escalation_projection.create(*records);
        for (const auto& [number, at, told_then] : entries) {
            projection.apply(*records, {number, at, Origin::live, told_then});
            case_projection.apply(*records, {number, at, Origin::live, told_then});
            escalation_projection.apply(*records, {number, at, Origin::live, told_then});
        }
    }
    /// What was recorded is there for other connections from here on.
    void keep() {
        transaction->commit();
        transaction.reset();
    }

    Outputs everything;
    VaultId party{99};
    std::filesystem::path directory;
    std::optional<storage::Database> records;

private:
    void record() {
        projection.apply(*records, {++entry, now, Origin::live, told});
        case_projection.apply(*records, {entry, now, Origin::live, told});
        escalation_projection.apply(*records, {entry, now, Origin::live, told});
        entries.push_back({entry, now, told});
        everything.insert(everything.end(), told.begin(), told.end());
    }

    struct Recorded {
        std::uint64_t number = 0;
        Instant at{};
        Outputs told;
    };
    std::optional<storage::Transaction> transaction;
    std::vector<Recorded> entries;
    /// Of the manual that is being published, too.
    ContactProjection projection{[this](std::uint64_t wanted) {
        return wanted <= manuals.size() ? manuals[wanted - 1] : manual(wanted, queues);
    }};
    CaseProjection case_projection;
    EscalationProjection escalation_projection;
    std::uint64_t entry = 0;
};

}  // namespace markaz::contact::test
