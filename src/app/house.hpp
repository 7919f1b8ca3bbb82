#pragma once
// The centre of one data directory: its journal, its records, its manuals and the machine that is driven live.

#include <memory>

#include "app/errands.hpp"
#include "app/manuals.hpp"
#include "contact/store.hpp"
#include "driver/ask.hpp"
#include "driver/clock.hpp"
#include "driver/projector.hpp"
#include "driver/replay.hpp"
#include "edge/storage/connections.hpp"
#include "journal/store.hpp"

namespace markaz::app {

class House {
public:
    /// Opens the directory, making it where there is none, and brings the machine to the end of its journal.
    static Result<std::unique_ptr<House>> open(const std::filesystem::path& data, journal::Use use);

    /// Nothing was ever journalled here.
    bool is_new() const { return start_.last == 0; }
    bool is_demo() const { return store_.demo(); }
    const std::filesystem::path& data() const { return store_.directory(); }

    /// Where the machine stands, for a past that is laid down. Only before live() is first called.
    driver::Start& start() { return start_; }

    /// Where the machine stood when live() was first called: there every view begins.
    struct Beginning {
        centre::Snapshot snapshot;
        std::vector<procedure::ManualRef> manuals;  ///< those that the snapshot names
        driver::EntryNumber entry = 0;
    };
    const Beginning& beginning();

    journal::Store& store() { return store_; }
    driver::Projector& projector() { return *projector_; }

    Manuals& manuals() { return *manuals_; }
    storage::Connections& records() { return records_; }
    Errands& errands() { return *errands_; }

    /// Made from the start at the first call, so that subscribers can be added before it is started.
    driver::Live& live();
    driver::Ask ask() { return driver::ask_of(live()); }

private:
    House(journal::Store store, std::unique_ptr<Manuals> manuals) : store_(std::move(store)), manuals_(std::move(manuals)) {}

    journal::Store store_;
    std::unique_ptr<Manuals> manuals_;
    storage::Connections records_{
        [this] { return storage::Database::open(data() / journal::records_file, storage::Database::Mode::read_write); }};
    std::unique_ptr<Errands> errands_;
    std::unique_ptr<driver::Projector> projector_;
    driver::Start start_;
    Beginning beginning_;
    std::unique_ptr<driver::SystemClock> clock_;
    std::unique_ptr<driver::Live> live_;
};

}  // namespace markaz::app
