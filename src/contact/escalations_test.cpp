// Escalations in the records: who took over what was handed upwards, and after how long.

#include "contact/recorded_test.hpp"

namespace markaz::contact {
namespace {

using namespace test;

/// Amal serves cards and hands contacts to accounts, where Budi and Citra are. What is escalated is told by hand: how the machine does
/// it is tested there.
class RecordedEscalations : public RecordedFloor {
protected:
    RecordedEscalations() {
        comes_to_work(amal, "cards"_key);
        comes_to_work(budi, "accounts"_key);
    }

    /// Amal talks with somebody.
    ContactId talks() {
        const ContactId contact = arrives("cards"_key);
        happens(AgentAnswered{ringing()});
        return contact;
    }
    /// She hands them upwards; it rings there.
    void hands_up(ContactId contact, PersonId to) {
        const AssignmentId from = ringing();
        tells(Escalated{contact, from, "manager"_key, "accounts"_key, to});
        happens(TransferWanted{from, "accounts"_key, {}});
    }
    AssignmentId rings_at(PersonId person) {
        for (const OpenAssignment& each : centre.snapshot().assignments)
            if (each.person == person) return each.id;
        return {};
    }
    EscalationStore escalations() { return EscalationStore(*records); }
    EscalationFilter all() const { return {Instant{}, Instant::max(), {}, Origins::live}; }
    EscalationRow newest() { return escalations().list(all(), 1).at(0); }
};

TEST_F(RecordedEscalations, S4_08_TheTimeToTakeOverIsFromTheHandingUpToTheAnswer) {
    const ContactId contact = talks();
    hands_up(contact, budi);
    EXPECT_EQ(newest().taken, std::nullopt);
    EXPECT_EQ(newest().ended, std::nullopt);
    passes(12s);
    happens(AgentAnswered{rings_at(budi)});
    const EscalationRow row = newest();
    EXPECT_EQ(row.contact, contact);
    EXPECT_EQ(row.person, budi);
    EXPECT_EQ(row.taken_by, budi);
    EXPECT_EQ(*row.taken - row.at, 12s);
    const std::string before = json::text(row);
    fold_again();
    EXPECT_EQ(json::text(newest()), before);
}

TEST_F(RecordedEscalations, S4_08_SumsAreAddedAndTellWhoWasReached) {
    hands_up(talks(), budi);
    passes(4s);
    happens(AgentAnswered{rings_at(budi)});
    happens(AgentLeft{rings_at(budi)});
    passes(1h);
    happens(PresenceDeclared{amal, Presence::ready});
    hands_up(talks(), citra);  // who is not here
    passes(10s);
    happens(AgentAnswered{rings_at(budi)});
    happens(AgentLeft{rings_at(budi)});
    passes(1h);
    hands_up(talks(), {});
    happens(CallerLeft{ContactId{3}});
    const auto sums = escalations().sums(all());
    ASSERT_EQ(sums.size(), 1u);
    EXPECT_EQ(sums[0].escalated, 3u);
    EXPECT_EQ(sums[0].taken, 2u);
    EXPECT_EQ(sums[0].meant, 2u);
    EXPECT_EQ(sums[0].reached, 1u);
    EXPECT_EQ(sums[0].take_over, 14s);
    EXPECT_EQ(sums[0].take_over_max, 10s);
    EXPECT_EQ(newest().taken, std::nullopt);
    EXPECT_NE(newest().ended, std::nullopt) << "the customer left, and nobody will";
}

TEST_F(RecordedEscalations, WhoeverAnswersInAnotherQueueHasNotTakenItOver) {
    const ContactId contact = talks();
    const AssignmentId from = ringing();
    tells(Escalated{contact, from, "manager"_key, "closed"_key, budi});
    tells(VisitStarted{VisitId{900}, contact, Origin::live, "closed"_key});
    tells(VisitEnded{VisitId{900}, contact, Origin::live, "closed"_key, now, VisitEnd::blocked, VisitCause::closed, {}});
    tells(AssignmentMoved{AssignmentId{900}, contact, VisitId{901}, citra, "accounts"_key, AssignmentState::reserved});
    tells(AssignmentMoved{AssignmentId{900}, contact, VisitId{901}, citra, "accounts"_key, AssignmentState::talking});
    EXPECT_EQ(newest().taken, std::nullopt);
}

TEST_F(RecordedEscalations, SimulatedOnesAreCountedOnlyWhereAllAreWanted) {
    const ContactId contact = arrives("cards"_key, Origin::simulated);
    tells(Escalated{contact, {}, "manager"_key, "accounts"_key, {}});
    EXPECT_TRUE(escalations().sums(all()).empty());
    EscalationFilter filter = all();
    filter.origins = Origins::all;
    EXPECT_EQ(escalations().sums(filter).at(0).escalated, 1u);
    filter.escalation = "other"_key;
    EXPECT_TRUE(escalations().sums(filter).empty());
}

}  // namespace
}  // namespace markaz::contact
