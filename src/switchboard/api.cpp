#include "switchboard/api.hpp"

#include <algorithm>

#include <arpa/inet.h>

#include "switchboard/account.hpp"

namespace markaz::switchboard {

using http::Answer;
using http::Call;
using http::Failure;
using http::Nothing;
using people::Permission;

namespace {

constexpr std::size_t longest_name = 64;

bool is_name(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, allowed);
}
bool is_number(std::string_view text) {
    const auto allowed = [](char c) { return (c >= '0' && c <= '9') || c == '*' || c == '#' || c == '+'; };
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, allowed);
}
bool is_address(const std::string& text) {
    in_addr v4{};
    in6_addr v6{};
    return inet_pton(AF_INET, text.c_str(), &v4) == 1 || inet_pton(AF_INET6, text.c_str(), &v6) == 1;
}
bool is_uri(std::string_view text) {
    return text.starts_with("sip:") && text.find('@') != std::string_view::npos &&
           text.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
}

/// The name in the path, which must pass `fits`.
Answer<std::string> name_of(const Call& call, bool (*fits)(std::string_view), std::string_view right) {
    auto name = call.at<std::string>("name");
    if (!name) return std::unexpected(name.error());
    if (!fits(*name)) return std::unexpected(Failure(Problem{"name", "\"" + *name + "\" cannot be a name here", std::string(right)}));
    return *name;
}
constexpr std::string_view name_form = "1 to 64 of a-z, 0-9, dot, dash and underscore";
constexpr std::string_view number_form = "1 to 64 of 0-9, *, # and +";

}  // namespace

void TelephoneService::change(const Call& call, const std::string& subject, const std::function<void(TelephoneStore&)>& act) {
    {
        auto records = records_.borrow();
        TelephoneStore store(*records);
        act(store);
    }
    house_.audit(call.caller->person, subject);
    house_.changed();
}

/// Digits, with a plus before them or without.
static bool is_number_part(std::string_view text) {
    const std::string_view digits = text.substr(text.starts_with('+') ? 1 : 0);
    return !digits.empty() && digits.size() <= 15 && std::ranges::all_of(digits, [](char each) { return each >= '0' && each <= '9'; });
}

Answer<Nothing> TelephoneService::put_trunk(const Call& call, const TrunkWanted& wanted) {
    const auto name = name_of(call, is_name, name_form);
    if (!name) return std::unexpected(name.error());
    if (!is_address(wanted.address))
        return std::unexpected(
            Failure(Problem{"/address", "\"" + wanted.address + "\" is no address", "an IPv4 or IPv6 address, such as 192.0.2.10"}));
    Trunk trunk{*name, wanted.address, wanted.call_port.value_or(0), {}, wanted.call_as.value_or("")};
    if (trunk.call_port > 65'535)
        return std::unexpected(Failure(Problem{"/call_port", std::to_string(trunk.call_port) + " is no port", "1 to 65535, or none"}));
    for (const std::string& each : wanted.call_prefixes.value_or(std::vector<std::string>{})) {
        if (!is_number_part(each))
            return std::unexpected(Failure(Problem{"/call_prefixes", "\"" + each + "\" is no beginning of a number",
                                                   "digits, with a plus before them or without, such as +62"}));
        trunk.call_prefixes += (trunk.call_prefixes.empty() ? "" : " ") + each;
    }
    if (!trunk.call_as.empty() && !is_number_part(trunk.call_as))
        return std::unexpected(Failure(Problem{"/call_as", "\"" + trunk.call_as + "\" is no number",
                                               "digits, with a plus before them or without"}));
    if ((trunk.call_port == 0) != trunk.call_prefixes.empty())
        return std::unexpected(Failure(Problem{"/call_prefixes", "a trunk calls out only with both a port and prefixes",
                                               "give call_port and call_prefixes, or neither"}));
    change(call, "trunk " + *name, [&](TelephoneStore& store) { store.put(trunk); });
    return Nothing{};
}

Answer<DeviceAccount> TelephoneService::put_device(const Call& call, const DeviceWanted& wanted) {
    const auto name = name_of(call, is_name, name_form);
    if (!name) return std::unexpected(name.error());
    if (wanted.fixed_uri && !is_uri(*wanted.fixed_uri))
        return std::unexpected(
            Failure(Problem{"/fixed_uri", "\"" + *wanted.fixed_uri + "\" is no SIP address", "such as sip:desk1@192.0.2.20:5060"}));
    DeviceAccount account{*name, {}};
    if (!wanted.fixed_uri) account.password = new_phone_password();
    const Device device{*name, account.password ? ha1_of(*name, *account.password) : "", wanted.fixed_uri.value_or("")};
    change(call, "device " + *name, [&](TelephoneStore& store) { store.put(device); });
    return account;
}

Answer<Nothing> TelephoneService::put_number(const Call& call, const NumberWanted& wanted) {
    const auto called = name_of(call, is_number, number_form);
    if (!called) return std::unexpected(called.error());
    if (wanted.flow.has_value() == wanted.queue.has_value())
        return std::unexpected(Failure(Problem{"/", "a number leads to one place", "name either a flow or a queue"}));
    if (wanted.flow && !house_.has_flow(*wanted.flow))
        return std::unexpected(Failure(
            Problem{"/flow", "the manual has no flow \"" + std::string(wanted.flow->text()) + "\"", "the id of a procedure with a flow"}));
    if (wanted.queue && !house_.has_queue(*wanted.queue))
        return std::unexpected(Failure(
            Problem{"/queue", "the manual has no queue \"" + std::string(wanted.queue->text()) + "\"", "the id of one of its queues"}));
    change(call, "number " + *called, [&](TelephoneStore& store) {
        store.put({*called, wanted.flow.value_or(Key{}), wanted.queue.value_or(Key{}), wanted.language, wanted.web.value_or(false)});
    });
    return Nothing{};
}

void TelephoneService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/telephones", "list_telephones", Permission::administer, [this](const Call&) -> Answer<TelephonesListed> {
        auto records = records_.borrow();
        TelephoneStore store(*records);
        TelephonesListed listed{store.trunks(), {}, store.numbers()};
        for (const Device& device : store.devices()) listed.devices.push_back({device.name, device.fixed_uri});
        return listed;
    });
    routes.put("/api/v1/telephones/trunks/{name}", "put_trunk", Permission::administer,
               [this](const Call& call, const TrunkWanted& wanted) -> Answer<Nothing> { return put_trunk(call, wanted); });
    routes.put("/api/v1/telephones/devices/{name}", "put_device", Permission::administer,
               [this](const Call& call, const DeviceWanted& wanted) -> Answer<DeviceAccount> { return put_device(call, wanted); });
    routes.put("/api/v1/telephones/numbers/{name}", "put_number", Permission::administer,
               [this](const Call& call, const NumberWanted& wanted) -> Answer<Nothing> { return put_number(call, wanted); });

    const auto remove = [this, &routes](std::string_view path, std::string_view operation, std::string kind,
                                        bool (TelephoneStore::*act)(std::string_view)) {
        routes.delete_(path, operation, Permission::administer, [this, kind, act](const Call& call) -> Answer<Nothing> {
            const auto name = call.at<std::string>("name");
            if (!name) return std::unexpected(name.error());
            bool removed = false;
            change(call, kind + ' ' + *name, [&](TelephoneStore& store) { removed = (store.*act)(*name); });
            if (!removed)
                return std::unexpected(
                    Failure(http::Status::not_found, {"", "there is no " + kind + " \"" + *name + "\"", "see the list"}));
            return Nothing{};
        });
    };
    remove("/api/v1/telephones/trunks/{name}", "remove_trunk", "trunk", &TelephoneStore::remove_trunk);
    remove("/api/v1/telephones/devices/{name}", "remove_device", "device", &TelephoneStore::remove_device);
    remove("/api/v1/telephones/numbers/{name}", "remove_number", "number", &TelephoneStore::remove_number);
}

}  // namespace markaz::switchboard
