#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

#include "telephony/sip_leg.hpp"

namespace markaz::telephony {
namespace {

constexpr const char* media_type = "application/sdp";
constexpr unsigned retry_after_s = 5;

/// What SIP's final status of our INVITE means for the one who wanted to be heard.
LegEnd meaning_of(int status, bool rang) {
    switch (status) {
        case 486:
        case 600: return LegEnd::busy;
        case 403:
        case 603: return LegEnd::declined;
        case 408:
        case 480: return rang ? LegEnd::no_answer : LegEnd::unreachable;
        case 487: return LegEnd::cancelled;
        case 415:
        case 488:
        case 606: return LegEnd::not_acceptable;
        case 404:
        case 410:
        case 502:
        case 503:
        case 504: return LegEnd::unreachable;
        default: return LegEnd::failed;
    }
}

const char* reason_of(int status) {
    switch (status) {
        case 404: return "Not Found";
        case 480: return "Temporarily Unavailable";
        case 486: return "Busy Here";
        case 488: return "Not Acceptable Here";
        case 503: return "Service Unavailable";
        case 603: return "Decline";
        default: return "Refused";
    }
}

/// A caller's number as it may stand in a URI; text from elsewhere must not write headers.
std::string uri_user(const std::string& text) {
    std::string user;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("+-_.*").contains(c)) user += c;
    return user.empty() ? "anonymous" : user;
}

/// A name as it may stand between quotes. UTF-8 goes through (RFC 3261 section 25.1).
std::string display_name(const std::string& text) {
    std::string name;
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\' && c != 0x7F) name += c;
    return name;
}

/// The key in an INFO: `Signal=5` of application/dtmf-relay, or the bare key of application/dtmf.
std::optional<char> key_in(const struct sip_msg& message) {
    std::string_view body(reinterpret_cast<const char*>(mbuf_buf(message.mb)), mbuf_get_left(message.mb));
    if (msg_ctype_cmp(&message.ctyp, "application", "dtmf-relay")) {
        const std::size_t at = body.find("Signal=");
        if (at == body.npos) return std::nullopt;
        body.remove_prefix(at + std::string_view("Signal=").size());
    } else if (!msg_ctype_cmp(&message.ctyp, "application", "dtmf")) {
        return std::nullopt;
    }
    body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size()));
    if (body.empty()) return std::nullopt;
    const char key = static_cast<char>(std::toupper(static_cast<unsigned char>(body.front())));
    return std::string_view("0123456789*#ABCD").contains(key) ? std::optional(key) : std::nullopt;
}

}  // namespace

// ---- What libre calls -----------------------------------------------------------------------------------------------

/// The argument is always the leg. noexcept: an exception must not unwind through C.
struct Endpoint::Hooks {
    static Leg& leg(void* argument) { return *static_cast<Leg*>(argument); }

    static int offer(struct mbuf** text, const struct sip_msg* message, void* argument) noexcept {
        return leg(argument).endpoint->offered(leg(argument), text, *message);
    }
    static int answer(const struct sip_msg* message, void* argument) noexcept {
        return leg(argument).endpoint->answer_read(leg(argument), *message);
    }
    static void progress(const struct sip_msg* message, void* argument) noexcept {
        if (message->scode >= 180) leg(argument).endpoint->ringing(leg(argument));
    }
    static void established(const struct sip_msg*, void* argument) noexcept { leg(argument).endpoint->answered(leg(argument)); }
    static void info(struct sip*, const struct sip_msg* message, void* argument) noexcept {
        leg(argument).endpoint->info(leg(argument), *message);
    }
    static void closed(int error, const struct sip_msg* message, void* argument) noexcept {
        leg(argument).endpoint->closed(leg(argument), error, message);
    }
    static int password(char**, char**, const char*, void*) noexcept { return EACCES; }  // nobody gets one from us
};

std::unique_ptr<Endpoint::Leg> Endpoint::make_leg(LegId id, const SocketAddress& signalling, enum sip_transp transport) {
    auto socket = ports_.open();
    if (!socket) return nullptr;
    auto description = Description::create(shown_, socket->port);
    if (!description) return nullptr;
    auto leg = std::make_unique<Leg>(std::move(*description));
    leg->endpoint = this;
    leg->id = id;
    leg->signalling = signalling;
    leg->contact = contact(transport);
    world_.media(OpenMedia{id, std::move(socket->descriptor)});
    return leg;
}

std::string Endpoint::contact(enum sip_transp transport) const {
    return "sip:markaz@" + host_and_port(shown_) + (transport == SIP_TRANSP_TCP ? ";transport=tcp" : "");
}

Endpoint::Leg* Endpoint::find(LegId id) {
    const auto found = legs_.find(id);
    return found == legs_.end() ? nullptr : found->second.get();
}

// ---- Commands -------------------------------------------------------------------------------------------------------

void Endpoint::obey(Command command) {
    if (const auto* order = std::get_if<Call>(&command)) return call(*order);
    if (auto* order = std::get_if<StopRecord>(&command)) return world_.media(*order);
    if (auto* order = std::get_if<Record>(&command)) return world_.media(std::move(*order));
    const LegId id = std::visit(
        [](const auto& order) {
            if constexpr (requires { order.leg; }) return order.leg;
            else return LegId{};
        },
        command);
    Leg* leg = find(id);
    if (!leg) return;
    if (std::get_if<Accept>(&command)) return accept(*leg);
    if (const auto* order = std::get_if<Reject>(&command)) return reject(*leg, order->sip_status);
    if (std::get_if<HangUp>(&command)) return hang_up(*leg);
    if (auto* order = std::get_if<Play>(&command)) return world_.media(std::move(*order));
    if (auto* order = std::get_if<StopPlay>(&command)) return world_.media(*order);
    if (auto* order = std::get_if<Join>(&command)) return world_.media(*order);
    if (auto* order = std::get_if<Leave>(&command)) return world_.media(*order);
}

void Endpoint::hear(const MediaFact& fact) {
    if (const auto* silent = std::get_if<FellSilent>(&fact)) return end(silent->leg, LegEnd::silent, 0);
    if (const auto* played = std::get_if<PlayEnded>(&fact); played && find(played->leg)) return world_.tell(*played);
    const auto* digit = std::get_if<Digit>(&fact);
    Leg* leg = digit ? find(digit->leg) : nullptr;
    if (!leg || leg->key_way == Leg::KeyWay::info) return;
    leg->key_way = Leg::KeyWay::rtp;
    world_.tell(*digit);
}

void Endpoint::arrive(const struct sip_msg& message, const Sender& sender) {
    auto leg = make_leg(world_.next_leg(), address_of(message.src).value(), message.tp);
    if (!leg) {
        sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 503, reason_of(503), "Retry-After: %u\r\nContent-Length: 0\r\n\r\n",
                    retry_after_s);
        return;
    }
    const LegId id = leg->id;
    leg->we_offer = mbuf_get_left(message.mb) == 0;
    if (!leg->we_offer && !leg->description.read(message, Description::Role::offer)) {
        ++world_.counters.refused_codec;
        world_.media(CloseMedia{id});
        sip_treply(nullptr, sip_.get(), &message, 488, reason_of(488));
        return;
    }
    struct sipsess* session = nullptr;
    const int failed = sipsess_accept(&session, sessions_.get(), &message, 180, "Ringing", leg->contact.c_str(), media_type, nullptr,
                                      Hooks::password, nullptr, false, Hooks::offer, Hooks::answer, Hooks::established, Hooks::info,
                                      nullptr, Hooks::closed, leg.get(), nullptr);
    if (failed) {
        world_.media(CloseMedia{id});
        sip_treply(nullptr, sip_.get(), &message, 500, "Server Error");
        return;
    }
    leg->session.reset(session);
    legs_[id] = std::move(leg);
    world_.tell(Arrived{id, sender.trunk, sender.device, printable(message.uri.user), printable(message.from.uri.user)});
}

void Endpoint::accept(Leg& leg) {
    if (leg.state != Leg::State::arriving) return;
    const Ref<struct mbuf> text = leg.description.write(leg.we_offer ? Description::Role::offer : Description::Role::answer);
    if (!text || sipsess_answer(leg.session.get(), 200, "OK", text.get(), nullptr) != 0) return end(leg.id, LegEnd::failed, 0);
    leg.state = Leg::State::answered;
    if (!leg.we_offer) media_changed(leg);
}

void Endpoint::reject(Leg& leg, int status) {
    if (leg.state != Leg::State::arriving) return;
    const bool refusal = status >= 400 && status < 700;
    const auto code = static_cast<std::uint16_t>(refusal ? status : 503);
    if (code == 503)
        sipsess_reject(leg.session.get(), code, reason_of(code), "Retry-After: %u\r\nContent-Length: 0\r\n\r\n", retry_after_s);
    else
        sipsess_reject(leg.session.get(), code, reason_of(code), nullptr);
    end(leg.id, LegEnd::declined, code);
}

void Endpoint::hang_up(Leg& leg) {
    switch (leg.state) {
        case Leg::State::arriving: return reject(leg, 480);
        case Leg::State::calling: return end(leg.id, LegEnd::cancelled, 0);
        case Leg::State::answered: return end(leg.id, LegEnd::hung_up, 0);
    }
}

void Endpoint::call(const Call& order) {
    if (!order.leg || find(order.leg)) return;
    const Device* device = registrar_.device(order.device);
    const Binding* binding = registrar_.binding(order.device);
    if (!device || (!binding && device->fixed_uri.empty())) return world_.tell(Ended{order.leg, LegEnd::unreachable, 0});
    auto leg = make_leg(order.leg, binding ? binding->source : SocketAddress{}, binding ? binding->transport : SIP_TRANSP_UDP);
    if (!leg) return world_.tell(Ended{order.leg, LegEnd::failed, 0});
    leg->state = Leg::State::calling;
    leg->we_offer = true;
    Leg& placed = *leg;
    legs_[order.leg] = std::move(leg);
    if (!connect(placed, *device, order)) end(order.leg, LegEnd::unreachable, 0);
}

bool Endpoint::connect(Leg& leg, const Device& device, const Call& order) {
    const Binding* binding = registrar_.binding(device.name);
    const std::string to = binding ? binding->uri : device.fixed_uri;
    const std::string from = "sip:" + uri_user(order.caller) + "@" + host_and_port(shown_), name = display_name(order.display);
    // The way back to a registered telephone is the address that its REGISTER came from, whatever it says of itself.
    std::string way = "sip:" + host_and_port(leg.signalling);
    if (binding && binding->transport == SIP_TRANSP_TCP) way += ";transport=tcp";
    std::array<const char*, 1> ways{way.c_str()};
    const Ref<struct mbuf> text = leg.description.write(Description::Role::offer);
    if (!text) return false;
    struct sipsess* session = nullptr;
    const int failed = sipsess_connect(&session, sessions_.get(), to.c_str(), name.empty() ? nullptr : name.c_str(), from.c_str(),
                                       leg.contact.c_str(), binding ? ways.data() : nullptr, binding ? 1 : 0, media_type, text.get(),
                                       Hooks::password, nullptr, false, Hooks::offer, Hooks::answer, Hooks::progress, Hooks::established,
                                       Hooks::info, nullptr, Hooks::closed, &leg, nullptr);
    leg.session.reset(session);
    return failed == 0;
}

// ---- What the other side does ---------------------------------------------------------------------------------------

void Endpoint::ringing(Leg& leg) {
    if (std::exchange(leg.rang, true)) return;
    world_.tell(Ringing{leg.id});
}

void Endpoint::answered(Leg& leg) {
    if (!leg.description.remote(leg.id, leg.signalling)) return end(leg.id, LegEnd::not_acceptable, 488);
    if (leg.state != Leg::State::calling) return;
    leg.state = Leg::State::answered;
    media_changed(leg);
    world_.tell(Answered{leg.id});
}

int Endpoint::offered(Leg& leg, struct mbuf** answer, const struct sip_msg& message) {
    const bool theirs = mbuf_get_left(message.mb) > 0;
    if (theirs && !leg.description.read(message, Description::Role::offer)) {
        ++world_.counters.refused_codec;
        return ENOTSUP;  // libre answers 488
    }
    *answer = leg.description.write(theirs ? Description::Role::answer : Description::Role::offer).release();
    if (theirs) media_changed(leg);
    return *answer ? 0 : ENOMEM;
}

int Endpoint::answer_read(Leg& leg, const struct sip_msg& message) {
    if (!leg.description.read(message, Description::Role::answer)) return EPROTO;
    if (leg.state == Leg::State::answered) media_changed(leg);
    return 0;
}

void Endpoint::media_changed(Leg& leg) {
    auto remote = leg.description.remote(leg.id, leg.signalling);
    if (!remote) return;
    const bool held = remote->held;
    world_.media(std::move(*remote));
    if (held != leg.held) world_.tell(RemoteHold{leg.id, held});
    leg.held = held;
}

void Endpoint::info(Leg& leg, const struct sip_msg& message) {
    const auto key = key_in(message);
    sip_reply(sip_.get(), &message, key ? 200 : 415, key ? "OK" : "Unsupported Media Type");
    if (!key || leg.key_way == Leg::KeyWay::rtp) return;
    leg.key_way = Leg::KeyWay::info;
    world_.tell(Digit{leg.id, *key});
}

void Endpoint::closed(Leg& leg, int error, const struct sip_msg* message) {
    const int status = message && !message->req ? message->scode : 0;
    switch (leg.state) {
        case Leg::State::arriving: return end(leg.id, LegEnd::cancelled, 487);
        case Leg::State::answered:
            if (error == EPROTO) return end(leg.id, LegEnd::not_acceptable, 488);  // answer_read() refused what came in the ACK
            // libre tells a BYE as a reset.
            return end(leg.id, error == 0 || error == ECONNRESET ? LegEnd::hung_up : LegEnd::failed, status);
        case Leg::State::calling:
            if (status >= 200 && status < 300) return end(leg.id, LegEnd::not_acceptable, 488);  // it answered what we cannot speak
            return end(leg.id, status ? meaning_of(status, leg.rang) : LegEnd::unreachable, status);
    }
}

void Endpoint::end(LegId id, LegEnd how, int status) {
    const auto node = legs_.extract(id);  // out of the table first: what follows must not find it
    if (node.empty()) return;
    node.mapped()->session.reset();
    world_.media(CloseMedia{id});
    world_.tell(Ended{id, how, status});
}

}  // namespace markaz::telephony
