#pragma once
// The network's thread and what lives on it. A part of the server: nobody else includes it, because it brings Boost.Beast.
//
// Everything but start, publish and stop runs on one thread, the network's, so nothing here is locked. One co_await stands in a
// statement and takes names only: docs/decisions/0001-compiler.md.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "edge/http/channel.hpp"
#include "edge/http/follower.hpp"
#include "edge/http/ranges.hpp"
#include "edge/http/server.hpp"
#include "edge/http/wire.hpp"
#include "edge/http/workers.hpp"

namespace markaz::http {

using Parser = wire::request_parser<wire::string_body>;

/// What can follow on a request.
enum class Next {
    request,  ///< another one on the same connection
    goodbye,  ///< the connection ends, and the peer is still to read what we said last
    gone      ///< nobody is there any more
};

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

struct Subscription::Entry {
    std::weak_ptr<Server::Network> network;
    std::weak_ptr<Follower> follower;
};

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
    awaitable<Next> follow(Channel& channel, WireRequest upgrade, Request request);
    std::optional<Response> admit(const Request& request, const std::vector<Subscription>& subscriptions) const;
    awaitable<void> feed(Channel& channel, WireRequest upgrade, std::shared_ptr<Follower> follower,
                         const Request& request, const std::vector<Subscription>& subscriptions);
    awaitable<void> ask_again(Follower& follower, const Request& request, const std::vector<Subscription>& subscriptions);
    bool still_may(const Request& request, const std::vector<Subscription>& subscriptions) const;
    void forget(const std::shared_ptr<Follower>& follower);
    awaitable<void> discard(beast::tcp_stream& stream);
};

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

}  // namespace markaz::http
