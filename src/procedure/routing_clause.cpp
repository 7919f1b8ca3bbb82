#include "procedure/routing_clause.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/described.hpp"
#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

constexpr Duration none{0};
constexpr Duration shortest_ring = std::chrono::seconds{1};
constexpr Duration longest_length = std::chrono::days{1}, longest_kept = std::chrono::days{36'525};
constexpr std::uint32_t highest_level = 9;  // people::Skill
constexpr std::uint32_t largest_capacity = 100'000;

std::vector<people::Skill> read_skills(const Entry& field, const std::string& owner, Findings& findings) {
    std::vector<people::Skill> skills;
    if (field.value.kind != Node::Kind::map) {
        findings.add("wrong-type", field.value.place, "the skills of " + owner + " are " + std::string(field.value.kind_text()),
                     "they are a map from a skill to its least level, such as {cards: 3}; {} if anybody may serve");
        return skills;
    }
    for (const Entry* entry :
         unique_entries(field.value, "field-twice", "the skill", "stands twice in " + owner, "keep one of the two", findings)) {
        const auto name = name_as_key(*entry, "a skill", findings);
        const auto level = as_number(*entry, 1, highest_level, findings);
        if (name && level) skills.push_back({*name, static_cast<std::uint8_t>(*level)});
    }
    std::ranges::sort(skills, {}, &people::Skill::name);
    return skills;
}

/// The stages after the first, in which fewer skills suffice.
void read_relaxations(const Entry& field, const std::string& owner, std::vector<routing::Stage>& stages, Findings& findings) {
    if (field.value.kind != Node::Kind::list) {
        findings.add("wrong-type", field.value.place, "\"relax\" of " + owner + " is " + std::string(field.value.kind_text()),
                     "it is a list, such as [{after: 30s, skills: {cards: 1}}]");
        return;
    }
    for (const Node& item : field.value.items) {
        const Fields fields(item, "the relaxation of " + owner, {"after", "skills"}, findings);
        routing::Stage stage;
        if (const Entry* after = fields.require("after", "after: 30s")) {
            stage.after = as_duration(*after, shortest_ring, longest_length, findings).value_or(stages.back().after + shortest_ring);
            if (stage.after <= stages.back().after)
                findings.add("wrong-value", after->value.place,
                             "\"after\" is " + quoted(after->value.text) + ", not later than the stage before",
                             "each stage comes later than the one before, counted from the start of the visit");
        }
        if (const Entry* skills = fields.require("skills", "skills: {cards: 1}")) stage.skills = read_skills(*skills, owner, findings);
        stages.push_back(std::move(stage));
    }
}

constexpr std::uint32_t furthest_position = 10'000;
constexpr std::size_t most_lines = 1'000;  // of one list in the clause

template <DescribedEnum E>
std::optional<E> as_one_of(const Entry& field, Findings& findings) {
    const auto found = field.value.kind == Node::Kind::text ? enum_from<E>(field.value.text) : std::nullopt;
    if (found) return found;
    std::string known;
    for (std::string_view name : enum_names<E>()) known.append(known.empty() ? "" : ", ") += name;
    findings.add("wrong-value", field.value.place, quoted(field.name) + " is " + quoted(field.value.text), "it is one of " + known);
    return std::nullopt;
}

/// The items of a list; a finding and none where it is something else.
std::vector<const Node*> items_of(const Entry& field, std::string_view such_as, Findings& findings) {
    std::vector<const Node*> items;
    if (field.value.kind != Node::Kind::list || field.value.items.size() > most_lines) {
        findings.add("wrong-type", field.value.place, quoted(field.name) + " is " + std::string(field.value.kind_text()),
                     "it is a list, such as " + std::string(such_as));
        return items;
    }
    for (const Node& item : field.value.items) items.push_back(&item);
    return items;
}

/// Ways on to other queues; each names exactly one limit.
void read_overflow(const Entry& field, const std::string& owner, ReadQueue& queue, Findings& findings) {
    for (const Node* item : items_of(field, "[{to: general, after: 60s}]", findings)) {
        const Fields fields(*item, "the overflow of " + owner, {"to", "after", "position", "expected"}, findings);
        if (!fields.is_map()) continue;
        routing::Overflow overflow;
        if (const Entry* to = fields.require("to", "to: general"))
            if (const auto key = as_key(*to, findings)) {
                overflow.to = *key;
                queue.others.push_back({*key, to->value.place});
            }
        const Entry* after = fields.find("after");
        const Entry* position = fields.find("position");
        const Entry* expected = fields.find("expected");
        if (after) overflow.after = as_duration(*after, shortest_ring, longest_length, findings).value_or(shortest_ring);
        if (position) overflow.position = as_number(*position, 2, furthest_position, findings).value_or(2);
        if (expected) overflow.expected = as_duration(*expected, shortest_ring, longest_length, findings).value_or(shortest_ring);
        if ((after != nullptr) + (position != nullptr) + (expected != nullptr) != 1)
            findings.add("wrong-value", item->place, "an overflow of " + owner + " does not name exactly one limit",
                         "after: a wait, position: a place in the queue, or expected: an expected wait");
        queue.policy.overflow.push_back(overflow);
    }
}

void read_allocation(const Entry& field, const std::string& owner, ReadQueue& queue, Findings& findings) {
    if (field.value.kind != Node::Kind::map) {
        findings.add("wrong-type", field.value.place, quoted(field.name) + " of " + owner + " is " + std::string(field.value.kind_text()),
                     "it is a map from queues to shares, such as {jakarta: 60%, surabaya: 40%}");
        return;
    }
    std::uint32_t sum = 0;
    for (const Entry* entry : unique_entries(field.value, "field-twice", "the queue", "stands twice", "keep one of the two", findings)) {
        const auto key = name_as_key(*entry, "a queue", findings);
        const auto percent = as_percent(*entry, findings);
        if (!key || !percent) return;
        sum += *percent;
        queue.policy.allocation.push_back({*key, *percent});
        queue.others.push_back({*key, entry->place});
    }
    if (sum != 100)
        findings.add("wrong-value", field.value.place, "the shares of " + owner + " add up to " + std::to_string(sum) + "%",
                     "all shares together are 100%");
}

void read_announcements(const Entry& field, const std::string& owner, routing::Announcements& announce, Findings& findings) {
    const Fields fields(field.value, "the announcements of " + owner, {"first", "every", "position", "expected_wait"}, findings);
    if (!fields.is_map()) return;
    if (const Entry* first = fields.require("first", "first: 20s"))
        announce.first = as_duration(*first, shortest_ring, longest_length, findings).value_or(shortest_ring);
    if (const Entry* every = fields.find("every"))
        announce.every = as_duration(*every, shortest_ring, longest_length, findings).value_or(shortest_ring);
    if (const Entry* position = fields.find("position")) announce.position = as_truth(*position, findings).value_or(false);
    if (const Entry* expected = fields.find("expected_wait")) announce.expected_wait = as_truth(*expected, findings).value_or(false);
    if (!announce.position && !announce.expected_wait)
        findings.add("wrong-value", field.value.place, "the announcements of " + owner + " tell nothing",
                     "position: true, expected_wait: true, or both");
}

// ---- Hours ----------------------------------------------------------------------------------------------------------

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
void read_open(const Entry& entry, routing::Hours& hours, Findings& findings) {
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
            hours.week.push_back({begin, std::min(end, week)});
            if (end > week) hours.week.push_back({0, end - week});
        }
    }
    if (!read)
        findings.add("wrong-value", entry.place, quoted(entry.name) + " is no line of opening hours",
                     "days and hours by the site's clocks, such as mon-fri: 08:00-17:00");
}

routing::Hours read_site(const Entry& entry, Findings& findings) {
    routing::Hours hours;
    const Fields fields(entry.value, "the site " + quoted(entry.name), {"zone", "open", "closed"}, findings);
    if (!fields.is_map()) return hours;
    if (const Entry* zone = fields.require("zone", "zone: Asia/Jakarta")) hours.zone = as_text(*zone, findings).value_or("");
    if (const Entry* open = fields.find("open")) {
        if (open->value.kind == Node::Kind::map)
            for (const Entry* line : unique_entries(open->value, "field-twice", "the days", "stand twice", "keep one of the two", findings))
                read_open(*line, hours, findings);
        else
            findings.add("wrong-type", open->value.place, "\"open\" is " + std::string(open->value.kind_text()),
                         "it is a map from days to hours, such as {mon-fri: 08:00-17:00}");
    }
    if (const Entry* closed = fields.find("closed"))
        for (const Node* item : items_of(*closed, "[2026-12-25, 2027-01-01]", findings))
            if (const auto date = as_date(Entry{"closed", item->place, *item}, findings))
                hours.closed_days.push_back(std::chrono::local_days{*date});
    std::ranges::sort(hours.closed_days);
    return hours;
}

using Sites = std::map<std::string, routing::Hours, std::less<>>;

Sites read_sites(const Entry& field, Findings& findings) {
    Sites sites;
    if (field.value.kind != Node::Kind::map) {
        findings.add("wrong-type", field.value.place, "the sites are " + std::string(field.value.kind_text()),
                     "they are a map from a site's name to its clocks and hours");
        return sites;
    }
    for (const Entry* entry : unique_entries(field.value, "field-twice", "the site", "stands twice", "keep one of the two", findings))
        sites.emplace(entry->name, read_site(*entry, findings));
    return sites;
}

/// How agents are chosen, and where contacts go that are not served here.
void read_ways(const Fields& fields, const std::string& owner, const Sites& sites, ReadQueue& queue, Findings& findings) {
    routing::QueuePolicy& policy = queue.policy;
    if (const Entry* rule = fields.find("rule")) policy.rule = as_one_of<routing::Rule>(*rule, findings).value_or(policy.rule);
    if (const Entry* overflow = fields.find("overflow")) read_overflow(*overflow, owner, queue, findings);
    if (const Entry* allocation = fields.find("allocation")) read_allocation(*allocation, owner, queue, findings);
    if (const Entry* announce = fields.find("announce")) read_announcements(*announce, owner, policy.announce, findings);
    if (const Entry* nobody = fields.find("refuse_when_nobody"))
        policy.refuse_when_nobody = as_truth(*nobody, findings).value_or(policy.refuse_when_nobody);
    if (const Entry* outcome = fields.find("outcome_required"))
        policy.outcome_required = as_truth(*outcome, findings).value_or(policy.outcome_required);
    const Entry* site = fields.find("site");
    if (!site) return;
    if (const auto known = sites.find(site->value.text); known != sites.end()) {
        policy.hours = known->second;
        return;
    }
    std::vector<std::string_view> names;
    for (const auto& [name, hours] : sites) names.push_back(name);
    findings.add("unknown-site", site->value.place, owner + " belongs to " + quoted(site->value.text) + ", which is no site of this clause",
                 names.empty() ? "name it under \"sites\"" : suggestion(site->value.text, names));
}

ReadQueue read_queue(const Entry& entry, Key id, Language source, const Sites& sites, Findings& findings) {
    const std::string owner = "the queue " + quoted(entry.name);
    const Fields fields(entry.value, owner,
                        {"title", "skills", "relax", "rule", "prefer", "priority", "ring", "wrap_up", "outcome_required", "capacity",
                         "site", "refuse_when_nobody", "overflow", "allocation", "announce", "answer_within", "goal", "abandoned_short",
                         "music", "record", "keep_recordings"},
                        findings);
    ReadQueue queue;
    queue.place = entry.place;
    routing::QueuePolicy& policy = queue.policy;
    policy.id = id;
    if (const Entry* title = fields.require("title", "title: \"Cards\"")) queue.title[source] = as_text(*title, findings).value_or("");
    policy.stages.emplace_back();
    if (const Entry* skills = fields.require("skills", "skills: {cards: 3}"))
        policy.stages.front().skills = read_skills(*skills, owner, findings);
    if (const Entry* relax = fields.find("relax")) read_relaxations(*relax, owner, policy.stages, findings);

    const auto length = [&](std::string_view name, Duration least, Duration& to) {
        if (const Entry* field = fields.find(name)) to = as_duration(*field, least, longest_length, findings).value_or(to);
    };
    length("prefer", none, policy.prefer);
    length("priority", none, policy.priority);
    length("ring", shortest_ring, policy.ring);
    length("wrap_up", none, policy.wrap_up);
    length("answer_within", none, policy.answer_within);
    length("abandoned_short", none, policy.abandoned_short);
    if (const Entry* capacity = fields.find("capacity")) policy.capacity = as_number(*capacity, 0, largest_capacity, findings).value_or(0);
    read_ways(fields, owner, sites, queue, findings);
    if (const Entry* music = fields.find("music")) policy.music = as_truth(*music, findings).value_or(policy.music);
    if (const Entry* record = fields.find("record")) policy.record = as_truth(*record, findings).value_or(policy.record);
    if (const Entry* keep = fields.find("keep_recordings"))
        policy.keep_recordings = as_duration(*keep, shortest_ring, longest_kept, findings).value_or(policy.keep_recordings);
    if (const Entry* goal = fields.find("goal")) {
        policy.goal_percent = as_percent(*goal, findings).value_or(policy.goal_percent);
        queue.goal_place = goal->value.place;
    }
    return queue;
}

}  // namespace

std::vector<ReadQueue> read_routing(const Node& body, Language source, Findings& findings) {
    std::vector<ReadQueue> queues;
    const Fields clause(body, "the routing", {"queues", "sites"}, findings);
    const Entry* named = clause.find("sites");
    const Sites sites = named ? read_sites(*named, findings) : Sites{};
    const Entry* field = clause.require("queues", "queues: {cards: {title: \"Cards\", skills: {cards: 1}}}");
    if (!field) return queues;
    if (field->value.kind != Node::Kind::map) {
        findings.add("wrong-type", field->value.place, "the queues are " + std::string(field->value.kind_text()),
                     "they are a map from a queue's name to its rules");
        return queues;
    }
    for (const Entry* entry : unique_entries(field->value, "queue-twice", "the queue", "is defined twice",
                                             "a queue is defined once in the whole manual", findings))
        if (const auto id = name_as_key(*entry, "a queue", findings)) queues.push_back(read_queue(*entry, *id, source, sites, findings));
    return queues;
}

}  // namespace markaz::procedure
