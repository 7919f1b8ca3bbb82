#include "contact/store.hpp"

#include "base/json.hpp"
#include "board/expected_waits.hpp"
#include "contact/recorded_test.hpp"
#include "metrics/dictionary.hpp"

namespace markaz::contact {
namespace {

using namespace test;

Filter state(ContactState wanted) { return {.states = {wanted}}; }

TEST_F(RecordedFloor, ACallIsOneRowThatFollowsIt) {
    comes_to_work(amal, "cards"_key);
    const ContactId caller = arrives("cards"_key);
    EXPECT_EQ(store().list({}, {}, 10).rows.at(0).state, ContactState::ringing);
    passes(4s);
    happens(AgentAnswered{ringing()});
    EXPECT_EQ(store().list({}, {}, 10).rows.at(0).state, ContactState::talking);
    passes(60s);
    happens(HoldWanted{ringing()});
    EXPECT_EQ(store().list({}, {}, 10).rows.at(0).state, ContactState::hold);
    passes(10s);
    happens(ResumeWanted{ringing()});
    passes(20s);
    happens(AgentLeft{ringing()});
    passes(15s);
    happens(WrapUpDone{ringing(), "resolved"_key});

    const RowPage page = store().list({}, {}, 10);
    ASSERT_EQ(page.total, 1u);
    const VisitRow& row = page.rows.at(0);
    EXPECT_EQ(row.contact, caller);
    EXPECT_EQ(row.queue, "cards"_key);
    EXPECT_EQ(row.standing, VisitStanding::answered);
    EXPECT_EQ(row.wait, Duration{4s});
    EXPECT_EQ(row.agent, amal);
    EXPECT_EQ(row.talk, Duration{80s});
    EXPECT_EQ(row.hold, Duration{10s});
    EXPECT_EQ(row.wrap_up, Duration{15s});
    EXPECT_EQ(row.outcome, "resolved"_key);
    EXPECT_EQ(row.contact_end, ContactEnd::agent);
    EXPECT_EQ(row.party, VaultId{99});
    EXPECT_FALSE(row.state);
}

TEST_F(RecordedFloor, AContactThatOnlyHeardTheMenuIsARowWithoutAVisit) {
    ContactArrived arrived;
    arrived.flow = "main"_key;
    happens(arrived);
    const VisitRow row = store().list(state(ContactState::menu), {}, 10).rows.at(0);
    EXPECT_FALSE(row.visit);
    EXPECT_FALSE(row.standing);
    EXPECT_EQ(row.flow, "main"_key);
    EXPECT_EQ(count({.queue = "cards"_key}), 0u);
    happens(CallerLeft{row.contact});
    EXPECT_EQ(count(state(ContactState::menu)), 0u);
    EXPECT_EQ(count({}), 1u);
}

TEST_F(RecordedFloor, ATransferToAPersonGoesOnServingTheSameVisit) {
    comes_to_work(amal, "cards"_key);
    comes_to_work(budi, "accounts"_key);
    const ContactId caller = arrives("cards"_key);
    happens(AgentAnswered{ringing()});
    passes(30s);
    happens(TransferWanted{ringing(), {}, budi});
    EXPECT_EQ(store().rows_of(caller).at(0).state, ContactState::ringing);
    happens(AgentAnswered{ringing()});
    passes(45s);
    happens(CallerLeft{caller});
    passes(30s);

    ASSERT_EQ(store().rows_of(caller).size(), 1u);
    EXPECT_EQ(store().rows_of(caller).at(0).agent, budi);
    EXPECT_EQ(store().rows_of(caller).at(0).talk, Duration{75s});
    EXPECT_EQ(store().assignments_of(caller).at(0).assignment_end, AssignmentEnd::transferred);
}

/// A promise that is due so long after now.
Promised promised(ContactId contact, AssignmentId assignment, Key step, Duration due, Instant now) {
    return {contact, assignment, 1, "dispute"_key, step, now + due};
}

TEST_F(RecordedFloor, S4_35_WhatACallerWasPromisedIsFoundWhenTheyCallAgain) {
    journal::Vault vault(*records);
    comes_to_work(amal, "cards"_key);
    const auto calls = [&](std::string number) {
        party = vault.put({"caller-number"_key, std::move(number)});  // another id each time
        const ContactId contact = arrives("cards"_key);
        happens(AgentAnswered{ringing()});
        return contact;
    };
    const auto ends = [&] {
        happens(AgentLeft{ringing()});
        happens(WrapUpDone{ringing(), "resolved"_key});
        passes(1h);
    };
    const ContactId first = calls("+982188001122");
    tells(promised(first, ringing(), "answer"_key, std::chrono::days{30}, now));
    passes(10s);
    tells(promised(first, ringing(), "answer"_key, std::chrono::days{30}, now));
    const Instant due = now + std::chrono::days{30};
    ends();
    const ContactId stranger = calls("+982188001123");
    tells(promised(stranger, ringing(), "call-back"_key, 2h, now));
    ends();
    const ContactId second = calls("+982188001122");
    tells(promised(second, ringing(), "card"_key, std::chrono::days{5}, now));

    const auto to_caller = store().promises_to_caller_of(second, 10);
    ASSERT_EQ(to_caller.size(), 2u);
    EXPECT_EQ(to_caller[0].step, "card"_key) << "the first that is due";
    EXPECT_EQ(to_caller[1].contact, first);
    EXPECT_EQ(to_caller[1].person, amal);
    EXPECT_EQ(to_caller[1].due, due) << "said twice: the newer one holds";
    EXPECT_EQ(store().promises_to_caller_of(first, 10).size(), 1u) << "what comes later is not known yet";
    EXPECT_EQ(store().promises_to_caller_of(second, 1).at(0).step, "card"_key) << "the newest";

    const auto listed = store().promises(now, now + std::chrono::days{10}, Origins::live, 10);
    ASSERT_EQ(listed.size(), 2u);
    EXPECT_EQ(listed[0].contact, stranger);
    EXPECT_EQ(listed[1].contact, second);
    vault.erase(party);
    EXPECT_EQ(store().promises_to_caller_of(second, 10).size(), 1u) << "nobody knows any more that it was the same caller";
}

TEST_F(RecordedFloor, S4_29_WhatWasMissedIsListedByProcedureAndCounted) {
    comes_to_work(amal, "cards"_key);
    const auto served = [&](Key flow, std::optional<bool> reached, Origin origin = Origin::live) {
        const ContactId contact = arrives("cards"_key, origin);
        happens(AgentAnswered{ringing()});
        tells(ResultAsked{contact, ringing(), 1, flow});
        passes(5s);
        if (reached) tells(ResultJudged{contact, ringing(), 1, flow, *reached, VaultId{*reached ? 0u : contact.value}});
        happens(AgentLeft{ringing()});
        happens(WrapUpDone{ringing(), "resolved"_key});
        return contact;
    };
    const ContactId first = served("dispute"_key, false);
    const Instant morning = now;
    served("dispute"_key, true);
    served("dispute"_key, std::nullopt);
    const ContactId last = served("delivery"_key, false);

    const Instant until = now + 1h;
    const auto missed = [&](Instant from, std::optional<std::vector<Key>> flows, std::uint32_t limit = 10) {
        return store().results_missed(from, until, Origins::live, flows, limit);
    };
    ASSERT_EQ(missed(nine, {}).size(), 2u);
    EXPECT_EQ(missed(nine, {})[0].contact, last) << "the newest first";
    EXPECT_EQ(missed(nine, {})[1].contact, first);
    EXPECT_EQ(missed(nine, {})[1].person, amal);
    EXPECT_EQ(missed(nine, {})[1].answered - missed(nine, {})[1].asked, 5s);
    EXPECT_EQ(missed(nine, {})[1].written, VaultId{first.value});
    EXPECT_EQ(missed(nine, std::vector{"dispute"_key}).at(0).contact, first);
    EXPECT_EQ(missed(nine, std::vector{"disput-"_key, "elivery"_key}).size(), 0u);
    EXPECT_EQ(missed(nine, std::vector<Key>{}).size(), 0u) << "of none";
    EXPECT_EQ(missed(morning, {}).size(), 2u) << "an older one is open";
    const MissedRow old = missed(nine, {})[1];
    EXPECT_TRUE(store().settle_result(old.assignment, "dispute"_key, now, amal, Settlement::explained, VaultId{77}));
    EXPECT_FALSE(store().settle_result(old.assignment, "dispute"_key, now, amal, Settlement::revised, VaultId{78}));
    EXPECT_EQ(missed(morning, {}).size(), 1u);
    EXPECT_EQ(missed(nine, {})[1].outcome, Settlement::explained);
    EXPECT_EQ(missed(nine, {})[1].done, VaultId{77});
    EXPECT_EQ(missed(nine, {}, 1).size(), 1u);

    fold_again();
    const auto sums = store().result_sums(nine, until, Origins::live);
    ASSERT_EQ(sums.size(), 2u);
    EXPECT_EQ(sums[1].flow, "dispute"_key);
    EXPECT_EQ(sums[1].asked, 3u);
    EXPECT_EQ(sums[1].answered, 2u);
    EXPECT_EQ(sums[1].missed, 1u);
    EXPECT_EQ(sums[1].open, 0u);
    EXPECT_EQ(sums[0].open, 1u);
}

TEST_F(RecordedFloor, WhoServedACallerLatelyIsToldNewestFirst) {
    comes_to_work(amal, "cards"_key);
    party = contact::VaultId{31};
    arrives("cards"_key);
    happens(AgentRefused{ringing()});
    comes_to_work(budi, "cards"_key);
    happens(AgentAnswered{ringing()});
    party = contact::VaultId{32};
    happens(PresenceDeclared{amal, Presence::ready});
    arrives("cards"_key);
    happens(AgentAnswered{ringing()});
    party = {};
    const auto served = store().served_lately(10);
    ASSERT_EQ(served.size(), 2u) << "whom an agent refused they did not serve";
    EXPECT_EQ(served[0].party, contact::VaultId{32});
    EXPECT_EQ(served[0].person, amal);
    EXPECT_EQ(served[1].party, contact::VaultId{31});
    EXPECT_EQ(served[1].person, budi);
    EXPECT_EQ(store().served_lately(1).size(), 1u);
}

TEST_F(RecordedFloor, WhoseLineBreaksOffIsRememberedWithTheirPlace) {
    party = contact::VaultId{41};
    const ContactId waits = arrives("cards"_key);
    const Instant since = now;
    passes(40s);
    happens(CallerLeft{waits, true});
    party = contact::VaultId{42};
    const ContactId gives_up = arrives("cards"_key);
    passes(40s);
    happens(CallerLeft{gives_up});
    party = {};
    const ContactId unknown = arrives("cards"_key);
    happens(CallerLeft{unknown, true});
    const auto lost = store().places_lost_lately(10);
    ASSERT_EQ(lost.size(), 1u) << "who gave up, and who showed no number, have no place";
    EXPECT_EQ(lost[0].party, contact::VaultId{41});
    EXPECT_EQ(lost[0].queue, "cards"_key);
    EXPECT_EQ(lost[0].since, since);
    EXPECT_EQ(lost[0].lost, since + 40s);
    EXPECT_EQ(store().place_of(gives_up)->since, since + 40s);
    EXPECT_FALSE(store().place_of(unknown));
    EXPECT_TRUE(store().places_lost_lately(2).empty()) << "it is too long ago";
}

TEST_F(RecordedFloor, PagesFollowEachOtherWithoutGapOrRepetition) {
    for (int caller = 0; caller < 25; ++caller) {
        ContactArrived arrived;
        (caller % 3 == 0 ? arrived.flow : arrived.queue) = caller % 3 == 0 ? "main"_key : "cards"_key;
        happens(arrived);
        if (caller % 2 == 0) passes(1s);
    }
    std::vector<std::uint64_t> seen;
    std::optional<RowPlace> after;
    do {
        const RowPage page = store().list({}, after, 4);
        EXPECT_EQ(page.total, 25u);
        for (const VisitRow& row : page.rows) seen.push_back(row.contact.value);
        after = page.next ? RowPlace::from(page.next->text()) : std::nullopt;
    } while (after);
    ASSERT_EQ(seen.size(), 25u);
    std::ranges::sort(seen);
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

TEST_F(RecordedFloor, APlaceThatIsNoPlaceIsRefused) {
    for (const char* bad : {"", "1", "1.2", "1.2.", "1.2.x", "1.2.3.4", "a.2.3"}) EXPECT_FALSE(RowPlace::from(bad)) << bad;
}

TEST_F(RecordedFloor, S0_50_TheTimelineIsWhatHappenedInOrderAndDuration) {
    comes_to_work(amal, "cards"_key);
    ContactArrived arrived;
    arrived.flow = "main"_key;
    happens(arrived);
    const ContactId caller{1};
    passes(2s);
    happens(PromptEnded{caller, 1});
    passes(3s);
    happens(KeyPressed{caller, '1'});
    passes(6s);
    happens(AgentAnswered{ringing()});
    passes(50s);
    happens(CallerLeft{caller});
    passes(30s);

    std::vector<std::pair<Instant, std::string>> happened, kept;
    for (const Told& each : everything)
        std::visit(
            [&]<class T>(const T& fact) {
                if constexpr (requires { fact.contact; })
                    if (fact.contact == caller) happened.emplace_back(each.at, json::text(each.what));
            },
            each.what);
    for (const Event& event : store().events_of(caller)) kept.emplace_back(event.at, json::text(event.what));
    // Orders to the telephone only repeat the facts.
    constexpr std::array orders{"accept_caller", "speak_step", "play_music", "ring_agent", "connect", "end_agent"};
    std::erase_if(happened, [&](const auto& each) {
        return std::ranges::any_of(orders, [&](std::string_view order) {
            return each.second.starts_with("{\"type\":\"" + std::string(order) + "\"");
        });
    });
    EXPECT_EQ(kept, happened);
    EXPECT_EQ(kept.front().first, nine);
    EXPECT_EQ(kept.back().first, nine + 91s);
}

TEST_F(RecordedFloor, S2_08_AnsweredLostAndInProgressAreWhatWasOfferedByIntervalQueueAndDay) {
    comes_to_work(amal, "cards"_key);
    for (int quarter = 0; quarter < 6; ++quarter) {
        arrives("cards"_key);
        arrives("cards"_key);
        happens(AgentAnswered{ringing()});
        passes(1min);
        happens(CallerLeft{ContactId{centre.snapshot().next_contact - 1}});
        happens(AgentLeft{ringing()});
        passes(14min);
    }
    arrives("accounts"_key);

    std::map<std::pair<Instant, std::string>, metrics::Cell> by_interval;
    metrics::Cell day;
    for (const metrics::Offer& each : store().visit_offers(nine - 9h, nine + 15h, Origins::live)) {
        by_interval[{jakarta.begin(metrics::Interval::quarter_hour, each.facts.offered), each.whose}].add(each.facts);
        day.add(each.facts);
    }
    EXPECT_EQ(by_interval.size(), 7u);
    for (const auto& [interval, cell] : by_interval)
        EXPECT_EQ(cell.offered, cell.answered + cell.abandoned + cell.blocked + cell.interrupted + cell.in_progress) << interval.second;
    EXPECT_EQ(day.offered, 13u);
    EXPECT_EQ(day.offered, day.answered + day.abandoned + day.in_progress);
    EXPECT_EQ((by_interval[{nine, "cards"}].offered), 2u);
    EXPECT_EQ((by_interval[{nine + 90min, "accounts"}].in_progress), 1u);
}

TEST_F(RecordedFloor, AbandonedTurnedAwayAndCutOffHaveAColumnEach) {
    queues[1].capacity = 2;
    publish();
    passes(0s);
    const ContactId tired = arrives("cards"_key);
    arrives("cards"_key);
    arrives("cards"_key);  // full
    passes(9s);
    happens(CallerLeft{tired});
    happens(Restarted{});
    metrics::Cell cell;
    for (const metrics::Offer& each : store().visit_offers(nine, now + 1us, Origins::live)) cell.add(each.facts);
    EXPECT_EQ(cell.abandoned, 1u);
    EXPECT_EQ(cell.blocked, 1u);
    EXPECT_EQ(cell.interrupted, 1u);
    EXPECT_EQ(store().list({.standings = {VisitStanding::blocked}}, {}, 1).rows.at(0).cause, VisitCause::full);
    EXPECT_DOUBLE_EQ(*metrics::figure(*metrics::metric("lost_rate"), cell).value, 1.0);
}

TEST_F(RecordedFloor, AnAnsweredVisitIsJudgedByWhatWasExpectedOfItsWait) {
    const auto expect = [&](VisitId visit, ContactId caller, routing::ExpectedWait wait) {
        tells(WaitExpected{visit, caller, Origin::live, "cards"_key, 1, wait});
    };
    const ContactId early = arrives("cards"_key);
    expect(VisitId{1}, early, {});  // too little was known
    const ContactId served = arrives("cards"_key);
    expect(VisitId{2}, served, {60s, 10s, 120s});
    const ContactId tired = arrives("cards"_key);
    expect(VisitId{3}, tired, {60s, 10s, 120s});
    passes(20s);
    happens(CallerLeft{tired});
    passes(20s);
    comes_to_work(amal, "cards"_key);
    happens(AgentAnswered{ringing()});
    happens(TransferWanted{ringing(), "accounts"_key, {}});
    tells(WaitExpected{VisitId{4}, early, Origin::live, "accounts"_key, 1, {10s, 5s, 20s}});
    comes_to_work(budi, "cards"_key);
    happens(AgentAnswered{ringing()});

    metrics::Cell cards;
    for (const metrics::Offer& each : store().visit_offers(nine, now + 1us, Origins::live))
        if (each.whose == "cards") cards.add(each.facts);
    EXPECT_EQ(cards.answered, 2u);
    EXPECT_EQ(cards.wait_expected, 1u);
    EXPECT_EQ(cards.wait_as_expected, 1u);
    EXPECT_EQ(cards.wait_error, 20s);
    board::ExpectedWaits counted;
    counted.apply(everything);
    const metrics::Cell& same = counted.cells().at({"cards"_key, Origin::live});
    EXPECT_EQ(std::tuple(same.wait_expected, same.wait_as_expected, same.wait_error),
              std::tuple(cards.wait_expected, cards.wait_as_expected, cards.wait_error))
        << "what collectors are told is what the report says";
    EXPECT_EQ(count({.as_expected = true}), 1u);
    EXPECT_EQ(count({.as_expected = false}), 0u);
    expect(VisitId{2}, served, {10s, 5s, 20s});
    EXPECT_EQ(count({.as_expected = true}), 0u);
    EXPECT_EQ(count({.as_expected = false}), 1u);

    metrics::Cell centre;
    for (const metrics::Offer& each : store().contact_offers(nine, now + 1us, Origins::live)) centre.add(each.facts);
    EXPECT_EQ(centre.answered, 2u);
    EXPECT_EQ(centre.wait_expected, 1u) << "a contact ends with its first answer, and what was expected of a later wait is not asked";
    metrics::Cell agents;
    for (const metrics::Offer& each : store().assignment_offers(nine, now + 1us, Origins::live, ContactStore::Whose::team))
        agents.add(each.facts);
    EXPECT_EQ(agents.wait_expected, 0u);
}

TEST_F(RecordedFloor, AContactThatGoesThroughTwoQueuesIsOneOfferOfTheCentre) {
    comes_to_work(amal, "cards"_key);
    const ContactId caller = arrives("cards"_key);
    passes(5s);
    happens(AgentAnswered{ringing()});
    passes(30s);
    happens(TransferWanted{ringing(), "accounts"_key, {}});
    passes(40s);
    happens(CallerLeft{caller});

    EXPECT_EQ(store().visit_offers(nine, now + 1us, Origins::live).size(), 2u);
    const auto contacts = store().contact_offers(nine, now + 1us, Origins::live);
    ASSERT_EQ(contacts.size(), 1u);
    EXPECT_EQ(contacts[0].facts.end, VisitEnd::answered);
    EXPECT_EQ(contacts[0].facts.ended, nine + 5s);
    EXPECT_TRUE(store().contact_offers(nine + 10s, now + 1us, Origins::live).empty());
}

TEST_F(RecordedFloor, AnAgentsOffersAreAnsweredOrRangInVain) {
    comes_to_work(amal, "cards"_key);
    const ContactId caller = arrives("cards"_key);
    passes(20s);
    happens(PresenceDeclared{amal, Presence::ready});
    passes(3s);
    happens(AgentAnswered{ringing()});
    passes(60s);
    happens(CallerLeft{caller});
    metrics::Cell cell;
    for (const metrics::Offer& each : store().assignment_offers(nine, now + 1us, Origins::live, ContactStore::Whose::team)) {
        EXPECT_EQ(each.whose, "team");
        cell.add(each.facts);
    }
    EXPECT_EQ(cell.offered, 2u);
    EXPECT_EQ(cell.answered, 1u);
    EXPECT_EQ(cell.overflowed, 1u);
    EXPECT_EQ(cell.wait_answered, 3s);
    EXPECT_EQ(cell.talk, 60s);
}

TEST_F(RecordedFloor, SimulatedContactsAreShownOnlyWhenTheyAreWanted) {
    arrives("cards"_key, Origin::simulated);
    EXPECT_EQ(count({}), 0u);
    EXPECT_EQ(count({.origins = Origins::all}), 1u);
}

TEST_F(RecordedFloor, ARecordingIsFoundByItsContact) {
    const ContactId caller = arrives("cards"_key);
    const RecordingId made = store().begin_recording(caller, AssignmentId{3}, "recordings/3.wav", now);
    EXPECT_EQ(store().recording(made)->state, RecordingState::running);
    EXPECT_EQ(store().recordings_running().size(), 1u);
    store().end_recording(made, 62s, RecordingState::ready);
    ASSERT_EQ(store().recordings_of(caller).size(), 1u);
    EXPECT_EQ(store().recordings_of(caller)[0].length, 62s);
    EXPECT_TRUE(store().recordings_running().empty());
    EXPECT_FALSE(store().recording(RecordingId{made.value + 1}));
}

// No agent was there: it belongs to the queue in which the message waits, and is kept as long as that one says.
TEST_F(RecordedFloor, AMessageBelongsToTheQueueOfItsContact) {
    const ContactId caller = arrives("cards"_key);
    const RecordingId made = store().begin_recording(caller, AssignmentId{}, "recordings/messages/1.wav", now);
    store().end_recording(made, 20s, RecordingState::ready);
    EXPECT_EQ(store().recorded_queues(), std::vector{"cards"_key});
    EXPECT_EQ(store().recordings_older("cards"_key, now + 1s, 10).size(), 1u);
    EXPECT_TRUE(store().recordings_older("accounts"_key, now + 1s, 10).empty());
    RecordingFilter filter;
    filter.queue = "cards"_key;
    ASSERT_EQ(store().recordings(filter, 10).size(), 1u);
    EXPECT_TRUE(store().recordings(filter, 10)[0].message);
    EXPECT_EQ(store().recordings(filter, 10)[0].person, people::PersonId{});
    store().forget_recording(made);
    EXPECT_FALSE(store().recording(made));
}

TEST_F(RecordedFloor, WhoLeftAMessageDoesNotWaitAndHasNotAbandoned) {
    const ContactId caller = arrives("cards"_key);
    const VisitId visit{1};
    tells(VoicemailMoved{caller, visit, Origin::live, "cards"_key, Voicemail::recording, {}});
    EXPECT_EQ(count({.states = {ContactState::waiting}}), 0u);
    EXPECT_EQ(count({.states = {ContactState::voicemail}}), 1u);
    EXPECT_EQ(count({.channels = {Channel::voicemail}}), 0u);
    tells(VoicemailMoved{caller, visit, Origin::live, "cards"_key, Voicemail::left, {}});
    EXPECT_EQ(count({.channels = {Channel::voicemail}}), 1u);
    passes(8h);
    tells(VisitEnded{visit, caller, Origin::live, "cards"_key, nine, VisitEnd::voicemail, VisitCause::none, {}, 0});
    tells(VisitStarted{VisitId{2}, caller, Origin::live, "accounts"_key});
    EXPECT_EQ(count({.queue = "accounts"_key, .states = {ContactState::voicemail}}), 1u) << "handed on, it waits as what it is";
    metrics::Cell cell;
    for (const metrics::Offer& offer : store().visit_offers(nine, now, Origins::live))
        if (offer.whose == "cards") cell.add(offer.facts);
    EXPECT_EQ(cell.offered, 1u);
    EXPECT_EQ(cell.voicemail, 1u);
    EXPECT_EQ(cell.abandoned, 0u);
    EXPECT_EQ(cell.wait_all, Duration{0}) << "nobody waited on the telephone for eight hours";
}

/// Every row of every table of the fold, as text.
std::string dumped(storage::Database& records) {
    std::string all;
    const auto add = [&](std::string&& row) { all += row + "\n"; };
    records.each<std::string>("select id || origin || started || coalesce(ended, '') || coalesce(contact_end, '') || outcome || "
                              "coalesce(state, '') || visits from contact order by id", add);
    records.each<std::string>("select id || contact || queue || started || coalesce(ended, '') || coalesce(visit_end, '') || "
                              "coalesce(cause, '') || coalesce(answer_within, '') || coalesce(abandoned_short, '') || "
                              "coalesce(state, '') || coalesce(expected, '') || coalesce(expected_low, '') || "
                              "coalesce(expected_high, '') from visit order by id", add);
    records.each<std::string>("select id || visit || person || team || state || since || started || coalesce(answered, '') || "
                              "coalesce(ended, '') || coalesce(assignment_end, '') || ring || talk || hold || wrap_up || outcome "
                              "from assignment order by id", add);
    records.each<std::string>("select contact || at || told from contact_event order by contact, entry, place", add);
    return all;
}

TEST(ContactProjection, FoldedAgainFromTheBeginningItIsTheSame) {
    EXPECT_TRUE(rc::check([] {
        RecordedFloor floor;
        floor.comes_to_work(amal, "cards"_key);
        for (int step = *rc::gen::inRange(0, 40); step > 0; --step) {
            floor.passes(Duration{*rc::gen::inRange<std::int64_t>(0, 30'000'000)});
            floor.happens(any_input());
        }
        const std::string before = dumped(*floor.records);
        floor.fold_again();
        RC_ASSERT(dumped(*floor.records) == before);
    }));
}

TEST_F(RecordedFloor, WhileAnAssignmentLastsItsTimesAddUpAndItsEndChangesNone) {
    comes_to_work(amal, "cards"_key);
    const ContactId caller = arrives("cards"_key);
    passes(3s);
    happens(AgentRinging{ringing()});
    passes(2s);
    happens(AgentAnswered{ringing()});
    passes(30s);
    happens(HoldWanted{ringing()});
    passes(12s);
    happens(CallerLeft{caller});
    const AssignmentRecord before = store().assignments_of(caller).at(0);
    passes(10s);
    happens(WrapUpDone{before.id, {}});
    const AssignmentRecord after = store().assignments_of(caller).at(0);
    EXPECT_EQ(before.ring, Duration{5s});
    EXPECT_EQ(before.talk, Duration{30s});
    EXPECT_EQ(before.hold, Duration{12s});
    EXPECT_EQ(std::tie(after.ring, after.talk, after.hold), std::tie(before.ring, before.talk, before.hold));
    EXPECT_EQ(after.wrap_up, Duration{10s});
}

/// Every number of the Board and the list behind it.
void expect_agreement(RecordedFloor& floor) {
    const board::Board board = floor.board();
    const auto waits = [&](Key queue) { return Filter{.queue = queue, .states = {ContactState::waiting}}; };
    RC_ASSERT(floor.count(state(ContactState::waiting)) == board.waiting);
    RC_ASSERT(floor.count(state(ContactState::menu)) == board.in_menu);
    RC_ASSERT(floor.count({.states = {ContactState::menu, ContactState::waiting, ContactState::ringing, ContactState::talking,
                                      ContactState::hold}}) == board.in_progress_contacts);
    const Filter today{.from = board.day_from};
    Filter counted = today;
    counted.standings = {VisitStanding::answered, VisitStanding::abandoned, VisitStanding::blocked};
    counted.abandoned_short = false;
    RC_ASSERT(floor.count(counted) == board.service_level.counted);
    for (const board::QueueRow& row : board.queues) {
        RC_ASSERT(floor.count(waits(row.id)) == row.waiting);
        Filter filter = today;
        filter.queue = row.id;
        RC_ASSERT(floor.count(filter) == row.offered);
        const auto with = [&](VisitStanding standing) {
            Filter one = filter;
            one.standings = {standing};
            return floor.count(one);
        };
        RC_ASSERT(with(VisitStanding::answered) == row.answered);
        RC_ASSERT(with(VisitStanding::abandoned) == row.abandoned);
        RC_ASSERT(with(VisitStanding::interrupted) == row.interrupted);
        RC_ASSERT(with(VisitStanding::in_progress) == row.in_progress);
        Filter within = filter, brief = filter;
        within.within = true;
        brief.abandoned_short = true;
        RC_ASSERT(floor.count(within) == row.answered_within);
        RC_ASSERT(floor.count(brief) == row.abandoned_short);
    }
}

TEST(ContactStore, EachNumberOfTheBoardIsTheLengthOfItsListAfterWhateverHappens) {
    EXPECT_TRUE(rc::check([] {
        RecordedFloor floor;
        floor.comes_to_work(amal, "cards"_key);
        for (int step = *rc::gen::inRange(0, 50); step > 0; --step) {
            floor.passes(Duration{*rc::gen::inRange<std::int64_t>(0, 30'000'000)});
            floor.happens(any_input());
        }
        expect_agreement(floor);
    }));
}

}  // namespace
}  // namespace markaz::contact
