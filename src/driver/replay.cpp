#include "driver/replay.hpp"

namespace markaz::driver {

namespace {

using centre::Refusal;
using journal::Entry;

std::string place(const Entry& entry) {
    return "entry " + std::to_string(entry.number) + " (" + entry.type + ", " + iso8601(entry.at) + ")";
}

/// Why the entry did not come out as it is written; nothing if it did. Only entries of this machine version are compared.
std::optional<Problem> deviation(const Entry& entry, Refusal refusal, const centre::Outputs& told) {
    if (entry.machine_version != centre::machine_version) return std::nullopt;
    constexpr auto right = "the machine, the manual's documents or the compiler of the manual are not those that wrote it";
    if (refusal != Refusal::none)
        return Problem{place(entry), "the machine refuses it: " + std::string(enum_name(refusal)), right};
    if (journal::told_digest(told) != entry.digest)
        return Problem{place(entry), "the machine tells something else than when it was written", right};
    return std::nullopt;
}

/// The machine on its way through the journal.
class Retracing {
public:
    Retracing(journal::Store& store, const journal::ManualLibrary& library) : store_(store), library_(library) {}

    /// Begins behind a snapshot instead of before the first entry.
    Result<void> begin_at(EntryNumber snapshot) {
        auto stored = store_.snapshot(snapshot);
        if (!stored) return std::unexpected(std::move(stored.error()));
        std::map<std::uint64_t, procedure::ManualRef> manuals;
        std::vector<procedure::ManualRef> list;
        for (const auto& [version, documents] : stored->manuals) {
            auto manual = library_(version, documents);
            if (!manual) return std::unexpected(std::move(manual.error()));
            list.push_back(manuals[version] = std::move(*manual));
        }
        auto centre = centre::Centre::restored(stored->state, list);
        if (!centre) return std::unexpected(std::move(centre.error()));
        start = Start{std::move(*centre), snapshot, stored->state.now, std::move(manuals), snapshot};
        machine_version = stored->machine_version;
        return {};
    }

    /// Takes one entry; what it told stands in `told`.
    Result<std::optional<Problem>> take(const Entry& entry) {
        auto input = journal::decode(entry, library_);
        if (!input) return std::unexpected(std::move(input.error()));
        if (const auto* published = std::get_if<centre::ManualPublished>(&*input)) start.manuals[published->version] = published->manual;
        told.clear();
        const Refusal refusal = start.centre.advance(entry.at, *input, told);
        start.last = entry.number;
        start.at = entry.at;
        machine_version = entry.machine_version;
        return deviation(entry, refusal, told);
    }

    Start start;
    centre::Outputs told;
    std::uint32_t machine_version = centre::machine_version;  ///< of the last entry

private:
    journal::Store& store_;
    const journal::ManualLibrary& library_;
};

void note(Recovered& recovered, Problem problem) {
    if (recovered.notes.size() < Recovered::most_notes) recovered.notes.push_back(std::move(problem));
}

/// A snapshot saves time and decides nothing: one that cannot be used is passed over.
Result<void> begin(Retracing& way, journal::Store& store, EntryNumber not_newer_than, Recovered& recovered) {
    auto numbers = store.snapshots(not_newer_than);
    if (!numbers) return std::unexpected(std::move(numbers.error()));
    for (const EntryNumber number : *numbers) {
        if (auto begun = way.begin_at(number)) {
            recovered.from = number;
            return {};
        } else {
            note(recovered, std::move(begun.error()));
        }
    }
    return {};
}

/// From here on this machine version decides, so from here on replay can compare.
Result<void> take_over(Retracing& way, journal::Store& store) {
    journal::StoredSnapshot snapshot;
    snapshot.number = way.start.last;
    snapshot.machine_version = centre::machine_version;
    snapshot.reason = journal::SnapshotReason::upgrade;
    snapshot.state = way.start.centre.snapshot();
    snapshot.manuals = publications(snapshot.state, way.start.manuals);
    way.start.snapshot = snapshot.number;
    return store.keep(snapshot, snapshot.number);
}

std::unexpected<Problem> newer_machine(const journal::Store& store, std::uint32_t version) {
    return problem(
        store.directory().string(), "a newer machine (version " + std::to_string(version) + ") wrote this journal",
        "this program has version " + std::to_string(centre::machine_version) + ": install the newer one, or restore an older backup");
}

}  // namespace

Result<Recovered> recover(journal::Store& store, const journal::ManualLibrary& library, Projector* projector) {
    Recovered recovered;
    Retracing way(store, library);
    const EntryNumber applied = projector ? projector->applied() : store.last();
    if (applied > store.last())
        return problem(store.directory().string(),
                       "the records stand at entry " + std::to_string(applied) + ", the journal ends at " + std::to_string(store.last()),
                       "both files come from one backup: restore the journal that belongs to these records");
    if (auto begun = begin(way, store, applied, recovered); !begun) return std::unexpected(std::move(begun.error()));

    auto read = store.each(recovered.from + 1, store.last(), [&](const Entry& entry) -> Result<void> {
        if (entry.machine_version > centre::machine_version) return newer_machine(store, entry.machine_version);
        auto deviates = way.take(entry);
        if (!deviates) return std::unexpected(std::move(deviates.error()));
        if (*deviates) note(recovered, std::move(**deviates));
        ++recovered.replayed;
        if (projector && entry.number > applied) projector->take(entry.number, entry.at, entry.origin, std::move(way.told));
        return {};
    });
    if (!read) return std::unexpected(std::move(read.error()));
    if (way.machine_version > centre::machine_version) return newer_machine(store, way.machine_version);
    if (store.last() > 0 && way.machine_version != centre::machine_version)
        if (auto kept = take_over(way, store); !kept) return std::unexpected(std::move(kept.error()));

    while (projector && !projector->wait_for(store.last(), std::chrono::minutes(1))) {}
    recovered.start = std::move(way.start);
    return recovered;
}

Result<Replayed> replay(journal::Store& store, const journal::ManualLibrary& library) {
    Replayed replayed;
    Retracing way(store, library);
    auto upgrade = store.upgrade_to(centre::machine_version);
    if (!upgrade) return std::unexpected(std::move(upgrade.error()));
    if (*upgrade) {
        if (auto begun = way.begin_at(**upgrade); !begun) return std::unexpected(std::move(begun.error()));
        replayed.from = **upgrade + 1;
    }
    auto read = store.each(replayed.from, store.last(), [&](const Entry& entry) -> Result<void> {
        auto deviates = way.take(entry);
        if (!deviates) return std::unexpected(std::move(deviates.error()));
        if (*deviates) return std::unexpected(std::move(**deviates));
        if (entry.machine_version == centre::machine_version) ++replayed.compared;
        return {};
    });
    if (!read) return std::unexpected(std::move(read.error()));
    replayed.to = store.last();
    return replayed;
}

}  // namespace markaz::driver
