#pragma once
// The web form: customers write without signing in and follow their message by a token; agents and those responsible read what was
// written. Taking, answering and ending a message are wishes at the desk (desk/api_written.cpp).

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "contact/store.hpp"
#include "driver/ask.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "message/gate.hpp"
#include "message/store.hpp"
#include "procedure/types.hpp"

namespace markaz::message {

/// What one can write about: a queue, as people call it.
struct Topic {
    Key queue;
    Text title;
};
BOOST_DESCRIBE_STRUCT(Topic, (), (queue, title))

struct WritePage {
    std::string centre;
    std::vector<Topic> topics;
    std::uint32_t longest_text = 0, longest_name = 0;  ///< bytes of UTF-8
};
BOOST_DESCRIBE_STRUCT(WritePage, (), (centre, topics, longest_text, longest_name))

struct MessageWanted {
    Key queue;
    Language language = Language::en;
    std::optional<std::string> name;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(MessageWanted, (), (queue, language, name, text))

/// An answer as the customer sees it: from the centre, not from somebody.
struct AnswerShown {
    Instant at{};
    Nullable<std::string> text;  ///< nothing once it was erased
};
BOOST_DESCRIBE_STRUCT(AnswerShown, (), (at, text))

struct MessageShown {
    MessageState state = MessageState::waiting;
    Nullable<std::uint64_t> ahead;  ///< how many came earlier into the queue and wait; while this one waits, too
    Key queue;
    Text title;
    Instant at{};
    Nullable<std::string> text;
    std::vector<AnswerShown> answers;
};
BOOST_DESCRIBE_STRUCT(MessageShown, (), (state, ahead, queue, title, at, text, answers))

/// The token is the only way back to the message, and is told once.
struct MessageKept {
    std::string token;
    MessageShown message;
};
BOOST_DESCRIBE_STRUCT(MessageKept, (), (token, message))

struct ReplyShown {
    Instant at{};
    people::PersonId person;
    std::string agent;  ///< their name
    Nullable<std::string> text;
};
BOOST_DESCRIBE_STRUCT(ReplyShown, (), (at, person, agent, text))

/// What was written on both sides. Every look at it is audited.
struct Conversation {
    contact::ContactId contact;
    Language language = Language::en;
    Instant at{};
    Nullable<std::string> name, text;
    std::vector<ReplyShown> replies;
};
BOOST_DESCRIBE_STRUCT(Conversation, (), (contact, language, at, name, text, replies))

struct ConversationQuery {
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(ConversationQuery, (), (at_least))

/// What it needs of the house. Every function may be called from any thread.
struct MessageHouse {
    driver::Ask ask;
    std::function<procedure::ManualRef()> manual_now;
    std::function<Instant()> now;
    std::function<bool(std::uint64_t entry)> has;  ///< waits a while until records hold the entry; false when they still do not
};

/// Thread-safe. `records` outlives it.
class MessageService {
public:
    /// The records hold the whole journal: whatever row the machine was not told of by now was left by a crash.
    MessageService(storage::Connections& records, MessageHouse house);

    /// Tells the machine of the messages that a crash left. Once, when it is live; gives what could not be told.
    std::vector<Problem> deliver_left();

    /// GET and POST /api/v1/messages and GET /api/v1/messages/{token} for anybody; GET /api/v1/contacts/{id}/conversation and
    /// GET /api/v1/me/contacts/{id}/conversation.
    void add_routes(http::Routes& routes);

private:
    http::Answer<WritePage> page();
    http::Answer<MessageKept> take(const http::Call& call, const MessageWanted& wanted);
    http::Answer<MessageShown> follow(const http::Call& call);
    http::Answer<contact::ContactId> asked(const http::Call& call, const ConversationQuery& query) const;
    http::Answer<Conversation> conversation(const http::Call& call, const ConversationQuery& query);
    http::Answer<Conversation> own_conversation(const http::Call& call, const ConversationQuery& query);
    http::Answer<Conversation> read(storage::Database& records, const http::Call& call, contact::ContactId contact);
    MessageShown shown(storage::Database& records, const MessageRow& message);
    std::expected<driver::EntryNumber, driver::Unanswered> deliver(const MessageRow& message);

    storage::Connections& records_;
    MessageHouse house_;
    std::vector<MessageRow> left_;
    std::mutex mutex_;
    Gate gate_;
};

}  // namespace markaz::message
