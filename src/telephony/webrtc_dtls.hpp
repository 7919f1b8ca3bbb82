#pragma once
// DTLS 1.2 as a server, without a socket: datagrams go in and come out. It agrees the keys of SRTP (RFC 5764).

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <openssl/ssl.h>

#include "base/result.hpp"

namespace markaz::telephony {

using Fingerprint = std::array<std::uint8_t, 32>;  ///< SHA-256 of a certificate

/// A key and its salt for SRTP_AES128_CM_HMAC_SHA1_80 (RFC 3711), one for each direction.
struct SrtpKeys {
    static constexpr std::size_t size = 30;
    std::array<std::uint8_t, size> theirs{}, ours{};
};

/// Our certificate, made anew at each start: it proves nothing by itself. The answer that names it comes over HTTPS.
class DtlsIdentity {
public:
    static Result<DtlsIdentity> create();

    const Fingerprint& fingerprint() const { return fingerprint_; }
    std::string fingerprint_text() const;  ///< `AA:BB:...`
    SSL_CTX* context() const { return context_.get(); }

private:
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    DtlsIdentity() = default;
    std::unique_ptr<SSL_CTX, Free> context_;
    Fingerprint fingerprint_{};
};

/// One handshake. What has to be sent is taken by take_outgoing() after each call.
class DtlsSession {
public:
    enum class State {
        shaking,
        agreed,   ///< keys() are there, and the certificate was the expected one
        refused,  ///< the other side showed another certificate, or speaks something else
        closed,   ///< the other side said good-bye
    };

    /// `identity` outlives it.
    DtlsSession(const DtlsIdentity& identity, const Fingerprint& expected);
    ~DtlsSession();
    DtlsSession(const DtlsSession&) = delete;

    State state() const { return state_; }
    const std::optional<SrtpKeys>& keys() const { return keys_; }

    void receive(std::span<const std::uint8_t> datagram);
    /// Sends again what was lost; call it now and then while shaking.
    void tick();
    /// Says good-bye.
    void close();

    std::vector<std::vector<std::uint8_t>> take_outgoing() { return std::exchange(outgoing_, {}); }

private:
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    void go_on();
    void agree();

    Fingerprint expected_;
    State state_ = State::shaking;
    std::optional<SrtpKeys> keys_;
    std::vector<std::vector<std::uint8_t>> outgoing_;
    std::span<const std::uint8_t> incoming_;  ///< the datagram that receive() was given
    std::unique_ptr<SSL, Free> ssl_;

    friend struct DatagramBio;
};

/// The SHA-256 of what the other side of a finished handshake showed; nothing when it showed nothing.
std::optional<Fingerprint> shown_fingerprint(const SSL* ssl);

}  // namespace markaz::telephony
