#pragma once
// Joins the machine with the telephone: events become inputs, orders become commands. See switchboard.md.

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "centre/inputs.hpp"
#include "centre/outputs.hpp"
#include "customer/types.hpp"
#include "driver/committed.hpp"
#include "switchboard/directory.hpp"
#include "telephony/telephony.hpp"

namespace markaz::switchboard {

/// What became of an input that was handed to the driver.
enum class Fate { accepted, refused, busy };

/// A recording: from when it begins, and with its length once it is complete on disk.
struct Recording {
    contact::ContactId contact;
    contact::AssignmentId assignment;  ///< 0: a message that the caller leaves
    std::string file;
    Instant from{};
    Duration length{0};
    std::string problem{};  ///< empty: it is whole; otherwise what is missing of it
};

/// What the switchboard needs of the house. Every function may be called from any thread and returns at once.
struct House {
    std::function<Instant()> now;
    /// Hands an input to the machine; `done`, where there is one, is told what became of it.
    std::function<void(centre::Input, std::function<void(Fate)> done)> submit;
    /// The sentence about a queue; null where there is none.
    std::function<telephony::Audio(centre::QueueSentence, std::uint32_t number, Language)> queue_speech;
    /// What a queue tells itself, by its number; null where there is none.
    std::function<telephony::Audio(std::uint64_t manual, Key queue, std::uint32_t number, Language)> queue_message;
    /// The speech of a step; null where there is none.
    std::function<telephony::Audio(std::uint64_t manual, Key flow, Key step, Language)> speech;
    /// Whether a caller who stands at this step may press a key.
    std::function<bool(std::uint64_t manual, Key flow, Key step)> takes_keys;
    /// What a queue's callers hear while they wait or are on hold; null: nothing.
    std::function<telephony::Audio(Key queue)> music;
    /// Sees to it that who calls is stored, and gives the opaque id that may stand in the journal.
    std::function<contact::VaultId(const std::string& caller)> keep_caller;
    /// An agent has answered this caller; and who would best serve somebody of this number: the owner of their open case, or who answered
    /// them last; 0: nobody that is remembered.
    std::function<void(contact::VaultId caller, people::PersonId)> answered;
    std::function<people::PersonId(const std::string& caller)> preferred;
    /// What is known of whoever shows this number: what a rule of the manual may ask for, and the language in which they are spoken to.
    std::function<customer::Caller(const std::string& caller)> customer;
    /// How long ago the place begins that somebody of this number had when their line broke off; 0: they have none. Asked once a call.
    std::function<Duration(const std::string& caller)> lost_place;
    /// Whether the site lets this number be called by that trunk.
    std::function<bool(const std::string& trunk, const std::string& number)> may_call;
    /// Who this is, as an agent's telephone should show it.
    std::function<std::string(contact::VaultId)> caller_number;
    /// What people call a queue, for the display of an agent's telephone.
    std::function<std::string(Key queue)> queue_title;
    /// The file in which an assignment of this queue is to be recorded; empty: not recorded.
    std::function<std::string(contact::AssignmentId, Key queue)> recording_file;
    /// The file for a message of this caller.
    std::function<std::string(contact::ContactId, contact::PlayNumber)> message_file;
    /// Sees to it that MessageRecorded tells what is on disk of a contact's message, once all that was handed in before is stored.
    std::function<void(contact::ContactId)> weigh_message;
    /// Nobody said anything: nothing of it is kept.
    std::function<void(contact::ContactId)> erase_message;
    std::function<void(const Recording&)> recording_begun;
    std::function<void(const Recording&)> recording_ended;
};

/// May be told from two threads: telephony's (hear) and the driver's (carry_out).
class Switchboard {
public:
    Switchboard(telephony::Telephony& telephony, House house);

    void set_directory(std::shared_ptr<const Directory> directory);

    /// From the telephone. Never waits.
    void hear(const telephony::Event& event);

    /// From the driver: an entry that is stored.
    void carry_out(const driver::Committed& entry);

private:
    using LegId = telephony::LegId;
    using ContactId = contact::ContactId;
    using AssignmentId = contact::AssignmentId;

    struct Caller {
        LegId leg;
        contact::VaultId party;
        AssignmentId talks_with{};  ///< the agent in the same room; 0: none
        bool may_press = false;     ///< a step asks for a key
        bool called = false;        ///< we ring there, and nobody has answered yet
    };
    struct AgentLeg {
        LegId leg;
        ContactId contact;
        Key queue;
        people::PersonId person;
        bool answered = false;
        bool recording = false;
    };
    struct Submission {
        centre::Input input;
        std::function<void(Fate)> done;
    };

    // Each event, under the lock; what it wants to submit goes into `inputs_`.
    void on(const telephony::Arrived& event);
    void on(const telephony::Answered& event);
    void on(const telephony::Ringing& event);
    void on(const telephony::Digit& event);
    void on(const telephony::PlayEnded& event);
    void on(const telephony::RemoteHold& event);
    void on(const telephony::TransferAsked& event);
    void on(const telephony::Ended& event);
    void on(const telephony::DeviceReachable&) {}
    void on(const telephony::Recorded& event);
    void on(const telephony::LineUp& event);
    void on(const telephony::LineDown& event);

    // Each order, under the lock; commands are gathered in `commands_` and performed together.
    void order(Instant at, const centre::ContactStarted& fact);
    void order(Instant at, const centre::AcceptCaller& order);
    void order(Instant at, const centre::RefuseCaller& order);
    void order(Instant at, const centre::StepEntered& fact);
    void order(Instant at, const centre::SpeakStep& order);
    void order(Instant at, const centre::SpeakQueue& order);
    void order(Instant at, const centre::SpeakMessage& order);
    void order(Instant at, const centre::PlayMusic& order);
    void order(Instant at, const centre::RingAgent& order);
    void order(Instant at, const centre::StopRinging& order);
    void order(Instant at, const centre::Connect& order);
    void order(Instant at, const centre::HoldCaller& order);
    void order(Instant at, const centre::EndCaller& order);
    void order(Instant at, const centre::EndAgent& order);
    void order(Instant at, const centre::CallbackMoved& fact);
    void order(Instant at, const centre::VoicemailMoved& fact);
    void order(Instant at, const centre::RecordMessage& order);
    void order(Instant at, const centre::StopMessage& order);
    void order(Instant at, const centre::CallCustomer& order);
    void order(Instant at, const centre::StopCalling& order);
    void order(Instant at, const centre::RecordingPaused& fact);
    void order(Instant at, const centre::AssignmentMoved& fact);
    void order(Instant at, const centre::AssignmentEnded& fact);
    void order(Instant at, const centre::ContactEnded& fact);
    template <class Other>
    void order(Instant, const Other&) {}

    void command(telephony::Command command) { commands_.push_back(std::move(command)); }
    void submit(centre::Input input, std::function<void(Fate)> done = {}) {
        inputs_.push_back({std::move(input), std::move(done)});
    }
    std::pair<contact::WayBack, Key> way_back(const telephony::Arrived& event) const;
    void play_music(LegId leg, Key queue);
    void tell_waiting(contact::ContactId contact, contact::PlayNumber play, telephony::Audio audio);
    void hold_agent(const Caller& caller, bool held);
    void stop_recording(AssignmentId assignment, AgentLeg& leg);
    void arrive(const telephony::Arrived& event, const DialledNumber& number);
    void release(std::unique_lock<std::mutex>& lock);

    telephony::Telephony& telephony_;
    House house_;
    std::mutex mutex_;
    std::shared_ptr<const Directory> directory_ = std::make_shared<Directory>();
    std::unordered_map<ContactId, Caller> callers_;
    std::unordered_map<ContactId, contact::VaultId> called_back_;  ///< who waits for our call, and their number
    std::unordered_map<AssignmentId, AgentLeg> agents_;
    std::unordered_map<LegId, ContactId> contact_of_;
    std::unordered_map<people::PersonId, telephony::LineId> lines_;  ///< whose browser is connected
    std::unordered_map<LegId, AssignmentId> assignment_of_;
    /// Legs that arrived and whose contact the machine has not told yet; true once the caller is gone already.
    std::unordered_map<LegId, bool> arriving_;
    std::unordered_map<telephony::RoomId, Recording> recordings_;
    std::vector<telephony::Command> commands_;
    std::vector<Submission> inputs_;
};

}  // namespace markaz::switchboard
