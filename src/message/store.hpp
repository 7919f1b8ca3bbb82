#pragma once
// Messages in records.db: what was written (a record, with the texts in the vault), and what became of it (a fold of the journal).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "contact/types.hpp"
#include "driver/projection.hpp"
#include "edge/storage/database.hpp"
#include "message/types.hpp"
#include "people/types.hpp"

namespace markaz::message {

/// Table message, for the list of migrations of records.db: a row stands here before the machine is asked to take it.
inline constexpr std::string_view message_schema = R"(
create table message (id bigint primary key, token text not null, queue text not null, language text not null, name bigint not null,
    text bigint not null, at bigint not null);
create unique index message_token on message (token);
)";

/// Tables message_contact (which contact a message became) and message_reply (who answered it when).
class MessageProjection : public driver::Projection {
public:
    std::string_view name() const override { return "message"; }
    std::uint32_t version() const override { return 1; }
    void create(storage::Database& records) override;
    void apply(storage::Database& records, const driver::Committed& entry) override;
};

struct MessageRow {
    MessageId id;
    Key queue;
    Language language = Language::en;
    contact::VaultId name;  ///< 0: they gave none
    contact::VaultId text;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, queue, language, name, text, at))

struct ReplyRow {
    Instant at{};
    people::PersonId person;
    contact::VaultId written;
};
BOOST_DESCRIBE_STRUCT(ReplyRow, (), (at, person, written))

/// What somebody writes.
struct Draft {
    Key queue;
    Language language = Language::en;
    std::string name;  ///< may be empty
    std::string text;
};

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class MessageStore {
public:
    explicit MessageStore(storage::Database& records) : records_(records) {}

    /// Keeps row and texts, or nothing. The token is kept as a hash.
    MessageRow keep(const Draft& draft, std::string_view token, Instant now);
    /// As if it had never been kept.
    void forget(const MessageRow& message);

    std::optional<MessageRow> with_token(std::string_view token);
    std::optional<MessageRow> of(contact::ContactId contact);
    /// 0: the machine has not been told of it.
    contact::ContactId contact_of(MessageId message);
    /// Rows that the machine has not been told of, oldest first, as far as the projection has come.
    std::vector<MessageRow> undelivered();
    std::vector<ReplyRow> replies_to(contact::ContactId contact);
    /// What the vault holds; nothing once it was erased.
    std::optional<std::string> text(contact::VaultId message);
    std::optional<std::string> name(contact::VaultId customer);
    std::optional<std::string> reply(contact::VaultId written);

private:
    storage::Database& records_;
};

}  // namespace markaz::message
