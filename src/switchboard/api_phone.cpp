#include "switchboard/api_phone.hpp"

#include <algorithm>

#include <openssl/rand.h>

#include "base/json.hpp"
#include "people/store.hpp"
#include "switchboard/store.hpp"

namespace markaz::switchboard {

using http::Answer;
using http::Call;
using http::Failure;
using http::Nothing;
using http::Status;
using people::Permission;
using people::PersonId;
using telephony::LineId;

namespace {

/// A page that asks how its call ended has this long to do so.
constexpr Duration ended_remembered{std::chrono::minutes{1}};
/// What stands as the caller of a customer's page: it has no number.
constexpr const char* web_caller = "web";

struct LiveMessage {
    std::string topic;
    std::uint64_t number = 0;
    std::optional<PhoneShown> snapshot, event;
};
BOOST_DESCRIBE_STRUCT(LiveMessage, (), (topic, number, snapshot, event))

/// 128 bits of chance in hex.
std::string new_token() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no source of chance");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

std::string_view bearer(const http::Request& request) {
    constexpr std::string_view kind = "Bearer ";
    const std::string_view said = request.header("Authorization");
    return said.starts_with(kind) ? said.substr(kind.size()) : std::string_view{};
}

Answer<char> key_of(const KeyWanted& wanted) {
    if (wanted.key.size() == 1 && std::string_view("0123456789*#").find(wanted.key[0]) != std::string_view::npos) return wanted.key[0];
    return std::unexpected(Failure(Problem{"/key", "this is no key of a telephone", "one of 0 to 9, * and #"}));
}

Failure no_such_call() { return Failure(Status::not_found, {"", "there is no such call", "its token, while it lasts"}); }

}  // namespace

std::string PhoneService::published_as(PersonId person) { return "phone/" + std::to_string(person.value); }

// ---- What the telephone tells ---------------------------------------------------------------------------------------

void PhoneService::hear(const telephony::Event& event) {
    std::lock_guard lock(mutex_);
    const auto call_on = [this](LineId line) {
        return std::ranges::find_if(calls_, [line](const auto& each) { return each.second.line == line; });
    };
    if (const auto* up = std::get_if<telephony::LineUp>(&event)) {
        if (up->owner) {
            lines_[PersonId{up->owner.value}] = up->line;
            changed(PersonId{up->owner.value});
        } else if (const auto call = call_on(up->line); call != calls_.end()) {
            call->second.state = CallStanding::open;
        }
    } else if (const auto* down = std::get_if<telephony::LineDown>(&event)) {
        const auto line = lines_.find(PersonId{down->owner.value});
        if (line != lines_.end() && line->second == down->line) {
            lines_.erase(line);
            changed(PersonId{down->owner.value});
        } else if (const auto call = call_on(down->line); call != calls_.end()) {
            gate_.leave(call->second.from);
            call->second.state = CallStanding::ended;
            call->second.ended = house_.now();
        }
    }
}

void PhoneService::changed(PersonId person) {
    ++numbers_[person];
    house_.publish(published_as(person), std::make_shared<const std::string>(message(person, "event")));
}

std::string PhoneService::message(PersonId person, std::string_view kind) const {
    const auto number = numbers_.find(person);
    const auto line = lines_.find(person);
    PhoneShown shown;
    if (line != lines_.end()) shown.line = line->second;
    LiveMessage made{std::string(own_topic), number == numbers_.end() ? 0 : number->second, {}, {}};
    (kind == "event" ? made.event : made.snapshot) = shown;
    return json::text(made);
}

void PhoneService::begin(PersonId person, const std::function<void(std::shared_ptr<const std::string>)>& start) const {
    std::lock_guard lock(mutex_);
    start(std::make_shared<const std::string>(message(person, "snapshot")));
}

// ---- Agents ---------------------------------------------------------------------------------------------------------

Answer<LineAnswer> PhoneService::open(const Call& call, const LineOffer& wanted) {
    auto opened = house_.open_line({.offer = wanted.offer, .owner = {call.caller->person.value}, .called = {}, .caller = {}});
    if (!opened) return std::unexpected(Failure(opened.error()));
    return LineAnswer{opened->line, std::move(opened->answer)};
}

Answer<Nothing> PhoneService::on_own_line(const Call& call, const std::function<telephony::Command(LineId)>& make) {
    LineId line;
    {
        std::lock_guard lock(mutex_);
        const auto found = lines_.find(call.caller->person);
        if (found == lines_.end())
            return std::unexpected(Failure(Status::conflict, {"", "no browser of yours is connected", "open the desk and connect it"}));
        line = found->second;
    }
    house_.perform(make(line));
    return Nothing{};
}

void PhoneService::add_agent_routes(http::Routes& routes) {
    routes.get("/api/v1/phone", "get_phone", Permission::take_contacts, [this](const Call& call) -> Answer<PhoneShown> {
        std::lock_guard lock(mutex_);
        const auto found = lines_.find(call.caller->person);
        return found == lines_.end() ? PhoneShown{} : PhoneShown{found->second};
    });
    routes.post("/api/v1/phone", "open_phone", Permission::take_contacts,
                [this](const Call& call, const LineOffer& wanted) -> Answer<LineAnswer> { return open(call, wanted); });
    // A page that was replaced closes its own line, never that of the page that leads now.
    routes.post("/api/v1/phone/close", "close_phone", Permission::take_contacts,
                [this](const Call& call, const LineClosed& wanted) -> Answer<Nothing> {
                    return on_own_line(call, [wanted](LineId leads) -> telephony::Command {
                        return telephony::CloseLine{leads == wanted.line ? leads : LineId{}};
                    });
                });
    routes.post("/api/v1/phone/answer", "answer_phone", Permission::take_contacts, [this](const Call& call) -> Answer<Nothing> {
        return on_own_line(call, [](LineId line) { return telephony::AnswerLine{line}; });
    });
    routes.post("/api/v1/phone/decline", "decline_phone", Permission::take_contacts, [this](const Call& call) -> Answer<Nothing> {
        return on_own_line(call, [](LineId line) { return telephony::DeclineLine{line}; });
    });
    routes.post("/api/v1/phone/key", "press_key", Permission::take_contacts,
                [this](const Call& call, const KeyWanted& wanted) -> Answer<Nothing> {
                    const auto key = key_of(wanted);
                    if (!key) return std::unexpected(key.error());
                    return on_own_line(call, [key = *key](LineId line) { return telephony::PressKey{line, key}; });
                });
    routes.topic(own_topic, Permission::take_contacts);
}

// ---- Customers ------------------------------------------------------------------------------------------------------

Answer<CallPage> PhoneService::page() {
    auto records = records_.borrow();
    CallPage made{people::PeopleStore(*records).site().name, {}};
    for (const DialledNumber& number : TelephoneStore(*records).numbers())
        if (number.web) made.numbers.push_back({number.called, number.language});
    if (made.numbers.empty())
        return std::unexpected(
            Failure(Status::not_found, {"", "this centre takes no calls from its page", "an administrator opens a number to it"}));
    return made;
}

Answer<CallOpened> PhoneService::begin_call(const Call& call, const CallWanted& wanted) {
    const auto offered = page();
    if (!offered) return std::unexpected(offered.error());
    if (std::ranges::find(offered->numbers, wanted.called, &CallNumber::called) == offered->numbers.end())
        return std::unexpected(Failure(Status::not_found, {"/called", "this number is not for the page", "one of GET /api/v1/call"}));
    std::lock_guard lock(mutex_);
    forget_ended();
    if (!gate_.enter(call.request.from, house_.now()))
        return std::unexpected(Failure(Status::too_many_requests, {"", "too many calls come from your address", "call again in a minute"}));
    // Under the lock, so that LineUp and LineDown find the call.
    auto opened = house_.open_line({.offer = wanted.offer, .owner = {}, .called = wanted.called, .caller = web_caller});
    if (!opened) {
        gate_.leave(call.request.from);
        return std::unexpected(Failure(opened.error()));
    }
    std::string token = new_token();
    calls_.emplace(token, CustomerCall{opened->line, call.request.from});
    return CallOpened{std::move(token), std::move(opened->answer)};
}

void PhoneService::forget_ended() {
    const Instant now = house_.now();
    std::erase_if(calls_, [&](const auto& each) {
        return each.second.state == CallStanding::ended && now - each.second.ended > ended_remembered;
    });
}

Answer<Nothing> PhoneService::on_own_call(const Call& call, const std::function<telephony::Command(LineId)>& make) {
    LineId line;
    {
        std::lock_guard lock(mutex_);
        const auto found = calls_.find(bearer(call.request));
        if (found == calls_.end()) return std::unexpected(no_such_call());
        line = found->second.line;
    }
    house_.perform(make(line));
    return Nothing{};
}

void PhoneService::add_customer_routes(http::Routes& routes) {
    routes.get("/api/v1/call", "get_call_page", Permission::public_, [this](const Call&) -> Answer<CallPage> { return page(); });
    routes.post("/api/v1/call", "begin_call", Permission::public_,
                [this](const Call& call, const CallWanted& wanted) -> Answer<CallOpened> { return begin_call(call, wanted); });
    routes.delete_("/api/v1/call", "end_call", Permission::public_, [this](const Call& call) -> Answer<Nothing> {
        return on_own_call(call, [](LineId line) { return telephony::CloseLine{line}; });
    });
    routes.get("/api/v1/call/state", "get_call", Permission::public_, [this](const Call& call) -> Answer<CallShown> {
        std::lock_guard lock(mutex_);
        const auto found = calls_.find(bearer(call.request));
        if (found == calls_.end()) return std::unexpected(no_such_call());
        return CallShown{found->second.state};
    });
    routes.post("/api/v1/call/key", "press_call_key", Permission::public_,
                [this](const Call& call, const KeyWanted& wanted) -> Answer<Nothing> {
                    const auto key = key_of(wanted);
                    if (!key) return std::unexpected(key.error());
                    return on_own_call(call, [key = *key](LineId line) { return telephony::PressKey{line, key}; });
                });
}

void PhoneService::add_routes(http::Routes& routes) {
    add_agent_routes(routes);
    add_customer_routes(routes);
}

}  // namespace markaz::switchboard
