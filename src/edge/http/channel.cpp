#include "edge/http/channel.hpp"

namespace markaz::http {

Channel::Channel(tcp::socket socket, ssl::context* tls) : lower_(std::move(socket)) {
    if (tls) tls_.emplace(lower_, *tls);
}

awaitable<Opening> Channel::open() {
    if (!tls_) co_return Opening::ready;
    const auto room = net::buffer(first_);
    const auto [error, size] = co_await lower_.async_read_some(room, quietly);
    if (error) co_return Opening::gone;
    constexpr char handshake = 0x16;  // every TLS connection begins with a record of this type (RFC 8446 section 5.1)
    if (first_[0] != handshake) {
        tls_.reset();
        co_return Opening::plain;
    }
    const net::const_buffer begun = room;
    const auto [refused, used] = co_await tls_->async_handshake(ssl::stream_base::server, begun, quietly);
    co_return refused ? Opening::gone : Opening::ready;
}

awaitable<void> Channel::finish() {
    if (tls_) co_await tls_->async_shutdown(quietly);
    error_code ignored;
    lower_.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

// An erased handler's own executor can be asked for less than the streams ask of one.

void Channel::read_some(const std::vector<net::mutable_buffer>& into, Moved done) {
    auto handler = net::bind_executor(get_executor(), std::move(done));
    if (tls_) tls_->async_read_some(into, std::move(handler));
    else lower_.async_read_some(into, std::move(handler));
}

void Channel::write_some(const std::vector<net::const_buffer>& from, Moved done) {
    auto handler = net::bind_executor(get_executor(), std::move(done));
    if (tls_) tls_->async_write_some(from, std::move(handler));
    else lower_.async_write_some(from, std::move(handler));
}

void Channel::tear_down(beast::role_type role, Finished done) {
    auto handler = net::bind_executor(get_executor(), std::move(done));
    if (tls_) return tls_->async_shutdown(std::move(handler));
    using websocket::async_teardown;
    async_teardown(role, lower_, std::move(handler));
}

}  // namespace markaz::http
