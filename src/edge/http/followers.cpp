// Followers of live topics: who may follow, and the WebSocket that feeds them.

#include <algorithm>
#include <cctype>
#include <expected>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "edge/http/network.hpp"

namespace markaz::http {

namespace {

/// A browser says from which page a WebSocket comes; only our own page may open one (RFC 6455 section 10.2).
/// Other programs send no Origin, and have no cookie of a person to misuse.
bool from_own_page(const Request& request) {
    const std::string_view origin = request.header("Origin");
    const std::string own = (request.secure ? "https://" : "http://") + std::string(request.header("Host"));
    return origin.empty() || beast::iequals({origin.data(), origin.size()}, {own.data(), own.size()});
}

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

awaitable<Next> Server::Network::follow(Channel& channel, WireRequest upgrade, Request request) {
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

awaitable<void> Server::Network::feed(Channel& channel, WireRequest upgrade, std::shared_ptr<Follower> follower,
                                      const Request& request, const std::vector<Subscription>& subscriptions) {
    using namespace net::experimental::awaitable_operators;
    // From here on the WebSocket keeps the time itself, and pings in the middle of a silence.
    channel.next_layer().expires_never();
    Socket socket(channel);
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

}  // namespace markaz::http
