#include "switchboard/switchboard.hpp"

#include "centre/floor_test.hpp"
#include "telephony/fake.hpp"

namespace markaz::switchboard {
namespace {

using namespace markaz::centre;
using namespace markaz::centre::test;
namespace tel = markaz::telephony;

/// A real machine and a telephone without a network, joined by the switchboard; what is submitted is committed at once.
class Joined : public Floor {
protected:
    Joined() {
        directory->numbers["100"] = {"100", "main"_key, {}, Language::ar};
        directory->numbers["200"] = {"200", {}, "cards"_key, Language::en};
        directory->devices = {{amal, "amal"}, {budi, "budi"}, {citra, "citra"}};
        board.set_directory(directory);
        take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
        take(AgentChanged{agent(budi, {{"accounts"_key, 1}})});
        take(PresenceDeclared{amal, Presence::ready});
    }

    House house() {
        House made;
        made.now = [this] { return now + told_after; };
        made.submit = [this](Input input, std::function<void(Fate)> done) {
            if (!done) done = [](Fate) {};
            if (busy) return done(Fate::busy);
            Outputs outputs;
            const Refusal refusal = centre.advance(now, input, outputs);
            done(refusal == Refusal::none ? Fate::accepted : Fate::refused);
            board.carry_out({++entry, now, contact::Origin::live, outputs});
        };
        made.speech = [](std::uint64_t, Key, Key step, Language) {
            return step == "menu"_key ? nullptr : std::make_shared<const std::vector<std::uint8_t>>(160, 0xff);
        };
        made.queue_speech = [this](QueueSentence, std::uint32_t, Language) { return sentence; };
        made.queue_message = [](std::uint64_t, Key, std::uint32_t number, Language) {
            return std::make_shared<const std::vector<std::uint8_t>>(100 * (number + 1), 0xff);
        };
        made.takes_keys = [](std::uint64_t, Key, Key step) { return step == "menu"_key; };
        made.music = [this](Key) { return silent ? nullptr : std::make_shared<const std::vector<std::uint8_t>>(160, 0xff); };
        made.keep_caller = [this](const std::string& caller) {
            vault.push_back(caller);
            return contact::VaultId{vault.size()};
        };
        made.lost_place = [this](const std::string& caller) { return caller == "+20100" ? waited_before : Duration{0}; };
        made.may_call = [](const std::string& trunk, const std::string& number) { return trunk == "carrier" && number == "+20100"; };
        made.caller_number = [this](contact::VaultId id) { return vault.at(id.value - 1); };
        made.queue_title = [](Key queue) { return std::string(queue.text()); };
        made.recording_file = [this](contact::AssignmentId id, Key) { return silent ? "" : "recording-" + std::to_string(id.value); };
        made.message_file = [](contact::ContactId id, contact::PlayNumber play) {
            return "message-" + std::to_string(id.value) + "-" + std::to_string(play);
        };
        made.weigh_message = [this](contact::ContactId id) { weighed.push_back(id); };
        made.erase_message = [this](contact::ContactId id) { erased.push_back(id); };
        made.recording_begun = [this](const Recording& recording) { begun.push_back(recording); };
        made.recording_ended = [this](const Recording& recording) { recordings.push_back(recording); };
        return made;
    }
    /// The machine hears this now, and what it tells is carried out.
    void says(const Input& input) {
        Outputs outputs;
        EXPECT_EQ(centre.advance(now, input, outputs), Refusal::none);
        board.carry_out({++entry, now, contact::Origin::live, outputs});
    }
    /// Somebody dials; returns their leg.
    tel::LegId dials(const std::string& called) {
        const tel::LegId leg = network.next_leg();
        network.tell(tel::Arrived{leg, "carrier", "", called, "+20100"});
        return leg;
    }
    template <class Command>
    Command only() {
        const auto taken = network.take<Command>();
        EXPECT_EQ(taken.size(), 1u);
        return taken.empty() ? Command{} : taken.front();
    }

    std::shared_ptr<Directory> directory = std::make_shared<Directory>();
    std::uint64_t entry = 0;
    Duration told_after = 130ms;  ///< how long it takes to store an entry
    bool busy = false, silent = false;
    Duration waited_before{0};  ///< of +20100, whose line had broken off
    tel::Audio sentence;  ///< of queues; none: nothing is heard
    std::vector<std::string> vault;
    std::vector<Recording> begun, recordings;
    std::vector<contact::ContactId> weighed, erased;
    tel::FakeTelephony network{[this](tel::Event event) { board.hear(event); }};
    Switchboard board{network, house()};
};

TEST_F(Joined, OneCallFromTheDialledNumberToTheRecording) {
    const tel::LegId caller = dials("100");
    EXPECT_EQ(only<tel::Accept>().leg, caller);
    const tel::Play welcome = only<tel::Play>();
    EXPECT_EQ(welcome.leg, caller);
    EXPECT_FALSE(welcome.loop);

    network.tell(tel::PlayEnded{caller, welcome.play});
    network.tell(tel::Digit{caller, '1'});
    EXPECT_TRUE(only<tel::Play>().loop);  // music
    const tel::Call ring = only<tel::Call>();
    EXPECT_EQ(ring.device, "amal");
    EXPECT_EQ(ring.caller, "+20100");
    EXPECT_EQ(ring.display, "cards");

    network.tell(tel::Ringing{ring.leg});
    network.tell(tel::Answered{ring.leg});
    const auto joins = network.take<tel::Join>();
    ASSERT_EQ(joins.size(), 2u);
    EXPECT_EQ(joins[0].room, joins[1].room);
    const tel::Record record = only<tel::Record>();
    EXPECT_EQ(record.left, caller);
    EXPECT_EQ(record.missed, told_after);
    ASSERT_EQ(begun.size(), 1u);
    EXPECT_EQ(begun[0].from, now);

    now += 30s;
    network.tell(tel::Ended{ring.leg, tel::LegEnd::hung_up});
    EXPECT_EQ(only<tel::HangUp>().leg, caller);
    only<tel::StopRecord>();
    network.tell(tel::Recorded{record.room, record.file, 30s});
    ASSERT_EQ(recordings.size(), 1u);
    EXPECT_EQ(recordings[0].length, Duration{30s});
    EXPECT_EQ(recordings[0].contact, ContactId{1});
    network.take_commands();
    network.tell(tel::Ended{caller, tel::LegEnd::hung_up});
    EXPECT_TRUE(network.take_commands().empty());
}

TEST_F(Joined, ARecordingMissedNothingWhereTheClockWasSetBack) {
    told_after = -1h;
    dials("200");
    network.tell(tel::Answered{only<tel::Call>().leg});
    EXPECT_EQ(only<tel::Record>().missed, 0s);
}

TEST_F(Joined, ARecordingMissedTenSecondsAtMost) {
    told_after = 1h;
    dials("200");
    network.tell(tel::Answered{only<tel::Call>().leg});
    EXPECT_EQ(only<tel::Record>().missed, 10s);
}

TEST_F(Joined, WhoseLineBrokeOffHasTheirPlaceBack) {
    const auto waits = [this](tel::LegId leg) {
        network.tell(tel::PlayEnded{leg, only<tel::Play>().play});
        network.tell(tel::Digit{leg, '1'});
        network.take_commands();
    };
    says(PresenceDeclared{amal, Presence::away});
    waited_before = 1min;
    const tel::LegId other = network.next_leg();
    network.tell(tel::Arrived{other, "carrier", "", "100", "+20200"});
    waits(other);
    now += 30s;
    waits(dials("100"));
    says(PresenceDeclared{amal, Presence::ready});
    EXPECT_EQ(only<tel::Call>().caller, "+20100");
}

class CalledBack : public Joined {
protected:
    CalledBack() {
        take(PresenceDeclared{amal, Presence::away});
        auto made = std::make_shared<procedure::Manual>(*manual(++version, queues));
        procedure::Flow& flow = made->flows.front();
        std::get<procedure::Choose>(flow.steps[1].verb).keys.push_back({'3', static_cast<procedure::StepIndex>(flow.steps.size())});
        flow.steps.push_back(step("back"_key, procedure::Callback{{}, "cards"_key, 4, 3}));
        take(ManualPublished{version, {}, made});
    }
    /// Somebody chooses to be called back and hangs up; amal becomes ready and takes it. Returns the agent's leg.
    tel::LegId chooses() {
        const tel::LegId caller = dials("100");
        network.tell(tel::PlayEnded{caller, only<tel::Play>().play});
        network.tell(tel::Digit{caller, '3'});
        network.tell(tel::Ended{caller, tel::LegEnd::hung_up});
        network.take_commands();
        says(PresenceDeclared{amal, Presence::ready});
        const tel::Call ring = only<tel::Call>();
        EXPECT_EQ(ring.device, "amal");
        EXPECT_EQ(ring.caller, "+20100");
        EXPECT_TRUE(network.take<tel::CallNumber>().empty());
        network.tell(tel::Answered{ring.leg});
        return ring.leg;
    }
};

TEST_F(CalledBack, TheNumberThatCalledIsCalledByItsTrunkWhenTheAgentIsThere) {
    const tel::LegId agent = chooses();
    const tel::CallNumber call = only<tel::CallNumber>();
    EXPECT_EQ(call.trunk, "carrier");
    EXPECT_EQ(call.number, "+20100");
    EXPECT_EQ(only<tel::Play>().leg, agent);  // music, while it rings there
    network.tell(tel::Answered{call.leg});
    const auto joins = network.take<tel::Join>();
    ASSERT_EQ(joins.size(), 2u);
    EXPECT_EQ(joins[0].leg, call.leg);
    EXPECT_EQ(joins[1].leg, agent);
    network.tell(tel::Ended{call.leg, tel::LegEnd::hung_up});
    EXPECT_TRUE(centre.snapshot().contacts.empty());
}

TEST_F(CalledBack, WhoDoesNotAnswerLetsTheAgentGo) {
    const tel::LegId agent = chooses();
    network.tell(tel::Ended{only<tel::CallNumber>().leg, tel::LegEnd::busy});
    EXPECT_EQ(only<tel::HangUp>().leg, agent);
    ASSERT_EQ(centre.snapshot().contacts.size(), 1u);
    EXPECT_EQ(centre.snapshot().contacts[0].callback, contact::Callback::pausing);
}

TEST_F(CalledBack, TheCustomersTelephoneStopsRingingWhenTheAgentIsGone) {
    const tel::LegId agent = chooses();
    const tel::LegId customer = only<tel::CallNumber>().leg;
    network.take_commands();
    network.tell(tel::Ended{agent, tel::LegEnd::hung_up});
    EXPECT_EQ(only<tel::HangUp>().leg, customer);
    network.tell(tel::Ended{customer, tel::LegEnd::cancelled});
    EXPECT_EQ(centre.snapshot().contacts[0].callback, contact::Callback::waiting);
}

TEST_F(CalledBack, AProgramThatBeginsAnewKnowsWhomToCall) {
    const tel::LegId caller = dials("100");
    network.tell(tel::PlayEnded{caller, only<tel::Play>().play});
    network.tell(tel::Digit{caller, '3'});
    network.take_commands();
    Switchboard anew{network, house()};
    anew.set_directory(directory);
    Outputs outputs;
    EXPECT_EQ(centre.advance(now, Restarted{}, outputs), Refusal::none);
    EXPECT_EQ(centre.advance(now, PresenceDeclared{amal, Presence::ready}, outputs), Refusal::none);
    anew.carry_out({++entry, now, contact::Origin::live, outputs});
    EXPECT_EQ(only<tel::Call>().caller, "+20100");
}

TEST_F(CalledBack, WhomTheSiteDoesNotAllowIsPromisedNothing) {
    const tel::LegId leg = network.next_leg();
    network.tell(tel::Arrived{leg, "carrier", "", "100", "+1900555"});
    network.tell(tel::PlayEnded{leg, only<tel::Play>().play});
    network.tell(tel::Digit{leg, '3'});
    EXPECT_EQ(centre.snapshot().contacts[0].callback, contact::Callback::none);
    EXPECT_EQ(centre.snapshot().contacts[0].queue, "accounts"_key);  // where the step otherwise leads
}

TEST_F(CalledBack, OfSimulatedCallersTheTelephoneHearsNothing) {
    take(AgentChanged{agent(citra, {{"cards"_key, 1}}, contact::Pool::simulated)});
    ContactArrived simulated;
    simulated.origin = contact::Origin::simulated;
    simulated.flow = "main"_key;
    simulated.way_back = contact::WayBack::trunk;
    simulated.reference = 1;
    house().submit(simulated, [](Fate) {});
    const contact::ContactId id = centre.snapshot().contacts.at(0).id;
    says(PromptEnded{id, 1});
    says(KeyPressed{id, '3'});
    says(PromptEnded{id, 3});
    says(PresenceDeclared{citra, Presence::ready});
    ASSERT_EQ(centre.snapshot().assignments.size(), 1u) << "nobody has refused it";
    says(AgentAnswered{centre.snapshot().assignments[0].id});
    EXPECT_EQ(centre.snapshot().contacts[0].callback, contact::Callback::calling);
    EXPECT_TRUE(network.take_commands().empty());
}

class LeavesAMessage : public Joined {
protected:
    LeavesAMessage() {
        take(PresenceDeclared{amal, Presence::away});
        auto made = std::make_shared<procedure::Manual>(*manual(++version, queues));
        procedure::Flow& flow = made->flows.front();
        std::get<procedure::Choose>(flow.steps[1].verb).keys.push_back({'3', static_cast<procedure::StepIndex>(flow.steps.size())});
        flow.steps.push_back(step("message"_key, procedure::Voicemail{{}, "cards"_key, 2min, 5s, 4, 1}));
        take(ManualPublished{version, {}, made});
    }
    /// Somebody has heard the text and the tone.
    tel::LegId hears_the_tone() {
        const tel::LegId caller = dials("100");
        network.tell(tel::PlayEnded{caller, only<tel::Play>().play});
        network.tell(tel::Digit{caller, '3'});
        network.tell(tel::PlayEnded{caller, only<tel::Play>().play});
        return caller;
    }
};

TEST_F(LeavesAMessage, TheCallerIsRecordedAloneAndWhatWasSaidIsWeighed) {
    const tel::LegId caller = hears_the_tone();
    const tel::Join join = only<tel::Join>();
    const tel::Record record = only<tel::Record>();
    EXPECT_EQ(join.leg, caller);
    EXPECT_EQ(record.room, join.room);
    EXPECT_EQ(record.left, caller);
    EXPECT_EQ(record.quiet, 5s);
    EXPECT_EQ(begun.at(0).assignment, contact::AssignmentId{});

    network.tell(tel::Digit{caller, '#'});
    EXPECT_EQ(only<tel::StopRecord>().room, record.room);
    EXPECT_TRUE(weighed.empty()) << "not before it is on disk";
    network.tell(tel::Recorded{record.room, record.file, 20s});
    EXPECT_EQ(recordings.at(0).length, 20s);
    ASSERT_EQ(weighed, std::vector{ContactId{1}});
    says(MessageRecorded{ContactId{1}, 20s, 15s});
    EXPECT_EQ(only<tel::Leave>().leg, caller);
    EXPECT_EQ(only<tel::HangUp>().leg, caller);  // no sentence was made for this test: it is over at once
    says(PresenceDeclared{amal, Presence::ready});
    EXPECT_TRUE(network.take<tel::Call>().empty()) << "no telephone rings for a message";
}

TEST_F(LeavesAMessage, WhoHangsUpIsWeighedAndWhoSaidNothingIsErased) {
    const tel::LegId caller = hears_the_tone();
    const tel::Record record = only<tel::Record>();
    network.tell(tel::Ended{caller, tel::LegEnd::hung_up});
    network.tell(tel::Recorded{record.room, record.file, 200ms});
    ASSERT_EQ(weighed, std::vector{ContactId{1}});
    EXPECT_TRUE(erased.empty());
    says(MessageRecorded{ContactId{1}, 200ms, Duration{0}});
    EXPECT_EQ(erased, std::vector{ContactId{1}});
}

TEST_F(LeavesAMessage, AProgramThatBeginsAnewWeighsWhatIsThere) {
    hears_the_tone();
    Switchboard next(network, house());
    Outputs outputs;
    ASSERT_EQ(centre.advance(now, Restarted{}, outputs), Refusal::none);
    next.carry_out({++entry, now, contact::Origin::live, outputs});
    EXPECT_EQ(weighed, std::vector{ContactId{1}});
}

TEST_F(Joined, WhatComesInWritingIsNoAffairOfTheTelephone) {
    Outputs outputs;
    centre.advance(now, AgentChanged{agent(amal, {{"cards"_key, 1}}, contact::Pool::live, {{contact::Channel::form, 1}})}, outputs);
    outputs.clear();
    ContactArrived written;
    written.channel = contact::Channel::form;
    written.queue = "cards"_key;
    written.reference = 1;  // such as a leg might have
    ASSERT_EQ(centre.advance(now, written, outputs), Refusal::none);
    board.carry_out({++entry, now, contact::Origin::live, outputs});
    EXPECT_TRUE(network.take_commands().empty());
    const centre::Snapshot state = centre.snapshot();
    ASSERT_EQ(state.assignments.size(), 1u);
    EXPECT_EQ(state.assignments[0].state, AssignmentState::reserved) << "that the telephone cannot ring is no reason to give it up";
}

TEST_F(Joined, KeysAreListenedForWhileTheMenuAsksForOne) {
    const tel::LegId caller = dials("100");
    EXPECT_TRUE(network.take<tel::ListenForKeys>().empty());  // the welcome asks for nothing
    network.tell(tel::PlayEnded{caller, only<tel::Play>().play});
    const auto on = only<tel::ListenForKeys>();
    EXPECT_EQ(on.leg, caller);
    EXPECT_TRUE(on.on);
    network.tell(tel::Digit{caller, '1'});
    EXPECT_FALSE(only<tel::ListenForKeys>().on);
}

TEST_F(Joined, AnUnknownNumberIsRefusedAndNeverReachesTheMachine) {
    const tel::LegId leg = dials("999");
    EXPECT_EQ(only<tel::Reject>().sip_status, 404);
    EXPECT_EQ(entry, 0u);
    network.tell(tel::Ended{leg, tel::LegEnd::failed});
    EXPECT_EQ(entry, 0u);
}

TEST_F(Joined, ABusyMachineIsToldToTheCallerAsUnavailable) {
    busy = true;
    dials("200");
    EXPECT_EQ(only<tel::Reject>().sip_status, 503);
}

TEST_F(Joined, HoldTakesBothOutOfTheRoomAndTheCallerHearsMusic) {
    const tel::LegId caller = dials("200");
    const tel::Call ring = only<tel::Call>();
    network.tell(tel::Answered{ring.leg});
    network.take_commands();
    network.tell(tel::RemoteHold{ring.leg, true});
    EXPECT_EQ(network.take<tel::Leave>().size(), 2u);
    EXPECT_EQ(only<tel::Play>().leg, caller);
    network.tell(tel::RemoteHold{ring.leg, false});
    EXPECT_EQ(network.take<tel::Join>().size(), 2u);
    EXPECT_TRUE(network.take<tel::Record>().empty());  // the recording that began goes on
}

TEST_F(Joined, ACallerWhoHoldsLeavesTheAgentWithMusicAndCountsAsNoHold) {
    const tel::LegId caller = dials("200");
    const tel::Call ring = only<tel::Call>();
    network.tell(tel::Answered{ring.leg});
    network.take_commands();
    network.tell(tel::RemoteHold{caller, true});
    EXPECT_EQ(only<tel::Play>().leg, ring.leg);
    EXPECT_EQ(centre.snapshot().assignments.front().state, contact::AssignmentState::talking);
    network.tell(tel::RemoteHold{caller, false});
    EXPECT_EQ(only<tel::StopPlay>().leg, ring.leg);
}

TEST_F(Joined, AnAgentTransfersByTelephoneToAQueueOrToAnAgent) {
    directory->numbers["300"] = {"300", {}, "accounts"_key, Language::en};
    take(PresenceDeclared{budi, Presence::ready});
    for (const std::string target : {"300", "budi"}) {
        const tel::LegId caller = dials("200");
        const tel::Call ring = only<tel::Call>();
        ASSERT_EQ(ring.device, "amal");
        network.tell(tel::Answered{ring.leg});
        network.take_commands();
        network.tell(tel::TransferAsked{ring.leg, target});
        EXPECT_TRUE(network.take<tel::RefuseTransfer>().empty());
        EXPECT_EQ(only<tel::HangUp>().leg, ring.leg);
        const tel::Call next = only<tel::Call>();
        EXPECT_EQ(next.device, "budi");
        network.tell(tel::Ended{caller, tel::LegEnd::hung_up});
        take(WrapUpDone{AssignmentId{centre.snapshot().assignments.front().id}, {}});
        network.take_commands();
    }
}

TEST_F(Joined, ATransferThatLeadsNowhereIsRefusedAndTheTalkGoesOn) {
    const tel::LegId caller = dials("200");
    const tel::Call ring = only<tel::Call>();
    network.tell(tel::Answered{ring.leg});
    network.take_commands();
    // Nobody has this name, a flow is no place to transfer to, this agent cannot take it, and callers transfer nobody.
    for (const std::string target : {"nobody", "100", "citra"}) {
        network.tell(tel::TransferAsked{ring.leg, target});
        EXPECT_EQ(only<tel::RefuseTransfer>().leg, ring.leg) << target;
    }
    network.tell(tel::TransferAsked{caller, "200"});
    EXPECT_EQ(only<tel::RefuseTransfer>().leg, caller);
    EXPECT_TRUE(network.take<tel::HangUp>().empty());
}

TEST_F(Joined, AQueueWithoutMusicAndRecordingIsSilentAndLeavesNothing) {
    silent = true;
    dials("200");
    const tel::Call ring = only<tel::Call>();
    network.tell(tel::Answered{ring.leg});
    network.tell(tel::RemoteHold{ring.leg, true});
    EXPECT_TRUE(network.take<tel::Play>().empty());
    EXPECT_TRUE(network.take<tel::Record>().empty());
    EXPECT_TRUE(begun.empty());
}

TEST_F(Joined, ABrowserThatIsConnectedRingsInsteadOfTheTelephoneOnTheDesk) {
    network.tell(tel::LineUp{{5}, {amal.value}});
    dials("200");
    EXPECT_EQ(only<tel::CallLine>().line, tel::LineId{5});
    EXPECT_TRUE(network.take<tel::Call>().empty());
}

TEST_F(Joined, AnOlderLineThatGoesTakesNothingFromTheNewerOne) {
    network.tell(tel::LineUp{{5}, {amal.value}});
    network.tell(tel::LineUp{{6}, {amal.value}});
    network.tell(tel::LineDown{{5}, {amal.value}});
    dials("200");
    EXPECT_EQ(only<tel::CallLine>().line, tel::LineId{6});
}

// Between the music: the first text of the queue, the second, and the first again.
TEST_F(Joined, WhoWaitsHearsWhatTheQueueHasToSay) {
    queues[1].announce = {20s, 60s, false, false, 2};
    publish();
    take(PresenceDeclared{amal, Presence::away});
    const tel::LegId caller = dials("200");
    EXPECT_TRUE(only<tel::Play>().loop) << "music";
    for (const std::size_t samples : {100u, 200u, 100u}) {
        now = *centre.due();
        says(Tick{});
        const tel::Play message = only<tel::Play>();
        EXPECT_EQ(message.leg, caller);
        EXPECT_FALSE(message.loop);
        ASSERT_TRUE(message.audio);
        EXPECT_EQ(message.audio->size(), samples);
        now += 4s;
        network.tell(tel::PlayEnded{caller, message.play});
        EXPECT_TRUE(only<tel::Play>().loop) << "music again";
    }
}

TEST_F(Joined, WithoutABrowserTheTelephoneOnTheDeskRings) {
    network.tell(tel::LineUp{{5}, {amal.value}});
    network.tell(tel::LineDown{{5}, {amal.value}});
    dials("200");
    EXPECT_EQ(only<tel::Call>().device, "amal");
}

TEST_F(Joined, ABrowserThatIsLostInMidCallBringsTheCallerBackToTheFront) {
    network.tell(tel::LineUp{{5}, {amal.value}});
    dials("200");
    const tel::CallLine ring = only<tel::CallLine>();
    network.tell(tel::Answered{ring.leg});
    const Instant offered = centre.snapshot().contacts.front().visit_place;
    sentence = std::make_shared<const std::vector<std::uint8_t>>(160, 0xff);
    network.take_commands();
    now += 90s;
    network.tell(tel::Ended{ring.leg, tel::LegEnd::silent});
    ASSERT_EQ(centre.snapshot().contacts.size(), 1u);
    const auto heard = network.take<tel::Play>();
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_FALSE(heard[1].loop) << "the caller is told";
    network.tell(tel::PlayEnded{heard[1].leg, heard[1].play});
    EXPECT_TRUE(only<tel::Play>().loop) << "and hears music again";
    EXPECT_EQ(centre.snapshot().agents.front().reason, people::PresenceReason::lost);
    EXPECT_EQ(centre.snapshot().contacts.front().visit_place, offered) << "with the place of its first wait";
}

TEST_F(Joined, APauseOfTheRecordingReachesTheTelephone) {
    dials("200");
    network.tell(tel::Answered{only<tel::Call>().leg});
    const tel::Record record = only<tel::Record>();
    house().submit(RecordingPauseWanted{AssignmentId{1}, true}, [](Fate) {});
    const tel::PauseRecord paused = only<tel::PauseRecord>();
    EXPECT_EQ(paused.room, record.room);
    EXPECT_TRUE(paused.paused);
}

TEST_F(Joined, ACallerWhoHangsUpWhileItRingsStopsTheRinging) {
    const tel::LegId caller = dials("200");
    const tel::Call ring = only<tel::Call>();
    network.tell(tel::Ended{caller, tel::LegEnd::cancelled});
    EXPECT_EQ(only<tel::HangUp>().leg, ring.leg);
    network.tell(tel::Ended{ring.leg, tel::LegEnd::cancelled});
    EXPECT_EQ(centre.snapshot().assignments.size(), 0u);
}

TEST_F(Joined, AnAgentWithoutATelephoneIsUnreachable) {
    auto directory = std::make_shared<Directory>();
    directory->numbers["200"] = {"200", {}, "cards"_key, Language::en};
    board.set_directory(directory);
    dials("200");
    EXPECT_EQ(centre.snapshot().agents.front().reason, people::PresenceReason::unreachable);
}

TEST_F(Joined, ACallerWhoIsGoneBeforeTheMachineToldOfThemIsNotForgotten) {
    // The telephone's end overtakes the commit: the entry's outputs come after the leg has ended.
    std::vector<std::pair<Instant, Outputs>> held;
    House slow = house();
    slow.submit = [&](Input input, std::function<void(Fate)> done) {
        Outputs outputs;
        const Refusal refusal = centre.advance(now, input, outputs);
        if (done) done(refusal == Refusal::none ? Fate::accepted : Fate::refused);
        held.emplace_back(now, outputs);
    };
    Switchboard late(network, slow);
    auto directory = std::make_shared<Directory>();
    directory->numbers["100"] = {"100", "main"_key, {}, Language::en};
    late.set_directory(directory);
    const tel::LegId leg = network.next_leg();
    late.hear(tel::Arrived{leg, "carrier", "", "100", "x"});
    late.hear(tel::Ended{leg, tel::LegEnd::cancelled});
    EXPECT_EQ(centre.snapshot().contacts.size(), 1u);
    late.carry_out({1, now, contact::Origin::live, held.front().second});
    EXPECT_EQ(centre.snapshot().contacts.size(), 0u);
}

TEST_F(Joined, SimulatedContactsNeverTouchTheTelephone) {
    take(AgentChanged{agent(citra, {{"cards"_key, 1}}, contact::Pool::simulated)});
    take(PresenceDeclared{citra, Presence::ready});
    ContactArrived simulated;
    simulated.origin = contact::Origin::simulated;
    simulated.queue = "cards"_key;
    simulated.reference = 1;
    house().submit(simulated, [](Fate) {});
    EXPECT_TRUE(network.take_commands().empty());
}

}  // namespace
}  // namespace markaz::switchboard
