#pragma once
// Serves contacts: the list, one contact with its timeline, and its recordings. Names follow the API, so lengths end in `_s`.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "contact/store.hpp"
#include "contact/store_cases.hpp"
#include "customer/types.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"

namespace markaz::contact {

struct PersonRef {
    people::PersonId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonRef, (), (id, name))

/// One visit, or a contact without one. `caller` is masked.
struct ContactRow {
    ContactId contact;
    Nullable<VisitId> visit;
    Origin origin = Origin::live;
    Channel channel = Channel::voice_in;
    Language language = Language::en;
    Key flow;
    Nullable<Key> queue;
    Instant started{};
    Nullable<Instant> visit_started;
    Nullable<Duration> wait_s;
    Nullable<VisitStanding> end;
    Nullable<VisitCause> cause;
    Nullable<ContactState> state;
    Nullable<PersonRef> agent;
    Nullable<Duration> talk_s, hold_s, wrap_up_s;
    Nullable<Key> outcome;
    Nullable<ContactEnd> contact_end;
    Nullable<std::string> caller;
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (contact, visit, origin, channel, language, flow, queue, started, visit_started, wait_s, end, cause,
                                       state, agent, talk_s, hold_s, wrap_up_s, outcome, contact_end, caller))

struct ContactPage {
    std::uint64_t total = 0;
    std::vector<ContactRow> rows;
    Nullable<std::string> next;  ///< for `page_after`
};
BOOST_DESCRIBE_STRUCT(ContactPage, (), (total, rows, next))

/// contact.md says what each filter means.
struct ContactsQuery {
    std::optional<Instant> from, to;
    std::optional<Key> queue;
    std::optional<std::string> end, state, channel;  ///< one, or several with commas between
    std::optional<bool> within, short_, as_expected;
    std::optional<Origins> origins;
    std::optional<people::PersonId> agent;
    std::optional<std::string> number;  ///< how the caller's number ends: at least four digits
    std::optional<std::string> page_after;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(ContactsQuery, (), (from, to, queue, end, state, channel, within, short_, as_expected, origins, agent, number,
                                          page_after, limit, at_least))

struct ContactQuery {
    std::optional<std::uint64_t> at_least;
};
BOOST_DESCRIBE_STRUCT(ContactQuery, (), (at_least))

struct DayQuery {
    Instant from{};  ///< such as the site's midnight, which the Board names `day_from`
    std::optional<Origins> origins;
};
BOOST_DESCRIBE_STRUCT(DayQuery, (), (from, origins))

/// What one's own visits since then add up to; `GET /api/v1/me/contacts?from=` lists exactly the `answered` ones.
struct MyDay {
    std::uint64_t answered = 0;
    Duration talk_s{0}, hold_s{0}, wrap_up_s{0};
};
BOOST_DESCRIBE_STRUCT(MyDay, (), (answered, talk_s, hold_s, wrap_up_s))

struct PeaksQuery {
    std::optional<std::uint32_t> points;
};
BOOST_DESCRIBE_STRUCT(PeaksQuery, (), (points))

/// One recording of a list. `caller` is masked.
struct RecordingListed {
    RecordingId id;
    ContactId contact;
    Key queue;
    Nullable<PersonRef> agent;
    Nullable<std::string> caller;
    Instant from{};
    Duration length_s{0};
    RecordingState state = RecordingState::running;
    bool message = false;  ///< that the caller left: no agent was there
};
BOOST_DESCRIBE_STRUCT(RecordingListed, (), (id, contact, queue, agent, caller, from, length_s, state, message))

struct RecordingPage {
    std::vector<RecordingListed> rows;  ///< the newest first
    Nullable<RecordingId> next;         ///< for `before`
};
BOOST_DESCRIBE_STRUCT(RecordingPage, (), (rows, next))

/// The same words as for contacts: contact.md.
struct RecordingsQuery {
    std::optional<Instant> from, to;
    std::optional<Key> queue;
    std::optional<people::PersonId> agent;
    std::optional<std::string> number;
    std::optional<RecordingId> before;
    std::optional<std::uint32_t> limit;
};
BOOST_DESCRIBE_STRUCT(RecordingsQuery, (), (from, to, queue, agent, number, before, limit))

/// How loud each voice was in each of equally long parts of a recording: the largest magnitude, 0 to 100 on a scale of decibels.
struct Peaks {
    std::vector<std::uint8_t> customer, agent;
};
BOOST_DESCRIBE_STRUCT(Peaks, (), (customer, agent))

struct Visit {
    VisitId id;
    Key queue;
    Instant started{};
    Nullable<Instant> ended;
    VisitStanding end = VisitStanding::in_progress;
    VisitCause cause = VisitCause::none;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (id, queue, started, ended, end, cause))

struct Assignment {
    AssignmentId id;
    VisitId visit;
    Key queue;
    PersonRef agent;
    AssignmentState state = AssignmentState::reserved;
    Nullable<AssignmentEnd> end;
    Duration ring_s{0}, talk_s{0}, hold_s{0}, wrap_up_s{0};
    Nullable<Key> outcome;
};
BOOST_DESCRIBE_STRUCT(Assignment, (), (id, visit, queue, agent, state, end, ring_s, talk_s, hold_s, wrap_up_s, outcome))

/// Why this agent and this contact met.
struct DecisionShown {
    routing::Chooser chooser = routing::Chooser::contact_chose_agent;
    routing::Rule rule = routing::Rule::longest_idle;
    std::uint32_t eligible = 0;
};
BOOST_DESCRIBE_STRUCT(DecisionShown, (), (chooser, rule, eligible))

/// Whom a step leads: the caller, or the agent who serves.
enum class Led { caller, agent };
BOOST_DESCRIBE_ENUM(Led, caller, agent)

/// One thing that happened. `kind` is the name of what was told; what does not belong to it is left out.
struct TimelineEntry {
    Instant at{};
    std::string kind;
    std::optional<Key> flow, step;
    std::optional<Text> text;  ///< of the step, as people read it
    std::optional<Led> led;
    std::optional<std::uint64_t> version;  ///< of the manual whose step it is
    std::optional<std::string> note;  ///< what the agent wrote at the step, for those who may read it
    std::optional<std::string> key;
    std::optional<bool> reached;  ///< it came to what the procedure expects, which is its text
    std::optional<bool> accepted;
    std::optional<std::string> answer;
    std::optional<Text> choice;  ///< the option that was taken, as people read it
    std::optional<Key> queue;
    std::optional<PersonRef> agent;
    std::optional<std::string> state, end, cause;
    std::optional<Key> outcome;
    std::optional<DecisionShown> decision;
    std::optional<Instant> due;        ///< of a promise
    std::optional<CaseId> case_;
    std::optional<Duration> length_s;  ///< until what ended it; nothing while it goes on, and for what has no length
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (at, kind, flow, step, text, led, version, note, key, reached, accepted, answer, choice, queue,
                                          agent, state, end, cause, outcome, decision, due, case_, length_s))

struct Recording {
    RecordingId id;
    Instant from{};
    Duration length_s{0};
    RecordingState state = RecordingState::running;
    bool message = false;  ///< that the caller left
};
BOOST_DESCRIBE_STRUCT(Recording, (), (id, from, length_s, state, message))

/// What an agent promised to a customer. `caller` is masked.
struct PromiseShown {
    ContactId contact;
    Key procedure, step;
    Text text;  ///< as the manual had it then
    PersonRef agent;
    Instant at{}, due{};
    Nullable<std::string> caller;
};
BOOST_DESCRIBE_STRUCT(PromiseShown, (), (contact, procedure, step, text, agent, at, due, caller))

struct Promises {
    std::vector<PromiseShown> rows;  ///< the first that is due first
};
BOOST_DESCRIBE_STRUCT(Promises, (), (rows))

/// Those that are due in from <= due < to.
struct PromisesQuery {
    std::optional<Instant> from, to;
    std::optional<Origins> origins;
    std::optional<std::uint32_t> limit;
};
BOOST_DESCRIBE_STRUCT(PromisesQuery, (), (from, to, origins, limit))

/// What is still to be done for a customer, or was. `since`: from when on it is the owner's; `take_over_s`: from then until they said that
/// they have it. `reason`: why it was given to them; `outcome`: what it came to; both for those who may read them. `caller` is masked.
struct CaseShown {
    CaseId case_;
    Key procedure, step;
    Text title;  ///< as the manual had it then
    std::vector<ContactId> contacts;
    Instant opened{};
    PersonRef owner;
    Instant since{};
    Nullable<Instant> taken;
    Nullable<Duration> take_over_s;
    Nullable<Instant> closed;
    Nullable<PersonRef> closed_by;
    Nullable<std::string> caller;
    std::optional<std::string> reason, outcome;
};
BOOST_DESCRIBE_STRUCT(CaseShown, (), (case_, procedure, step, title, contacts, opened, owner, since, taken, take_over_s, closed, closed_by,
                                      caller, reason, outcome))

/// What was done about a result that was missed, by whom; `text` as the reason below.
struct SettledShown {
    Instant at{};
    PersonRef by;
    Settlement outcome = Settlement::nothing;
    std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(SettledShown, (), (at, by, outcome, text))

/// It did not come to what the procedure expects, as the agent said. `reason` is there for those who may view personal data, and every
/// such look is audited. `may_settle`: whoever asks may say what was done about it.
struct ResultMissed {
    AssignmentId assignment;
    ContactId contact;
    Key procedure;
    Text title;
    std::uint64_t version = 0;  ///< of the manual that led
    PersonRef agent;
    Instant at{};  ///< when the guide had ended and it was asked
    std::optional<std::string> reason;
    Nullable<SettledShown> settled;  ///< null: it is open
    bool may_settle = false;
};
BOOST_DESCRIBE_STRUCT(ResultMissed, (), (assignment, contact, procedure, title, version, agent, at, reason, settled, may_settle))

/// How often it came to what a procedure expects: of `asked` guides that ended, agents answered to `answered`, and said of `missed` that
/// it did not; `open` of what was missed, in older contacts as well, nobody has settled. Title, owner and what is expected are those of the
/// manual in force, where the procedure is still in it; `owners` are the people who are said to be that owner.
struct ProcedureResults {
    Key procedure;
    Text title, expected;
    std::string owner;
    std::vector<PersonRef> owners;
    std::uint64_t asked = 0, answered = 0, missed = 0, open = 0;
};
BOOST_DESCRIBE_STRUCT(ProcedureResults, (), (procedure, title, expected, owner, owners, asked, answered, missed, open))

struct Results {
    std::vector<ProcedureResults> procedures;  ///< that were asked about
    std::vector<ResultMissed> rows;            ///< the open ones first, the newest first
};
BOOST_DESCRIBE_STRUCT(Results, (), (procedures, rows))

/// Of guides that ended in from <= at < to; what is open also of older ones. `owner`: of procedures whose owner is called so in the manual;
/// `mine`: of those that whoever asks owns.
struct ResultsQuery {
    std::optional<Instant> from, to;
    std::optional<std::string> owner;
    std::optional<bool> mine;
    std::optional<Key> procedure;
    std::optional<Origins> origins;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(ResultsQuery, (), (from, to, owner, mine, procedure, origins, limit, at_least))

/// What waits for whoever owns procedures: the words by which the manual names them, and how many missed results of theirs are open.
struct OwnResults {
    std::vector<std::string> owns;
    std::uint64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(OwnResults, (), (owns, open))

/// What was done about a result that was missed, in one word and in one's own.
struct SettleWish {
    Settlement outcome = Settlement::nothing;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SettleWish, (), (outcome, text))

/// What the centre knows today of whoever shows this number. `name`: null where it does not know them. `contacts_lately`: that the number
/// began in the last seven days, this one among them if it did.
struct CustomerShown {
    Nullable<std::string> name;
    customer::Standing standing = customer::Standing::ordinary;
    std::uint32_t contacts_lately = 0;
};
BOOST_DESCRIBE_STRUCT(CustomerShown, (), (name, standing, contacts_lately))

/// `caller` is whole for those who may view personal data, and every such look is audited. `customer` is for them, too, and for the agent
/// while the contact is with them.
struct Contact {
    ContactId contact;
    Origin origin = Origin::live;
    Channel channel = Channel::voice_in;
    Language language = Language::en;
    Key flow;
    Nullable<Key> queue;  ///< the last one
    Instant started{};
    Nullable<ContactState> state;
    Nullable<PersonRef> agent;
    Nullable<Duration> talk_s, hold_s, wrap_up_s;
    Nullable<Key> outcome;
    Nullable<ContactEnd> contact_end;
    Nullable<std::string> caller;
    Nullable<CustomerShown> customer;
    std::vector<Visit> visits;
    std::vector<Assignment> assignments;
    std::vector<TimelineEntry> timeline;
    std::vector<PromiseShown> promises;  ///< to this caller, in this contact and those before; the first that is due first
    std::vector<CaseShown> cases;        ///< of this contact, and the open ones of this caller; the open ones first
    std::vector<Recording> recordings;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (contact, origin, channel, language, flow, queue, started, state, agent, talk_s, hold_s, wrap_up_s,
                                    outcome, contact_end, caller, customer, visits, assignments, timeline, promises, cases, recordings))

/// A number or name so that it can be told apart but not used: the last two of at least six characters.
std::string masked(std::string_view caller);

using Names = std::map<people::PersonId, std::string>;
/// Of everybody here, and of the agents of other systems.
Names names_of(storage::Database& records);
PersonRef reference(people::PersonId id, const Names& names);

/// `texts`: with what was written of it.
CaseShown case_shown(storage::Database& records, const CaseRow& row, const Names& names, const ManualOf& manual_of, bool texts);

/// What happened to a contact, as people read it.
/// `note_of` finds what was written; nothing where it may not be read.
using NoteOf = std::function<std::optional<std::string>(VaultId)>;
std::vector<TimelineEntry> timeline_of(const std::vector<Event>& events, const ManualOf& manual_of, const Names& names,
                                       const NoteOf& note_of);

/// What contacts need of the house.
struct ContactHouse {
    std::filesystem::path data;                     ///< recordings' files lie below it
    ManualOf manual_of;
    std::function<procedure::ManualRef()> manual_now;  ///< null where there is none
    std::function<Instant()> now;
    std::function<Result<Peaks>(const std::filesystem::path& file, std::uint32_t points)> peaks_of;
    /// Waits a while until records hold the entry and who called; false when they still do not.
    std::function<bool(std::uint64_t entry)> has;
    /// Nothing where this is no telephone number.
    std::function<std::optional<CustomerShown>(storage::Database& records, const std::string& number)> customer_of{};
};

/// Thread-safe. `records` outlives it.
class ContactService {
public:
    ContactService(storage::Connections& records, ContactHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/contacts, /api/v1/contacts/{id}, /api/v1/promises, /api/v1/results, /api/v1/recordings,
    /// PUT /api/v1/results/{assignment}/{procedure},
    /// /api/v1/recordings/{id}/audio and /peaks; and of one's own work
    /// /api/v1/me/contacts, /api/v1/me/contacts/{id}, /api/v1/me/results, /api/v1/me/day, /api/v1/me/messages/{id}/audio and /peaks.
    void add_routes(http::Routes& routes);

private:
    http::Answer<ContactPage> list(const http::Call& call, const ContactsQuery& query);
    http::Answer<ContactPage> list_own(const http::Call& call, ContactsQuery query);
    http::Answer<Contact> one(const http::Call& call, const ContactQuery& query);
    http::Answer<Contact> own(const http::Call& call, const ContactQuery& query);
    http::Answer<Promises> promises(const PromisesQuery& query);
    PromiseShown promise_shown(storage::Database& records, const PromiseRow& row, const Names& names) const;
    http::Answer<Results> results(const http::Call& call, const ResultsQuery& query);
    http::Answer<OwnResults> own_results(const http::Call& call);
    http::Answer<http::Nothing> settle(const http::Call& call, const SettleWish& wish);
    ProcedureResults sums_shown(const ResultSums& sums) const;
    http::Answer<MyDay> day(const http::Call& call, const DayQuery& query);
    http::Answer<RecordingRecord> recording(const http::Call& call);
    http::Answer<RecordingRecord> own_message(const http::Call& call);
    http::Answer<RecordingPage> recordings(const http::Call& call, const RecordingsQuery& query);
    http::Answer<http::Response> audio(const http::Call& call, const http::Answer<RecordingRecord>& wanted);
    http::Answer<Peaks> peaks(const http::Call& call, const PeaksQuery& query, const http::Answer<RecordingRecord>& wanted);
    Contact told(storage::Database& records, ContactId id, const std::vector<VisitRow>& rows, bool notes);
    http::Answer<void> wait_for(std::optional<std::uint64_t> entry) const;
    http::Answer<void> wait_for_caller(std::optional<std::uint64_t> entry) const;
    Nullable<CustomerShown> customer_shown(storage::Database& records, const VisitRow& row) const;
    Nullable<std::string> caller_shown(storage::Database& records, const http::Call& call, const VisitRow& row);

    storage::Connections& records_;
    ContactHouse house_;
};

}  // namespace markaz::contact
