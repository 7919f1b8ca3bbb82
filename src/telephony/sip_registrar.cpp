#include "telephony/sip_registrar.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <stdexcept>

namespace markaz::telephony {
namespace {

constexpr std::size_t time_digits = 16, salt_bytes = 4, mac_bytes = 16;

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string time_text(std::uint64_t value) {
    std::array<unsigned char, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(value >> (56 - 8 * i));
    return hex(bytes);
}

std::optional<std::array<std::uint8_t, 16>> ha1_bytes(std::string_view text) {
    std::array<std::uint8_t, 16> bytes{};
    if (text.size() != 2 * bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* first = text.data() + 2 * i;
        if (std::from_chars(first, first + 2, bytes[i], 16).ptr != first + 2) return std::nullopt;
    }
    return bytes;
}

/// Host and port of a SIP URI whose host is an address; the port is 0 when the URI has none.
std::optional<SocketAddress> address_in(const std::string& text) {
    struct uri uri {};
    const struct pl whole{text.data(), text.size()};
    if (uri_decode(&uri, &whole) != 0) return std::nullopt;
    return SocketAddress::from(std::string(view(uri.host)), uri.port);
}

/// One that comes back is known by its instance where it names one.
bool same_telephone(const Binding& a, const Binding& b) { return a.uri == b.uri || (!a.instance.empty() && a.instance == b.instance); }

}  // namespace

DigestGuard::DigestGuard(std::string realm) : realm_(std::move(realm)) {
    if (RAND_bytes(secret_.data(), static_cast<int>(secret_.size())) != 1) throw std::runtime_error("the system gives no random bytes");
}

std::string DigestGuard::nonce(const std::string& made, const SocketAddress& source) const {
    const std::string covered = made + source.host();
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), reinterpret_cast<const unsigned char*>(covered.data()),
         covered.size(), mac.data(), &size);
    return made + hex(std::span(mac).first(mac_bytes));
}

std::string DigestGuard::challenge(const SocketAddress& source, bool stale) const {
    std::array<unsigned char, salt_bytes> salt{};  // two telephones behind one address may ask in one millisecond
    RAND_bytes(salt.data(), static_cast<int>(salt.size()));
    const std::string fresh = nonce(time_text(tmr_jiffies()) + hex(salt), source);
    return "Digest realm=\"" + realm_ + "\", nonce=\"" + fresh + "\", qop=\"auth\", algorithm=MD5" + (stale ? ", stale=true" : "");
}

DigestGuard::Verdict DigestGuard::judge(const struct pl& authorization, const struct pl& method, const SocketAddress& source,
                                        std::string_view user, std::string_view ha1) {
    struct httpauth_digest_resp response {};
    if (httpauth_digest_response_decode(&response, &authorization) != 0) return Verdict::none;
    const std::string_view given = view(response.nonce);
    std::uint64_t issued = 0;
    if (given.size() != time_digits + 2 * (salt_bytes + mac_bytes)) return Verdict::none;
    if (std::from_chars(given.data(), given.data() + time_digits, issued, 16).ptr != given.data() + time_digits) return Verdict::none;
    const std::string ours = nonce(std::string(given.substr(0, time_digits + 2 * salt_bytes)), source);
    if (CRYPTO_memcmp(ours.data(), given.data(), ours.size()) != 0) return Verdict::none;

    const auto key = ha1_bytes(ha1);
    const bool right = key && view(response.username) == user && view(response.realm) == realm_ &&
                       httpauth_digest_response_auth(&response, &method, key->data()) == 0;
    if (!right) return Verdict::wrong;
    const std::chrono::milliseconds age(static_cast<std::int64_t>(tmr_jiffies() - issued));
    return age <= nonce_life && is_fresh(given, response.nc) ? Verdict::proven : Verdict::stale;
}

bool DigestGuard::is_fresh(std::string_view nonce, const struct pl& count) {
    const std::uint64_t now = tmr_jiffies(), life = static_cast<std::uint64_t>(std::chrono::milliseconds(nonce_life).count());
    counts_.erase(counts_.begin(), counts_.lower_bound(time_text(now > life ? now - life : 0)));
    std::uint32_t given = 1;  // a telephone that knows no count (RFC 2617 without qop) may use a nonce once
    const std::string_view digits = view(count);
    if (!digits.empty() && std::from_chars(digits.data(), digits.data() + digits.size(), given, 16).ptr != digits.data() + digits.size())
        return false;
    std::uint32_t& last = counts_.try_emplace(std::string(nonce), 0).first->second;
    if (given <= last) return false;
    last = given;
    return true;
}

void Registrar::set_devices(std::vector<Device> devices) {
    std::map<std::string, Device, std::less<>> before = std::exchange(devices_, {});
    for (Device& device : devices) devices_[device.name] = std::move(device);
    std::vector<std::string> gone;
    for (const auto& [name, registrations] : registrations_)
        // A changed password ends what was registered with the old one.
        if (!devices_.contains(name) || devices_.at(name).ha1 != before.at(name).ha1) gone.push_back(name);
    for (const std::string& name : gone) unbind(name);
    for (const auto& [name, device] : before)
        if (!device.fixed_uri.empty() && !devices_.contains(name)) tell_({name, false});
    for (const auto& [name, device] : devices_)
        if (!device.fixed_uri.empty() && !before.contains(name)) tell_({name, true});
}

const Device* Registrar::device(std::string_view name) const {
    const auto found = devices_.find(name);
    return found == devices_.end() ? nullptr : &found->second;
}

const Device* Registrar::fixed_device(std::string_view name, const SocketAddress& source) const {
    const Device* found = device(name);
    if (!found || found->fixed_uri.empty()) return nullptr;
    const auto address = address_in(found->fixed_uri);
    if (!address || !address->same_host(source)) return nullptr;
    return address->port() == 0 || address->port() == source.port() ? found : nullptr;
}

const Device* Registrar::registered_at(const SocketAddress& source) const {
    for (const auto& [name, registrations] : registrations_)
        for (const auto& registration : registrations)
            if (registration->binding.source == source) return device(name);
    return nullptr;
}

bool Registrar::knows_host(const SocketAddress& source) const {
    for (const auto& [name, registrations] : registrations_)
        for (const auto& registration : registrations)
            if (registration->binding.source.same_host(source)) return true;
    for (const auto& [name, device] : devices_) {
        const auto address = device.fixed_uri.empty() ? std::nullopt : address_in(device.fixed_uri);
        if (address && address->same_host(source)) return true;
    }
    return false;
}

bool Registrar::is_late(std::string_view name, const Binding& binding) const {
    const auto found = registrations_.find(name);
    return found != registrations_.end() && std::ranges::any_of(found->second, [&](const auto& each) {
               const Binding& known = each->binding;
               return same_telephone(known, binding) && known.call_id == binding.call_id && binding.sequence <= known.sequence;
           });
}

void Registrar::bind(const std::string& name, Binding binding, std::chrono::seconds life) {
    auto& registrations = registrations_[name];
    const auto same =
        std::ranges::find_if(registrations, [&](const auto& each) { return same_telephone(each->binding, binding); });
    const bool again = same != registrations.end();
    if (!again && registrations.size() >= most_bindings)
        registrations.erase(std::ranges::min_element(registrations, {}, [](const auto& each) { return tmr_get_expire(&each->expiry); }));
    auto& registration = again ? *same : registrations.emplace_back(std::make_unique<Registration>());
    registration->registrar = this;
    registration->name = name;
    registration->binding = std::move(binding);
    const auto expired = [](void* argument) noexcept {
        const auto* over = static_cast<Registration*>(argument);
        over->registrar->unbind(std::string(over->name), std::string(over->binding.uri));
    };
    tmr_start(&registration->expiry, static_cast<std::uint64_t>(std::chrono::milliseconds(life).count()), expired, registration.get());
    tell_({name, true});
}

void Registrar::unbind(std::string_view name, std::string_view uri) {
    const auto found = registrations_.find(name);
    if (found == registrations_.end()) return;
    std::erase_if(found->second, [&](const auto& each) { return uri.empty() || each->binding.uri == uri; });
    if (!found->second.empty()) return;
    registrations_.erase(found);
    tell_({std::string(name), false});
}

std::vector<Registrar::Bound> Registrar::bindings(std::string_view name) const {
    std::vector<Bound> bound;
    const auto found = registrations_.find(name);
    if (found == registrations_.end()) return bound;
    for (const auto& each : found->second) {
        const std::chrono::milliseconds left(static_cast<std::int64_t>(tmr_get_expire(&each->expiry)));
        bound.push_back({&each->binding, std::chrono::ceil<std::chrono::seconds>(left)});
    }
    return bound;
}

}  // namespace markaz::telephony
