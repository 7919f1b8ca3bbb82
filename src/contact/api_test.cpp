#include "contact/api.hpp"

#include "contact/recorded_test.hpp"

namespace markaz::contact {
namespace {

using namespace test;
using http::Status;
using people::Permission;

/// One answered call of a caller whom the vault knows, seen through the routes.
class ContactRoutes : public RecordedFloor {
protected:
    ContactRoutes() {
        party = journal::Vault(*records).put({"caller-number"_key, "+982188001122"});
        people::PeopleStore(*records).add({.login = "amal", .name = "Amal"}).value();
        comes_to_work(amal, "cards"_key);
        caller = arrives("cards"_key);
        passes(4s);
        happens(AgentAnswered{ringing()});
        passes(60s);
        happens(CallerLeft{caller});
        passes(10s);
        happens(WrapUpDone{centre.snapshot().assignments.at(0).id, "resolved"_key});
        service.add_routes(routes);
    }

    http::Response get(std::string path, people::Permissions may, std::string range = {}) {
        allowed = may;
        http::Request request;
        request.path = path.substr(0, path.find('?'));
        if (path.contains('?')) request.query = path.substr(path.find('?') + 1);
        request.headers = {{"Cookie", "markaz=token"}};
        if (!range.empty()) request.headers.push_back({"Range", range});
        return routes.handle(request);
    }
    http::Response put(std::string path, std::string body, people::Permissions may) {
        allowed = may;
        http::Request request;
        request.method = http::Method::put;
        request.path = std::move(path);
        request.headers = {{"Cookie", "markaz=token"}, {"X-Markaz", "1"}, {"Content-Type", "application/json"}};
        request.body = std::move(body);
        return routes.handle(request);
    }
    json::Value read(const http::Response& response) { return json::parse(std::get<std::string>(response.body)).value(); }
    std::string text(const json::Value& value, std::string_view name) { return json::text(*value.find(name)); }
    std::size_t looks(std::string subject) { return people::PeopleStore(*records).audited(subject).size(); }

    ContactId caller;
    procedure::ManualRef manual_now;
    people::Permissions allowed;
    storage::Connections connections{
        [this] { return storage::Database::open(directory / "records.db", storage::Database::Mode::read_write); }};
    ContactService service{connections,
                           {directory, [](std::uint64_t) { return nullptr; }, [this] { return manual_now; }, [this] { return now; },
                            [](const std::filesystem::path& file, std::uint32_t points) -> Result<Peaks> {
                                if (file.filename() == "torn.wav") return problem(file.string(), "cannot be read");
                                return Peaks{std::vector<std::uint8_t>(points, 1), std::vector<std::uint8_t>(points, 2)};
                            },
                            [](std::uint64_t wanted) { return wanted < 100; },
                            [](storage::Database&, const std::string& number) {
                                return std::optional(CustomerShown{"Dewi of " + number, customer::Standing::vip, 3});
                            }}};
    people::PersonId asks{7};
    http::Routes routes{[this](std::string_view) { return http::Caller{asks, "Sara", allowed}; }};
};

TEST_F(ContactRoutes, TheListSaysEverythingOfAVisitAndMasksTheCaller) {
    keep();
    const json::Value page = read(get("/api/v1/contacts", {Permission::view_contacts, Permission::view_personal_data}));
    EXPECT_EQ(text(page, "total"), "1");
    EXPECT_EQ(text(page, "next"), "null");
    EXPECT_EQ(json::text(std::get<json::Array>(page.find("rows")->is).at(0)),
              R"({"contact":1,"visit":1,"origin":"live","channel":"voice_in","language":"en","flow":"","queue":"cards",)"
              R"("started":"2026-11-22T09:00:00Z","visit_started":"2026-11-22T09:00:00Z","wait_s":4,"end":"answered","cause":"none",)"
              R"("state":null,"agent":{"id":1,"name":"Amal"},"talk_s":60,"hold_s":0,"wrap_up_s":10,"outcome":"resolved",)"
              R"("contact_end":"caller","caller":"…22"})");
    EXPECT_EQ(looks("contact 1"), 0u);
}

TEST_F(ContactRoutes, FiltersAreReadAndWhatIsNoFilterIsRefused) {
    keep();
    const people::Permissions may{Permission::view_contacts};
    const auto total = [&](std::string query) { return text(read(get("/api/v1/contacts?" + query, may)), "total"); };
    EXPECT_EQ(total("end=answered,blocked&within=true&short=false&queue=cards"), "1");
    EXPECT_EQ(total("end=abandoned"), "0");
    EXPECT_EQ(total("from=2026-11-22T09:00:01Z"), "0");
    EXPECT_EQ(total("state=menu,waiting"), "0");
    const auto refused = [&](std::string query) {
        const http::Response response = get("/api/v1/contacts?" + query, may);
        EXPECT_EQ(response.status, Status::invalid) << query;
        return text(read(response), "where");
    };
    EXPECT_EQ(refused("end=answred"), "\"?end\"");
    EXPECT_EQ(refused("limit=0"), "\"?limit\"");
    EXPECT_EQ(refused("page_after=there"), "\"?page_after\"");
    EXPECT_EQ(get("/api/v1/contacts?at_least=100", may).status, Status::unavailable);
    EXPECT_EQ(get("/api/v1/contacts", {}).status, Status::forbidden);
}

TEST_F(ContactRoutes, S0_50_TheTimelineShowsQueueRingTalkAndWrapUpWithTheirLengths) {
    keep();
    const json::Value one = read(get("/api/v1/contacts/1", {Permission::view_contacts}));
    std::vector<std::string> shown;
    for (const json::Value& entry : std::get<json::Array>(one.find("timeline")->is)) {
        std::string line = text(entry, "kind");
        for (const char* name : {"state", "end", "length_s"})
            if (entry.find(name)) line += " " + text(entry, name);
        shown.push_back(line);
    }
    const std::vector<std::string> expected{
        R"("contact_started" 64)", R"("visit_started" 4)", R"("decided")", R"("assignment_moved" "reserved" 4)",
        R"("assignment_moved" "talking" 60)", R"("visit_ended" "answered")", R"("contact_ended" "caller")",
        R"("assignment_moved" "wrap_up" 10)", R"("assignment_ended" "completed")"};
    EXPECT_EQ(shown, expected);
    EXPECT_EQ(text(one, "talk_s"), "60");
    EXPECT_EQ(get("/api/v1/contacts/2", {Permission::view_contacts}).status, Status::not_found);
}

/// What a manual says of a procedure, in English alone.
void state(procedure::Manual& manual, Key id, std::string owner) {
    procedure::Flow flow{id, 0, {}};
    flow.title[Language::en] = "Take a dispute";
    flow.expected[Language::en] = "There is one case.";
    manual.flows.push_back(std::move(flow));
    procedure::ProcedureCard card;
    card.id = id;
    card.owner = std::move(owner);
    manual.procedures.push_back(std::move(card));
}

TEST_F(ContactRoutes, S4_29_WhatWasMissedIsReadByTheOwnerAndEachLookIsWrittenDown) {
    auto manual = std::make_shared<procedure::Manual>();
    state(*manual, "delivery"_key, "head of deliveries");
    state(*manual, "dispute"_key, "head of cards");
    manual_now = manual;
    const AssignmentId call = store().assignments_of(caller).at(0).id;
    tells(ResultAsked{caller, call, 1, "delivery"_key});
    tells(ResultAsked{caller, call, 1, "dispute"_key});
    const VaultId reason = journal::Vault(*records).put({"note"_key, "The case system was down."});
    tells(ResultJudged{caller, call, 1, "dispute"_key, false, reason});
    keep();

    const people::Permissions may{Permission::view_contacts, Permission::view_personal_data};
    const json::Value all = read(get("/api/v1/results", may));
    const auto& procedures = std::get<json::Array>(all.find("procedures")->is);
    ASSERT_EQ(procedures.size(), 2u);
    EXPECT_TRUE(
        json::text(procedures[0]).ends_with(R"("owner":"head of deliveries","owners":[],"asked":1,"answered":0,"missed":0,"open":0})"));
    EXPECT_TRUE(json::text(procedures[1]).ends_with(R"("owner":"head of cards","owners":[],"asked":1,"answered":1,"missed":1,"open":1})"));
    EXPECT_EQ(json::text(*procedures[1].find("expected")->find("fa")), R"("There is one case.")") << "not translated: as it was written";
    const auto rows = [&](std::string query, people::Permissions permissions) {
        return json::text(*read(get("/api/v1/results" + query, permissions)).find("rows"));
    };
    EXPECT_NE(rows("?owner=head%20of%20cards", may).find(R"("reason":"The case system was down.")"), std::string::npos);
    EXPECT_EQ(looks("results of contacts 1"), 2u);
    EXPECT_EQ(rows("?owner=head%20of%20deliveries", may), "[]");
    EXPECT_EQ(rows("?owner=nobody", may), "[]");
    EXPECT_EQ(rows("?procedure=delivery", may), "[]");
    EXPECT_EQ(rows("?to=2026-11-22T09:00:00Z", may), "[]");
    const std::string masked = rows("?procedure=dispute", {Permission::view_contacts});
    EXPECT_NE(masked.find(R"("agent":{"id":1,"name":"Amal"})"), std::string::npos) << masked;
    EXPECT_EQ(masked.find("reason"), std::string::npos);
    EXPECT_EQ(looks("results of contacts 1"), 2u) << "nothing was read";
    EXPECT_EQ(get("/api/v1/results", {Permission::view_personal_data}).status, Status::forbidden);
    EXPECT_EQ(get("/api/v1/results?limit=0", may).status, Status::invalid);
    EXPECT_EQ(get("/api/v1/results?at_least=100", may).status, Status::unavailable);

    const auto told = [&](people::Permissions permissions) {
        const json::Value one = read(get("/api/v1/contacts/1", permissions));
        return json::text(std::get<json::Array>(one.find("timeline")->is).back());
    };
    EXPECT_EQ(told(may),
              R"({"at":"2026-11-22T09:01:14Z","kind":"result_judged","flow":"dispute","version":1,"note":"The case system was down.",)"
              R"("reached":false,"agent":{"id":1,"name":"Amal"}})");
    EXPECT_EQ(told({Permission::view_contacts}).find("note"), std::string::npos);
}

TEST_F(ContactRoutes, S4_29_TheOwnerIsToldWhatWasMissedAndSaysWhatWasDone) {
    people::PeopleStore people(*records);
    const auto person = [&](std::string login, std::vector<std::string> owns) {
        people::Person made{.login = login, .name = login, .roles = {people::Role::leader}};
        made.owns = std::move(owns);
        return people.add(made).value();
    };
    const people::PersonId owner = person("hana", {"head of cards", "head of deliveries"}), other = person("reza", {"head of deliveries"});
    auto manual = std::make_shared<procedure::Manual>();
    state(*manual, "delivery"_key, "head of deliveries");
    state(*manual, "dispute"_key, "head of cards");
    manual_now = manual;
    const AssignmentId call = store().assignments_of(caller).at(0).id;
    const std::string why = "The case system was down.";
    for (Key flow : {"delivery"_key, "dispute"_key}) {
        tells(ResultAsked{caller, call, 1, flow});
        tells(ResultJudged{caller, call, 1, flow, false, journal::Vault(*records).put({"note"_key, why})});
    }
    keep();
    const people::Permissions reads{Permission::view_contacts, Permission::view_personal_data};
    const auto leads = [&] { auto may = reads; may.add(Permission::manage_cases); return may; }();
    const auto open = [&](people::PersonId who) {
        asks = who;
        return text(read(get("/api/v1/me/results", reads)), "open");
    };
    const auto row = [&](std::string query) {
        const json::Value all = read(get("/api/v1/results" + query, reads));
        return std::get<json::Array>(all.find("rows")->is);
    };
    EXPECT_EQ(open(people::PersonId{7}), "0") << "who owns nothing";
    EXPECT_EQ(open(other), "1");
    EXPECT_EQ(open(owner), "2");
    EXPECT_EQ(row("?mine=true").size(), 2u);
    EXPECT_EQ(row("?mine=true&from=2026-12-01T00:00:00Z").size(), 2u) << "what is open is there however old it is";

    const std::string path = "/api/v1/results/" + std::to_string(call.value) + "/dispute";
    const std::string done = R"({"outcome":"put_right","text":"Called her back from 4111 1111 1111 1111."})";
    asks = other;
    EXPECT_EQ(text(row("?procedure=dispute").at(0), "may_settle"), "false");
    EXPECT_EQ(put(path, done, reads).status, Status::forbidden) << "neither the owner nor who leads";
    EXPECT_EQ(put(path, done, {Permission::own_cases}).status, Status::forbidden);
    asks = owner;
    EXPECT_EQ(text(row("?procedure=dispute").at(0), "may_settle"), "true");
    EXPECT_EQ(put(path, R"({"outcome":"put_right","text":"  "})", reads).status, Status::invalid);
    EXPECT_EQ(put(path, R"({"outcome":"forgotten","text":"x"})", reads).status, Status::invalid);
    EXPECT_EQ(put("/api/v1/results/99/dispute", done, reads).status, Status::not_found);
    EXPECT_EQ(open(owner), "2") << "nothing half done";
    now = parse_instant("2026-11-22T10:00:00Z").value();
    EXPECT_EQ(put(path, done, reads).status, Status::no_content);
    EXPECT_EQ(put(path, done, reads).status, Status::conflict);
    EXPECT_EQ(open(owner), "1");
    const auto rows = row("");
    EXPECT_EQ(text(rows.at(0), "procedure"), R"("delivery")") << "the open one first";
    const json::Value& settled = *rows.at(1).find("settled");
    EXPECT_EQ(text(settled, "at"), R"("2026-11-22T10:00:00Z")");
    EXPECT_EQ(text(settled, "by"), R"({"id":)" + std::to_string(owner.value) + R"(,"name":"hana"})");
    EXPECT_EQ(text(settled, "outcome"), R"("put_right")");
    EXPECT_NE(text(settled, "text").find("Called her back"), std::string::npos);
    EXPECT_EQ(text(settled, "text").find("4111"), std::string::npos) << "numbers of cards are not kept";
    EXPECT_EQ(row("?from=2026-12-01T00:00:00Z").size(), 1u) << "what is settled belongs to its day";
    EXPECT_EQ(json::text(read(get("/api/v1/results", {Permission::view_contacts}))).find("Called her"), std::string::npos);
    EXPECT_EQ(looks("result of contact 1"), 0u) << "an owner's own";

    asks = people::PersonId{7};
    EXPECT_EQ(put("/api/v1/results/" + std::to_string(call.value) + "/delivery", R"({"outcome":"nothing","text":"A slip."})", leads).status,
              Status::no_content);
    EXPECT_EQ(looks("result of contact 1"), 1u);
    EXPECT_EQ(open(owner), "0");
    fold_again();
    EXPECT_EQ(open(owner), "0") << "what was done is a record and outlives the fold";
}

TEST_F(ContactRoutes, WhoSeesTheWholeNumberIsWrittenDown) {
    keep();
    EXPECT_EQ(text(read(get("/api/v1/contacts/1", {Permission::view_contacts})), "caller"), "\"…22\"");
    EXPECT_EQ(looks("contact 1"), 0u);
    const people::Permissions may{Permission::view_contacts, Permission::view_personal_data};
    EXPECT_EQ(text(read(get("/api/v1/contacts/1", may)), "caller"), "\"+982188001122\"");
    ASSERT_EQ(looks("contact 1"), 1u);
    EXPECT_EQ(people::PeopleStore(*records).audited("contact 1").at(0).who, people::PersonId{7});
}

TEST_F(ContactRoutes, WhoACustomerIsIsForTheAgentWhileTheyServeThemAndForThoseWhoMaySeeIt) {
    const std::string dewi = R"({"name":"Dewi of +982188001122","standing":"vip","contacts_lately":3})";
    keep();
    EXPECT_EQ(text(read(get("/api/v1/contacts/1", {Permission::view_contacts})), "customer"), "null");
    EXPECT_EQ(text(read(get("/api/v1/contacts/1", {Permission::view_contacts, Permission::view_personal_data})), "customer"), dewi);
    asks = amal;
    EXPECT_EQ(text(read(get("/api/v1/me/contacts/1", {Permission::take_contacts})), "customer"), "null") << "it is over";
    EXPECT_EQ(text(read(get("/api/v1/me/contacts/1", {Permission::take_contacts, Permission::view_personal_data})), "customer"), dewi);
    const ContactId next = arrives("cards"_key);
    passes(4s);
    const std::string path = "/api/v1/me/contacts/" + std::to_string(next.value);
    EXPECT_EQ(text(read(get(path, {Permission::take_contacts})), "customer"), dewi) << "from the first ring on";
    happens(AgentAnswered{ringing()});
    happens(CallerLeft{next});
    EXPECT_EQ(text(read(get(path, {Permission::take_contacts})), "customer"), dewi) << "and until wrap-up is done";
}

TEST_F(ContactRoutes, WhoSignsWithTheNumberOfACustomerIsNotThatCustomer) {
    party = journal::Vault(*records).put({"customer-name"_key, "+982188001122"});
    const ContactId writer = arrives("cards"_key);
    keep();
    const json::Value seen = read(get("/api/v1/contacts/" + std::to_string(writer.value),
                                      {Permission::view_contacts, Permission::view_personal_data}));
    EXPECT_EQ(text(seen, "caller"), "\"+982188001122\"") << "that is how they signed";
    EXPECT_EQ(text(seen, "customer"), "null");
}

TEST_F(ContactRoutes, AnErasedCallerIsNobody) {
    journal::Vault(*records).erase(party);
    keep();
    EXPECT_EQ(text(read(get("/api/v1/contacts/1", {Permission::view_contacts, Permission::view_personal_data})), "caller"), "null");
}

TEST_F(ContactRoutes, ListeningIsAllowedToFewAndWrittenDownOnce) {
    const RecordingId made = store().begin_recording(caller, {1}, "recordings/1.wav", now);
    keep();
    const std::string path = "/api/v1/recordings/" + std::to_string(made.value) + "/audio";
    EXPECT_EQ(get(path, {Permission::listen_recordings}).status, Status::conflict);
    store().end_recording(made, 60s, RecordingState::ready);
    EXPECT_EQ(get(path, {Permission::view_contacts}).status, Status::forbidden);

    const http::Response response = get(path, {Permission::listen_recordings}, "bytes=0-1023");
    EXPECT_EQ(std::get<http::FileBody>(response.body).path, directory / "recordings/1.wav");
    EXPECT_EQ(response.type, "audio/wav");
    get(path, {Permission::listen_recordings}, "bytes=1024-2047");
    EXPECT_EQ(looks("recording 1"), 1u);
    EXPECT_EQ(get("/api/v1/recordings/9/audio", {Permission::listen_recordings}).status, Status::not_found);
}

TEST_F(ContactRoutes, RecordingsAreFoundByAgentQueueDateAndNumber) {
    const RecordingId first = store().begin_recording(caller, {1}, "recordings/1.wav", now);
    store().end_recording(first, 60s, RecordingState::ready);
    now += 24h;
    store().begin_recording(caller, {1}, "recordings/2.wav", now);
    keep();
    const people::Permissions may{Permission::listen_recordings, Permission::view_personal_data};
    const auto found = [&](const std::string& query, people::Permissions who) {
        return json::from_value<RecordingPage>(read(get("/api/v1/recordings?" + query, who))).value();
    };
    ASSERT_EQ(found("", may).rows.size(), 2u);
    EXPECT_EQ(found("", may).rows[0].from, now) << "the newest first";
    EXPECT_EQ(found("", may).rows[1].agent->id, people::PersonId{1});
    EXPECT_EQ(found("agent=1", may).rows.size(), 2u);
    EXPECT_EQ(found("agent=2", may).rows.size(), 0u);
    EXPECT_EQ(found("queue=" + std::string(found("", may).rows[0].queue.text()), may).rows.size(), 2u);
    EXPECT_EQ(found("queue=nowhere", may).rows.size(), 0u);
    EXPECT_EQ(found("number=1122", may).rows.size(), 2u);
    EXPECT_EQ(found("number=9999", may).rows.size(), 0u);
    EXPECT_EQ(found("to=" + iso8601(now), may).rows.size(), 1u);
    EXPECT_EQ(found("from=" + iso8601(now), may).rows.size(), 1u);

    const RecordingPage page = found("limit=1", may);
    ASSERT_TRUE(page.next);
    EXPECT_EQ(found("limit=1&before=" + std::to_string(page.next->value), may).rows.at(0).id, first);
    EXPECT_EQ(page.rows[0].caller->find("98218"), std::string::npos) << "a list shows no whole number";
    EXPECT_EQ(get("/api/v1/recordings?number=1122", {Permission::listen_recordings}).status, Status::forbidden);
    EXPECT_EQ(get("/api/v1/recordings", {Permission::view_contacts}).status, Status::forbidden);
    EXPECT_EQ(get("/api/v1/recordings?limit=0", may).status, Status::invalid);
}

// What a caller said to nobody is heard by whoever took it; that it rang at somebody is not enough.
TEST_F(ContactRoutes, AMessageIsHeardByWhoeverTookItAndWrittenDown) {
    const RecordingId made = store().begin_recording(caller, {}, "recordings/1.wav", now);
    const RecordingId talk = store().begin_recording(caller, {1}, "recordings/2.wav", now);
    for (const RecordingId id : {made, talk}) store().end_recording(id, 60s, RecordingState::ready);
    keep();
    const auto path = [](RecordingId id, std::string what) { return "/api/v1/me/messages/" + std::to_string(id.value) + "/" + what; };
    const auto as = [&](std::uint64_t person, std::string where) {
        asks = people::PersonId{person};
        return get(where, {Permission::take_contacts});
    };
    EXPECT_EQ(as(1, path(made, "audio")).status, Status::ok);
    EXPECT_EQ(looks("recording 1"), 1u);
    EXPECT_EQ(as(1, path(made, "peaks?points=2")).status, Status::ok);
    EXPECT_EQ(as(1, path(talk, "audio")).status, Status::not_found) << "a talk is no message";
    EXPECT_EQ(as(2, path(made, "audio")).status, Status::not_found);
    EXPECT_EQ(as(2, path(made, "peaks")).status, Status::not_found);
    EXPECT_EQ(looks("recording 1"), 1u);
    const auto own = json::from_value<Contact>(read(as(1, "/api/v1/me/contacts/1"))).value();
    ASSERT_EQ(own.recordings.size(), 1u);
    EXPECT_TRUE(own.recordings[0].message);
    EXPECT_EQ(get("/api/v1/me/messages/1/audio", {Permission::listen_recordings}).status, Status::forbidden);
}

TEST_F(ContactRoutes, PeaksAreForThoseWhoMayListenAndOfWhatCanBeHeard) {
    const RecordingId made = store().begin_recording(caller, {1}, "recordings/1.wav", now);
    const RecordingId torn = store().begin_recording(caller, {1}, "recordings/torn.wav", now);
    store().end_recording(made, 60s, RecordingState::ready);
    store().end_recording(torn, 60s, RecordingState::ready);
    keep();
    const auto path = [](RecordingId id) { return "/api/v1/recordings/" + std::to_string(id.value) + "/peaks?points="; };
    EXPECT_EQ(json::text(read(get(path(made) + "2", {Permission::listen_recordings}))), R"({"customer":[1,1],"agent":[2,2]})");
    EXPECT_EQ(get(path(made) + "2", {Permission::view_contacts}).status, Status::forbidden);
    EXPECT_EQ(get(path(made) + "5000", {Permission::listen_recordings}).status, Status::invalid);
    EXPECT_EQ(get(path(torn) + "2", {Permission::listen_recordings}).status, Status::conflict);
    EXPECT_EQ(looks("recording 1"), 0u);
}

TEST_F(ContactRoutes, AContactIsFoundByItsAgentAndByHowTheNumberEnds) {
    keep();
    const people::Permissions may{Permission::view_contacts, Permission::view_personal_data};
    const auto total = [&](std::string query) { return text(read(get("/api/v1/contacts?" + query, may)), "total"); };
    EXPECT_EQ(total("agent=1"), "1");
    EXPECT_EQ(total("agent=2"), "0");
    EXPECT_EQ(total("number=1122"), "1");
    EXPECT_EQ(total("number=%2B982188001122"), "1");
    EXPECT_EQ(total("number=9821"), "0");
    EXPECT_EQ(get("/api/v1/contacts?number=122", may).status, Status::invalid);
    EXPECT_EQ(get("/api/v1/contacts?number=%251122", may).status, Status::invalid);
    EXPECT_EQ(get("/api/v1/contacts?number=1122", {Permission::view_contacts}).status, Status::forbidden);
}

TEST_F(ContactRoutes, T06_AnAgentSeesTheirOwnWorkWithoutWaitsAndAbandonsAndNobodyElses) {
    keep();
    const people::Permissions may{Permission::take_contacts};
    asks = amal;
    EXPECT_EQ(text(read(get("/api/v1/me/contacts?agent=2", may)), "total"), "1");
    // Neither waits nor abandons: they say how many agents there were.
    EXPECT_EQ(json::text(read(get("/api/v1/me/day?from=2026-11-22T00:00:00Z", may))),
              R"({"answered":1,"talk_s":60,"hold_s":0,"wrap_up_s":10})");
    EXPECT_EQ(text(read(get("/api/v1/me/contacts/1", may)), "caller"), "\"…22\"");
    asks = {9};
    EXPECT_EQ(text(read(get("/api/v1/me/contacts", may)), "total"), "0");
    EXPECT_EQ(get("/api/v1/me/contacts/1", may).status, Status::not_found);
    EXPECT_EQ(get("/api/v1/me/contacts/1", {}).status, Status::forbidden);
}

TEST(Masked, ShowsTooLittleToBeUsed) {
    EXPECT_EQ(masked("+982188001122"), "…22");
    EXPECT_EQ(masked("sara"), "…");
    EXPECT_EQ(masked("سارة سارة"), "…");
}

TEST(Timeline, S4_12_ANoteStandsAtItsStepForThoseWhoMayReadIt) {
    const std::vector<Event> events{
        {nine, centre::StepEntered{{1}, {4}, 3, "main"_key, "reason"_key}},
        {nine + 2s, centre::StepDone{{1}, {4}, "main"_key, "reason"_key, centre::StepAnswer::done, {}, {8}, {}, {}}}};
    const auto manual_of = [](std::uint64_t) { return nullptr; };
    const auto read = timeline_of(events, manual_of, {}, [](VaultId id) { return std::optional("note " + std::to_string(id.value)); });
    EXPECT_EQ(read.at(0).led, Led::agent);
    EXPECT_EQ(read.at(1).note, "note 8");
    EXPECT_EQ(timeline_of(events, manual_of, {}, [](VaultId) { return std::nullopt; }).at(1).note, std::nullopt);
}

TEST(Timeline, AnAnswerHasTheWordsOfItsStepAndOfTheOptionThatWasTaken) {
    auto manual = std::make_shared<procedure::Manual>();
    procedure::Pick heard;
    heard.text.read[Language::fa] = "چه می‌شنوید؟";
    heard.options.push_back({"anger"_key, {}});
    heard.options.back().text[Language::fa] = "خشم";
    manual->flows.push_back({"calm"_key, 0, {{"heard"_key, heard}}});
    const std::vector<Event> events{
        {nine, centre::StepEntered{{1}, {4}, 3, "calm"_key, "heard"_key}},
        {nine + 2s, centre::StepLate{{1}, {4}, "calm"_key, "heard"_key}},
        {nine + 3s, centre::StepDone{{1}, {4}, "calm"_key, "heard"_key, centre::StepAnswer::done, "anger"_key, {}, {}, {}}},
        {nine + 4s, centre::StepDeviated{{1}, {4}, "calm"_key, "never-entered"_key, "heard"_key, {}}}};
    const auto timeline = timeline_of(events, [&](std::uint64_t) { return manual; }, {}, [](VaultId) { return std::nullopt; });
    EXPECT_EQ((*timeline.at(1).text)[Language::fa], "چه می‌شنوید؟");
    EXPECT_EQ((*timeline.at(2).text)[Language::fa], "چه می‌شنوید؟");
    EXPECT_EQ((*timeline.at(2).choice)[Language::fa], "خشم");
    EXPECT_EQ(timeline.at(3).text, std::nullopt);
}

TEST(Timeline, AStepHasTheTextThatPeopleRead) {
    auto manual = std::make_shared<procedure::Manual>();
    procedure::Say welcome;
    welcome.text.read[Language::en] = "Welcome.";
    manual->flows.push_back({"main"_key, 0, {{"welcome"_key, welcome}}});
    const std::vector<Event> events{{nine, centre::StepEntered{{1}, {}, 3, "main"_key, "welcome"_key}},
                                    {nine + 2s, centre::ContactEnded{{1}}}};
    const auto timeline = timeline_of(events, [&](std::uint64_t) { return manual; }, {}, nullptr);
    EXPECT_EQ(timeline.at(0).led, Led::caller);
    EXPECT_EQ(timeline.at(0).version, 3u);
    EXPECT_EQ((*timeline.at(0).text)[Language::en], "Welcome.");
    EXPECT_EQ(timeline.at(0).length_s, Duration{2s});
}

}  // namespace
}  // namespace markaz::contact
