#pragma once
// One client that follows live topics. A part of the server: nobody else includes it, because it brings Boost.Beast.

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "edge/http/channel.hpp"
#include "edge/http/server.hpp"

namespace markaz::http {

/// Nothing is compressed.
using Socket = websocket::stream<Channel&, false>;

/// One client: what it follows, what waits to be sent to it, and how it ends.
class Follower {
public:
    Follower(net::io_context& io, const Settings& settings) : wake_(io), grace_(io), again_(io), settings_(settings) {}

    /// The topics that have started, by the names under which they are published.
    std::set<std::string> topics;

    /// The snapshot does not count as being behind, however large it is.
    void put_snapshot(Message snapshot) { put({std::move(snapshot), 0}); }

    void put_event(Message event) {
        const std::size_t size = event->size();
        put({std::move(event), size});
        if (queue_.size() > settings_.follower_messages || bytes_ > settings_.follower_bytes) end(websocket::close_code::try_again_later);
    }

    /// Drops what waits, and has the close said; a peer that takes no notice is cut off.
    void end(websocket::close_code code) {
        if (farewell_ || gone_) return;
        farewell_ = code;
        queue_.clear();
        bytes_ = 0;
        wake_.cancel();
        again_.cancel();
        grace_.expires_after(settings_.farewell);
        grace_.async_wait([this](const error_code& error) {
            if (!error && cut_) cut_();
        });
    }

    /// How to end the connection without a word, from now until gone.
    void connected(std::function<void()> cut) { cut_ = std::move(cut); }
    void gone() {
        gone_ = true;
        wake_.cancel();
        again_.cancel();
        if (!farewell_ && cut_) cut_();
    }
    void disconnected() {
        gone_ = true;
        cut_ = nullptr;
        grace_.cancel();
    }

    awaitable<void> write_to(Socket& socket) {
        while (!gone_ && !farewell_) {
            if (queue_.empty()) {
                wake_.expires_at(net::steady_timer::time_point::max());
                co_await wake_.async_wait(quietly);
                continue;
            }
            const Message message = std::move(queue_.front().message);
            bytes_ -= queue_.front().weight;
            queue_.pop_front();
            const auto bytes = net::buffer(*message);
            const auto [error, size] = co_await socket.async_write(bytes, quietly);
            if (error) gone();
        }
        if (gone_) co_return;
        const websocket::close_reason reason(*farewell_);
        co_await socket.async_close(reason, quietly);
    }

    /// Waits until it is time to ask whether it still may follow. False: it follows no more.
    awaitable<bool> stays() {
        if (gone_ || farewell_) co_return false;
        again_.expires_after(settings_.again);
        co_await again_.async_wait(quietly);
        co_return !gone_ && !farewell_;
    }

    /// Reading answers pings and notices the end. A follower has nothing to say: whatever it sends ends it.
    awaitable<void> read_from(Socket& socket) {
        beast::flat_buffer buffer;
        while (!gone_) {
            const auto [error, size] = co_await socket.async_read(buffer, quietly);
            if (error) gone();
            else end(websocket::close_code::unknown_data);
            buffer.clear();
        }
    }

private:
    struct Waiting {
        Message message;
        std::size_t weight;
    };

    void put(Waiting waiting) {
        if (farewell_ || gone_) return;
        bytes_ += waiting.weight;
        queue_.push_back(std::move(waiting));
        wake_.cancel();
    }

    net::steady_timer wake_;
    net::steady_timer grace_;
    net::steady_timer again_;
    const Settings& settings_;
    std::deque<Waiting> queue_;
    std::size_t bytes_ = 0;
    std::optional<websocket::close_code> farewell_;
    bool gone_ = false;
    std::function<void()> cut_;
};

}  // namespace markaz::http
