#include "message/store.hpp"

#include <unistd.h>

#include "centre/floor_test.hpp"
#include "journal/store_vault.hpp"

namespace markaz::message {
namespace {

using namespace centre;
using namespace centre::test;

/// A floor on which people write, with the records that the driver would keep.
class WrittenFloor : public Floor {
protected:
    WrittenFloor() : directory(std::filesystem::temp_directory_path() / ("message_test." + std::to_string(getpid()))) {
        std::filesystem::remove_all(directory);
        std::filesystem::create_directories(directory);
        records.emplace(storage::Database::open(directory / "records.db", storage::Database::Mode::read_write).value());
        records->script(message_schema);
        records->script(journal::vault_schema);
        projection.create(*records);
        store.emplace(*records);
    }
    ~WrittenFloor() override {
        store.reset();
        records.reset();
        std::filesystem::remove_all(directory);
    }

    void happens(const Input& input) {
        ASSERT_EQ(take(input), Refusal::none);
        projection.apply(*records, {.entry = ++entry, .at = now, .origin = contact::Origin::live, .told = told});
    }
    MessageRow writes(std::string text, std::string token = "token") {
        return store->keep({"cards"_key, Language::ms, "Siti", std::move(text)}, token, now);
    }
    void arrives(const MessageRow& message) {
        ContactArrived arrived;
        arrived.channel = contact::Channel::form;
        arrived.queue = message.queue;
        arrived.reference = message.id.value;
        happens(arrived);
    }

    std::filesystem::path directory;
    std::optional<storage::Database> records;
    MessageProjection projection;
    std::optional<MessageStore> store;
    driver::EntryNumber entry = 0;
};

TEST_F(WrittenFloor, AMessageIsFoundByItsTokenAndItsTextsLieInTheVault) {
    const MessageRow kept = writes("Where is my card?");
    const auto found = store->with_token("token");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, kept.id);
    EXPECT_EQ(found->language, Language::ms);
    EXPECT_EQ(store->text(found->text), "Where is my card?");
    EXPECT_EQ(store->name(found->name), "Siti");
    EXPECT_FALSE(store->with_token("tokem"));
    EXPECT_FALSE(records->query_one<std::string>("select token from message where token = 'token'")) << "the token itself is not kept";
}

TEST_F(WrittenFloor, WhatTheMachineWasNotToldOfIsUndelivered) {
    const MessageRow first = writes("first", "1"), second = writes("second", "2");
    arrives(first);
    ASSERT_EQ(store->undelivered().size(), 1u);
    EXPECT_EQ(store->undelivered().front().id, second.id);
    EXPECT_EQ(store->of(store->contact_of(first.id))->id, first.id);
    EXPECT_EQ(store->contact_of(second.id), contact::ContactId{});
    arrives(second);
    EXPECT_TRUE(store->undelivered().empty());
}

TEST_F(WrittenFloor, WhatIsForgottenLeavesNothingBehind) {
    const MessageRow kept = writes("Where is my card?");
    store->forget(kept);
    EXPECT_FALSE(store->with_token("token"));
    EXPECT_FALSE(store->text(kept.text));
    EXPECT_FALSE(store->name(kept.name));
}

TEST_F(WrittenFloor, RepliesStandInTheirOrder) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}}, contact::Pool::live, {{contact::Channel::form, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    const MessageRow message = writes("Where is my card?");
    arrives(message);
    const AssignmentId assignment = the<RingAgent>().assignment;
    happens(AgentAnswered{assignment});
    journal::Vault vault(*records);
    happens(ReplyWritten{assignment, vault.put({"reply"_key, "On its way."})});
    happens(ReplyWritten{assignment, vault.put({"reply"_key, "It comes on Tuesday."})});
    const auto replies = store->replies_to(store->contact_of(message.id));
    ASSERT_EQ(replies.size(), 2u);
    EXPECT_EQ(store->reply(replies[0].written), "On its way.");
    EXPECT_EQ(replies[1].person, amal);
    vault.erase(replies[1].written);
    EXPECT_FALSE(store->reply(replies[1].written));
}

TEST_F(WrittenFloor, ACallIsNoMessage) {
    ContactArrived call;
    call.queue = "cards"_key;
    call.reference = 7;
    happens(call);
    EXPECT_FALSE(store->of(the<ContactStarted>().contact));
}

}  // namespace
}  // namespace markaz::message
