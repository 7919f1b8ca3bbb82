// Cases in the records, and through the routes.

#include "contact/api_cases.hpp"
#include "contact/recorded_test.hpp"

namespace markaz::contact {
namespace {

using namespace test;
using http::Status;
using people::Permission;

/// Callers with numbers, and a machine that is told of cases by hand: what the guide does is tested where the guide is.
class RecordedCases : public RecordedFloor {
protected:
    RecordedCases() { comes_to_work(amal, "cards"_key); }

    ContactId calls(std::string number) {
        party = journal::Vault(*records).put({"caller-number"_key, std::move(number)});  // another id each time
        const ContactId contact = arrives("cards"_key);
        happens(AgentAnswered{ringing()});
        return contact;
    }
    void ends() {
        happens(AgentLeft{ringing()});
        happens(WrapUpDone{ringing(), "resolved"_key});
        passes(1h);
    }
    void opens(std::uint64_t id, ContactId contact) {
        tells(CaseOpened{CaseId{id}, contact, ringing(), amal, party, 1, "dispute"_key, "open"_key});
    }
    CaseStore cases() { return CaseStore(*records); }
    static std::vector<std::uint64_t> ids(const std::vector<CaseRow>& rows) {
        std::vector<std::uint64_t> found;
        for (const CaseRow& row : rows) found.push_back(row.id.value);
        return found;
    }
    using Ids = std::vector<std::uint64_t>;
};

TEST_F(RecordedCases, TheOpenOnesStandFirstAndOfThemTheOldest) {
    for (std::uint64_t id = 1; id <= 4; ++id) {
        opens(id, calls("+98218800112" + std::to_string(id)));
        ends();
    }
    tells(CaseOwned{CaseId{3}, ContactId{3}, budi, amal, false, VaultId{8}});
    tells(CaseClosed{CaseId{1}, ContactId{1}, amal, VaultId{9}});
    passes(1h);
    tells(CaseClosed{CaseId{2}, ContactId{2}, amal, VaultId{9}});
    EXPECT_EQ(ids(cases().list({}, 10)), (Ids{3, 4, 2, 1}));
    EXPECT_EQ(ids(cases().list({CaseState::open, {}}, 10)), (Ids{3, 4}));
    EXPECT_EQ(ids(cases().list({CaseState::closed, {}}, 10)), (Ids{2, 1}));
    EXPECT_EQ(ids(cases().list({{}, budi}, 10)), (Ids{3}));
    EXPECT_EQ(ids(cases().list({}, 1)), (Ids{3}));
    const auto all = [&] { return json::text(cases().list({}, 10).front()) + json::text(cases().owners_of(CaseId{3})); };
    const std::string before = all();
    fold_again();
    EXPECT_EQ(all(), before);
}

TEST_F(RecordedCases, TakingOverIsMeasuredFromWhenItWasGivenToWhenTheySaidSo) {
    const ContactId contact = calls("+982188001122");
    opens(1, contact);
    EXPECT_EQ(cases().find(CaseId{1})->taken, now) << "whoever opened it has it";
    passes(10min);
    tells(CaseOwned{CaseId{1}, contact, budi, amal, false, VaultId{8}});
    const Instant given = now;
    EXPECT_FALSE(cases().find(CaseId{1})->taken);
    passes(4min);
    tells(CaseOwned{CaseId{1}, contact, budi, budi, true, {}});
    EXPECT_EQ(*cases().find(CaseId{1})->taken - given, 4min);
    passes(5min);
    tells(CaseOwned{CaseId{1}, contact, citra, amal, false, VaultId{8}});
    passes(2min);
    tells(CaseClosed{CaseId{1}, contact, citra, VaultId{9}});
    const auto owners = cases().owners_of(CaseId{1});
    ASSERT_EQ(owners.size(), 3u);
    EXPECT_EQ(*owners[1].taken - owners[1].since, 4min);
    EXPECT_EQ(owners[1].by, amal);
    EXPECT_EQ(owners[1].written, VaultId{8});
    EXPECT_EQ(*owners[2].taken - owners[2].since, 2min) << "an owner who closes it has had it";
}

TEST_F(RecordedCases, S4_35_ACallersOpenCasesAreFoundWhenTheyCallAgain) {
    const ContactId first = calls("+982188001122");
    opens(1, first);
    ends();
    opens(2, calls("+982188001199"));
    ends();
    const ContactId second = calls("+982188001122");
    EXPECT_EQ(ids(cases().of_caller_of(second, 10)), (Ids{1}));
    EXPECT_EQ(cases().open_of(second, "dispute"_key), CaseId{1});
    EXPECT_EQ(cases().open_of(second, "complaint"_key), CaseId{});
    tells(CaseJoined{CaseId{1}, second, ringing(), amal});
    tells(CaseClosed{CaseId{1}, first, amal, VaultId{9}});
    EXPECT_EQ(cases().contacts_of(CaseId{1}), (std::vector{first, second}));
    EXPECT_EQ(ids(cases().of_caller_of(second, 10)), (Ids{1})) << "this contact belongs to it";
    EXPECT_EQ(cases().open_of(second, "dispute"_key), CaseId{});
    ends();
    EXPECT_TRUE(cases().of_caller_of(calls("+982188001122"), 10).empty()) << "what is closed is no news";
}

TEST_F(RecordedCases, WhoShowsNoNumberIsKnownByNone) {
    opens(1, calls(""));
    tells(Promised{ContactId{1}, ringing(), 1, "dispute"_key, "answer"_key, now + 1h});
    ends();
    const ContactId other = calls("");
    EXPECT_TRUE(cases().of_caller_of(other, 10).empty());
    EXPECT_TRUE(store().promises_to_caller_of(other, 10).empty());
}

/// The same, as people ask and wish.
class CaseRoutes : public RecordedCases {
protected:
    CaseRoutes() {
        for (const char* login : {"amal", "budi"})
            people::PeopleStore(*records).add({.login = login, .name = login, .roles = {people::Role::agent}}).value();
        people::PeopleStore(*records).add({.login = "wall", .name = "wall", .roles = {people::Role::display}}).value();
        opens(1, calls("+982188001122"));
        service.add_routes(routes);
        keep();
    }
    http::Response ask(http::Method method, std::string path, std::string body = {}) {
        http::Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        if (path.contains('?')) request.query = path.substr(path.find('?') + 1);
        request.headers = {{"Cookie", "markaz=token"}, {"X-Markaz", "1"}, {"Content-Type", "application/json"}};
        request.body = std::move(body);
        return routes.handle(request);
    }
    static std::string text(const http::Response& response) { return std::get<std::string>(response.body); }
    std::string where(std::string body) {
        const http::Response response = ask(http::Method::put, "/api/v1/me/cases/1", std::move(body));
        EXPECT_EQ(response.status, Status::invalid) << text(response);
        return json::text(*json::parse(text(response)).value().find("where"));
    }

    std::vector<centre::Input> wishes;
    std::optional<driver::Unanswered> refusal;
    people::Permissions allowed{Permission::own_cases};
    people::PersonId asks = amal;
    storage::Connections connections{
        [this] { return storage::Database::open(directory / "records.db", storage::Database::Mode::read_write); }};
    CaseService service{connections,
                        {[this](centre::Input input) -> std::expected<driver::EntryNumber, driver::Unanswered> {
                             wishes.push_back(std::move(input));
                             if (refusal) return std::unexpected(*refusal);
                             return 17;
                         },
                         [](std::uint64_t) { return nullptr; }, [this] { return now; }, [](std::uint64_t wanted) { return wanted < 100; }}};
    http::Routes routes{[this](std::string_view) { return http::Caller{asks, "Sara", allowed}; }};
};

TEST_F(CaseRoutes, AWishIsOneOfThreeAndSaysWhatIsMissing) {
    EXPECT_EQ(where("{}"), "\"\"");
    EXPECT_EQ(where(R"({"taken":false})"), "\"\"");
    EXPECT_EQ(where(R"({"taken":true,"outcome":"paid"})"), "\"\"");
    EXPECT_EQ(where(R"({"outcome":"  "})"), "\"/outcome\"");
    EXPECT_EQ(where(R"({"outcome":"paid","reason":"no"})"), "\"/reason\"");
    EXPECT_EQ(where(R"({"owner":2})"), "\"/reason\"");
    EXPECT_EQ(where(R"({"owner":99,"reason":"knows it"})"), "\"/owner\"");
    EXPECT_EQ(where(R"({"owner":3,"reason":"a screen"})"), "\"/owner\"");
    EXPECT_EQ(where(R"({"outcome":")" + std::string(2001, 'x') + R"("})"), "\"/outcome\"");
    EXPECT_TRUE(wishes.empty());
    EXPECT_EQ(ask(http::Method::put, "/api/v1/me/cases/1", R"({"owner":2,"reason":"knows 4111 1111 1111 1111"})").status, Status::ok);
    const auto given = std::get<centre::CaseGiven>(wishes.at(0));
    EXPECT_EQ(given.to, budi);
    EXPECT_EQ(given.owner, amal);
    auto records_now = connections.borrow();
    EXPECT_EQ(journal::Vault(*records_now).get(given.reason, "note"_key)->find("4111 1111"), std::string::npos);
}

TEST_F(CaseRoutes, NobodyTouchesACaseThatIsNotTheirsUnlessTheyLead) {
    asks = budi;
    EXPECT_EQ(ask(http::Method::put, "/api/v1/me/cases/1", R"({"outcome":"paid"})").status, Status::not_found);
    EXPECT_EQ(ask(http::Method::put, "/api/v1/cases/1", R"({"outcome":"paid"})").status, Status::forbidden);
    EXPECT_EQ(ask(http::Method::get, "/api/v1/cases").status, Status::forbidden);
    EXPECT_EQ(text(ask(http::Method::get, "/api/v1/me/cases")), R"({"rows":[]})");
    EXPECT_TRUE(wishes.empty());
    allowed = {Permission::manage_cases, Permission::view_contacts};
    EXPECT_EQ(ask(http::Method::put, "/api/v1/cases/2", R"({"outcome":"paid"})").status, Status::not_found);
    EXPECT_EQ(ask(http::Method::put, "/api/v1/cases/1", R"({"taken":true})").status, Status::ok);
    EXPECT_EQ(std::get<centre::CaseTaken>(wishes.at(0)).owner, amal);
    auto records_now = connections.borrow();
    EXPECT_EQ(people::PeopleStore(*records_now).audited("case 1").size(), 1u);
}

TEST_F(CaseRoutes, WhatIsRefusedLeavesNothingBehind) {
    refusal = driver::Unanswered{driver::Unanswered::Why::refused, centre::Refusal::case_of_other};
    const http::Response response = ask(http::Method::put, "/api/v1/me/cases/1", R"({"outcome":"paid"})");
    EXPECT_EQ(response.status, Status::conflict);
    EXPECT_NE(text(response).find(R"("code":"case_of_other")"), std::string::npos);
    auto records_now = connections.borrow();
    EXPECT_FALSE(journal::Vault(*records_now).get(std::get<centre::CaseSettled>(wishes.at(0)).outcome, "note"_key));
}

TEST_F(CaseRoutes, WhatWasWrittenIsReadByThoseWhoMayAndEachLookIsAudited) {
    {
        auto other = connections.borrow();
        const VaultId why = journal::Vault(*other).put({"note"_key, "knows the shop"});
        const Outputs given{{now, CaseOwned{CaseId{1}, ContactId{1}, budi, amal, false, why}}};
        CaseProjection().apply(*other, {1000, now, Origin::live, given});
    }
    const auto looks = [&] {
        auto other = connections.borrow();
        return people::PeopleStore(*other).audited("cases 1").size();
    };
    allowed = {Permission::view_contacts};
    EXPECT_EQ(text(ask(http::Method::get, "/api/v1/cases")).find("shop"), std::string::npos);
    EXPECT_NE(text(ask(http::Method::get, "/api/v1/cases")).find("…22"), std::string::npos);
    EXPECT_EQ(looks(), 0u);
    allowed.add(Permission::view_personal_data);
    EXPECT_NE(text(ask(http::Method::get, "/api/v1/cases")).find("knows the shop"), std::string::npos);
    EXPECT_NE(text(ask(http::Method::get, "/api/v1/cases/1")).find("knows the shop"), std::string::npos);
    EXPECT_EQ(looks(), 2u);
    asks = budi;
    allowed = {Permission::own_cases};
    EXPECT_NE(text(ask(http::Method::get, "/api/v1/me/cases?state=open")).find("knows the shop"), std::string::npos);
    EXPECT_EQ(ask(http::Method::get, "/api/v1/me/cases?at_least=100").status, Status::unavailable);
    EXPECT_EQ(ask(http::Method::get, "/api/v1/me/cases?limit=501").status, Status::invalid);
    EXPECT_EQ(text(ask(http::Method::get, "/api/v1/me/cases/people")), R"({"people":[{"id":1,"name":"amal"},{"id":2,"name":"budi"}]})");
}

}  // namespace
}  // namespace markaz::contact
