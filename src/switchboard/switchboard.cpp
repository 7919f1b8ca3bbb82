#include "switchboard/switchboard.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace markaz::switchboard {

using telephony::LegEnd;
using telephony::PlayId;
using telephony::RoomId;

namespace {

constexpr int not_found = 404, busy_here = 486, service_unavailable = 503;
constexpr Duration longest_missed = std::chrono::seconds(10);  ///< of a recording's beginning; a clock that was set may claim anything

RoomId room_of(contact::AssignmentId assignment) { return RoomId{assignment.value}; }
/// Of a caller who is alone there; no assignment has such a number.
RoomId room_of(contact::ContactId contact) { return RoomId{contact.value | std::uint64_t{1} << 63}; }
bool is_fault(LegEnd end) { return end == LegEnd::silent || end == LegEnd::failed || end == LegEnd::unreachable; }

}  // namespace

Switchboard::Switchboard(telephony::Telephony& telephony, House house) : telephony_(telephony), house_(std::move(house)) {}

void Switchboard::set_directory(std::shared_ptr<const Directory> directory) {
    std::lock_guard lock(mutex_);
    directory_ = std::move(directory);
}

void Switchboard::hear(const telephony::Event& event) {
    std::unique_lock lock(mutex_);
    std::visit([this](const auto& each) { on(each); }, event);
    release(lock);
}

void Switchboard::carry_out(const driver::Committed& entry) {
    std::unique_lock lock(mutex_);
    for (const centre::Told& told : entry.told)
        std::visit([&](const auto& each) { order(told.at, each); }, told.what);
    release(lock);
}

/// Performs and submits outside the lock, because whoever takes them may call back.
void Switchboard::release(std::unique_lock<std::mutex>& lock) {
    auto commands = std::exchange(commands_, {});
    auto inputs = std::exchange(inputs_, {});
    lock.unlock();
    if (!commands.empty()) telephony_.perform(std::move(commands));
    for (Submission& each : inputs) house_.submit(std::move(each.input), std::move(each.done));
}

// ---- What the telephone tells ---------------------------------------------------------------------------------------

void Switchboard::on(const telephony::Arrived& event) {
    const DialledNumber* number = directory_->number(event.called);
    if (number)
        arrive(event, *number);
    else
        command(telephony::Reject{event.leg, not_found});
}

void Switchboard::arrive(const telephony::Arrived& event, const DialledNumber& number) {
    centre::ContactArrived arrived;
    arrived.flow = number.flow;
    arrived.queue = number.queue;
    arrived.language = number.language;
    arrived.party = house_.keep_caller(event.caller);
    if (house_.preferred) arrived.preferred = house_.preferred(event.caller);
    if (house_.customer) {
        const customer::Caller caller = house_.customer(event.caller);
        arrived.customer = caller.known;
        arrived.language = caller.language.value_or(number.language);
    }
    if (house_.lost_place) arrived.priority = house_.lost_place(event.caller);
    arrived.reference = event.leg.value;
    std::tie(arrived.way_back, arrived.trunk) = way_back(event);
    arriving_.emplace(event.leg, false);
    // Refused or busy means that the machine will never tell of this contact: the caller hears it now.
    submit(arrived, [this, leg = event.leg](Fate fate) {
        if (fate == Fate::accepted) return;
        {
            std::lock_guard lock(mutex_);
            arriving_.erase(leg);
        }
        telephony_.perform({telephony::Reject{leg, fate == Fate::busy ? service_unavailable : not_found}});
    });
}

/// Only whoever came by a trunk that takes calls to such numbers, or from a telephone of the centre's own, can be called back.
std::pair<contact::WayBack, Key> Switchboard::way_back(const telephony::Arrived& event) const {
    const auto trunk = Key::from(event.from_trunk);
    if (trunk && house_.may_call && house_.may_call(event.from_trunk, event.caller)) return {contact::WayBack::trunk, *trunk};
    if (!event.from_device.empty() && event.from_device == event.caller) return {contact::WayBack::device, {}};
    return {contact::WayBack::none, {}};
}

void Switchboard::on(const telephony::Ringing& event) {
    if (const auto leg = assignment_of_.find(event.leg); leg != assignment_of_.end()) submit(centre::AgentRinging{leg->second});
}

void Switchboard::on(const telephony::Answered& event) {
    if (const auto customer = contact_of_.find(event.leg); customer != contact_of_.end()) {
        callers_.at(customer->second).called = false;
        return submit(centre::CustomerAnswered{customer->second});
    }
    const auto leg = assignment_of_.find(event.leg);
    if (leg == assignment_of_.end()) return;
    agents_.at(leg->second).answered = true;
    submit(centre::AgentAnswered{leg->second});
}

void Switchboard::on(const telephony::Digit& event) {
    if (const auto leg = contact_of_.find(event.leg); leg != contact_of_.end())
        submit(centre::KeyPressed{leg->second, static_cast<std::uint8_t>(event.key)});
}

void Switchboard::on(const telephony::PlayEnded& event) {
    if (const auto leg = contact_of_.find(event.leg); leg != contact_of_.end())
        submit(centre::PromptEnded{leg->second, static_cast<contact::PlayNumber>(event.play.value)});
}

void Switchboard::on(const telephony::RemoteHold& event) {
    if (const auto caller = contact_of_.find(event.leg); caller != contact_of_.end())
        return hold_agent(callers_.at(caller->second), event.held);
    const auto leg = assignment_of_.find(event.leg);
    if (leg == assignment_of_.end()) return;
    if (event.held)
        submit(centre::HoldWanted{leg->second});
    else
        submit(centre::ResumeWanted{leg->second});
}

/// The caller's side holds: that is no hold of ours, but whoever is left in the room hears music.
void Switchboard::hold_agent(const Caller& caller, bool held) {
    const auto agent = agents_.find(caller.talks_with);
    if (agent == agents_.end()) return;
    if (held) play_music(agent->second.leg, agent->second.queue);
    else command(telephony::StopPlay{agent->second.leg});
}

/// An agent's telephone transfers: to the queue to which a dialled number leads, or to the agent whose telephone has that name.
void Switchboard::on(const telephony::TransferAsked& event) {
    const auto agent = assignment_of_.find(event.leg);
    const DialledNumber* number = directory_->number(event.target);
    const auto person = directory_->person_at(event.target);
    const Key queue = number ? number->queue : Key{};
    if (agent == assignment_of_.end() || (!queue && !person)) return command(telephony::RefuseTransfer{event.leg});
    centre::TransferWanted wanted;
    wanted.assignment = agent->second;
    if (queue) wanted.queue = queue;
    else wanted.person = *person;
    submit(wanted, [this, leg = event.leg](Fate fate) {
        if (fate != Fate::accepted) telephony_.perform({telephony::RefuseTransfer{leg}});
    });
}

void Switchboard::on(const telephony::Ended& event) {
    if (const auto arriving = arriving_.find(event.leg); arriving != arriving_.end()) {
        arriving->second = true;
    } else if (const auto caller = contact_of_.find(event.leg); caller != contact_of_.end()) {
        if (callers_.at(caller->second).called) submit(centre::CustomerUnreached{caller->second});
        else submit(centre::CallerLeft{caller->second, is_fault(event.end)});
        callers_.erase(caller->second);
        contact_of_.erase(caller);
    } else if (const auto agent = assignment_of_.find(event.leg); agent != assignment_of_.end()) {
        const AssignmentId assignment = agent->second;
        AgentLeg& leg = agents_.at(assignment);
        stop_recording(assignment, leg);
        if (leg.answered)
            submit(centre::AgentLeft{assignment, is_fault(event.end)});
        else
            submit(centre::AgentRefused{assignment, event.end == LegEnd::declined || event.end == LegEnd::busy});
        agents_.erase(assignment);
        assignment_of_.erase(agent);
    }
}

void Switchboard::on(const telephony::Recorded& event) {
    const auto recorded = recordings_.find(event.room);
    if (recorded == recordings_.end()) return;
    recorded->second.length = event.length;
    recorded->second.problem = event.problem;
    house_.recording_ended(recorded->second);
    if (!recorded->second.assignment) house_.weigh_message(recorded->second.contact);
    recordings_.erase(recorded);
}

void Switchboard::on(const telephony::LineUp& event) {
    if (event.owner) lines_[people::PersonId{event.owner.value}] = event.line;
}

void Switchboard::on(const telephony::LineDown& event) {
    const auto line = lines_.find(people::PersonId{event.owner.value});
    if (line != lines_.end() && line->second == event.line) lines_.erase(line);
}

// ---- What the machine orders ----------------------------------------------------------------------------------------

void Switchboard::order(Instant, const centre::ContactStarted& fact) {
    const auto arriving = arriving_.find(LegId{fact.reference});
    if (fact.origin != contact::Origin::live || !contact::has_leg(fact.channel) || arriving == arriving_.end()) return;
    const bool gone = arriving->second;
    arriving_.erase(arriving);
    if (gone) {
        submit(centre::CallerLeft{fact.contact});
        return;
    }
    callers_.emplace(fact.contact, Caller{LegId{fact.reference}, fact.party});
    contact_of_.emplace(LegId{fact.reference}, fact.contact);
}

void Switchboard::order(Instant, const centre::AcceptCaller& order) {
    if (const auto caller = callers_.find(order.contact); caller != callers_.end()) command(telephony::Accept{caller->second.leg});
}

void Switchboard::order(Instant, const centre::RefuseCaller& order) {
    if (const auto caller = callers_.find(order.contact); caller != callers_.end())
        command(telephony::Reject{caller->second.leg, order.cause == contact::VisitCause::full ? busy_here : service_unavailable});
}

void Switchboard::order(Instant, const centre::StepEntered& fact) {
    const auto caller = callers_.find(fact.contact);
    if (caller == callers_.end() || fact.assignment) return;
    const bool may_press = house_.takes_keys && house_.takes_keys(fact.manual, fact.flow, fact.step);
    if (std::exchange(caller->second.may_press, may_press) != may_press) command(telephony::ListenForKeys{caller->second.leg, may_press});
}

void Switchboard::order(Instant, const centre::SpeakStep& order) {
    const auto caller = callers_.find(order.contact);
    if (caller == callers_.end()) return;
    if (telephony::Audio audio = house_.speech(order.manual, order.flow, order.step, order.language))
        command(telephony::Play{caller->second.leg, PlayId{order.play}, std::move(audio), false});
    else
        submit(centre::PromptEnded{order.contact, order.play});  // Silence is over at once; the flow goes on.
}

void Switchboard::order(Instant, const centre::SpeakQueue& order) {
    tell_waiting(order.contact, order.play,
                 house_.queue_speech ? house_.queue_speech(order.sentence, order.number, order.language) : nullptr);
}

void Switchboard::order(Instant, const centre::SpeakMessage& order) {
    tell_waiting(order.contact, order.play,
                 house_.queue_message ? house_.queue_message(order.manual, order.queue, order.message, order.language) : nullptr);
}

/// What cannot be said is over at once.
void Switchboard::tell_waiting(contact::ContactId contact, contact::PlayNumber play, telephony::Audio audio) {
    const auto caller = callers_.find(contact);
    if (caller == callers_.end()) return;
    if (audio)
        command(telephony::Play{caller->second.leg, PlayId{play}, std::move(audio), false});
    else
        submit(centre::PromptEnded{contact, play});
}

void Switchboard::order(Instant, const centre::PlayMusic& order) {
    if (const auto caller = callers_.find(order.contact); caller != callers_.end()) play_music(caller->second.leg, order.queue);
}

void Switchboard::play_music(LegId leg, Key queue) {
    if (telephony::Audio music = house_.music(queue)) command(telephony::Play{leg, PlayId{}, std::move(music), true});
}

void Switchboard::order(Instant, const centre::RingAgent& order) {
    const auto caller = callers_.find(order.contact);
    const auto called_back = called_back_.find(order.contact);
    if (caller == callers_.end() && called_back == called_back_.end()) return;
    const contact::VaultId party = caller != callers_.end() ? caller->second.party : called_back->second;
    // A browser that is connected rings; whoever has none open has a telephone on the desk, or nothing.
    const auto line = lines_.find(order.person);
    const auto device = directory_->device_of(order.person);
    if (line == lines_.end() && !device) {
        submit(centre::AgentRefused{order.assignment, false});
        return;
    }
    const LegId leg = telephony_.next_leg();
    agents_.emplace(order.assignment, AgentLeg{leg, order.contact, order.queue, order.person});
    assignment_of_.emplace(leg, order.assignment);
    if (line != lines_.end()) command(telephony::CallLine{leg, line->second});
    else command(telephony::Call{leg, *device, house_.caller_number(party), house_.queue_title(order.queue)});
}

void Switchboard::order(Instant, const centre::CallbackMoved& fact) {
    if (fact.origin == contact::Origin::live) called_back_[fact.contact] = fact.party;
}

/// The caller is alone in a room, from which their recording is made.
void Switchboard::order(Instant at, const centre::RecordMessage& order) {
    if (order.origin != contact::Origin::live) return;
    const auto caller = callers_.find(order.contact);
    // Whoever hung up meanwhile has said nothing.
    if (caller == callers_.end()) return house_.weigh_message(order.contact);
    const RoomId room = room_of(order.contact);
    std::string file = house_.message_file(order.contact, order.play);
    const auto recording = recordings_.insert_or_assign(room, Recording{order.contact, {}, file, at, {}}).first;
    house_.recording_begun(recording->second);
    command(telephony::Join{caller->second.leg, room});
    command(telephony::Record{room, caller->second.leg, std::move(file), order.quiet});
}

void Switchboard::order(Instant, const centre::StopMessage& order) {
    if (order.origin != contact::Origin::live) return;
    const RoomId room = room_of(order.contact);
    if (recordings_.contains(room)) command(telephony::StopRecord{room});
    else house_.weigh_message(order.contact);
}

/// Whoever has spoken is heard and recorded no more, and may press keys again where the flow goes on.
void Switchboard::order(Instant, const centre::VoicemailMoved& fact) {
    if (fact.origin != contact::Origin::live) return;
    const bool over = fact.voicemail == contact::Voicemail::none || fact.voicemail == contact::Voicemail::kept;
    if (const auto caller = callers_.find(fact.contact); over && caller != callers_.end()) command(telephony::Leave{caller->second.leg});
    if (fact.voicemail == contact::Voicemail::none) house_.erase_message(fact.contact);
}

/// The agent hears music while it rings at the customer's.
void Switchboard::order(Instant, const centre::CallCustomer& order) {
    if (!called_back_.contains(order.contact)) return;  // a simulated one
    const auto agent = agents_.find(order.assignment);
    const std::string number = house_.caller_number(order.party);
    if (agent == agents_.end() || number.empty()) {
        submit(centre::CustomerUnreached{order.contact});
        return;
    }
    const LegId leg = telephony_.next_leg();
    callers_.insert_or_assign(order.contact, Caller{.leg = leg, .party = order.party, .called = true});
    contact_of_.emplace(leg, order.contact);
    play_music(agent->second.leg, agent->second.queue);
    if (order.way_back == contact::WayBack::trunk)
        command(telephony::CallNumber{leg, std::string(order.trunk.text()), number});
    else
        command(telephony::Call{leg, number, {}, house_.queue_title(agent->second.queue)});
}

void Switchboard::order(Instant at, const centre::StopCalling& order) { this->order(at, centre::EndCaller{order.contact}); }

void Switchboard::order(Instant at, const centre::StopRinging& order) { this->order(at, centre::EndAgent{order.assignment}); }

void Switchboard::order(Instant, const centre::EndAgent& order) {
    const auto agent = agents_.find(order.assignment);
    if (agent == agents_.end()) return;
    stop_recording(order.assignment, agent->second);
    command(telephony::HangUp{agent->second.leg});
    assignment_of_.erase(agent->second.leg);
    agents_.erase(agent);
}

void Switchboard::order(Instant at, const centre::Connect& order) {
    const auto caller = callers_.find(order.contact);
    const auto agent = agents_.find(order.assignment);
    if (caller == callers_.end() || agent == agents_.end()) return;
    const RoomId room = room_of(order.assignment);
    command(telephony::StopPlay{caller->second.leg});
    if (called_back_.erase(order.contact) > 0) command(telephony::StopPlay{agent->second.leg});
    caller->second.talks_with = order.assignment;
    command(telephony::Join{caller->second.leg, room});
    command(telephony::Join{agent->second.leg, room});
    if (house_.answered) house_.answered(caller->second.party, agent->second.person);
    if (agent->second.recording) return;
    if (std::string file = house_.recording_file(order.assignment, agent->second.queue); !file.empty()) {
        agent->second.recording = true;
        const auto recording = recordings_.emplace(room, Recording{order.contact, order.assignment, file, at, {}}).first;
        house_.recording_begun(recording->second);
        // The order came once its entry was stored; the conversation began before.
        const Duration missed = std::clamp(house_.now() - at, Duration{0}, longest_missed);
        command(telephony::Record{room, caller->second.leg, std::move(file), Duration{0}, missed});
    }
}

void Switchboard::order(Instant, const centre::HoldCaller& order) {
    // Out of the room neither hears nor is heard, and the recording that goes on holds silence.
    const auto agent = agents_.find(order.assignment);
    if (agent != agents_.end()) command(telephony::Leave{agent->second.leg});
    const auto caller = callers_.find(order.contact);
    if (caller == callers_.end()) return;
    caller->second.talks_with = {};
    command(telephony::Leave{caller->second.leg});
    if (agent != agents_.end()) play_music(caller->second.leg, agent->second.queue);
}

void Switchboard::order(Instant, const centre::EndCaller& order) {
    const auto caller = callers_.find(order.contact);
    if (caller == callers_.end()) return;
    command(telephony::HangUp{caller->second.leg});
    contact_of_.erase(caller->second.leg);
    callers_.erase(caller);
}

void Switchboard::order(Instant, const centre::RecordingPaused& fact) {
    if (agents_.contains(fact.assignment)) command(telephony::PauseRecord{room_of(fact.assignment), fact.paused});
}

/// After-contact work begins: an agent whose caller left, or who hung up, is out of the room.
void Switchboard::order(Instant at, const centre::AssignmentMoved& fact) {
    if (fact.state == contact::AssignmentState::wrap_up) order(at, centre::EndAgent{fact.assignment});
}

void Switchboard::order(Instant at, const centre::AssignmentEnded& fact) { order(at, centre::EndAgent{fact.assignment}); }

void Switchboard::order(Instant at, const centre::ContactEnded& fact) {
    called_back_.erase(fact.contact);
    order(at, centre::EndCaller{fact.contact});
}

void Switchboard::stop_recording(AssignmentId assignment, AgentLeg& leg) {
    if (std::exchange(leg.recording, false)) command(telephony::StopRecord{room_of(assignment)});
}

}  // namespace markaz::switchboard
