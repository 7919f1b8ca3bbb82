#pragma once
// Turns packets that come when they like into one frame each 20 ms.

#include <cstdint>
#include <span>
#include <vector>

#include "telephony/g711.hpp"

namespace markaz::telephony {

/// A ring of samples keyed by RTP timestamp, read 60 ms behind the newest. What is missing is the last frame again, fading over
/// 60 ms (after the idea of ITU-T G.711 appendix I, without its pitch search). A sender whose clock runs away from ours is
/// followed by 20 ms at a time; one that jumps is followed at once.
class JitterRing {
public:
    /// Adds a packet's samples. `fresh` says that a new stream begins (another SSRC): its timestamps have another origin.
    void put(std::uint32_t timestamp, std::span<const std::int16_t> samples, bool fresh);

    /// The next 20 ms.
    const Frame& take();

private:
    void restart(std::uint32_t timestamp);
    static bool lies_outside(std::int64_t ahead, std::size_t count);
    void conceal(std::size_t missing);
    void follow_clock();

    std::vector<std::int16_t> ring_;  ///< empty until the first packet: many only wait
    Frame frame_{}, last_whole_{};
    std::uint32_t next_ = 0;          ///< timestamp of the next sample to be read
    bool running_ = false;
    int lost_frames_ = 0;             ///< in a row
    int late_packets_ = 0;            ///< since the clock was last compared
    int turns_ = 0;
    std::int64_t least_ahead_ = 0;    ///< how little was waiting in this comparison
};

}  // namespace markaz::telephony
