#include "telephony/sip_endpoint.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "telephony/sip_leg.hpp"

namespace markaz::telephony {
namespace {

constexpr std::uint32_t hash_size = 4096, tcp_hash_size = 256;  // powers of two, for thousands of transactions at once
constexpr std::chrono::seconds shortest_binding{60}, usual_binding{300}, longest_binding{3600};
/// TCP must have the port that UDP got; another program may hold it, then the next free one is tried.
constexpr int free_ports_tried = 20;
constexpr const char* methods = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, REGISTER";

std::chrono::seconds seconds_in(const struct pl& text, std::chrono::seconds otherwise) {
    std::uint32_t seconds = 0;
    const std::string_view digits = view(text);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (digits.empty() || end != digits.data() + digits.size()) return otherwise;
    return error == std::errc{} ? std::min<std::chrono::seconds>(std::chrono::seconds(seconds), longest_binding) : longest_binding;
}

}  // namespace

Endpoint::Endpoint(Settings settings, World world)
    : settings_(std::move(settings)), world_(std::move(world)),
      local_(SocketAddress::from(settings_.sip_address, settings_.sip_port).value()), guard_(settings_.realm),
      registrar_([this](DeviceReachable event) { world_.tell(std::move(event)); }), ports_(local_, settings_.rtp_low, settings_.rtp_high) {}

Endpoint::~Endpoint() = default;

Result<std::uint16_t> Endpoint::open() {
    struct sip* sip = nullptr;
    if (sip_alloc(&sip, nullptr, hash_size, hash_size, tcp_hash_size, "Markaz", nullptr, nullptr) != 0)
        return problem("SIP", "cannot be started");
    sip_.reset(sip);
    const auto port = bind_both();
    if (!port) return port;
    const std::string shown = settings_.public_address.empty() ? settings_.sip_address : settings_.public_address;
    shown_ = SocketAddress::from(shown, *port).value();

    struct sipsess_sock* sessions = nullptr;
    const auto invited = [](const struct sip_msg* message, void* self) noexcept { static_cast<Endpoint*>(self)->handle_invite(*message); };
    if (sipsess_listen(&sessions, sip, hash_size, invited, this) != 0) return problem("SIP", "cannot be started");
    sessions_.reset(sessions);
    struct sip_lsnr* requests = nullptr;
    const auto asked = [](const struct sip_msg* message, void* self) noexcept { return static_cast<Endpoint*>(self)->handle(*message); };
    if (sip_listen(&requests, sip, true, asked, this) != 0) return problem("SIP", "cannot be started");
    requests_.reset(requests);
    set_devices(settings_.devices, settings_.trunks);
    return port;
}

Result<std::uint16_t> Endpoint::bind_both() {
    int failed = 0;
    for (int tried = 0; tried < (settings_.sip_port == 0 ? free_ports_tried : 1); ++tried) {
        sip_transp_flush(sip_.get());
        failed = add_transports(settings_.sip_port);
        if (failed) continue;
        struct sa bound {};
        const auto anywhere = sa_of(local_);
        if (anywhere && sip_transp_laddr(sip_.get(), &bound, SIP_TRANSP_TCP, &*anywhere) == 0) return sa_port(&bound);
    }
    return problem(settings_.sip_address + ":" + std::to_string(settings_.sip_port),
                   std::string("cannot be opened for SIP: ") + std::strerror(failed),
                   "an address of this machine, and a port that no other program uses for UDP or TCP");
}

int Endpoint::add_transports(std::uint16_t port) {
    SocketAddress wanted = local_;
    wanted.set_port(port);
    auto address = sa_of(wanted);
    if (!address) return EINVAL;
    if (const int failed = sip_transp_add(sip_.get(), SIP_TRANSP_UDP, &*address)) return failed;
    struct sa bound {};
    if (const int failed = sip_transp_laddr(sip_.get(), &bound, SIP_TRANSP_UDP, &*address)) return failed;
    sa_set_port(&*address, sa_port(&bound));
    return sip_transp_add(sip_.get(), SIP_TRANSP_TCP, &*address);
}

void Endpoint::set_devices(std::vector<Device> devices, std::vector<Trunk> trunks) {
    trunks_.clear();
    for (Trunk& trunk : trunks)
        if (const auto address = SocketAddress::from(trunk.address, 0)) trunks_.push_back({std::move(trunk.name), *address});
    registrar_.set_devices(std::move(devices));
}

void Endpoint::close() {
    while (!legs_.empty()) hang_up(*legs_.begin()->second);
    requests_.reset();
    if (sessions_) sipsess_close_all(sessions_.get());
    sessions_.reset();
    if (sip_) sip_close(sip_.get(), true);
    sip_.reset();
}

// ---- Requests outside a call ----------------------------------------------------------------------------------------

bool Endpoint::handle(const struct sip_msg& message) {
    const std::string_view method = view(message.met);
    if (method == "REGISTER")
        handle_register(message);
    else if (method == "OPTIONS")
        handle_options(message);
    else if (method == "UPDATE")
        handle_update(message);
    else
        return false;  // libre answers 501
    return true;
}

void Endpoint::handle_register(const struct sip_msg& message) {
    const auto source = address_of(message.src);
    if (!source) return;
    const std::string name = printable(message.to.uri.user);
    const Device* device = registrar_.device(name);
    const struct sip_hdr* authorization = sip_msg_hdr(&message, SIP_HDR_AUTHORIZATION);
    const std::string_view ha1 = device ? std::string_view(device->ha1) : std::string_view();
    const auto verdict = authorization ? guard_.judge(authorization->val, message.met, *source, name, ha1) : DigestGuard::Verdict::none;

    switch (verdict) {
        case DigestGuard::Verdict::none:
        case DigestGuard::Verdict::stale: {
            const std::string challenge = guard_.challenge(*source, verdict == DigestGuard::Verdict::stale);
            sip_replyf(sip_.get(), &message, 401, "Unauthorized", "WWW-Authenticate: %s\r\nContent-Length: 0\r\n\r\n", challenge.c_str());
            break;
        }
        case DigestGuard::Verdict::wrong:
            ++world_.counters.refused_auth;
            sip_reply(sip_.get(), &message, 403, "Forbidden");
            break;
        case DigestGuard::Verdict::proven: register_contact(message, *device); break;
    }
}

void Endpoint::register_contact(const struct sip_msg& message, const Device& device) {
    const std::string name = device.name;
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_CONTACT);
    std::chrono::seconds life = seconds_in(message.expires, usual_binding);
    struct sip_addr address {};
    const bool all = header && view(header->val) == "*";
    if (header && !all && sip_addr_decode(&address, &header->val) != 0) {
        sip_reply(sip_.get(), &message, 400, "Bad Contact");
        return;
    }
    struct pl own_life {};
    if (header && !all && msg_param_decode(&address.params, "expires", &own_life) == 0) life = seconds_in(own_life, life);
    if (header && life.count() != 0 && life < shortest_binding) {
        sip_replyf(sip_.get(), &message, 423, "Interval Too Brief", "Min-Expires: %u\r\nContent-Length: 0\r\n\r\n",
                   static_cast<unsigned>(shortest_binding.count()));
        return;
    }
    if (header && life.count() == 0) {
        registrar_.unbind(name);
    } else if (header && !all) {
        registrar_.bind(name, {std::string(view(address.auri)), address_of(message.src).value(), message.tp}, life);
        ++world_.counters.registrations;
    }
    // A REGISTER without Contact asks what is registered (RFC 3261 section 10.2.3).
    if (const Binding* binding = registrar_.binding(name))
        sip_replyf(sip_.get(), &message, 200, "OK", "Contact: <%s>;expires=%u\r\nContent-Length: 0\r\n\r\n", binding->uri.c_str(),
                   static_cast<unsigned>(life.count()));
    else
        sip_reply(sip_.get(), &message, 200, "OK");
}

Endpoint::Leg* Endpoint::leg_of_dialog(const struct sip_msg& message) const {
    for (const auto& [id, leg] : legs_)
        if (leg->session && sip_dialog_cmp(sipsess_dialog(leg->session.get()), &message)) return leg.get();
    return nullptr;
}

void Endpoint::handle_options(const struct sip_msg& message) {
    const auto source = address_of(message.src);
    const bool in_a_call = leg_of_dialog(message) != nullptr;
    if (!source || (!in_a_call && !trunk_at(*source) && !registrar_.knows_host(*source))) {
        ++world_.counters.refused_unknown;
        sip_reply(sip_.get(), &message, 403, "Forbidden");
        return;
    }
    sip_replyf(sip_.get(), &message, 200, "OK", "Allow: %s\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n", methods);
}

void Endpoint::handle_update(const struct sip_msg& message) {
    Leg* found = leg_of_dialog(message);
    if (!found) {
        sip_reply(sip_.get(), &message, 481, "Call Does Not Exist");
        return;
    }
    Leg& leg = *found;
    if (!sip_dialog_rseq_valid(sipsess_dialog(leg.session.get()), &message)) {
        sip_reply(sip_.get(), &message, 500, "Bad Sequence");
        return;
    }
    const std::string ours = "Contact: <" + leg.contact + ">\r\n";
    if (mbuf_get_left(message.mb) == 0) {  // only a sign of life (RFC 4028)
        sip_replyf(sip_.get(), &message, 200, "OK", "%sContent-Length: 0\r\n\r\n", ours.c_str());
        return;
    }
    struct mbuf* text = nullptr;
    if (leg.state != Leg::State::answered || offered(leg, &text, message) != 0) {
        sip_reply(sip_.get(), &message, 488, "Not Acceptable Here");
        return;
    }
    const Ref<struct mbuf> answer(text);
    sip_replyf(sip_.get(), &message, 200, "OK", "%sContent-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n%b", ours.c_str(),
               mbuf_get_left(answer.get()), mbuf_buf(answer.get()), mbuf_get_left(answer.get()));
}

// ---- Who calls ------------------------------------------------------------------------------------------------------

const Endpoint::KnownTrunk* Endpoint::trunk_at(const SocketAddress& source) const {
    const auto found = std::ranges::find_if(trunks_, [&](const KnownTrunk& trunk) { return trunk.address.same_host(source); });
    return found == trunks_.end() ? nullptr : &*found;
}

void Endpoint::handle_invite(const struct sip_msg& message) {
    ++world_.counters.invites;
    if (const struct sip_hdr* required = sip_msg_hdr(&message, SIP_HDR_REQUIRE)) {
        // We know no extension that may be required; 100rel above all (RFC 3261 section 8.2.2.3).
        sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 420, "Bad Extension", "Unsupported: %s\r\nContent-Length: 0\r\n\r\n",
                    printable(required->val).c_str());
        return;
    }
    if (const auto sender = identify(message)) arrive(message, *sender);
}

std::optional<Endpoint::Sender> Endpoint::identify(const struct sip_msg& message) {
    const auto source = address_of(message.src);
    if (!source) return std::nullopt;
    const std::string name = printable(message.from.uri.user);
    if (registrar_.fixed_device(name, *source)) return Sender{.trunk = {}, .device = name};

    const KnownTrunk* trunk = trunk_at(*source);
    const Device* device = trunk ? registrar_.registered_at(*source) : registrar_.device(name);
    if (device && !device->ha1.empty()) {
        if (!prove_caller(message, *device)) return std::nullopt;
        return Sender{.trunk = {}, .device = device->name};
    }
    if (trunk) return Sender{.trunk = trunk->name, .device = {}};
    ++world_.counters.refused_unknown;
    sip_treply(nullptr, sip_.get(), &message, 403, "Forbidden");
    return std::nullopt;
}

bool Endpoint::prove_caller(const struct sip_msg& message, const Device& device) {
    const SocketAddress source = address_of(message.src).value();
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_PROXY_AUTHORIZATION);
    const auto verdict = header ? guard_.judge(header->val, message.met, source, device.name, device.ha1) : DigestGuard::Verdict::none;
    if (verdict == DigestGuard::Verdict::proven) return true;
    if (verdict == DigestGuard::Verdict::wrong) {
        ++world_.counters.refused_auth;
        sip_treply(nullptr, sip_.get(), &message, 403, "Forbidden");
        return false;
    }
    const std::string challenge = guard_.challenge(source, verdict == DigestGuard::Verdict::stale);
    sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 407, "Proxy Authentication Required",
                "Proxy-Authenticate: %s\r\nContent-Length: 0\r\n\r\n", challenge.c_str());
    return false;
}

}  // namespace markaz::telephony
