#include "contact/api_why.hpp"

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

TEST(Fairness, SaysWhoLiesOutsideTheSpreadOfChance) {
    using namespace std::chrono_literals;
    const Fairness fairness = fairness_of({{amal, 100, 1000s}, {budi, 100, 1000s}, {citra, 160, 2000s}});
    EXPECT_EQ(fairness.contacts, 360u);
    EXPECT_DOUBLE_EQ(fairness.expected, 120);
    EXPECT_NEAR(fairness.high, 120 + 1.96 * 8.944, 0.01);
    EXPECT_FALSE(fairness.agents[0].within);
    EXPECT_FALSE(fairness.agents[2].within);
    EXPECT_DOUBLE_EQ(fairness.agents[2].busy_share, 0.5);
    EXPECT_TRUE(fairness_of({{amal, 118, 1s}, {budi, 122, 1s}}).agents[0].within);
    EXPECT_TRUE(fairness_of({}).agents.empty());
}

TEST_F(WhyRoutes, FairnessCountsWhatWasAnsweredInAQueue) {
    const std::string path = "/api/v1/fairness";
    allowed = {Permission::view_contacts};
    http::Request request;
    request.path = path;
    request.query = "queue=cards&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z";
    request.headers = {{"Cookie", "markaz=token"}};
    const http::Response response = routes.handle(request);
    ASSERT_EQ(response.status, Status::ok) << text(response);
    EXPECT_NE(text(response).find("\"contacts\":0"), std::string::npos) << "it rings, and nobody has answered";
    EXPECT_EQ(looks("fairness of cards"), 1u);
}

TEST_F(WhyRoutes, WhoIsNotThereIsNotFound) {
    EXPECT_EQ(get("/api/v1/contacts/4711/decisions", {Permission::view_contacts}).status, Status::not_found);
    EXPECT_EQ(get("/api/v1/agents/4711/idle", {Permission::view_contacts}).status, Status::not_found);
    EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace markaz::contact
