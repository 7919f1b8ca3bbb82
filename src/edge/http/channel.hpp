#pragma once
// One connection of the HTTP server. A part of the server: nobody else includes it, because it brings Boost.Beast.

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio.hpp>
#include <boost/asio/any_completion_handler.hpp>
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

/// A connection with or without TLS. One type for both, and one type of handler, so that all that stands above it is compiled once, and
/// what stands below it in channel.cpp alone: otherwise each composed operation would bring a TLS stream of its own.
class Channel {
public:
    using next_layer_type = beast::tcp_stream;
    using executor_type = next_layer_type::executor_type;

    Channel(tcp::socket socket, ssl::context* tls);

    next_layer_type& next_layer() { return lower_; }
    const next_layer_type& next_layer() const { return lower_; }
    executor_type get_executor() { return lower_.get_executor(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        const auto initiate = [this](Moved done, const std::vector<net::mutable_buffer>& into) { read_some(into, std::move(done)); };
        return net::async_initiate<Token, void(error_code, std::size_t)>(initiate, token, all_of<net::mutable_buffer>(buffers));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        const auto initiate = [this](Moved done, const std::vector<net::const_buffer>& from) { write_some(from, std::move(done)); };
        return net::async_initiate<Token, void(error_code, std::size_t)>(initiate, token, all_of<net::const_buffer>(buffers));
    }

    awaitable<Opening> open();
    /// What was read to find out how the connection begins, once it turned out to be plain.
    net::const_buffer first() const { return net::buffer(first_); }
    /// Tells the peer that nothing more will come.
    awaitable<void> finish();

    /// How the WebSocket layer ends what is below it.
    template <class Handler>
    friend void async_teardown(beast::role_type role, Channel& channel, Handler&& handler) {
        channel.tear_down(role, std::forward<Handler>(handler));
    }

private:
    using Finished = net::any_completion_handler<void(error_code)>;
    using Moved = net::any_completion_handler<void(error_code, std::size_t)>;

    template <class Buffer, class Buffers>
    static std::vector<Buffer> all_of(const Buffers& buffers) {
        return std::vector<Buffer>(net::buffer_sequence_begin(buffers), net::buffer_sequence_end(buffers));
    }

    void read_some(const std::vector<net::mutable_buffer>& into, Moved done);
    void write_some(const std::vector<net::const_buffer>& from, Moved done);
    void tear_down(beast::role_type role, Finished done);

    beast::tcp_stream lower_;
    std::optional<ssl::stream<beast::tcp_stream&>> tls_;
    std::array<char, 1> first_{};
};

}  // namespace markaz::http
