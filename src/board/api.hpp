#pragma once
// Serves the Board: on request, and live to any number of screens.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "board/board.hpp"
#include "driver/committed.hpp"
#include "edge/http/router.hpp"

namespace markaz::board {

/// How often beat() is to be called: at most so often a Board is sent.
inline constexpr std::chrono::milliseconds beat_every{250};
/// A Board in which nothing changes is sent again after this time, so that a screen can tell a quiet centre from a broken feed.
inline constexpr Duration quiet_for{std::chrono::seconds{5}};

/// The topics `board.live` and `board.all`. Thread-safe: told by the driver, asked by the workers of HTTP, beaten by a timer.
class BoardService {
public:
    using Message = std::shared_ptr<const std::string>;
    using Publish = std::function<void(std::string_view topic, Message message)>;

    /// The two boards stand at the same entry.
    BoardService(LiveBoard live, LiveBoard all, std::function<Instant()> now, Publish publish);

    /// For driver::Live::subscribe().
    void follow(const driver::Committed& entry);

    /// Publishes each Board that changed since the last beat, and each that has been quiet for long.
    void beat();

    /// For a new follower of a topic: calls `start` with the snapshot where no event can come between.
    void begin(std::string_view topic, const std::function<void(Message snapshot)>& start);

    /// GET /api/v1/board and the two topics.
    void add_routes(http::Routes& routes);

    Board show(Origins origins);

    static std::string topic_of(Origins origins);

private:
    struct Feed {
        LiveBoard board;
        std::uint64_t number = 0;  ///< of the last event
        std::uint64_t entry = 0;   ///< the last that was published
        Instant day{}, at{};       ///< of the last that was published
    };
    Feed& feed(Origins origins) { return origins == Origins::live ? live_ : all_; }
    void publish(Feed& feed);

    std::mutex mutex_;
    Feed live_, all_;
    std::function<Instant()> now_;
    Publish publish_;
};

/// The query of GET /api/v1/board.
struct BoardQuery {
    std::optional<Origins> origins;  ///< live where it is not given
};
BOOST_DESCRIBE_STRUCT(BoardQuery, (), (origins))

}  // namespace markaz::board
