#include "app/errands.hpp"

#include <pthread.h>

#include <chrono>
#include <cstdio>

namespace markaz::app {

namespace {

/// So long after one batch the next begins: what comes meanwhile is one transaction, and so one flush of the disk.
/// A kill takes no more of what was found out than this.
constexpr std::chrono::milliseconds gathered{250};
constexpr std::size_t most_errands = 10'000;

}  // namespace

Errands::Errands(storage::Database records) : records_(std::move(records)), mailbox_(most_errands), thread_([this] { work(); }) {}

Errands::~Errands() {
    mailbox_.close();
    thread_.join();
}

void Errands::work() {
    pthread_setname_np(pthread_self(), "errands");
    for (std::vector<Errand> errands; mailbox_.take(errands); errands.clear()) {
        if (!do_together(errands))
            for (const Errand& errand : errands) do_alone(errand);
        gather(errands.size());
    }
}

/// Says that so many more are done, and lets others come together unless somebody waits for them.
void Errands::gather(std::size_t done) {
    std::unique_lock lock(mutex_);
    done_ += done;
    more_done_.notify_all();
    hurry_.wait_for(lock, gathered, [this] { return waiting_ > 0; });
}

bool Errands::settle(std::chrono::milliseconds most) {
    const std::uint64_t wanted = handed_in_;
    std::unique_lock lock(mutex_);
    if (done_ >= wanted) return true;
    ++waiting_;
    hurry_.notify_one();
    const bool settled = more_done_.wait_for(lock, most, [&] { return done_ >= wanted; });
    --waiting_;
    return settled;
}

/// False when one of them failed; then none was done.
bool Errands::do_together(const std::vector<Errand>& errands) try {
    storage::Transaction transaction(records_);
    for (const Errand& errand : errands) errand(records_);
    transaction.commit();
    return true;
} catch (const storage::StorageError&) {
    return false;
}

void Errands::do_alone(const Errand& errand) try {
    errand(records_);
} catch (const storage::StorageError& error) {
    std::fprintf(stderr, "markaz: records.db: %s\n", error.what());
}

}  // namespace markaz::app
