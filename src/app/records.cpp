#include "app/records.hpp"

#include <array>

#include "contact/store.hpp"
#include "customer/store.hpp"
#include "driver/projector.hpp"
#include "journal/store_directory.hpp"
#include "journal/store_vault.hpp"
#include "message/store.hpp"
#include "people/store.hpp"
#include "switchboard/store.hpp"

namespace markaz::app {

namespace {

/// Numbers run on; a step that has been released is never changed. What projections fold is not here: they make their own tables.
constexpr std::array schema{
    storage::Migration{1, "projections", driver::projection_schema},
    storage::Migration{2, "vault", journal::vault_schema},
    storage::Migration{3, "telephones", switchboard::telephone_schema},
    storage::Migration{4, "recordings", contact::recording_schema},
    storage::Migration{5, "people", people::people_schema},
    storage::Migration{6, "messages", message::message_schema},
    storage::Migration{7, "numbers", journal::vault_numbers},
    storage::Migration{8, "calls out", switchboard::calls_out_schema},
    storage::Migration{9, "voicemail", people::voicemail_capacity},
    storage::Migration{10, "owners", people::owned_procedures},
    storage::Migration{11, "settled results", contact::settled_schema},
    storage::Migration{12, "customers", customer::customer_schema},
    storage::Migration{13, "audit", people::audit_by_subject},
};

}  // namespace

Result<storage::Database> connect_records(const std::filesystem::path& data) {
    return storage::Database::open(data / journal::records_file, storage::Database::Mode::read_write);
}

Result<storage::Database> open_records(const std::filesystem::path& data) {
    auto opened = connect_records(data);
    if (!opened) return opened;
    if (auto migrated = storage::migrate(*opened, schema); !migrated) return std::unexpected(migrated.error());
    return opened;
}

Result<storage::Database> read_records(const std::filesystem::path& data) {
    auto opened = storage::Database::open(data / journal::records_file, storage::Database::Mode::read_only);
    if (!opened) return opened;
    if (auto known = storage::refuse_newer(*opened, schema); !known) return std::unexpected(known.error());
    return opened;
}

}  // namespace markaz::app
