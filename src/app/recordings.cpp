#include "app/recordings.hpp"

#include <pthread.h>

#include <cstdio>

#include "app/clock.hpp"
#include "people/store.hpp"

namespace markaz::app {

namespace {

constexpr std::chrono::hours sweep_every{1};
/// At once, so that nobody else waits long for the records.
constexpr std::uint32_t batch = 50;

}  // namespace

RecordingKeeper::RecordingKeeper(House& house) : house_(house), thread_([this](std::stop_token stop) { run(stop); }) {}

void RecordingKeeper::run(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "recordings");
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        try {
            sweep(clock_now(), stop);
        } catch (const storage::StorageError& error) {
            // The disk is full or locked: the next sweep finds what this one left.
            std::fprintf(stderr, "markaz: recordings could not be erased: %s\n", error.what());
        }
        stopped_.wait_for(lock, stop, sweep_every, [] { return false; });
    }
}

void RecordingKeeper::sweep(Instant now, std::stop_token stop) {
    const procedure::ManualRef manual = house_.manuals().newest();
    if (!manual) return;
    auto records = house_.records().borrow();
    contact::ContactStore store(*records);
    for (const Key queue : store.recorded_queues()) {
        const routing::QueuePolicy* policy = manual->queue(queue);
        if (!policy || policy->keep_recordings == Duration{0}) continue;
        for (bool erased = true; erased && !stop.stop_requested();) {
            erased = false;
            for (const auto& old : store.recordings_older(queue, now - policy->keep_recordings, batch)) erased |= erase(*records, old, now);
        }
    }
}

/// First the file: if the program ends in between, the next sweep finds the recording again and no file, which is as good.
bool RecordingKeeper::erase(storage::Database& records, const contact::RecordingRecord& recording, Instant now) {
    std::error_code failed;
    std::filesystem::remove(house_.data() / recording.file, failed);
    if (failed) {
        std::fprintf(stderr, "markaz: %s: cannot be erased: %s\n", recording.file.c_str(), failed.message().c_str());
        return false;
    }
    contact::ContactStore(records).end_recording(recording.id, recording.length, contact::RecordingState::erased);
    people::PeopleStore(records).audit(
        {now, people::PersonId{}, people::Audited::erased_recording, "recording " + std::to_string(recording.id.value)});
    return true;
}

}  // namespace markaz::app
