#pragma once
// How long recordings are kept.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "app/house.hpp"

namespace markaz::app {

/// Erases what is older than the manual lets its queue keep (`keep_recordings`), at the start and each hour: the file is really
/// gone, the recording is known as erased, and an audit line says so. A queue that the manual no longer has keeps what it has.
class RecordingKeeper {
public:
    explicit RecordingKeeper(House& house);

private:
    void run(std::stop_token stop);
    void sweep(Instant now, std::stop_token stop);
    bool erase(storage::Database& records, const contact::RecordingRecord& recording, Instant now);

    House& house_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread thread_;
};

}  // namespace markaz::app
