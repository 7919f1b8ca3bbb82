#include "telephony/sip_endpoint.hpp"

#include <netinet/tcp.h>

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
constexpr const char* methods = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, REFER, REGISTER";
constexpr std::size_t most_contacts = 16;  // in one REGISTER

std::chrono::seconds seconds_in(const struct pl& text, std::chrono::seconds otherwise) {
    std::uint32_t seconds = 0;
    const std::string_view digits = view(text);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (digits.empty() || end != digits.data() + digits.size()) return otherwise;
    return error == std::errc{} ? std::min<std::chrono::seconds>(std::chrono::seconds(seconds), longest_binding) : longest_binding;
}

Knocks::Millis now_ms() { return Knocks::Millis(static_cast<std::int64_t>(tmr_jiffies())); }

/// A message that waits for the acknowledgement of the one before (RFC 896) would come 40 ms late to a telephone.
void send_at_once(const struct sip_msg& message) {
    struct tcp_conn* connection = message.tp == SIP_TRANSP_TCP ? sip_msg_tcpconn(&message) : nullptr;
    const int on = 1;
    if (connection) setsockopt(tcp_conn_fd(connection), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// The first extension in Require that we do not know (RFC 3261 section 8.2.2.3); 100rel above all. Session timers we know.
std::string unknown_extension(const struct sip_msg& message) {
    std::string unknown;
    const auto look = [](const struct sip_hdr* header, const struct sip_msg*, void* found) noexcept {
        if (pl_strcasecmp(&header->val, "timer") == 0) return false;
        *static_cast<std::string*>(found) = printable(header->val);
        return true;
    };
    sip_msg_hdr_apply(&message, true, SIP_HDR_REQUIRE, look, &unknown);
    return unknown;
}

}  // namespace

Endpoint::Endpoint(Settings settings, World world)
    : settings_(std::move(settings)), world_(std::move(world)),
      local_(SocketAddress::from(settings_.sip_address, settings_.sip_port).value()), guard_(settings_.realm),
      registrar_([this](DeviceReachable event) { world_.tell(std::move(event)); }), ports_(local_, settings_.rtp_low, settings_.rtp_high) {}

Endpoint::~Endpoint() = default;

Result<std::uint16_t> Endpoint::open() {
    struct sip* sip = nullptr;
    if (sip_alloc(&sip, nullptr, hash_size, hash_size, tcp_hash_size, "Markaz", nullptr, this) != 0)
        return problem("SIP", "cannot be started");
    sip_.reset(sip);
    sip_set_trace_handler(sip, [](bool sent, enum sip_transp transport, const struct sa*, const struct sa* to, const uint8_t* packet,
                                  size_t size, void* self) noexcept {
        const auto address = sent ? address_of(*to) : std::nullopt;
        const std::string_view text(reinterpret_cast<const char*>(packet), size);
        if (address) static_cast<Endpoint*>(self)->keep_cancel(text, *address, transport == SIP_TRANSP_TCP);
    });
    const auto port = bind_both();
    if (!port) return port;
    const std::string shown = settings_.public_address.empty() ? settings_.sip_address : settings_.public_address;
    shown_ = SocketAddress::from(shown, *port).value();

    // Ours first: what is not let in never reaches a call.
    struct sip_lsnr* listener = nullptr;
    const auto asked = [](const struct sip_msg* message, void* self) noexcept { return static_cast<Endpoint*>(self)->handle(*message); };
    if (sip_listen(&listener, sip, true, asked, this) != 0) return problem("SIP", "cannot be started");
    requests_.reset(listener);
    const auto told = [](const struct sip_msg* message, void* self) noexcept {
        return static_cast<Endpoint*>(self)->hear_of_left(*message);
    };
    if (sip_listen(&listener, sip, false, told, this) != 0) return problem("SIP", "cannot be started");
    responses_.reset(listener);
    struct sipsess_sock* sessions = nullptr;
    const auto invited = [](const struct sip_msg* message, void* self) noexcept { static_cast<Endpoint*>(self)->handle_invite(*message); };
    if (sipsess_listen(&sessions, sip, hash_size, invited, this) != 0) return problem("SIP", "cannot be started");
    sessions_.reset(sessions);
    set_devices(settings_.devices, settings_.trunks);
    end_left_legs();
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
        if (const auto address = SocketAddress::from(trunk.address, 0)) trunks_.push_back({std::move(trunk), *address});
    registrar_.set_devices(std::move(devices));
}

void Endpoint::close() {
    while (!legs_.empty()) hang_up(*legs_.begin()->second);
    left_.clear();
    requests_.reset();
    responses_.reset();
    if (sessions_) sipsess_close_all(sessions_.get());
    sessions_.reset();
    if (sip_) sip_close(sip_.get(), true);
    sip_.reset();
}

// ---- Requests outside a call ----------------------------------------------------------------------------------------

/// False leaves the request to libre, which knows calls.
bool Endpoint::handle(const struct sip_msg& message) {
    const std::string_view method = view(message.met);
    if (method == "ACK") return false;
    Dialog* dialog = dialog_of(message);
    if (!dialog) return handle_outside_calls(message);
    if (method == "OPTIONS") handle_options(message);
    else if (method == "UPDATE") handle_update(message, *dialog);
    else return false;
    return true;
}

bool Endpoint::handle_outside_calls(const struct sip_msg& message) {
    const auto source = address_of(message.src);
    if (!source) return true;
    if (!knocks_.admits(*source, now_ms()) && !is_known(*source)) {
        ++world_.counters.refused_flood;
        return true;
    }
    const std::string_view method = view(message.met);
    if (pl_isset(&message.to.tag)) {
        // A call that is over, or never was. A telephone's BYE that crosses ours is still libre's.
        if (!is_known(*source)) knocks_.refused(*source, now_ms());
        ++world_.counters.refused_request;
        if (method == "BYE" || method == "INVITE" || method == "INFO" || method == "REFER") return false;
        sip_reply(sip_.get(), &message, 481, "Call Does Not Exist");
    } else if (method == "INVITE") {
        return false;
    } else if (method == "REGISTER") {
        handle_register(message);
    } else if (method == "OPTIONS") {
        handle_options(message);
    } else if (method == "BYE" || method == "UPDATE") {
        ++world_.counters.refused_request;
        refuse(message, 481, "Call Does Not Exist");
    } else {
        ++world_.counters.refused_request;
        refuse(message, 501, "Not Implemented");
    }
    return true;
}

/// A final refusal; whoever gets many of them is not answered any more.
void Endpoint::refuse(const struct sip_msg& message, int status, const char* reason, const std::string& headers) {
    if (const auto source = address_of(message.src)) knocks_.refused(*source, now_ms());
    const auto code = static_cast<std::uint16_t>(status);
    const std::string rest = headers + "Content-Length: 0\r\n\r\n";
    if (view(message.met) == "INVITE") sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, code, reason, "%s", rest.c_str());
    else sip_replyf(sip_.get(), &message, code, reason, "%s", rest.c_str());
}

bool Endpoint::is_known(const SocketAddress& source) const { return trunk_at(source) || registrar_.knows_host(source); }

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
        case DigestGuard::Verdict::stale:
            refuse(message, 401, "Unauthorized",
                   "WWW-Authenticate: " + guard_.challenge(*source, verdict == DigestGuard::Verdict::stale) + "\r\n");
            break;
        case DigestGuard::Verdict::wrong:
            ++world_.counters.refused_auth;
            refuse(message, 403, "Forbidden");
            break;
        case DigestGuard::Verdict::proven:
            knocks_.let_in(*source);
            send_at_once(message);
            register_contacts(message, *device);
            break;
    }
}

/// What one Contact of a REGISTER wants. Nothing: it cannot be read.
std::optional<Endpoint::ContactWish> Endpoint::wish_of(const struct pl& contact, const struct sip_msg& message) {
    struct sip_addr address {};
    if (sip_addr_decode(&address, &contact) != 0) return std::nullopt;
    const std::chrono::seconds usual = seconds_in(message.expires, usual_binding);
    ContactWish wish{.binding = {.uri = std::string(view(address.auri)),
                                 .source = address_of(message.src).value(),
                                 .transport = message.tp,
                                 .call_id = std::string(view(message.callid)),
                                 .sequence = message.cseq.num},
                     .life = usual};
    struct pl value {};
    if (msg_param_decode(&address.params, "expires", &value) == 0) wish.life = seconds_in(value, usual);
    if (msg_param_decode(&address.params, "+sip.instance", &value) == 0) wish.binding.instance = std::string(view(value));
    return wish;
}

Endpoint::ContactWishes Endpoint::wishes_of(const struct sip_msg& message) {
    ContactWishes wishes;
    const auto look = [](const struct sip_hdr* header, const struct sip_msg* from, void* argument) noexcept {
        auto& so_far = *static_cast<ContactWishes*>(argument);
        if (view(header->val) == "*") return !(so_far.end_all = true);
        if (auto wish = wish_of(header->val, *from)) so_far.each.push_back(std::move(*wish));
        else so_far.unreadable = true;
        return so_far.each.size() > most_contacts;
    };
    sip_msg_hdr_apply(&message, true, SIP_HDR_CONTACT, look, &wishes);
    // "*" stands alone and only ends everything (RFC 3261 section 10.2.2).
    if (wishes.end_all && (!wishes.each.empty() || seconds_in(message.expires, usual_binding).count() != 0)) wishes.unreadable = true;
    return wishes;
}

/// All of them or none (RFC 3261 section 10.3).
void Endpoint::register_contacts(const struct sip_msg& message, const Device& device) {
    const std::string name = device.name;  // unbinding tells others, who may change the devices
    const ContactWishes wishes = wishes_of(message);
    if (wishes.unreadable || wishes.each.size() > most_contacts) return void(sip_reply(sip_.get(), &message, 400, "Bad Contact"));
    if (std::ranges::any_of(wishes.each, [](const ContactWish& wish) { return wish.life.count() != 0 && wish.life < shortest_binding; }))
        return void(sip_replyf(sip_.get(), &message, 423, "Interval Too Brief", "Min-Expires: %u\r\nContent-Length: 0\r\n\r\n",
                               static_cast<unsigned>(shortest_binding.count())));
    if (std::ranges::any_of(wishes.each, [&](const ContactWish& wish) { return registrar_.is_late(name, wish.binding); }))
        return void(sip_reply(sip_.get(), &message, 500, "Out of Order"));
    if (wishes.end_all) registrar_.unbind(name);
    for (const auto& [binding, life] : wishes.each) {
        if (life.count() == 0) {
            registrar_.unbind(name, binding.uri);
        } else {
            registrar_.bind(name, binding, life);
            ++world_.counters.registrations;
        }
    }
    answer_register(message, name);
}

/// With what is registered, which is all that a REGISTER without Contact asks (RFC 3261 section 10.2.3).
void Endpoint::answer_register(const struct sip_msg& message, const std::string& name) {
    std::string contacts;
    for (const Registrar::Bound& bound : registrar_.bindings(name))
        contacts += "Contact: <" + bound.binding->uri + ">;expires=" + std::to_string(bound.left.count()) + "\r\n";
    contacts += "Content-Length: 0\r\n\r\n";
    sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 200, "OK", "%s", contacts.c_str());
}

Endpoint::Dialog* Endpoint::dialog_of(const struct sip_msg& message) const {
    const auto [first, last] = by_call_.equal_range(std::string(view(message.callid)));
    for (auto at = first; at != last; ++at)
        if (at->second->session && sip_dialog_cmp(sipsess_dialog(at->second->session.get()), &message)) return at->second;
    return nullptr;
}

void Endpoint::handle_options(const struct sip_msg& message) {
    const auto source = address_of(message.src);
    if (!source || (!dialog_of(message) && !is_known(*source))) {
        ++world_.counters.refused_unknown;
        refuse(message, 403, "Forbidden");
        return;
    }
    sip_replyf(sip_.get(), &message, 200, "OK", "Allow: %s\r\nAccept: application/sdp\r\nSupported: timer\r\nContent-Length: 0\r\n\r\n",
               methods);
}

void Endpoint::handle_update(const struct sip_msg& message, Dialog& dialog) {
    if (!sip_dialog_rseq_valid(sipsess_dialog(dialog.session.get()), &message)) {
        sip_reply(sip_.get(), &message, 500, "Bad Sequence");
        return;
    }
    std::string headers = "Contact: <" + dialog.contact + ">\r\n" + agree_timer(dialog, message);
    Ref<struct mbuf> answer;
    if (mbuf_get_left(message.mb) > 0) {  // else it is only a sign of life (RFC 4028)
        struct mbuf* text = nullptr;
        if (dialog.leg.state != Leg::State::answered || offered(dialog, &text, message) != 0) {
            sip_reply(sip_.get(), &message, 488, "Not Acceptable Here");
            return;
        }
        answer.reset(text);
        say_in_next_answer({});  // offered() left it for libre, which does not answer this one
        headers += "Content-Type: application/sdp\r\n";
    }
    const std::size_t size = answer ? mbuf_get_left(answer.get()) : 0;
    sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 200, "OK", "%sContent-Length: %zu\r\n\r\n%b", headers.c_str(), size,
                answer ? mbuf_buf(answer.get()) : nullptr, size);
}

// ---- Who calls ------------------------------------------------------------------------------------------------------

const Endpoint::KnownTrunk* Endpoint::trunk_at(const SocketAddress& source) const {
    const auto found = std::ranges::find_if(trunks_, [&](const KnownTrunk& trunk) { return trunk.address.same_host(source); });
    return found == trunks_.end() ? nullptr : &*found;
}

void Endpoint::handle_invite(const struct sip_msg& message) {
    ++world_.counters.invites;
    if (const std::string unknown = unknown_extension(message); !unknown.empty()) {
        ++world_.counters.refused_request;
        return refuse(message, 420, "Bad Extension", "Unsupported: " + unknown + "\r\n");
    }
    const auto timer = session_expires(message);
    if (timer && timer->interval < shortest_session && supports_timer(message)) {
        ++world_.counters.refused_request;
        return refuse(message, 422, "Session Interval Too Small", "Min-SE: " + std::to_string(shortest_session.count()) + "\r\n");
    }
    const auto [first, last] = by_call_.equal_range(std::string(view(message.callid)));
    if (std::any_of(first, last, [](const auto& each) { return each.second->leg.state != Leg::State::calling; })) {
        // The same call by another way (RFC 3261 section 8.2.2.2).
        ++world_.counters.refused_request;
        return refuse(message, 482, "Loop Detected");
    }
    const auto sender = identify(message);
    if (!sender) return;
    send_at_once(message);
    arrive(message, *sender);
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
    if (trunk) return Sender{.trunk = trunk->trunk.name, .device = {}};
    ++world_.counters.refused_unknown;
    refuse(message, 403, "Forbidden");
    return std::nullopt;
}

bool Endpoint::prove_caller(const struct sip_msg& message, const Device& device) {
    const SocketAddress source = address_of(message.src).value();
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_PROXY_AUTHORIZATION);
    const auto verdict = header ? guard_.judge(header->val, message.met, source, device.name, device.ha1) : DigestGuard::Verdict::none;
    if (verdict == DigestGuard::Verdict::proven) {
        knocks_.let_in(source);
        return true;
    }
    if (verdict == DigestGuard::Verdict::wrong) {
        ++world_.counters.refused_auth;
        refuse(message, 403, "Forbidden");
        return false;
    }
    refuse(message, 407, "Proxy Authentication Required",
           "Proxy-Authenticate: " + guard_.challenge(source, verdict == DigestGuard::Verdict::stale) + "\r\n");
    return false;
}

}  // namespace markaz::telephony
