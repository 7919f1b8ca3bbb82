#include "app/lost_places.hpp"

#include <utility>
#include <vector>

#include "journal/store_vault.hpp"

namespace markaz::app {

namespace {

/// Among so many of the newest contacts those are looked for whose line had broken off before the program began.
constexpr std::uint32_t most_read = 20'000;
/// More than wait in any centre at once.
constexpr std::size_t most_kept = 100'000;

}  // namespace

LostPlaces::LostPlaces(Errands& errands) : errands_(errands) {
    errands_.run([places = places_](storage::Database& records) {
        for (const contact::LostPlace& place : contact::ContactStore(records).places_lost_lately(most_read)) places->keep(records, place);
    });
}

void LostPlaces::follow(const driver::Committed& entry) {
    std::vector<std::pair<contact::ContactId, Instant>> lost;
    for (const centre::Told& told : entry.told) {
        const auto* ended = std::get_if<centre::ContactEnded>(&told.what);
        if (!ended || ended->origin != contact::Origin::live) continue;
        if (ended->end == contact::ContactEnd::lost || ended->end == contact::ContactEnd::interrupted)
            lost.emplace_back(ended->contact, told.at);
    }
    // A restart interrupts everybody in one entry.
    if (lost.empty()) return;
    errands_.run([places = places_, lost = std::move(lost)](storage::Database& records) {
        for (const auto& [contact, at] : lost) {
            auto place = contact::ContactStore(records).place_of(contact);
            if (!place) continue;
            place->lost = at;  // the records may not have heard of it yet
            places->keep(records, *place);
        }
    });
}

std::optional<contact::LostPlace> LostPlaces::take(const std::string& number) {
    const std::lock_guard lock(places_->mutex);
    auto found = places_->of.extract(number);
    return found ? std::optional(found.mapped()) : std::nullopt;
}

void LostPlaces::Places::keep(storage::Database& records, const contact::LostPlace& place) {
    const auto number = journal::Vault(records).get(place.party, "caller-number"_key);
    if (!number || number->empty()) return;
    const std::lock_guard lock(mutex);
    if (of.size() >= most_kept) of.clear();
    contact::LostPlace& kept = of[*number];
    if (kept.lost < place.lost) kept = place;
}

}  // namespace markaz::app
