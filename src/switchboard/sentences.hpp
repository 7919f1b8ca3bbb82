#pragma once
// What a waiting caller is told: whole sentences, because no two languages put a number in the same place.

#include <cstdint>
#include <string>

#include "base/language.hpp"
#include "centre/outputs.hpp"

namespace markaz::switchboard {

/// The sentence as it is spoken. `number` is what the order tells: 1 to `centre::furthest_told` and one above it for `more than`.
std::string sentence(centre::QueueSentence which, std::uint32_t number, Language language);

/// The highest number of a sentence, the one for `more than`.
std::uint32_t last_number(centre::QueueSentence which);

}  // namespace markaz::switchboard
