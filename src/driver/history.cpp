#include "driver/history.hpp"

#include "journal/codec.hpp"

namespace markaz::driver {

namespace {

/// Entries of one commit: a past has nobody who waits for it.
constexpr std::size_t batch = 5'000;

class Historian {
public:
    Historian(Start& start, journal::Writer& writer, Projector* projector) : start_(start), writer_(writer), projector_(projector) {}

    /// What was told is added to `told`.
    Result<void> take(Instant at, const centre::Input& input, contact::Origin origin, centre::Outputs& told) {
        centre::Outputs outputs;
        const bool refused = start_.centre.advance(at, input, outputs) != centre::Refusal::none;
        if (refused && outputs.empty()) return {};
        const centre::Input tick = centre::Tick{};
        entries_.push_back(journal::make_entry(++start_.last, at, origin, refused ? tick : input, outputs));
        start_.at = at;
        told.insert(told.end(), outputs.begin(), outputs.end());
        waiting_.push_back({at, origin, std::move(outputs)});
        if (const auto* published = std::get_if<centre::ManualPublished>(&input); published && !refused)
            start_.manuals[published->version] = published->manual;
        return entries_.size() < batch ? Result<void>{} : flush();
    }

    Result<void> flush() {
        if (entries_.empty()) return {};
        if (auto stored = writer_.append(entries_); !stored) return stored;
        EntryNumber number = start_.last - entries_.size();
        for (Waiting& each : waiting_)
            if (++number; projector_) projector_->take(number, each.at, each.origin, std::move(each.told));
        entries_.clear();
        waiting_.clear();
        return {};
    }

private:
    struct Waiting {
        Instant at{};
        contact::Origin origin = contact::Origin::live;
        centre::Outputs told;
    };
    Start& start_;
    journal::Writer& writer_;
    Projector* projector_;
    std::vector<journal::Entry> entries_;
    std::vector<Waiting> waiting_;
};

}  // namespace

Result<std::uint64_t> write_history(Start& start, journal::Writer& writer, Projector* projector, const PastWorld& world, Instant until) {
    const EntryNumber before = start.last;
    Historian historian(start, writer, projector);
    centre::Outputs told;
    for (;;) {
        const auto acts = world.due();
        const auto due = start.centre.due();
        const bool due_first = due && (!acts || *due < *acts);
        const auto at = due_first ? due : acts;
        if (!at || *at >= until) break;
        told.clear();
        const auto taken = historian.take(*at, due_first ? centre::Input{centre::Tick{}} : world.act(), world.origin, told);
        if (!taken) return std::unexpected(taken.error());
        world.see(told);
    }
    if (auto flushed = historian.flush(); !flushed) return std::unexpected(flushed.error());
    return start.last - before;
}

}  // namespace markaz::driver
