// The one translation unit that sees Boost.Beast, with channel.hpp and follower.hpp. Everything here but start, publish and stop runs
// on one thread, the network's, so nothing here is locked. One co_await stands in a statement and takes names only:
// docs/decisions/0001-compiler.md.

#include "edge/http/server.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <ctime>
#include <expected>
#include <map>
#include <thread>
#include <utility>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "base/described.hpp"
#include "edge/http/channel.hpp"
#include "edge/http/follower.hpp"
#include "edge/http/ranges.hpp"
#include "edge/http/workers.hpp"

namespace markaz::http {

namespace {

using Parser = wire::request_parser<wire::string_body>;

constexpr std::size_t piece_bytes = 64 << 10;
constexpr auto accept_pause = std::chrono::milliseconds(100);

/// What can follow on a request.
enum class Next {
    request,  ///< another one on the same connection
    goodbye,  ///< the connection ends, and the peer is still to read what we said last
    gone      ///< nobody is there any more
};

/// What a response must know of its request.
struct Framing {
    unsigned version = 11;
    bool keep_alive = false;
    bool head = false;
};

// ---- translation between the wire and messages ----------------------------------------------------------------------

std::optional<Method> method_of(wire::verb verb) {
    switch (verb) {
        case wire::verb::get: return Method::get;
        case wire::verb::head: return Method::head;
        case wire::verb::post: return Method::post;
        case wire::verb::put: return Method::put;
        case wire::verb::patch: return Method::patch;
        case wire::verb::delete_: return Method::delete_;
        default: return std::nullopt;
    }
}

Request request_of(const wire::request<wire::string_body>& received, Method method, const std::string& from, bool secure) {
    Request request;
    request.method = method;
    const std::string_view target(received.target().data(), received.target().size());
    const auto mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& field : received) request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    request.body = received.body();
    request.from = from;
    request.secure = secure;
    return request;
}

/// RFC 9110 section 5.6.7.
std::string date_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
}

/// What every response says to a browser. Styles may be inline, because the page's widgets make theirs at run time; scripts may not.
constexpr std::array<std::pair<const char*, const char*>, 6> security_headers{{
    {"Content-Security-Policy",
     "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
     "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

std::string_view bytes_of(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* fixed = std::get_if<StaticBody>(&response.body)) return fixed->bytes;
    return {};
}

using WireResponse = wire::response<wire::span_body<const char>>;

/// The response's bytes are not copied: `answer` must outlive what is returned.
WireResponse wire_response(const OpenedFile& answer, Framing framing) {
    const Response& response = answer.response;
    WireResponse out(static_cast<wire::status>(response.status), framing.version);
    for (const auto& [name, value] : security_headers) out.set(name, value);
    out.set(wire::field::date, date_now());
    out.set(wire::field::cache_control, "no-store");
    if (!response.type.empty()) out.set(wire::field::content_type, response.type);
    for (const Header& header : response.headers) {
        if (header.name == "Set-Cookie") out.insert(header.name, header.value);
        else out.set(header.name, header.value);
    }
    out.keep_alive(framing.keep_alive);
    const std::string_view bytes = bytes_of(response);
    const bool bodiless = response.status == Status::no_content || response.status == Status::not_modified;
    if (!bodiless) out.content_length(answer.part ? answer.part->left() : bytes.size());
    if (!bodiless && !framing.head) out.body() = {bytes.data(), bytes.size()};
    return out;
}

Problem too_large(std::string what, std::size_t most) { return {"", std::move(what), "at most " + std::to_string(most) + " bytes"}; }

/// What a request that cannot be read gets; nothing when there is nobody left to answer.
std::optional<Response> unreadable(const error_code& error, const Settings& settings) {
    if (error == wire::error::header_limit)
        return failed({Status::headers_too_large, too_large("the headers are too large", settings.header_bytes)});
    if (error == wire::error::body_limit)
        return failed({Status::too_large, too_large("the body is too large", settings.body_bytes)});
    if (error == wire::error::end_of_stream || error == wire::error::partial_message) return std::nullopt;
    if (error.category() == wire::make_error_code(wire::error::bad_method).category())
        return failed({Status::bad_request, {"", "this is not HTTP: " + error.message(), ""}});
    return std::nullopt;
}

Response own_failure(const Request& request) {
    return failed({Status::internal, {request.path, "this failed on our side", "try again, or tell whoever runs the centre"}});
}

Response busy() {
    Response response = failed({Status::too_many_requests, {"", "too many requests are waiting", "try again in a second"}});
    response.headers.push_back({"Retry-After", "1"});
    return response;
}

/// A browser says from which page a WebSocket comes; only our own page may open one (RFC 6455 section 10.2).
/// Other programs send no Origin, and have no cookie of a person to misuse.
bool from_own_page(const Request& request) {
    const std::string_view origin = request.header("Origin");
    const std::string own = (request.secure ? "https://" : "http://") + std::string(request.header("Host"));
    return origin.empty() || beast::iequals({origin.data(), origin.size()}, {own.data(), own.size()});
}

/// Counts for as long as it lives.
class Count {
public:
    explicit Count(std::size_t& counter) : counter_(counter) { ++counter_; }
    Count(const Count&) = delete;
    Count& operator=(const Count&) = delete;
    ~Count() { --counter_; }

private:
    std::size_t& counter_;
};

}  // namespace

struct Subscription::Entry {
    std::weak_ptr<Server::Network> network;
    std::weak_ptr<Follower> follower;
};

// ---- the network ----------------------------------------------------------------------------------------------------

/// Members are in this order because coroutines, which the io_context destroys last of all, still use what stands above it.
struct Server::Network : std::enable_shared_from_this<Server::Network> {
    Settings settings;
    Hooks hooks;
    std::size_t connections = 0;
    std::size_t answering = 0;  ///< requests between their last byte and the last byte of their response
    bool stopping = false;
    bool draining = false;
    std::optional<ssl::context> tls;
    net::io_context io{1};
    Workers workers;
    std::set<std::shared_ptr<Follower>> followers;
    std::map<std::string, std::set<std::shared_ptr<Follower>>, std::less<>> by_topic;
    std::vector<tcp::acceptor> acceptors;
    std::vector<std::uint16_t> bound;
    std::thread thread;

    Network(Settings chosen, Hooks given)
        : settings(std::move(chosen)), hooks(std::move(given)), workers(settings.workers, settings.waiting_requests) {}

    Result<void> prepare_tls();
    Result<void> bind(const Listen& listen);
    void run();
    void stop();
    void settle();
    void fault(const std::exception_ptr& thrown) const;

    template <class T>
    awaitable<std::optional<T>> on_worker(std::move_only_function<T()> work, bool admitted);
    OpenedFile answer(const Request& request) const;

    awaitable<void> accept(tcp::acceptor& acceptor, bool secure);
    awaitable<void> connect(tcp::socket socket, bool secure);
    awaitable<Next> serve(Channel& channel, std::string from, bool secure);
    awaitable<Next> lead_to_tls(Channel& channel);
    awaitable<error_code> read(Channel& channel, beast::flat_buffer& buffer, Parser& parser);
    awaitable<Next> exchange(Channel& channel, Request request, Framing framing);
    awaitable<bool> send(Channel& channel, OpenedFile opened, Framing framing);
    awaitable<Next> refuse(Channel& channel, Response response);
    awaitable<Next> follow(Channel& channel, wire::request<wire::string_body> upgrade, Request request);
    std::optional<Response> admit(const Request& request, const std::vector<Subscription>& subscriptions) const;
    awaitable<void> feed(Channel& channel, wire::request<wire::string_body> upgrade, std::shared_ptr<Follower> follower,
                         const Request& request, const std::vector<Subscription>& subscriptions);
    awaitable<void> ask_again(Follower& follower, const Request& request, const std::vector<Subscription>& subscriptions);
    bool still_may(const Request& request, const std::vector<Subscription>& subscriptions) const;
    void forget(const std::shared_ptr<Follower>& follower);
    awaitable<void> discard(beast::tcp_stream& stream);
};

Result<void> Server::Network::prepare_tls() {
    if (std::ranges::none_of(settings.listen, &Listen::secure)) return {};
    if (!settings.certificate) return problem({}, "an address is secure but there is no certificate", "name the certificate");
    tls.emplace(ssl::context::tls_server);
    tls->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
    error_code error;
    tls->use_certificate_chain_file(settings.certificate->chain.string(), error);
    if (error) return problem(settings.certificate->chain.string(), error.message(), "a certificate in PEM is expected");
    tls->use_private_key_file(settings.certificate->key.string(), ssl::context::pem, error);
    if (error) return problem(settings.certificate->key.string(), error.message(), "the key of tls.pem is expected");
    return {};
}

Result<void> Server::Network::bind(const Listen& listen) {
    const std::string name = listen.host + ":" + std::to_string(listen.port);
    error_code error;
    const auto address = net::ip::make_address(listen.host, error);
    if (error) return problem(name, "this is not an IP address", "an address such as 127.0.0.1 or ::");
    if (!listen.secure && !address.is_loopback())
        return problem(name, "plain HTTP is served on loopback only", "make this address secure");
    tcp::acceptor acceptor(io);
    const tcp::endpoint endpoint(address, listen.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6()) acceptor.set_option(net::ip::v6_only(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error) return problem(name, error.message(), "end the program that uses it, or choose another port");
    bound.push_back(acceptor.local_endpoint().port());
    acceptors.push_back(std::move(acceptor));
    return {};
}

void Server::Network::run() {
    for (std::size_t index = 0; index < acceptors.size(); ++index)
        net::co_spawn(io, accept(acceptors[index], settings.listen[index].secure), net::detached);
    thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "web");
        const auto work = net::make_work_guard(io);
        io.run();
    });
}

/// First nothing new comes in, then the workers end what they have, then what they answered is written.
void Server::Network::stop() {
    if (!thread.joinable()) return;
    net::post(io, [this] {
        stopping = true;
        for (tcp::acceptor& acceptor : acceptors) acceptor.close();
        for (const auto& follower : followers) follower->end(websocket::close_code::going_away);
    });
    workers.stop();
    net::post(io, [this] {
        draining = true;
        auto limit = std::make_shared<net::steady_timer>(io, settings.farewell);
        limit->async_wait([this, limit](const error_code&) { io.stop(); });
        settle();
    });
    thread.join();
}

void Server::Network::settle() {
    if (draining && answering == 0 && followers.empty()) io.stop();
}

void Server::Network::fault(const std::exception_ptr& thrown) const {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        if (hooks.fault) hooks.fault(error.what());
    }
}

/// Runs `work` on a worker and comes back to the network's thread. Nothing when too many wait, or the workers have stopped.
template <class T>
awaitable<std::optional<T>> Server::Network::on_worker(std::move_only_function<T()> work, bool admitted) {
    auto initiate = [this, admitted, &work]<class Handler>(Handler handler) {
        auto done = std::make_shared<Handler>(std::move(handler));
        Workers::Job job = [this, done, todo = std::move(work)]() mutable {
            std::optional<T> result = todo();
            net::post(io, [done, result = std::move(result)]() mutable { std::move (*done)(std::move(result)); });
        };
        const bool taken = admitted ? workers.add(std::move(job)) : workers.offer(std::move(job));
        if (!taken) net::post(io, [done]() mutable { std::move (*done)(std::optional<T>()); });
    };
    auto result = co_await net::async_initiate<const net::use_awaitable_t<>&, void(std::optional<T>)>(initiate, net::use_awaitable);
    co_return result;
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

// ---- connections ----------------------------------------------------------------------------------------------------

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

namespace {

std::string peer_of(const tcp::socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

}  // namespace

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

namespace {

/// No route answers with it.
constexpr auto temporary_redirect = static_cast<Status>(wire::status::temporary_redirect);

/// A name or address with its port: nothing that would lead elsewhere within a URL.
bool is_host(std::string_view text) {
    const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || std::string_view(".-:[]").contains(c); };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

}  // namespace

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

// ---- followers' connections -----------------------------------------------------------------------------------------

namespace {

bool is_topic(std::string_view text) {
    constexpr std::size_t longest = 128;
    const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '-' || c == '_' || c == '.'; };
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, allowed);
}

constexpr const char* names_expected = "names with commas between them";

/// What the query asks for: `topics` with commas between the names, or given several times. A topic that is named twice is one.
std::expected<std::vector<std::string>, Failure> topics_of(const Request& request, std::size_t most) {
    const auto fields = query_fields(request.query);
    if (!fields) return std::unexpected(Failure(Status::bad_request, {"?", "the query is not percent-encoded UTF-8", ""}));
    std::vector<std::string> topics;
    for (const auto& [name, names] : *fields) {
        if (name != "topics") return std::unexpected(Failure({"?" + name, "this is not known here", "topics"}));
        for (std::size_t at = 0; at <= names.size();) {
            const std::size_t end = std::min(names.find(',', at), names.size());
            std::string topic = names.substr(at, end - at);
            if (!is_topic(topic)) return std::unexpected(Failure({"?topics", "this is not the name of a topic", names_expected}));
            if (std::ranges::find(topics, topic) == topics.end()) topics.push_back(std::move(topic));
            at = end + 1;
        }
    }
    if (topics.empty()) return std::unexpected(Failure({"?topics", "no topic is named", names_expected}));
    if (topics.size() > most)
        return std::unexpected(Failure({"?topics", "these are too many topics for one socket", "at most " + std::to_string(most)}));
    return topics;
}

}  // namespace

awaitable<Next> Server::Network::follow(Channel& channel, wire::request<wire::string_body> upgrade, Request request) {
    if (request.path != settings.live) {
        Response response = failed({Status::not_found, {request.path, "nothing is live here", settings.live}});
        co_return co_await refuse(channel, std::move(response));
    }
    if (!from_own_page(request)) {
        const Problem told{"Origin", "another site's page may not follow this", "open the page of this host"};
        Response response = failed({Status::forbidden, told});
        co_return co_await refuse(channel, std::move(response));
    }
    auto topics = topics_of(request, settings.follower_topics);
    if (!topics) {
        Response response = failed(topics.error());
        co_return co_await refuse(channel, std::move(response));
    }
    auto follower = std::make_shared<Follower>(io, settings);
    followers.insert(follower);
    const auto entry = std::make_shared<Subscription::Entry>(weak_from_this(), follower);
    std::vector<Subscription> subscriptions;
    for (std::string& topic : *topics) subscriptions.push_back(Subscription(std::move(topic), entry));
    std::move_only_function<std::optional<Response>()> work = [this, &request, &subscriptions] { return admit(request, subscriptions); };
    auto refusal = co_await on_worker<std::optional<Response>>(std::move(work), false);
    Next next = Next::gone;
    if (!refusal) refusal.emplace(busy());
    if (*refusal) {
        next = co_await refuse(channel, std::move(**refusal));
    } else {
        co_await feed(channel, std::move(upgrade), follower, request, subscriptions);
    }
    forget(follower);
    settle();
    co_return next;
}

std::optional<Response> Server::Network::admit(const Request& request, const std::vector<Subscription>& subscriptions) const {
    try {
        for (const Subscription& subscription : subscriptions)
            if (auto refusal = hooks.follow(request, subscription)) return refusal;
        return std::nullopt;
    } catch (const std::exception& error) {
        if (hooks.fault) hooks.fault(request.path + ": " + error.what());
        return own_failure(request);
    }
}

bool Server::Network::still_may(const Request& request, const std::vector<Subscription>& subscriptions) const {
    try {
        return std::ranges::all_of(subscriptions, [&](const Subscription& each) { return hooks.still_may(request, each.topic()); });
    } catch (const std::exception& error) {
        // Asked again soon; who follows does not suffer for what is the program's fault.
        if (hooks.fault) hooks.fault(request.path + ": " + error.what());
        return true;
    }
}

/// A socket may outlive the session by which it came.
awaitable<void> Server::Network::ask_again(Follower& follower, const Request& request, const std::vector<Subscription>& subscriptions) {
    while (hooks.still_may && co_await follower.stays()) {
        std::move_only_function<bool()> work = [this, &request, &subscriptions] { return still_may(request, subscriptions); };
        const auto may = co_await on_worker<bool>(std::move(work), true);
        if (may && !*may) follower.end(websocket::close_code::policy_error);
    }
}

awaitable<void> Server::Network::feed(Channel& channel, wire::request<wire::string_body> upgrade, std::shared_ptr<Follower> follower,
                                      const Request& request, const std::vector<Subscription>& subscriptions) {
    using namespace net::experimental::awaitable_operators;
    // From here on the WebSocket keeps the time itself, and pings in the middle of a silence.
    channel.next_layer().expires_never();
    websocket::stream<Channel&> socket(channel);
    socket.set_option(websocket::stream_base::timeout{settings.transfer, settings.silence, true});
    socket.read_message_max(settings.frame_bytes);
    socket.auto_fragment(false);
    socket.text(true);
    const auto [error] = co_await socket.async_accept(upgrade, quietly);
    if (error) co_return;
    follower->connected([&channel] { channel.next_layer().close(); });
    auto reading = follower->read_from(socket);
    auto writing = follower->write_to(socket);
    auto asking = ask_again(*follower, request, subscriptions);
    auto all = std::move(reading) && std::move(writing) && std::move(asking);
    co_await std::move(all);
    follower->disconnected();
}

void Server::Network::forget(const std::shared_ptr<Follower>& follower) {
    followers.erase(follower);
    for (const std::string& topic : follower->topics) {
        const auto found = by_topic.find(topic);
        found->second.erase(follower);
        if (found->second.empty()) by_topic.erase(found);
    }
}

// ---- the doors ------------------------------------------------------------------------------------------------------

/// The order of posts is the order of what followers see: whoever calls start and publish in an order gets that order.
void Subscription::start(Message snapshot, std::string published) const {
    const auto network = entry_->network.lock();
    if (!network) return;
    auto begin = [network = network.get(), entry = entry_, snapshot = std::move(snapshot), topic = std::move(published)]() mutable {
        const auto follower = entry->follower.lock();
        if (!follower || !network->followers.contains(follower)) return;
        follower->put_snapshot(std::move(snapshot));
        network->by_topic[topic].insert(follower);
        follower->topics.insert(std::move(topic));
    };
    net::post(network->io, std::move(begin));
}

Result<std::unique_ptr<Server>> Server::start(Settings settings, Hooks hooks) {
    auto network = std::make_shared<Network>(std::move(settings), std::move(hooks));
    if (auto ready = network->prepare_tls(); !ready) return std::unexpected(std::move(ready.error()));
    for (const Listen& listen : network->settings.listen)
        if (auto ready = network->bind(listen); !ready) return std::unexpected(std::move(ready.error()));
    network->run();
    return std::unique_ptr<Server>(new Server(std::move(network)));
}

Server::Server(std::shared_ptr<Network> network) : network_(std::move(network)) {}
Server::~Server() { stop(); }

std::vector<std::uint16_t> Server::ports() const { return network_->bound; }

void Server::publish(std::string_view topic, Message message) {
    net::post(network_->io, [network = network_.get(), topic = std::string(topic), message = std::move(message)] {
        const auto found = network->by_topic.find(topic);
        if (found == network->by_topic.end()) return;
        for (const auto& follower : found->second) follower->put_event(message);
    });
}

void Server::stop() { network_->stop(); }

}  // namespace markaz::http
