#include "sim/coming_back.hpp"

namespace markaz::sim {

using procedure::Entry;
using procedure::Fields;
using procedure::Node;
using namespace std::chrono;

namespace {

bool is_none(const Entry& field) { return field.value.kind == Node::Kind::text && field.value.text == "none"; }

}  // namespace

Retrials read_retrials(const Entry& field, Key queue, Reading& reading) {
    constexpr std::uint32_t usual = 5, most = 100;
    Retrials retrials{queue, 0, {}, usual};
    if (is_none(field)) return retrials;
    const Fields fields(field.value, "\"retrials\"", {"share", "after", "most"}, reading.findings);
    if (const Entry* share = fields.require("share", "share: 0.5")) retrials.share = reading.share(*share);
    if (const Entry* after = fields.require("after", "after: {exponential: 10m}"))
        retrials.after = reading.distribution(*after).value_or(Distribution{});
    if (const Entry* times = fields.find("most")) retrials.most = procedure::as_number(*times, 1, most, reading.findings).value_or(usual);
    return retrials;
}

ReadCallback read_callback(const Entry& field, Reading& reading) {
    constexpr std::uint32_t most_tries = 10, most_open = 100'000;
    ReadCallback read;
    read.place = field.value.place;
    if (is_none(field)) return read;
    const Fields fields(field.value, "\"callback\"", {"share", "offer", "ring", "tries", "pause", "most", "unreached", "pick_up"},
                        reading.findings);
    const auto length = [&](std::string_view name, std::optional<Duration>& to) {
        if (const Entry* found = fields.find(name)) to = reading.length(*found, seconds{1}, longest_length);
    };
    const auto number = [&](std::string_view name, std::uint32_t greatest, std::optional<std::uint32_t>& to) {
        if (const Entry* found = fields.find(name)) to = procedure::as_number(*found, 1, greatest, reading.findings);
    };
    if (const Entry* share = fields.require("share", "share: 40%")) read.share = reading.share(*share);
    length("offer", read.offer);
    length("ring", read.ring);
    length("pause", read.pause);
    number("tries", most_tries, read.tries);
    number("most", most_open, read.most);
    if (const Entry* unreached = fields.find("unreached")) read.unreached = reading.share(*unreached);
    if (const Entry* pick_up = fields.find("pick_up")) read.pick_up = reading.distribution(*pick_up).value_or(read.pick_up);
    return read;
}

void ReadCallback::put_into(routing::CallbackPolicy& policy) const {
    policy.offer = offer.value_or(policy.offer);
    policy.ring = ring.value_or(policy.ring);
    policy.pause = pause.value_or(policy.pause);
    policy.tries = tries.value_or(policy.tries);
    policy.most = most.value_or(policy.most);
}

void ReadCallback::put_into(CallerKind& kind) const {
    kind.flow = kind.queue;
    kind.way_back = contact::WayBack::trunk;
    kind.accepts = share;
    kind.unreached = unreached;
    kind.pick_up = pick_up;
}

ReadVoicemail read_voicemail(const Entry& field, Reading& reading) {
    ReadVoicemail read;
    read.place = field.value.place;
    if (is_none(field)) return read;
    const Fields fields(field.value, "\"voicemail\"", {"share", "after", "length"}, reading.findings);
    if (const Entry* share = fields.require("share", "share: 20%")) read.share = reading.share(*share);
    if (const Entry* after = fields.find("after")) read.after = reading.distribution(*after).value_or(read.after);
    if (const Entry* length = fields.find("length")) read.length = reading.distribution(*length).value_or(read.length);
    return read;
}

void ReadVoicemail::put_into(CallerKind& kind) const {
    kind.flow = kind.queue;
    kind.callback = share;
    kind.callback_after = after;
    kind.message = length;
}

namespace {

/// A queue that one leaves by a key for the second step; the third is its end.
procedure::Flow way_out(Key queue, procedure::Step second) {
    using namespace procedure;
    Flow flow{.id = queue, .steps = {}};
    Queue waits{queue, 2};
    waits.exit_key = '1';
    waits.exit = 1;
    flow.steps.push_back({"wait"_key, waits});
    flow.steps.push_back(std::move(second));
    flow.steps.push_back({"served"_key, End{"served"_key}});
    return flow;
}

}  // namespace

procedure::Flow way_to_voicemail(Key queue) {
    procedure::Voicemail message;
    message.queue = queue;
    message.next = message.otherwise = 2;
    return way_out(queue, {"message"_key, message});
}

procedure::Flow way_to_callback(Key queue) {
    return way_out(queue, {"call-back"_key, procedure::Callback{{}, queue, 2, 2}});
}

}  // namespace markaz::sim
