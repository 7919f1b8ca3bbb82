#include "edge/http/server.hpp"

#include <atomic>
#include <fstream>
#include <future>
#include <latch>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "base/described.hpp"
#include "edge/http/client_test.hpp"

namespace markaz::http {
namespace {

namespace fs = std::filesystem;
using testing::Client, testing::Frame, testing::Reply;

constexpr std::array assets{
    Asset{"/index.html", "text/html; charset=utf-8", "zipped page", "p1"},
    Asset{"/assets/index-3f2a91c0.js", "text/javascript", "zipped script", "s1"},
};

Message message(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

class ServerTest : public ::testing::Test {
protected:
    ServerTest() {
        std::string name = (fs::temp_directory_path() / "markaz-http-XXXXXX").string();
        folder = mkdtemp(name.data());
        settings.listen = {{}};
        settings.assets = assets;
        hooks.handle = [](const Request& request) {
            return Response::json(std::string(enum_name(request.method)) + ' ' + request.path + '?' + request.query + ' ' + request.body);
        };
        hooks.follow = [](const Request&, const Subscription& subscription) -> std::optional<Response> {
            subscription.start(message("snapshot of " + subscription.topic()));
            return std::nullopt;
        };
        hooks.fault = [this](std::string_view line) { fault = line; };
    }
    ~ServerTest() override {
        server.reset();
        fs::remove_all(folder);
    }

    std::uint16_t start() {
        auto started = Server::start(settings, hooks);
        if (!started) throw std::runtime_error(started.error().line());
        server = std::move(*started);
        return server->ports().front();
    }

    fs::path folder;
    Settings settings;
    Hooks hooks;
    std::string fault;
    std::unique_ptr<Server> server;
};

TEST_F(ServerTest, AConnectionServesOneRequestAfterTheOther) {
    Client client(start());
    EXPECT_EQ(client.ask("GET", "/api/x?a=1").body, "get /api/x?a=1 ");
    EXPECT_EQ(client.ask("POST", "/api/x", {}, "{}").body, "post /api/x? {}");
    const Reply head = client.ask("HEAD", "/api/x");
    EXPECT_EQ(head.headers.at("content-length"), "13");
    EXPECT_EQ(client.ask("GET", "/api/x", "Connection: close\r\n").status, 200);
    EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, EveryResponseTellsTheBrowserToBeStrict) {
    Client client(start());
    for (const char* path : {"/api/x", "/index.html", "/assets/index-3f2a91c0.js"}) {
        const Reply reply = client.ask("GET", path);
        EXPECT_NE(reply.headers.at("content-security-policy").find("script-src 'self';"), std::string::npos) << path;
        EXPECT_NE(reply.headers.at("content-security-policy").find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(reply.headers.at("x-content-type-options"), "nosniff") << path;
        EXPECT_EQ(reply.headers.at("referrer-policy"), "no-referrer") << path;
        EXPECT_EQ(reply.headers.at("cross-origin-opener-policy"), "same-origin") << path;
        EXPECT_TRUE(reply.headers.contains("date")) << path;
    }
    EXPECT_EQ(client.ask("GET", "/api/x").headers.at("cache-control"), "no-store");
}

TEST_F(ServerTest, ThePageComesFromTheProgram) {
    Client client(start());
    const Reply page = client.ask("GET", "/index.html");
    EXPECT_EQ(page.body, "zipped page");
    EXPECT_EQ(page.headers.at("content-encoding"), "gzip");
    EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
    EXPECT_EQ(client.ask("GET", "/assets/index-3f2a91c0.js").headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(client.ask("GET", "/").body, "zipped page");
    EXPECT_EQ(client.ask("GET", "/contacts/12").body, "zipped page") << "a place in the page";
    EXPECT_EQ(client.ask("GET", "/healthz").body, "get /healthz? ") << "what machines ask is the program's";
    EXPECT_EQ(client.ask("GET", "/nothing.js").body, "get /nothing.js? ") << "not a place in the page";
    EXPECT_EQ(client.ask("GET", "/index.html", "If-None-Match: \"p1\"\r\n").status, 304);
    EXPECT_EQ(client.ask("HEAD", "/index.html").headers.at("content-length"), "11");
}

TEST_F(ServerTest, WhatIsTooLargeIsRefused) {
    settings.body_bytes = 1000;
    const auto port = start();
    Client body(port);
    const Reply too_large = body.ask("POST", "/api/x", {}, std::string(1001, 'x'));
    EXPECT_EQ(too_large.status, 413);
    EXPECT_EQ(too_large.body, R"({"error":"too_large","where":"","what":"the body is too large","right":"at most 1000 bytes"})");
    EXPECT_TRUE(body.ended());
    Client fits(port);
    EXPECT_EQ(fits.ask("POST", "/api/x", {}, std::string(1000, 'x')).status, 200);
    Client header(port);
    EXPECT_EQ(header.ask("GET", "/api/x", "X: " + std::string(17'000, 'x') + "\r\n").status, 431);
}

TEST_F(ServerTest, WhatIsNotHttpIsRefused) {
    const auto port = start();
    Client garbage(port);
    garbage.send("what is this\r\n\r\n");
    EXPECT_EQ(garbage.receive().status, 400);
    Client odd(port);
    EXPECT_EQ(odd.ask("BREW", "/api/x").status, 400);
    Client proxy(port);
    EXPECT_EQ(proxy.ask("GET", "http://elsewhere/").status, 400);
    Client nameless(port);
    nameless.send("GET /api/x HTTP/1.1\r\n\r\n");
    EXPECT_EQ(nameless.receive().status, 400);
    Client twofold(port);
    EXPECT_EQ(twofold.ask("GET", "/api/x", "Host: elsewhere\r\n").status, 400);
}

TEST_F(ServerTest, ASilentClientIsLetGo) {
    settings.idle = std::chrono::milliseconds(20);
    Client client(start());
    client.send("GET / HT");
    EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, ABodyIsAskedForWhenTheClientWaits) {
    Client client(start());
    client.send("POST /api/x HTTP/1.1\r\nHost: centre\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    client.send("{}");
    EXPECT_EQ(client.receive().body, "post /api/x? {}");
}

TEST_F(ServerTest, WhenTooManyWaitTheNextIsToldToComeBack) {
    settings.workers = 1;
    settings.waiting_requests = 1;
    std::latch begun(1);
    std::promise<void> go_on;
    hooks.handle = [&](const Request& request) {
        if (request.path == "/api/slow") {
            begun.count_down();
            go_on.get_future().wait();
        }
        return Response::none();
    };
    const auto port = start();
    Client slow(port);
    slow.send("GET /api/slow HTTP/1.1\r\nHost: centre\r\n\r\n");
    begun.wait();
    // The one worker is held. Of two more requests one may wait; the other is refused, whichever comes second.
    std::once_flag released;
    const auto ask = [&] {
        Client client(port);
        const Reply reply = client.ask("GET", "/api/x");
        if (reply.status != 204) std::call_once(released, [&] { go_on.set_value(); });
        return reply;
    };
    auto first = std::async(std::launch::async, ask);
    auto second = std::async(std::launch::async, ask);
    Reply kept = first.get(), refused = second.get();
    if (kept.status == 429) std::swap(kept, refused);
    EXPECT_EQ(kept.status, 204);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers["retry-after"], "1");
    EXPECT_EQ(slow.receive().status, 204);
}

TEST_F(ServerTest, AnExceptionEndsOneRequestOnly) {
    hooks.handle = [](const Request& request) -> Response {
        if (request.path == "/api/bad") throw std::runtime_error("the secret is 42");
        return Response::none();
    };
    Client client(start());
    const Reply reply = client.ask("GET", "/api/bad");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("42"), std::string::npos);
    EXPECT_EQ(client.ask("GET", "/api/x").status, 204);
    EXPECT_EQ(fault, "/api/bad: the secret is 42");
}

class Recordings : public ServerTest {
protected:
    Recordings() : bytes(300'000, '\0') {
        for (std::size_t at = 0; at < bytes.size(); ++at) bytes[at] = static_cast<char>(at * 7 + at / 251);
        std::ofstream(folder / "call.wav", std::ios::binary) << bytes;
        hooks.handle = [this](const Request& request) { return Response::file(folder / request.path.substr(5), "audio/wav"); };
    }
    std::string bytes;
};

TEST_F(Recordings, AreSentWhole) {
    Client client(start());
    const Reply reply = client.ask("GET", "/api/call.wav");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("content-type"), "audio/wav");
    EXPECT_EQ(reply.headers.at("accept-ranges"), "bytes");
    EXPECT_TRUE(reply.body == bytes);
    EXPECT_EQ(client.ask("HEAD", "/api/call.wav").headers.at("content-length"), "300000");
    EXPECT_EQ(client.ask("GET", "/api/call.wav", "If-None-Match: " + reply.headers.at("etag") + "\r\n").status, 304);
    EXPECT_EQ(client.ask("GET", "/api/none.wav").status, 404);
    EXPECT_EQ(client.ask("GET", "/api/.").status, 404) << "a folder is no file";
}

TEST_F(Recordings, AreSentInPart) {
    Client client(start());
    const auto part = [&](std::string range, std::string more = {}) {
        return client.ask("GET", "/api/call.wav", "Range: " + range + "\r\n" + more);
    };
    const Reply middle = part("bytes=100-199");
    EXPECT_EQ(middle.status, 206);
    EXPECT_EQ(middle.headers.at("content-range"), "bytes 100-199/300000");
    EXPECT_EQ(middle.body, bytes.substr(100, 100));
    EXPECT_EQ(part("bytes=299990-").body, bytes.substr(299'990));
    EXPECT_EQ(part("bytes=-10").body, bytes.substr(299'990));
    EXPECT_EQ(part("bytes=299990-999999").headers.at("content-range"), "bytes 299990-299999/300000");
    EXPECT_TRUE(part("bytes=0-").body == bytes);
    EXPECT_EQ(part("bytes=100-199", "If-Range: " + middle.headers.at("etag") + "\r\n").status, 206);
    EXPECT_EQ(part("bytes=100-199", "If-Range: \"another\"\r\n").status, 200);
}

TEST_F(Recordings, ARangeThatCannotBeServedIsToldOrPassedOver) {
    Client client(start());
    for (const char* outside : {"bytes=300000-", "bytes=-0"}) {
        const Reply reply = client.ask("GET", "/api/call.wav", std::string("Range: ") + outside + "\r\n");
        EXPECT_EQ(reply.status, 416) << outside;
        EXPECT_EQ(reply.headers.at("content-range"), "bytes */300000") << outside;
    }
    for (const char* odd : {"bytes=5-3", "bytes=a-b", "bytes=1-2,5-6", "lines=1-2", "bytes=", "bytes=-", "bytes=99999999999999999999-"})
        EXPECT_EQ(client.ask("GET", "/api/call.wav", std::string("Range: ") + odd + "\r\n").status, 200) << odd;
}

TEST_F(ServerTest, ACertificateIsMadeOnceAndServesTls) {
    const std::vector<std::string> names{"localhost", "127.0.0.1"};
    const auto made = certificate_in(folder, names);
    ASSERT_TRUE(made) << made.error().line();
    EXPECT_EQ(made->fingerprint.size(), 32 * 3 - 1);
    EXPECT_EQ(certificate_in(folder, names)->fingerprint, made->fingerprint);
    EXPECT_EQ(fs::status(made->key).permissions(), fs::perms(0600));

    settings.listen = {{"127.0.0.1", 0, true}, {"127.0.0.1", 0, false}};
    settings.certificate = *made;
    hooks.handle = [](const Request& request) { return Response::json(request.secure ? "secure" : "plain"); };
    start();
    Client secure(server->ports()[0], true);
    EXPECT_EQ(secure.ask("GET", "/api/x").body, "secure");
    EXPECT_EQ(secure.upgrade("/api/v1/live?topics=board", "Origin: https://centre\r\n").status, 101);
    EXPECT_EQ(secure.frame().payload, "snapshot of board");
    server->publish("board", message("an event"));
    EXPECT_EQ(secure.frame().payload, "an event");
    secure.send_frame(1, "I talk");
    EXPECT_EQ(secure.frame().close_code(), 1003);
    Client plain(server->ports()[1]);
    EXPECT_EQ(plain.ask("GET", "/api/x").body, "plain");
}

TEST_F(ServerTest, WhoeverSpeaksPlainHttpWhereTlsIsSpokenIsLedThere) {
    settings.listen = {{"127.0.0.1", 0, true}};
    settings.certificate = *certificate_in(folder, std::vector<std::string>{"localhost"});
    const auto port = start();
    const Reply led = Client(port).ask("GET", "/call?language=fa");
    EXPECT_EQ(led.status, 307);
    EXPECT_EQ(led.headers.at("location"), "https://centre/call?language=fa");
    EXPECT_EQ(Client(port).ask("DELETE", "/api/x").status, 400) << "a wish in clear is not repeated elsewhere";
    Client odd(port);
    odd.send("GET / HTTP/1.1\r\nHost: centre@elsewhere/\r\n\r\n");
    EXPECT_EQ(odd.receive().status, 400);
}

TEST_F(ServerTest, AHalfCertificateIsRefused) {
    std::ofstream(folder / "tls.pem") << "x";
    EXPECT_EQ(certificate_in(folder, {}).error().line(),
              (folder / "tls.key").string() + ": this file is missing; tls.pem and tls.key belong together");
}

TEST_F(ServerTest, AnAddressThatCannotBeHadIsToldInOneLine) {
    const auto refused = [&](Listen listen) {
        settings.listen = {listen};
        const auto server = Server::start(settings, hooks);
        return server ? std::string("started") : server.error().line();
    };
    const auto port = start();
    EXPECT_TRUE(refused({"127.0.0.1", port, false}).starts_with("127.0.0.1:" + std::to_string(port) + ": Address already in use"));
    EXPECT_EQ(refused({"centre", 1, false}), "centre:1: this is not an IP address; an address such as 127.0.0.1 or ::");
    EXPECT_EQ(refused({"0.0.0.0", 0, false}), "0.0.0.0:0: plain HTTP is served on loopback only; make this address secure");
    EXPECT_EQ(refused({"127.0.0.1", 0, true}), "an address is secure but there is no certificate; name the certificate");
}

// ---- followers ------------------------------------------------------------------------------------------------------

TEST_F(ServerTest, AFollowerOfSeveralTopicsGetsEachSnapshotAndThenEachEventInOrder) {
    // The publishers as the program has them: a number and a list under one lock for each topic, events published under the lock.
    struct Feed {
        std::mutex lock;
        int number = 0;
    };
    std::map<std::string, Feed, std::less<>> feeds;
    for (const char* topic : {"board.live", "board.all", "desk.me"}) feeds[topic];
    const auto told = [](const std::string& topic, std::string_view kind, int number) {
        return message(topic + ' ' + std::string(kind) + ' ' + std::to_string(number));
    };
    hooks.follow = [&](const Request&, const Subscription& subscription) -> std::optional<Response> {
        Feed& feed = feeds.at(subscription.topic());
        std::lock_guard held(feed.lock);
        subscription.start(told(subscription.topic(), "snapshot", feed.number));
        return std::nullopt;
    };
    const auto port = start();
    std::atomic<bool> enough = false;
    std::vector<std::thread> publishers;
    for (auto& [topic, feed] : feeds)
        publishers.emplace_back([&] {
            while (!enough) {
                {
                    std::lock_guard held(feed.lock);
                    ++feed.number;
                    server->publish(topic, told(topic, "event", feed.number));
                }
                std::this_thread::yield();
            }
        });
    for (int client_number = 0; client_number < 8; ++client_number) {
        Client client(port);
        EXPECT_EQ(client.upgrade("/api/v1/live?topics=board.live,board.all&topics=desk.me").status, 101);
        std::map<std::string, int> last;
        for (int count = 0; count < 150 || last.size() < feeds.size(); ++count) {
            const Frame frame = client.frame();
            if (frame.opcode == 8) break;  // too slow for these publishers, which is allowed
            std::istringstream words(frame.payload);
            std::string topic, kind;
            int number = 0;
            words >> topic >> kind >> number;
            ASSERT_EQ(kind, last.contains(topic) ? "event" : "snapshot") << frame.payload;
            if (kind == "event") ASSERT_EQ(number, last.at(topic) + 1) << frame.payload;
            last[topic] = number;
        }
    }
    enough = true;
    for (std::thread& publisher : publishers) publisher.join();
}

TEST_F(ServerTest, AFollowerGetsTheTopicsThatItNamedOnly) {
    const auto port = start();
    Client board(port), both(port);
    ASSERT_EQ(board.upgrade("/api/v1/live?topics=board").status, 101);
    ASSERT_EQ(both.upgrade("/api/v1/live?topics=desk,board").status, 101);
    EXPECT_EQ(board.frame().payload, "snapshot of board");
    EXPECT_EQ(both.frame().payload, "snapshot of desk");
    EXPECT_EQ(both.frame().payload, "snapshot of board");
    server->publish("desk", message("for the desk"));
    server->publish("board", message("for the board"));
    EXPECT_EQ(board.frame().payload, "for the board");
    EXPECT_EQ(both.frame().payload, "for the desk");
    EXPECT_EQ(both.frame().payload, "for the board");
}

TEST_F(ServerTest, ATopicMayStandForAnotherOneWithEachCaller) {
    hooks.follow = [](const Request& request, const Subscription& subscription) -> std::optional<Response> {
        subscription.start(message(subscription.topic()), "desk/" + std::string(session_token(request)));
        return std::nullopt;
    };
    const auto port = start();
    Client sara(port), omar(port);
    ASSERT_EQ(sara.upgrade("/api/v1/live?topics=desk.me", "Cookie: markaz=7\r\n").status, 101);
    ASSERT_EQ(omar.upgrade("/api/v1/live?topics=desk.me", "Cookie: markaz=8\r\n").status, 101);
    EXPECT_EQ(sara.frame().payload, "desk.me");
    EXPECT_EQ(omar.frame().payload, "desk.me");
    server->publish("desk.me", message("for nobody"));
    server->publish("desk/7", message("for Sara"));
    server->publish("desk/8", message("for Omar"));
    EXPECT_EQ(sara.frame().payload, "for Sara");
    EXPECT_EQ(omar.frame().payload, "for Omar");
}

TEST_F(ServerTest, AFollowerGoesWhenItMayFollowNoMore) {
    std::atomic<bool> may = true;
    std::atomic<int> asked = 0;
    settings.again = std::chrono::milliseconds(20);
    hooks.still_may = [&](const Request& request, std::string_view topic) {
        ++asked;
        return may || topic != "desk" || session_token(request) != "7";
    };
    const auto port = start();
    Client sara(port), omar(port);
    ASSERT_EQ(sara.upgrade("/api/v1/live?topics=board,desk", "Cookie: markaz=7\r\n").status, 101);
    ASSERT_EQ(omar.upgrade("/api/v1/live?topics=board,desk", "Cookie: markaz=8\r\n").status, 101);
    for (Client* each : {&sara, &omar})
        for (int snapshots = 0; snapshots < 2; ++snapshots) each->frame();
    while (asked < 12) std::this_thread::yield();
    server->publish("board", message("while both may"));
    EXPECT_EQ(sara.frame().payload, "while both may");
    EXPECT_EQ(omar.frame().payload, "while both may");
    may = false;
    EXPECT_EQ(sara.frame().close_code(), 1008);
    server->publish("board", message("for who may"));
    EXPECT_EQ(omar.frame().payload, "for who may");
}

TEST_F(ServerTest, ATopicThatIsNamedTwiceIsFollowedOnce) {
    Client client(start());
    ASSERT_EQ(client.upgrade("/api/v1/live?topics=board,board&topics=%62oard").status, 101);
    EXPECT_EQ(client.frame().payload, "snapshot of board");
    server->publish("board", message("once"));
    server->publish("board", message("and then this"));
    EXPECT_EQ(client.frame().payload, "once");
    EXPECT_EQ(client.frame().payload, "and then this");
}

TEST_F(ServerTest, WhatToFollowIsNamedInTheQuery) {
    settings.follower_topics = 2;
    const auto port = start();
    const auto said = [&](std::string_view path) {
        Client client(port);
        const Reply reply = client.upgrade(path);
        return std::to_string(reply.status) + ' ' + reply.body;
    };
    EXPECT_EQ(said("/api/v1/live/board"),
              R"(404 {"error":"not_found","where":"/api/v1/live/board","what":"nothing is live here","right":"/api/v1/live"})");
    EXPECT_EQ(said("/api/v1/live"),
              R"(422 {"error":"invalid","where":"?topics","what":"no topic is named","right":"names with commas between them"})");
    for (const char* odd : {"/api/v1/live?topics=", "/api/v1/live?topics=a,,b", "/api/v1/live?topics=a,", "/api/v1/live?topics=a%20b"})
        EXPECT_EQ(said(odd), R"(422 {"error":"invalid","where":"?topics","what":"this is not the name of a topic",)"
                             R"("right":"names with commas between them"})") << odd;
    EXPECT_EQ(said("/api/v1/live?topic=board"),
              R"(422 {"error":"invalid","where":"?topic","what":"this is not known here","right":"topics"})");
    EXPECT_TRUE(said("/api/v1/live?topics=%zz").starts_with("400"));
    EXPECT_TRUE(said("/api/v1/live?topics=a,b").starts_with("101"));
    EXPECT_EQ(said("/api/v1/live?topics=a,b&topics=c"),
              R"(422 {"error":"invalid","where":"?topics","what":"these are too many topics for one socket","right":"at most 2"})");
}

TEST_F(ServerTest, ASlowFollowerIsDroppedAndToldToComeBack) {
    hooks.follow = [](const Request&, const Subscription& subscription) -> std::optional<Response> {
        subscription.start(message("snapshot"));
        return std::nullopt;
    };
    const auto port = start();
    Client slow(port, false, 4096), quick(port);
    ASSERT_EQ(slow.upgrade("/api/v1/live?topics=board").status, 101);
    ASSERT_EQ(quick.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(quick.frame().payload, "snapshot");
    const Message large = message(std::string(100'000, 'x'));
    int published = 0;
    for (; published < 400; ++published) {
        server->publish("board", large);
        ASSERT_EQ(quick.frame().payload.size(), large->size()) << "the quick one is not held up";
    }
    Frame last = slow.frame();
    EXPECT_EQ(last.payload, "snapshot");
    int received = 0;
    for (last = slow.frame(); last.opcode == 1; last = slow.frame()) ++received;
    EXPECT_LT(received, published);
    EXPECT_EQ(last.opcode, 8);
    EXPECT_EQ(last.close_code(), 1013);
}

TEST_F(ServerTest, ASlowFollowerThatTakesNoNoticeIsCutOff) {
    settings.farewell = std::chrono::milliseconds(20);
    settings.follower_messages = 1;
    settings.follower_bytes = 10;
    const auto port = start();
    Client slow(port, false, 4096);
    ASSERT_EQ(slow.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(slow.frame().payload, "snapshot of board");
    server->publish("board", message(std::string(16 << 20, 'x')));
    Frame last;
    do last = slow.frame();
    while (last.opcode == 1);
    EXPECT_TRUE(last.opcode == 8 || slow.ended());
}

TEST_F(ServerTest, ALargeSnapshotIsNoReasonToBeDropped) {
    settings.follower_bytes = 1000;
    hooks.follow = [](const Request&, const Subscription& subscription) -> std::optional<Response> {
        subscription.start(message(std::string(2 << 20, 's')));
        return std::nullopt;
    };
    Client client(start());
    ASSERT_EQ(client.upgrade("/api/v1/live?topics=board").status, 101);
    server->publish("board", message("event"));
    EXPECT_EQ(client.frame().payload.size(), 2 << 20);
    EXPECT_EQ(client.frame().payload, "event");
}

TEST_F(ServerTest, AFollowerHasNothingToSay) {
    const auto port = start();
    Client talks(port), shouts(port);
    ASSERT_EQ(talks.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(talks.frame().payload, "snapshot of board");
    talks.send_frame(1, "hello");
    EXPECT_EQ(talks.frame().close_code(), 1003);
    ASSERT_EQ(shouts.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(shouts.frame().payload, "snapshot of board");
    shouts.send_frame(1, std::string((64 << 10) + 1, 'x'));
    EXPECT_EQ(shouts.frame().close_code(), 1009);
}

TEST_F(ServerTest, PingsAreSentInSilence) {
    settings.silence = std::chrono::milliseconds(40);
    Client client(start());
    ASSERT_EQ(client.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(client.frame().payload, "snapshot of board");
    EXPECT_EQ(client.frame().opcode, 9);
    while (!client.ended()) client.frame();  // no pong: the server lets go
}

TEST_F(ServerTest, AnotherSitesPageMayNotFollow) {
    const auto port = start();
    Client foreign(port), own(port);
    EXPECT_EQ(foreign.upgrade("/api/v1/live?topics=board", "Origin: http://elsewhere\r\n").status, 403);
    EXPECT_EQ(own.upgrade("/api/v1/live?topics=board", "Origin: http://centre\r\n").status, 101);
}

TEST_F(ServerTest, WhoeverMayNotFollowOneTopicIsRefusedBeforeTheHandshake) {
    std::mutex lock;
    std::vector<std::string> started;
    hooks.follow = [&](const Request&, const Subscription& subscription) -> std::optional<Response> {
        if (subscription.topic() == "bad") throw std::runtime_error("broken");
        if (subscription.topic() == "secret") return failed({Status::forbidden, {"?topics", "you may not follow secret", ""}});
        std::lock_guard held(lock);
        started.push_back(subscription.topic());
        subscription.start(message("snapshot"));
        return std::nullopt;
    };
    const auto port = start();
    Client curious(port), unlucky(port), modest(port);
    const Reply refused = curious.upgrade("/api/v1/live?topics=board,secret,desk");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.body, R"({"error":"forbidden","where":"?topics","what":"you may not follow secret","right":""})");
    EXPECT_TRUE(curious.ended());
    EXPECT_EQ(started, std::vector<std::string>{"board"});
    EXPECT_EQ(unlucky.upgrade("/api/v1/live?topics=bad").status, 500);
    EXPECT_EQ(fault, "/api/v1/live: broken");
    server->publish("board", message("nobody follows any more"));
    ASSERT_EQ(modest.upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(modest.frame().payload, "snapshot");
}

TEST_F(ServerTest, StoppingAnswersWhatWasAskedAndSaysGoodbye) {
    std::latch begun(1);
    std::promise<void> go_on;
    hooks.handle = [&](const Request&) {
        begun.count_down();
        go_on.get_future().wait();
        return Response::json("done");
    };
    const auto port = start();
    Client asker(port);
    auto follower = std::make_unique<Client>(port);
    ASSERT_EQ(follower->upgrade("/api/v1/live?topics=board").status, 101);
    EXPECT_EQ(follower->frame().payload, "snapshot of board");
    asker.send("GET /api/x HTTP/1.1\r\nHost: centre\r\n\r\n");
    begun.wait();
    std::thread stopper([&] { server->stop(); });
    const Frame goodbye = follower->frame();
    EXPECT_EQ(goodbye.close_code(), 1001);
    follower->send_frame(8, goodbye.payload);
    follower.reset();
    go_on.set_value();
    EXPECT_EQ(asker.receive().body, "done");
    stopper.join();
    EXPECT_THROW(Client{port}, std::runtime_error);
}

TEST_F(ServerTest, ASubscriptionMayOutliveTheServer) {
    std::optional<Subscription> kept;
    std::latch given(1);
    hooks.follow = [&](const Request&, const Subscription& subscription) -> std::optional<Response> {
        kept = subscription;
        given.count_down();
        return std::nullopt;
    };
    const auto port = start();
    {
        Client client(port);
        ASSERT_EQ(client.upgrade("/api/v1/live?topics=board").status, 101);
        given.wait();
    }
    server.reset();
    kept->start(message("nobody is there"));
}

}  // namespace
}  // namespace markaz::http
