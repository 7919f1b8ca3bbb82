#include "app/house.hpp"

#include <random>

#include "app/records.hpp"
#include "contact/store_cases.hpp"
#include "contact/store_escalations.hpp"
#include "desk/store.hpp"
#include "imports/store.hpp"
#include "message/store.hpp"

namespace markaz::app {

Result<std::unique_ptr<House>> House::open(const std::filesystem::path& data, journal::Use use) {
    auto store = journal::Store::open(data, use);
    if (!store) return std::unexpected(store.error());
    auto manuals = Manuals::open(data, storage::Database::Mode::read_write);
    if (!manuals) return std::unexpected(manuals.error());
    std::unique_ptr<House> house(new House(std::move(*store), std::move(*manuals)));

    auto records = open_records(data);
    if (!records) return std::unexpected(records.error());
    auto errands = connect_records(data);
    if (!errands) return std::unexpected(errands.error());
    house->errands_ = std::make_unique<Errands>(std::move(*errands));

    std::vector<std::unique_ptr<driver::Projection>> projections;
    projections.push_back(std::make_unique<contact::ContactProjection>(
        [manuals = house->manuals_.get()](std::uint64_t version) { return manuals->of(version); }));
    projections.push_back(std::make_unique<contact::CaseProjection>());
    projections.push_back(std::make_unique<contact::EscalationProjection>());
    projections.push_back(std::make_unique<message::MessageProjection>());
    projections.push_back(std::make_unique<desk::ChecklistProjection>());
    auto projector = driver::Projector::open(std::move(*records), std::move(projections));
    if (!projector) return std::unexpected(projector.error());
    house->projector_ = std::move(*projector);

    auto recovered = driver::recover(house->store_, house->manuals_->library(), house->projector_.get());
    if (!recovered) return std::unexpected(recovered.error());
    for (const Problem& note : recovered->notes) std::fprintf(stderr, "markaz: %s\n", note.line().c_str());
    house->start_ = std::move(recovered->start);
    if (auto caught_up = imports::catch_up(data, *house->records().borrow()); !caught_up) return std::unexpected(caught_up.error());
    return house;
}

driver::Live& House::live() {
    if (live_) return *live_;
    beginning_ = {start_.centre.snapshot(), {}, start_.last};
    for (const auto& [version, manual] : start_.manuals) beginning_.manuals.push_back(manual);
    std::random_device chance;
    driver::LiveOptions options;
    options.seed = std::uint64_t{chance()} << 32 | chance();
    clock_ = std::make_unique<driver::SystemClock>(start_.at);
    live_ = std::make_unique<driver::Live>(std::move(start_), store_, *clock_, projector_.get(), options);
    // Before all others, so that whoever hears of a version finds it.
    live_->subscribe([this](const driver::Committed& entry) { manuals_->see(entry.told); });
    return *live_;
}

const House::Beginning& House::beginning() {
    live();
    return beginning_;
}

}  // namespace markaz::app
