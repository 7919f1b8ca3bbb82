#pragma once
// The clauses of the manual as people write them, each one described struct. docs/manual-language.md shows their tables, which are
// made from here; flow.cpp and its like turn them into what the machine runs.

#include <array>

#include "procedure/clause.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

/// Who sees a step that leads the agent, where not everybody does.
enum class StepAudience { agent, trainee };
BOOST_DESCRIBE_ENUM(StepAudience, agent, trainee)
/// Whom a flow leads at its start.
enum class FlowAudience { caller, agent };
BOOST_DESCRIBE_ENUM(FlowAudience, caller, agent)
/// What a checklist must come before.
enum class Before { ready };
BOOST_DESCRIBE_ENUM(Before, ready)

// ---- Steps ----------------------------------------------------------------------------------------------------------

/// What a step may say of its condition, wherever it leads.
struct WrittenWhen {
    std::optional<WrittenCondition> when;
    std::optional<WrittenStep> else_;
};
BOOST_DESCRIBE_STRUCT(WrittenWhen, (), (when, else_))

/// What every step that leads the agent may have.
struct WrittenGuide : WrittenWhen {
    std::optional<bool> mandatory, critical;
    std::optional<Duration> within;
    std::optional<StepAudience> audience;
};
BOOST_DESCRIBE_STRUCT(WrittenGuide, (WrittenWhen), (mandatory, critical, within, audience))

struct WrittenSay : WrittenGuide { WrittenText say; std::optional<WrittenText> spoken; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenSay, (WrittenGuide), (say, spoken, next))

struct WrittenMenu {
    WrittenText choose;
    std::optional<WrittenText> spoken;
    KeyMap keys;
    std::optional<Duration> wait;
    std::optional<std::uint32_t> tries;
    WrittenStep otherwise;
};
BOOST_DESCRIBE_STRUCT(WrittenMenu, (), (choose, spoken, keys, wait, tries, otherwise))

struct WrittenOption { WrittenText text; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenOption, (), (text, next))
struct WrittenPick : WrittenGuide { WrittenText choose; Named<WrittenOption> options; std::optional<WrittenKey> field; };
BOOST_DESCRIBE_STRUCT(WrittenPick, (WrittenGuide), (choose, options, field))

struct WrittenQueue {
    WrittenKey queue;
    WrittenStep next;
    std::optional<WrittenStep> closed, full, nobody;
    std::optional<TelephoneKey> exit_key;
    std::optional<WrittenStep> exit;
};
BOOST_DESCRIBE_STRUCT(WrittenQueue, (), (queue, next, closed, full, nobody, exit_key, exit))

struct WrittenAsk : WrittenGuide { WrittenText ask; WrittenKey field; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenAsk, (WrittenGuide), (ask, field, next))

struct WrittenCheck : WrittenGuide { WrittenText check; std::optional<WrittenKey> field; WrittenStep yes, no; };
BOOST_DESCRIBE_STRUCT(WrittenCheck, (WrittenGuide), (check, field, yes, no))

struct WrittenDo : WrittenGuide { WrittenText do_; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenDo, (WrittenGuide), (do_, next))

struct WrittenNote : WrittenGuide { WrittenText note; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenNote, (WrittenGuide), (note, next))

struct WrittenPerform : WrittenWhen { WrittenKey perform; std::optional<Named<WrittenStep>> outcomes; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenPerform, (WrittenWhen), (perform, outcomes, next))

struct WrittenTransfer : WrittenGuide { WrittenKey transfer; std::optional<WrittenText> text; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenTransfer, (WrittenGuide), (transfer, text, next))

struct WrittenEscalate : WrittenGuide { WrittenKey escalate; std::optional<WrittenText> text; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenEscalate, (WrittenGuide), (escalate, text, next))

struct WrittenSurveyStep { WrittenKey survey; WrittenStep next; };
BOOST_DESCRIBE_STRUCT(WrittenSurveyStep, (), (survey, next))

struct WrittenEnd { WrittenKey end; };
BOOST_DESCRIBE_STRUCT(WrittenEnd, (), (end))

constexpr Duration shortest_wait = std::chrono::seconds{1}, longest_wait = std::chrono::minutes{2};
constexpr Duration longest_step = std::chrono::hours{8};
constexpr FieldNote next_note{"next", "the step that follows", "next: done"};
constexpr FieldNote spoken_note{"spoken", "as the synthesiser should speak it, with vowel marks", "spoken: \"…\""};

template <>
struct About<WrittenWhen> {
    static constexpr std::string_view thing = "the condition";
    static constexpr std::array fields{FieldNote{"when", "the step is shown only where this is true", "when: \"amount > 500\""},
                                       FieldNote{"else", "where the run goes on otherwise; without it at `next`", "else: done"}};
};
template <>
struct About<WrittenGuide> {
    using Base = WrittenWhen;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{
        FieldNote{"mandatory", "cannot be passed over", "mandatory: true"},
        FieldNote{"critical", "mandatory, and only yes or done counts (checklists)", "critical: true"},
        FieldNote{"within", "after this time the step is shown and kept as late; nobody is cut off", "within: 2m", micros(shortest_wait),
                  micros(longest_step)},
        FieldNote{"audience", "`trainee`: only trainees see it", "audience: trainee"}};
};
template <>
struct About<WrittenSay> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"say", "what the caller hears, or the agent says", "say: \"Welcome.\""}, spoken_note,
                                       next_note};
};
template <>
struct About<WrittenMenu> {
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{
        FieldNote{"choose", "a menu; the text names exactly its keys", "choose: \"For cards press 1.\""}, spoken_note,
        FieldNote{"keys", "which key leads to which step", "keys: {1: cards}"},
        FieldNote{"wait", "after the text has ended (5s)", "wait: 5s", micros(shortest_wait), micros(longest_wait)},
        FieldNote{"tries", "how often it is spoken in all (3)", "tries: 3", 1, 9},
        FieldNote{"otherwise", "the step after the last try", "otherwise: cards"}};
};
template <>
struct About<WrittenOption> {
    static constexpr std::string_view thing = "the option";
    static constexpr std::array fields{FieldNote{"text", "what the agent reads", "text: \"Lost or stolen\""}, next_note};
};
template <>
struct About<WrittenPick> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{
        FieldNote{"choose", "what the agent decides", "choose: \"What is it about?\""},
        FieldNote{"options", "from which the agent takes one", "options: {lost: {text: \"Lost\", next: block}}"},
        FieldNote{"field", "keeps the option that was taken", "field: reason"}};
};
template <>
struct About<WrittenQueue> {
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{
        FieldNote{"queue", "where the caller waits", "queue: cards"},
        FieldNote{"next", "the first step of the agent who answers", "next: done"},
        FieldNote{"closed", "the caller's step when the queue is closed; without it the call ends", "closed: sorry"},
        FieldNote{"full", "the caller's step when too many wait", "full: sorry"},
        FieldNote{"nobody", "the caller's step when nobody could ever answer", "nobody: sorry"},
        FieldNote{"exit_key", "the key by which a waiting caller leaves the queue", "exit_key: 9"},
        FieldNote{"exit", "the step of whoever pressed it", "exit: message"}};
};
template <>
struct About<WrittenAsk> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"ask", "what the agent asks", "ask: \"Welcome.\""},
                                       FieldNote{"field", "keeps the answer", "field: charge"}, next_note};
};
template <>
struct About<WrittenCheck> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"check", "what the agent confirms or denies", "check: \"The name agrees.\""},
                                       FieldNote{"field", "keeps yes or no", "field: verified"},
                                       FieldNote{"yes", "the step after yes", "yes: charge"},
                                       FieldNote{"no", "the step after no", "no: refuse"}};
};
template <>
struct About<WrittenDo> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"do", "what the agent does", "do: \"Block the card.\""}, next_note};
};
template <>
struct About<WrittenNote> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"note", "what the agent writes about", "note: \"Write what was agreed.\""}, next_note};
};
template <>
struct About<WrittenPerform> {
    using Base = WrittenWhen;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"perform", "the procedure whose flow is run", "perform: verify-caller"},
                                       FieldNote{"outcomes", "where its outcomes lead", "outcomes: {not-verified: refuse}"},
                                       FieldNote{"next", "the step after any other outcome", "next: done"}};
};
template <>
struct About<WrittenTransfer> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"transfer", "the queue that takes over", "transfer: cards"},
                                       FieldNote{"text", "what the agent says before", "text: \"…\""},
                                       FieldNote{"next", "the first step of the agent who takes over", "next: done"}};
};
template <>
struct About<WrittenEscalate> {
    using Base = WrittenGuide;
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"escalate", "the entry of an `escalation` clause", "escalate: manager"},
                                       FieldNote{"text", "what the agent says before", "text: \"…\""},
                                       FieldNote{"next", "the first step of whoever takes over", "next: done"}};
};
template <>
struct About<WrittenSurveyStep> {
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"survey", "the entry of a `survey` clause", "survey: after-call"},
                                       FieldNote{"next", "the step of the caller after the last question", "next: done"}};
};
template <>
struct About<WrittenEnd> {
    static constexpr std::string_view thing = "the step";
    static constexpr std::array fields{FieldNote{"end", "how it ended", "end: resolved"}};
};

/// The fields of the clause `flow` beside its start and its steps, which are read by their verbs.
struct WrittenFlowProperties {
    std::optional<FlowAudience> audience;
    std::optional<Before> before;
    std::optional<ChecklistUse> use;
    std::optional<Named<WrittenText>> outcomes;
};
BOOST_DESCRIBE_STRUCT(WrittenFlowProperties, (), (audience, before, use, outcomes))
template <>
struct About<WrittenFlowProperties> {
    static constexpr std::string_view thing = "the flow";
    static constexpr std::array fields{
        FieldNote{"audience", "whom it leads at its start (`agent` in a checklist, otherwise `caller`)", "audience: agent"},
        FieldNote{"before", "`ready`: a checklist that agents pass before they are ready", "before: ready"},
        FieldNote{"use", "when a checklist is run", "use: pre_shift"},
        FieldNote{"outcomes", "what people read for an outcome", "outcomes: {resolved: \"Resolved\"}"}};
};

// ---- The other clauses ----------------------------------------------------------------------------------------------

struct WrittenFormField {
    WrittenText title;
    ValueType type = ValueType::text;
    std::optional<WrittenText> help;
    std::optional<WrittenValue> least, most;
    std::optional<std::uint32_t> longest;
    std::optional<Named<WrittenText>> options;
};
BOOST_DESCRIBE_STRUCT(WrittenFormField, (), (title, type, help, least, most, longest, options))
struct WrittenForm { Named<WrittenFormField> fields; };
BOOST_DESCRIBE_STRUCT(WrittenForm, (), (fields))

inline constexpr std::uint32_t longest_answer = 2000;  ///< characters of what is written in a field

template <>
struct About<WrittenFormField> {
    static constexpr std::string_view thing = "the field";
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"Amount\""},
        FieldNote{"type", "what is written in it", "type: number"},
        FieldNote{"help", "what to write", "help: \"As on the card\""},
        FieldNote{"least", "the least number or length, or the first date", "least: 0"},
        FieldNote{"most", "the greatest number or length, or the last date", "most: 1000"},
        FieldNote{"longest", "how many characters a text may have (2000)", "longest: 200", 1, longest_answer},
        FieldNote{"options", "what a choice offers", "options: {double: \"Charged twice\"}"}};
};
template <>
struct About<WrittenForm> {
    static constexpr std::string_view thing = "the form";
    static constexpr std::array fields{
        FieldNote{"fields", "what steps may capture", "fields: {amount: {title: \"Amount\", type: number}}"}};
};

struct WrittenEscalation { WrittenText title; WrittenKey queue; std::optional<Duration> priority; };
BOOST_DESCRIBE_STRUCT(WrittenEscalation, (), (title, queue, priority))
template <>
struct About<WrittenEscalation> {
    static constexpr std::string_view thing = "the escalation";
    static constexpr std::array fields{FieldNote{"title", "what people call it", "title: \"Duty manager\""},
                                       FieldNote{"queue", "where such a contact waits", "queue: managers"},
                                       FieldNote{"priority", "by how much it goes before others there (0s)", "priority: 2m", 0,
                                                 micros(std::chrono::days{1})}};
};

struct WrittenTarget { WrittenKey metric; std::optional<WrittenKey> queue; WrittenValue target; };
BOOST_DESCRIBE_STRUCT(WrittenTarget, (), (metric, queue, target))
struct WrittenStandards { std::vector<WrittenTarget> targets; };
BOOST_DESCRIBE_STRUCT(WrittenStandards, (), (targets))
template <>
struct About<WrittenTarget> {
    static constexpr std::string_view thing = "the target";
    static constexpr std::array fields{FieldNote{"metric", "which number", "metric: service_level"},
                                       FieldNote{"queue", "for which queue; without it for the centre", "queue: cards"},
                                       FieldNote{"target", "a share or a length of time, as the metric is", "target: 80%"}};
};
template <>
struct About<WrittenStandards> {
    static constexpr std::string_view thing = "the standards";
    static constexpr std::array fields{
        FieldNote{"targets", "what is aimed at", "targets: [{metric: service_level, queue: cards, target: 80%}]"}};
};

struct WrittenQuestion {
    WrittenText text;
    std::optional<WrittenText> spoken;
    std::vector<TelephoneKey> keys;
    std::optional<Duration> wait;
};
BOOST_DESCRIBE_STRUCT(WrittenQuestion, (), (text, spoken, keys, wait))
struct WrittenSurvey { WrittenText title; Named<WrittenQuestion> questions; };
BOOST_DESCRIBE_STRUCT(WrittenSurvey, (), (title, questions))
template <>
struct About<WrittenQuestion> {
    static constexpr std::string_view thing = "the question";
    static constexpr std::array fields{
        FieldNote{"text", "what the caller hears", "text: \"Press 1 to 5.\""}, spoken_note,
        FieldNote{"keys", "the keys that answer", "keys: [1, 2, 3, 4, 5]"},
        FieldNote{"wait", "after the text has ended (5s)", "wait: 5s", micros(shortest_wait), micros(longest_wait)}};
};
template <>
struct About<WrittenSurvey> {
    static constexpr std::string_view thing = "the survey";
    static constexpr std::array fields{
        FieldNote{"title", "what people call it", "title: \"After the call\""},
        FieldNote{"questions", "what is asked, one after the other", "questions: {satisfied: {text: \"…\", keys: [1, 2]}}"}};
};

}  // namespace markaz::procedure
