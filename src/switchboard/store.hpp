#pragma once
// The site's telephones in records.db: trunks, devices, and the numbers that callers dial.

#include <string>
#include <vector>

#include "edge/storage/database.hpp"
#include "switchboard/directory.hpp"
#include "telephony/telephony.hpp"

namespace markaz::switchboard {

inline constexpr std::string_view telephone_schema = R"(
create table trunk (name text primary key, address text not null);
create table device (name text primary key, ha1 text not null, fixed_uri text not null);
create table dialled_number (called text primary key, flow text not null, queue text not null, language text not null,
                             web integer not null);
create table telephone_secret (name text primary key, value text not null);
)";

/// What came later: by which trunks calls go out.
inline constexpr std::string_view calls_out_schema = R"(
alter table trunk add column call_port integer not null default 0;
alter table trunk add column call_prefixes text not null default '';
alter table trunk add column call_as text not null default '';
)";

/// A telephone of the site; whose it is, is said with the person (people/store). Its secret is kept as a digest only (RFC 7616
/// section 3.4.2).
struct Device {
    std::string name;
    std::string ha1;                         ///< empty for a fixed address
    std::string fixed_uri;                   ///< empty for one that registers
};
BOOST_DESCRIBE_STRUCT(Device, (), (name, ha1, fixed_uri))

struct Trunk {
    std::string name;
    std::string address;
    std::uint32_t call_port = 0;  ///< at which it takes our calls; 0: it takes none
    std::string call_prefixes{};  ///< separated by spaces: how a number begins that may be called
    std::string call_as{};        ///< the number that we show
};
BOOST_DESCRIBE_STRUCT(Trunk, (), (name, address, call_port, call_prefixes, call_as))

/// As the telephone takes it.
telephony::Trunk known(const Trunk& trunk);

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class TelephoneStore {
public:
    explicit TelephoneStore(storage::Database& records) : records_(records) {}

    std::vector<Device> devices();
    std::vector<Trunk> trunks();
    /// A secret of the telephone's own, nobody's data: where there is none yet, `fresh` is kept.
    std::string secret(std::string_view name, std::string_view fresh);

    std::vector<DialledNumber> numbers();

    /// Each replaces what had the same name.
    void put(const Device& device);
    void put(const Trunk& trunk);
    void put(const DialledNumber& number);

    /// True if there was one.
    bool remove_device(std::string_view name);
    bool remove_trunk(std::string_view name);
    bool remove_number(std::string_view called);

    /// What the telephone needs of this.
    std::vector<telephony::Device> known_devices();
    std::vector<telephony::Trunk> known_trunks();

private:
    storage::Database& records_;
};

}  // namespace markaz::switchboard
