#pragma once
// Who may register, who has, and the proof that a request comes from a device (digest, RFC 3261 section 22, RFC 7616 with MD5,
// because desk telephones know nothing else).

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "telephony/sip_re.hpp"
#include "telephony/telephony.hpp"

namespace markaz::telephony {

/// Judges digests. A nonce is an HMAC over its time and the asker's address: nothing is stored for those who only knock.
class DigestGuard {
public:
    enum class Verdict { none, stale, wrong, proven };

    explicit DigestGuard(std::string realm);

    /// Whether `authorization` (a header's value) proves for this method and source that the sender knows the password of `user`.
    /// An empty `ha1` proves nothing, so that an unknown user looks like one whose password was wrong.
    /// A proof holds once: the nonce's count must rise each time (RFC 7616 section 3.4), else the nonce is stale.
    Verdict judge(const struct pl& authorization, const struct pl& method, const SocketAddress& source, std::string_view user,
                  std::string_view ha1);

    /// The value of WWW-Authenticate or Proxy-Authenticate.
    std::string challenge(const SocketAddress& source, bool stale) const;

    static constexpr std::chrono::seconds nonce_life{30};

private:
    /// `made`: its time and some chance, in hex.
    std::string nonce(const std::string& made, const SocketAddress& source) const;
    bool is_fresh(std::string_view nonce, const struct pl& count);

    std::string realm_;
    std::array<unsigned char, 32> secret_{};
    /// The last count of each nonce that proved something. Nonces begin with their time, so that the oldest stand first.
    std::map<std::string, std::uint32_t, std::less<>> counts_;
};

/// Where a registered device can be called.
struct Binding {
    std::string uri;        ///< the Contact that it gave
    SocketAddress source;   ///< where its REGISTER came from: behind NAT only this leads back to it
    enum sip_transp transport = SIP_TRANSP_UDP;
    std::string call_id{};  ///< of its REGISTER, with the number that must rise (RFC 3261 section 10.3)
    std::uint32_t sequence = 0;
    std::string instance{};  ///< +sip.instance (RFC 5626): a telephone that comes back under another address
};

/// The devices and their bindings. A device may be registered from several telephones at once: all of them ring.
class Registrar {
public:
    using Tell = std::function<void(DeviceReachable)>;

    explicit Registrar(Tell tell) : tell_(std::move(tell)) {}

    void set_devices(std::vector<Device> devices);
    const Device* device(std::string_view name) const;
    /// The fixed device that calls itself `name` and sends from its own address.
    const Device* fixed_device(std::string_view name, const SocketAddress& source) const;
    /// The device whose REGISTER came from exactly there.
    const Device* registered_at(const SocketAddress& source) const;
    bool knows_host(const SocketAddress& source) const;

    /// Whether the REGISTER that brings this binding was overtaken by the one that made it as it stands (RFC 3261 section 10.3).
    bool is_late(std::string_view name, const Binding& binding) const;
    /// A new binding, or one with the same URI or instance again.
    void bind(const std::string& name, Binding binding, std::chrono::seconds life);
    /// Ends the binding with this URI; without one, all of the device.
    void unbind(std::string_view name, std::string_view uri = {});

    struct Bound {
        const Binding* binding;
        std::chrono::seconds left;
    };
    std::vector<Bound> bindings(std::string_view name) const;

    /// Telephones of one device; of more, the one that would end first is forgotten.
    static constexpr std::size_t most_bindings = 8;

private:
    struct Registration {
        Registrar* registrar = nullptr;
        std::string name;  ///< the device's
        Binding binding;
        struct tmr expiry {};
        ~Registration() { tmr_cancel(&expiry); }
    };

    Tell tell_;
    std::map<std::string, Device, std::less<>> devices_;
    std::map<std::string, std::vector<std::unique_ptr<Registration>>, std::less<>> registrations_;
};

}  // namespace markaz::telephony
