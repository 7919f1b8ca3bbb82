#include "customer/store.hpp"

#include <unistd.h>

#include <filesystem>

#include <gtest/gtest.h>

namespace markaz::customer {
namespace {

const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 29} + std::chrono::hours{12}};

class Store : public testing::Test {
protected:
    Store() : directory(std::filesystem::temp_directory_path() / ("customer_test." + std::to_string(getpid()))) {
        std::filesystem::remove_all(directory);
        std::filesystem::create_directories(directory);
        records.emplace(storage::Database::open(directory / "records.db", storage::Database::Mode::read_write).value());
        records->script(customer_schema);
        store.emplace(*records);
    }
    ~Store() override {
        store.reset();
        records.reset();
        std::filesystem::remove_all(directory);
    }
    CustomerId known(std::string number, std::string name) {
        return store->add({{}, std::move(number), std::move(name), Language::ms, Standing::vip, {7}}, noon).value();
    }
    std::vector<std::string> names(std::string_view search) {
        std::vector<std::string> found;
        for (const Customer& each : store->list(search, 10)) found.push_back(each.name);
        return found;
    }
    using Names = std::vector<std::string>;

    std::filesystem::path directory;
    std::optional<storage::Database> records;
    std::optional<CustomerStore> store;
};

TEST_F(Store, KeepsACustomerUnderTheOneFormOfTheirNumber) {
    const CustomerId id = known("0060 3-1234 5678", "Dewi");
    const Customer kept = store->find(id).value();
    EXPECT_EQ(kept.number, "+60312345678");
    EXPECT_EQ(kept.language, Language::ms);
    EXPECT_EQ(kept.standing, Standing::vip);
    EXPECT_EQ(kept.person, people::PersonId{7});
}

TEST_F(Store, ANumberIsOneCustomers) {
    known("+60312345678", "Dewi");
    EXPECT_EQ(store->add({{}, "0060312345678", "Siti", {}, Standing::ordinary, {}}, noon).error(),
              (Problem{"/number", "+60312345678 is another customer's", "change that customer, or write another number"}));
    const CustomerId siti = known("100", "Siti");
    EXPECT_FALSE(store->change({siti, "+60312345678", "Siti", {}, Standing::ordinary, {}}, noon));
    EXPECT_TRUE(store->change({siti, "100", "Siti Aminah", {}, Standing::ordinary, {}}, noon));
    EXPECT_EQ(store->find(siti)->language, std::nullopt);
}

TEST_F(Store, WhatDoesNotFitIsNamed) {
    EXPECT_EQ(store->add({{}, "Dewi", "Dewi", {}, Standing::vip, {}}, noon).error().where, "/number");
    EXPECT_EQ(store->add({{}, "100", " ", {}, Standing::vip, {}}, noon).error().where, "/name");
    EXPECT_TRUE(store->everyone().empty());
}

TEST_F(Store, IsSearchedByAPartOfTheNameOrTheNumber) {
    known("+60312345678", "Dewi 100%");
    known("0225550100", "Amal");
    EXPECT_EQ(names(""), (Names{"Amal", "Dewi 100%"}));
    EXPECT_EQ(names("dew"), (Names{"Dewi 100%"}));
    EXPECT_EQ(names("0%"), (Names{"Dewi 100%"})) << "a sign of a pattern stands for itself";
    EXPECT_EQ(names("55"), (Names{"Amal"}));
    EXPECT_EQ(names("+60 312"), (Names{"Dewi 100%"}));
    EXPECT_EQ(names("nobody"), Names{});
}

TEST_F(Store, WhoIsRemovedIsGone) {
    const CustomerId id = known("100", "Dewi");
    EXPECT_TRUE(store->remove(id));
    EXPECT_FALSE(store->remove(id));
    EXPECT_TRUE(store->everyone().empty());
    EXPECT_EQ(records->query_one<int>("pragma secure_delete"), 1) << "what the file held of them is overwritten";
}

}  // namespace
}  // namespace markaz::customer
