#include "sim/scenario.hpp"

#include <algorithm>
#include <iterator>

#include "procedure/document.hpp"
#include "procedure/fields.hpp"
#include "procedure/routing_clause.hpp"
#include "procedure/yaml.hpp"
#include "sim/coming_back.hpp"
#include "sim/reading.hpp"
#include "sim/staff.hpp"

namespace markaz::sim {

using procedure::Entry;
using procedure::Fields;
using procedure::Finding;
using procedure::Findings;
using procedure::Node;
using namespace std::chrono;

namespace {

constexpr Duration none{0};
constexpr Duration longest_scenario = days{366};
constexpr Duration shortest_interval = minutes{1};
constexpr std::uint32_t most_agents = 100'000;
constexpr std::uint32_t largest_capacity = 100'000;
/// Of the web form, at once: what people have for whom nothing else is said, and the most that anybody can have.
constexpr std::uint8_t usual_messages = 2, most_messages = 20;
/// Where no routing file sets a limit, nothing that people do is cut short.
constexpr Duration no_limit = days{1};

struct Lengths {
    std::optional<Distribution> patience, handle, wrap_up, ring, written, heard;
};

struct ReadQueue { Key id; std::uint32_t capacity = 0; Lengths lengths; std::optional<Retrials> retrials;
                   std::optional<ReadCallback> callback; std::optional<ReadVoicemail> voicemail; procedure::Place place; };
struct ReadFault { Fault fault; std::vector<Key> groups; procedure::Place place; };
struct ReadGroup {
    Key id;
    std::uint32_t agents = 0;
    std::optional<std::vector<people::Skill>> skills;
    std::optional<std::uint8_t> messages;  ///< at once
    std::vector<Shift> shifts;
    Habits habits;
    Lengths lengths;
    procedure::Place place;
};
struct ReadArrivals {
    Key queue;
    contact::Channel channel = contact::Channel::voice_in;
    Arrivals arrivals;
    Duration priority{0};
    procedure::Place place;
};

/// Reads one scenario. Each function adds what is wrong to the findings and goes on, so that all of it is told at once.
class Reader {
public:
    Reader(std::string_view text, std::filesystem::path file, const HistoryOf& history_of)
        : file_(std::move(file)),
          findings_(file_.string()),
          root_(procedure::read_yaml(text, 1, findings_)),
          reading_{file_.parent_path(), findings_, elsewhere_, history_of} {}

    std::expected<Scenario, std::vector<Problem>> read() {
        if (findings_.empty()) read_fields();
        if (findings_.empty() && elsewhere_.empty()) check_sense();
        if (findings_.empty() && elsewhere_.empty()) return make();
        std::vector<Problem> problems;
        for (const Finding& finding : findings_.take()) problems.push_back(finding.problem());
        problems.insert(problems.end(), elsewhere_.begin(), elsewhere_.end());
        return std::unexpected(std::move(problems));
    }

private:
    void wrong(const Node& at, std::string what, std::string right) {
        findings_.add("wrong-value", at.place, std::move(what), std::move(right));
    }
    void wrong_type(const Entry& field, std::string right) {
        findings_.add("wrong-type", field.value.place, in_quotes(field.name) + " is " + std::string(field.value.kind_text()),
                      std::move(right));
    }

    // ---- Fields of the scenario

    void read_fields() {
        const Fields fields(root_, "the scenario",
                            {"start", "duration", "warm_up", "answer_within", "interval", "queues", "groups", "arrivals", "patience",
                             "handle", "wrap_up", "ring", "written", "heard", "routing", "retrials", "callback", "voicemail", "faults"},
                            findings_);
        if (const Entry* start = fields.require("start", "start: 2026-11-22T08:00:00+03:30")) read_start(*start);
        if (const Entry* field = fields.require("duration", "duration: 8h")) duration_ = length(*field, seconds{1}, longest_scenario);
        if (const Entry* field = fields.find("warm_up")) warm_up_ = length(*field, none, longest_scenario);
        if (const Entry* field = fields.find("interval")) interval_ = length(*field, shortest_interval, longest_scenario);
        if (const Entry* field = fields.find("answer_within")) answer_within_ = length(*field, none, longest_length);
        if (duration_ > none && warm_up_ >= duration_)
            wrong(fields.find("warm_up")->value, "the warm-up is as long as the whole scenario",
                  "it is shorter than `duration`, of which it is the beginning");
        read_lengths(fields, lengths_);
        if (const Entry* field = fields.find("retrials")) retrials_ = read_retrials(*field, Key{}, reading_);
        if (const Entry* field = fields.find("callback")) callback_ = read_callback(*field, reading_);
        if (const Entry* field = fields.find("voicemail")) voicemail_ = read_voicemail(*field, reading_);
        if (const Entry* field = fields.find("routing")) read_routing(*field);
        reading_.each_item(fields.require("queues", "queues: [{id: cards}]"), "a queue", [&](const Node& item) { read_queue(item); });
        reading_.each_item(fields.require("groups", "groups: [{id: day, agents: 12}]"), "a group",
                           [&](const Node& item) { read_group(item); });
        reading_.each_item(fields.require("arrivals", "arrivals: [{queue: cards, per_hour: 60}]"), "a stream of arrivals",
                           [&](const Node& item) { read_arrivals(item); });
        if (const Entry* field = fields.find("faults"))
            reading_.each_item(field, "a fault such as {at: 10:00, for: 15m, trunk_down: true}",
                               [&](const Node& item) { read_fault(item); });
    }

    Duration length(const Entry& field, Duration least, Duration most) { return reading_.length(field, least, most); }
    void read_start(const Entry& field) {
        const auto text = procedure::as_text(field, findings_);
        if (!text) return;
        const std::string latin = procedure::with_latin_digits(*text);
        const auto start = parse_instant(latin);
        if (!start) return wrong(field.value, in_quotes(field.name) + " is " + in_quotes(*text), start.error().right);
        start_ = *start;
        // parse_instant has accepted it: it ends with Z or with ±hh:mm.
        Duration offset{0};
        if (!latin.ends_with('Z')) {
            const std::string_view zone = std::string_view(latin).substr(latin.size() - 6);
            const auto two = [&](std::size_t at) { return (zone[at] - '0') * 10 + (zone[at + 1] - '0'); };
            offset = (hours{two(1)} + minutes{two(4)}) * (zone[0] == '-' ? -1 : 1);
        }
        midnight_ = Instant{floor<days>(start_ + offset)} - offset;
    }

    void read_queue(const Node& item) {
        const Fields fields(item, "the queue",
                            {"id", "capacity", "patience", "handle", "wrap_up", "written", "heard", "retrials", "callback", "voicemail"},
                            findings_);
        ReadQueue queue;
        queue.place = item.place;
        queue.id = id_of(fields, "id: cards", queues_);
        if (const Entry* field = fields.find("capacity"))
            queue.capacity = procedure::as_number(*field, 0, largest_capacity, findings_).value_or(0);
        reading_.queue = queue.id;
        read_lengths(fields, queue.lengths);
        reading_.queue = {};
        if (const Entry* field = fields.find("retrials")) queue.retrials = read_retrials(*field, queue.id, reading_);
        if (const Entry* field = fields.find("callback")) queue.callback = read_callback(*field, reading_);
        if (const Entry* field = fields.find("voicemail")) queue.voicemail = read_voicemail(*field, reading_);
        if (queue.id) queues_.push_back(std::move(queue));
    }

    template <class Known>
    Key id_of(const Fields& fields, std::string_view such_as, const Known& known) {
        const Entry* field = fields.require("id", such_as);
        const Key id = field ? procedure::as_key(*field, findings_).value_or(Key{}) : Key{};
        if (id && std::ranges::any_of(known, [&](const auto& each) { return each.id == id; }))
            wrong(field->value, "the id " + in_quotes(id.text()) + " stands twice", "give each its own");
        return id;
    }

    void read_group(const Node& item) {
        const Fields fields(item, "the group",
                            {"id", "agents", "skills", "messages", "shifts", "breaks", "absent", "handle", "wrap_up", "ring", "written",
                             "heard"},
                            findings_);
        ReadGroup group;
        group.place = item.place;
        group.id = id_of(fields, "id: day", groups_);
        if (const Entry* field = fields.require("agents", "agents: 12"))
            group.agents = procedure::as_number(*field, 1, most_agents, findings_).value_or(0);
        if (const Entry* field = fields.find("skills")) group.skills = read_skills(*field, reading_);
        if (const Entry* field = fields.find("messages"))
            if (const auto most = procedure::as_number(*field, 0, most_messages, findings_))
                group.messages = static_cast<std::uint8_t>(*most);
        if (const Entry* field = fields.find("shifts"))
            reading_.each_item(field, "a shift such as {from: 08:00, to: 16:00}",
                               [&](const Node& each) { group.shifts.push_back(read_shift(each, reading_)); });
        if (const Entry* field = fields.find("breaks")) read_breaks(*field, group.habits, reading_);
        if (const Entry* field = fields.find("absent")) group.habits.absent = reading_.share(*field);
        read_lengths(fields, group.lengths);
        if (group.id) groups_.push_back(std::move(group));
    }

    void read_fault(const Node& item) {
        const Fields fields(item, "the fault", {"at", "for", "agents_drop", "groups", "trunk_down", "network_loss"}, findings_);
        ReadFault read;
        read.place = item.place;
        if (const Entry* at = fields.require("at", "at: 10:00")) {
            read.fault.at = midnight_ + time_of_day(*at, reading_);
            if (read.fault.at < start_) read.fault.at += days{1};
        }
        if (const Entry* lasts = fields.require("for", "for: 15m")) read.fault.length = length(*lasts, seconds{1}, longest_scenario);
        const Entry* drop = fields.find("agents_drop");
        const Entry* down = fields.find("trunk_down");
        const Entry* loss = fields.find("network_loss");
        if (fields.is_map() && (drop != nullptr) + (down != nullptr) + (loss != nullptr) != 1)
            wrong(item, "a fault is one thing", "one of agents_drop: 0.3, trunk_down: true, network_loss: 0.05");
        read.fault.kind = drop ? Fault::Kind::agents_drop : down ? Fault::Kind::trunk_down : Fault::Kind::network_loss;
        if (const Entry* share = drop ? drop : loss) read.fault.share = reading_.share(*share);
        if (down && !procedure::as_truth(*down, findings_).value_or(true)) read.fault.length = none;
        if (const Entry* groups = fields.find("groups"))
            for (const std::string& name : procedure::as_texts(*groups, findings_).value_or(std::vector<std::string>{}))
                read.groups.push_back(Key::from(name).value_or(Key{}));
        faults_.push_back(std::move(read));
    }

    // ---- Arrivals

    void read_arrivals(const Node& item) {
        const Fields fields(item, "the stream of arrivals", {"queue", "channel", "per_hour", "every", "counts", "file", "priority"},
                            findings_);
        ReadArrivals stream;
        stream.place = item.place;
        if (const Entry* field = fields.require("queue", "queue: cards"))
            stream.queue = procedure::as_key(*field, findings_).value_or(Key{});
        if (const Entry* field = fields.find("channel")) stream.channel = reading_.channel(*field);
        if (const Entry* field = fields.find("priority")) stream.priority = length(*field, none, longest_length);
        const Entry* per_hour = fields.find("per_hour");
        const Entry* counts = fields.find("counts");
        const Entry* file = fields.find("file");
        stream.arrivals.anchor = start_;
        if ((per_hour != nullptr) + (counts != nullptr) + (file != nullptr) != 1) {
            if (item.kind == Node::Kind::map)
                findings_.add("missing-field", item.place, "the stream of arrivals does not say how many come",
                              "give one of `per_hour: 60`, `every: 30m` with `counts: [12, 30]`, or `file: arrivals.txt`");
        } else if (per_hour) {
            stream.arrivals.per_hour = {rate(*per_hour, per_hour->value)};
            stream.arrivals.repeats = true;
        } else if (counts) {
            read_counts(fields, *counts, stream.arrivals);
        } else {
            stream.arrivals.recorded = read_recorded(*file);
        }
        if (stream.queue) streams_.push_back(std::move(stream));
    }

    double rate(const Entry& field, const Node& value) {
        constexpr double most = 1e6;
        const auto number = value.kind == Node::Kind::text ? decimal(procedure::with_latin_digits(value.text)) : std::nullopt;
        if (number && *number >= 0 && *number <= most) return *number;
        wrong(value,
              in_quotes(field.name) + " is " + (value.kind == Node::Kind::text ? in_quotes(value.text) : std::string(value.kind_text())),
              "it is a number from 0 to 1000000");
        return 0;
    }

    void read_counts(const Fields& fields, const Entry& counts, Arrivals& arrivals) {
        const Entry* every = fields.require("every", "every: 30m");
        if (!every) return;
        arrivals.every = length(*every, seconds{1}, longest_scenario);
        if (counts.value.kind != Node::Kind::list || counts.value.items.empty())
            return wrong_type(counts, "it is a list of expected numbers, one for each interval from the start on");
        for (const Node& item : counts.value.items) {
            const double count = rate(counts, item);
            if (arrivals.every > none) arrivals.per_hour.push_back(count / duration<double, std::ratio<3600>>(arrivals.every).count());
        }
    }

    std::vector<Instant> read_recorded(const Entry& field) {
        std::vector<Instant> recorded;
        reading_.each_line(field, "an instant such as 2026-11-22T08:00:07+03:30, or a length since the start such as 7s",
                  [&](std::string_view line) {
                      const auto instant = parse_instant(line);
                      const auto after = length_of(line);
                      if (!instant && !after) return false;
                      recorded.push_back(instant ? *instant : start_ + *after);
                      return true;
                  });
        if (!std::ranges::is_sorted(recorded)) std::ranges::sort(recorded);
        return recorded;
    }

    // ---- Lengths of time

    void read_lengths(const Fields& fields, Lengths& lengths) {
        const auto read = [&](std::string_view name, std::optional<Distribution>& to) {
            if (const Entry* field = fields.find(name)) to = reading_.distribution(*field);
        };
        read("patience", lengths.patience);
        read("handle", lengths.handle);
        read("wrap_up", lengths.wrap_up);
        read("ring", lengths.ring);
        read("written", lengths.written);
        read("heard", lengths.heard);
    }

    /// A routing clause: alone in a YAML file, or in a document of a manual.
    void read_routing(const Entry& field) {
        const auto name = procedure::as_text(field, findings_);
        if (!name) return;
        const auto path = file_.parent_path() / *name;
        const auto text = text_of(path);
        if (!text)
            return wrong(field.value, "the file " + in_quotes(path.string()) + " cannot be read",
                         "name a file with a routing clause beside the scenario");
        Findings there(path.string());
        std::vector<procedure::ReadQueue> queues;
        if (path.extension() == ".md") {
            const auto document = procedure::read_document({path.string(), *text}, there);
            if (document)
                for (const procedure::Clause& clause : document->clauses)
                    if (clause.kind == "routing")
                        std::ranges::move(procedure::read_routing(clause.body, Language::en, there), std::back_inserter(queues));
        } else {
            const Node body = procedure::read_yaml(*text, 1, there);
            if (there.empty()) queues = procedure::read_routing(body, Language::en, there);
        }
        if (there.empty() && queues.empty())
            wrong(field.value, "the file " + in_quotes(path.string()) + " has no routing clause",
                  "it holds `queues:`, or is a document with a routing clause");
        for (const Finding& finding : there.take()) elsewhere_.push_back(finding.problem());
        routing_ = path.extension() == ".md" ? routing_clause_of(*text) : *text;
        policies_.emplace();
        for (procedure::ReadQueue& queue : queues) policies_->push_back(std::move(queue.policy));
    }

    // ---- Whether it makes sense together

    bool known_queue(Key id) const {
        return std::ranges::any_of(queues_, [&](const ReadQueue& queue) { return queue.id == id; });
    }

    void check_sense() {
        for (const ReadQueue& queue : queues_) {
            if (policies_ && std::ranges::none_of(*policies_, [&](const auto& policy) { return policy.id == queue.id; }))
                findings_.add("unknown-queue", queue.place, "the queue " + in_quotes(queue.id.text()) + " is not in the routing file",
                              "name a queue that it defines");
        }
        for (const ReadQueue& queue : queues_)
            if (const ReadCallback* callback = callback_of(queue); callback && policy_of(queue).callback.offer == none)
                findings_.add("missing-field", callback->place, "nothing says when the queue " + in_quotes(queue.id.text()) +
                              " offers a callback", "write `offer: 2m` here, or `callback: {offer: 2m}` for the queue in the routing file");
        for (const ReadQueue& queue : queues_)
            if (const ReadVoicemail* voicemail = voicemail_of(queue); voicemail && callback_of(queue))
                findings_.add("wrong-value", voicemail->place, "who waits in the queue " + in_quotes(queue.id.text()) +
                              " is offered both a callback and to leave a message", "one of them is `none` for this queue");
        for (const ReadFault& fault : faults_)
            for (Key name : fault.groups)
                if (std::ranges::find(groups_, name, &ReadGroup::id) == groups_.end())
                    findings_.add("wrong-value", fault.place, "the fault names a group that is not there", "name groups of the scenario");
        for (const ReadArrivals& stream : streams_)
            if (!known_queue(stream.queue))
                findings_.add("unknown-queue", stream.place,
                              "contacts arrive for the queue " + in_quotes(stream.queue.text()) + ", which is not among the queues",
                              "add it to `queues`");
        for (const ReadGroup& group : groups_) {
            for (const people::Skill& skill : group.skills.value_or(std::vector<people::Skill>{}))
                if (!wanted(skill.name))
                    findings_.add("wrong-value", group.place, "no queue wants the skill " + in_quotes(skill.name.text()),
                                  policies_ ? "name a skill of the routing file"
                                            : "without a routing file each queue wants the skill of its own name");
            if (!group.lengths.handle && !lengths_.handle &&
                std::ranges::any_of(queues_, [](const ReadQueue& queue) { return !queue.lengths.handle; }))
                findings_.add("missing-field", root_.place, "nothing says how long conversations last",
                              "write for example `handle: {exponential: 180s}`");
        }
    }

    bool wanted(Key skill) const {
        if (!policies_) return known_queue(skill);
        return std::ranges::any_of(*policies_, [&](const routing::QueuePolicy& policy) {
            return std::ranges::any_of(policy.stages, [&](const routing::Stage& stage) {
                return std::ranges::any_of(stage.skills, [&](const people::Skill& each) { return each.name == skill; });
            });
        });
    }

    // ---- What it is made into

    Scenario make() {
        Scenario scenario;
        auto manual = std::make_shared<procedure::Manual>();
        manual->version = 1;
        for (const ReadQueue& queue : queues_) {
            manual->queues.push_back(policy_of(queue));
            if (callback_of(queue)) manual->flows.push_back(way_to_callback(queue.id));
            else if (voicemail_of(queue)) manual->flows.push_back(way_to_voicemail(queue.id));
        }
        std::ranges::sort(manual->queues, {}, &routing::QueuePolicy::id);
        std::ranges::sort(manual->flows, {}, &procedure::Flow::id);
        scenario.tally.from = start_ + warm_up_;
        scenario.tally.until = start_ + duration_;
        scenario.tally.interval = interval_;
        for (const routing::QueuePolicy& policy : manual->queues)
            scenario.tally.queues.emplace_back(policy.id, metrics::Thresholds{policy.answer_within, policy.abandoned_short});
        scenario.manual = std::move(manual);
        scenario.routing = routing_;

        scenario.population.from = start_;
        scenario.population.until = start_ + duration_;
        for (const ReadQueue& queue : queues_)
            if (queue.lengths.patience) scenario.population.patience.push_back({queue.id, *queue.lengths.patience});
        scenario.population.patience.push_back({Key{}, lengths_.patience.value_or(Distribution{})});
        for (const ReadQueue& queue : queues_)
            if (queue.retrials) scenario.population.retrials.push_back(*queue.retrials);
        if (retrials_) scenario.population.retrials.push_back(*retrials_);
        for (const ReadFault& read : faults_) scenario.population.faults.push_back(fault_of(read));
        for (const ReadArrivals& stream : streams_) {
            CallerKind kind;
            kind.queue = stream.queue;
            kind.channel = stream.channel;
            kind.priority = stream.priority;
            kind.arrivals = stream.arrivals;
            const ReadQueue& queue = *std::ranges::find(queues_, stream.queue, &ReadQueue::id);
            // Whoever writes presses no key.
            if (stream.channel == contact::Channel::voice_in) {
                if (const ReadCallback* callback = callback_of(queue)) callback->put_into(kind);
                else if (const ReadVoicemail* voicemail = voicemail_of(queue)) voicemail->put_into(kind);
            }
            scenario.population.callers.push_back(std::move(kind));
        }
        scenario.tally.channels = channels();
        for (const ReadGroup& group : groups_) add_group(group, scenario);
        return scenario;
    }

    /// How the callers of this queue are called back; null: they are not.
    const ReadCallback* callback_of(const ReadQueue& queue) const {
        const std::optional<ReadCallback>& nearest = queue.callback ? queue.callback : callback_;
        return nearest && nearest->share > 0 ? &*nearest : nullptr;
    }

    /// How those who wait in this queue leave a message; null: they do not.
    const ReadVoicemail* voicemail_of(const ReadQueue& queue) const {
        const std::optional<ReadVoicemail>& nearest = queue.voicemail ? queue.voicemail : voicemail_;
        return nearest && nearest->share > 0 ? &*nearest : nullptr;
    }

    /// By which anything comes, in the order in which they are named.
    std::vector<contact::Channel> channels() const {
        using enum contact::Channel;
        const auto comes = [&](contact::Channel channel) {
            return std::ranges::find(streams_, channel, &ReadArrivals::channel) != streams_.end();
        };
        std::vector<contact::Channel> all;
        if (comes(voice_in)) all.push_back(voice_in);
        if (comes(form)) all.push_back(form);
        if (std::ranges::any_of(queues_, [&](const ReadQueue& queue) { return voicemail_of(queue) != nullptr; })) all.push_back(voicemail);
        return all;
    }

    /// Messages wait while a call is taken, as people have it for whom nothing else is said.
    std::vector<people::Capacity> capacity_of(const ReadGroup& group) const {
        std::vector<people::Capacity> capacity;
        for (const contact::Channel channel : channels()) {
            if (channel == contact::Channel::form) capacity.push_back({channel, group.messages.value_or(usual_messages), true});
            else capacity.push_back({channel, 1, channel == contact::Channel::voicemail});
        }
        return capacity;
    }

    /// A fault of no group is one of all.
    Fault fault_of(const ReadFault& read) const {
        Fault fault = read.fault;
        for (std::uint32_t group = 0; group < groups_.size(); ++group)
            if (read.groups.empty() || std::ranges::find(read.groups, groups_[group].id) != read.groups.end())
                fault.groups.push_back(group);
        return fault;
    }

    routing::QueuePolicy policy_of(const ReadQueue& queue) const {
        routing::QueuePolicy policy;
        if (policies_) {
            policy = *std::ranges::find(*policies_, queue.id, &routing::QueuePolicy::id);
        } else {
            policy.id = queue.id;
            policy.stages = {{none, {{queue.id, 1}}}};
            policy.ring = no_limit;
            policy.wrap_up = wraps_up(queue) ? no_limit : none;
        }
        if (queue.capacity != 0) policy.capacity = queue.capacity;
        if (answer_within_) policy.answer_within = *answer_within_;
        if (const ReadCallback* callback = callback_of(queue)) callback->put_into(policy.callback);
        return policy;
    }

    /// Whether any group does after-contact work for this queue.
    bool wraps_up(const ReadQueue& queue) const {
        return std::ranges::any_of(groups_, [&](const ReadGroup& group) { return !wrap_up_of(group, queue).is_none(); });
    }

    /// The group's own length goes before the queue's, and that before the one for all.
    Distribution wrap_up_of(const ReadGroup& group, const ReadQueue& queue) const {
        return nearest(group.lengths.wrap_up, queue.lengths.wrap_up, lengths_.wrap_up);
    }
    Distribution handle_of(const ReadGroup& group, const ReadQueue& queue) const {
        return nearest(group.lengths.handle, queue.lengths.handle, lengths_.handle);
    }
    static Distribution nearest(const std::optional<Distribution>& first, const std::optional<Distribution>& second,
                                const std::optional<Distribution>& third) {
        return first ? *first : second ? *second : third.value_or(Distribution{});
    }

    void add_group(const ReadGroup& group, Scenario& scenario) const {
        Group added;
        TallyGroup counted{group.id, {}};
        for (std::uint32_t number = 0; number < group.agents; ++number) {
            people::Agent agent;
            agent.id = people::PersonId{scenario.agents.size() + 1};
            agent.team = group.id;
            agent.pool = contact::Pool::simulated;
            agent.skills = group.skills ? *group.skills : all_skills();
            agent.capacity = capacity_of(group);
            added.people.push_back(agent.id);
            counted.people.push_back(agent.id);
            scenario.agents.push_back(std::move(agent));
        }
        added.rota.midnight = midnight_;
        for (const Shift& shift : group.shifts) {
            added.rota.turns.push_back({shift.from, people::Presence::ready});
            added.rota.turns.push_back({shift.to, people::Presence::offline});
            for (const Pause& pause : shift.breaks) {
                added.rota.turns.push_back({pause.from, people::Presence::break_});
                if (pause.from + pause.length < shift.to) added.rota.turns.push_back({pause.from + pause.length, people::Presence::ready});
            }
        }
        // Where one shift follows another at once, its begin comes last.
        std::ranges::sort(added.rota.turns, {},
                          [](const Turn& turn) { return std::pair(turn.at, turn.presence == people::Presence::ready); });
        added.habits = group.habits;
        added.ring = group.lengths.ring ? *group.lengths.ring : lengths_.ring.value_or(Distribution::fixed(none));
        // Where a queue gives time for after-contact work and this group takes none, it is over at once.
        for (const ReadQueue& queue : queues_) {
            const Distribution wrap_up = wrap_up_of(group, queue);
            added.work.push_back({queue.id, handle_of(group, queue), wrap_up.is_none() ? Distribution::fixed(none) : wrap_up,
                                  nearest(group.lengths.written, queue.lengths.written, lengths_.written),
                                  nearest(group.lengths.heard, queue.lengths.heard, lengths_.heard)});
        }
        scenario.population.groups.push_back(std::move(added));
        scenario.tally.groups.push_back(std::move(counted));
    }

    std::vector<people::Skill> all_skills() const {
        std::vector<people::Skill> skills;
        const auto add = [&](Key name) {
            if (std::ranges::find(skills, name, &people::Skill::name) == skills.end()) skills.push_back({name, highest_level});
        };
        if (policies_) {
            for (const routing::QueuePolicy& policy : *policies_)
                for (const routing::Stage& stage : policy.stages)
                    for (const people::Skill& skill : stage.skills) add(skill.name);
        } else {
            for (const ReadQueue& queue : queues_) add(queue.id);
        }
        std::ranges::sort(skills, {}, &people::Skill::name);
        return skills;
    }

    std::filesystem::path file_;
    Findings findings_;
    Node root_;
    std::vector<Problem> elsewhere_;  ///< in the files that the scenario names
    Reading reading_;

    Instant start_{}, midnight_{};
    Duration duration_{0}, warm_up_{0}, interval_{minutes{30}};
    std::optional<Duration> answer_within_;
    Lengths lengths_;
    std::vector<ReadQueue> queues_;
    std::vector<ReadGroup> groups_;
    std::vector<ReadArrivals> streams_;
    std::optional<Retrials> retrials_;
    std::optional<ReadCallback> callback_;
    std::optional<ReadVoicemail> voicemail_;
    std::vector<ReadFault> faults_;
    std::optional<std::vector<routing::QueuePolicy>> policies_;
    std::string routing_;
};

}  // namespace

std::expected<Scenario, std::vector<Problem>> parse_scenario(std::string_view text, const std::filesystem::path& file,
                                                             const HistoryOf& history_of) {
    return Reader(text, file, history_of).read();
}

std::expected<Scenario, std::vector<Problem>> read_scenario(const std::filesystem::path& file, const HistoryOf& history_of) {
    const auto text = text_of(file);
    if (!text) return std::unexpected(std::vector{Problem{file.string(), "the scenario cannot be read", "name a YAML file"}});
    return parse_scenario(*text, file, history_of);
}

}  // namespace markaz::sim
