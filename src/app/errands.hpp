#pragma once
// Small writes to records.db for threads that may not wait for a disk: done in order, on a thread of their own.

#include <functional>
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
    void run(Errand errand) { mailbox_.put(std::move(errand)); }

private:
    void work();
    bool do_together(const std::vector<Errand>& errands);
    void do_alone(const Errand& errand);

    storage::Database records_;
    driver::Mailbox<Errand> mailbox_;
    std::thread thread_;
};

}  // namespace markaz::app
