#include "switchboard/store.hpp"

#include <sstream>

namespace markaz::switchboard {

std::vector<Device> TelephoneStore::devices() { return records_.query<Device>("select name, ha1, fixed_uri from device order by name"); }
std::vector<Trunk> TelephoneStore::trunks() {
    return records_.query<Trunk>("select name, address, call_port, call_prefixes, call_as from trunk order by name");
}
std::vector<DialledNumber> TelephoneStore::numbers() {
    return records_.query<DialledNumber>("select called, flow, queue, language, web from dialled_number order by called");
}

std::string TelephoneStore::secret(std::string_view name, std::string_view fresh) {
    records_.run("insert into telephone_secret (name, value) values (?1, ?2) on conflict (name) do nothing", name, fresh);
    return *records_.query_one<std::string>("select value from telephone_secret where name = ?1", name);
}

void TelephoneStore::put(const Device& device) {
    records_.run("insert into device (name, ha1, fixed_uri) values (?1, ?2, ?3) on conflict (name) do update set ha1 = ?2, fixed_uri = ?3",
                 device.name, device.ha1, device.fixed_uri);
}

void TelephoneStore::put(const Trunk& trunk) {
    records_.run("insert into trunk (name, address, call_port, call_prefixes, call_as) values (?1, ?2, ?3, ?4, ?5) on conflict (name) do "
                 "update set address = ?2, call_port = ?3, call_prefixes = ?4, call_as = ?5",
                 trunk.name, trunk.address, trunk.call_port, trunk.call_prefixes, trunk.call_as);
}

void TelephoneStore::put(const DialledNumber& number) {
    records_.run(
        "insert into dialled_number (called, flow, queue, language, web) values (?1, ?2, ?3, ?4, ?5) "
        "on conflict (called) do update set flow = ?2, queue = ?3, language = ?4, web = ?5",
        number.called, number.flow, number.queue, number.language, number.web);
}

bool TelephoneStore::remove_device(std::string_view name) { return records_.run("delete from device where name = ?1", name) > 0; }
bool TelephoneStore::remove_trunk(std::string_view name) { return records_.run("delete from trunk where name = ?1", name) > 0; }
bool TelephoneStore::remove_number(std::string_view called) {
    return records_.run("delete from dialled_number where called = ?1", called) > 0;
}

std::vector<telephony::Device> TelephoneStore::known_devices() {
    std::vector<telephony::Device> known;
    for (const Device& device : devices()) known.push_back({device.name, device.ha1, device.fixed_uri});
    return known;
}

telephony::Trunk known(const Trunk& trunk) {
    telephony::Trunk made{trunk.name, trunk.address, static_cast<std::uint16_t>(trunk.call_port), {}, trunk.call_as};
    std::istringstream prefixes(trunk.call_prefixes);
    for (std::string each; prefixes >> each;) made.call_prefixes.push_back(each);
    return made;
}

std::vector<telephony::Trunk> TelephoneStore::known_trunks() {
    std::vector<telephony::Trunk> all;
    for (const Trunk& trunk : trunks()) all.push_back(known(trunk));
    return all;
}

}  // namespace markaz::switchboard
