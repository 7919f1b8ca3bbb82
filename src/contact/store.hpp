#pragma once
// Contacts in records.db: the fold of what the machine told about them, and the questions that people ask. See contact.md for the
// words; what a filter means is written there once, and the Board counts by the same words.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "contact/store_imported.hpp"
#include "contact/origins.hpp"
#include "contact/types.hpp"
#include "driver/projection.hpp"
#include "edge/storage/database.hpp"
#include "metrics/cell.hpp"
#include "people/types.hpp"
#include "procedure/types.hpp"
#include "routing/fairness.hpp"

namespace markaz::contact {

/// Finds a published manual by its version. Every version that the machine names is there.
using ManualOf = std::function<procedure::ManualRef(std::uint64_t version)>;

/// Tables contact, visit, assignment, promise, result, guide, deviation, contact_event, agent, stint, manual_in_force, standard; and
/// imported_name, imported_segment, which an import fills.
class ContactProjection : public driver::Projection {
public:
    explicit ContactProjection(ManualOf manual_of) : manual_of_(std::move(manual_of)) {}

    std::string_view name() const override { return "contact"; }
    std::uint32_t version() const override { return 9; }
    void create(storage::Database& records) override;
    void apply(storage::Database& records, const driver::Committed& entry) override;

private:
    ManualOf manual_of_;
};

/// How a visit stands: its end, or that it has none yet.
enum class VisitStanding { answered, abandoned, overflowed, transferred, callback, voicemail, blocked, interrupted, in_progress };
BOOST_DESCRIBE_ENUM(VisitStanding, answered, abandoned, overflowed, transferred, callback, voicemail, blocked, interrupted, in_progress)

/// Where a contact is now. Whoever is reserved for an agent already rings, for the caller.
enum class ContactState { menu, waiting, callback, voicemail, ringing, talking, hold, wrap_up };
BOOST_DESCRIBE_ENUM(ContactState, menu, waiting, callback, voicemail, ringing, talking, hold, wrap_up)

/// One visit of a contact; or a contact that never reached a queue, which has no visit.
struct VisitRow {
    ContactId contact;
    VisitId visit;  ///< 0: none
    Origin origin = Origin::live;
    Channel channel = Channel::voice_in;
    Language language = Language::en;
    Key flow, queue;
    Instant started{};                      ///< of the contact
    std::optional<Instant> visit_started;
    std::optional<Duration> wait;           ///< once the visit has ended
    std::optional<VisitStanding> standing;  ///< nothing without a visit
    std::optional<VisitCause> cause;        ///< once the visit has ended
    std::optional<ContactState> state;      ///< nothing once all is over
    std::optional<people::PersonId> agent;  ///< who serves it now, or answered it last
    std::optional<Duration> talk, hold, wrap_up;
    Key outcome;
    std::optional<ContactEnd> contact_end;
    VaultId party;
};
BOOST_DESCRIBE_STRUCT(VisitRow, (), (contact, visit, origin, channel, language, flow, queue, started, visit_started, wait, standing, cause,
                                     state, agent, talk, hold, wrap_up, outcome, contact_end, party))

/// What is wanted of the list. Everything that is given must hold.
struct Filter {
    std::optional<Instant> from, until;    ///< when the visit was offered, or a contact without one began: from <= at < until
    Key queue;                             ///< empty: any, and contacts without a visit
    std::vector<VisitStanding> standings;  ///< any of these; none: whatever it is
    std::vector<ContactState> states;      ///< any of these
    std::optional<bool> within;            ///< answered within the threshold; false: answered later
    std::optional<bool> abandoned_short;   ///< abandoned up to the short threshold; false: everything else
    std::optional<bool> as_expected;       ///< answered after a wait in the interval that was expected; false: one outside of it
    people::PersonId agent;                ///< visits that this person answered; 0: anyone's, and nobody's
    std::vector<Channel> channels;         ///< any of these
    std::string party;                     ///< the last characters of the caller's number; empty: any
    Origins origins = Origins::live;
};

/// The place of a row in the list, which goes from the newest to the oldest.
struct RowPlace {
    Instant at{};
    VisitId visit;
    ContactId contact;
    /// `1763806927000000.12.9`: opaque to whoever gets it.
    std::string text() const;
    static std::optional<RowPlace> from(std::string_view text);
};

struct RowPage {
    std::uint64_t total = 0;  ///< rows that pass the filter, on all pages
    std::vector<VisitRow> rows;
    std::optional<RowPlace> next;  ///< nothing on the last page
};

struct VisitRecord {
    VisitId id;
    Key queue;
    Instant started{};
    std::optional<Instant> ended;
    std::optional<VisitEnd> visit_end;
    std::optional<VisitCause> cause;
};
BOOST_DESCRIBE_STRUCT(VisitRecord, (), (id, queue, started, ended, visit_end, cause))

struct AssignmentRecord {
    AssignmentId id;
    VisitId visit;  ///< the one that it serves; a transfer straight to a person goes on serving the contact's last visit
    people::PersonId person;
    Key queue;
    AssignmentState state = AssignmentState::reserved;
    std::optional<AssignmentEnd> assignment_end;
    Duration ring{0}, talk{0}, hold{0}, wrap_up{0};
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(AssignmentRecord, (), (id, visit, person, queue, state, assignment_end, ring, talk, hold, wrap_up, outcome))

/// A person's own work since an instant: the visits that they answered, as `Filter::agent` lists them, and their time in them.
struct PersonDay {
    std::uint64_t answered = 0;
    Duration talk{0}, hold{0}, wrap_up{0};
};
BOOST_DESCRIBE_STRUCT(PersonDay, (), (answered, talk, hold, wrap_up))

/// What an agent promised to a customer: the newest time they said so in a contact, and when it is due.
struct PromiseRow {
    ContactId contact;
    VaultId party;
    people::PersonId person;
    std::uint64_t manual = 0;
    Key flow, step;
    Instant made{}, due{};
};
BOOST_DESCRIBE_STRUCT(PromiseRow, (), (contact, party, person, manual, flow, step, made, due))

/// What was done about a result that was missed: it was put right for the customer, it was gone through with those who were there, the
/// procedure was revised, or nothing had to be done.
enum class Settlement { put_right, explained, revised, nothing };
BOOST_DESCRIBE_ENUM(Settlement, put_right, explained, revised, nothing)

/// It did not come to what a procedure expects, as its agent said when the guide had ended. `asked`: when that was.
struct MissedRow {
    AssignmentId assignment;
    ContactId contact;
    people::PersonId person;
    std::uint64_t manual = 0;
    Key flow;
    Instant asked{}, answered{};
    VaultId written;  ///< why
    std::optional<Instant> settled;
    std::optional<people::PersonId> settled_by;
    std::optional<Settlement> outcome;
    std::optional<VaultId> done;  ///< what was done about it, in words
};
BOOST_DESCRIBE_STRUCT(MissedRow, (),
                      (assignment, contact, person, manual, flow, asked, answered, written, settled, settled_by, outcome, done))

/// How often agents were asked whether it came to what a procedure expects, and what they said. `open`: of what was missed, what nobody
/// has settled, in older ones as well. `manual`: the newest version of these.
struct ResultSums {
    Key flow;
    std::uint64_t manual = 0;
    std::uint64_t asked = 0, answered = 0, missed = 0, open = 0;
};
BOOST_DESCRIBE_STRUCT(ResultSums, (), (flow, manual, asked, answered, missed, open))

struct Event {
    Instant at{};
    centre::Output what;
};

enum class RecordingState { running, ready, failed, erased };
BOOST_DESCRIBE_ENUM(RecordingState, running, ready, failed, erased)

using RecordingId = Id<struct RecordingTag>;

struct RecordingRecord {
    RecordingId id;
    ContactId contact;
    AssignmentId assignment;  ///< 0: a message that the caller left, which belongs to the queue of the contact's last visit
    std::string file;  ///< relative to the data directory
    Instant started{};
    Duration length{0};
    RecordingState state = RecordingState::running;
};
BOOST_DESCRIBE_STRUCT(RecordingRecord, (), (id, contact, assignment, file, started, length, state))

/// A recording as it is looked for and listed.
struct RecordingRow {
    RecordingId id;
    ContactId contact;
    Key queue;
    people::PersonId person;
    VaultId party;
    Instant started{};
    Duration length{0};
    RecordingState state = RecordingState::running;
    bool message = false;  ///< that the caller left
};
BOOST_DESCRIBE_STRUCT(RecordingRow, (), (id, contact, queue, person, party, started, length, state, message))

/// Which recordings are wanted; what is empty asks for nothing.
struct RecordingFilter {
    Instant from{}, until = Instant::max();
    Key queue;
    people::PersonId person;
    std::string party;      ///< how the caller's number ends
    RecordingId before;     ///< only older ones; 0: from the newest
};

/// The recordings' table: a record, not a fold, because the files are made by the edge.
inline constexpr std::string_view recording_schema = R"(
create table recording (id bigint primary key, contact bigint not null, assignment bigint not null, file text not null,
    started bigint not null, length bigint not null, state text not null);
create index recording_contact on recording (contact);
)";

/// What was done about results that were missed: a record, not a fold, because the machine has no part in it.
inline constexpr std::string_view settled_schema = R"(
create table settled_result (assignment bigint not null, flow text not null, at bigint not null, person bigint not null,
    outcome text not null, written bigint not null, primary key (assignment, flow));
)";

/// What another system gave a name.
enum class Named { queue, agent };
BOOST_DESCRIBE_ENUM(Named, queue, agent)

/// Somebody who called, and who answered them.
struct ServedCaller {
    VaultId party;
    people::PersonId person;
};
BOOST_DESCRIBE_STRUCT(ServedCaller, (), (party, person))

/// A contact that a caller began, and the number that they showed.
struct StartedCaller {
    std::string number;
    Instant started{};
};
BOOST_DESCRIBE_STRUCT(StartedCaller, (), (number, started))

/// The place in a queue of somebody whose line broke off while they waited or talked.
struct LostPlace {
    VaultId party;
    Key queue;        ///< in which they were last
    Instant since{};  ///< from when on they had waited, in this queue and those that had passed them on to it
    Instant lost{};   ///< when the line broke off
};
BOOST_DESCRIBE_STRUCT(LostPlace, (), (party, queue, since, lost))

/// From this instant on this version of the manual was in force.
struct InForce {
    std::uint64_t version = 0;
    Instant started{};
};
BOOST_DESCRIBE_STRUCT(InForce, (), (version, started))

/// Questions about contacts, on a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class ContactStore {
public:
    explicit ContactStore(storage::Database& records) : records_(records) {}

    /// At most `limit` rows after `after`.
    RowPage list(const Filter& filter, std::optional<RowPlace> after, std::uint32_t limit);

    /// The contact's rows, oldest first; empty when there is no such contact.
    std::vector<VisitRow> rows_of(ContactId contact);
    std::vector<VisitRecord> visits_of(ContactId contact);
    std::vector<AssignmentRecord> assignments_of(ContactId contact);
    /// Whether the contact ever rang at this person, or was answered by them.
    bool was_with(ContactId contact, people::PersonId person);
    /// Whether this person answered the contact.
    bool was_served_by(ContactId contact, people::PersonId person);
    /// Who answered the newest `most` live assignments, with the caller's id in the vault; newest first.
    std::vector<ServedCaller> served_lately(std::uint32_t most);
    /// Of the newest `most` contacts the live ones since then whose caller showed something, the oldest first.
    std::vector<StartedCaller> started_since(Instant since, std::uint32_t most);
    /// The last place of a contact, whatever became of it; nothing: they were in no queue, or showed no number.
    std::optional<LostPlace> place_of(ContactId contact);
    /// Among the newest `most` live contacts those that ended because a line broke off or the program did.
    std::vector<LostPlace> places_lost_lately(std::uint32_t most);
    /// How many contacts of the row's origin came before it into its queue and wait there.
    std::uint64_t waiting_before(const VisitRow& row);
    /// What a person's visits of that time add up to.
    PersonDay day_of(people::PersonId person, Instant from, Origins origins);
    /// At most `limit` promises that are due in from <= due < until, the first first.
    std::vector<PromiseRow> promises(Instant from, Instant until, Origins origins, std::uint32_t limit);
    /// Those to the caller of this contact, in it and in earlier ones by the same number; the newest `limit` of them, the first due first.
    std::vector<PromiseRow> promises_to_caller_of(ContactId contact, std::uint32_t limit);
    /// At most `limit` results that were missed: those that were asked in from <= asked < until, and the older ones that are open. The open
    /// ones first, the newest first. `flows`: of these procedures; nothing: of any.
    std::vector<MissedRow> results_missed(Instant from, Instant until, Origins origins, const std::optional<std::vector<Key>>& flows,
                                          std::uint32_t limit);
    /// Of every procedure that was asked about in that time, or of which an older result is open, by rising id.
    std::vector<ResultSums> result_sums(Instant from, Instant until, Origins origins);
    /// One that was missed; nothing where there is none.
    std::optional<MissedRow> result_missed(AssignmentId assignment, Key flow);
    /// False where somebody has settled it already.
    bool settle_result(AssignmentId assignment, Key flow, Instant at, people::PersonId by, Settlement outcome, VaultId done);
    /// Everything that was told about the contact, in the order in which it was told.
    std::vector<Event> events_of(ContactId contact);
    /// The journal's entries in which an agent and this contact were matched, rising.
    std::vector<std::uint64_t> decision_entries(ContactId contact);

    /// Visits by their queue, offered in from <= at < until.
    std::vector<metrics::Offer> visit_offers(Instant from, Instant until, Origins origins);
    /// Contacts that first reached a queue in that time.
    std::vector<metrics::Offer> contact_offers(Instant from, Instant until, Origins origins);
    /// Assignments that began in that time, by the team or the number of the person.
    enum class Whose { team, person };
    std::vector<metrics::Offer> assignment_offers(Instant from, Instant until, Origins origins, Whose whose);

    /// How the time of agents was divided that lies in from <= at < until, whole; practice has none. What goes on ends at `Instant::max()`.
    std::vector<routing::Stint> stints(Instant from, Instant until, Origins origins);
    /// Assignments that began before `until`, and at most a day before `from`: those of this queue (empty: of any) count that nobody
    /// practised on. What goes on ends at `Instant::max()`.
    std::vector<routing::Engagement> engagements(Instant from, Instant until, Origins origins, Key queue);
    /// The manuals that were in force, rising; the first one of them begins before `from` if there was one.
    std::vector<InForce> manuals_in_force(Instant from, Instant until);

    /// Writes a contact of another system, or writes it anew. Its visits are judged by the thresholds that are in force for their queues.
    void put_imported(const ImportedContact& contact);
    /// Takes away whatever bears one of these numbers as contact, visit or assignment.
    void remove_imported(std::uint64_t from, std::uint64_t until);
    /// What another system called a queue or an agent, where that is not our own name. `key` is the queue's, or the agent's number.
    void name_imported(Named what, std::string_view key, std::string_view name);
    std::map<std::string, std::string> imported_names(Named what);
    /// Segments whose contacts are here.
    std::vector<std::uint64_t> imported_segments();
    void mark_imported(std::uint64_t segment);
    void unmark_imported(std::uint64_t segment);

    /// Keeps a new recording, under the next number.
    RecordingId begin_recording(ContactId contact, AssignmentId assignment, std::string_view file, Instant started);
    void end_recording(RecordingId recording, Duration length, RecordingState state);
    /// As if it had never been made. Its file is the caller's to remove.
    void forget_recording(RecordingId recording);
    std::vector<RecordingRecord> recordings_of(ContactId contact);
    std::optional<RecordingRecord> recording(RecordingId id);
    /// At most `limit`, the newest first.
    std::vector<RecordingRow> recordings(const RecordingFilter& filter, std::uint32_t limit);
    /// Whose files are still there, of one queue, begun before an instant; the oldest first, at most `limit`.
    std::vector<RecordingRecord> recordings_older(Key queue, Instant until, std::uint32_t limit);
    /// The queues of which there are recordings.
    std::vector<Key> recorded_queues();
    /// Those that are running; at a start: those that a kill tore.
    std::vector<RecordingRecord> recordings_running();

private:
    std::vector<Event> imported_events_of(ContactId contact);

    storage::Database& records_;
};

}  // namespace markaz::contact
