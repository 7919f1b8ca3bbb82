#include "switchboard/store.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace markaz::switchboard {
namespace {

class Telephones : public testing::Test {
protected:
    Telephones() : records(open()) {}
    ~Telephones() override { std::filesystem::remove_all(directory); }

    storage::Database open() {
        std::string name = (std::filesystem::temp_directory_path() / "markaz-telephones-XXXXXX").string();
        directory = mkdtemp(name.data());
        auto opened = storage::Database::open(directory / "records.db", storage::Database::Mode::read_write);
        EXPECT_TRUE(storage::migrate(*opened, std::array{storage::Migration{1, "telephones", telephone_schema}}));
        return std::move(*opened);
    }

    std::filesystem::path directory;
    storage::Database records;
    TelephoneStore store{records};
};

TEST_F(Telephones, ANumberLeadsWhereItWasLastPut) {
    store.put(DialledNumber{"100", "main-line"_key, {}, Language::ar});
    store.put(DialledNumber{"100", {}, "cards"_key, Language::fa});
    const Directory directory_now = store.directory();
    EXPECT_EQ(directory_now.number("100")->queue, "cards"_key);
    EXPECT_EQ(directory_now.number("100")->language, Language::fa);
    EXPECT_EQ(directory_now.number("101"), nullptr);
    EXPECT_TRUE(store.remove_number("100"));
    EXPECT_FALSE(store.remove_number("100"));
}

TEST_F(Telephones, APersonHasOneDeviceTheLastThatWasPut) {
    store.put(Device{"old", people::PersonId{7}, "aa", ""});
    store.put(Device{"new", people::PersonId{7}, "", "sip:new@127.0.0.42:32000"});
    EXPECT_EQ(store.directory().device_of({7}), "new");
    EXPECT_EQ(store.known_devices().size(), 2u);
    EXPECT_EQ(store.devices().back().person, std::nullopt);
}

}  // namespace
}  // namespace markaz::switchboard
