#pragma once
// What a scenario says of those who work: their shifts, breaks and skills.

#include <vector>

#include "people/types.hpp"
#include "procedure/yaml.hpp"
#include "sim/population.hpp"
#include "sim/reading.hpp"

namespace markaz::sim {

inline constexpr std::uint8_t highest_level = 9;  ///< of a skill

/// From the midnight before the shift begins.
struct Pause { Duration from{0}, length{0}; };
struct Shift { Duration from{0}, to{0}; std::vector<Pause> breaks; };

/// A shift that ends before it begins ends on the next day.
Shift read_shift(const procedure::Node& item, Reading& reading);

/// Breaks that come by chance, beside those of the shifts.
void read_breaks(const procedure::Entry& field, Habits& habits, Reading& reading);

/// Since midnight, to the end of the day.
Duration time_of_day(const procedure::Entry& field, Reading& reading);

/// A list of skills, each at the highest level, or a map to levels. By rising name.
std::vector<people::Skill> read_skills(const procedure::Entry& field, Reading& reading);

}  // namespace markaz::sim
