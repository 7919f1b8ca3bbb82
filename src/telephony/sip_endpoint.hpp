#pragma once
// Our end of SIP: the sockets, who is let in, the registrations, and every leg. It lives on the SIP thread and runs in libre's loop.

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "telephony/kept_legs.hpp"
#include "telephony/media.hpp"
#include "telephony/sip_description.hpp"
#include "telephony/sip_knocks.hpp"
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
        KeptLegs* kept = nullptr;  ///< null: nothing is kept of legs
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
    struct Dialog;
    struct Hooks;
    struct LeftLeg;
    struct KnownTrunk {
        Trunk trunk;
        SocketAddress address;
    };
    struct Sender {
        std::string trunk, device;
    };
    /// Where a device is called.
    struct Target {
        std::string uri;
        SocketAddress source;  ///< empty: where the URI says
        enum sip_transp transport = SIP_TRANSP_UDP;
    };

    // sip_endpoint.cpp: requests outside a call
    Result<std::uint16_t> bind_both();
    int add_transports(std::uint16_t port);
    bool handle(const struct sip_msg& message);
    bool handle_outside_calls(const struct sip_msg& message);
    void refuse(const struct sip_msg& message, int status, const char* reason, const std::string& headers = {});
    void handle_register(const struct sip_msg& message);
    struct ContactWish {
        Binding binding;
        std::chrono::seconds life;  ///< 0: it ends
    };
    struct ContactWishes {
        std::vector<ContactWish> each;
        bool end_all = false, unreadable = false;
    };
    static std::optional<ContactWish> wish_of(const struct pl& contact, const struct sip_msg& message);
    static ContactWishes wishes_of(const struct sip_msg& message);
    void register_contacts(const struct sip_msg& message, const Device& device);
    void answer_register(const struct sip_msg& message, const std::string& name);
    Dialog* dialog_of(const struct sip_msg& message) const;
    bool is_known(const SocketAddress& source) const;
    void handle_options(const struct sip_msg& message);
    void handle_update(const struct sip_msg& message, Dialog& dialog);
    void handle_invite(const struct sip_msg& message);
    std::optional<Sender> identify(const struct sip_msg& message);
    bool prove_caller(const struct sip_msg& message, const Device& device);
    const KnownTrunk* trunk_at(const SocketAddress& source) const;

    // sip_calls.cpp: legs
    void arrive(const struct sip_msg& message, const Sender& sender);
    std::unique_ptr<Leg> make_leg(LegId id);
    Dialog* add_dialog(Leg& leg, const SocketAddress& signalling, enum sip_transp transport);
    void know_call(Dialog& dialog, std::string call_id);
    void accept(Leg& leg);
    void reject(Leg& leg, int status);
    void call(const Call& order);
    void call_out(const CallNumber& order);
    void ring(LegId id, const std::vector<Target>& targets, const Call& order);
    std::vector<Target> targets_of(const std::string& device) const;
    bool connect(Dialog& dialog, const Target& target, const Call& order);
    void hang_up(Leg& leg);
    void answered(Dialog& dialog, const struct sip_msg& message);
    void ringing(Leg& leg);
    int offered(Dialog& dialog, struct mbuf** answer, const struct sip_msg& message);
    int answer_read(Dialog& dialog, const struct sip_msg& message);
    void info(Dialog& dialog, const struct sip_msg& message);
    void closed(Dialog& dialog, int error, const struct sip_msg* message);
    void contact_refused(Dialog& dialog, LegEnd how, int status);
    void media_changed(Dialog& dialog);
    void end(LegId id, LegEnd how, int status);
    Leg* find(LegId id);
    std::string contact(enum sip_transp transport) const;

    // sip_transfer.cpp
    void refer(Dialog& dialog, const struct sip_msg& message);
    void tell_transfer(Leg& leg, const char* fragment, const char* state);
    void refuse_transfer(Leg& leg);

    // sip_refresh.cpp: the timers of sessions
    std::string agree_timer(Dialog& dialog, const struct sip_msg& request);
    void take_timer(Dialog& dialog, const struct sip_msg& response);
    void run_timer(Dialog& dialog, std::chrono::seconds interval, bool we_refresh);
    void refresh(Dialog& dialog);
    void refreshed(Dialog& dialog, int error, const struct sip_msg* response);

    // sip_left.cpp: what is kept of legs, and the end of those that a killed process left behind
    void keep_refusal(Dialog& dialog, const struct sip_msg& invite);
    void keep_cancel(std::string_view packet, const SocketAddress& to, bool over_tcp);
    void keep_bye(Dialog& dialog);
    void end_left_legs();
    void say(LeftLeg& left);
    void forget(LeftLeg& left);
    bool hear_of_left(const struct sip_msg& response);

    Settings settings_;
    World world_;
    SocketAddress local_, shown_;
    DigestGuard guard_;
    Registrar registrar_;
    Knocks knocks_;
    PortPool ports_;
    std::vector<KnownTrunk> trunks_;
    Ref<struct sip> sip_;
    Ref<struct sipsess_sock> sessions_;
    Ref<struct sip_lsnr> requests_, responses_;
    Dialog* calling_ = nullptr;  ///< whose INVITE is being sent
    std::unordered_multimap<std::string, Dialog*> by_call_;
    std::unordered_map<LegId, std::unique_ptr<Leg>> legs_;
    std::vector<std::unique_ptr<LeftLeg>> left_;
};

}  // namespace markaz::telephony
