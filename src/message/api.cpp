#include "message/api.hpp"

#include <algorithm>
#include <utility>

#include "edge/http/token.hpp"
#include "people/store.hpp"

namespace markaz::message {

using contact::ContactId;
using http::Answer;
using http::Call;
using http::Failure;
using http::Status;
using people::Permission;

namespace {

/// Some two pages; a name as long as that of a person who works here.
constexpr std::size_t longest_text = 10'000, longest_name = 200;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

Answer<Draft> draft_of(const MessageWanted& wanted, const WritePage& page) {
    if (std::ranges::find(page.topics, wanted.queue, &Topic::queue) == page.topics.end())
        return std::unexpected(Failure(Problem{"/queue", "this is no topic here", "one of those that GET /api/v1/messages lists"}));
    if (is_blank(wanted.text) || wanted.text.size() > longest_text)
        return std::unexpected(
            Failure(Problem{"/text", "this is no message", "1 to " + std::to_string(longest_text) + " bytes, not all blank"}));
    Draft draft{wanted.queue, wanted.language, wanted.name.value_or(""), wanted.text};
    if (draft.name.size() > longest_name)
        return std::unexpected(Failure(Problem{"/name", "this name is too long", "at most " + std::to_string(longest_name) + " bytes"}));
    if (is_blank(draft.name)) draft.name.clear();
    return draft;
}

MessageState state_of(const contact::VisitRow& row, bool answered) {
    if (row.contact_end == contact::ContactEnd::blocked) return MessageState::refused;
    if (row.contact_end) return MessageState::closed;
    if (answered) return MessageState::answered;
    return row.state == contact::ContactState::talking ? MessageState::reading : MessageState::waiting;
}

Nullable<std::string> unless_erased(std::optional<std::string> text) {
    return text ? Nullable<std::string>(std::move(*text)) : Nullable<std::string>{};
}

Failure not_there(const Call& call) { return Failure(Status::not_found, {call.request.path, "nothing was written here", ""}); }

}  // namespace

MessageService::MessageService(storage::Connections& records, MessageHouse house) : records_(records), house_(std::move(house)) {
    auto lent = records_.borrow();
    left_ = MessageStore(*lent).undelivered();
}

// ---- Customers ------------------------------------------------------------------------------------------------------

Answer<WritePage> MessageService::page() {
    auto records = records_.borrow();
    const people::Site site = people::PeopleStore(*records).site();
    const procedure::ManualRef manual = house_.manual_now();
    if (!site.messages || !manual)
        return std::unexpected(Failure(Status::not_found, {"", "this centre takes no messages", "an administrator opens the page"}));
    WritePage made{site.name, {}, longest_text, longest_name};
    for (const procedure::QueueTitle& each : manual->queue_titles) made.topics.push_back({each.id, each.title});
    return made;
}

/// The row first: whatever happens after it, at the next start the machine is told of it, once.
Answer<MessageKept> MessageService::take(const Call& call, const MessageWanted& wanted) {
    const auto offered = page();
    if (!offered) return std::unexpected(offered.error());
    const auto draft = draft_of(wanted, *offered);
    if (!draft) return std::unexpected(draft.error());
    const Instant now = house_.now();
    {
        const std::lock_guard lock(mutex_);
        if (!gate_.enter(call.request.from, now))
            return std::unexpected(
                Failure(Status::too_many_requests, {"", "too many messages come from your address", "write again in ten minutes"}));
    }
    std::string token = http::new_token();
    const MessageRow message = MessageStore(*records_.borrow()).keep(*draft, token, now);
    const auto entry = deliver(message);
    auto records = records_.borrow();
    if (!entry) {
        MessageStore(*records).forget(message);
        const auto status = entry.error().why == driver::Unanswered::Why::refused ? Status::conflict : Status::unavailable;
        return std::unexpected(Failure(status, driver::explain(entry.error())));
    }
    house_.has(*entry);
    MessageKept kept{std::move(token), shown(*records, message)};
    if (kept.message.state != MessageState::refused) return kept;
    MessageStore(*records).forget(message);
    return std::unexpected(Failure(Status::unavailable, {"", "too many wait for this already", "write again later"}));
}

std::expected<driver::EntryNumber, driver::Unanswered> MessageService::deliver(const MessageRow& message) {
    const procedure::ManualRef manual = house_.manual_now();
    const procedure::Flow* guide = manual ? manual->flow_into(message.queue) : nullptr;
    centre::ContactArrived arrived;
    arrived.channel = contact::Channel::form;
    arrived.flow = guide ? guide->id : Key{};
    arrived.queue = message.queue;
    arrived.language = message.language;
    arrived.party = message.name;
    arrived.reference = message.id.value;
    return house_.ask(arrived);
}

std::vector<Problem> MessageService::deliver_left() {
    std::vector<Problem> problems;
    for (const MessageRow& message : std::exchange(left_, {}))
        if (const auto entry = deliver(message); !entry) {
            Problem problem = driver::explain(entry.error());
            problem.where = "message " + std::to_string(message.id.value);
            problems.push_back(std::move(problem));
        }
    return problems;
}

MessageShown MessageService::shown(storage::Database& records, const MessageRow& message) {
    MessageStore store(records);
    MessageShown made;
    made.queue = message.queue;
    if (const procedure::ManualRef manual = house_.manual_now())
        if (const Text* title = manual->queue_title(message.queue)) made.title = *title;
    made.at = message.at;
    made.text = unless_erased(store.text(message.text));
    const ContactId contact = store.contact_of(message.id);
    for (const ReplyRow& reply : store.replies_to(contact)) made.answers.push_back({reply.at, unless_erased(store.reply(reply.written))});
    contact::ContactStore contacts(records);
    const std::vector<contact::VisitRow> rows = contacts.rows_of(contact);
    if (rows.empty()) return made;
    made.state = state_of(rows.back(), !made.answers.empty());
    if (rows.back().state == contact::ContactState::waiting) made.ahead = contacts.waiting_before(rows.back());
    return made;
}

Answer<MessageShown> MessageService::follow(const Call& call) {
    const auto token = call.at<std::string>("token");
    if (!token) return std::unexpected(token.error());
    auto records = records_.borrow();
    const auto message = MessageStore(*records).with_token(*token);
    if (!message) return std::unexpected(not_there(call));
    return shown(*records, *message);
}

// ---- Whoever works here ---------------------------------------------------------------------------------------------

/// The contact of the path, once the records hold what the query wants them to.
Answer<ContactId> MessageService::asked(const Call& call, const ConversationQuery& query) const {
    if (query.at_least && !house_.has(*query.at_least))
        return std::unexpected(Failure(Status::unavailable, {"?at_least", "this entry is not in the records yet", "ask again"}));
    return call.at<ContactId>("id");
}

Answer<Conversation> MessageService::conversation(const Call& call, const ConversationQuery& query) {
    const auto contact = asked(call, query);
    if (!contact) return std::unexpected(contact.error());
    auto records = records_.borrow();
    return read(*records, call, *contact);
}

/// Whoever took the contact reads it; that it rang at somebody is not enough.
Answer<Conversation> MessageService::own_conversation(const Call& call, const ConversationQuery& query) {
    const auto contact = asked(call, query);
    if (!contact) return std::unexpected(contact.error());
    auto records = records_.borrow();
    if (!contact::ContactStore(*records).was_served_by(*contact, call.caller->person)) return std::unexpected(not_there(call));
    return read(*records, call, *contact);
}

Answer<Conversation> MessageService::read(storage::Database& records, const Call& call, ContactId contact) {
    MessageStore store(records);
    const auto message = store.of(contact);
    if (!message) return std::unexpected(not_there(call));
    people::PeopleStore people(records);
    people.audit(
        {house_.now(), call.caller->person, people::Audited::read_message, "contact " + std::to_string(contact.value)});
    Conversation made{contact, message->language, message->at, unless_erased(store.name(message->name)),
                      unless_erased(store.text(message->text)), {}};
    for (const ReplyRow& reply : store.replies_to(contact)) {
        const auto who = people.person(reply.person);
        made.replies.push_back({reply.at, reply.person, who ? who->name : std::string{}, unless_erased(store.reply(reply.written))});
    }
    return made;
}

void MessageService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/messages", "get_write_page", Permission::public_, [this](const Call&) -> Answer<WritePage> { return page(); });
    routes.post("/api/v1/messages", "write_message", Permission::public_,
                [this](const Call& call, const MessageWanted& wanted) -> Answer<MessageKept> { return take(call, wanted); });
    routes.get("/api/v1/messages/{token}", "get_message", Permission::public_,
               [this](const Call& call) -> Answer<MessageShown> { return follow(call); });
    routes.get("/api/v1/contacts/{id}/conversation", "get_conversation", Permission::view_personal_data,
               [this](const Call& call, const ConversationQuery& query) -> Answer<Conversation> { return conversation(call, query); });
    routes.get("/api/v1/me/contacts/{id}/conversation", "get_own_conversation", Permission::take_contacts,
               [this](const Call& call, const ConversationQuery& query) -> Answer<Conversation> { return own_conversation(call, query); });
}

}  // namespace markaz::message
