#pragma once
// One connection of the HTTP server. A part of server.cpp: nobody else includes it, because it brings Boost.Beast.

#include <array>
#include <optional>
#include <utility>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace markaz::http {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace wire = boost::beast::http;
namespace websocket = boost::beast::websocket;
using net::awaitable;
using net::ip::tcp;
using boost::system::error_code;

/// Errors of the network are ordinary and come back as values.
inline constexpr auto quietly = net::as_tuple(net::use_awaitable);

/// How a connection begins.
enum class Opening {
    ready,
    plain,  ///< HTTP without TLS, where TLS is spoken
    gone
};

/// A connection with or without TLS. One type for both, so that everything above it is compiled once.
class Channel {
public:
    using next_layer_type = beast::tcp_stream;
    using executor_type = next_layer_type::executor_type;

    Channel(tcp::socket socket, ssl::context* tls) : lower_(std::move(socket)) {
        if (tls) tls_.emplace(lower_, *tls);
    }

    next_layer_type& next_layer() { return lower_; }
    const next_layer_type& next_layer() const { return lower_; }
    executor_type get_executor() { return lower_.get_executor(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
        return lower_.async_read_some(buffers, std::forward<Token>(token));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
        return lower_.async_write_some(buffers, std::forward<Token>(token));
    }

    awaitable<Opening> open() {
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
    /// What was read to find out how the connection begins, once it turned out to be plain.
    net::const_buffer first() const { return net::buffer(first_); }
    /// Tells the peer that nothing more will come.
    awaitable<void> finish() {
        if (tls_) co_await tls_->async_shutdown(quietly);
        error_code ignored;
        lower_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    }

    /// How the WebSocket layer ends what is below it.
    template <class Handler>
    friend void async_teardown(beast::role_type role, Channel& channel, Handler&& handler) {
        using beast::websocket::async_teardown;
        if (channel.tls_) channel.tls_->async_shutdown(std::forward<Handler>(handler));
        else async_teardown(role, channel.lower_, std::forward<Handler>(handler));
    }

private:
    beast::tcp_stream lower_;
    std::optional<ssl::stream<beast::tcp_stream&>> tls_;
    std::array<char, 1> first_{};
};

}  // namespace markaz::http
