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
    Verdict judge(const struct pl& authorization, const struct pl& method, const SocketAddress& source, std::string_view user,
                  std::string_view ha1) const;

    /// The value of WWW-Authenticate or Proxy-Authenticate.
    std::string challenge(const SocketAddress& source, bool stale) const;

    static constexpr std::chrono::seconds nonce_life{30};

private:
    std::string nonce(std::uint64_t issued_ms, const SocketAddress& source) const;

    std::string realm_;
    std::array<unsigned char, 32> secret_{};
};

/// Where a registered device can be called.
struct Binding {
    std::string uri;        ///< the Contact that it gave
    SocketAddress source;   ///< where its REGISTER came from: behind NAT only this leads back to it
    enum sip_transp transport = SIP_TRANSP_UDP;
};

/// The devices and their bindings; the latest REGISTER of a device wins.
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

    void bind(const std::string& name, Binding binding, std::chrono::seconds life);
    void unbind(const std::string& name);
    const Binding* binding(std::string_view name) const;

private:
    struct Registration {
        Registrar* registrar = nullptr;
        std::string name;
        Binding binding;
        struct tmr expiry {};
        ~Registration() { tmr_cancel(&expiry); }
    };

    Tell tell_;
    std::map<std::string, Device, std::less<>> devices_;
    std::map<std::string, std::unique_ptr<Registration>, std::less<>> registrations_;
};

}  // namespace markaz::telephony
