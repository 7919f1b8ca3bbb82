#pragma once
// A browser without a page, for tests: it checks (ICE), shakes hands (DTLS as a client) and speaks (SRTP) as Chromium does.

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <srtp2/srtp.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "telephony/media_socket.hpp"
#include "telephony/rtp.hpp"
#include "telephony/test_phone.hpp"
#include "telephony/webrtc_dtls.hpp"

namespace markaz::telephony::test {

/// A Binding request as a browser writes it.
inline std::vector<std::uint8_t> ice_check(const std::string& user, const std::string& password, bool nominate) {
    std::vector<std::uint8_t> out{0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42};
    for (int i = 0; i < 12; ++i) out.push_back(static_cast<std::uint8_t>(i + 7));
    const auto put16 = [&out](std::size_t value) {
        out.push_back(static_cast<std::uint8_t>(value >> 8));
        out.push_back(static_cast<std::uint8_t>(value));
    };
    const auto length = [&out](std::size_t behind) {
        out[2] = static_cast<std::uint8_t>((out.size() - 20 + behind) >> 8);
        out[3] = static_cast<std::uint8_t>(out.size() - 20 + behind);
    };
    put16(0x0006);
    put16(user.size());
    out.insert(out.end(), user.begin(), user.end());
    while (out.size() % 4 != 0) out.push_back(0);
    if (nominate) {
        put16(0x0025);
        put16(0);
    }
    length(24);
    std::array<unsigned char, 20> sum{};
    unsigned size = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), out.data(), out.size(), sum.data(), &size);
    put16(0x0008);
    put16(20);
    out.insert(out.end(), sum.begin(), sum.end());
    length(8);
    std::uint32_t crc = ~0u;
    for (const std::uint8_t byte : out) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    crc = ~crc ^ 0x5354554E;
    put16(0x8028);
    put16(4);
    put16(crc >> 16);
    put16(crc & 0xFFFF);
    return out;
}

/// The value of an attribute in SDP.
inline std::string attribute(const std::string& sdp, const std::string& name) {
    const auto at = sdp.find("a=" + name + ':');
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 3;
    return sdp.substr(begin, sdp.find_first_of("\r\n", begin) - begin);
}

class Browser {
public:
    explicit Browser(double pitch) : pitch_(pitch), identity_(DtlsIdentity::create().value()) {
        auto [socket, address] = bound_socket("127.0.0.1");
        socket_ = std::move(socket);
        context_.reset(SSL_CTX_new(DTLS_client_method()));
        // The identity of a server serves a client as well.
        SSL_CTX_use_certificate(context_.get(), SSL_CTX_get0_certificate(identity_.context()));
        SSL_CTX_use_PrivateKey(context_.get(), SSL_CTX_get0_privatekey(identity_.context()));
        SSL_CTX_set_tlsext_use_srtp(context_.get(), "SRTP_AES128_CM_SHA1_80");
    }
    ~Browser() {
        if (theirs_) srtp_dealloc(theirs_);
        if (ours_) srtp_dealloc(ours_);
    }

    /// What createOffer() would give. `fingerprint` replaces the right one.
    std::string offer(std::string fingerprint = {}) const {
        if (fingerprint.empty()) fingerprint = identity_.fingerprint_text();
        return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\na=extmap-allow-mixed\r\n"
               "m=audio 9 UDP/TLS/RTP/SAVPF 0 8 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:beef\r\n"
               "a=ice-pwd:0123456789012345678901\r\na=ice-options:trickle\r\na=fingerprint:sha-256 " +
               fingerprint +
               "\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=msid:- x\r\na=rtcp-mux\r\na=rtpmap:0 PCMU/8000\r\n"
               "a=rtpmap:8 PCMA/8000\r\na=rtpmap:126 telephone-event/8000\r\n";
    }

    /// Takes the centre's answer and begins. `password` replaces the right one.
    void begin(const std::string& answer, std::string password = {}) {
        user_ = attribute(answer, "ice-ufrag") + ":beef";
        password_ = password.empty() ? attribute(answer, "ice-pwd") : std::move(password);
        const auto at = answer.find("m=audio ") + 8;
        server_ = SocketAddress::from("127.0.0.1", static_cast<std::uint16_t>(std::stoi(answer.substr(at)))).value();
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_options(ssl_.get(), SSL_OP_NO_QUERY_MTU);
        SSL_set_mtu(ssl_.get(), 1200);
        SSL_set_connect_state(ssl_.get());
        check();
    }
    void check() { send(ice_check(user_, password_, true)); }

    /// 20 ms: reads what has come, goes on with the handshake, speaks when it may.
    void turn() {
        std::array<std::uint8_t, 2000> bytes;
        for (ssize_t got = 0; (got = recv(socket_.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0;)
            take(std::span(bytes).first(static_cast<std::size_t>(got)));
        if (is_reached && !connected()) shake();
        if (connected() && !quiet) speak();
        if (connected() && ++turns_ % 50 == 0 && !quiet) check();
    }

    /// Three packets of a press, then three of its end (RFC 4733).
    void press(char key) {
        constexpr std::string_view keys = "0123456789*#ABCD";
        for (int i = 0; i < 6; ++i) {
            const std::array<std::uint8_t, 4> event{static_cast<std::uint8_t>(keys.find(key)),
                                                    static_cast<std::uint8_t>(i < 3 ? 10 : 0x8A), 0, 160};
            send_rtp(126, event);
        }
        timestamp_ += 1600;
    }

    void send(std::span<const std::uint8_t> datagram) {
        sendto(socket_.fd(), datagram.data(), datagram.size(), 0, &server_.at.any, server_.size);
    }
    void send_rtp(int type, std::span<const std::uint8_t> payload) {
        std::vector<std::uint8_t> packet(rtp_header_size + payload.size() + SRTP_MAX_TRAILER_LEN);
        write_rtp_header({.payload_type = static_cast<std::uint8_t>(type), .sequence = sequence_++, .timestamp = timestamp_, .source = 77},
                         std::span(packet).first<rtp_header_size>());
        std::ranges::copy(payload, packet.begin() + rtp_header_size);
        int size = static_cast<int>(rtp_header_size + payload.size());
        ASSERT_EQ(srtp_protect(ours_, packet.data(), &size), srtp_err_status_ok);
        packet.resize(static_cast<std::size_t>(size));
        send(packet);
    }
    void good_bye() {
        SSL_shutdown(ssl_.get());
        flush();
    }

    bool connected() const { return ours_ != nullptr; }
    bool is_reached = false;  ///< a check was answered
    bool said_good_bye = false;
    bool quiet = false;       ///< the page is gone
    std::vector<std::int16_t> heard;
    std::vector<RtpPacket> packets;  ///< without their payloads
    std::optional<Fingerprint> their_fingerprint() const { return shown_fingerprint(ssl_.get()); }

private:
    struct FreeContext {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    struct FreeSsl {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };

    void take(std::span<std::uint8_t> datagram) {
        if (datagram[0] < 4) {
            is_reached = true;
        } else if (datagram[0] < 64) {
            BIO_write(SSL_get_rbio(ssl_.get()), datagram.data(), static_cast<int>(datagram.size()));
            if (!connected()) return shake();
            std::array<char, 64> none;
            if (SSL_read(ssl_.get(), none.data(), none.size()) == 0) said_good_bye = true;
        } else if (theirs_) {
            int size = static_cast<int>(datagram.size());
            if (srtp_unprotect(theirs_, datagram.data(), &size) != srtp_err_status_ok) return;
            auto packet = parse_rtp(datagram.first(static_cast<std::size_t>(size))).value();
            for (const std::uint8_t code : packet.payload) heard.push_back(decode(Law::mu, code));
            packet.payload = {};
            packets.push_back(packet);
        }
    }

    void shake() {
        DTLSv1_handle_timeout(ssl_.get());
        const bool done = SSL_do_handshake(ssl_.get()) == 1;
        flush();
        if (!done) return;
        std::array<std::uint8_t, 60> material{};
        SSL_export_keying_material(ssl_.get(), material.data(), material.size(), "EXTRACTOR-dtls_srtp", 19, nullptr, 0, 0);
        ours_ = context_of(material, 0, ssrc_any_outbound);
        theirs_ = context_of(material, 1, ssrc_any_inbound);
    }
    static srtp_t context_of(const std::array<std::uint8_t, 60>& material, std::size_t side, srtp_ssrc_type_t direction) {
        std::array<std::uint8_t, 30> key;
        std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(16 * side), 16, key.begin());
        std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(32 + 14 * side), 14, key.begin() + 16);
        srtp_init();
        srtp_policy_t policy{};
        srtp_crypto_policy_set_rtp_default(&policy.rtp);
        srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
        policy.key = key.data();
        policy.ssrc.type = direction;
        srtp_t made = nullptr;
        srtp_create(&made, &policy);
        return made;
    }
    void flush() {
        std::array<std::uint8_t, 4000> bytes;
        const int size = BIO_read(SSL_get_wbio(ssl_.get()), bytes.data(), bytes.size());
        if (size > 0) send(std::span(bytes).first(static_cast<std::size_t>(size)));
    }
    void speak() {
        std::array<std::uint8_t, frame_samples> codes;
        for (std::uint8_t& code : codes) {
            code = encode(Law::mu, static_cast<std::int16_t>(8000 * std::sin(phase_)));
            phase_ += 2 * M_PI * pitch_ / 8000;
        }
        send_rtp(0, codes);
        timestamp_ += frame_samples;
    }

    double pitch_, phase_ = 0;
    DtlsIdentity identity_;
    Descriptor socket_;
    SocketAddress server_;
    std::string user_, password_;
    std::unique_ptr<SSL_CTX, FreeContext> context_;
    std::unique_ptr<SSL, FreeSsl> ssl_;
    srtp_t theirs_ = nullptr, ours_ = nullptr;
    std::uint16_t sequence_ = 1;
    std::uint32_t timestamp_ = 1000;
    int turns_ = 0;
};

}  // namespace markaz::telephony::test
