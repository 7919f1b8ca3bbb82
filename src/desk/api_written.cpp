// Contacts that came in writing: there is no telephone, so the desk itself rings, takes and declines them, and answers.

#include <algorithm>

#include "base/card_number.hpp"
#include "desk/api.hpp"

namespace markaz::desk {

using contact::AssignmentState;
using http::Answer;
using http::Call;
using http::Failure;
using people::Permission;

namespace {

constexpr std::size_t longest_reply = 10'000;

struct ReplyWish {
    std::string text;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(ReplyWish, (), (text, assignment))

bool is_ringing(const Assigned& assigned) {
    return assigned.state == AssignmentState::reserved || assigned.state == AssignmentState::ringing;
}
bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

/// The desk is the bell, and rings as soon as it is told. Whoever does not look at it does not take the contact in time.
void DeskService::ring(const centre::RingAgent& order) {
    const Desk* desk = desks_.of(order.person);
    const auto assigned = desk->assigned.find(order.assignment);
    if (assigned == desk->assigned.end() || desk->pool != contact::Pool::live || contact::has_leg(assigned->second.channel)) return;
    house_.submit(centre::AgentRinging{order.assignment});
}

/// What is taken or declined: the contact that is named, or else the first written one that rings.
Answer<Assigned> DeskService::rings(PersonId person, std::optional<AssignmentId> wanted) const {
    if (!wanted) {
        std::lock_guard lock(mutex_);
        if (const Desk* desk = desks_.of(person))
            for (const auto& [id, each] : desk->assigned)
                if (is_ringing(each) && !contact::has_leg(each.channel)) return each;
    }
    auto assigned = meant(person, wanted);
    if (!assigned) return assigned;
    if (contact::has_leg(assigned->channel))
        return std::unexpected(Failure(http::Status::conflict, {"", "a call is answered by its telephone", "answer or decline it there"}));
    if (!is_ringing(*assigned))
        return std::unexpected(Failure(http::Status::conflict, {"", "nothing rings", "wait until a contact comes"}));
    return assigned;
}

void DeskService::add_written_routes(http::Routes& routes) {
    routes.post("/api/v1/desk/accept", "accept", Permission::take_contacts,
                [this](const Call& call, const AssignmentWish& wish) -> Answer<Written> {
                    const auto assigned = rings(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::AgentAnswered{assigned->id}));
                });
    routes.post("/api/v1/desk/decline", "decline", Permission::take_contacts,
                [this](const Call& call, const AssignmentWish& wish) -> Answer<Written> {
                    const auto assigned = rings(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::AgentRefused{assigned->id, true}));
                });
    routes.post("/api/v1/desk/reply", "reply", Permission::take_contacts,
                [this](const Call& call, const ReplyWish& wish) -> Answer<Written> {
                    if (is_blank(wish.text) || wish.text.size() > longest_reply)
                        return std::unexpected(Failure(
                            Problem{"/text", "this is no answer", "1 to " + std::to_string(longest_reply) + " bytes, not all blank"}));
                    const auto assigned = meant(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    const contact::VaultId kept = house_.keep_reply(without_card_numbers(wish.text));
                    auto answer = written(house_.ask(centre::ReplyWritten{assigned->id, kept}));
                    if (answer)
                        house_.replied(call.caller->person, assigned->contact);
                    else
                        house_.forget_reply(kept);
                    return answer;
                });
}

}  // namespace markaz::desk
