#pragma once
// The HTTP and WebSocket server. Handlers see messages (message.hpp) and never the network; see http.md for the whole picture.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "edge/http/assets.hpp"
#include "edge/http/certificate.hpp"
#include "edge/http/message.hpp"

namespace markaz::http {

/// An address to listen on. Plain HTTP is served on loopback only; everything else is TLS.
struct Listen {
    std::string host = "127.0.0.1";  ///< an IP address
    std::uint16_t port = 0;          ///< 0: any free one, see Server::ports
    bool secure = false;
};

struct Settings {
    std::vector<Listen> listen;
    std::optional<Certificate> certificate;  ///< needed where any address is secure
    std::span<const Asset> assets;           ///< must outlive the server
    std::string live = "/api/v1/live";       ///< the WebSocket's path; its query names the topics: `topics=board.live,desk.me`

    /// Paths outside of `/api/` that the hooks answer; any other is a place inside the page.
    std::vector<std::string> program_paths = {"/healthz", "/readyz", "/metrics"};

    std::size_t workers = 4;
    std::size_t waiting_requests = 256;  ///< beyond them 429
    std::size_t connections = 4096;      ///< beyond them connections are closed at once

    std::size_t header_bytes = 16 << 10;
    std::size_t body_bytes = 1 << 20;
    std::chrono::milliseconds idle = std::chrono::seconds(60);      ///< for the next request and its whole header
    std::chrono::milliseconds transfer = std::chrono::seconds(30);  ///< for a body, a handshake, or one piece of a response
    std::chrono::milliseconds farewell = std::chrono::seconds(5);   ///< for a peer to take notice of a close

    std::size_t follower_topics = 16;     ///< on one socket
    std::size_t follower_messages = 256;  ///< a follower that is further behind is dropped
    std::size_t follower_bytes = 1 << 20;
    std::size_t frame_bytes = 64 << 10;
    std::chrono::milliseconds silence = std::chrono::seconds(30);  ///< a follower that answers no ping for so long is lost
    std::chrono::milliseconds again = std::chrono::seconds(15);    ///< until it is asked again whether a follower still may
};

using Message = std::shared_ptr<const std::string>;

/// A client that wants to follow a topic, one of those that it named. It copies cheaply, and may outlive both the client and the server.
class Subscription {
public:
    /// As the client named it.
    const std::string& topic() const { return topic_; }

    /// Sends the snapshot and from then on whatever is published on the topic. Neither gap nor double: call it where the next
    /// event of the topic cannot be published at the same time, that is on the publishing thread or under its lock.
    /// The snapshot then holds exactly what was published before, and the client gets exactly what is published after.
    void start(Message snapshot) const { start(std::move(snapshot), topic_); }

    /// The same for a topic that means something else for each caller, such as `desk.me`: `published` is the topic of
    /// Server::publish that it stands for.
    void start(Message snapshot, std::string published) const;

private:
    friend class Server;
    struct Entry;
    Subscription(std::string topic, std::shared_ptr<Entry> entry) : topic_(std::move(topic)), entry_(std::move(entry)) {}
    std::string topic_;
    std::shared_ptr<Entry> entry_;
};

/// What the server asks of the program. `handle`, `follow` and `still_may` run on a worker, several at a time.
struct Hooks {
    std::function<Response(const Request&)> handle;
    /// Asked for each topic that a client names, in that order. A Response refuses the client, whatever else it may follow.
    /// Otherwise Subscription::start is called, now or later.
    std::function<std::optional<Response>(const Request&, const Subscription&)> follow;
    /// Asked of each topic again and again while it is followed: a session that has ended, or a right that was taken away, ends what came
    /// by it. Without it whoever once came in stays.
    std::function<bool(const Request&, std::string_view topic)> still_may;
    /// Told of what is the program's fault: an exception out of a hook. One line, without anything from the request but its path.
    std::function<void(std::string_view)> fault;
};

class Server {
public:
    /// Binds every address and serves until stopped; the Problem names the address that cannot be had.
    static Result<std::unique_ptr<Server>> start(Settings settings, Hooks hooks);
    ~Server();

    /// The bound ports, in the order of Settings::listen.
    std::vector<std::uint16_t> ports() const;

    /// Sends one message, serialised once, to all that follow the topic. From any thread; messages of one thread keep their order.
    void publish(std::string_view topic, Message message);

    /// Ends listening, answers what was asked, tells followers that the server goes away (close code 1001), and returns.
    void stop();

private:
    struct Network;
    friend class Subscription;
    explicit Server(std::shared_ptr<Network> network);
    std::shared_ptr<Network> network_;
};

}  // namespace markaz::http
