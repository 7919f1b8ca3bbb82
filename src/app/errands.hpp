#pragma once
// Small writes to records.db for threads that may not wait for a disk: done in order, on a thread of their own.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "driver/mailbox.hpp"
#include "edge/storage/database.hpp"

namespace markaz::app {

class Errands {
public:
    using Errand = std::function<void(storage::Database& records)>;

    explicit Errands(storage::Database records);
    /// Does what was handed in, then ends.
    ~Errands();

    /// From any thread. Waits only when thousands wait already. An errand may be begun twice, and then only the second time counts.
    void run(Errand errand) {
        ++handed_in_;
        mailbox_.put(std::move(errand));
    }

    /// Waits until what was handed in before is done, which gathers no company then. False when that took longer than `most`.
    bool settle(std::chrono::milliseconds most);

private:
    void work();
    void gather(std::size_t done);
    bool do_together(const std::vector<Errand>& errands);
    void do_alone(const Errand& errand);

    storage::Database records_;
    driver::Mailbox<Errand> mailbox_;
    std::atomic<std::uint64_t> handed_in_ = 0;
    std::mutex mutex_;  ///< of what follows
    std::condition_variable more_done_, hurry_;
    std::uint64_t done_ = 0;
    std::size_t waiting_ = 0;  ///< who wait in settle()
    std::thread thread_;
};

}  // namespace markaz::app
