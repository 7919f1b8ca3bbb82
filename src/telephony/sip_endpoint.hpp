#pragma once
// Our end of SIP: the sockets, who is let in, the registrations, and every leg. It lives on the SIP thread and runs in libre's loop.

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "telephony/media.hpp"
#include "telephony/sip_description.hpp"
#include "telephony/sip_re.hpp"
#include "telephony/sip_registrar.hpp"
#include "telephony/telephony.hpp"

namespace markaz::telephony {

class Endpoint {
public:
    /// What the endpoint needs of the world around it.
    struct World {
        std::function<void(Event)> tell;
        std::function<LegId()> next_leg;
        std::function<void(MediaOrder)> media;
        LiveCounters& counters;
    };

    Endpoint(Settings settings, World world);
    ~Endpoint();

    /// Binds UDP and TCP to one port and says which. A Problem names the address that cannot be had.
    Result<std::uint16_t> open();
    void set_devices(std::vector<Device> devices, std::vector<Trunk> trunks);

    void obey(Command command);
    void hear(const MediaFact& fact);
    /// Ends every leg and closes the sockets.
    void close();

private:
    struct Leg;
    struct Hooks;
    struct KnownTrunk {
        std::string name;
        SocketAddress address;
    };
    struct Sender {
        std::string trunk, device;
    };

    // sip_endpoint.cpp: requests outside a call
    Result<std::uint16_t> bind_both();
    int add_transports(std::uint16_t port);
    bool handle(const struct sip_msg& message);
    void handle_register(const struct sip_msg& message);
    void register_contact(const struct sip_msg& message, const Device& device);
    Leg* leg_of_dialog(const struct sip_msg& message) const;
    void handle_options(const struct sip_msg& message);
    void handle_update(const struct sip_msg& message);
    void handle_invite(const struct sip_msg& message);
    std::optional<Sender> identify(const struct sip_msg& message);
    bool prove_caller(const struct sip_msg& message, const Device& device);
    const KnownTrunk* trunk_at(const SocketAddress& source) const;

    // sip_calls.cpp: legs
    void arrive(const struct sip_msg& message, const Sender& sender);
    std::unique_ptr<Leg> make_leg(LegId id, const SocketAddress& signalling, enum sip_transp transport);
    void accept(Leg& leg);
    void reject(Leg& leg, int status);
    void call(const Call& order);
    bool connect(Leg& leg, const Device& device, const Call& order);
    void hang_up(Leg& leg);
    void answered(Leg& leg);
    void ringing(Leg& leg);
    int offered(Leg& leg, struct mbuf** answer, const struct sip_msg& message);
    int answer_read(Leg& leg, const struct sip_msg& message);
    void info(Leg& leg, const struct sip_msg& message);
    void closed(Leg& leg, int error, const struct sip_msg* message);
    void media_changed(Leg& leg);
    void end(LegId id, LegEnd how, int status);
    Leg* find(LegId id);
    std::string contact(enum sip_transp transport) const;

    Settings settings_;
    World world_;
    SocketAddress local_, shown_;
    DigestGuard guard_;
    Registrar registrar_;
    PortPool ports_;
    std::vector<KnownTrunk> trunks_;
    Ref<struct sip> sip_;
    Ref<struct sipsess_sock> sessions_;
    Ref<struct sip_lsnr> requests_;
    std::unordered_map<LegId, std::unique_ptr<Leg>> legs_;
};

}  // namespace markaz::telephony
