#include "telephony/jitter.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace markaz::telephony {
namespace {

constexpr std::size_t ring_samples = 4096;  // 512 ms; a power of two, so that timestamps wrap in it
constexpr std::int64_t delay = 480;         // 60 ms
constexpr std::int64_t farthest = ring_samples - delay;
constexpr std::int64_t frame_length = frame_samples;
constexpr int turns_compared = 250;         // 5 s
constexpr int late_tolerated = 10;
constexpr int pause = 5;                    // after 100 ms without sound a late packet begins a new stretch of speech

/// No code of G.711 decodes to it.
constexpr std::int16_t nothing = std::numeric_limits<std::int16_t>::min();

}  // namespace

void JitterRing::restart(std::uint32_t timestamp) {
    ring_.assign(ring_samples, nothing);
    next_ = timestamp - static_cast<std::uint32_t>(delay);
    running_ = true;
    late_packets_ = 0;
    turns_ = 0;
    least_ahead_ = ring_samples;
}

bool JitterRing::lies_outside(std::int64_t ahead, std::size_t count) {
    return ahead + static_cast<std::int64_t>(count) <= 0 || ahead + static_cast<std::int64_t>(count) > farthest;
}

void JitterRing::put(std::uint32_t timestamp, std::span<const std::int16_t> samples, bool fresh) {
    if (samples.size() > static_cast<std::size_t>(farthest - delay)) return;
    if (fresh || !running_) restart(timestamp);
    std::int64_t ahead = static_cast<std::int32_t>(timestamp - next_);  // 64 bits, so that no timestamp overflows the sums below
    if (lies_outside(ahead, samples.size())) {
        const bool late = ahead <= 0 && ahead > -farthest;
        if (late && lost_frames_ < pause && ++late_packets_ < late_tolerated) return;
        restart(timestamp);
        ahead = delay;
    }
    least_ahead_ = std::min(least_ahead_, ahead + static_cast<std::int64_t>(samples.size()));
    for (std::size_t i = ahead < 0 ? static_cast<std::size_t>(-ahead) : 0; i < samples.size(); ++i)
        ring_[(timestamp + i) % ring_samples] = samples[i];
}

const Frame& JitterRing::take() {
    if (!running_) return frame_;
    std::size_t missing = 0;
    for (std::size_t i = 0; i < frame_samples; ++i) {
        std::int16_t& slot = ring_[(next_ + i) % ring_samples];
        frame_[i] = slot;
        missing += slot == nothing;
        slot = nothing;
    }
    next_ += frame_samples;
    if (missing == 0) {
        last_whole_ = frame_;
        lost_frames_ = 0;
    } else {
        conceal(missing);
    }
    follow_clock();
    return frame_;
}

void JitterRing::conceal(std::size_t missing) {
    constexpr std::array quarters{3, 2, 1, 0};
    const int quarter = quarters[static_cast<std::size_t>(std::min(lost_frames_, 3))];
    for (std::size_t i = 0; i < frame_samples; ++i)
        if (frame_[i] == nothing) frame_[i] = static_cast<std::int16_t>(last_whole_[i] * quarter / 4);
    if (missing < frame_samples) {
        last_whole_ = frame_;
        lost_frames_ = 0;
    } else {
        ++lost_frames_;
    }
}

void JitterRing::follow_clock() {
    if (++turns_ < turns_compared) return;
    if (late_packets_ > 0) {
        next_ -= frame_samples;
    } else if (least_ahead_ != ring_samples && least_ahead_ > delay + 3 * frame_length) {
        for (std::size_t i = 0; i < frame_samples; ++i) ring_[(next_ + i) % ring_samples] = nothing;
        next_ += frame_samples;
    }
    turns_ = 0;
    late_packets_ = 0;
    least_ahead_ = ring_samples;
}

}  // namespace markaz::telephony
