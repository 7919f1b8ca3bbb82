// Connections, and the requests that come by them one after the other.

#include <algorithm>
#include <array>
#include <cctype>

#include "edge/http/network.hpp"

namespace markaz::http {

namespace {

constexpr std::size_t piece_bytes = 64 << 10;
constexpr auto accept_pause = std::chrono::milliseconds(100);

std::string peer_of(const tcp::socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

/// No route answers with it.
constexpr auto temporary_redirect = static_cast<Status>(wire::status::temporary_redirect);

/// A name or address with its port: nothing that would lead elsewhere within a URL.
bool is_host(std::string_view text) {
    const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || std::string_view(".-:[]").contains(c); };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

}  // namespace

awaitable<void> Server::Network::accept(tcp::acceptor& acceptor, bool secure) {
    net::steady_timer pause(io);
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(quietly);
        if (error && acceptor.is_open()) {
            // No descriptors are left, or the peer has gone; the first passes only when something else ends.
            pause.expires_after(accept_pause);
            co_await pause.async_wait(quietly);
        }
        if (error || connections >= settings.connections) continue;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        net::co_spawn(io, connect(std::move(socket), secure), [this](const std::exception_ptr& thrown) {
            if (thrown) fault(thrown);
        });
    }
}

awaitable<void> Server::Network::connect(tcp::socket socket, bool secure) {
    const Count connection(connections);
    std::string from = peer_of(socket);
    Channel channel(std::move(socket), secure ? &*tls : nullptr);
    channel.next_layer().expires_after(settings.transfer);
    const Opening opening = co_await channel.open();
    if (opening == Opening::gone) co_return;
    Next next = Next::gone;
    if (opening == Opening::plain) next = co_await lead_to_tls(channel);
    else next = co_await serve(channel, std::move(from), secure);
    if (next == Next::gone) co_return;
    channel.next_layer().expires_after(settings.farewell);
    co_await channel.finish();
    co_await discard(channel.next_layer());
}

/// Closing while the peer still sends would reset the connection and take our last response with it. So what it sends is read
/// and dropped until it has read and closed too, or its time is over.
awaitable<void> Server::Network::discard(beast::tcp_stream& stream) {
    std::array<char, 4096> bytes;
    const auto buffer = net::buffer(bytes);
    for (;;) {
        const auto [error, size] = co_await stream.async_read_some(buffer, quietly);
        if (error) co_return;
    }
}

/// Whoever speaks plain HTTP where TLS is spoken wrote http for https. They are led to the same page, for without TLS a browser gives
/// it no microphone. It is no promise for later: another time another program may have this port.
awaitable<Next> Server::Network::lead_to_tls(Channel& channel) {
    beast::flat_buffer buffer;
    buffer.commit(net::buffer_copy(buffer.prepare(1), channel.first()));
    Parser parser;
    const error_code error = co_await read(channel, buffer, parser);
    if (error) co_return Next::gone;
    const auto& received = parser.get();
    const std::string_view target(received.target().data(), received.target().size());
    const std::string host(received[wire::field::host]);
    const bool looks = received.method() == wire::verb::get || received.method() == wire::verb::head;
    Response response = failed({Status::bad_request, {"", "this address speaks HTTPS alone", "https:// in place of http://"}});
    if (looks && target.starts_with('/') && is_host(host))
        response = Response{temporary_redirect, {}, {}, {{"Location", "https://" + host + std::string(target)}}};
    co_return co_await refuse(channel, std::move(response));
}

/// One request after the other.
awaitable<Next> Server::Network::serve(Channel& channel, std::string from, bool secure) {
    beast::flat_buffer buffer;
    Next next = Next::request;
    while (next == Next::request) {
        Parser parser;
        const error_code error = co_await read(channel, buffer, parser);
        if (error) {
            auto response = unreadable(error, settings);
            if (!response) co_return error == wire::error::end_of_stream ? Next::goodbye : Next::gone;
            co_return co_await refuse(channel, std::move(*response));
        }
        auto received = parser.release();
        const auto method = method_of(received.method());
        // Without a Host nobody can say whose page asks (RFC 9112 section 3.2).
        if (!method || !received.target().starts_with('/') || received.count(wire::field::host) != 1) {
            const Problem told{"", "this request is not understood", "GET, HEAD, POST, PUT, PATCH or DELETE of a path, and one Host"};
            Response response = failed({Status::bad_request, told});
            co_return co_await refuse(channel, std::move(response));
        }
        Request request = request_of(received, *method, from, secure);
        if (websocket::is_upgrade(received)) co_return co_await follow(channel, std::move(received), std::move(request));
        const Framing framing{received.version(), received.keep_alive() && !stopping, *method == Method::head};
        next = co_await exchange(channel, std::move(request), framing);
    }
    co_return next;
}

awaitable<error_code> Server::Network::read(Channel& channel, beast::flat_buffer& buffer, Parser& parser) {
    parser.header_limit(static_cast<std::uint32_t>(settings.header_bytes));
    parser.body_limit(settings.body_bytes);
    auto& lowest = channel.next_layer();
    lowest.expires_after(settings.idle);
    const auto [header_error, header_size] = co_await wire::async_read_header(channel, buffer, parser, quietly);
    if (header_error) co_return header_error;
    lowest.expires_after(settings.transfer);
    if (beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
        const wire::response<wire::empty_body> go_on(wire::status::continue_, parser.get().version());
        const auto [error, size] = co_await wire::async_write(channel, go_on, quietly);
        if (error) co_return error;
    }
    const auto [error, size] = co_await wire::async_read(channel, buffer, parser, quietly);
    co_return error;
}

OpenedFile Server::Network::answer(const Request& request) const {
    try {
        Response response = hooks.handle(request);
        if (std::holds_alternative<FileBody>(response.body)) return open_file(request, std::move(response));
        return {std::move(response), nullptr};
    } catch (const std::exception& error) {
        if (hooks.fault) hooks.fault(request.path + ": " + error.what());
        return {own_failure(request), nullptr};
    }
}

awaitable<Next> Server::Network::exchange(Channel& channel, Request request, Framing framing) {
    bool sent = false;
    {
        const Count open(answering);
        OpenedFile opened;
        const bool program = std::ranges::find(settings.program_paths, request.path) != settings.program_paths.end();
        if (auto asset = program ? std::nullopt : asset_response(settings.assets, request)) {
            opened.response = std::move(*asset);
        } else {
            std::move_only_function<OpenedFile()> work = [this, &request] { return answer(request); };
            auto answered = co_await on_worker<OpenedFile>(std::move(work), false);
            if (answered) opened = std::move(*answered);
            else opened.response = busy();
        }
        sent = co_await send(channel, std::move(opened), framing);
    }
    settle();
    if (!sent) co_return Next::gone;
    co_return framing.keep_alive ? Next::request : Next::goodbye;
}

awaitable<bool> Server::Network::send(Channel& channel, OpenedFile opened, Framing framing) {
    auto& lowest = channel.next_layer();
    auto message = wire_response(opened, framing);
    lowest.expires_after(settings.transfer);
    const auto [error, size] = co_await wire::async_write(channel, message, quietly);
    if (error) co_return false;
    while (opened.part && opened.part->left() > 0 && !framing.head) {
        std::move_only_function<std::string()> read_piece = [&part = *opened.part] { return part.next(piece_bytes); };
        const auto piece = co_await on_worker<std::string>(std::move(read_piece), true);
        // The length has been promised already, so a file that cannot be read to its end ends the connection.
        if (!piece || piece->empty()) co_return false;
        const auto bytes = net::buffer(*piece);
        lowest.expires_after(settings.transfer);
        const auto [piece_error, piece_size] = co_await net::async_write(channel, bytes, quietly);
        if (piece_error) co_return false;
    }
    co_return true;
}

awaitable<Next> Server::Network::refuse(Channel& channel, Response response) {
    OpenedFile opened{std::move(response), nullptr};
    const bool sent = co_await send(channel, std::move(opened), Framing());
    co_return sent ? Next::goodbye : Next::gone;
}

}  // namespace markaz::http
