#pragma once
// The clauses of the manual as people write them, each one described struct: the only description of what may stand in it.
// ClauseReader (clause.hpp) reads by it, clause_schema.cpp makes the JSON Schema from it, and that makes the tables of
// docs/manual-language.md. flow.cpp and its like turn what was written into what the machine runs.

#include <array>

#include "procedure/clause.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

constexpr Duration no_time{0}, shortest_time = std::chrono::seconds{1};
constexpr Duration longest_wait = std::chrono::minutes{2}, longest_step = std::chrono::hours{8}, longest_queue_time = std::chrono::days{1};
constexpr Duration shortest_message = std::chrono::seconds{5}, longest_message = std::chrono::minutes{10};
constexpr Duration longest_promise = std::chrono::days{1'000};
constexpr FieldNote length_note(std::string_view name, std::string_view meaning, std::string_view example, Duration least = no_time,
                                Duration most = longest_queue_time) {
    return {name, meaning, example, micros(least), micros(most)};
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

/// Who sees a step that leads the agent, where not everybody does.
enum class StepAudience { agent, trainee };
BOOST_DESCRIBE_ENUM(StepAudience, agent, trainee)
/// Whom a flow leads at its start.
enum class FlowAudience { caller, agent };
BOOST_DESCRIBE_ENUM(FlowAudience, caller, agent)
/// What a checklist must come before.
enum class Before { ready };
BOOST_DESCRIBE_ENUM(Before, ready)

/// What is said of every step. Each also says whom its verb leads (`leads`) and what happens there (`happens`).
struct AboutStep {
    static constexpr std::string_view thing = "the step";
};
template <class B>
struct AboutStepLike : AboutStep {
    using Base = B;
};
constexpr FieldNote next_note{"next", "the step that follows", "next: done"};
constexpr FieldNote spoken_note{"spoken", "as the synthesiser should speak it, with vowel marks", "spoken: \"…\""};
constexpr FieldNote wait_note = length_note("wait", "after the text has ended", "wait: 5s", shortest_time, longest_wait);

/// What a step may say of its condition, wherever it leads.
struct WrittenWhen { std::optional<WrittenCondition> when; std::optional<WrittenStep> else_; };
BOOST_DESCRIBE_STRUCT(WrittenWhen, (), (when, else_))
template <>
struct About<WrittenWhen> : AboutStep {
    static constexpr std::array fields{
        FieldNote{"when", "the step is shown only where this is true", "when: \"amount > 500\""},
        FieldNote{"else", "where the run goes on otherwise; without it at `next`, or at the first way on", "else: done"}};
};

/// What every step that leads the agent may have.
struct WrittenGuide : WrittenWhen {
    Usually<bool> mandatory{false}, critical{false};
    std::optional<Duration> within;
    Usually<StepAudience> audience{StepAudience::agent};
};
BOOST_DESCRIBE_STRUCT(WrittenGuide, (WrittenWhen), (mandatory, critical, within, audience))
template <>
struct About<WrittenGuide> : AboutStepLike<WrittenWhen> {
    static constexpr std::array fields{
        FieldNote{"mandatory", "cannot be passed over: nothing behind it is reached without it, and an `ask` or `note` needs its text",
                  "mandatory: true"},
        FieldNote{"critical", "mandatory, and only yes or done counts (checklists)", "critical: true"},
        length_note("within", "after this time the step is shown and kept as late; nobody is cut off", "within: 2m", shortest_time,
                    longest_step),
        FieldNote{"audience", "`trainee`: shown only to agents with the skill `trainee` and in practice calls; others go on at `next`",
                  "audience: trainee"}};
};

struct WrittenSay : WrittenGuide { WrittenText say; std::optional<WrittenText> spoken; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenSay, (WrittenGuide), (say, spoken, next))
template <>
struct About<WrittenSay> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "either", happens = "the caller hears it; an agent says it";
    static constexpr std::array fields{FieldNote{"say", "what the caller hears, or the agent says", "say: \"Welcome.\""}, spoken_note,
                                       next_note};
};

struct WrittenOption { WrittenText text; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenOption, (), (text, next))
template <>
struct About<WrittenOption> {
    static constexpr std::string_view thing = "the option";
    static constexpr std::array fields{FieldNote{"text", "what the agent reads", "text: \"Lost or stolen\""}, next_note};
};
struct WrittenPick : WrittenGuide { WrittenText choose; Named<WrittenOption> options; std::optional<WrittenKey> field; };
BOOST_DESCRIBE_STRUCT(WrittenPick, (WrittenGuide), (choose, options, field))
template <>
struct About<WrittenPick> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view told_by = "options";
    static constexpr std::string_view leads = "agent", happens = "the agent takes one of the options";
    static constexpr std::array fields{
        FieldNote{"choose", "what the agent decides", "choose: \"What is it about?\""},
        FieldNote{"options", "from which the agent takes one", "options: {lost: {text: \"Lost\", next: block}}"},
        FieldNote{"field", "keeps the option that was taken", "field: reason"}};
};

struct WrittenMenu {
    WrittenText choose;
    std::optional<WrittenText> spoken;
    KeyMap keys;
    Usually<Duration> wait{Choose{}.wait};
    Usually<std::uint32_t> tries{Choose{}.tries};
    WrittenStep otherwise;
};
BOOST_DESCRIBE_STRUCT(WrittenMenu, (), (choose, spoken, keys, wait, tries, otherwise))
template <>
struct About<WrittenMenu> : AboutStep {
    static constexpr std::string_view leads = "caller", happens = "a menu: the caller presses a key; the text names exactly its keys";
    static constexpr std::array fields{
        FieldNote{"choose", "what the caller hears", "choose: \"For cards press 1.\""}, spoken_note,
        FieldNote{"keys", "which key leads to which step", "keys: {1: cards}"}, wait_note,
        FieldNote{"tries", "how often it is spoken in all", "tries: 3", 1, 9},
        FieldNote{"otherwise", "the step after the last try", "otherwise: cards"}};
};

struct WrittenQueue {
    WrittenKey queue;
    WrittenStep next;
    std::optional<WrittenStep> closed, full, nobody;
    std::optional<TelephoneKey> exit_key;
    std::optional<WrittenStep> exit;
};
BOOST_DESCRIBE_STRUCT(WrittenQueue, (), (queue, next, closed, full, nobody, exit_key, exit))
template <>
struct About<WrittenQueue> : AboutStep {
    static constexpr std::string_view leads = "caller", happens = "the caller waits; what follows leads the agent who answers";
    static constexpr std::array fields{
        FieldNote{"queue", "where the caller waits", "queue: cards"},
        FieldNote{"next", "the first step of the agent who answers", "next: done"},
        FieldNote{"closed", "the caller's step when the queue is closed; without it the call ends", "closed: sorry"},
        FieldNote{"full", "the caller's step when too many wait; without it the call ends", "full: sorry"},
        FieldNote{"nobody", "the caller's step when nobody could ever answer; without it the call ends", "nobody: sorry"},
        FieldNote{"exit_key", "the key by which a waiting caller leaves the queue; it stands with `exit`", "exit_key: 9"},
        FieldNote{"exit", "the step of whoever pressed it", "exit: message"}};
};

struct WrittenCallback {
    WrittenKey callback;
    WrittenText text;
    std::optional<WrittenText> spoken;
    WrittenStep next, otherwise;
};
BOOST_DESCRIBE_STRUCT(WrittenCallback, (), (callback, text, spoken, next, otherwise))
template <>
struct About<WrittenCallback> : AboutStep {
    static constexpr std::string_view leads = "caller";
    static constexpr std::string_view happens = "the caller hears the text and is called back in their turn, which is kept for whoever "
                                                "waited; what follows leads the agent who has them on the telephone";
    static constexpr std::array fields{
        FieldNote{"callback", "the queue in which their turn comes", "callback: cards"},
        FieldNote{"text", "what the caller hears last", "text: \"We will call you back at this number.\""}, spoken_note,
        FieldNote{"next", "the first step of the agent", "next: done"},
        FieldNote{"otherwise", "the step of a caller whose number cannot be called, or when too many wait for a call", "otherwise: cards"}};
};

struct WrittenVoicemail {
    WrittenText voicemail;
    std::optional<WrittenText> spoken;
    WrittenKey queue;
    Usually<Duration> most{Voicemail{}.most}, quiet{Voicemail{}.quiet};
    WrittenStep next, otherwise;
};
BOOST_DESCRIBE_STRUCT(WrittenVoicemail, (), (voicemail, spoken, queue, most, quiet, next, otherwise))
template <>
struct About<WrittenVoicemail> : AboutStep {
    static constexpr std::string_view leads = "caller";
    static constexpr std::string_view happens = "the caller hears the text and a tone, and speaks a message, which waits in the queue for "
                                                "an agent; what follows leads the agent who takes it";
    static constexpr std::array fields{
        FieldNote{"voicemail", "what the caller hears before the tone", "voicemail: \"Please speak after the tone.\""}, spoken_note,
        FieldNote{"queue", "where the message waits, also while it is closed", "queue: cards"},
        length_note("most", "so long a message may be", "most: 2m", shortest_message, longest_message),
        length_note("quiet", "after so long a silence the message is over", "quiet: 5s", shortest_time, longest_wait),
        FieldNote{"next", "the first step of the agent who takes the message", "next: hear"},
        FieldNote{"otherwise", "the step of a caller who says nothing", "otherwise: bye"}};
};

struct WrittenAsk : WrittenGuide { WrittenText ask; WrittenKey field; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenAsk, (WrittenGuide), (ask, field, next))
template <>
struct About<WrittenAsk> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent", happens = "the agent asks, and writes the answer";
    static constexpr std::array fields{FieldNote{"ask", "what the agent asks", "ask: \"Which charge?\""},
                                       FieldNote{"field", "keeps the answer", "field: charge"}, next_note};
};

struct WrittenCheck : WrittenGuide { WrittenText check; std::optional<WrittenKey> field; WrittenStep yes, no; };
BOOST_DESCRIBE_STRUCT(WrittenCheck, (WrittenGuide), (check, field, yes, no))
template <>
struct About<WrittenCheck> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent", happens = "the agent confirms or denies";
    static constexpr std::array fields{FieldNote{"check", "what the agent confirms or denies", "check: \"The name agrees.\""},
                                       FieldNote{"field", "keeps yes or no", "field: verified"},
                                       FieldNote{"yes", "the step after yes", "yes: charge"},
                                       FieldNote{"no", "the step after no", "no: refuse"}};
};

struct WrittenDo : WrittenGuide { WrittenText do_; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenDo, (WrittenGuide), (do_, next))
template <>
struct About<WrittenDo> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent", happens = "the agent does it";
    static constexpr std::array fields{FieldNote{"do", "what the agent does", "do: \"Block the card.\""}, next_note};
};

struct WrittenNote : WrittenGuide { WrittenText note; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenNote, (WrittenGuide), (note, next))
template <>
struct About<WrittenNote> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent", happens = "the agent writes a note";
    static constexpr std::array fields{FieldNote{"note", "what the agent writes about", "note: \"Write what was agreed.\""}, next_note};
};

struct WrittenPromise : WrittenGuide { WrittenText promise; WrittenDeadline due; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenPromise, (WrittenGuide), (promise, due, next))
template <>
struct About<WrittenPromise> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent";
    static constexpr std::string_view happens = "on *done* the customer was promised it: it is kept with the instant at which it is due, "
                                                "and whoever serves this customer next sees it";
    static constexpr std::array fields{
        FieldNote{"promise", "what the agent promises", "promise: \"You will have an answer within 10 days.\""},
        length_note("due", "by when, counted from the promise", "due: 10d", shortest_time, longest_promise), next_note};
};

struct WrittenCase : WrittenGuide { WrittenText case_; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenCase, (WrittenGuide), (case_, next))
template <>
struct About<WrittenCase> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent";
    static constexpr std::string_view happens = "on *done* a case is opened for the customer, which is the agent's to bring to an end; "
                                                "where the one that this procedure opened for them is still open, the contact joins it";
    static constexpr std::array fields{FieldNote{"case", "what the case is called", "case: \"Disputed charge\""}, next_note};
};

struct WrittenPerform : WrittenWhen { WrittenKey perform; std::optional<Named<WrittenStep>> outcomes; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenPerform, (WrittenWhen), (perform, outcomes, next))
template <>
struct About<WrittenPerform> : AboutStepLike<WrittenWhen> {
    static constexpr std::string_view leads = "either";
    static constexpr std::string_view happens = "runs the flow of another procedure, then goes on by its outcome. At most eight deep; "
                                                "circles are refused";
    static constexpr std::array fields{FieldNote{"perform", "the procedure whose flow is run", "perform: verify-caller"},
                                       FieldNote{"outcomes", "where its outcomes lead", "outcomes: {not-verified: refuse}"},
                                       FieldNote{"next", "the step after any other outcome", "next: done"}};
};

struct WrittenTransfer : WrittenGuide { WrittenKey transfer; std::optional<WrittenText> text; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenTransfer, (WrittenGuide), (transfer, text, next))
template <>
struct About<WrittenTransfer> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "agent";
    static constexpr std::string_view happens = "on *done* the caller goes to that queue; the next agent's guide goes on with all answers "
                                                "and notes";
    static constexpr std::array fields{FieldNote{"transfer", "the queue that takes over", "transfer: cards"},
                                       FieldNote{"text", "what the agent says before", "text: \"…\""},
                                       FieldNote{"next", "the first step of the agent who takes over", "next: done"}};
};

struct WrittenEscalate : WrittenGuide {
    WrittenKey escalate;
    std::optional<WrittenText> text;
    WrittenStep next;
    std::optional<WrittenStep> otherwise;
};
BOOST_DESCRIBE_STRUCT(WrittenEscalate, (WrittenGuide), (escalate, text, next, otherwise))
template <>
struct About<WrittenEscalate> : AboutStepLike<WrittenGuide> {
    static constexpr std::string_view leads = "either";
    static constexpr std::string_view happens = "the same, to the queue of that escalation, with its priority and for the person it names. "
                                                "Before a queue it is a rule: who meets its `when` goes there at once, everybody else on "
                                                "at `else`";
    static constexpr std::array fields{FieldNote{"escalate", "the entry of an `escalation` clause", "escalate: manager"},
                                       FieldNote{"text", "what the agent says before", "text: \"…\""},
                                       FieldNote{"next", "the first step of whoever takes over", "next: done"},
                                       FieldNote{"otherwise", "the caller's step when that queue does not take them; without it the call "
                                                              "ends", "otherwise: accounts"}};
};

struct WrittenSurveyStep { WrittenKey survey; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenSurveyStep, (), (survey, next))
template <>
struct About<WrittenSurveyStep> : AboutStep {
    static constexpr std::string_view leads = "agent";
    static constexpr std::string_view happens = "on *done*, or when the agent ends the call here, the caller hears the questions and "
                                                "answers by key; what follows leads the caller. Where there is no call it is passed over";
    static constexpr std::array fields{FieldNote{"survey", "the entry of a `survey` clause", "survey: after-call"},
                                       FieldNote{"next", "the step of the caller after the last question", "next: done"}};
};

struct WrittenEnd { WrittenKey end; };
BOOST_DESCRIBE_STRUCT(WrittenEnd, (), (end))
template <>
struct About<WrittenEnd> : AboutStep {
    static constexpr std::string_view leads = "either", happens = "the run is over with this outcome";
    static constexpr std::array fields{FieldNote{"end", "how it ended", "end: resolved"}};
};

/// One step. Of those with the same verb, the first whose field `told_by` stands there, or that has none, is read.
using WrittenVerb = std::variant<WrittenSay, WrittenAsk, WrittenPick, WrittenMenu, WrittenCheck, WrittenDo, WrittenNote, WrittenPromise,
                                 WrittenCase, WrittenPerform, WrittenQueue, WrittenCallback, WrittenVoicemail, WrittenTransfer,
                                 WrittenEscalate, WrittenSurveyStep, WrittenEnd>;
template <>
struct About<WrittenVerb> : AboutStep {
    static constexpr Twice twice{"step-twice", "the step", "is written twice", "give the second one another name"};
    static constexpr Limit most{500, "flow-size", "the flow", "steps", "are run: divide it into several procedures"};
};

struct WrittenFlow {
    WrittenStart start;
    Named<WrittenVerb> steps;
    std::optional<FlowAudience> audience;
    std::optional<Before> before;
    Usually<ChecklistUse> use{Flow{}.use};
    std::optional<Named<WrittenText>> outcomes;
};
BOOST_DESCRIBE_STRUCT(WrittenFlow, (), (start, steps, audience, before, use, outcomes))
template <>
struct About<WrittenFlow> {
    static constexpr std::string_view thing = "the flow";
    static constexpr std::array fields{
        FieldNote{"start", "the first step", "start: menu"}, FieldNote{"steps", "steps by name", "steps: {done: {end: resolved}}"},
        FieldNote{"audience", "whom it leads at its start: without it the agent in a checklist, the caller elsewhere", "audience: agent"},
        FieldNote{"before", "agents pass this checklist before they are ready", "before: ready"},
        FieldNote{"use", "when this checklist is run", "use: pre_shift"},
        FieldNote{"outcomes", "what people read for an outcome", "outcomes: {resolved: \"Resolved\"}"}};
};

// ---- Routing --------------------------------------------------------------------------------------------------------

/// Skills and their least levels.
using WrittenSkills = Named<std::uint32_t>;

struct WrittenStage { Placed<Duration> after; WrittenSkills skills; };
BOOST_DESCRIBE_STRUCT(WrittenStage, (), (after, skills))
template <>
struct About<WrittenStage> {
    static constexpr std::string_view thing = "the relaxation";
    static constexpr std::array fields{
        length_note("after", "of waiting; each stage comes later than the one before", "after: 30s", shortest_time),
        FieldNote{"skills", "that suffice from then on", "skills: {cards: 1}", 1, 9}};
};

struct WrittenOverflow {
    WrittenKey to;
    std::optional<Duration> after;
    std::optional<std::uint32_t> position;
    std::optional<Duration> expected;
    Place place{};
};
BOOST_DESCRIBE_STRUCT(WrittenOverflow, (), (to, after, position, expected))
template <>
struct About<WrittenOverflow> {
    static constexpr std::string_view thing = "the overflow";
    static constexpr std::array fields{
        FieldNote{"to", "the queue to which the contact goes on, at the place that it has", "to: general"},
        length_note("after", "of waiting: one of the three limits", "after: 60s", shortest_time),
        FieldNote{"position", "on arrival it would stand there or behind: one of the three limits", "position: 10", 2, 10'000},
        length_note("expected", "on arrival the expected wait is longer: one of the three limits", "expected: 5m", shortest_time)};
};

struct WrittenQueueMessage { WrittenText text; std::optional<WrittenText> spoken; };
BOOST_DESCRIBE_STRUCT(WrittenQueueMessage, (), (text, spoken))
template <>
struct About<WrittenQueueMessage> {
    static constexpr std::string_view thing = "the message";
    static constexpr Twice twice{"field-twice", "the message", "stands twice", "keep one of the two"};
    static constexpr std::array fields{FieldNote{"text", "what who waits hears", "text: \"You can see your balance in the app.\""},
                                       spoken_note};
};

struct WrittenAnnouncements {
    Duration first{0};
    std::optional<Duration> every;
    Usually<bool> position{false}, expected_wait{false};
    std::optional<Named<WrittenQueueMessage>> messages;
    Place place{};
};
BOOST_DESCRIBE_STRUCT(WrittenAnnouncements, (), (first, every, position, expected_wait, messages))
template <>
struct About<WrittenAnnouncements> {
    static constexpr std::string_view thing = "the announcements";
    static constexpr std::array fields{
        length_note("first", "of waiting, before the first one", "first: 20s", shortest_time),
        length_note("every", "between two of them; without it there is one", "every: 1m", shortest_time),
        FieldNote{"position", "tells the place in the queue", "position: true"},
        FieldNote{"expected_wait", "tells how long it will probably take", "expected_wait: true"},
        FieldNote{"messages", "what the queue itself has to say: one text each time, as they stand, in turn with place and wait",
                  "messages: {app: {text: \"You can see your balance in the app.\"}}"}};
};

struct WrittenCallbacks {
    static routing::CallbackPolicy usual() { return {}; }

    Usually<Duration> offer{usual().offer}, ring{usual().ring}, pause{usual().pause};
    Usually<std::uint32_t> tries{usual().tries}, most{usual().most};
};
BOOST_DESCRIBE_STRUCT(WrittenCallbacks, (), (offer, ring, tries, pause, most))
template <>
struct About<WrittenCallbacks> {
    static constexpr std::string_view thing = "the callbacks";
    static constexpr std::array fields{
        length_note("offer", "of waiting, after which whoever waits hears by which key they are called back; 0: they do not",
                    "offer: 3m"),
        length_note("ring", "so long the customer's telephone rings", "ring: 30s", shortest_time, longest_wait),
        FieldNote{"tries", "how often they are called in all", "tries: 3", 1, 9},
        length_note("pause", "after a call that nobody answered", "pause: 10m", shortest_time),
        FieldNote{"most", "callbacks that are open at once", "most: 100", 0, 10'000}};
};

struct WrittenSite { WrittenText zone; std::optional<WrittenWeek> open; std::optional<std::vector<std::chrono::local_days>> closed; };
BOOST_DESCRIBE_STRUCT(WrittenSite, (), (zone, open, closed))
template <>
struct About<WrittenSite> {
    static constexpr std::string_view thing = "the site";
    static constexpr Twice twice{"field-twice", "the site", "stands twice", "keep one of the two"};
    static constexpr std::array fields{
        FieldNote{"zone", "whose clocks it has: an IANA name", "zone: Asia/Jakarta"},
        FieldNote{"open", "days to hours; hours that end before they begin end on the next day; without it always",
                  "open: {mon-fri: \"08:00-17:00\"}"},
        FieldNote{"closed", "days on which it is closed", "closed: [2026-12-25, 2027-01-01]"}};
};

/// How a queue is served. What may be left out is what routing::QueuePolicy itself begins with.
struct WrittenPolicy {
    static routing::QueuePolicy usual() { return {}; }

    WrittenText title;
    WrittenSkills skills;
    std::optional<std::vector<WrittenStage>> relax;
    Usually<routing::Rule> rule{usual().rule};
    Usually<Duration> prefer{usual().prefer}, rejoin{usual().rejoin}, priority{usual().priority};
    Usually<Duration> ring{usual().ring}, wrap_up{usual().wrap_up};
    Usually<bool> outcome_required{usual().outcome_required};
    Usually<std::uint32_t> capacity{usual().capacity};
    std::optional<WrittenKey> site;
    Usually<bool> refuse_when_nobody{usual().refuse_when_nobody};
    std::optional<std::vector<WrittenOverflow>> overflow;
    std::optional<Named<Percent>> allocation;
    std::optional<WrittenAnnouncements> announce;
    std::optional<WrittenCallbacks> callback;
    Usually<Duration> answer_within{usual().answer_within};
    std::optional<Percent> goal;
    Usually<Duration> abandoned_short{usual().abandoned_short};
    Usually<bool> music{usual().music}, record{usual().record};
    std::optional<Duration> keep_recordings;
};
BOOST_DESCRIBE_STRUCT(WrittenPolicy, (),
                      (title, skills, relax, rule, prefer, rejoin, priority, ring, wrap_up, outcome_required, capacity, site,
                       refuse_when_nobody, overflow, allocation, announce, callback, answer_within, goal, abandoned_short, music, record,
                       keep_recordings))
template <>
struct About<WrittenPolicy> {
    static constexpr std::string_view thing = "the queue";
    static constexpr Twice twice{"queue-twice", "the queue", "is defined twice", "a queue is defined once in the whole manual"};
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"Cards\""},
        FieldNote{"skills",
                  "the least level of each skill; `{}`: anybody may serve. `language` stands for the caller's own: en, ar, fa, id, ms",
                  "skills: {cards: 3}", 1, 9},
        FieldNote{"relax", "later stages, in which fewer skills suffice", "relax: [{after: 30s, skills: {cards: 1}}]"},
        FieldNote{"rule", "how it chooses among the agents who can serve a contact", "rule: longest_idle"},
        length_note("prefer", "so long a contact waits for the agent whom it prefers", "prefer: 30s"),
        length_note("rejoin", "whoever calls again so soon after their line broke off has their place back", "rejoin: 10m"),
        length_note("priority", "by how much it goes before others", "priority: 10s"),
        length_note("ring", "an agent who does not answer in this time becomes away", "ring: 20s", shortest_time),
        length_note("wrap_up", "the longest work after the conversation", "wrap_up: 30s"),
        FieldNote{"outcome_required", "wrap-up ends before its time only when the agent names an outcome", "outcome_required: true"},
        FieldNote{"capacity", "whoever finds so many waiting is not taken; 0: no limit", "capacity: 50", 0, 100'000},
        FieldNote{"site", "whose hours hold; without it the queue is always open", "site: jakarta"},
        FieldNote{"refuse_when_nobody", "nobody is taken while no agent is there who could ever serve them", "refuse_when_nobody: true"},
        FieldNote{"overflow", "ways on to other queues: the first that applies", "overflow: [{to: general, after: 60s}]"},
        FieldNote{"allocation", "shares of the contacts that other queues serve, 100% together",
                  "allocation: {jakarta: 60%, surabaya: 40%}"},
        FieldNote{"announce", "what who waits is told", "announce: {first: 20s, position: true}"},
        FieldNote{"callback", "how those are called back who would rather not wait", "callback: {offer: 3m}"},
        length_note("answer_within", "threshold of the service level", "answer_within: 20s"),
        FieldNote{"goal", "service level that is aimed at, where `standards` has no target; without both 80%", "goal: 80%"},
        length_note("abandoned_short", "who gives up within this time is counted apart", "abandoned_short: 5s"),
        FieldNote{"music", "who waits or is on hold hears music", "music: false"},
        FieldNote{"record", "what caller and agent say is recorded", "record: false"},
        length_note("keep_recordings", "older recordings are erased; without it they are kept", "keep_recordings: 90d", shortest_time,
                    std::chrono::days{36'525})};
};

struct WrittenRouting { std::optional<Named<WrittenSite>> sites; Named<WrittenPolicy> queues; };
BOOST_DESCRIBE_STRUCT(WrittenRouting, (), (sites, queues))
template <>
struct About<WrittenRouting> {
    static constexpr std::string_view thing = "the routing";
    static constexpr std::array fields{
        FieldNote{"sites", "places with their clocks and hours", "sites: {jakarta: {zone: Asia/Jakarta}}"},
        FieldNote{"queues", "a queue's name and how it is served", "queues: {cards: {title: \"Cards\", skills: {cards: 1}}}"}};
};

// ---- The other clauses ----------------------------------------------------------------------------------------------

inline constexpr std::uint32_t longest_answer = 2000;  ///< characters of what is written in a field

struct WrittenFormField {
    WrittenText title;
    ValueType type = ValueType::text;
    std::optional<WrittenText> help;
    std::optional<WrittenValue> least, most;
    std::optional<std::uint32_t> longest;
    std::optional<Named<WrittenText>> options;
};
BOOST_DESCRIBE_STRUCT(WrittenFormField, (), (title, type, help, least, most, longest, options))
template <>
struct About<WrittenFormField> {
    static constexpr std::string_view thing = "the field";
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"Amount\""},
        FieldNote{"type", "what is written in it; a number has up to four decimals", "type: number"},
        FieldNote{"help", "what to write", "help: \"As on the card\""},
        FieldNote{"least", "the least number or length, or the first date", "least: 0"},
        FieldNote{"most", "the greatest number or length, or the last date", "most: 1000"},
        FieldNote{"longest", "how many characters a text may have; without it 2000", "longest: 200", 1, longest_answer},
        FieldNote{"options", "what a choice offers", "options: {double: \"Charged twice\"}"}};
};
struct WrittenForm { Named<WrittenFormField> fields; };
BOOST_DESCRIBE_STRUCT(WrittenForm, (), (fields))
template <>
struct About<WrittenForm> {
    static constexpr std::string_view thing = "the form";
    static constexpr std::array fields{
        FieldNote{"fields", "what steps may capture", "fields: {amount: {title: \"Amount\", type: number}}"}};
};

struct WrittenEscalation {
    WrittenText title;
    WrittenKey queue;
    Usually<Duration> priority{Escalation{}.priority};
    std::optional<WrittenKey> to;
};
BOOST_DESCRIBE_STRUCT(WrittenEscalation, (), (title, queue, priority, to))
template <>
struct About<WrittenEscalation> {
    static constexpr std::string_view thing = "the escalation";
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"Duty manager\""},
        FieldNote{"queue", "where such a contact waits", "queue: managers"},
        length_note("priority", "by how much it goes before others there", "priority: 2m"),
        FieldNote{"to", "the login of the person for whom it is meant: so long as the queue's `prefer` it waits for them alone, if they "
                        "are here and may serve it", "to: leader"}};
};

struct WrittenTarget { WrittenKey metric; std::optional<WrittenKey> queue; WrittenValue target; };
BOOST_DESCRIBE_STRUCT(WrittenTarget, (), (metric, queue, target))
template <>
struct About<WrittenTarget> {
    static constexpr std::string_view thing = "the target";
    static constexpr std::array fields{FieldNote{"metric", "which number", "metric: service_level"},
                                       FieldNote{"queue", "for which queue; without it for the centre", "queue: cards"},
                                       FieldNote{"target", "a share or a length of time, as the metric is", "target: 80%"}};
};
struct WrittenThreshold {
    Placed<Lasting> state;
    std::optional<WrittenKey> queue;
    Duration after{0};
    Placed<Listener> tell;
};
BOOST_DESCRIBE_STRUCT(WrittenThreshold, (), (state, queue, after, tell))
template <>
struct About<WrittenThreshold> {
    static constexpr std::string_view thing = "the threshold";
    static constexpr std::array fields{
        FieldNote{"state", "what lasts: somebody waits in a queue, or an agent is in this state", "state: hold"},
        FieldNote{"queue", "for which queue; without it for all that have none of their own", "queue: cards"},
        length_note("after", "then it is long", "after: 3m", shortest_time),
        FieldNote{"tell", "who is told: the agent on the desk, team leaders on the Floor, of a wait everybody on the Board",
                  "tell: team_leader"}};
};
struct WrittenStandards { std::optional<std::vector<WrittenTarget>> targets; std::optional<std::vector<WrittenThreshold>> thresholds; };
BOOST_DESCRIBE_STRUCT(WrittenStandards, (), (targets, thresholds))
template <>
struct About<WrittenStandards> {
    static constexpr std::string_view thing = "the standards";
    static constexpr std::array fields{
        FieldNote{"targets", "what is aimed at", "targets: [{metric: service_level, queue: cards, target: 80%}]"},
        FieldNote{"thresholds", "what lasts too long, and who is told", "thresholds: [{state: hold, after: 1m, tell: agent}]"}};
};

struct WrittenQuestion {
    WrittenText text;
    std::optional<WrittenText> spoken;
    std::vector<TelephoneKey> keys;
    Usually<Duration> wait{Survey{}.wait};
};
BOOST_DESCRIBE_STRUCT(WrittenQuestion, (), (text, spoken, keys, wait))
template <>
struct About<WrittenQuestion> {
    static constexpr std::string_view thing = "the question";
    static constexpr std::array fields{FieldNote{"text", "what the caller hears", "text: \"Press 1 to 5.\""}, spoken_note,
                                       FieldNote{"keys", "the keys that answer", "keys: [1, 2, 3, 4, 5]"}, wait_note};
};
struct WrittenSurvey { WrittenText title; Named<WrittenQuestion> questions; };
BOOST_DESCRIBE_STRUCT(WrittenSurvey, (), (title, questions))
template <>
struct About<WrittenSurvey> {
    static constexpr std::string_view thing = "the survey";
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"After the call\""},
        FieldNote{"questions", "what is asked, one after the other", "questions: {satisfied: {text: \"…\", keys: [1, 2]}}"}};
};

}  // namespace markaz::procedure
