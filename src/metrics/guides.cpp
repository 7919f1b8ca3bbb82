#include "metrics/guides.hpp"

#include <array>

#include "base/described.hpp"

namespace markaz::metrics {

namespace {

constexpr std::array only_followed{Term{Column::followed}};
constexpr std::array led_to_a_close{Term{Column::followed}, Term{Column::deviated}, Term{Column::unfinished}};

constexpr std::array definitions{
    Metric{.id = "step_adherence", .unit = Unit::share, .direction = Direction::higher, .numerator = only_followed,
           .denominator = led_to_a_close,
           .source = "guides, by the interval in which they began to lead: each led one agent through one procedure for one contact. "
                     "Followed: it came to its end and its path was never left, so that every step that mattered was done",
           .exclusions = "guides that the caller or the centre broke off before their end, that went on with the contact to somebody else, "
                         "or that still lead: the agent did not end them",
           .personal = true},
};

}  // namespace

void GuideCell::merge(const GuideCell& other) {
    boost::mp11::mp_for_each<DescribedMembers<GuideCell>>([&](auto member) { this->*member.pointer += other.*member.pointer; });
}

std::span<const Metric> guide_dictionary() { return definitions; }

Figure figure(const Metric& metric, const GuideCell& cell) {
    return figure(metric, [&](Column column) {
        double found = 0;
        for_each_member(cell, [&](std::string_view name, std::uint64_t value) {
            if (name == enum_name(column)) found = static_cast<double>(value);
        });
        return found;
    });
}

}  // namespace markaz::metrics
