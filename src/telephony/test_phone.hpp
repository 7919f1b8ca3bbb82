#pragma once
// A telephone for tests, written without libre: what it sends and reads is plain text and plain RTP, so that a mistake of ours
// is not met by the same mistake on the other side.

#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <numbers>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/media_socket.hpp"
#include "telephony/rtp.hpp"
#include "telephony/telephony.hpp"

namespace markaz::telephony::test {

/// How long a test waits for what must come; far beyond what a loaded machine needs.
inline constexpr std::chrono::seconds patience{20};

/// Bound to a free port of `host`.
inline std::pair<Descriptor, SocketAddress> bound_socket(const std::string& host, int kind = SOCK_DGRAM) {
    SocketAddress address = SocketAddress::from(host, 0).value();
    Descriptor socket(::socket(address.at.any.sa_family, kind | SOCK_CLOEXEC, 0));
    if (bind(socket.fd(), &address.at.any, address.size) != 0) throw std::runtime_error("no port at " + host);
    getsockname(socket.fd(), &address.at.any, &address.size);
    return {std::move(socket), address};
}

inline std::string md5(const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_md5(), nullptr);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i)
        hex += std::string_view("0123456789abcdef")[bytes[i] >> 4], hex += std::string_view("0123456789abcdef")[bytes[i] & 15];
    return hex;
}

/// Share of the sound's energy that lies at `hertz` (Goertzel, 1958): 1 for a pure tone, near 0 for none.
inline double share_of_tone(const std::vector<std::int16_t>& samples, double hertz) {
    const double turn = 2 * std::cos(2 * std::numbers::pi * hertz / sample_rate);
    double before = 0, last = 0, energy = 0;
    for (const std::int16_t sample : samples) {
        const double now = sample + turn * last - before;
        before = std::exchange(last, now);
        energy += static_cast<double>(sample) * sample;
    }
    if (energy < 1000.0 * static_cast<double>(samples.size())) return 0;  // quieter than 32: silence
    const double power = last * last + before * before - turn * last * before;
    return power * 2 / (static_cast<double>(samples.size()) * energy);
}

/// A sine to be played.
inline Audio tone(double hertz, double seconds) {
    auto codes = std::make_shared<std::vector<std::uint8_t>>();
    for (int i = 0; i < seconds * sample_rate; ++i)
        codes->push_back(encode(Law::mu, static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * hertz * i / sample_rate))));
    return codes;
}

/// What the telephone told, in order.
class Events {
public:
    Listener listener() {
        return [this](Event event) {
            std::lock_guard lock(mutex_);
            events_.push_back(std::move(event));
            changed_.notify_all();
        };
    }

    /// The next event of one kind that has not been taken yet, waiting for it.
    template <class Kind>
    std::optional<Kind> next(std::function<bool(const Kind&)> wanted = [](const Kind&) { return true; }) {
        std::unique_lock lock(mutex_);
        std::optional<Kind> found;
        changed_.wait_for(lock, patience, [&] {
            for (auto it = events_.begin(); it != events_.end(); ++it)
                if (const Kind* one = std::get_if<Kind>(&*it); one && wanted(*one)) {
                    found = *one;
                    events_.erase(it);
                    return true;
                }
            return false;
        });
        return found;
    }

    template <class Kind>
    std::size_t waiting() {
        std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(
            std::ranges::count_if(events_, [](const Event& event) { return std::holds_alternative<Kind>(event); }));
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Event> events_;
};

struct SipText {
    std::string first_line, head, body;

    int status() const { return first_line.starts_with("SIP/2.0 ") ? std::stoi(first_line.substr(8)) : 0; }
    std::string method() const { return status() ? "" : first_line.substr(0, first_line.find(' ')); }
    std::string header(const std::string& name) const {
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == head.npos) return "";
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

/// Sends a tone and listens.
class Line {
public:
    explicit Line(const std::string& host, double hertz = 0) : hertz_(hertz) {
        std::tie(socket_, address_) = bound_socket(host);
        thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
    }

    const SocketAddress& address() const { return address_; }
    void send_to(const std::string& host, std::uint16_t port) {
        std::lock_guard lock(mutex_);
        to_ = SocketAddress::from(host, port);
    }
    /// One press: begin, middle and three ends, as RFC 4733 has it.
    void press(char key) {
        const auto event = static_cast<std::uint8_t>(std::string_view("0123456789*#ABCD").find(key));
        const std::uint32_t begin = timestamp_;
        for (const auto& [end, length] : {std::pair{false, 160}, {false, 480}, {true, 800}, {true, 800}, {true, 800}}) {
            const std::array<std::uint8_t, 4> payload{event, static_cast<std::uint8_t>(end ? 0x8A : 0x0A),
                                                      static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
            send(101, begin, payload);
        }
    }
    void send_raw(std::span<const std::uint8_t> bytes) {
        std::lock_guard lock(mutex_);
        if (to_) sendto(socket_.fd(), bytes.data(), bytes.size(), 0, &to_->at.any, to_->size);
    }
    /// Waits until half a second of what is heard is clearly this tone (0: silence).
    bool hears(double hertz) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] {
            if (heard_.size() < window) return false;
            const std::vector<std::int16_t> last(heard_.end() - window, heard_.end());
            if (hertz == 0) return std::ranges::all_of(last, [](std::int16_t sample) { return std::abs(sample) < 100; });
            return share_of_tone(last, hertz) > 0.9;
        });
    }
    /// Waits for the first packet and talks to where it came from.
    bool follow_sender() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience, [&] { return static_cast<bool>(sender_); })) return false;
        to_ = sender_;
        return true;
    }

private:
    static constexpr int window = 4000;

    void send(std::uint8_t type, std::uint32_t timestamp, std::span<const std::uint8_t> payload) {
        std::vector<std::uint8_t> packet(rtp_header_size + payload.size());
        write_rtp_header(
            {.marker = false, .payload_type = type, .sequence = sequence_++, .timestamp = timestamp, .source = 77, .payload = {}},
            std::span(packet).first<rtp_header_size>());
        std::ranges::copy(payload, packet.begin() + rtp_header_size);
        send_raw(packet);
    }

    void run(std::stop_token stop) {
        auto due = std::chrono::steady_clock::now();
        while (!stop.stop_requested()) {
            due += std::chrono::milliseconds(20);
            speak();
            listen_until(due);
        }
    }
    void speak() {
        std::array<std::uint8_t, frame_samples> codes;
        for (std::uint8_t& code : codes) {
            const double turn = 2 * std::numbers::pi * hertz_ * static_cast<double>(spoken_++) / sample_rate;
            code = encode(Law::mu, static_cast<std::int16_t>(8000 * std::sin(turn)));
        }
        send(0, timestamp_, codes);
        timestamp_ += frame_samples;
    }
    void listen_until(std::chrono::steady_clock::time_point due) {
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(due - std::chrono::steady_clock::now()).count();
            pollfd polled{socket_.fd(), POLLIN, 0};
            if (left <= 0 || poll(&polled, 1, static_cast<int>(left)) <= 0) return;
            std::array<std::uint8_t, 1500> bytes;
            SocketAddress from{.at = {}, .size = sizeof from.at};
            const ssize_t size = recvfrom(socket_.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT, &from.at.any, &from.size);
            const auto packet = size > 0 ? parse_rtp(std::span(bytes).first(static_cast<std::size_t>(size))) : std::nullopt;
            if (!packet) continue;
            std::lock_guard lock(mutex_);
            sender_ = from;
            for (const std::uint8_t code : packet->payload) heard_.push_back(decode(packet->payload_type == 0 ? Law::mu : Law::a, code));
            changed_.notify_all();
        }
    }

    double hertz_;
    Descriptor socket_;
    SocketAddress address_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<SocketAddress> to_;
    SocketAddress sender_;
    std::vector<std::int16_t> heard_;
    std::atomic<std::uint16_t> sequence_{100};
    std::atomic<std::uint32_t> timestamp_{5000};
    std::uint64_t spoken_ = 0;
    std::jthread thread_;
};

/// One user agent with one call at a time.
class Phone {
public:
    enum class Over { udp, tcp };

    Phone(std::string host, std::string user, std::uint16_t server_port, double hertz = 0, Over over = Over::udp)
        : line(host, hertz),
          host_(std::move(host)),
          user_(std::move(user)),
          over_(over),
          server_(SocketAddress::from(six() ? "::1" : "127.0.0.1", server_port).value()) {
        std::tie(socket_, address_) = bound_socket(host_, over == Over::tcp ? SOCK_STREAM : SOCK_DGRAM);
        if (over == Over::udp) return;
        const int on = 1;
        setsockopt(socket_.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(socket_.fd(), &server_.at.any, server_.size) != 0) throw std::runtime_error("no connection");
    }

    Line line;
    /// Lets the other side work, where it shares the test's thread; then nothing is waited for.
    std::function<void()> pump;

    std::string uri() const { return "sip:" + user_ + "@" + place() + (over_ == Over::tcp ? ";transport=tcp" : ""); }
    /// Host and port, as a URI has them.
    std::string place() const { return at(host_) + ":" + std::to_string(address_.port()); }
    std::uint16_t port() const { return address_.port(); }

    std::string sdp(const std::string& formats = "0 8 101", const std::string& more = "a=rtpmap:101 telephone-event/8000\r\n") const {
        const std::string network = (six() ? "IN IP6 " : "IN IP4 ") + host_;
        return "v=0\r\no=- 1 1 " + network + "\r\ns=-\r\nc=" + network + "\r\nt=0 0\r\nm=audio " +
               std::to_string(line.address().port()) + " RTP/AVP " + formats + "\r\n" + more;
    }

    void send(const std::string& text) {
        if (over_ == Over::tcp) ::send(socket_.fd(), text.data(), text.size(), MSG_NOSIGNAL);
        else sendto(socket_.fd(), text.data(), text.size(), 0, &server_.at.any, server_.size);
    }

    /// A request of the call that is open, or of a new one after begin_call().
    std::string request(const std::string& method, const std::string& more = "", const std::string& body = "") {
        if (method != "ACK" && method != "CANCEL") ++sequence_;
        if (method != "CANCEL" && method != "ACK") branch_ = "z9hG4bK" + fresh();
        const std::string branch = method == "ACK" ? "z9hG4bK" + fresh() : branch_;
        return method + " " + target_ + " SIP/2.0\r\nVia: SIP/2.0/" + (over_ == Over::tcp ? "TCP " : "UDP ") + place() +
               ";rport;branch=" + branch + "\r\nMax-Forwards: 70\r\nFrom: " + ours_ +
               "\r\nTo: " + theirs_ + "\r\nCall-ID: " + call_id_ + "\r\nCSeq: " + std::to_string(sequence_) + " " + method +
               "\r\nContact: <" + uri() + ">\r\n" + more + (body.empty() ? "" : "Content-Type: application/sdp\r\n") +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    void begin_call(const std::string& called) {
        target_ = "sip:" + called + "@" + at(six() ? "::1" : "127.0.0.1") + ":" + std::to_string(server_.port());
        ours_ = "<sip:" + user_ + "@" + at(host_) + ">;tag=" + fresh();
        theirs_ = "<" + target_ + ">";
        call_id_ = fresh() + "@" + host_;
    }
    void invite(const std::string& called, const std::string& more = "", std::optional<std::string> body = {}) {
        begin_call(called);
        send(request("INVITE", more, body.value_or(sdp())));
    }
    /// The final response to our INVITE; a 200 is acknowledged, and our line then talks to the address in it.
    std::optional<SipText> final_response(const std::string& body_of_ack = "") {
        const auto response = expect([](const SipText& text) { return text.status() >= 200 && text.header("CSeq").ends_with("INVITE"); });
        if (!response) return response;
        theirs_ = response->header("To");
        if (response->status() < 300) {
            if (const std::string contact = between(response->header("Contact"), "<", ">"); !contact.empty()) target_ = contact;
            follow(*response);
            send(request("ACK", "", body_of_ack));
        }
        return response;
    }
    std::optional<SipText> expect_status(int status) {
        return expect([=](const SipText& text) { return text.status() == status; });
    }
    std::optional<SipText> expect_request(const std::string& method) {
        return expect([&](const SipText& text) { return text.method() == method; });
    }

    /// Whether such a request has come so far.
    bool has(const std::string& method) {
        while (pump && (pump(), true)) {
            pollfd polled{socket_.fd(), POLLIN, 0};
            if (poll(&polled, 1, 0) <= 0) break;
            read();
        }
        return std::any_of(unread_.begin(), unread_.end(), [&](const SipText& text) { return text.method() == method; });
    }

    void reply(const SipText& request, int status, const std::string& body = "", const std::string& more = "") {
        const std::string to = request.header("To");
        const std::string tagged = to.find(";tag=") == to.npos ? to + ";tag=" + tag_ : to;
        std::string vias;
        for (std::size_t at = request.head.find("\r\nVia: "); at != request.head.npos; at = request.head.find("\r\nVia: ", at + 1))
            vias += request.head.substr(at + 2, request.head.find("\r\n", at + 2) - at);
        send("SIP/2.0 " + std::to_string(status) + " Status\r\n" + vias + "From: " + request.header("From") + "\r\nTo: " + tagged +
             "\r\nCall-ID: " + request.header("Call-ID") + "\r\nCSeq: " + request.header("CSeq") + "\r\nContact: <" + uri() + ">\r\n" +
             more + (body.empty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + std::to_string(body.size()) +
             "\r\n\r\n" + body);
    }
    /// Answers an INVITE; from here on requests of the call can be sent from this side.
    void answer(const SipText& invite) {
        follow(invite);
        target_ = between(invite.header("Contact"), "<", ">");
        ours_ = invite.header("To") + ";tag=" + tag_;
        theirs_ = invite.header("From");
        call_id_ = invite.header("Call-ID");
        reply(invite, 200, sdp());
    }

    /// REGISTER with digest; the final status.
    int register_with(const std::string& password, int expires = 300, const std::string& realm = "markaz") {
        begin_call(user_);
        send(request("REGISTER", "Expires: " + std::to_string(expires) + "\r\n"));
        const auto challenge = expect([](const SipText& text) { return text.status() >= 200; });
        if (!challenge || challenge->status() != 401) return challenge ? challenge->status() : 0;
        send(request("REGISTER", "Expires: " + std::to_string(expires) + "\r\nAuthorization: " +
                                     credentials(challenge->header("WWW-Authenticate"), "REGISTER", password, realm) + "\r\n"));
        const auto last = expect([](const SipText& text) { return text.status() >= 200; });
        return last ? last->status() : 0;
    }
    std::string credentials(const std::string& challenge, const std::string& method, const std::string& password,
                            const std::string& realm = "markaz") const {
        const std::string nonce = between(challenge, "nonce=\"", "\"");
        const std::string ha1 = md5(user_ + ":" + realm + ":" + password), ha2 = md5(method + ":" + target_);
        return "Digest username=\"" + user_ + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + target_ +
               "\", qop=auth, nc=00000001, cnonce=\"c\", response=\"" + md5(ha1 + ":" + nonce + ":00000001:c:auth:" + ha2) + "\"";
    }

    static std::string between(const std::string& text, const std::string& before, const std::string& after) {
        const std::size_t at = text.find(before);
        if (at == text.npos) return "";
        const std::size_t begin = at + before.size();
        return text.substr(begin, text.find(after, begin) - begin);
    }

    /// The next message that is wanted, waiting for it.
    std::optional<SipText> expect(const std::function<bool(const SipText&)>& wanted) {
        const auto end = std::chrono::steady_clock::now() + patience;
        for (;;) {
            for (auto it = unread_.begin(); it != unread_.end(); ++it)
                if (wanted(*it)) {
                    SipText found = *it;
                    unread_.erase(it);
                    return found;
                }
            if (pump) pump();
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
            pollfd polled{socket_.fd(), POLLIN, 0};
            if (left <= 0 || poll(&polled, 1, pump ? kernel_needs_ms() : static_cast<int>(left)) <= 0) return std::nullopt;
            read();
        }
    }

private:
    static std::string fresh() {
        static std::atomic<int> count = 0;
        return "t" + std::to_string(getpid()) + "n" + std::to_string(++count);
    }
    void follow(const SipText& description) {
        const std::string audio = between(description.body, "m=audio ", " ");
        const std::string host = between(description.body, six() ? "c=IN IP6 " : "c=IN IP4 ", "\r\n");
        if (!audio.empty()) line.send_to(host, static_cast<std::uint16_t>(std::stoi(audio)));
    }
    /// A datagram is a message; in a stream its length says where it ends.
    void read() {
        std::array<char, 8192> bytes;
        const ssize_t size = recv(socket_.fd(), bytes.data(), bytes.size(), 0);
        if (size <= 0) return;
        received_.append(bytes.data(), static_cast<std::size_t>(size));
        for (std::size_t head_end = 0; (head_end = received_.find("\r\n\r\n")) != received_.npos;) {
            const std::size_t line_end = received_.find("\r\n");
            SipText text{received_.substr(0, line_end), received_.substr(line_end, head_end + 2 - line_end), ""};
            const std::string length = text.header("Content-Length");
            const std::size_t body = over_ == Over::tcp ? std::stoul(length) : received_.size() - head_end - 4;
            if (received_.size() < head_end + 4 + body) return;
            text.body = received_.substr(head_end + 4, body);
            received_.erase(0, head_end + 4 + body);
            unread_.push_back(std::move(text));
        }
        if (over_ == Over::udp) received_.clear();
    }
    /// A datagram is there as soon as it is sent; a stream may wait for the acknowledgement of what it carried before.
    int kernel_needs_ms() const { return over_ == Over::tcp ? 500 : 0; }
    bool six() const { return host_.find(':') != std::string::npos; }
    static std::string at(const std::string& host) { return host.find(':') == host.npos ? host : "[" + host + "]"; }

    std::string host_, user_;
    Over over_;
    SocketAddress server_, address_;
    Descriptor socket_;
    std::deque<SipText> unread_;
    std::string received_;
    std::string target_, ours_, theirs_, call_id_, branch_, tag_ = fresh();
    int sequence_ = 0;
};

}  // namespace markaz::telephony::test
