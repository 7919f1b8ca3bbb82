#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

#include "telephony/sip_leg.hpp"

namespace markaz::telephony {
namespace {

constexpr const char* media_type = "application/sdp";
constexpr unsigned retry_after_s = 5;
constexpr const char* methods = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, REFER";

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

/// What one telephone of a device says counts for more than what another does.
int weight_of(LegEnd refusal) {
    switch (refusal) {
        case LegEnd::declined: return 5;
        case LegEnd::busy: return 4;
        case LegEnd::not_acceptable: return 3;
        case LegEnd::no_answer: return 2;
        case LegEnd::failed: return 1;
        case LegEnd::hung_up:
        case LegEnd::cancelled:
        case LegEnd::unreachable:
        case LegEnd::silent: return 0;
    }
    return 0;
}

const char* reason_of(int status) {
    switch (status) {
        case 404: return "Not Found";
        case 480: return "Temporarily Unavailable";
        case 486: return "Busy Here";
        case 488: return "Not Acceptable Here";
        case 500: return "Server Error";
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

/// The argument is always the dialogue. noexcept: an exception must not unwind through C.
struct Endpoint::Hooks {
    static Dialog& dialog(void* argument) { return *static_cast<Dialog*>(argument); }

    static int offer(struct mbuf** text, const struct sip_msg* message, void* argument) noexcept {
        return dialog(argument).endpoint.offered(dialog(argument), text, *message);
    }
    static int answer(const struct sip_msg* message, void* argument) noexcept {
        return dialog(argument).endpoint.answer_read(dialog(argument), *message);
    }
    static void progress(const struct sip_msg* message, void* argument) noexcept {
        if (message->scode >= 180) dialog(argument).endpoint.ringing(dialog(argument).leg);
    }
    static void established(const struct sip_msg* message, void* argument) noexcept {
        dialog(argument).endpoint.answered(dialog(argument), *message);
    }
    static void info(struct sip*, const struct sip_msg* message, void* argument) noexcept {
        dialog(argument).endpoint.info(dialog(argument), *message);
    }
    static void refer(struct sip*, const struct sip_msg* message, void* argument) noexcept {
        dialog(argument).endpoint.refer(dialog(argument), *message);
    }
    static void closed(int error, const struct sip_msg* message, void* argument) noexcept {
        dialog(argument).endpoint.closed(dialog(argument), error, message);
    }
    static int password(char**, char**, const char*, void*) noexcept { return EACCES; }  // nobody gets one from us
};

Endpoint::Dialog::~Dialog() {
    const auto [first, last] = endpoint.by_call_.equal_range(call_id);
    const auto mine = std::find_if(first, last, [this](const auto& each) { return each.second == this; });
    if (mine != last) endpoint.by_call_.erase(mine);
    mem_deref(refresh);
}

int Endpoint::Dialog::add_contact(enum sip_transp, const struct sa*, const struct sa*, struct mbuf* text, void* dialog) noexcept {
    return mbuf_printf(text, "Contact: <%s>\r\n", static_cast<const Dialog*>(dialog)->contact.c_str());
}

std::unique_ptr<Endpoint::Leg> Endpoint::make_leg(LegId id) {
    auto socket = ports_.open();
    if (!socket) return nullptr;
    auto leg = std::make_unique<Leg>();
    leg->id = id;
    leg->port = socket->port;
    world_.media(OpenMedia{id, std::move(socket->descriptor)});
    return leg;
}

Endpoint::Dialog* Endpoint::add_dialog(Leg& leg, const SocketAddress& signalling, enum sip_transp transport) {
    auto description = Description::create(shown_, leg.port);
    if (!description) return nullptr;
    auto dialog = std::make_unique<Dialog>(*this, leg, std::move(*description));
    dialog->signalling = signalling;
    dialog->over_tcp = transport == SIP_TRANSP_TCP;
    dialog->contact = contact(transport);
    leg.dialogs.push_back(std::move(dialog));
    return leg.dialogs.back().get();
}

void Endpoint::know_call(Dialog& dialog, std::string call_id) {
    dialog.call_id = std::move(call_id);
    by_call_.emplace(dialog.call_id, &dialog);
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
    if (const auto* order = std::get_if<CallNumber>(&command)) return call_out(*order);
    if (auto* order = std::get_if<StopRecord>(&command)) return world_.media(*order);
    if (auto* order = std::get_if<PauseRecord>(&command)) return world_.media(*order);
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
    if (std::get_if<RefuseTransfer>(&command)) return refuse_transfer(*leg);
    if (auto* order = std::get_if<Play>(&command)) return world_.media(std::move(*order));
    if (auto* order = std::get_if<StopPlay>(&command)) return world_.media(*order);
    if (auto* order = std::get_if<ListenForKeys>(&command)) return world_.media(*order);
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
    auto leg = make_leg(world_.next_leg());
    if (!leg) {
        sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 503, reason_of(503), "Retry-After: %u\r\nContent-Length: 0\r\n\r\n",
                    retry_after_s);
        return;
    }
    const LegId id = leg->id;
    const auto refused = [&](std::uint16_t status) {
        world_.media(CloseMedia{id});
        sip_treply(nullptr, sip_.get(), &message, status, reason_of(status));
    };
    Dialog* dialog = add_dialog(*leg, address_of(message.src).value(), message.tp);
    if (!dialog) return refused(500);
    dialog->we_offer = mbuf_get_left(message.mb) == 0;
    if (!dialog->we_offer && !dialog->description.read(message, Description::Role::offer)) {
        ++world_.counters.refused_codec;
        return refused(488);
    }
    keep_refusal(*dialog, message);
    struct sipsess* session = nullptr;
    const int failed = sipsess_accept(&session, sessions_.get(), &message, 180, "Ringing", dialog->contact.c_str(), media_type, nullptr,
                                      Hooks::password, nullptr, false, Hooks::offer, Hooks::answer, Hooks::established, Hooks::info,
                                      Hooks::refer, Hooks::closed, dialog, nullptr);
    if (failed) return refused(500);
    dialog->session.reset(session);
    know_call(*dialog, std::string(view(message.callid)));
    dialog->timer_header = agree_timer(*dialog, message);
    legs_[id] = std::move(leg);
    world_.tell(Arrived{id, sender.trunk, sender.device, printable(message.uri.user), printable(message.from.uri.user)});
}

void Endpoint::accept(Leg& leg) {
    if (leg.state != Leg::State::arriving) return;
    Dialog& dialog = leg.dialog();
    const Ref<struct mbuf> text = dialog.description.write(dialog.we_offer ? Description::Role::offer : Description::Role::answer);
    keep_bye(dialog);  // before the 200, so that whoever hears it is not forgotten
    if (!text || sipsess_answer(dialog.session.get(), 200, "OK", text.get(), "Allow: %s\r\n%s", methods, dialog.timer_header.c_str()) != 0)
        return end(leg.id, LegEnd::failed, 0);
    leg.state = Leg::State::answered;
    if (!dialog.we_offer) media_changed(dialog);
}

bool may_call(const Trunk& trunk, std::string_view number) {
    constexpr std::size_t fewest = 5, most = 15;  // E.164 has 15 at most
    const std::string_view digits = number.substr(number.starts_with('+') ? 1 : 0);
    const bool whole = digits.size() >= fewest && digits.size() <= most &&
                       std::ranges::all_of(digits, [](char each) { return each >= '0' && each <= '9'; });
    return whole && trunk.call_port != 0 &&
           std::ranges::any_of(trunk.call_prefixes, [&](const std::string& each) { return !each.empty() && number.starts_with(each); });
}

void Endpoint::reject(Leg& leg, int status) {
    if (leg.state != Leg::State::arriving) return;
    const bool refusal = status >= 400 && status < 700;
    const auto code = static_cast<std::uint16_t>(refusal ? status : 503);
    struct sipsess* session = leg.dialog().session.get();
    if (code == 503)
        sipsess_reject(session, code, reason_of(code), "Retry-After: %u\r\nContent-Length: 0\r\n\r\n", retry_after_s);
    else
        sipsess_reject(session, code, reason_of(code), nullptr);
    end(leg.id, LegEnd::declined, code);
}

void Endpoint::hang_up(Leg& leg) {
    switch (leg.state) {
        case Leg::State::arriving: return reject(leg, 480);
        case Leg::State::calling: return end(leg.id, LegEnd::cancelled, 0);
        case Leg::State::answered:
            if (leg.transfer_asked) tell_transfer(leg, "SIP/2.0 200 OK", "terminated;reason=noresource");
            return end(leg.id, LegEnd::hung_up, 0);
    }
}

std::vector<Endpoint::Target> Endpoint::targets_of(const std::string& device) const {
    std::vector<Target> targets;
    for (const Registrar::Bound& bound : registrar_.bindings(device))
        targets.push_back({bound.binding->uri, bound.binding->source, bound.binding->transport});
    const Device* known = registrar_.device(device);
    if (known && !known->fixed_uri.empty()) targets.push_back({known->fixed_uri, {}, SIP_TRANSP_UDP});
    return targets;
}

/// All telephones of the device ring at once; the first answer wins.
void Endpoint::call(const Call& order) {
    if (!order.leg || find(order.leg)) return;
    ring(order.leg, targets_of(order.device), order);
}

/// Whatever was asked for, a number is called only through a trunk that allows it.
void Endpoint::call_out(const CallNumber& order) {
    if (!order.leg || find(order.leg)) return;
    const auto known = std::ranges::find(trunks_, order.trunk, [](const KnownTrunk& each) { return each.trunk.name; });
    if (known == trunks_.end() || !may_call(known->trunk, order.number)) return ring(order.leg, {}, {});
    SocketAddress way = known->address;
    way.set_port(known->trunk.call_port);
    ring(order.leg, {Target{"sip:" + order.number + "@" + host_and_port(way), {}, SIP_TRANSP_UDP}},
         Call{order.leg, {}, known->trunk.call_as, {}});
}

void Endpoint::ring(LegId id, const std::vector<Target>& targets, const Call& order) {
    if (targets.empty()) return world_.tell(Ended{id, LegEnd::unreachable, 0});
    auto leg = make_leg(id);
    if (!leg) return world_.tell(Ended{id, LegEnd::failed, 0});
    leg->state = Leg::State::calling;
    Leg& placed = *leg;
    legs_[id] = std::move(leg);
    for (const Target& target : targets) {
        Dialog* dialog = add_dialog(placed, target.source, target.transport);
        if (dialog && !connect(*dialog, target, order)) placed.dialogs.pop_back();
    }
    if (placed.dialogs.empty()) end(id, LegEnd::unreachable, 0);
}

bool Endpoint::connect(Dialog& dialog, const Target& target, const Call& order) {
    const std::string from = "sip:" + uri_user(order.caller) + "@" + host_and_port(shown_), name = display_name(order.display);
    // The way back to a registered telephone is the address that its REGISTER came from, whatever it says of itself.
    std::string way = "sip:" + host_and_port(target.source) + (target.transport == SIP_TRANSP_TCP ? ";transport=tcp" : "");
    std::array<const char*, 1> ways{way.c_str()};
    const bool registered = static_cast<bool>(target.source);
    dialog.we_offer = true;
    const Ref<struct mbuf> text = dialog.description.write(Description::Role::offer);
    if (!text) return false;
    struct sipsess* session = nullptr;
    calling_ = &dialog;
    const int failed =
        sipsess_connect(&session, sessions_.get(), target.uri.c_str(), name.empty() ? nullptr : name.c_str(), from.c_str(),
                        dialog.contact.c_str(), registered ? ways.data() : nullptr, registered ? 1 : 0, media_type, text.get(),
                        Hooks::password, nullptr, false, Hooks::offer, Hooks::answer, Hooks::progress, Hooks::established, Hooks::info,
                        Hooks::refer, Hooks::closed, &dialog, "Allow: %s\r\nSupported: timer\r\n", methods);
    calling_ = nullptr;
    if (failed) return false;
    dialog.session.reset(session);
    know_call(dialog, sip_dialog_callid(sipsess_dialog(session)));
    return true;
}

// ---- What the other side does ---------------------------------------------------------------------------------------

void Endpoint::ringing(Leg& leg) {
    if (std::exchange(leg.rang, true)) return;
    world_.tell(Ringing{leg.id});
}

void Endpoint::answered(Dialog& dialog, const struct sip_msg& message) {
    Leg& leg = dialog.leg;
    if (!dialog.description.remote(leg.id, dialog.signalling)) {
        if (leg.state == Leg::State::calling) return contact_refused(dialog, LegEnd::not_acceptable, 488);
        return end(leg.id, LegEnd::not_acceptable, 488);
    }
    if (leg.state != Leg::State::calling) return;
    // The others are let go, which cancels them.
    std::erase_if(leg.dialogs, [&](const auto& each) { return each.get() != &dialog; });
    leg.state = Leg::State::answered;
    keep_bye(dialog);
    take_timer(dialog, message);
    media_changed(dialog);
    world_.tell(Answered{leg.id});
}

int Endpoint::offered(Dialog& dialog, struct mbuf** answer, const struct sip_msg& message) {
    const bool theirs = mbuf_get_left(message.mb) > 0;
    if (theirs && !dialog.description.read(message, Description::Role::offer)) {
        ++world_.counters.refused_codec;
        return ENOTSUP;  // libre answers 488
    }
    *answer = dialog.description.write(theirs ? Description::Role::answer : Description::Role::offer).release();
    if (!*answer) return ENOMEM;
    if (view(message.met) == "INVITE") say_in_next_answer(agree_timer(dialog, message));
    if (theirs) media_changed(dialog);
    return 0;
}

int Endpoint::answer_read(Dialog& dialog, const struct sip_msg& message) {
    if (!dialog.description.read(message, Description::Role::answer)) return EPROTO;
    if (dialog.leg.state == Leg::State::answered) media_changed(dialog);
    return 0;
}

void Endpoint::media_changed(Dialog& dialog) {
    Leg& leg = dialog.leg;
    auto remote = dialog.description.remote(leg.id, dialog.signalling);
    if (!remote) return;
    const bool held = remote->held;
    world_.media(std::move(*remote));
    if (held != leg.held) world_.tell(RemoteHold{leg.id, held});
    leg.held = held;
}

void Endpoint::info(Dialog& dialog, const struct sip_msg& message) {
    Leg& leg = dialog.leg;
    const auto key = key_in(message);
    // With a transaction: an INFO that is sent again, because our answer was lost, is no second key.
    sip_treply(nullptr, sip_.get(), &message, key ? 200 : 415, key ? "OK" : "Unsupported Media Type");
    if (!key || leg.key_way == Leg::KeyWay::rtp) return;
    leg.key_way = Leg::KeyWay::info;
    world_.tell(Digit{leg.id, *key});
}

void Endpoint::closed(Dialog& dialog, int error, const struct sip_msg* message) {
    Leg& leg = dialog.leg;
    const int status = message && !message->req ? message->scode : 0;
    switch (leg.state) {
        case Leg::State::arriving: return end(leg.id, LegEnd::cancelled, 487);
        case Leg::State::answered:
            if (error == EPROTO) return end(leg.id, LegEnd::not_acceptable, 488);  // answer_read() refused what came in the ACK
            // libre tells a BYE as a reset.
            return end(leg.id, error == 0 || error == ECONNRESET ? LegEnd::hung_up : LegEnd::failed, status);
        case Leg::State::calling:
            // It answered what we cannot speak.
            if (status >= 200 && status < 300) return contact_refused(dialog, LegEnd::not_acceptable, 488);
            return contact_refused(dialog, status ? meaning_of(status, leg.rang) : LegEnd::unreachable, status);
    }
}

/// One telephone of the device will not answer. The leg goes on while another rings, unless somebody declined for all (6xx).
void Endpoint::contact_refused(Dialog& dialog, LegEnd how, int status) {
    Leg& leg = dialog.leg;
    if (weight_of(how) >= weight_of(leg.refusal)) {
        leg.refusal = how;
        leg.refusal_status = status;
    }
    std::erase_if(leg.dialogs, [&](const auto& each) { return each.get() == &dialog; });
    if (leg.dialogs.empty() || status >= 600) end(leg.id, leg.refusal, leg.refusal_status);
}

void Endpoint::end(LegId id, LegEnd how, int status) {
    const auto node = legs_.extract(id);  // out of the table first: what follows must not find it
    if (node.empty()) return;
    node.mapped()->dialogs.clear();
    world_.media(CloseMedia{id});
    world_.tell(Ended{id, how, status});
}

}  // namespace markaz::telephony
