#include "driver/projector.hpp"

#include <pthread.h>

#include <algorithm>

#include "driver/ending.hpp"

namespace markaz::driver {

namespace {

using storage::Database;
using storage::StorageError;
using storage::Transaction;

/// So far may records.db lag behind the journal before the committer waits.
constexpr std::size_t most_waiting = 65'536;
/// Others write to records.db too: after so many entries they get their turn.
constexpr std::size_t most_in_a_transaction = 1'000;
/// So long after one batch the next begins, unless somebody wants to read it: what comes meanwhile is one transaction.
/// As often as a Board is shown anew.
constexpr std::chrono::milliseconds gathered{250};

struct Standing {
    std::uint32_t version = 0;
    EntryNumber applied = 0;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (version, applied))

/// Where the projection stands; one that is new or was made anew stands before the first entry.
EntryNumber stands_at(Database& records, Projection& projection) {
    const auto standing = records.query_one<Standing>("select version, applied from projection where name = ?1", projection.name());
    if (standing && standing->version == projection.version()) return standing->applied;
    Transaction transaction(records);
    projection.create(records);
    records.run(
        "insert into projection (name, version, applied) values (?1, ?2, 0)"
        " on conflict (name) do update set version = ?2, applied = 0",
        projection.name(), projection.version());
    transaction.commit();
    return 0;
}

}  // namespace

Result<std::unique_ptr<Projector>> Projector::open(Database records, std::vector<std::unique_ptr<Projection>> projections) {
    std::vector<Running> running;
    try {
        // What is lost with the power is folded again from the journal, whose every commit is flushed: one flush, not two.
        records.script("pragma synchronous = normal");
        for (auto& projection : projections) {
            const EntryNumber applied = stands_at(records, *projection);
            running.push_back({std::move(projection), applied});
        }
    } catch (const StorageError& error) {
        return problem(records.path().string(), error.what(), "delete this file to have it made anew, or restore the newest backup");
    }
    return std::unique_ptr<Projector>(new Projector(std::move(records), std::move(running)));
}

Projector::Projector(Database records, std::vector<Running> running)
    : records_(std::move(records)), running_(std::move(running)), mailbox_(most_waiting) {
    const auto slowest = std::ranges::min_element(running_, {}, &Running::applied);
    applied_ = slowest == running_.end() ? 0 : slowest->applied;
    thread_ = std::thread([this] { run(); });
}

Projector::~Projector() { stop(); }

void Projector::stop() {
    mailbox_.close();
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Projector::take(EntryNumber entry, Instant at, contact::Origin origin, centre::Outputs told) {
    mailbox_.put({entry, at, origin, std::move(told)});
}

bool Projector::wait_for(EntryNumber entry, std::chrono::milliseconds most) const {
    std::unique_lock lock(mutex_);
    ++readers_;
    wanted_.notify_all();
    const bool reached = advanced_.wait_for(lock, most, [&] { return applied_.load() >= entry; });
    --readers_;
    return reached;
}

void Projector::run() {
    pthread_setname_np(pthread_self(), "projector");
    std::vector<Taken> taken;
    while (mailbox_.take(taken)) {
        const std::span<const Taken> all(taken);
        for (std::size_t at = 0; at < all.size(); at += most_in_a_transaction) {
            apply(all.subspan(at, std::min(most_in_a_transaction, all.size() - at)));
            std::this_thread::sleep_for(Database::room);
        }
        taken.clear();
        std::unique_lock lock(mutex_);
        wanted_.wait_for(lock, gathered, [this] { return stopping_ || readers_ > 0; });
    }
}

void Projector::apply(std::span<const Taken> batch) {
    for (bool applied = false; !applied;) {
        try {
            apply_once(batch);
            applied = true;
        } catch (const StorageError& error) {
            // Somebody else holds the lock for long, such as an import: nothing was changed, and it is tried again.
            if (error.fault != storage::Fault::busy)
                end_process({records_.path().string(),
                             "entry " + std::to_string(batch.front().entry) + " could not be folded: " + error.what(),
                             {}});
        }
    }
    {
        const std::scoped_lock lock(mutex_);
        for (Running& each : running_) each.applied = std::max(each.applied, batch.back().entry);
        applied_ = std::max(applied_.load(), batch.back().entry);
    }
    advanced_.notify_all();
}

void Projector::apply_once(std::span<const Taken> batch) {
    Transaction transaction(records_);
    for (Running& each : running_) {
        EntryNumber applied = each.applied;
        for (const Taken& taken : batch) {
            if (taken.entry <= applied) continue;
            if (taken.entry != applied + 1)
                end_process({records_.path().string(),
                             "projection " + std::string(each.projection->name()) + " was not given entry " + std::to_string(applied + 1),
                             {}});
            each.projection->apply(records_, {taken.entry, taken.at, taken.origin, taken.told});
            applied = taken.entry;
        }
        records_.run("update projection set applied = ?2 where name = ?1", each.projection->name(), applied);
    }
    transaction.commit();
}

}  // namespace markaz::driver
