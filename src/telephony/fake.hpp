#pragma once
// A telephone without a network, for tests of whoever drives one: it keeps the commands and tells the events it is given.

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "telephony/telephony.hpp"

namespace markaz::telephony {

class FakeTelephony final : public Telephony {
public:
    explicit FakeTelephony(Listener listener) : listener_(std::move(listener)) {}

    /// Tells an event as the network would; the listener runs on the caller's thread.
    void tell(Event event) { listener_(std::move(event)); }

    /// The commands since the last call, in their order.
    std::vector<Command> take_commands() {
        std::lock_guard lock(mutex_);
        return std::exchange(commands_, {});
    }
    /// As take_commands(), those of one kind only; the others are kept.
    template <class Kind>
    std::vector<Kind> take() {
        std::lock_guard lock(mutex_);
        std::vector<Kind> taken;
        std::erase_if(commands_, [&](const Command& command) {
            const Kind* one = std::get_if<Kind>(&command);
            if (one) taken.push_back(*one);
            return one != nullptr;
        });
        return taken;
    }
    std::vector<Device> devices() const {
        std::lock_guard lock(mutex_);
        return devices_;
    }
    std::vector<Trunk> trunks() const {
        std::lock_guard lock(mutex_);
        return trunks_;
    }

    LegId next_leg() override {
        std::lock_guard lock(mutex_);
        return {++last_leg_};
    }
    void perform(std::vector<Command> commands) override {
        std::lock_guard lock(mutex_);
        std::ranges::move(commands, std::back_inserter(commands_));
    }
    Result<LineOpened> open_line(LineWanted wanted) override {
        std::lock_guard lock(mutex_);
        lines_.push_back(std::move(wanted));
        return LineOpened{{lines_.size()}, "answer"};
    }
    /// Every line that was wanted; the first is line 1.
    std::vector<LineWanted> lines() const {
        std::lock_guard lock(mutex_);
        return lines_;
    }
    std::uint16_t sip_port() const override { return 5060; }
    std::uint16_t webrtc_port() const override { return 8443; }
    Counters counters() const override { return {}; }
    void set_devices(std::vector<Device> devices, std::vector<Trunk> trunks) override {
        std::lock_guard lock(mutex_);
        devices_ = std::move(devices);
        trunks_ = std::move(trunks);
    }

private:
    Listener listener_;
    mutable std::mutex mutex_;
    std::vector<Command> commands_;
    std::vector<Device> devices_;
    std::vector<Trunk> trunks_;
    std::vector<LineWanted> lines_;
    std::uint64_t last_leg_ = 0;
};

}  // namespace markaz::telephony
