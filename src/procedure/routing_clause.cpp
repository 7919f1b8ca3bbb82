#include "procedure/routing_clause.hpp"

#include <algorithm>

#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

constexpr Duration none{0};
constexpr Duration shortest_ring = std::chrono::seconds{1};
constexpr Duration longest_length = std::chrono::days{1};
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

ReadQueue read_queue(const Entry& entry, Key id, Language source, Findings& findings) {
    const std::string owner = "the queue " + quoted(entry.name);
    const Fields fields(entry.value, owner,
                        {"title", "skills", "relax", "priority", "ring", "wrap_up", "capacity", "answer_within", "goal", "abandoned_short",
                         "music", "record"},
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
    length("priority", none, policy.priority);
    length("ring", shortest_ring, policy.ring);
    length("wrap_up", none, policy.wrap_up);
    length("answer_within", none, policy.answer_within);
    length("abandoned_short", none, policy.abandoned_short);
    if (const Entry* capacity = fields.find("capacity")) policy.capacity = as_number(*capacity, 0, largest_capacity, findings).value_or(0);
    if (const Entry* music = fields.find("music")) policy.music = as_truth(*music, findings).value_or(policy.music);
    if (const Entry* record = fields.find("record")) policy.record = as_truth(*record, findings).value_or(policy.record);
    if (const Entry* goal = fields.find("goal")) policy.goal_percent = as_percent(*goal, findings).value_or(policy.goal_percent);
    return queue;
}

}  // namespace

std::vector<ReadQueue> read_routing(const Node& body, Language source, Findings& findings) {
    std::vector<ReadQueue> queues;
    const Fields clause(body, "the routing", {"queues"}, findings);
    const Entry* field = clause.require("queues", "queues: {cards: {title: \"Cards\", skills: {cards: 1}}}");
    if (!field) return queues;
    if (field->value.kind != Node::Kind::map) {
        findings.add("wrong-type", field->value.place, "the queues are " + std::string(field->value.kind_text()),
                     "they are a map from a queue's name to its rules");
        return queues;
    }
    for (const Entry* entry : unique_entries(field->value, "queue-twice", "the queue", "is defined twice",
                                             "a queue is defined once in the whole manual", findings))
        if (const auto id = name_as_key(*entry, "a queue", findings)) queues.push_back(read_queue(*entry, *id, source, findings));
    return queues;
}

}  // namespace markaz::procedure
