#pragma once
// What another system says that happened. An observation is never replayed as a decision: it only becomes records and numbers.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/types.hpp"

namespace markaz::imports {

/// `arrived`: a contact began that is not in a queue yet. `restarted`: the other system began anew, and every call of the time before is
/// gone. `noted`: kept, but no part of any call.
enum class Happened {
    arrived,
    entered,
    rang_in_vain,
    ring_cancelled,
    connected,
    completed,
    transferred,
    abandoned,
    overflowed,
    blocked,
    dropped,
    restarted,
    noted
};
BOOST_DESCRIBE_ENUM(Happened, arrived, entered, rang_in_vain, ring_cancelled, connected, completed, transferred, abandoned, overflowed,
                    blocked, dropped, restarted, noted)

/// One of them, in the names that the other system used.
struct Observation {
    std::uint64_t line = 0;  ///< where it stands in the file, from 1
    std::uint64_t key = 0;   ///< equal for what is said by two overlapping files (see key_of)
    Instant at{};
    std::string call;        ///< the other system's own id; empty for what belongs to no call
    Happened what = Happened::noted;
    std::string queue, agent, caller;               ///< empty: none
    std::optional<Duration> wait, ring, talk, hold, wrap_up;  ///< as the other system states them
    contact::VisitCause cause = contact::VisitCause::none;
    Key outcome;
};

/// Where readers put what they find, in the order of the file.
struct Findings {
    std::function<void(Observation)> observe;
    /// This line could not be read. `reason` is one of few texts, `detail` the line's own part of it.
    std::function<void(std::uint64_t line, std::string_view reason, std::string_view detail, std::string_view text)> set_aside;
    /// This line was read, and something in it is odd.
    std::function<void(std::uint64_t line, std::string_view reason, std::string_view detail)> note;
};

/// Lines longer than this are set aside: no event of any system comes near it.
inline constexpr std::size_t longest_line = std::size_t{64} << 10;

/// Instants outside of this are no calls: 1970 to 2200.
constexpr bool sensible(Instant at) {
    return at >= Instant{} && at < Instant{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};
}
/// Nobody waits or talks longer than this; who does is a mistake of the other system.
inline constexpr Duration longest_length = std::chrono::days{7};

/// Whether the bytes are UTF-8 without a control character but the tabulator (RFC 3629).
bool is_text(std::string_view bytes);

/// Numbers the lines of one instant that say the very same, so that they stay as many as they are; files that overlap number them alike.
class Repetitions {
public:
    /// `said` covers all of the line but personal data.
    std::uint64_t key_of(Instant at, std::string_view said);

private:
    struct Seen { std::uint64_t key = 0; std::uint32_t times = 0; };
    std::vector<Seen> seen_;  ///< of this instant
    Instant at_{};
};

}  // namespace markaz::imports
