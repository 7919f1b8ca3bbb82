#include "customer/lately.hpp"

namespace markaz::customer {

void Lately::add(const std::string& number, Instant at) {
    if (contacts_.size() == most_counted) forget_first();
    contacts_.push_back({at, number});
    ++count_[number];
}

std::uint32_t Lately::count(const std::string& number, Instant now) {
    while (!contacts_.empty() && contacts_.front().at <= now - length) forget_first();
    const auto known = count_.find(number);
    return known == count_.end() ? 0 : known->second;
}

void Lately::forget_first() {
    const auto known = count_.find(contacts_.front().number);
    if (--known->second == 0) count_.erase(known);
    contacts_.pop_front();
}

}  // namespace markaz::customer
