#include "people/store.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

namespace markaz::people {
namespace {

using namespace std::chrono_literals;

const Instant nine = parse_instant("2026-11-22T09:00:00Z").value();

class Records : public testing::Test {
protected:
    Records() : file(std::filesystem::temp_directory_path() / ("people_store_test." + std::to_string(getpid()) + ".db")) {
        std::filesystem::remove(file);
        records.emplace(storage::Database::open(file, storage::Database::Mode::read_write).value());
        records->script(people_schema);
        records->script(owned_procedures);
        store.emplace(*records);
    }
    ~Records() override {
        records.reset();
        std::filesystem::remove(file);
    }
    PersonId add(std::string login) { return store->add({.login = std::move(login), .name = "Sara", .roles = {Role::agent}}).value(); }

    std::filesystem::path file;
    std::optional<storage::Database> records;
    std::optional<PeopleStore> store;
};

TEST_F(Records, APersonIsReadBackAsTheyWereWritten) {
    Person written{.login = "sara", .name = "سارة", .language = Language::ar, .roles = {Role::leader, Role::agent}};
    written.team = "night"_key;
    written.pool = contact::Pool::simulated;
    written.skills = {{"cards"_key, 7}};
    written.device = "sip:sara";
    const PersonId sara = store->add(written).value();
    const Person read = store->person("sara").value();
    EXPECT_EQ(read.id, sara);
    EXPECT_EQ(read.name, "سارة");
    EXPECT_EQ(read.language, Language::ar);
    EXPECT_EQ(read.roles, (std::vector{Role::leader, Role::agent}));
    EXPECT_EQ(read.skills, (std::vector<Skill>{{"cards"_key, 7}}));
    EXPECT_EQ(agent_of(read).pool, contact::Pool::simulated);
    EXPECT_EQ(store->everyone().size(), 1u);
    EXPECT_FALSE(store->person("omar"));
}

TEST_F(Records, WhoOwnsProceduresMayReadWhatWasMissed) {
    Person nadia{.login = "nadia", .name = "Nadia", .roles = {Role::manager}};
    nadia.owns = {"head of customer service"};
    nadia.id = store->add(nadia).value();
    EXPECT_EQ(store->person("nadia")->owns, nadia.owns);
    nadia.owns.push_back("");
    EXPECT_EQ(store->change(nadia).error().where, "/owns/1");
    nadia.owns = {"head of cards"};
    nadia.roles = {Role::agent};
    EXPECT_EQ(store->change(nadia).error().where, "/owns");
    nadia.roles = {Role::agent, Role::leader};
    EXPECT_TRUE(store->change(nadia));
    EXPECT_EQ(store->everyone().at(0).owns, nadia.owns);
}

TEST_F(Records, WhoTookCallsBeforeThereWereMessagesTakesThemFromNowOn) {
    using enum contact::Channel;
    const PersonId caller = add("sara"), writer = add("omid");
    records->run("update person set capacity = '[{\"channel\":\"voice_in\",\"most\":1,\"interruptible\":false}]' where id = ?1", caller);
    records->run("update person set capacity = '[{\"channel\":\"form\",\"most\":4,\"interruptible\":true}]' where id = ?1", writer);
    for (int twice = 0; twice < 2; ++twice) records->script(voicemail_capacity);
    EXPECT_EQ(store->person(caller)->capacity, (std::vector<Capacity>{{voice_in, 1, false}, {voicemail, 1, true}}));
    EXPECT_EQ(store->person(writer)->capacity, (std::vector<Capacity>{{form, 4, true}}));
}

TEST_F(Records, ALoginBelongsToOnePerson) {
    add("sara");
    EXPECT_EQ(store->add({.login = "sara", .name = "Another"}).error().where, "/login");
    EXPECT_EQ(store->add({.login = "Sara!", .name = "Another"}).error().right, "1 to 64 of a-z, 0-9, `.`, `-`, `_`");
    EXPECT_EQ(store->add({.login = "omar", .name = ""}).error().where, "/name");
}

TEST_F(Records, OnlyTheRightPasswordOfTheRightPersonSignsIn) {
    const PersonId sara = add("sara");
    EXPECT_FALSE(store->verify("sara", ""));
    ASSERT_TRUE(store->set_password(sara, "a calm control room"));
    EXPECT_EQ(store->verify("sara", "a calm control room"), sara);
    EXPECT_FALSE(store->verify("sara", "a calm control rooM"));
    EXPECT_FALSE(store->verify("omar", "a calm control room"));
    EXPECT_EQ(store->set_password(sara, "short").error().where, "/password");
}

TEST_F(Records, APasswordIsKeptOnlyAsAnArgon2idHash) {
    const PersonId sara = add("sara");
    ASSERT_TRUE(store->set_password(sara, "a calm control room"));
    const auto kept = records->query_one<std::string>("select password from person where id = ?1", sara).value();
    EXPECT_TRUE(kept.starts_with("$argon2id$v=19$m=65536,")) << kept;
}

TEST_F(Records, ALinkSignsInOnceAndNotForEver) {
    const PersonId sara = add("sara");
    const std::string link = store->make_link(sara, nine);
    EXPECT_EQ(link.size(), 43u);
    EXPECT_EQ(store->use_link(link, nine + 1min), sara);
    EXPECT_FALSE(store->use_link(link, nine + 1min));
    EXPECT_FALSE(store->use_link(store->make_link(sara, nine), nine + lifetimes.link));
    EXPECT_FALSE(store->use_link("no-link", nine));
}

TEST_F(Records, ASessionEndsAfterAnHourOfRestAndAfterTwelveHoursOfWork) {
    const PersonId sara = add("sara");
    const std::string token = store->begin_session(sara, nine);
    for (Instant at = nine; at < nine + 12h; at += 59min) EXPECT_TRUE(store->session(token, at)) << iso8601(at);
    EXPECT_FALSE(store->session(token, nine + 12h));
    const std::string resting = store->begin_session(sara, nine);
    EXPECT_FALSE(store->session(resting, nine + 1h));
}

TEST_F(Records, S2_25_ADisplaysLinkOpensItAgainAndAgainAndHoldsForAYearUntilANewerOneIsMade) {
    const PersonId wall = store->add({.login = "wall", .name = "Wall", .roles = {Role::display}}).value();
    const std::string link = store->make_link(wall, nine);
    EXPECT_EQ(store->use_link(link, nine + 1h), wall);
    EXPECT_EQ(store->use_link(link, nine + 24h * 300), wall);
    const std::string session = store->begin_session(wall, nine);
    store->begin_session(add("sara"), nine + 24h * 30);
    EXPECT_EQ(store->session(session, nine + 24h * 30)->id, wall);
    EXPECT_FALSE(store->session(session, nine + 24h * 367));
    const std::string newer = store->make_link(wall, nine + 48h);
    EXPECT_FALSE(store->use_link(link, nine + 48h));
    EXPECT_FALSE(store->session(session, nine + 48h));
    EXPECT_EQ(store->use_link(newer, nine + 48h), wall);
}

TEST_F(Records, NeitherTokensNorLinksStandInTheDatabase) {
    const PersonId sara = add("sara");
    const std::string token = store->begin_session(sara, nine), link = store->make_link(sara, nine);
    EXPECT_FALSE(records->query_one<PersonId>("select person from session where token = ?1", token));
    EXPECT_FALSE(records->query_one<PersonId>("select person from sign_in_link where token = ?1", link));
}

TEST_F(Records, WhoIsDisabledIsOutAtOnce) {
    const PersonId sara = add("sara");
    ASSERT_TRUE(store->set_password(sara, "a calm control room"));
    const std::string token = store->begin_session(sara, nine), link = store->make_link(sara, nine);
    Person gone = store->person(sara).value();
    gone.disabled = true;
    ASSERT_TRUE(store->change(gone));
    EXPECT_FALSE(store->session(token, nine + 1s));
    EXPECT_FALSE(store->use_link(link, nine + 1s));
    EXPECT_FALSE(store->verify("sara", "a calm control room"));
}

TEST_F(Records, ANewPasswordEndsEveryOtherSession) {
    const PersonId sara = add("sara");
    const std::string here = store->begin_session(sara, nine), elsewhere = store->begin_session(sara, nine);
    ASSERT_TRUE(store->set_password(sara, "a calm control room", here));
    EXPECT_TRUE(store->session(here, nine));
    EXPECT_FALSE(store->session(elsewhere, nine));
}

TEST_F(Records, TheSiteIsKept) {
    EXPECT_EQ(store->site().time_zone, "UTC");
    store->set_site({"Main", true, "Asia/Tehran", {5}, 6});
    store->set_site({"Main", true, "Asia/Tehran", {4, 5}, 6});
    EXPECT_EQ(store->site().weekend, (std::vector<std::uint8_t>{4, 5}));
    EXPECT_EQ(store->site().week_begins, 6);
}

TEST_F(Records, WhoLookedAtWhatIsKept) {
    store->audit({nine, {7}, Audited::listened, "recording 3"});
    const auto lines = store->audited("recording 3");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].who, PersonId{7});
    EXPECT_EQ(lines[0].what, Audited::listened);
}

}  // namespace
}  // namespace markaz::people
