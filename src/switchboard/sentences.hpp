#pragma once
// What a waiting caller is told: whole sentences, because no two languages put a number in the same place.

#include <cstdint>
#include <string>
#include <vector>

#include "base/language.hpp"
#include "centre/outputs.hpp"

namespace markaz::switchboard {

/// The sentence as it is spoken. `number` is what the order tells: 1 to `centre::furthest_told` and one above it for `more than`.
std::string sentence(centre::QueueSentence which, std::uint32_t number, Language language);

/// Every number for which there is such a sentence: for a place or a wait up to the one for `more than`, or the codes of the keys.
std::vector<std::uint32_t> numbers_of(centre::QueueSentence which);

}  // namespace markaz::switchboard
