#include "procedure/routing_clause.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "procedure/clauses.hpp"
#include "procedure/prose.hpp"
#include "procedure/translation.hpp"

namespace markaz::procedure {

namespace {

/// `mon`, or `mon-fri`, as days from Monday.
std::optional<std::pair<std::uint32_t, std::uint32_t>> days_of(std::string_view text) {
    constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto one = [&](std::string_view name) -> std::optional<std::uint32_t> {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) return std::nullopt;
        return static_cast<std::uint32_t>(found - names.begin());
    };
    const std::size_t dash = text.find('-');
    const auto first = one(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : one(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return std::pair(*first, *last);
}

/// `08:30`, or `24:00`, as a minute of the day.
std::optional<std::uint32_t> minute_of(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
    const auto number = [&](std::size_t at) { return static_cast<std::uint32_t>((text[at] - '0') * 10 + text[at + 1] - '0'); };
    const std::uint32_t hour = number(0), minute = number(3);
    if (hour > 24 || minute > 59 || (hour == 24 && minute != 0)) return std::nullopt;
    return hour * 60 + minute;
}

/// One line of the week: the days by name, the hours as `08:00-17:00`, or several of them. Hours that end before they begin
/// end on the day after.
bool read_open(const Entry& entry, std::vector<routing::OpenHours>& hours, Findings& findings) {
    constexpr std::uint32_t day = 24 * 60, week = 7 * day;
    const auto days = days_of(entry.name);
    const auto spans = as_texts(entry, findings);
    bool read = days && spans;
    for (const std::string& span : spans.value_or(std::vector<std::string>{})) {
        const std::string latin = with_latin_digits(span);
        const std::size_t dash = latin.find('-');
        const auto from = minute_of(std::string_view(latin).substr(0, dash));
        const auto until = dash == std::string::npos ? std::nullopt : minute_of(std::string_view(latin).substr(dash + 1));
        if (!days || !from || !until || *from == *until) {
            read = false;
            break;
        }
        for (std::uint32_t each = days->first; each <= days->second; ++each) {
            const std::uint32_t begin = each * day + *from, end = each * day + *until + (*until < *from ? day : 0);
            hours.push_back({begin, std::min(end, week)});
            if (end > week) hours.push_back({0, end - week});
        }
    }
    if (!read)
        findings.add("wrong-value", entry.place, quoted(entry.name) + " is no line of opening hours",
                     "days and hours by the site's clocks, such as mon-fri: 08:00-17:00");
    return read;
}

std::vector<people::Skill> skills_of(const WrittenSkills& written) {
    std::vector<people::Skill> skills;
    for (const auto& [name, level] : written.items) skills.push_back({name.key, static_cast<std::uint8_t>(level)});
    std::ranges::sort(skills, {}, &people::Skill::name);
    return skills;
}

/// The queues of one clause, from what was written to what the machine runs.
class RoutingReader {
public:
    RoutingReader(const WrittenRouting& written, Language source, Findings& findings)
        : written_(written), source_(source), findings_(findings) {}

    std::vector<ReadQueue> read() {
        std::vector<ReadQueue> queues;
        for (const auto& [name, written] : written_.queues.items) {
            owner_ = "the queue " + quoted(name.key.text());
            ReadQueue& queue = queues.emplace_back();
            queue.place = name.place;
            queue.policy.id = name.key;
            queue.title[source_] = written.title.text;
            take_stages(written, queue.policy.stages);
            take_lengths(written, queue.policy);
            take_ways(written, queue);
            if (written.goal) queue.policy.goal_percent = written.goal->percent;
            queue.names_goal = written.goal.has_value();
            if (written.site) queue.policy.hours = hours_at(*written.site);
        }
        return queues;
    }

private:
    /// The first stage, and those after it, in which fewer skills suffice.
    void take_stages(const WrittenPolicy& written, std::vector<routing::Stage>& stages) {
        stages.push_back({no_time, skills_of(written.skills)});
        if (!written.relax) return;
        for (const WrittenStage& stage : *written.relax) {
            if (stage.after.place.line > 1 && stage.after.value <= stages.back().after)
                findings_.add("wrong-value", stage.after.place,
                              "\"after\" is " + quoted(duration_text(stage.after.value)) + ", not later than the stage before",
                              "each stage comes later than the one before, counted from the start of the visit");
            stages.push_back({stage.after.value, skills_of(stage.skills)});
        }
    }
    static void take_lengths(const WrittenPolicy& written, routing::QueuePolicy& policy) {
        policy.rule = written.rule.value;
        policy.prefer = written.prefer.value;
        policy.rejoin = written.rejoin.value;
        policy.priority = written.priority.value;
        policy.ring = written.ring.value;
        policy.wrap_up = written.wrap_up.value;
        policy.outcome_required = written.outcome_required.value;
        policy.capacity = written.capacity.value;
        policy.refuse_when_nobody = written.refuse_when_nobody.value;
        policy.answer_within = written.answer_within.value;
        policy.abandoned_short = written.abandoned_short.value;
        policy.music = written.music.value;
        policy.record = written.record.value;
        policy.keep_recordings = written.keep_recordings.value_or(policy.keep_recordings);
    }
    /// Where contacts go that are not served here, and what those who wait are told.
    void take_ways(const WrittenPolicy& written, ReadQueue& queue) {
        const std::vector<WrittenOverflow> nowhere;
        for (const WrittenOverflow& each : written.overflow ? *written.overflow : nowhere) {
            if (each.after.has_value() + each.position.has_value() + each.expected.has_value() != 1)
                findings_.add("wrong-value", each.place, "an overflow of " + owner_ + " does not name exactly one limit",
                              "after: a wait, position: a place in the queue, or expected: an expected wait");
            queue.policy.overflow.push_back(
                {each.to.key, each.after.value_or(no_time), each.position.value_or(0), each.expected.value_or(no_time)});
            lead(queue, each.to);
        }
        if (written.allocation) take_allocation(*written.allocation, queue);
        if (const auto& callback = written.callback)
            queue.policy.callback = {callback->offer.value, callback->ring.value, callback->tries.value, callback->pause.value,
                                     callback->most.value};
        if (written.announce) take_announcements(*written.announce, queue);
    }
    void take_announcements(const WrittenAnnouncements& written, ReadQueue& queue) {
        if (written.messages) take_messages(*written.messages, queue);
        const bool sentences = written.position.value || written.expected_wait.value;
        queue.policy.announce = {written.first, written.every.value_or(no_time), written.position.value, written.expected_wait.value,
                                 static_cast<std::uint32_t>(queue.messages.size())};
        if (!sentences && queue.messages.empty())
            findings_.add("wrong-value", written.place, "the announcements of " + owner_ + " tell nothing",
                          "position: true, expected_wait: true, messages, or several of them");
        // Without `every` there is one announcement: place and wait, or else the first message.
        if (!written.every && queue.messages.size() > (sentences ? 0u : 1u))
            findings_.add("wrong-value", written.messages->place, "nobody hears all messages of " + owner_ + ", which announces once",
                          "write how often it does, such as `every: 1m`");
    }
    void take_messages(const Named<WrittenQueueMessage>& written, ReadQueue& queue) {
        for (const auto& [name, message] : written.items) {
            ReadQueue::Message& read = queue.messages.emplace_back(name.key, Line{});
            read.text.read[source_] = message.text.text;
            if (message.spoken) read.text.spoken[source_] = message.spoken->text;
            check_sentences(message.text.text, Sentences::of_message, name.key.text(), message.text.place, findings_);
            if (const auto shown = placeholders_in(message.text.text); !shown.empty())
                findings_.add("placeholder-spoken", message.text.place, "what a caller hears cannot show {" + shown.front() + '}',
                              "callers' texts are spoken once for all: leave it out");
        }
    }
    void take_allocation(const Named<Percent>& shares, ReadQueue& queue) {
        std::uint32_t sum = 0;
        for (const auto& [name, share] : shares.items) {
            sum += share.percent;
            queue.policy.allocation.push_back({name.key, share.percent});
            lead(queue, name);
        }
        if (sum != 100)
            findings_.add("wrong-value", shares.place, "the shares of " + owner_ + " add up to " + std::to_string(sum) + "%",
                          "all shares together are 100%");
    }
    static void lead(ReadQueue& queue, const WrittenKey& other) {
        if (!other.key.empty()) queue.others.push_back({other.key, other.place});
    }
    static routing::Hours hours_of(const WrittenSite& written) {
        routing::Hours hours{written.zone.text, {}, {}};
        if (written.open) hours.week = written.open->hours;
        if (written.closed) hours.closed_days = *written.closed;
        std::ranges::sort(hours.closed_days);
        return hours;
    }
    routing::Hours hours_at(const WrittenKey& site) {
        std::vector<std::string_view> names;
        if (written_.sites)
            for (const auto& [name, written] : written_.sites->items) {
                if (name.key == site.key) return hours_of(written);
                names.push_back(name.key.text());
            }
        findings_.add("unknown-site", site.place, owner_ + " belongs to " + quoted(site.key.text()) + ", which is no site of this clause",
                      names.empty() ? "name it under \"sites\"" : suggestion(site.key.text(), names));
        return {};
    }

    const WrittenRouting& written_;
    Language source_;
    Findings& findings_;
    std::string owner_;  ///< the queue at which the reader is, in messages
};

}  // namespace

bool ClauseReader::scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenWeek& to) {
    if (entry.value.kind != Node::Kind::map) return wrong_map(entry, what, owner, "a map");
    bool good = true;
    for (const Entry* line : unique_entries(entry.value, "field-twice", "the days", "stand twice", "keep one of the two", findings_))
        good = read_open(*line, to.hours, findings_) && good;
    return good;
}

std::vector<ReadQueue> read_routing(const Node& body, Language source, Findings& findings) {
    const auto written = ClauseReader(findings).read<WrittenRouting>(body, "the routing");
    return RoutingReader(written, source, findings).read();
}

}  // namespace markaz::procedure
