#include "sim/example.hpp"

#include <algorithm>

#include "centre/centre.hpp"
#include "procedure/clauses_read.hpp"
#include "procedure/run.hpp"

namespace markaz::sim {

namespace {

using contact::AssignmentId;
using contact::ContactId;
using people::PersonId;
using procedure::Example;
using procedure::Finding;
using procedure::Move;
using procedure::Place;
using procedure::quoted;
using procedure::StepName;

using namespace std::chrono_literals;

constexpr std::uint64_t seed = 1;
constexpr Instant begin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + 9h};
/// How long a prompt takes; only its end matters here.
constexpr Duration prompt_length = 2s;
constexpr std::uint8_t best_level = 9;
/// What agents write lies in a vault of which nothing is read here.
constexpr contact::VaultId written_somewhere{1};

/// What ends an example before its time.
struct Failed {
    Place place;
    std::string what;
    std::string right;
};

std::string name_of(Key flow, Key step) {
    return flow ? std::string(flow.text()) + '/' + std::string(step.text()) : std::string(step.text());
}

/// One example in one language.
class Stage {
public:
    Stage(const procedure::ManualRef& manual, const Example& example, Language language)
        : manual_(manual), example_(example), language_(language) {}

    std::optional<Failed> run() {
        try {
            prepare();
            listen();
            for (std::size_t i = 0; i < example_.moves.size(); ++i) {
                make(example_.moves[i], example_.then.refused && i + 1 == example_.moves.size());
                listen();
            }
            compare();
        } catch (const Failed& failed) {
            return failed;
        }
        return std::nullopt;
    }

private:
    // ---- the machine

    centre::Refusal take(const centre::Input& input) {
        centre::Outputs told;
        const centre::Refusal refusal = centre_.advance(now_, input, told);
        for (const centre::Told& each : told) std::visit([this](const auto& fact) { see(fact); }, each.what);
        if (std::exchange(stopped_, false)) hand_in();
        return refusal;
    }
    void must(const centre::Input& input, Place place, std::string what, std::string right = {}) {
        if (const centre::Refusal refusal = take(input); refusal != centre::Refusal::none)
            throw Failed{place, std::move(what), right.empty() ? "it was refused: " + std::string(enum_name(refusal)) : std::move(right)};
    }
    void pass(Duration length) {
        const Instant until = now_ + length;
        // Whoever is silent for so long has said all.
        if (quiet_ && !speaks_since_ && quiet_since_ + *quiet_ <= until) {
            go(quiet_since_ + *quiet_);
            if (quiet_) hand_in();
            listen();
        }
        go(until);
    }
    void go(Instant until) {
        while (centre_.due() && *centre_.due() <= until) {
            now_ = *centre_.due();
            take(centre::Tick{});
            listen();
        }
        now_ = std::max(now_, until);
    }
    /// The caller hears what is being said to its end.
    void listen() {
        while (speaking_) {
            const std::uint32_t play = *speaking_;
            speaking_.reset();
            now_ += prompt_length;
            take(centre::PromptEnded{contact_, play});
        }
    }

    // ---- what was told

    void see(const centre::ContactStarted& fact) { contact_ = fact.contact; }
    void see(const centre::SpeakStep& fact) {
        const procedure::Flow* flow = manual_->flow(fact.flow);
        const procedure::Step* step = flow ? flow->step(fact.step) : nullptr;
        const procedure::Line* line = step ? procedure::line_of(step->verb) : nullptr;
        if (!line || procedure::words_spoken(*line, fact.language, flow->source).text.empty())
            throw Failed{example_.place, "the step " + quoted(name_of(fact.flow, fact.step)) + " has nothing to say", "write its text"};
        heard_.push_back({fact.flow, fact.step, {}});
        speaking_ = fact.play;
    }
    void see(const centre::StepEntered& fact) { enter(fact.flow, fact.step); }
    void see(const centre::ChecklistStarted& fact) { checklist_ = fact.checklist; }
    void see(const centre::ChecklistStepEntered& fact) { enter(fact.flow, fact.step); }
    void see(const centre::VisitStarted& fact) { waiting_ = fact.queue; }
    void see(const centre::VisitEnded&) { waiting_ = Key{}; }
    void see(const centre::RecordMessage& fact) {
        quiet_ = fact.quiet;
        spoken_ = Duration{0};
        records_since_ = quiet_since_ = now_;
    }
    void see(const centre::StopMessage&) { stopped_ = true; }
    void see(const centre::RingAgent& fact) {
        rings_ = fact.assignment;
        rung_ = fact.person;
        rung_for_ = fact.queue;
    }
    void see(const centre::StopRinging&) { rings_ = {}; }
    void see(const centre::CallCustomer&) { called_ = true; }
    void see(const centre::SpeakQueue& fact) {
        if (fact.sentence == centre::QueueSentence::message_kept) speaking_ = fact.play;
    }
    void see(const centre::ContactEnded&) { speaking_.reset(); }
    template <class Other>
    void see(const Other&) {}

    void enter(Key flow, Key step) {
        passed_.push_back({flow, step, {}});
        outcome_ = Key{};
        const procedure::Flow* found = manual_->flow(flow);
        const procedure::Step* at = found ? found->step(step) : nullptr;
        if (at)
            if (const auto* end = std::get_if<procedure::End>(&at->verb)) outcome_ = end->outcome;
    }

    // ---- given

    void prepare() {
        take(centre::Opened{seed});
        take(centre::ManualPublished{manual_->version, {}, manual_});
        std::uint64_t person = 0;
        if (example_.agents.empty()) {
            Example::Agent all{"agent"_key, {}};
            for (const routing::QueuePolicy& queue : manual_->queues)
                for (const routing::Stage& stage : queue.stages)
                    for (const people::Skill& skill : stage.skills)
                        if (std::ranges::find(all.skills, skill.name, &people::Skill::name) == all.skills.end())
                            all.skills.push_back({skill.name, best_level});
            std::ranges::sort(all.skills, {}, &people::Skill::name);
            add_agent(PersonId{++person}, all);
        }
        for (const Example::Agent& agent : example_.agents) add_agent(PersonId{++person}, agent);
        begin_run();
    }
    void add_agent(PersonId id, const Example::Agent& agent) {
        names_.emplace_back(id, agent.name);
        take(centre::AgentChanged{{id, "team"_key, contact::Pool::simulated, agent.skills,
                                   {{example_.channel, 1}, {contact::Channel::voicemail, 1}}}});
        take(centre::PresenceDeclared{id, people::Presence::ready, people::PresenceReason::chosen});
        now_ += 1s;
    }
    void begin_run() {
        const procedure::Flow* flow = example_.flow ? manual_->flow(example_.flow) : nullptr;
        if (flow && flow->checklist)
            return must(centre::ChecklistBegun{names_.front().first, flow->id}, example_.place, "the checklist cannot be begun");
        centre::ContactArrived arrived;
        arrived.origin = contact::Origin::simulated;
        arrived.channel = example_.channel;
        arrived.customer = example_.customer;
        arrived.language = language_;
        arrived.way_back = contact::WayBack::trunk;  // their number came with the call
        if (flow && !flow->agent_first) {
            arrived.flow = flow->id;
            return must(arrived, example_.place, "the caller cannot enter the flow");
        }
        arrived.queue = example_.queue ? example_.queue : manual_->queues.empty() ? Key{} : manual_->queues.front().id;
        if (!arrived.queue) throw Failed{example_.place, "no queue brings a caller to an agent", "the manual needs a clause `routing`"};
        must(arrived, example_.place, "the caller cannot enter the queue " + quoted(arrived.queue.text()));
        if (!flow) return;
        if (!rings_)
            throw Failed{example_.place, "no agent has the skills of the queue " + quoted(arrived.queue.text()), "name a queue, or agents"};
        answer(example_.place);
        must(centre::GuideOpened{serving_, flow->id}, example_.place, "the agent cannot open the guide");
    }
    void answer(Place place) {
        serving_ = rings_;
        must(centre::AgentRinging{rings_}, place, "the agent's telephone cannot ring");
        must(centre::AgentAnswered{rings_}, place, "the agent cannot answer");
        served_by_ = rung_;
        rings_ = {};
        if (std::exchange(called_, false)) must(centre::CustomerAnswered{contact_}, place, "the customer cannot answer");
    }

    // ---- when

    void make(const Move& move, bool to_be_refused) {
        if (!to_be_refused) return make(move);
        bool refused = false;
        try {
            make(move);
        } catch (const Failed&) {
            refused = true;
        }
        if (!refused) throw Failed{*example_.then.refused, "the last move is possible", "it was expected to be refused"};
    }
    void make(const Move& move) {
        switch (move.kind) {
            case Move::Kind::press:
                now_ += 1s;
                return must(centre::KeyPressed{contact_, static_cast<std::uint8_t>(move.key)}, move.place,
                            "nobody asks for a key here", "the caller " + where_caller_is());
            case Move::Kind::no_key: return wait_for_key(move);
            case Move::Kind::wait: return pass(move.time);
            case Move::Kind::speak: return speak(move);
            case Move::Kind::answered:
                if (!rings_) throw Failed{move.place, "no agent is rung", "the caller " + where_caller_is()};
                if (rung_for_ != move.name)
                    throw Failed{move.place, "the agent is rung for " + quoted(rung_for_.text()),
                                 "the example says " + quoted(move.name.text())};
                return answer(move.place);
            case Move::Kind::caller_leaves: return must(centre::CallerLeft{contact_, false}, move.place, "the caller is gone");
            case Move::Kind::agent_leaves: return must(centre::AgentLeft{serving_, false}, move.place, "no agent talks");
            case Move::Kind::deviate: return deviate(move);
            case Move::Kind::yes:
            case Move::Kind::no:
            case Move::Kind::done:
            case Move::Kind::take:
            case Move::Kind::write: return answer_step(move);
        }
    }
    /// The caller speaks for so long, or until they are cut off.
    void speak(const Move& move) {
        if (!quiet_) throw Failed{move.place, "nothing is recorded here", "the caller " + where_caller_is()};
        speaks_since_ = now_;
        pass(move.time);
        if (speaks_since_) spoken_ += now_ - *speaks_since_;
        speaks_since_.reset();
        quiet_since_ = now_;
    }
    /// What is recorded is over, and what was said is on disk.
    void hand_in() {
        if (speaks_since_) spoken_ += now_ - *speaks_since_;
        speaks_since_.reset();
        quiet_.reset();
        take(centre::MessageRecorded{contact_, now_ - records_since_, spoken_});
    }
    void wait_for_key(const Move& move) {
        const auto due = centre_.due();
        if (!due || waiting_ || heard_.empty()) throw Failed{move.place, "nobody asks for a key here", "the caller " + where_caller_is()};
        pass(*due - now_);
    }
    void deviate(const Move& move) {
        stand_in(move);
        must(centre::GuideDeviated{serving_, move.name, written_somewhere}, move.place,
             "the agent cannot go to " + quoted(move.name.text()) + " from " + where_guide_is());
    }
    void stand_in(const Move& move) const {
        const bool there = !passed_.empty() && passed_.back().flow == move.flow;
        if (!there)
            throw Failed{move.place, "the guide stands at " + where_guide_is(),
                         "the example is at " + quoted(name_of(move.flow, move.name))};
    }
    void answer_step(const Move& move) {
        stand_in(move);
        if (passed_.back().step != move.name)
            throw Failed{move.place, "the guide stands at " + where_guide_is(),
                         "the example is at " + quoted(name_of(move.flow, move.name))};
        const centre::StepWork work = work_of(move);
        const centre::Input input = checklist_ ? centre::Input{centre::ChecklistAnswered{checklist_, work}}
                                               : centre::Input{centre::StepAnswered{serving_, work}};
        must(input, move.place, "the step " + where_guide_is() + " does not take this answer");
    }
    centre::StepWork work_of(const Move& move) const {
        centre::StepWork work{move.name, procedure::Answer::done, move.option, {}, {}};
        if (move.kind == Move::Kind::yes) work.answer = procedure::Answer::yes;
        if (move.kind == Move::Kind::no) work.answer = procedure::Answer::no;
        if (move.kind != Move::Kind::write) return work;
        work.written = written_somewhere;
        const procedure::Step* step = manual_->flow(move.flow)->step(move.name);
        const procedure::FormField* field = manual_->field(procedure::field_of(step->verb));
        if (!field || !std::holds_alternative<procedure::Ask>(step->verb)) return work;
        const auto value = procedure::read_value(*field, move.text);
        if (!value) throw Failed{move.place, "in the field " + quoted(field->id.text()) + ' ' + value.error().what, value.error().right};
        work.value = *value;
        return work;
    }
    std::string where_guide_is() const { return passed_.empty() ? "no step" : quoted(name_of(passed_.back().flow, passed_.back().step)); }
    std::string where_caller_is() const {
        if (waiting_) return "waits in " + quoted(waiting_.text());
        return passed_.empty() ? "is in no flow" : "stands at " + where_guide_is();
    }

    // ---- then

    void compare() const {
        const procedure::Expected& then = example_.then;
        if (then.hears) compare_heard(*then.hears);
        std::size_t from = 0;
        for (const StepName& step : then.passed) {
            while (from < passed_.size() && !same(passed_[from], step)) ++from;
            if (from++ >= passed_.size())
                throw Failed{step.place, "the run did not pass " + quoted(name_of(step.flow, step.step)) + " there",
                             "it passed " + list(passed_)};
        }
        for (const StepName& step : then.never)
            if (std::ranges::any_of(passed_, [&](const StepName& each) { return same(each, step); }))
                throw Failed{step.place, "the run passed " + quoted(name_of(step.flow, step.step)), "it passed " + list(passed_)};
        if (then.waits && waiting_ != then.waits->first)
            throw Failed{then.waits->second, "the caller does not wait in " + quoted(then.waits->first.text()),
                         "the caller " + where_caller_is()};
        if (then.served_by) compare_agent(*then.served_by);
        if (then.outcome && outcome_ != then.outcome->first)
            throw Failed{then.outcome->second,
                         outcome_ ? "the outcome is " + quoted(outcome_.text()) : "the run stands at " + where_guide_is(),
                         "the example says " + quoted(then.outcome->first.text())};
    }
    static bool same(const StepName& a, const StepName& b) { return a.flow == b.flow && a.step == b.step; }
    void compare_heard(const std::vector<StepName>& wanted) const {
        if (std::ranges::equal(heard_, wanted, same)) return;
        const auto [heard, expected] = std::ranges::mismatch(heard_, wanted, same);
        throw Failed{expected == wanted.end() ? example_.place : expected->place, "the caller heard " + list(heard_),
                     "the example says " + list(wanted)};
    }
    void compare_agent(const std::pair<Key, Place>& wanted) const {
        const PersonId person = served_by_ ? served_by_ : rung_;
        const auto agent = std::ranges::find(names_, person, &std::pair<PersonId, Key>::first);
        const Key name = agent == names_.end() ? Key{} : agent->second;
        if (name != wanted.first)
            throw Failed{wanted.second, name ? "the agent is " + quoted(name.text()) : "nobody was rung",
                         "the example says " + quoted(wanted.first.text())};
    }
    std::string list(const std::vector<StepName>& steps) const {
        if (steps.empty()) return "nothing";
        std::string text;
        for (const StepName& each : steps)
            text +=
                (text.empty() ? "" : ", ") + (each.flow == example_.flow ? std::string(each.step.text()) : name_of(each.flow, each.step));
        return text;
    }

    const procedure::ManualRef& manual_;
    const Example& example_;
    Language language_;
    centre::Centre centre_;
    Instant now_ = begin;
    ContactId contact_;
    AssignmentId rings_, serving_;
    procedure::ChecklistId checklist_;
    PersonId rung_, served_by_;
    Key rung_for_, waiting_, outcome_;
    std::optional<std::uint32_t> speaking_;
    std::optional<Duration> quiet_;  ///< that ends what is being recorded; nothing is, where it is empty
    std::optional<Instant> speaks_since_;
    Instant records_since_{}, quiet_since_{};
    Duration spoken_{0};
    bool stopped_ = false, called_ = false;
    std::vector<StepName> heard_, passed_;
    std::vector<std::pair<PersonId, Key>> names_;
};

}  // namespace

std::vector<Finding> run_examples(const procedure::Manual& manual, const std::vector<Example>& examples) {
    auto published = std::make_shared<procedure::Manual>(manual);
    published->version = 1;
    const procedure::ManualRef ref = std::move(published);
    std::vector<Finding> findings;
    for (const Example& example : examples)
        for (Language language : ref->languages) {
            if (example.language && *example.language != language) continue;
            const auto failed = Stage(ref, example, language).run();
            if (!failed) continue;
            findings.push_back({"example-fails", example.path, failed->place,
                                "the example " + quoted(example.id.text()) + " fails: " + failed->what, failed->right});
            break;  // in the next language it fails for the same reason
        }
    return findings;
}

}  // namespace markaz::sim
