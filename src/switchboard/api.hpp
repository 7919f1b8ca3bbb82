#pragma once
// The site's telephones: trunks, devices, and the numbers that callers dial.

#include <functional>

#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "switchboard/store.hpp"

namespace markaz::switchboard {

/// A device as an administrator sees it: never its secret.
struct DeviceListed {
    std::string name;
    std::string fixed_uri;  ///< empty: it registers
};
BOOST_DESCRIBE_STRUCT(DeviceListed, (), (name, fixed_uri))

struct TelephonesListed {
    std::vector<Trunk> trunks;
    std::vector<DeviceListed> devices;
    std::vector<DialledNumber> numbers;
};
BOOST_DESCRIBE_STRUCT(TelephonesListed, (), (trunks, devices, numbers))

/// Where `call_port` is given, customers are called back through it, and nobody but numbers that begin with one of the prefixes.
struct TrunkWanted {
    std::string address;  ///< IPv4 or IPv6, without port
    std::optional<std::uint32_t> call_port;  ///< UDP
    std::optional<std::vector<std::string>> call_prefixes;  ///< such as +62
    std::optional<std::string> call_as;      ///< the number that customers see
};
BOOST_DESCRIBE_STRUCT(TrunkWanted, (), (address, call_port, call_prefixes, call_as))

/// Without a fixed address the device registers, with the password that the answer tells.
struct DeviceWanted {
    std::optional<std::string> fixed_uri;
};
BOOST_DESCRIBE_STRUCT(DeviceWanted, (), (fixed_uri))

struct DeviceAccount {
    std::string user;
    std::optional<std::string> password;  ///< told once; only its digest is kept
};
BOOST_DESCRIBE_STRUCT(DeviceAccount, (), (user, password))

/// Exactly one of flow and queue.
struct NumberWanted {
    std::optional<Key> flow, queue;
    Language language = Language::en;
    std::optional<bool> web;  ///< customers may call it from the page /call
};
BOOST_DESCRIBE_STRUCT(NumberWanted, (), (flow, queue, language, web))

/// What telephones need of the house.
struct TelephoneHouse {
    std::function<bool(Key flow)> has_flow;
    std::function<bool(Key queue)> has_queue;
    std::function<void()> changed;                               ///< called after each change
    std::function<void(people::PersonId who, std::string subject)> audit;
};

/// Thread-safe. `records` outlives it.
class TelephoneService {
public:
    TelephoneService(storage::Connections& records, TelephoneHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/telephones; PUT and DELETE /api/v1/telephones/{trunks|devices|numbers}/{name}.
    void add_routes(http::Routes& routes);

private:
    http::Answer<http::Nothing> put_trunk(const http::Call& call, const TrunkWanted& wanted);
    http::Answer<DeviceAccount> put_device(const http::Call& call, const DeviceWanted& wanted);
    http::Answer<http::Nothing> put_number(const http::Call& call, const NumberWanted& wanted);
    void change(const http::Call& call, const std::string& subject, const std::function<void(TelephoneStore&)>& act);

    storage::Connections& records_;
    TelephoneHouse house_;
};

}  // namespace markaz::switchboard
