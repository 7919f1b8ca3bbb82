#pragma once
// Chance on the floor, for properties that must hold after whatever happened.

#include <rapidcheck.h>

#include "centre/floor_test.hpp"

namespace markaz::centre::test {

/// Something that may happen on the floor; much of it is refused where it does not fit, as in life.
inline Input any_input() {
    const ContactId contact{*rc::gen::inRange<std::uint64_t>(1, 12)};
    const AssignmentId assignment{*rc::gen::inRange<std::uint64_t>(1, 12)};
    const PersonId person{*rc::gen::inRange<std::uint64_t>(1, 4)};
    const bool cards = *rc::gen::arbitrary<bool>();
    const Key queue = cards ? "cards"_key : "accounts"_key;
    const bool simulated = *rc::gen::inRange(0, 4) == 0;
    switch (*rc::gen::inRange(0, 13)) {
        case 0:
        case 1:
        case 2: {
            ContactArrived arrived;
            arrived.origin = simulated ? contact::Origin::simulated : contact::Origin::live;
            (*rc::gen::arbitrary<bool>() ? arrived.queue : arrived.flow) = "x"_key;
            if (arrived.queue) arrived.queue = queue;
            if (arrived.flow) arrived.flow = "main"_key;
            if (*rc::gen::inRange(0, 3) == 0) arrived.channel = contact::Channel::form;
            return arrived;
        }
        case 3: return KeyPressed{contact, static_cast<std::uint8_t>(cards ? '1' : '2')};
        case 4: return PromptEnded{contact, 1};
        case 5: return CallerLeft{contact, *rc::gen::arbitrary<bool>()};
        case 6: return AgentChanged{agent(person, {{queue, 5}}, simulated ? contact::Pool::simulated : contact::Pool::live,
                                          {{contact::Channel::voice_in, 1}, {contact::Channel::form, 2}})};
        case 7: return PresenceDeclared{person, *rc::gen::element(Presence::ready, Presence::ready, Presence::break_, Presence::offline)};
        case 8: return AgentRinging{assignment};
        case 9: return AgentAnswered{assignment};
        case 10: return *rc::gen::element<Input>(AgentLeft{assignment}, AgentLeft{assignment, true}, AgentRefused{assignment}, Restarted{});
        case 11: return *rc::gen::element<Input>(HoldWanted{assignment}, ResumeWanted{assignment}, WrapUpDone{assignment, {}},
                                                  ReplyWritten{assignment, {}});
        default: {
            TransferWanted wanted{assignment, queue, {}};
            if (cards) wanted = {assignment, {}, person};
            return wanted;
        }
    }
}

}  // namespace markaz::centre::test
