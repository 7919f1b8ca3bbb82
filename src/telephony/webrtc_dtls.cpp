#include "telephony/webrtc_dtls.hpp"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>

namespace markaz::telephony {
namespace {

/// Fits through every tunnel; a certificate on P-256 needs no more than two of them.
constexpr long datagram_size = 1200;
constexpr long valid_before_s = -24 * 3600, valid_s = 365l * 24 * 3600;

template <class T, void (*release)(T*)>
struct Freed {
    void operator()(T* owned) const { release(owned); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;

std::optional<Fingerprint> fingerprint_of(const X509* certificate) {
    Fingerprint sum{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate, EVP_sha256(), sum.data(), &size) != 1 || size != sum.size()) return std::nullopt;
    return sum;
}

Certificate self_signed(EVP_PKEY* key) {
    Certificate made(X509_new());
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), valid_before_s);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), valid_s);
    X509_NAME* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("markaz"), -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), key);
    return X509_sign(made.get(), key, EVP_sha256()) > 0 ? std::move(made) : nullptr;
}

}  // namespace

std::optional<Fingerprint> shown_fingerprint(const SSL* ssl) {
    const Certificate shown(SSL_get1_peer_certificate(ssl));
    return fingerprint_of(shown.get());
}

Result<DtlsIdentity> DtlsIdentity::create() {
    DtlsIdentity made;
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? self_signed(key.get()) : nullptr;
    made.context_.reset(SSL_CTX_new(DTLS_server_method()));
    SSL_CTX* context = made.context_.get();
    const auto fingerprint = fingerprint_of(certificate.get());
    const bool right = context && fingerprint && SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
                       SSL_CTX_use_certificate(context, certificate.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
                       SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AES128_CM_SHA1_80") == 0;
    if (!right) return problem("DTLS", "cannot be started");
    // Any certificate is taken here: whose it is, is decided by the fingerprint that came over HTTPS (RFC 8122 section 5).
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, [](int, X509_STORE_CTX*) { return 1; });
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    made.fingerprint_ = *fingerprint;
    return made;
}

std::string DtlsIdentity::fingerprint_text() const {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const std::uint8_t byte : fingerprint_) {
        if (!text.empty()) text += ':';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

/// OpenSSL's way in and out: each read takes one whole datagram and each write is one. Its own memory BIO would run them together.
struct DatagramBio {
    static int write(BIO* bio, const char* bytes, int size) {
        auto& session = *static_cast<DtlsSession*>(BIO_get_data(bio));
        const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes);
        session.outgoing_.emplace_back(begin, begin + size);
        return size;
    }
    static int read(BIO* bio, char* bytes, int size) {
        auto& session = *static_cast<DtlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        if (session.incoming_.empty()) {
            BIO_set_retry_read(bio);
            return -1;
        }
        const auto datagram = std::exchange(session.incoming_, {});
        const std::size_t taken = std::min(datagram.size(), static_cast<std::size_t>(size));
        std::memcpy(bytes, datagram.data(), taken);
        return static_cast<int>(taken);
    }
    static long control(BIO*, int what, long, void*) {
        switch (what) {
            case BIO_CTRL_FLUSH:
            case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT: return 1;
            case BIO_CTRL_DGRAM_QUERY_MTU:
            case BIO_CTRL_DGRAM_GET_FALLBACK_MTU: return datagram_size;
            default: return 0;
        }
    }
    static BIO* open(DtlsSession& session) {
        static BIO_METHOD* const method = [] {
            BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");
            BIO_meth_set_write(made, write);
            BIO_meth_set_read(made, read);
            BIO_meth_set_ctrl(made, control);
            return made;
        }();
        BIO* bio = BIO_new(method);
        BIO_set_data(bio, &session);
        BIO_set_init(bio, 1);
        return bio;
    }
};

DtlsSession::DtlsSession(const DtlsIdentity& identity, const Fingerprint& expected)
    : expected_(expected), ssl_(SSL_new(identity.context())) {
    BIO* bio = DatagramBio::open(*this);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mtu(ssl_.get(), datagram_size);
    SSL_set_accept_state(ssl_.get());
}

DtlsSession::~DtlsSession() = default;

void DtlsSession::receive(std::span<const std::uint8_t> datagram) {
    if (state_ == State::refused || state_ == State::closed) return;
    incoming_ = datagram;
    go_on();
    incoming_ = {};
}

void DtlsSession::tick() {
    if (state_ == State::shaking) DTLSv1_handle_timeout(ssl_.get());
    ERR_clear_error();
}

void DtlsSession::close() {
    if (state_ == State::agreed) SSL_shutdown(ssl_.get());
    state_ = State::closed;
    ERR_clear_error();
}

void DtlsSession::go_on() {
    if (state_ == State::shaking) {
        const int done = SSL_do_handshake(ssl_.get());
        if (done == 1) agree();
        else if (const int why = SSL_get_error(ssl_.get(), done); why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
            state_ = State::refused;
    } else {
        // There is nothing to read but a good-bye, or the end of a handshake that the other side repeats.
        std::array<std::uint8_t, 256> ignored;
        const int got = SSL_read(ssl_.get(), ignored.data(), ignored.size());
        if (got <= 0 && SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN) state_ = State::closed;
    }
    ERR_clear_error();
}

void DtlsSession::agree() {
    state_ = State::refused;
    const auto shown = shown_fingerprint(ssl_.get());
    if (!shown || *shown != expected_ || !SSL_get_selected_srtp_profile(ssl_.get())) return;
    constexpr std::size_t key = 16, salt = 14;
    constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    std::array<std::uint8_t, 2 * (key + salt)> material{};
    if (SSL_export_keying_material(ssl_.get(), material.data(), material.size(), label.data(), label.size(), nullptr, 0, 0) != 1) return;
    // RFC 5764 section 4.2: the client's key, the server's key, the client's salt, the server's salt.
    SrtpKeys& made = keys_.emplace();
    const auto part = [&material](std::size_t at, std::size_t size) { return std::span(material).subspan(at, size); };
    std::ranges::copy(part(0, key), made.theirs.begin());
    std::ranges::copy(part(key, key), made.ours.begin());
    std::ranges::copy(part(2 * key, salt), made.theirs.begin() + key);
    std::ranges::copy(part(2 * key + salt, salt), made.ours.begin() + key);
    OPENSSL_cleanse(material.data(), material.size());
    state_ = State::agreed;
}

}  // namespace markaz::telephony
