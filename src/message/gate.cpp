#include "message/gate.hpp"

namespace markaz::message {

bool Gate::enter(std::string_view address, Instant now) {
    if (now - began_ >= limits_.window || now < began_) {
        began_ = now;
        all_ = 0;
        addresses_.clear();
    }
    if (all_ >= limits_.of_all) return false;
    auto found = addresses_.find(address);
    if (found == addresses_.end()) found = addresses_.emplace(std::string(address), 0).first;
    if (found->second >= limits_.of_one_address) return false;
    ++found->second, ++all_;
    return true;
}

}  // namespace markaz::message
