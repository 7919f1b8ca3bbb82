#include "board/api.hpp"

#include "base/json.hpp"

namespace markaz::board {

namespace {

/// `kind` is `snapshot` or `event`.
std::shared_ptr<const std::string> message(std::string_view kind, std::uint64_t number, const Board& board) {
    auto text = std::make_shared<std::string>("{\"topic\":\"" + BoardService::topic_of(board.origins) + "\",\"number\":");
    text->append(std::to_string(number)).append(",\"").append(kind).append("\":");
    json::append(*text, board);
    *text += '}';
    return text;
}

}  // namespace

std::string BoardService::topic_of(Origins origins) { return "board." + std::string(enum_name(origins)); }

BoardService::BoardService(LiveBoard live, LiveBoard all, std::function<Instant()> now, Publish publish)
    : live_{std::move(live)}, all_{std::move(all)}, now_(std::move(now)), publish_(std::move(publish)) {}

void BoardService::follow(const driver::Committed& entry) {
    const std::lock_guard lock(mutex_);
    live_.board.apply(entry.entry, entry.told);
    all_.board.apply(entry.entry, entry.told);
}

void BoardService::beat() {
    const std::lock_guard lock(mutex_);
    publish(live_);
    publish(all_);
}

void BoardService::publish(Feed& feed) {
    const Board board = feed.board.show(now_());
    if (board.entry == feed.entry && board.day_from == feed.day && board.at < feed.at + quiet_for) return;
    feed.entry = board.entry;
    feed.day = board.day_from;
    feed.at = board.at;
    publish_(topic_of(board.origins), message("event", ++feed.number, board));
}

void BoardService::begin(std::string_view topic, const std::function<void(Message)>& start) {
    const std::lock_guard lock(mutex_);
    Feed& wanted = feed(topic == topic_of(Origins::all) ? Origins::all : Origins::live);
    start(message("snapshot", wanted.number, wanted.board.show(now_())));
}

Board BoardService::show(Origins origins) {
    const std::lock_guard lock(mutex_);
    return feed(origins).board.show(now_());
}

void BoardService::add_routes(http::Routes& routes) {
    using people::Permission;
    routes.get("/api/v1/board", "get_board", Permission::view_board,
               [this](const http::Call&, const BoardQuery& query) -> http::Answer<Board> {
                   return show(query.origins.value_or(Origins::live));
               });
    routes.topic(topic_of(Origins::live), Permission::view_board);
    routes.topic(topic_of(Origins::all), Permission::view_board);
}

}  // namespace markaz::board
