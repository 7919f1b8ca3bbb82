#include "sim/staff.hpp"

#include <algorithm>

#include "procedure/fields.hpp"

namespace markaz::sim {

using procedure::Entry;
using procedure::Fields;
using procedure::Node;
using namespace std::chrono;

namespace {

void read_pause(const Node& item, Shift& shift, Reading& reading) {
    const Fields fields(item, "the break", {"at", "for"}, reading.findings);
    const Entry* at = fields.require("at", "at: 12:00");
    const Entry* lasts = fields.require("for", "for: 30m");
    if (!at || !lasts) return;
    Pause pause{time_of_day(*at, reading), reading.length(*lasts, seconds{1}, longest_length)};
    if (pause.from < shift.from) pause.from += days{1};
    if (pause.from + pause.length > shift.to)
        reading.wrong(item, "the break does not lie in its shift", "it begins and ends within the shift");
    for (const Pause& other : shift.breaks)
        if (pause.from < other.from + other.length && other.from < pause.from + pause.length)
            reading.wrong(item, "two breaks of the shift overlap", "one ends before the next begins");
    shift.breaks.push_back(pause);
}

}  // namespace

Shift read_shift(const Node& item, Reading& reading) {
    const Fields fields(item, "the shift", {"from", "to", "breaks"}, reading.findings);
    Shift shift;
    if (const Entry* from = fields.require("from", "from: 08:00")) shift.from = time_of_day(*from, reading);
    if (const Entry* to = fields.require("to", "to: 16:00")) shift.to = time_of_day(*to, reading);
    if (shift.to <= shift.from) shift.to += days{1};
    if (const Entry* field = fields.find("breaks"))
        reading.each_item(field, "a break such as {at: 12:00, for: 30m}", [&](const Node& each) { read_pause(each, shift, reading); });
    return shift;
}

void read_breaks(const Entry& field, Habits& habits, Reading& reading) {
    const Fields fields(field.value, "\"breaks\"", {"every", "for"}, reading.findings);
    if (const Entry* every = fields.require("every", "every: {exponential: 2h}"))
        habits.break_every = reading.distribution(*every).value_or(Distribution{});
    if (const Entry* lasts = fields.require("for", "for: {fixed: 10m}"))
        habits.break_for = reading.distribution(*lasts).value_or(Distribution{});
}

Duration time_of_day(const Entry& field, Reading& reading) {
    const auto text = procedure::as_text(field, reading.findings);
    if (!text) return Duration{0};
    const std::string latin = procedure::with_latin_digits(*text);
    const auto digit = [&](std::size_t at) { return latin[at] >= '0' && latin[at] <= '9'; };
    if (latin.size() == 5 && latin[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
        const auto hour = hours{(latin[0] - '0') * 10 + latin[1] - '0'};
        const auto minute = minutes{(latin[3] - '0') * 10 + latin[4] - '0'};
        if (minute < minutes{60} && hour + minute <= hours{24}) return hour + minute;
    }
    reading.wrong(field.value, in_quotes(field.name) + " is " + in_quotes(*text),
                  "it is a time of the day from 00:00 to 24:00, such as 08:00");
    return Duration{0};
}

std::vector<people::Skill> read_skills(const Entry& field, Reading& reading) {
    std::vector<people::Skill> skills;
    if (field.value.kind == Node::Kind::list) {
        for (const Node& item : field.value.items)
            if (const auto name = procedure::as_key(Entry{"skills", item.place, item}, reading.findings))
                skills.push_back({*name, highest_level});
    } else if (field.value.kind == Node::Kind::map) {
        for (const Entry* entry :
             procedure::unique_entries(field.value, "field-twice", "the skill", "stands twice", "keep one of the two", reading.findings)) {
            const auto name = procedure::name_as_key(*entry, "a skill", reading.findings);
            const auto level = procedure::as_number(*entry, 1, highest_level, reading.findings);
            if (name && level) skills.push_back({*name, static_cast<std::uint8_t>(*level)});
        }
    } else {
        reading.wrong_type(field, "it is a list such as [cards], or a map to levels such as {cards: 3}");
    }
    std::ranges::sort(skills, {}, &people::Skill::name);
    return skills;
}

}  // namespace markaz::sim
