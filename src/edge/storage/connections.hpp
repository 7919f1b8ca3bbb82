#pragma once
// Connections to one database for many threads: each is lent to one of them at a time.

#include <functional>
#include <mutex>
#include <vector>

#include "edge/storage/database.hpp"

namespace markaz::storage {

/// Opens a connection whenever all are lent, and keeps it for the next. Outlives what it lends.
class Connections {
public:
    explicit Connections(std::function<Result<Database>()> connect) : connect_(std::move(connect)) {}

    /// A connection until this goes.
    class Lease {
    public:
        Lease(Connections& from, Database database) : from_(from), database_(std::move(database)) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() { from_.take_back(std::move(database_)); }
        Database& operator*() { return database_; }
        Database* operator->() { return &database_; }

    private:
        Connections& from_;
        Database database_;
    };

    /// Throws StorageError when no connection can be opened.
    Lease borrow() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                Database database = std::move(idle_.back());
                idle_.pop_back();
                return {*this, std::move(database)};
            }
        }
        auto opened = connect_();
        if (!opened) throw StorageError(Fault::other, opened.error().line());
        return {*this, std::move(*opened)};
    }

private:
    void take_back(Database database) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(database));
    }

    std::function<Result<Database>()> connect_;
    std::mutex mutex_;
    std::vector<Database> idle_;
};

}  // namespace markaz::storage
