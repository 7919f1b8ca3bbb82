#include "edge/http/certificate.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace markaz::http {

namespace {

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* object) const { release(object); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;
using File = std::unique_ptr<BIO, Release<BIO, BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION, X509_EXTENSION_free>>;

constexpr long one_day = 24 * 60 * 60;
constexpr long valid_days = 3650;

std::unexpected<Problem> refused(const std::filesystem::path& path, std::string right) {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return problem(path.string(), text.data(), std::move(right));
}

/// Opens a new file for its owner alone; one that is there already is never overwritten.
File create(const std::filesystem::path& path, int permissions) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, permissions);
    if (file < 0) return nullptr;
    std::FILE* stream = ::fdopen(file, "w");
    return File(BIO_new_fp(stream, BIO_CLOSE));
}

bool is_address(const std::string& name) {
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(name.c_str());
    ASN1_OCTET_STRING_free(address);
    return address != nullptr;
}

std::string alternative_names(std::span<const std::string> names) {
    std::string list;
    for (const std::string& name : names) {
        if (!list.empty()) list += ',';
        list += (is_address(name) ? "IP:" : "DNS:") + name;
    }
    return list;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// A serial number of 63 random bits (RFC 5280 section 4.1.2.2: positive and never the same twice).
bool set_serial(X509* certificate) {
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), (serial >> 1) | 1) == 1;
}

X509Certificate signed_by_itself(EVP_PKEY* key, std::span<const std::string> names) {
    X509Certificate certificate(X509_new());
    X509* made = certificate.get();
    if (!made || X509_set_version(made, X509_VERSION_3) != 1 || !set_serial(made)) return nullptr;
    // A day early, for clients whose clock is behind.
    X509_gmtime_adj(X509_getm_notBefore(made), -one_day);
    X509_gmtime_adj(X509_getm_notAfter(made), valid_days * one_day);
    X509_NAME* subject = X509_get_subject_name(made);
    const auto* name = reinterpret_cast<const unsigned char*>(names.front().c_str());
    const bool described = X509_set_pubkey(made, key) == 1 &&
                           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1 &&
                           X509_set_issuer_name(made, subject) == 1 &&
                           add_extension(made, NID_basic_constraints, "critical,CA:FALSE") &&
                           add_extension(made, NID_key_usage, "critical,digitalSignature") &&
                           add_extension(made, NID_ext_key_usage, "serverAuth") &&
                           add_extension(made, NID_subject_alt_name, alternative_names(names));
    if (!described || X509_sign(made, key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

Result<void> make(const Certificate& paths, std::span<const std::string> names) {
    const PrivateKey key(EVP_EC_gen("P-256"));
    const X509Certificate certificate = key ? signed_by_itself(key.get(), names) : nullptr;
    if (!certificate) return refused(paths.chain, "names must be DNS names or addresses");
    const File key_file = create(paths.key, 0600);
    if (!key_file) return problem(paths.key.string(), std::strerror(errno), "the folder must be writable");
    const File chain_file = create(paths.chain, 0644);
    if (!chain_file) return problem(paths.chain.string(), std::strerror(errno), "the folder must be writable");
    const bool written = PEM_write_bio_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                         PEM_write_bio_X509(chain_file.get(), certificate.get()) == 1 && BIO_flush(key_file.get()) == 1 &&
                         BIO_flush(chain_file.get()) == 1;
    if (!written) return refused(paths.chain, "make space on the disk and remove both files");
    return {};
}

Result<std::string> fingerprint_of(const std::filesystem::path& chain) {
    const File file(BIO_new_file(chain.c_str(), "r"));
    const X509Certificate certificate(file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1)
        return refused(chain, "a certificate in PEM is expected");
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string text;
    for (unsigned at = 0; at < size; ++at) {
        if (at > 0) text += ':';
        text += hex[digest[at] >> 4];
        text += hex[digest[at] & 15];
    }
    return text;
}

}  // namespace

Result<Certificate> certificate_in(const std::filesystem::path& folder, std::span<const std::string> names) {
    Certificate certificate{folder / "tls.pem", folder / "tls.key", {}};
    const bool has_chain = std::filesystem::exists(certificate.chain);
    const bool has_key = std::filesystem::exists(certificate.key);
    if (has_chain != has_key)
        return problem((has_chain ? certificate.key : certificate.chain).string(), "this file is missing",
                       "tls.pem and tls.key belong together");
    if (!has_chain) {
        if (names.empty())
            return problem(certificate.chain.string(), "a certificate needs a name", "name the host that browsers will ask for");
        if (auto made = make(certificate, names); !made) return std::unexpected(std::move(made.error()));
    }
    auto fingerprint = fingerprint_of(certificate.chain);
    if (!fingerprint) return std::unexpected(std::move(fingerprint.error()));
    certificate.fingerprint = std::move(*fingerprint);
    return certificate;
}

}  // namespace markaz::http
