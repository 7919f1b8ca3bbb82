// How agents followed their guides: what is kept of each, what they add up to, and who reads it.

#include "contact/api_guides.hpp"
#include "contact/recorded_test.hpp"
#include "procedure/compile.hpp"

namespace markaz::contact {
namespace {

using namespace test;
using http::Status;
using people::Permission;
using procedure::Answer;

std::string document(std::string_view id, std::string_view title, std::string_view clauses) {
    return "---\nid: " + std::string(id) + "\ntitle: " + std::string(title) +
           "\nkind: procedure\ndepartment: service\naudience: agent\nlanguage: en\nowner: head\napprover: manager\neffective: "
           "2026-11-22\nreview_every: 180d\n---\n" +
           std::string(clauses);
}

constexpr std::string_view main_clauses = R"(```flow
start: queue
steps:
  queue:  {queue: cards, next: check}
  check:  {perform: verify, outcomes: {failed: refused}, next: help}
  help:   {do: "Help the customer.", next: note}
  note:   {note: "Write it down.", next: rate}
  rate:   {survey: after, next: resolved}
  resolved: {end: resolved}
  refused:  {end: refused}
```
```survey
after: {title: After, questions: {good: {text: "Press 1 or 2.", keys: [1, 2]}}}
```
```routing
queues:
  accounts: {title: Accounts, skills: {}}
  cards: {title: Cards, skills: {}}
```
)";
constexpr std::string_view verify_clauses =
    "```flow\nstart: ask\naudience: agent\nsteps:\n  ask: {check: \"The name agrees.\", mandatory: true, yes: good, no: failed}\n  good: "
    "{end: good}\n  failed: {end: failed}\n```\n";

class GuidesKept : public RecordedFloor {
protected:
    GuidesKept() {
        people::PeopleStore(*records).add({.login = "amal", .name = "Amal"}).value();
        people::PeopleStore(*records).add({.login = "budi", .name = "Budi"}).value();
        std::vector<procedure::SourceDocument> documents{{"main/main.md", document("main", "Serve the caller", main_clauses)},
                                                         {"verify/verify.md", document("verify", "Verify", verify_clauses)}};
        auto compiled = procedure::compile(documents);
        EXPECT_TRUE(compiled) << compiled.error().front().problem().line();
        compiled->version = ++version;
        manuals.push_back(std::make_shared<const procedure::Manual>(std::move(*compiled)));
        EXPECT_EQ(happens(ManualPublished{version, {}, manuals.back()}), Refusal::none);
        happens(AgentChanged{agent(amal, {})});
        happens(AgentChanged{agent(budi, {})});
        happens(PresenceDeclared{amal, Presence::ready});
    }

    /// A caller whom somebody has answered: the guide stands at the check of the performed procedure.
    AssignmentId talks(Origin origin = Origin::live) {
        ContactArrived arrived;
        arrived.flow = "main"_key;
        arrived.origin = origin;
        EXPECT_EQ(happens(arrived), Refusal::none);
        caller = ContactId{centre.snapshot().next_contact - 1};
        passes(1s);
        EXPECT_EQ(happens(AgentAnswered{ringing()}), Refusal::none);
        passes(10s);
        return ringing();
    }
    void answers(AssignmentId call, Key step, Answer answer = Answer::done, VaultId written = {}) {
        EXPECT_EQ(happens(StepAnswered{call, {step, answer, {}, written}}), Refusal::none) << step.text();
        passes(1s);
    }
    void leads_to_the_survey(AssignmentId call) {
        answers(call, "ask"_key, Answer::yes);
        answers(call, "help"_key);
        answers(call, "note"_key, Answer::done, VaultId{71});
    }
    void finishes(AssignmentId call) {
        happens(AgentLeft{call});
        happens(WrapUpDone{call, "resolved"_key});
    }
    AssignmentId deviates(VaultId why) {
        const AssignmentId call = talks();
        answers(call, "ask"_key, Answer::yes);
        EXPECT_EQ(happens(GuideDeviated{call, "resolved"_key, why}), Refusal::none);
        finishes(call);
        return call;
    }

    GuideStore guides() { return GuideStore(*records); }
    /// `main followed, verify followed`: of the newest contact, as the records have it.
    std::string standings(people::PersonId person = amal) {
        std::string told;
        for (const GuideRow& row : guides().list({.person = person}, 100)) {
            if (row.contact != caller) continue;
            told.append(told.empty() ? "" : ", ").append(row.flow.text()).append(" ").append(enum_name(row.standing));
            if (row.step) told.append(" at ").append(row.step.text());
        }
        return told;
    }

    ContactId caller;
};

TEST_F(GuidesKept, S0_08_WhoeverLedEachStepToTheEndHasFollowed) {
    const AssignmentId call = talks();
    EXPECT_EQ(standings(), "main running at check, verify running at ask");
    leads_to_the_survey(call);
    EXPECT_EQ(standings(), "main running at rate, verify followed");
    finishes(call);
    EXPECT_EQ(standings(), "main followed, verify followed") << "what the caller answers is theirs";
    answers(talks(), "ask"_key, Answer::no);
    EXPECT_EQ(standings(), "main followed, verify followed") << "no is an answer";
}

TEST_F(GuidesKept, S0_08_AMandatoryStepThatWasNotDoneStandsWhereTheGuideWasLeft) {
    finishes(talks());
    EXPECT_EQ(standings(), "main unfinished at check, verify unfinished at ask");
    const AssignmentId late = talks();
    answers(late, "ask"_key, Answer::yes);
    answers(late, "help"_key);
    happens(CallerLeft{caller});
    EXPECT_EQ(standings(), "main running at note, verify followed") << "in wrap-up there is time to write";
    answers(late, "note"_key, Answer::done, VaultId{71});
    happens(WrapUpDone{late, "resolved"_key});
    EXPECT_EQ(standings(), "main broken_off at rate, verify followed");
}

TEST_F(GuidesKept, S0_08_WhoWasCutOffOrHandedOnIsHeldAgainstNobody) {
    const AssignmentId cut = talks();
    happens(CallerLeft{caller, true});
    happens(WrapUpDone{cut, {}});
    EXPECT_EQ(standings(), "main broken_off at check, verify broken_off at ask");

    const AssignmentId first = talks();
    answers(first, "ask"_key, Answer::yes);
    happens(PresenceDeclared{budi, Presence::ready});
    EXPECT_EQ(happens(TransferWanted{first, {}, budi}), Refusal::none);
    happens(WrapUpDone{first, {}});
    EXPECT_EQ(standings(amal), "main handed_on at help, verify followed");
    const AssignmentId second = ringing();
    happens(AgentAnswered{second});
    EXPECT_EQ(standings(budi), "main running at help");
    answers(second, "help"_key);
    answers(second, "note"_key, Answer::done, VaultId{71});
    finishes(second);
    EXPECT_EQ(standings(budi), "main followed");
    EXPECT_EQ(standings(amal), "main handed_on at help, verify followed");
}

TEST_F(GuidesKept, S0_08_ADeviationIsKeptWithItsReason) {
    const AssignmentId call = deviates(VaultId{72});
    EXPECT_EQ(standings(), "main deviated, verify followed");
    const auto left = guides().deviations(call, "main"_key);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].step, "help"_key);
    EXPECT_EQ(left[0].to_step, "resolved"_key);
    EXPECT_EQ(left[0].written, VaultId{72});
    EXPECT_TRUE(guides().deviations(call, "verify"_key).empty());
}

TEST_F(GuidesKept, S0_08_TheSumsAreThoseOfTheListByAgentAndByProcedureAlike) {
    const Instant before = now;
    finishes(talks());
    const Instant since = now;
    deviates(VaultId{72});
    const AssignmentId whole = talks();
    leads_to_the_survey(whole);
    finishes(whole);
    happens(AgentChanged{agent(citra, {}, Pool::simulated)});
    happens(PresenceDeclared{citra, Presence::ready});
    finishes(talks(Origin::simulated));

    const auto check = [&](const GuideFilter& filter, std::size_t expected) {
        metrics::GuideCell whole_cell;
        for (const GuideSums& each : guides().sums(filter)) whole_cell.merge(each.cell);
        std::size_t counted = 0;
        for_each_member(whole_cell, [&](std::string_view name, std::uint64_t value) {
            GuideFilter one = filter;
            one.standings = {*enum_from<GuideStanding>(name)};
            EXPECT_EQ(guides().list(one, 100).size(), value) << name;
            counted += value;
        });
        EXPECT_EQ(counted, expected);
        EXPECT_EQ(guides().list(filter, 100).size(), expected);
    };
    const auto all_of_it = [&] {
        check({}, 6);
        check({.from = since}, 4);
        check({.from = before, .until = since}, 2);
        check({.flow = "main"_key}, 3);
        check({.person = amal, .flow = "verify"_key}, 3);
        check({.person = budi}, 0);
        check({.origins = Origins::all}, 8);
    };
    all_of_it();
    fold_again();
    all_of_it();
    const auto sums = guides().sums({.flow = "main"_key});
    ASSERT_EQ(sums.size(), 1u);
    EXPECT_EQ(sums[0].person, amal);
    EXPECT_EQ(sums[0].cell, (metrics::GuideCell{.followed = 1, .deviated = 1, .unfinished = 1}));
    EXPECT_EQ(sums[0].manual, version);
    EXPECT_EQ(guides().list({}, 1).size(), 1u);
}

class GuideRoutes : public GuidesKept {
protected:
    http::Response get(std::string path, people::Permissions may) {
        allowed = may;
        http::Request request;
        request.path = path.substr(0, path.find('?'));
        if (path.contains('?')) request.query = path.substr(path.find('?') + 1);
        request.headers = {{"Cookie", "markaz=token"}};
        return routes.handle(request);
    }
    Guides read(std::string path, people::Permissions may = {Permission::view_contacts, Permission::view_personal_data}) {
        const http::Response response = get(std::move(path), may);
        EXPECT_EQ(response.status, Status::ok);
        return json::from_value<Guides>(json::parse(std::get<std::string>(response.body)).value()).value();
    }
    std::size_t looks(std::string subject) { return people::PeopleStore(*records).audited(subject).size(); }
    void serve() {
        service.add_routes(routes);
        keep();
    }

    people::Permissions allowed;
    people::PersonId asks{7};
    storage::Connections connections{
        [this] { return storage::Database::open(directory / "records.db", storage::Database::Mode::read_write); }};
    GuideService service{connections,
                         {directory, [this](std::uint64_t wanted) { return manuals.at(wanted - 1); }, [this] { return manuals.back(); },
                          [this] { return now; }, {}, [](std::uint64_t wanted) { return wanted < 100; }}};
    http::Routes routes{[this](std::string_view) { return http::Caller{asks, "Sara", allowed}; }};
};

TEST_F(GuideRoutes, S0_08_TheShareOpensDownToTheContactsAndWhy) {
    const VaultId reason = journal::Vault(*records).put({"note"_key, "The case system was down."});
    finishes(talks());
    const ContactId left = caller;
    deviates(reason);
    const ContactId deviated = caller;
    const AssignmentId whole = talks();
    leads_to_the_survey(whole);
    finishes(whole);
    serve();

    const Guides all = read("/api/v1/guides");
    EXPECT_EQ(all.metric, "step_adherence");
    EXPECT_EQ(all.formula, "metric.step_adherence.1");
    EXPECT_EQ(all.least_sample, metrics::least_sample);
    EXPECT_EQ(all.whole.numerator, 3u);
    EXPECT_EQ(all.whole.denominator, 6u);
    ASSERT_EQ(all.agents.size(), 1u);
    EXPECT_EQ(all.agents[0].agent.name, "Amal");
    EXPECT_EQ(*all.agents[0].adherence.value, 0.5);
    ASSERT_EQ(all.procedures.size(), 2u);
    EXPECT_EQ(all.procedures[0].procedure, "main"_key);
    EXPECT_EQ(all.procedures[0].title[Language::fa], "Serve the caller") << "not translated: as it was written";
    EXPECT_DOUBLE_EQ(*all.procedures[0].adherence.value, 1.0 / 3);
    EXPECT_DOUBLE_EQ(*all.procedures[1].adherence.value, 2.0 / 3);
    EXPECT_EQ(all.rows.size(), 6u);

    const Guides main = read("/api/v1/guides?procedure=main&standing=deviated,unfinished");
    ASSERT_EQ(main.rows.size(), 2u) << "as many as the share lacks";
    EXPECT_EQ(main.whole.denominator - main.whole.numerator, 2u);
    EXPECT_EQ(main.rows[0].contact, deviated);
    EXPECT_EQ(main.rows[0].deviations.at(0).reason, "The case system was down.");
    EXPECT_EQ(main.rows[0].deviations.at(0).text[Language::en], "Help the customer.");
    EXPECT_EQ(main.rows[1].contact, left);
    EXPECT_EQ(main.rows[1].step, "check"_key);
    const Guides verify = read("/api/v1/guides?procedure=verify&standing=unfinished");
    ASSERT_EQ(verify.rows.size(), 1u);
    EXPECT_TRUE(verify.rows[0].mandatory);
    EXPECT_EQ((*verify.rows[0].text)[Language::en], "The name agrees.");
    EXPECT_EQ(read("/api/v1/guides?agent=2").whole.denominator, 0u);
    EXPECT_EQ(read("/api/v1/guides?to=2026-11-22T09:00:00Z").rows.size(), 0u);
    EXPECT_EQ(get("/api/v1/guides?standing=skipped", {Permission::view_contacts}).status, Status::invalid);
    EXPECT_EQ(get("/api/v1/guides?limit=0", {Permission::view_contacts}).status, Status::invalid);
    EXPECT_EQ(get("/api/v1/guides?at_least=100", {Permission::view_contacts}).status, Status::unavailable);
    EXPECT_EQ(get("/api/v1/guides", {Permission::take_contacts}).status, Status::forbidden);
}

TEST_F(GuideRoutes, S0_08_WhoReadsWhyIsWrittenDownAndOnesOwnIsOnesOwn) {
    const VaultId reason = journal::Vault(*records).put({"note"_key, "The case system was down."});
    deviates(reason);
    const std::string looked = "deviations of contacts " + std::to_string(caller.value);
    serve();
    const Guides masked = read("/api/v1/guides?standing=deviated", {Permission::view_contacts});
    EXPECT_EQ(masked.rows.at(0).deviations.at(0).step, "help"_key);
    EXPECT_FALSE(masked.rows.at(0).deviations.at(0).reason);
    EXPECT_EQ(looks(looked), 0u) << "nothing was read";
    read("/api/v1/guides?procedure=verify");
    EXPECT_EQ(looks(looked), 0u);
    EXPECT_EQ(read("/api/v1/guides?standing=deviated").rows.at(0).deviations.at(0).reason, "The case system was down.");
    EXPECT_EQ(looks(looked), 1u);

    asks = amal;
    const Guides own = read("/api/v1/me/guides?agent=2&standing=deviated", {Permission::take_contacts});
    ASSERT_EQ(own.rows.size(), 1u) << "whatever was asked for";
    EXPECT_EQ(own.rows[0].deviations.at(0).reason, "The case system was down.");
    EXPECT_EQ(looks(looked), 1u) << "they wrote it";
    asks = budi;
    EXPECT_EQ(read("/api/v1/me/guides?agent=1", {Permission::take_contacts}).rows.size(), 0u);
    EXPECT_EQ(get("/api/v1/me/guides", {Permission::view_contacts}).status, Status::forbidden);
}

}  // namespace
}  // namespace markaz::contact
