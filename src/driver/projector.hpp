#pragma once
// Applies committed entries to the projections in records.db, on a thread of its own.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "driver/mailbox.hpp"
#include "driver/projection.hpp"
#include "edge/storage/database.hpp"

namespace markaz::driver {

/// The projector's table in records.db, for the list of migrations of that file.
inline constexpr std::string_view projection_schema =
    "create table projection (name text primary key, version bigint not null, applied bigint not null)";

class Projector {
public:
    /// `records` is a connection to a migrated records.db. Creates the tables of projections that are new or of another version.
    static Result<std::unique_ptr<Projector>> open(storage::Database records, std::vector<std::unique_ptr<Projection>> projections);

    /// Applies what it has taken, then ends.
    ~Projector();

    /// The last entry that every projection has applied. Recovery begins there.
    EntryNumber applied() const { return applied_.load(); }

    /// Takes the next entry. Entries that a projection has applied already are passed over. Waits while the projector is far
    /// behind, so that memory stays bounded and the centre's doors become busy in their turn.
    void take(EntryNumber entry, Instant at, contact::Origin origin, centre::Outputs told);

    /// For reads that ask for "at least this entry": waits until every projection has applied it. False when time is over.
    bool wait_for(EntryNumber entry, std::chrono::milliseconds most) const;

    /// Applies what it has taken, then ends. Nothing may be taken afterwards.
    void stop();

private:
    struct Taken {
        EntryNumber entry = 0;
        Instant at{};
        contact::Origin origin = contact::Origin::live;
        centre::Outputs told;
    };
    struct Running {
        std::unique_ptr<Projection> projection;
        EntryNumber applied = 0;
    };

    Projector(storage::Database records, std::vector<Running> running);
    void run();
    void apply(std::span<const Taken> batch);
    void apply_once(std::span<const Taken> batch);

    storage::Database records_;
    std::vector<Running> running_;
    std::atomic<EntryNumber> applied_;
    Mailbox<Taken> mailbox_;
    mutable std::mutex mutex_;
    mutable std::condition_variable advanced_, wanted_;
    mutable int readers_ = 0;  ///< who wait for an entry
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace markaz::driver
