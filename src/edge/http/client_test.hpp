#pragma once
// A client for the tests: it sends bytes as they are and tells what came back, so that nothing of the server's library checks itself.

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace markaz::http::testing {

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

struct Frame {
    int opcode = 0;
    std::string payload;
    int close_code() const {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(payload.at(at)); };
        return payload.size() < 2 ? 0 : byte(0) << 8 | byte(1);
    }
};

class Client {
public:
    /// `receive_bytes`: the size of the socket's buffer, small for a client that is to be slow.
    explicit Client(std::uint16_t port, bool secure = false, int receive_bytes = 0)
        : file_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (receive_bytes > 0) ::setsockopt(file_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
        const timeval limit{30, 0};  // only so that a test that would hang fails
        ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(file_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("connect");
        if (secure) start_tls();
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() {
        tls_.reset();
        ::close(file_);
    }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // what the server said before it closed is still to be read
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// True when the server has closed the connection.
    bool ended() { return in_.empty() && !fill(); }

    /// `interim` too, such as 100 Continue.
    Reply receive(bool head = false) {
        const std::string text = until("\r\n\r\n");
        Reply reply;
        reply.status = text.size() > 12 ? std::stoi(text.substr(9, 3)) : 0;
        for (std::size_t at = text.find("\r\n"); at + 2 < text.size();) {
            const std::size_t start = at + 2;
            at = text.find("\r\n", start);
            const std::string line = text.substr(start, at - start);
            std::string name = line.substr(0, line.find(':'));
            for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            if (!line.empty()) reply.headers[name] = line.substr(std::min(line.find(": ") + 2, line.size()));
        }
        if (!head && reply.headers.contains("content-length")) reply.body = take(std::stoul(reply.headers["content-length"]));
        return reply;
    }

    Reply ask(std::string_view method, std::string_view path, std::string_view headers = {}, std::string_view body = {}) {
        std::string text = std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: centre\r\n" + std::string(headers);
        if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        send(text + "\r\n" + std::string(body));
        return receive(method == "HEAD");
    }

    Reply upgrade(std::string_view path, std::string_view headers = {}) {
        return ask("GET", path,
                   "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(headers));
    }

    /// RFC 6455 section 5.2; a server's frames are not masked.
    Frame frame() {
        const std::string head = take(2);
        if (head.size() < 2) return {};
        std::uint64_t size = head[1] & 0x7f;
        const std::size_t extended = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (extended > 0) size = 0;
        for (unsigned char byte : take(extended)) size = size << 8 | byte;
        return {head[0] & 0x0f, take(size)};
    }

    /// A client's frames are masked; a mask of zeros is one.
    void send_frame(int opcode, std::string_view payload) {
        std::string text{static_cast<char>(0x80 | opcode)};
        if (payload.size() < 126) {
            text += static_cast<char>(0x80 | payload.size());
        } else {
            text += static_cast<char>(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(payload.size() >> shift);
        }
        send(text + std::string(4, '\0') + std::string(payload));
    }

private:
    struct Free {
        void operator()(SSL* tls) const {
            SSL_CTX* context = SSL_get_SSL_CTX(tls);
            SSL_free(tls);
            SSL_CTX_free(context);
        }
    };

    void start_tls() {
        SSL_CTX* context = SSL_CTX_new(TLS_client_method());
        tls_.reset(SSL_new(context));
        SSL_set_fd(tls_.get(), file_);
        if (SSL_connect(tls_.get()) != 1) throw std::runtime_error("handshake");
    }
    bool fill() {
        char bytes[65536];
        const auto got = tls_ ? SSL_read(tls_.get(), bytes, sizeof bytes) : ::recv(file_, bytes, sizeof bytes, 0);
        if (got > 0) in_.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }
    std::string take(std::size_t size) {
        while (in_.size() < size && fill()) {}
        std::string taken = in_.substr(0, size);
        in_.erase(0, size);
        return taken;
    }
    std::string until(std::string_view mark) {
        while (in_.find(mark) == std::string::npos && fill()) {}
        const std::size_t end = in_.find(mark);
        return take(end == std::string::npos ? in_.size() : end + mark.size());
    }

    int file_;
    std::unique_ptr<SSL, Free> tls_;
    std::string in_;
};

}  // namespace markaz::http::testing
