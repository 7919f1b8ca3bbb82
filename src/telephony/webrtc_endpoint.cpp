#include "telephony/webrtc_endpoint.hpp"

#include <algorithm>

#include "telephony/unguessable.hpp"

namespace markaz::telephony {
namespace {

/// RFC 8445 section 5.3: at least 24 bits of chance in the fragment and 128 in the password.
constexpr std::size_t fragment_letters = 8, password_letters = 24;
/// Lines at once. An agent has one; what is beyond belongs to somebody who plays with us.
constexpr std::size_t lines_at_most = 4096;

/// Letters that ICE allows (ice-char, RFC 8839 section 5.4).
constexpr std::string_view ice_chars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

WebEndpoint::WebEndpoint(std::shared_ptr<const DtlsIdentity> identity, std::uint16_t port, std::string public_address, World world)
    : identity_(std::move(identity)), port_(port), public_address_(std::move(public_address)), world_(std::move(world)),
      // Lines are numbered on like legs, so that a page that outlived a restart knows the newer line.
      last_line_(world_.next_leg().value) {}

Result<LineOpened> WebEndpoint::open(const LineWanted& wanted) {
    const auto offer = read_web_offer(wanted.offer);
    if (!offer) return std::unexpected(offer.error());
    WebAnswer ours;
    ours.user_fragment = unguessable_letters(fragment_letters, ice_chars);
    ours.password = unguessable_letters(password_letters, ice_chars);
    ours.fingerprint = identity_->fingerprint_text();
    ours.addresses = addresses_for(wanted.owner);
    ours.port = port_;
    ours.source = unguessable<std::uint32_t>();

    const LineId line{++last_line_};
    // First the SIP thread: the media thread's facts about the line come to it later.
    world_.agreed(LineAgreed{line, wanted.owner, wanted.called, wanted.caller});
    world_.media(OpenLine{.line = line,
                          .user_fragment = ours.user_fragment,
                          .password = ours.password,
                          .expected = offer->fingerprint,
                          .source = ours.source,
                          .law = offer->law,
                          .key_type = offer->key_type});
    return LineOpened{line, write_web_answer(*offer, ours)};
}

/// Whoever signed in may know the addresses of our networks; to strangers we show the public one where there is one.
std::vector<std::string> WebEndpoint::addresses_for(LineOwner owner) const {
    std::vector<std::string> addresses;
    if (!public_address_.empty()) addresses.push_back(public_address_);
    if (!public_address_.empty() && !owner) return addresses;
    for (std::string& own : own_addresses())
        if (own != public_address_) addresses.push_back(std::move(own));
    return addresses;
}

WebEndpoint::Line* WebEndpoint::find(LineId id) {
    const auto found = lines_.find(id);
    return found == lines_.end() ? nullptr : &found->second;
}

WebEndpoint::Line* WebEndpoint::line_of(LegId leg) {
    const auto found = line_of_leg_.find(leg);
    return found == line_of_leg_.end() ? nullptr : find(found->second);
}

// ---- Lines ----------------------------------------------------------------------------------------------------------

void WebEndpoint::take(const LineAgreed& agreed) {
    if (lines_.size() >= lines_at_most) {
        world_.media(DropLine{agreed.line});
        return world_.tell(LineDown{agreed.line, agreed.owner});
    }
    lines_[agreed.line].agreed = agreed;
}

bool WebEndpoint::hear(const MediaFact& fact) {
    if (const auto* up = std::get_if<LineConnected>(&fact)) return connected(up->line), true;
    if (const auto* left = std::get_if<LineLeft>(&fact)) return leave(left->line), true;
    if (const auto* down = std::get_if<LineLost>(&fact)) return close_line(down->line, LegEnd::silent), true;
    if (const auto* digit = std::get_if<Digit>(&fact); digit && line_of(digit->leg)) return world_.tell(*digit), true;
    if (const auto* played = std::get_if<PlayEnded>(&fact); played && line_of(played->leg)) return world_.tell(*played), true;
    return false;
}

void WebEndpoint::connected(LineId id) {
    Line* line = find(id);
    const auto leads = line ? leading_.find(line->agreed.owner) : leading_.end();
    const bool overtaken = leads != leading_.end() && leads->second.value > id.value;
    if (!line || overtaken) {
        lines_.erase(id);
        return world_.media(DropLine{id});
    }
    line->connected = true;
    if (line->agreed.owner) take_over(*line);
    world_.tell(LineUp{id, line->agreed.owner});
    if (line->agreed.owner) return;
    line->leg = world_.next_leg();
    line->state = LegState::arriving;
    line_of_leg_[line->leg] = id;
    world_.media(UseLine{line->leg, id});
    world_.tell(Arrived{line->leg, "", "", line->agreed.called, line->agreed.caller});
}

/// The page was loaded again, or opened a second time: the newest leads, and the call goes on there.
void WebEndpoint::take_over(Line& line) {
    const LineId id = line.agreed.line;
    const LineId before = std::exchange(leading_[line.agreed.owner], id);
    Line* old = find(before);
    if (!old) return;
    if (old->leg) {
        line.leg = old->leg;
        line.state = old->state;
        line_of_leg_[line.leg] = id;
        world_.media(UseLine{line.leg, id});
        old->leg = {};
    }
    close_line(before, LegEnd::hung_up);
}

/// A page that is loaded again says good-bye, too: a call on an agent's line waits for the new one as long as for a silent one.
void WebEndpoint::leave(LineId id) {
    const Line* line = find(id);
    if (line && (!line->agreed.owner || !line->leg)) close_line(id, LegEnd::hung_up);
}

void WebEndpoint::close_line(LineId id, LegEnd how) {
    Line* line = find(id);
    if (!line) return;
    if (line->leg) end_leg(*line, how, 0);
    const LineOwner owner = line->agreed.owner;
    const bool was_connected = line->connected;
    lines_.erase(id);
    if (const auto leads = leading_.find(owner); leads != leading_.end() && leads->second == id) leading_.erase(leads);
    world_.media(DropLine{id});
    if (was_connected || !owner) world_.tell(LineDown{id, owner});
}

void WebEndpoint::close() {
    while (!lines_.empty()) close_line(lines_.begin()->first, LegEnd::hung_up);
}

// ---- Legs -----------------------------------------------------------------------------------------------------------

bool WebEndpoint::obey_on_line(const Command& command) {
    if (const auto* order = std::get_if<CallLine>(&command)) return ring(*order), true;
    if (const auto* order = std::get_if<CloseLine>(&command)) return close_line(order->line, LegEnd::hung_up), true;
    if (const auto* order = std::get_if<AnswerLine>(&command)) {
        if (Line* line = find(order->line)) answer(*line);
        return true;
    }
    if (const auto* order = std::get_if<DeclineLine>(&command)) {
        Line* line = find(order->line);
        if (line && line->leg && line->state == LegState::ringing) end_call(*line, LegEnd::declined, 0);
        return true;
    }
    if (const auto* order = std::get_if<PressKey>(&command)) {
        if (Line* line = find(order->line); line && line->leg) world_.tell(Digit{line->leg, order->key});
        return true;
    }
    return false;
}

bool WebEndpoint::obey(Command& command) {
    if (obey_on_line(command)) return true;
    const LegId leg = std::visit(
        [](const auto& order) {
            if constexpr (requires { order.room, order.left; }) return LegId{};  // a recording belongs to its room
            else if constexpr (requires { order.leg; }) return order.leg;
            else return LegId{};
        },
        command);
    Line* line = line_of(leg);
    if (!line) return false;
    if (std::get_if<Accept>(&command)) line->state = LegState::talking;
    else if (const auto* reject = std::get_if<Reject>(&command)) end_call(*line, LegEnd::declined, reject->sip_status);
    else if (std::get_if<HangUp>(&command)) end_call(*line, line->state == LegState::ringing ? LegEnd::cancelled : LegEnd::hung_up, 0);
    else if (auto* play = std::get_if<Play>(&command)) world_.media(std::move(*play));
    else if (auto* stop = std::get_if<StopPlay>(&command)) world_.media(*stop);
    else if (auto* join = std::get_if<Join>(&command)) world_.media(*join);
    else if (auto* leave = std::get_if<Leave>(&command)) world_.media(*leave);
    return true;
}

void WebEndpoint::ring(const CallLine& order) {
    Line* line = find(order.line);
    if (!line || !line->connected) return world_.tell(Ended{order.leg, LegEnd::unreachable, 0});
    if (line->leg) return world_.tell(Ended{order.leg, LegEnd::busy, 0});
    line->leg = order.leg;
    line->state = LegState::ringing;
    line_of_leg_[order.leg] = order.line;
    world_.media(UseLine{order.leg, order.line});
    world_.tell(Ringing{order.leg});
}

void WebEndpoint::answer(Line& line) {
    if (!line.leg || line.state != LegState::ringing) return;
    line.state = LegState::talking;
    world_.tell(Answered{line.leg});
}

/// A line that was made for one call ends with it.
void WebEndpoint::end_call(Line& line, LegEnd how, int status) {
    const bool is_for_one_call = !line.agreed.owner;
    const LineId id = line.agreed.line;
    end_leg(line, how, status);
    if (is_for_one_call) close_line(id, how);
}

void WebEndpoint::end_leg(Line& line, LegEnd how, int status) {
    const LegId leg = std::exchange(line.leg, LegId{});
    line_of_leg_.erase(leg);
    world_.media(CloseMedia{leg});
    world_.tell(Ended{leg, how, status});
}

}  // namespace markaz::telephony
