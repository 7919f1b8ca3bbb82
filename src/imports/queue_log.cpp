#include "imports/queue_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace markaz::imports {

using namespace std::chrono;
using contact::VisitCause;

namespace {

/// Where in an event's parameters a length stands: from the front, or, where the front varies in length, from the back.
struct At {
    int place = -1;
    bool from_back = false;
};

/// What an event means for a call. `least` parameters must be there, or the line was torn.
struct Event {
    std::string_view name;
    Happened what = Happened::noted;
    std::size_t least = 0;
    At wait{}, talk{}, ring_ms{}, ring_s{};
    VisitCause cause = VisitCause::none;
};

constexpr At front(int place) { return {place, false}; }
constexpr At back(int place) { return {place, true}; }

constexpr std::array events{
    Event{.name = "ENTERQUEUE", .what = Happened::entered},
    Event{.name = "CONNECT", .what = Happened::connected, .least = 1, .wait = front(0), .ring_s = front(2)},
    Event{.name = "COMPLETEAGENT", .what = Happened::completed, .least = 2, .wait = front(0), .talk = front(1)},
    Event{.name = "COMPLETECALLER", .what = Happened::completed, .least = 2, .wait = front(0), .talk = front(1)},
    // The last three are always wait, talk and position; before them stand the extension, or how the transfer was made.
    Event{.name = "TRANSFER", .what = Happened::transferred, .least = 4, .wait = front(2), .talk = front(3)},
    Event{.name = "BLINDTRANSFER", .what = Happened::transferred, .least = 4, .wait = front(2), .talk = front(3)},
    Event{.name = "ATTENDEDTRANSFER", .what = Happened::transferred, .least = 4, .wait = back(2), .talk = back(1)},
    Event{.name = "ABANDON", .what = Happened::abandoned, .least = 3, .wait = front(2), .cause = VisitCause::hung_up},
    Event{.name = "EXITEMPTY", .what = Happened::overflowed, .wait = front(2), .cause = VisitCause::nobody},
    Event{.name = "EXITWITHKEY", .what = Happened::overflowed, .least = 1, .wait = front(3)},
    Event{.name = "EXITWITHTIMEOUT", .what = Happened::overflowed, .wait = front(2)},
    Event{.name = "RINGNOANSWER", .what = Happened::rang_in_vain, .ring_ms = front(0)},
    Event{.name = "RINGCANCELED", .what = Happened::ring_cancelled, .ring_ms = front(0)},
    Event{.name = "AGENTDUMP", .what = Happened::dropped},
    Event{.name = "JOINEMPTY", .what = Happened::blocked, .cause = VisitCause::nobody},
    Event{.name = "JOINUNAVAIL", .what = Happened::blocked, .cause = VisitCause::nobody},
    Event{.name = "FULL", .what = Happened::blocked, .cause = VisitCause::full},
    Event{.name = "CLOSED", .what = Happened::blocked, .cause = VisitCause::closed},
    Event{.name = "QUEUESTART", .what = Happened::restarted},
    Event{.name = "CONFIGRELOAD"},
    Event{.name = "ADDMEMBER"},
    Event{.name = "REMOVEMEMBER"},
    Event{.name = "AGENTLOGIN"},
    Event{.name = "AGENTLOGOFF"},
    Event{.name = "AGENTCALLBACKLOGIN"},
    Event{.name = "AGENTCALLBACKLOGOFF"},
    Event{.name = "PAUSE"},
    Event{.name = "UNPAUSE"},
    Event{.name = "PAUSEALL"},
    Event{.name = "UNPAUSEALL"},
    Event{.name = "PENALTY"},
    Event{.name = "DID"},
    Event{.name = "INFO"},
    Event{.name = "SYSCOMPAT"},
};

const Event* event_named(std::string_view name) {
    const auto found = std::ranges::find(events, name, &Event::name);
    return found == events.end() ? nullptr : &*found;
}

std::vector<std::string_view> fields_of(std::string_view text) {
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t end = text.find('|');
        fields.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return fields;
        text.remove_prefix(end + 1);
    }
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// `.123456` as microseconds; digits beyond the sixth are cut.
std::optional<Duration> fraction(std::string_view text) {
    if (text.empty()) return Duration{0};
    if (text.size() < 2 || text.front() != '.') return std::nullopt;
    Duration::rep value = 0;
    for (std::size_t digit = 1; digit <= 6; ++digit) value = value * 10 + (digit < text.size() ? text[digit] - '0' : 0);
    if (!std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return Duration{value};
}

/// A number of seconds, milliseconds or microseconds: told apart by their size, whose ranges from 1971 to 2200 do not meet.
std::optional<Instant> counted(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const auto whole = number<std::int64_t>(text.substr(0, point));
    const auto part = fraction(text.substr(point));
    if (!whole || !part || *whole < 0) return std::nullopt;
    constexpr std::int64_t most_seconds = 7'258'118'400, most_milliseconds = most_seconds * 1'000;
    if (*whole <= most_seconds) return Instant{seconds{*whole} + *part};
    if (*whole <= most_milliseconds) return Instant{milliseconds{*whole}};
    if (*whole <= most_milliseconds * 1'000) return Instant{Duration{*whole}};
    return std::nullopt;
}

/// `2026-11-22 10:42:07.123456`, at the wall.
std::optional<Instant> written(std::string_view text, const metrics::Calendar& zone) {
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t size) { return number<int>(text.substr(at, size)).value_or(-1); };
    const year_month_day date{year{part(0, 4)}, month{static_cast<unsigned>(part(5, 2))}, day{static_cast<unsigned>(part(8, 2))}};
    const int hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
    const auto rest = fraction(text.substr(19));
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || !rest) return std::nullopt;
    return zone.instant_of(sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second} + *rest);
}

std::optional<Duration> length(std::span<const std::string_view> parameters, At at, Duration unit) {
    const auto count = static_cast<int>(parameters.size());
    const int place = at.from_back ? count - 1 - at.place : at.place;
    if (at.place < 0 || place < 0 || place >= count) return std::nullopt;
    const auto value = number<std::int64_t>(parameters[static_cast<std::size_t>(place)]);
    if (!value || *value < 0 || *value > longest_length / unit) return std::nullopt;
    return unit * *value;
}

std::string_view unless_none(std::string_view name) { return name == "NONE" || name == "REALTIME" ? std::string_view{} : name; }

}  // namespace

void QueueLogReader::take(std::string_view piece) {
    lines_.add(piece, [this](std::uint64_t line, std::string_view text, bool too_long) { read(line, text, too_long, Ending::whole); });
}

void QueueLogReader::finish() {
    lines_.finish([this](std::uint64_t line, std::string_view text, bool too_long) { read(line, text, too_long, Ending::torn); });
}

void QueueLogReader::read(std::uint64_t line, std::string_view text, bool too_long, Ending ending) {
    const auto aside = [&](std::string_view reason, std::string_view detail = {}) { findings_.set_aside(line, reason, detail, text); };
    if (text.empty()) return;
    if (too_long) return aside("the line is longer than 64 KiB");
    const std::vector<std::string_view> fields = fields_of(text);
    constexpr std::size_t event_place = 4;
    if (fields.size() <= event_place)
        return aside(ending == Ending::torn ? "the last line is torn" : "it has fewer than five fields", text.substr(0, 60));

    // A queue's name may hold the separator: then the event stands further right.
    std::size_t place = event_place;
    while (place < fields.size() && !event_named(fields[place])) ++place;
    const Event* event = place < fields.size() ? event_named(fields[place]) : nullptr;
    if (!event) place = event_place;
    const std::span parameters = std::span(fields).subspan(place + 1);
    if (ending == Ending::torn && (!event || parameters.size() < event->least)) return aside("the last line is torn", text.substr(0, 60));
    if (event && parameters.size() < event->least) return aside("the event lacks its parameters", event->name);

    const auto at = counted(fields[0]).or_else([&] { return written(fields[0], zone_); });
    if (!at || !sensible(*at)) return aside("the time is none", fields[0].substr(0, 60));
    const auto queue_size = static_cast<std::size_t>(fields[place - 1].data() - 1 - fields[2].data());
    const std::string_view queue(fields[2].data(), queue_size);
    for (std::string_view name : {queue, fields[place - 1], fields[1]})
        if (!is_text(name)) return aside("a name is not UTF-8");
    if (*at + seconds{1} < latest_)
        findings_.note(line, "the clock went back", std::to_string(duration_cast<seconds>(latest_ - *at).count()) + " s");
    latest_ = *at;

    Observation seen;
    seen.line = line;
    seen.at = *at;
    seen.what = event ? event->what : Happened::noted;
    seen.call = unless_none(fields[1]);
    seen.queue = unless_none(queue);
    seen.agent = unless_none(fields[place - 1]);
    if (!event) {
        findings_.note(line, "the event is not known; it is kept", is_text(fields[place]) ? fields[place].substr(0, 60) : "");
        seen.call.clear();
    } else if (event->what == Happened::noted || event->what == Happened::restarted) {
        seen.call.clear();
    } else if (seen.call.empty()) {
        return aside("an event of a call names no call", event->name);
    } else {
        seen.wait = length(parameters, event->wait, seconds{1});
        seen.talk = length(parameters, event->talk, seconds{1});
        seen.ring = length(parameters, event->ring_ms, milliseconds{1}).or_else([&] {
            return length(parameters, event->ring_s, seconds{1});
        });
        seen.cause = event->cause;
    }
    // Who called is personal: it goes to the vault, and no key is made of it.
    std::string_view said = text;
    if (event && event->what == Happened::entered && parameters.size() > 1) {
        if (is_text(parameters[1])) seen.caller = parameters[1];
        said = text.substr(0, static_cast<std::size_t>(parameters[1].data() - text.data()));
    }
    seen.key = repetitions_.key_of(*at, said);
    findings_.observe(std::move(seen));
}

}  // namespace markaz::imports
