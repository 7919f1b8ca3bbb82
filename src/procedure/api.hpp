#pragma once
// Serves the manual: the one in force to everybody who may read it, older versions through its history, and takes new ones.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "edge/http/router.hpp"
#include "procedure/compile.hpp"
#include "procedure/lines.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

/// A variant of a procedure: with this option of this step its guide begins where the case is of that kind.
struct VariantListed {
    Key step, option;
    Text title;
};
BOOST_DESCRIBE_STRUCT(VariantListed, (), (step, option, title))

/// One procedure in a list. `guide`: an agent may open it while they serve a contact. `leads_callers`: a number may lead to it.
/// `review` is the day on which it should have been looked at again. `variants`: those that a search finds, by their title or by a step
/// to which they alone lead; without a search all.
struct ProcedureListed {
    Key id;
    std::string kind;
    Text title, purpose;
    std::vector<std::string> departments, audience, reads;
    std::string owner, approver, origin;
    std::string effective, review;
    std::uint64_t steps = 0;  ///< of its flow
    bool guide = false, leads_callers = false;
    std::vector<VariantListed> variants;
};
BOOST_DESCRIBE_STRUCT(ProcedureListed, (),
                      (id, kind, title, purpose, departments, audience, reads, owner, approver, origin, effective, review, steps, guide,
                       leads_callers, variants))

struct ManualListed {
    std::uint64_t version = 0;
    std::vector<Language> languages;
    std::vector<ProcedureListed> procedures;
};
BOOST_DESCRIBE_STRUCT(ManualListed, (), (version, languages, procedures))

/// `search`: words of a title, a purpose, a step or a variant, all of them in one text, in any order and language.
struct ManualQuery {
    std::optional<std::string> effective_from, effective_to, department, search;
};
BOOST_DESCRIBE_STRUCT(ManualQuery, (), (effective_from, effective_to, department, search))

struct DocumentShown {
    Language language = Language::en;
    std::string path, sha256, title;
    std::string text;  ///< as it was published, byte for byte
    std::string html;  ///< to be shown; the clauses are left out
};
BOOST_DESCRIBE_STRUCT(DocumentShown, (), (language, path, sha256, title, text, html))

/// A way on from a step. `by` is a key, an answer, an option or an outcome; `next` where nothing chooses.
struct FlowWay {
    std::string by;
    Key to;
};
BOOST_DESCRIBE_STRUCT(FlowWay, (), (by, to))
struct FlowStep {
    Key id;
    std::string verb;
    Text text;
    std::string about;  ///< the queue, procedure, escalation, survey or outcome that it names
    std::string condition;
    bool mandatory = false, critical = false, trainee = false;
    std::optional<double> within_s;
    std::optional<double> due_s;  ///< of a promise: by when, counted from it
    std::vector<FlowWay> ways;
};
BOOST_DESCRIBE_STRUCT(FlowStep, (), (id, verb, text, about, condition, mandatory, critical, trainee, within_s, due_s, ways))
struct FlowShown {
    Key start;
    bool agent_first = false, checklist = false, before_ready = false;
    std::vector<FlowStep> steps;
};
BOOST_DESCRIBE_STRUCT(FlowShown, (), (start, agent_first, checklist, before_ready, steps))

struct ProcedureShown {
    std::uint64_t version = 0;
    bool in_force = false;
    ProcedureListed procedure;
    std::vector<DocumentShown> documents;  ///< the source first
    std::optional<FlowShown> flow;
};
BOOST_DESCRIBE_STRUCT(ProcedureShown, (), (version, in_force, procedure, documents, flow))

enum class Change { added, removed, changed };
BOOST_DESCRIBE_ENUM(Change, added, removed, changed)

/// A step that is not as it was. `fields`: what is otherwise, by the names of a step; a text by its language, such as `text.fa`.
struct StepChanged {
    Key step;
    Change change = Change::changed;
    std::vector<std::string> fields;
    std::optional<FlowStep> from, to;
};
BOOST_DESCRIBE_STRUCT(StepChanged, (), (step, change, fields, from, to))

/// Something that the head of the procedure says otherwise than before.
struct HeadChanged {
    std::string field, from, to;
};
BOOST_DESCRIBE_STRUCT(HeadChanged, (), (field, from, to))

struct DocumentChanged {
    std::string path;
    Change change = Change::changed;
    std::vector<LinesChanged> lines;
};
BOOST_DESCRIBE_STRUCT(DocumentChanged, (), (path, change, lines))

/// What differs between a procedure as it was published at two times: its head, its steps, and every line of its documents.
struct ProcedureChanges {
    Key procedure;
    std::uint64_t from = 0, to = 0;  ///< versions
    Instant from_published{}, to_published{};
    std::vector<HeadChanged> head;
    std::vector<StepChanged> steps;
    std::vector<DocumentChanged> documents;
};
BOOST_DESCRIBE_STRUCT(ProcedureChanges, (), (procedure, from, to, from_published, to_published, head, steps, documents))

/// Without `to` the version in force, without `from` the one before `to`.
struct ChangesQuery {
    std::optional<std::uint64_t> from, to;
};
BOOST_DESCRIBE_STRUCT(ChangesQuery, (), (from, to))

/// `by`: who published it, by name; null where it came with the directory.
struct VersionListed {
    std::uint64_t version = 0;
    Instant published{};
    Nullable<std::string> by;
    std::vector<DocumentRef> documents;
};
BOOST_DESCRIBE_STRUCT(VersionListed, (), (version, published, by, documents))

struct ManualTexts {
    struct Text {
        std::string path, text;
    };
    std::vector<Text> documents;
};
BOOST_DESCRIBE_STRUCT(ManualTexts::Text, (), (path, text))
BOOST_DESCRIBE_STRUCT(ManualTexts, (), (documents))

/// What a publication changed, by the paths of the documents.
struct ManualChange {
    std::uint64_t version = 0;
    std::vector<std::string> added, changed, removed;
};
BOOST_DESCRIBE_STRUCT(ManualChange, (), (version, added, changed, removed))

struct FindingShown {
    std::string rule, where, what, right;
};
BOOST_DESCRIBE_STRUCT(FindingShown, (), (rule, where, what, right))
struct ManualJudged {
    std::vector<FindingShown> findings;
};
BOOST_DESCRIBE_STRUCT(ManualJudged, (), (findings))

/// Adds what differs between two forms of a procedure; one that was not there has neither documents nor flow.
void compare(const ProcedureShown& from, const ProcedureShown& to, ProcedureChanges& changes);

/// What differs between two lists of documents.
ManualChange change_between(const std::vector<DocumentRef>& before, const std::vector<DocumentRef>& after);

/// What the service needs of the house.
struct ManualHouse {
    std::function<ManualRef()> newest;
    std::function<ManualRef(std::uint64_t version)> of;
    std::function<Result<std::string>(const DocumentRef&)> text_of;
    std::function<Result<std::vector<VersionListed>>()> history;
    std::function<std::vector<Finding>(std::vector<SourceDocument>)> judge;
    /// Puts a manual in force for somebody, who is written down as the one who did.
    std::function<Result<ManualChange>(std::vector<SourceDocument>, people::PersonId)> publish;
};

/// Thread-safe.
class ManualService {
public:
    explicit ManualService(ManualHouse house) : house_(std::move(house)) {}
    void add_routes(http::Routes& routes);

private:
    using Purposes = std::map<Key, Text>;
    std::shared_ptr<const Purposes> purposes_of(const Manual& manual);
    ProcedureListed listed(const Manual& manual, const ProcedureCard& card);
    /// Whether words of the procedure are those that are looked for; of its variants the ones that have them stay.
    static bool finds(const Manual& manual, ProcedureListed& each, std::string_view search);
    http::Answer<ManualListed> list(const ManualQuery& query);
    http::Answer<ProcedureShown> show(const ManualRef& manual, Key id);
    http::Answer<ProcedureChanges> changes(Key id, const ChangesQuery& query);

    ManualHouse house_;
    std::mutex mutex_;
    std::map<std::uint64_t, std::shared_ptr<const Purposes>> purposes_;  ///< by version: read out of the texts once
};

}  // namespace markaz::procedure
