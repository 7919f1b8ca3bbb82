#include "telephony/mixer.hpp"

#include <algorithm>
#include <limits>

namespace markaz::telephony {
namespace {

using Wide = std::array<std::int32_t, frame_samples>;

void add(Wide& total, const Frame& frame, std::int32_t gain) {
    for (std::size_t i = 0; i < frame_samples; ++i) total[i] += frame[i] * gain / Gains::full;
}

Frame saturated(const Wide& total) {
    constexpr std::int32_t low = std::numeric_limits<std::int16_t>::min(), high = std::numeric_limits<std::int16_t>::max();
    Frame frame;
    for (std::size_t i = 0; i < frame_samples; ++i) frame[i] = static_cast<std::int16_t>(std::clamp(total[i], low, high));
    return frame;
}

}  // namespace

Gains Gains::of_a_conversation(std::size_t legs) {
    Gains gains(legs);
    std::ranges::fill(gains.gains_, full);
    for (std::size_t leg = 0; leg < legs; ++leg) gains.at(leg, leg) = 0;
    return gains;
}

Frame mix(std::span<const Frame* const> talkers, const Gains& gains, std::size_t listener) {
    Wide total{};
    for (std::size_t talker = 0; talker < talkers.size(); ++talker)
        if (const std::int32_t gain = gains.at(listener, talker); gain != 0) add(total, *talkers[talker], gain);
    return saturated(total);
}

Frame sum(std::span<const Frame* const> talkers) {
    Wide total{};
    for (const Frame* talker : talkers) add(total, *talker, Gains::full);
    return saturated(total);
}

}  // namespace markaz::telephony
