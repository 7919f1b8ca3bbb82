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
        EXPECT_TRUE(storage::migrate(*opened, std::array{storage::Migration{1, "telephones", telephone_schema},
                                                               storage::Migration{2, "calls out", calls_out_schema}}));
        return std::move(*opened);
    }

    std::filesystem::path directory;
    storage::Database records;
    TelephoneStore store{records};
};

TEST_F(Telephones, ANumberLeadsWhereItWasLastPut) {
    store.put(DialledNumber{"100", "main-line"_key, {}, Language::ar});
    store.put(DialledNumber{"100", {}, "cards"_key, Language::fa});
    ASSERT_EQ(store.numbers().size(), 1u);
    EXPECT_EQ(store.numbers()[0].queue, "cards"_key);
    EXPECT_EQ(store.numbers()[0].language, Language::fa);
    EXPECT_TRUE(store.remove_number("100"));
    EXPECT_FALSE(store.remove_number("100"));
}

TEST_F(Telephones, TheTelephoneGetsEveryDeviceAndTrunk) {
    store.put(Device{"amal", "aa", ""});
    store.put(Device{"amal", "bb", ""});
    store.put(Device{"fixed", "", "sip:new@127.0.0.42:32000"});
    store.put(Trunk{"carrier", "192.0.2.1"});
    ASSERT_EQ(store.known_devices().size(), 2u);
    EXPECT_EQ(store.known_devices()[0].ha1, "bb");
    EXPECT_EQ(store.known_devices()[1].fixed_uri, "sip:new@127.0.0.42:32000");
    EXPECT_EQ(store.known_trunks()[0].address, "192.0.2.1");
}

}  // namespace
}  // namespace markaz::switchboard
