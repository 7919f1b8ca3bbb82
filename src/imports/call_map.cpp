#include "imports/call_map.hpp"

#include <algorithm>
#include <charconv>

#include "base/described.hpp"
#include "base/digest.hpp"
#include "procedure/fields.hpp"

namespace markaz::imports {

using namespace std::chrono;
using procedure::Entry;
using procedure::Fields;
using procedure::Node;

namespace {

constexpr std::string_view every_specifier = "%Y %y %m %d %H %M %S";

metrics::Calendar utc() { return metrics::Calendar::of("UTC", Monday).value(); }

/// Reads one map. What is wrong is gathered, so that all of it is told at once.
class MapReader {
public:
    MapReader(std::string_view text, const std::string& path) : findings_(path), root_(procedure::read_yaml(text, 1, findings_)) {}

    std::expected<CallMap, std::vector<Problem>> read() {
        CallMap map{.source = {},
                    .zone = utc(),
                    .separator = ',',
                    .key = {},
                    .started = {},
                    .answered = {},
                    .ended = {},
                    .menu = {},
                    .wait = {},
                    .ring = {},
                    .talk = {},
                    .hold = {},
                    .wrap_up = {},
                    .queue = {},
                    .agent = {},
                    .caller = {},
                    .outcome_column = {},
                    .outcomes = {},
                    .leave_out = {}};
        if (findings_.empty()) read_fields(map);
        if (findings_.empty()) return map;
        std::vector<Problem> problems;
        for (const procedure::Finding& finding : findings_.take()) problems.push_back(finding.problem());
        return std::unexpected(std::move(problems));
    }

private:
    void read_fields(CallMap& map) {
        const Fields fields(root_, "the map",
                            {"source", "timezone", "separator", "key", "started", "answered", "ended", "menu", "wait", "ring", "talk",
                             "hold", "wrap_up", "queue", "agent", "caller", "outcome", "leave_out"},
                            findings_);
        if (const Entry* field = fields.require("source", "source: old-exchange"))
            if (const auto name = procedure::as_key(*field, findings_)) map.source = name->text();
        if (const Entry* field = fields.find("timezone")) read_zone(*field, map);
        if (const Entry* field = fields.find("separator")) map.separator = read_separator(*field);
        if (const Entry* field = fields.find("key")) map.key = procedure::as_texts(*field, findings_).value_or(std::vector<std::string>{});
        if (const Entry* field = fields.require("started", "started: {columns: [date, time], format: \"%Y-%m-%d %H:%M:%S\"}"))
            map.started = read_instant(*field);
        if (const Entry* field = fields.find("answered")) map.answered = read_instant(*field);
        if (const Entry* field = fields.find("ended")) map.ended = read_instant(*field);
        for (const auto& [name, length] : {std::pair{"menu", &map.menu},
                                           {"wait", &map.wait},
                                           {"ring", &map.ring},
                                           {"talk", &map.talk},
                                           {"hold", &map.hold},
                                           {"wrap_up", &map.wrap_up}})
            if (const Entry* field = fields.find(name)) *length = read_length(*field);
        if (const Entry* field = fields.require("queue", "queue: {column: service}, or queue: {always: cards}"))
            map.queue = read_name(*field);
        if (const Entry* field = fields.find("agent")) map.agent = read_name(*field);
        if (const Entry* field = fields.find("caller")) map.caller = read_name(*field);
        if (const Entry* field = fields.find("outcome")) read_outcome(*field, map);
        if (const Entry* field = fields.find("leave_out")) read_leave_out(*field, map);
    }

    void wrong(const Node& at, std::string what, std::string right) {
        findings_.add("wrong-value", at.place, std::move(what), std::move(right));
    }
    std::string text(const Entry* field) { return field ? procedure::as_text(*field, findings_).value_or(std::string{}) : std::string{}; }
    std::vector<std::string> texts(const Entry* field) {
        return field ? procedure::as_texts(*field, findings_).value_or(std::vector<std::string>{}) : std::vector<std::string>{};
    }

    void read_zone(const Entry& field, CallMap& map) {
        const std::string name = text(&field);
        if (name.empty()) return;
        auto zone = metrics::Calendar::of(name, Monday);
        if (zone) map.zone = *zone;
        else wrong(field.value, zone.error().what, zone.error().right);
    }

    char read_separator(const Entry& field) {
        if (field.value.kind == Node::Kind::text) {
            const std::string& written = field.value.text;
            if (written == "tab") return '\t';
            if (written.size() == 1 && std::string_view(",;|\t").contains(written.front())) return written.front();
        }
        wrong(field.value, "\"separator\" is no separator", "it is \",\" \";\" \"|\" or tab");
        return ',';
    }

    InstantColumns read_instant(const Entry& field) {
        if (field.value.kind == Node::Kind::text) return {{field.value.text}, "iso8601"};
        const Fields fields(field.value, procedure::quoted(field.name), {"column", "columns", "format"}, findings_);
        InstantColumns read;
        if (const Entry* one = fields.find("column")) read.columns = {text(one)};
        else read.columns = texts(fields.require("columns", "columns: [date, time]"));
        const Entry* format = fields.find("format");
        read.format = format ? text(format) : "iso8601";
        if (format && read.format != "iso8601" && read.format != "epoch" && !sound(read.format))
            wrong(format->value, "the format " + procedure::quoted(read.format) + " cannot be read",
                  "iso8601, epoch, or one made of " + std::string(every_specifier) + " that has year, month, day and hour");
        return read;
    }

    static bool sound(std::string_view format) {
        std::string seen;
        for (std::size_t at = 0; at < format.size(); ++at) {
            if (format[at] != '%') continue;
            if (++at == format.size() || !std::string_view("YymdHMS").contains(format[at])) return false;
            seen += format[at];
        }
        return (seen.contains('Y') || seen.contains('y')) && seen.contains('m') && seen.contains('d') && seen.contains('H');
    }

    std::optional<LengthColumn> read_length(const Entry& field) {
        if (field.value.kind == Node::Kind::text) return LengthColumn{field.value.text, LengthUnit::s};
        const Fields fields(field.value, procedure::quoted(field.name), {"column", "unit"}, findings_);
        LengthColumn read;
        read.column = text(fields.require("column", "column: talk_seconds"));
        if (const Entry* field_unit = fields.find("unit")) {
            const auto unit = enum_from<LengthUnit>(text(field_unit));
            if (unit) read.unit = *unit;
            else wrong(field_unit->value, "this is no unit", "s, ms, min or clock (1:02:03)");
        }
        return read;
    }

    NameColumn read_name(const Entry& field) {
        NameColumn read;
        if (field.value.kind == Node::Kind::text) {
            read.column = field.value.text;
            return read;
        }
        const Fields fields(field.value, procedure::quoted(field.name), {"column", "always", "names", "none"}, findings_);
        read.column = text(fields.find("column"));
        read.always = text(fields.find("always"));
        read.none = texts(fields.find("none"));
        if (fields.is_map() && read.column.empty() == read.always.empty())
            wrong(field.value, procedure::quoted(field.name) + " needs a column, or one name for all", "column: service, or always: cards");
        if (const Entry* names = fields.find("names")) {
            if (names->value.kind != Node::Kind::map)
                wrong(names->value, "\"names\" is " + std::string(names->value.kind_text()), "a map such as {PS: regular}");
            for (const Entry& each : names->value.entries) read.names[each.name] = text(&each);
        }
        return read;
    }

    void read_outcome(const Entry& field, CallMap& map) {
        const Fields fields(field.value, "\"outcome\"", {"column", "answered", "abandoned", "overflowed", "blocked"}, findings_);
        map.outcome_column = text(fields.require("column", "column: result"));
        for (std::string_view name : enum_names<CallOutcome>())
            if (const Entry* values = fields.find(name))
                for (const std::string& value : texts(values)) map.outcomes[value] = *enum_from<CallOutcome>(name);
        if (fields.is_map() && map.outcomes.empty())
            wrong(field.value, "no value of the column has a meaning", "answered: [AGENT], abandoned: [HANG]");
    }

    void read_leave_out(const Entry& field, CallMap& map) {
        if (field.value.kind != Node::Kind::list)
            return wrong(field.value, "\"leave_out\" is " + std::string(field.value.kind_text()), "a list of {column: result, is: [TEST]}");
        for (const Node& item : field.value.items) {
            const Fields fields(item, "what is left out", {"column", "is"}, findings_);
            map.leave_out.push_back({text(fields.require("column", "column: result")), texts(fields.require("is", "is: [TEST]"))});
        }
    }

    procedure::Findings findings_;
    Node root_;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// A number of at most `digits` digits at the front, which is taken off.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + std::min(digits, text.size()), value);
    if (error != std::errc{} || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<Instant> formatted(std::string_view text, std::string_view format, const metrics::Calendar& zone) {
    int year_number = 1970, month_number = 1, day_number = 1, hour = 0, minute = 0, second = 0;
    for (std::size_t at = 0; at < format.size(); ++at) {
        if (format[at] != '%') {
            if (text.empty() || text.front() != format[at]) return std::nullopt;
            text.remove_prefix(1);
            continue;
        }
        const char what = format[++at];
        const auto number = take_number(text, what == 'Y' ? 4 : 2);
        if (!number) return std::nullopt;
        switch (what) {
            case 'Y': year_number = *number; break;
            // As POSIX reads two digits: 69 to 99 are of the last century.
            case 'y': year_number = *number + (*number < 69 ? 2000 : 1900); break;
            case 'm': month_number = *number; break;
            case 'd': day_number = *number; break;
            case 'H': hour = *number; break;
            case 'M': minute = *number; break;
            default: second = *number; break;
        }
    }
    const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)}, day{static_cast<unsigned>(day_number)}};
    if (!text.empty() || !date.ok() || hour > 24 || minute > 59 || second > 60) return std::nullopt;
    return zone.instant_of(sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second});
}

std::optional<double> decimal(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// `3:09`, `1:02:03`.
std::optional<Duration> clock_length(std::string_view text) {
    Duration length{0};
    for (int parts = 0;; ++parts) {
        const auto number = take_number(text, 6);
        if (!number || parts == 3) return std::nullopt;
        length = length * 60 + seconds{*number};
        if (text.empty()) return length;
        if (text.front() != ':') return std::nullopt;
        text.remove_prefix(1);
    }
}

/// Of any sign; nothing where the text is none.
std::optional<Duration> length_of(std::string_view text, LengthUnit unit) {
    if (unit == LengthUnit::clock) return clock_length(text);
    const auto value = decimal(text);
    const double second_count = unit == LengthUnit::ms ? 1e-3 : unit == LengthUnit::min ? 60 : 1;
    if (!value || std::abs(*value * second_count) > 1e9) return std::nullopt;
    return duration_cast<Duration>(duration<double>(*value * second_count));
}

}  // namespace

std::expected<CallMap, std::vector<Problem>> read_call_map(std::string_view text, const std::string& path) {
    return MapReader(text, path).read();
}

// ---- rows -----------------------------------------------------------------------------------------------------------

/// One record with its columns' names. Each reading function returns nothing after it has set the row aside.
struct CallReader::Row {
    const CallReader& reader;
    const Csv::Record& record;
    mutable bool aside = false;

    std::string_view at(std::string_view column) const {
        const std::size_t place = reader.columns_.find(column)->second;
        return place < record.fields.size() ? trimmed(record.fields[place]) : std::string_view{};
    }

    void set_aside(std::string_view reason, std::string_view detail) const {
        if (!aside) reader.findings_.set_aside(record.line, reason, detail.substr(0, 60), record.text);
        aside = true;
    }
    void note(std::string_view reason, std::string_view detail) const { reader.findings_.note(record.line, reason, detail.substr(0, 60)); }

    std::optional<Instant> instant(const InstantColumns& columns) const {
        std::string joined;
        for (const std::string& column : columns.columns) joined.append(joined.empty() ? "" : " ") += at(column);
        const std::string text = procedure::with_latin_digits(joined);
        if (text.empty()) return std::nullopt;
        std::optional<Instant> read;
        if (columns.format == "epoch") {
            if (const auto count = decimal(text); count && *count >= 0 && *count < 1e10)
                read = Instant{duration_cast<Duration>(duration<double>(*count))};
        } else if (columns.format == "iso8601") {
            if (const auto parsed = parse_instant(text)) read = *parsed;
            else read = formatted(text, text.contains('T') ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", reader.map_.zone);
        } else {
            read = formatted(text, columns.format, reader.map_.zone);
        }
        if (read && sensible(*read)) return read;
        set_aside("the time is none", text);
        return std::nullopt;
    }

    std::optional<Duration> length(const std::optional<LengthColumn>& column) const {
        if (!column) return std::nullopt;
        const std::string text = procedure::with_latin_digits(at(column->column));
        if (text.empty()) return std::nullopt;
        const auto read = length_of(text, column->unit);
        if (!read || *read > longest_length) {
            set_aside("the length is none", column->column + " " + text);
            return std::nullopt;
        }
        if (*read >= Duration{0}) return read;
        note("a length is negative and counts as 0", column->column + " " + text);
        return Duration{0};
    }

    std::string name(const NameColumn& column) const {
        if (column.column.empty()) return column.always;
        const std::string text(at(column.column));
        if (std::ranges::find(column.none, text) != column.none.end()) return {};
        const auto known = column.names.find(text);
        return known == column.names.end() ? text : known->second;
    }
};

void CallReader::take(std::string_view piece) {
    csv_.add(piece, [this](const Csv::Record& record) { read(record); });
}

void CallReader::finish() {
    csv_.finish([this](const Csv::Record& record) { read(record); });
}

void CallReader::read(const Csv::Record& record) {
    if (wrong_heading_) return;
    if (columns_.empty()) return read_heading(record);
    const auto aside = [&](std::string_view reason, std::string_view detail) {
        findings_.set_aside(record.line, reason, detail, record.text);
    };
    if (!record.wrong.empty()) return aside(record.wrong, "");
    if (record.fields.size() != columns_.size())
        return aside("it does not have as many fields as the heading", std::to_string(record.fields.size()));
    if (!is_text(record.text)) return aside("it is not UTF-8", "");
    const Row row{*this, record};
    for (const LeaveOut& each : map_.leave_out)
        if (std::ranges::find(each.values, row.at(each.column)) != each.values.end()) {
            ++left_out_;
            return;
        }
    read_row(row);
}

/// Every column that the map names must be there.
void CallReader::read_heading(const Csv::Record& record) {
    for (std::size_t place = 0; place < record.fields.size(); ++place) columns_.emplace(trimmed(record.fields[place]), place);
    std::vector<std::string> wanted = map_.key;
    const auto add = [&](const auto& column) {
        if (column && !column->column.empty()) wanted.push_back(column->column);
    };
    for (const InstantColumns* each : {&map_.started, map_.answered ? &*map_.answered : nullptr, map_.ended ? &*map_.ended : nullptr})
        if (each) wanted.insert(wanted.end(), each->columns.begin(), each->columns.end());
    for (const auto* each : {&map_.menu, &map_.wait, &map_.ring, &map_.talk, &map_.hold, &map_.wrap_up}) add(*each);
    add(std::optional(map_.queue));
    add(map_.agent);
    add(map_.caller);
    if (!map_.outcome_column.empty()) wanted.push_back(map_.outcome_column);
    for (const LeaveOut& each : map_.leave_out) wanted.push_back(each.column);
    const std::string first = "line " + std::to_string(record.line);
    if (columns_.size() != record.fields.size() || !record.wrong.empty())
        wrong_heading_ = Problem{first, "this is no heading", "the first line names each column once"};
    for (const std::string& column : wanted)
        if (!wrong_heading_ && !columns_.contains(column))
            wrong_heading_ =
                Problem{first, "there is no column " + procedure::quoted(column), "name the columns in the map as they stand here"};
}

void CallReader::read_row(const Row& row) {
    Observation begin;
    begin.line = row.record.line;
    const auto started = row.instant(map_.started);
    const auto answered_at = map_.answered ? row.instant(*map_.answered) : std::nullopt;
    const auto ended_at = map_.ended ? row.instant(*map_.ended) : std::nullopt;
    const auto menu = row.length(map_.menu), wait = row.length(map_.wait), ring = row.length(map_.ring), talk = row.length(map_.talk),
               hold = row.length(map_.hold), wrap_up = row.length(map_.wrap_up);
    const std::string agent = map_.agent ? row.name(*map_.agent) : std::string{};
    CallOutcome outcome = answered_at || !agent.empty() || talk.value_or(Duration{0}) > Duration{0} ? CallOutcome::answered
                                                                                                     : CallOutcome::abandoned;
    if (!map_.outcome_column.empty()) {
        const auto known = map_.outcomes.find(std::string(row.at(map_.outcome_column)));
        if (known == map_.outcomes.end()) return row.set_aside("the outcome is not in the map", row.at(map_.outcome_column));
        outcome = known->second;
    }
    if (!started) row.set_aside("the time is none", "");
    begin.queue = row.name(map_.queue);
    if (begin.queue.empty()) row.set_aside("it names no queue", "");
    if (row.aside) return;

    begin.at = *started;
    begin.what = Happened::entered;
    if (map_.caller) begin.caller = row.name(*map_.caller);
    std::string said;
    for (const std::string& column : map_.key) said.append(said.empty() ? "" : "|").append(row.at(column));
    begin.key = map_.key.empty() ? repetitions_.key_of(begin.at, row.record.text) : Digest{}.add(said).value();
    begin.call = map_.key.empty() ? std::to_string(begin.at.time_since_epoch().count()) + "." + std::to_string(begin.key) : said;

    Observation end = begin;
    const auto between = [&](std::optional<Instant> from, std::optional<Instant> to) -> std::optional<Duration> {
        if (!from || !to) return std::nullopt;
        if (*to < *from) row.note("the clock went back inside of a call", "");
        return std::max(*to - *from, Duration{0});
    };
    const bool answered = outcome == CallOutcome::answered;
    end.wait = wait.or_else([&] { return between(started, answered ? answered_at : ended_at); }).value_or(Duration{0});
    end.at = begin.at + *end.wait;
    end.key = Digest{}.add(begin.key).add(Happened::connected).value();
    end.agent = agent;
    end.ring = ring;
    if (menu && *menu > Duration{0}) {
        Observation arrived = begin;
        arrived.what = Happened::arrived;
        arrived.at -= *menu;
        arrived.key = Digest{}.add(begin.key).add(Happened::arrived).value();
        arrived.queue = arrived.caller = {};
        findings_.observe(std::move(arrived));
    }
    findings_.observe(begin);
    if (!answered) {
        end.what = outcome == CallOutcome::abandoned    ? Happened::abandoned
                   : outcome == CallOutcome::overflowed ? Happened::overflowed
                                                        : Happened::blocked;
        end.cause = outcome == CallOutcome::abandoned ? contact::VisitCause::hung_up
                    : outcome == CallOutcome::blocked ? contact::VisitCause::full
                                                      : contact::VisitCause::none;
        return findings_.observe(std::move(end));
    }
    if (map_.agent && agent.empty()) row.note("answered, but by no agent", "");
    end.what = Happened::connected;
    findings_.observe(end);
    end.what = Happened::completed;
    end.key = Digest{}.add(begin.key).add(Happened::completed).value();
    end.hold = hold.value_or(Duration{0});
    end.wrap_up = wrap_up.value_or(Duration{0});
    end.talk = talk.or_else([&] { return between(answered_at, ended_at); }).value_or(Duration{0});
    end.at += *end.talk + *end.hold + *end.wrap_up;
    findings_.observe(std::move(end));
}

}  // namespace markaz::imports
