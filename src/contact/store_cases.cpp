#include "contact/store_cases.hpp"

#include <string>

#include "base/kinds.hpp"
#include "centre/outputs.hpp"

namespace markaz::contact {

using storage::Database;

namespace {

constexpr std::string_view tables = R"(
drop table if exists customer_case;
drop table if exists case_contact;
drop table if exists case_owner;

create table customer_case (id bigint primary key, contact bigint not null, party bigint not null, manual bigint not null,
    flow text not null, step text not null, opened bigint not null, owner bigint not null, since bigint not null, taken bigint,
    closed bigint, closed_by bigint not null, outcome bigint not null);
create index customer_case_open on customer_case (opened, id) where closed is null;
create index customer_case_closed on customer_case (closed, id) where closed is not null;
create index customer_case_party on customer_case (party);

create table case_contact (case_id bigint not null, contact bigint not null, primary key (case_id, contact));
create index case_contact_by_contact on case_contact (contact);

create table case_owner (case_id bigint not null, entry bigint not null, place bigint not null, owner bigint not null,
    given_by bigint not null, since bigint not null, taken bigint, written bigint not null, primary key (case_id, entry, place));
)";

class Fold {
public:
    Fold(Database& records, std::uint64_t entry) : records_(records), entry_(entry) {}

    void take(Instant at, const centre::CaseOpened& fact) {
        records_.run("insert into customer_case (id, contact, party, manual, flow, step, opened, owner, since, taken, closed_by, outcome) "
                     "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?7, 0, 0)",
                     fact.case_, fact.contact, fact.party, fact.manual, fact.flow, fact.step, at, fact.owner);
        join(fact.case_, fact.contact);
        begin(at, fact.case_, fact.owner, fact.owner, at, {});
    }

    void take(Instant, const centre::CaseJoined& fact) { join(fact.case_, fact.contact); }

    void take(Instant at, const centre::CaseOwned& fact) {
        const auto taken = fact.taken ? std::optional(at) : std::nullopt;
        const auto owner = records_.query_one<people::PersonId>("select owner from customer_case where id = ?1", fact.case_);
        if (owner == fact.owner) return say_taken(at, fact.case_);
        records_.run("update customer_case set owner = ?2, since = ?3, taken = ?4 where id = ?1", fact.case_, fact.owner, at, taken);
        begin(at, fact.case_, fact.owner, fact.by, taken, fact.written);
    }

    /// An owner who closes it has had it.
    void take(Instant at, const centre::CaseClosed& fact) {
        const auto owner = records_.query_one<people::PersonId>("select owner from customer_case where id = ?1", fact.case_);
        if (owner == fact.by) say_taken(at, fact.case_);
        records_.run("update customer_case set closed = ?2, closed_by = ?3, outcome = ?4 where id = ?1", fact.case_, at, fact.by,
                     fact.written);
    }

    template <class Other>
    void take(Instant, const Other&) {}

    void next() { ++place_; }

private:
    void join(CaseId id, ContactId contact) {
        records_.run("insert into case_contact (case_id, contact) values (?1, ?2) on conflict do nothing", id, contact);
    }

    void begin(Instant at, CaseId id, people::PersonId owner, people::PersonId by, std::optional<Instant> taken, VaultId written) {
        records_.run("insert into case_owner (case_id, entry, place, owner, given_by, since, taken, written) "
                     "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                     id, entry_, place_, owner, by, at, taken, written);
    }

    void say_taken(Instant at, CaseId id) {
        records_.run("update case_owner set taken = ?2 where case_id = ?1 and taken is null and since = "
                     "(select since from customer_case where id = ?1)",
                     id, at);
        records_.run("update customer_case set taken = coalesce(taken, ?2) where id = ?1", id, at);
    }

    Database& records_;
    std::uint64_t entry_, place_ = 0;
};

const std::string columns = "id, contact, party, manual, flow, step, opened, owner, since, taken, closed, closed_by, outcome ";
const std::string in_order = "order by closed is not null, case when closed is null then opened else -closed end, id limit ?";
/// Of the contact ?1 itself, and by its caller's number, which lies in the vault under another id for each contact. Who shows no number is
/// known by none.
const std::string of_caller =
    "(select k.* from customer_case k join case_contact j on j.case_id = k.id where j.contact = ?1 union "
    "select k.* from contact c join vault mine on mine.id = c.party and mine.kind = 'caller-number' and mine.value <> '' "
    "join vault theirs on theirs.kind = 'caller-number' and theirs.value = mine.value "
    "join customer_case k on k.party = theirs.id and k.closed is null where c.id = ?1 and c.origin = 'live') ";
const std::string list_sql = "select " + columns + "from customer_case where (?1 is null or (closed is null) = (?1 = 'open')) "
                             "and (?2 = 0 or owner = ?2) " + in_order + "3";
const std::string find_sql = "select " + columns + "from customer_case where id = ?1";
const std::string of_caller_sql = "select " + columns + "from " + of_caller + in_order + "2";
const std::string open_of_sql =
    "select id from " + of_caller + "where closed is null and flow = ?2 order by id desc limit 1";

}  // namespace

void CaseProjection::create(Database& records) { records.script(tables); }

void CaseProjection::apply(Database& records, const driver::Committed& entry) {
    Fold fold(records, entry.entry);
    for (const centre::Told& told : entry.told) {
        look_at(told.what, [&](const auto& fact) { fold.take(told.at, fact); });
        fold.next();
    }
}

std::vector<CaseRow> CaseStore::list(const CaseFilter& filter, std::uint32_t limit) {
    return records_.query<CaseRow>(list_sql, filter.state, filter.owner, limit);
}

std::optional<CaseRow> CaseStore::find(CaseId id) {
    auto found = records_.query<CaseRow>(find_sql, id);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<CaseRow> CaseStore::of_caller_of(ContactId contact, std::uint32_t limit) {
    return records_.query<CaseRow>(of_caller_sql, contact, limit);
}

CaseId CaseStore::open_of(ContactId contact, Key procedure) {
    return records_.query_one<CaseId>(open_of_sql, contact, procedure).value_or(CaseId{});
}

std::vector<ContactId> CaseStore::contacts_of(CaseId id) {
    return records_.query<ContactId>("select contact from case_contact where case_id = ?1 order by contact", id);
}

std::vector<CaseOwnerRow> CaseStore::owners_of(CaseId id) {
    return records_.query<CaseOwnerRow>(
        "select owner, given_by as \"by\", since, taken, written from case_owner where case_id = ?1 order by entry, place", id);
}

}  // namespace markaz::contact
