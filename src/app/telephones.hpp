#pragma once
// The centre's telephone: who may call and be called, what callers hear, and where talk is recorded.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "app/callers.hpp"
#include "app/house.hpp"
#include "app/lost_places.hpp"
#include "switchboard/prompts.hpp"
#include "switchboard/switchboard.hpp"
#include "telephony/telephony.hpp"

namespace markaz::app {

class Telephones {
public:
    /// Opens the sockets and subscribes to the machine, which is not live yet.
    static Result<std::unique_ptr<Telephones>> open(House& house, telephony::Settings settings);
    ~Telephones();

    /// Makes the speech of a manual, before it is in force.
    Result<std::size_t> prepare(const procedure::Manual& manual) { return prompts_.prepare(manual); }

    /// Reads people, devices, trunks and numbers again.
    void reload();
    /// Customers changed: the next call finds them.
    void reload_customers();
    /// How many contacts this number began in the last seven days.
    std::uint32_t contacts_lately(const std::string& caller);

    std::uint16_t port() const { return telephony_->sip_port(); }
    std::uint16_t webrtc_port() const { return telephony_->webrtc_port(); }
    Result<telephony::LineOpened> open_line(telephony::LineWanted wanted) { return telephony_->open_line(std::move(wanted)); }
    void perform(telephony::Command command) { telephony_->perform({std::move(command)}); }
    /// Tells a view of all that the telephone tells, too; an empty function ends that. Nothing is told once this has returned.
    void follow(std::function<void(const telephony::Event&)> follower);
    telephony::Counters counters() const { return telephony_->counters(); }

private:
    explicit Telephones(House& house);
    /// Recordings that a kill tore: their files are mended and keep what was on disk.
    void mend_recordings();
    switchboard::House needs();
    /// What the manual says of a queue now, or of any queue where it no longer has this one.
    template <class What>
    What queue_says(Key queue, What routing::QueuePolicy::*what) const;
    Duration lost_place(const std::string& caller);
    std::string recording_file(contact::AssignmentId assignment, Key queue) const;
    std::string message_file(contact::ContactId contact, contact::PlayNumber play) const;
    void weigh_message(contact::ContactId contact);
    void erase_message(contact::ContactId contact);
    void recording_begun(const switchboard::Recording& recording);
    void recording_ended(const switchboard::Recording& recording);

    House& house_;
    Callers callers_;
    LostPlaces lost_places_;
    switchboard::Prompts prompts_;
    std::unique_ptr<switchboard::Switchboard> switchboard_;
    std::atomic<switchboard::Switchboard*> listening_ = nullptr;  ///< to whom the telephone's threads tell
    std::mutex trunks_mutex_;
    std::vector<telephony::Trunk> trunks_;  ///< as they stand in the records
    /// To whom errands hand in what they found, as long as somebody is there: they may come after us.
    struct Machine {
        std::mutex mutex;
        driver::Live* live = nullptr;
    };
    std::shared_ptr<Machine> machine_ = std::make_shared<Machine>();
    std::mutex follower_mutex_;
    std::function<void(const telephony::Event&)> follower_;
    std::unique_ptr<telephony::Telephony> telephony_;
};

}  // namespace markaz::app
