#include "switchboard/call_gate.hpp"

namespace markaz::switchboard {

bool CallGate::enter(std::string_view address, Instant now) {
    if (open_ >= limits_.open) return false;
    if (addresses_.size() >= limits_.remembered) forget_old(now);
    auto found = addresses_.find(address);
    if (found == addresses_.end()) {
        if (addresses_.size() >= limits_.remembered) return false;
        found = addresses_.emplace(std::string(address), Counted{now}).first;
    }
    Counted& counted = found->second;
    if (now - counted.first >= limits_.window) counted = {now, 0, counted.open};
    if (counted.begun >= limits_.of_one_address || counted.open >= limits_.open_of_one_address) return false;
    ++counted.begun, ++counted.open, ++open_;
    return true;
}

void CallGate::leave(std::string_view address) {
    const auto found = addresses_.find(address);
    if (found == addresses_.end() || found->second.open == 0) return;
    --found->second.open, --open_;
}

void CallGate::forget_old(Instant now) {
    std::erase_if(addresses_, [&](const auto& each) { return each.second.open == 0 && now - each.second.first >= limits_.window; });
}

}  // namespace markaz::switchboard
