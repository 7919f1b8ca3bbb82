#include "message/store.hpp"

#include "edge/http/token.hpp"
#include "journal/store_vault.hpp"

namespace markaz::message {

using contact::ContactId;
using contact::VaultId;
using storage::Database;

namespace {

constexpr std::string_view tables = R"(
drop table if exists message_contact;
drop table if exists message_reply;
create table message_contact (message bigint primary key, contact bigint not null);
create unique index message_contact_contact on message_contact (contact);
create table message_reply (contact bigint not null, entry bigint not null, place bigint not null, at bigint not null,
    person bigint not null, written bigint not null, primary key (contact, entry, place));
)";

}  // namespace

void MessageProjection::create(Database& records) { records.script(tables); }

void MessageProjection::apply(Database& records, const driver::Committed& entry) {
    std::uint64_t place = 0;
    for (const centre::Told& told : entry.told) {
        if (const auto* started = std::get_if<centre::ContactStarted>(&told.what)) {
            if (started->origin == contact::Origin::live && started->channel == contact::Channel::form && started->reference != 0)
                records.run("insert into message_contact (message, contact) values (?1, ?2)", started->reference, started->contact);
        } else if (const auto* replied = std::get_if<centre::Replied>(&told.what)) {
            records.run("insert into message_reply (contact, entry, place, at, person, written) values (?1, ?2, ?3, ?4, ?5, ?6)",
                        replied->contact, entry.entry, place, told.at, replied->person, replied->written);
        }
        ++place;
    }
}

MessageRow MessageStore::keep(const Draft& draft, std::string_view token, Instant now) {
    journal::Vault vault(records_);
    storage::Transaction transaction(records_);
    MessageRow made{{}, draft.queue, draft.language, {}, vault.put({"message"_key, draft.text}), now};
    if (!draft.name.empty()) made.name = vault.put({"customer-name"_key, draft.name});
    std::int64_t kept = 0;
    while (kept == 0) {
        made.id = MessageId{journal::Vault::draw().value};
        kept = records_.run("insert into message (id, token, queue, language, name, text, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                            "on conflict (id) do nothing",
                            made.id, http::kept_of(token), made.queue, made.language, made.name, made.text, made.at);
    }
    transaction.commit();
    return made;
}

void MessageStore::forget(const MessageRow& message) {
    journal::Vault vault(records_);
    storage::Transaction transaction(records_);
    records_.run("delete from message where id = ?1", message.id);
    vault.erase(message.text);
    vault.erase(message.name);
    transaction.commit();
}

std::optional<MessageRow> MessageStore::with_token(std::string_view token) {
    return records_.query_one<MessageRow>("select id, queue, language, name, text, at from message where token = ?1", http::kept_of(token));
}

std::optional<MessageRow> MessageStore::of(ContactId contact) {
    return records_.query_one<MessageRow>("select id, queue, language, name, text, at from message where id = "
                                          "(select message from message_contact where contact = ?1)",
                                          contact);
}

ContactId MessageStore::contact_of(MessageId message) {
    return records_.query_one<ContactId>("select contact from message_contact where message = ?1", message).value_or(ContactId{});
}

std::vector<MessageRow> MessageStore::undelivered() {
    return records_.query<MessageRow>("select id, queue, language, name, text, at from message "
                                      "where id not in (select message from message_contact) order by at, id");
}

std::vector<ReplyRow> MessageStore::replies_to(ContactId contact) {
    return records_.query<ReplyRow>("select at, person, written from message_reply where contact = ?1 order by entry, place", contact);
}

std::optional<std::string> MessageStore::text(VaultId message) { return journal::Vault(records_).get(message, "message"_key); }
std::optional<std::string> MessageStore::name(VaultId customer) { return journal::Vault(records_).get(customer, "customer-name"_key); }
std::optional<std::string> MessageStore::reply(VaultId written) { return journal::Vault(records_).get(written, "reply"_key); }

}  // namespace markaz::message
