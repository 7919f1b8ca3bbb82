#include "contact/api_why.hpp"

#include <map>

#include "contact/recorded_test.hpp"

namespace markaz::contact {
namespace {

using namespace test;
using http::Status;
using people::Permission;

class WhyRoutes : public RecordedFloor {
protected:
    WhyRoutes() {
        comes_to_work(amal, "cards"_key);
        caller = arrives("cards"_key);
        keep();
        service.add_routes(routes);
    }
    http::Response get(std::string path, people::Permissions may) {
        allowed = may;
        http::Request request;
        request.path = std::move(path);
        request.headers = {{"Cookie", "markaz=token"}};
        return routes.handle(request);
    }
    std::size_t looks(std::string subject) { return people::PeopleStore(*records).audited(subject).size(); }
    static std::string text(const http::Response& response) { return std::get<std::string>(response.body); }

    ContactId caller;
    people::Permissions allowed;
    std::vector<std::uint64_t> asked;
    storage::Connections connections{
        [this] { return storage::Database::open(directory / "records.db", storage::Database::Mode::read_write); }};
    WhyService service{connections,
                       {[this] { return now; },
                        [this](std::uint64_t wanted) { return manuals.at(wanted - 1); },
                        [this](std::uint64_t entry) -> Result<std::vector<centre::Explanation>> {
                            asked.push_back(entry);
                            centre::Explanation why;
                            why.decided.contact = caller;
                            why.decided.person = amal;
                            why.considered = {{.id = amal.value, .verdict = centre::Verdict::won}};
                            centre::Explanation other = why;
                            other.decided.contact = ContactId{77};
                            return std::vector{other, why};
                        },
                        [](people::PersonId person) -> Result<std::optional<centre::Idleness>> {
                            if (person != amal) return std::nullopt;
                            centre::Idleness idle;
                            idle.person = person;
                            return idle;
                        }}};
    http::Routes routes{[this](std::string_view) { return http::Caller{amal, "Amal", allowed}; }};
};

TEST_F(WhyRoutes, EachDecisionOfAContactIsExplainedFromItsEntryAndTheLookIsAudited) {
    const http::Response response = get("/api/v1/contacts/" + std::to_string(caller.value) + "/decisions", {Permission::view_contacts});
    ASSERT_EQ(response.status, Status::ok) << text(response);
    EXPECT_EQ(asked.size(), 1u);
    EXPECT_NE(text(response).find("\"considers\":\"agents\""), std::string::npos);
    EXPECT_NE(text(response).find("\"verdict\":\"won\""), std::string::npos);
    EXPECT_EQ(text(response).find("\"contact\":77"), std::string::npos) << "another contact's decision of the same entry";
    EXPECT_EQ(looks("contact " + std::to_string(caller.value)), 1u);
}

TEST_F(WhyRoutes, WhoMayNotSeeContactsSeesNoReasonsButTheirOwn) {
    EXPECT_EQ(get("/api/v1/contacts/1/decisions", {Permission::take_contacts}).status, Status::forbidden);
    EXPECT_EQ(get("/api/v1/agents/1/idle", {Permission::take_contacts}).status, Status::forbidden);
    EXPECT_EQ(get("/api/v1/me/idle", {Permission::take_contacts}).status, Status::ok);
    EXPECT_EQ(get("/api/v1/agents/1/idle", {Permission::view_contacts}).status, Status::ok);
    EXPECT_EQ(looks("agent 1"), 1u);
}

/// A morning in which calls come every minute, and what the records make of it.
class FairRecords : public RecordedFloor {
protected:
    FairRecords() {
        for (PersonId person : {amal, budi, citra}) comes_to_work(person, "cards"_key);
        std::vector<people::Person> added{{.login = "amal"}, {.login = "budi"}, {.login = "citra"}};
        for (people::Person& person : added) {
            person.roles = {people::Role::agent};
            person.name = person.login;
            everyone.push_back(person);
            everyone.back().id = people::PeopleStore(*records).add(person).value();
        }
    }
    /// One call: it rings, is answered, lasts, and is written up. `minute` is a minute of calls, whoever has them.
    void call() {
        arrives("cards"_key);
        const AssignmentId id = ringing();
        happens(AgentAnswered{id});
        passes(40s);
        happens(CallerLeft{centre.snapshot().contacts.back().id});
        passes(5s);
        happens(WrapUpDone{id, {}});
        passes(15s);
    }
    std::vector<routing::SkillGroup> groups(FairnessQuery query = {nine, nine + 8h, {}, {}}) {
        ContactStore records_now = store();
        return fairness(records_now, [this](std::uint64_t wanted) { return manuals.at(wanted - 1); }, everyone, query);
    }
    std::vector<people::Person> everyone;
};

TEST_F(FairRecords, LongestIdleIsEvenAndAgreesWithTheReportOfAgents) {
    for (int minute = 0; minute < 60; ++minute) call();
    const auto found = groups();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].evenness, routing::Evenness::even);
    EXPECT_EQ(found[0].rules, std::vector{routing::Rule::longest_idle});
    EXPECT_EQ(found[0].choices, 60u);
    std::map<std::string, metrics::Cell> cells;
    for (const metrics::Offer& offer : store().assignment_offers(nine, nine + 8h, Origins::live, ContactStore::Whose::person))
        cells[offer.whose].add(offer.facts);
    for (const routing::AgentPortions& agent : found[0].agents) {
        const metrics::Cell& cell = cells[std::to_string(agent.person.value)];
        EXPECT_EQ(agent.offered, cell.offered);
        EXPECT_EQ(agent.answered, cell.answered);
        EXPECT_DOUBLE_EQ(agent.busy.own, std::chrono::duration<double>(cell.talk + cell.hold + cell.wrap_up).count());
        EXPECT_NEAR(agent.calls.expected, 20, 1e-6) << "each of three was free whenever a call came";
    }
    fold_again();
    EXPECT_EQ(json::text(groups()), json::text(found)) << "it can be derived again from the journal";
}

/// The rule is one that means to be uneven, and the report says so.
TEST_F(FairRecords, BestSkillIsUnevenAmongThoseWhoCanDoTheSame) {
    queues[1].rule = routing::Rule::best_skill;
    happens(ManualPublished{++version, {}, manual(version, queues)});
    manuals.push_back(manual(version, queues));
    happens(AgentChanged{agent(citra, {{"cards"_key, 9}})});
    for (int minute = 0; minute < 60; ++minute) call();
    const auto found = groups();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].evenness, routing::Evenness::uneven);
    EXPECT_EQ(found[0].rules, std::vector{routing::Rule::best_skill});
    ASSERT_EQ(found[0].agents.size(), 3u);
    EXPECT_EQ(found[0].agents[0].calls.judged, routing::Judged::below);
    EXPECT_EQ(found[0].agents[2].calls.judged, routing::Judged::above);
}

TEST_F(FairRecords, WhoGoesOnABreakIsNotExpectedToBeCalled) {
    happens(PresenceDeclared{citra, Presence::break_});
    for (int minute = 0; minute < 40; ++minute) call();
    happens(PresenceDeclared{citra, Presence::ready});
    for (int minute = 0; minute < 30; ++minute) call();
    const auto found = groups();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].evenness, routing::Evenness::even);
    EXPECT_NEAR(found[0].agents[2].calls.expected, 10, 1e-6);
    EXPECT_EQ(found[0].agents[2].signed_in_s, 8h);
    EXPECT_EQ(groups({nine, nine + 40min, {}, {}})[0].agents[2].offered, 0u);
    EXPECT_TRUE(groups({nine, nine + 8h, "accounts"_key, {}})[0].offered == 0) << "none of these calls came to that queue";
}

TEST_F(WhyRoutes, FairnessNamesWhoIsComparedAndTheLookIsAudited) {
    allowed = {Permission::view_contacts};
    http::Request request;
    request.path = "/api/v1/fairness";
    request.headers = {{"Cookie", "markaz=token"}};
    request.query = "queue=cards&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z";
    const http::Response response = routes.handle(request);
    ASSERT_EQ(response.status, Status::ok) << text(response);
    EXPECT_NE(text(response).find("\"evenness\":\"alone\""), std::string::npos) << text(response);
    EXPECT_NE(text(response).find("\"offered\":1,\"answered\":0"), std::string::npos) << "it rings, and nobody has answered";
    EXPECT_EQ(looks("fairness"), 1u);
    request.query = "from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z";
    EXPECT_EQ(routes.handle(request).status, Status::invalid);
    request.query = "from=2026-10-01T00:00:00Z&to=2026-11-22T00:00:00Z";
    EXPECT_EQ(routes.handle(request).status, Status::invalid);
}

TEST_F(WhyRoutes, WhoIsNotThereIsNotFound) {
    EXPECT_EQ(get("/api/v1/contacts/4711/decisions", {Permission::view_contacts}).status, Status::not_found);
    EXPECT_EQ(get("/api/v1/agents/4711/idle", {Permission::view_contacts}).status, Status::not_found);
    EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace markaz::contact
