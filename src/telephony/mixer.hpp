#pragma once
// Who hears whom in a room.

#include <cstdint>
#include <span>
#include <vector>

#include "telephony/g711.hpp"

namespace markaz::telephony {

/// gain(listener, talker) in 256ths: 0 hears nothing of the talker, 256 hears it as it is.
class Gains {
public:
    static constexpr std::int32_t full = 256;

    /// Everybody hears everybody else and nobody hears themselves.
    static Gains of_a_conversation(std::size_t legs);

    std::size_t legs() const { return legs_; }
    std::int32_t& at(std::size_t listener, std::size_t talker) { return gains_[listener * legs_ + talker]; }
    std::int32_t at(std::size_t listener, std::size_t talker) const { return gains_[listener * legs_ + talker]; }

private:
    explicit Gains(std::size_t legs) : legs_(legs), gains_(legs * legs) {}
    std::size_t legs_;
    std::vector<std::int32_t> gains_;
};

/// What listener number `listener` hears of `talkers` (as many as gains.legs()). Sums beyond 16 bits take the end of the scale:
/// wrapping round would be heard as a crack.
Frame mix(std::span<const Frame* const> talkers, const Gains& gains, std::size_t listener);

/// The plain sum of some talkers, with the same care. For a recording's channel.
Frame sum(std::span<const Frame* const> talkers);

}  // namespace markaz::telephony
