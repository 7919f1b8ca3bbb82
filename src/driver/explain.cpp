#include "driver/explain.hpp"

#include "centre/centre.hpp"

namespace markaz::driver {

namespace {

using journal::Entry;

/// A machine as it was behind a snapshot, and the number of that snapshot.
struct Begun {
    centre::Centre centre;
    EntryNumber at = 0;
};

Result<Begun> restored(journal::Store& store, const journal::ManualLibrary& library, EntryNumber number) {
    auto stored = store.snapshot(number);
    if (!stored) return std::unexpected(std::move(stored.error()));
    std::vector<procedure::ManualRef> manuals;
    for (const auto& [version, documents] : stored->manuals) {
        auto manual = library(version, documents);
        if (!manual) return std::unexpected(std::move(manual.error()));
        manuals.push_back(std::move(*manual));
    }
    auto centre = centre::Centre::restored(stored->state, manuals);
    if (!centre) return std::unexpected(std::move(centre.error()));
    return Begun{std::move(*centre), number};
}

/// From the newest usable snapshot before `entry`, else from the journal's begin.
Result<Begun> begin(journal::Store& store, const journal::ManualLibrary& library, EntryNumber entry) {
    auto numbers = store.snapshots(entry - 1);
    if (!numbers) return std::unexpected(std::move(numbers.error()));
    Begun begun;
    for (const EntryNumber number : *numbers)
        if (auto from = restored(store, library, number)) {
            begun = std::move(*from);
            break;
        }
    if (entry - begun.at > longest_way)
        return problem("entry " + std::to_string(entry),
                       "it lies " + std::to_string(entry - begun.at) + " entries behind the last snapshot",
                       "at most " + std::to_string(longest_way) + " are derived again on demand; `markaz replay` reads the whole journal");
    return begun;
}

/// Takes the entries up to `entry`; `why` explains the decisions of that one.
Result<void> go_on(journal::Store& store, const journal::ManualLibrary& library, Begun& begun, EntryNumber entry,
                   std::vector<centre::Explanation>* why) {
    centre::Outputs told;
    return store.each(begun.at + 1, entry, [&](const Entry& each) -> Result<void> {
        auto input = journal::decode(each, library);
        if (!input) return std::unexpected(std::move(input.error()));
        told.clear();
        begun.centre.advance(each.at, *input, told, each.number == entry ? why : nullptr);
        return {};
    });
}

}  // namespace

Result<std::vector<centre::Explanation>> explain(journal::Store& store, const journal::ManualLibrary& library, EntryNumber entry) {
    if (entry == 0 || entry > store.last())
        return problem("entry " + std::to_string(entry), "the journal has no such entry", "1 to " + std::to_string(store.last()));
    auto begun = begin(store, library, entry);
    if (!begun) return std::unexpected(std::move(begun.error()));
    std::vector<centre::Explanation> why;
    if (auto went = go_on(store, library, *begun, entry, &why); !went) return std::unexpected(std::move(went.error()));
    return why;
}

Result<std::optional<centre::Idleness>> why_idle(journal::Store& store, const journal::ManualLibrary& library, people::PersonId person) {
    if (store.last() == 0) return std::nullopt;
    auto begun = begin(store, library, store.last() + 1);
    if (!begun) return std::unexpected(std::move(begun.error()));
    if (auto went = go_on(store, library, *begun, store.last(), nullptr); !went) return std::unexpected(std::move(went.error()));
    return begun->centre.why_idle(person);
}

}  // namespace markaz::driver
