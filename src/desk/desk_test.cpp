#include "desk/desk.hpp"

#include "centre/floor_test.hpp"

namespace markaz::desk {
namespace {

using namespace markaz::centre;
using namespace markaz::centre::test;

/// A floor whose desks are folded along; after each input they must be what a fresh snapshot gives.
class DeskFold : public Floor {
protected:
    Refusal take(const Input& input) {
        const Refusal refusal = Floor::take(input);
        follow();
        return refusal;
    }
    void pass(Duration length) {
        Floor::pass(length);
        follow();
    }
    void follow() {
        for (const Told& each : told) desks.apply(each.at, each.what);
        EXPECT_EQ(desks, Desks(centre.snapshot(), manuals));
    }
    Desks desks{centre.snapshot(), manuals};
};

TEST_F(DeskFold, SnapshotPlusEventsEqualsAFreshSnapshotThroughAWholeCall) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"accounts"_key, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    EXPECT_EQ(desks.of(amal)->state(), people::AgentState::ready);

    ContactArrived arrived;
    arrived.flow = "main"_key;
    arrived.language = Language::fa;
    take(arrived);
    const ContactId caller = the<ContactStarted>().contact;
    take(PromptEnded{caller, 1});
    now += 2s;
    take(KeyPressed{caller, '1'});
    EXPECT_EQ(desks.of(amal)->state(), people::AgentState::reserved);
    const AssignmentId call = desks.of(amal)->shown()->id;
    take(AgentRinging{call});
    now += 3s;
    take(AgentAnswered{call});
    EXPECT_EQ(desks.of(amal)->shown()->step, "verify"_key);
    EXPECT_EQ(desks.of(amal)->shown()->language, Language::fa);
    EXPECT_EQ(desks.of(amal)->since(), now);
    take(HoldWanted{call});
    EXPECT_EQ(desks.of(amal)->state(), people::AgentState::hold);
    take(ResumeWanted{call});
    take(StepAnswered{call, {"verify"_key, StepAnswer::yes}});
    EXPECT_EQ(desks.of(amal)->shown()->step, "resolved"_key);
    take(PresenceDeclared{budi, Presence::ready});
    take(TransferWanted{call, "accounts"_key, {}});
    EXPECT_EQ(desks.of(amal)->state(), people::AgentState::wrap_up);
    EXPECT_EQ(desks.of(amal)->shown()->step, Key{}) << "the guide went with the contact";
    ASSERT_NE(desks.work_of(caller), nullptr);
    EXPECT_EQ(desks.work_of(caller)->trail.front().step, "verify"_key);
    EXPECT_EQ(desks.work_of(caller)->trail.front().by, amal);
    EXPECT_EQ(desks.of(budi)->state(), people::AgentState::reserved);
    pass(20s);
    EXPECT_EQ(desks.of(budi)->state(), people::AgentState::away);
    EXPECT_EQ(desks.of(budi)->reason, PresenceReason::no_answer);
    take(CallerLeft{caller});
    pass(10s);
    EXPECT_EQ(desks.of(amal)->state(), people::AgentState::ready);
    EXPECT_EQ(desks.of(amal)->shown(), nullptr);
}

TEST_F(DeskFold, S4_29_ShowsWhatIsAskedUntilItIsAnswered) {
    auto expects = std::make_shared<procedure::Manual>(*manual(++version, queues));
    expects->flows.at(0).expected[Language::en] = "The caller was helped.";
    manuals.push_back(expects);
    take(ManualPublished{version, {}, expects});
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    ContactArrived arrived;
    arrived.flow = "main"_key;
    take(arrived);
    const ContactId caller = the<ContactStarted>().contact;
    take(PromptEnded{caller, 1});
    take(KeyPressed{caller, '1'});
    const AssignmentId call = the<RingAgent>().assignment;
    take(AgentAnswered{call});
    EXPECT_TRUE(desks.of(amal)->shown()->results.empty());
    take(StepAnswered{call, {"verify"_key, StepAnswer::yes}});
    EXPECT_EQ(desks.of(amal)->shown()->results, (std::vector<ProcedureOf>{{"main"_key, version}}));
    take(CallerLeft{caller});
    EXPECT_EQ(desks.of(amal)->shown()->results.size(), 1u) << "in wrap-up as well";
    take(ResultAnswered{call, "main"_key, true, {}});
    EXPECT_TRUE(desks.of(amal)->shown()->results.empty());
}

TEST(Desk, ShowsTheMostEngagedAssignment) {
    Desk desk;
    desk.presence = people::Presence::ready;
    desk.assigned[AssignmentId{1}].state = contact::AssignmentState::wrap_up;
    desk.assigned[AssignmentId{2}].state = contact::AssignmentState::talking;
    desk.assigned[AssignmentId{3}].state = contact::AssignmentState::ringing;
    EXPECT_EQ(desk.state(), people::AgentState::talking);
}

}  // namespace
}  // namespace markaz::desk
