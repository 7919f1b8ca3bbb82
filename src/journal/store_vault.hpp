#pragma once
// The vault: personal data (a number, a name, what somebody typed) under opaque ids. The journal holds the ids alone, so that
// erasing a row here forgets a person while replay and counts stay the same.

#include <optional>
#include <string>

#include "base/key.hpp"
#include "contact/types.hpp"
#include "edge/storage/database.hpp"

namespace markaz::journal {

/// The vault's table in records.db, for the list of migrations of that file.
inline constexpr std::string_view vault_schema =
    "create table vault (id bigint primary key, kind text not null, value text not null)";

/// By this, contacts of one number are found without reading everybody's.
inline constexpr std::string_view vault_numbers = "create index vault_number on vault (value) where kind = 'caller-number'";

struct Kept {
    Key kind;           ///< such as `caller-number` or `note`
    std::string value;  ///< UTF-8
};

/// Works on a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class Vault {
public:
    /// From here on what the connection deletes is overwritten in the file.
    explicit Vault(storage::Database& records);

    /// Keeps a value under a new id, drawn by chance: an id says nothing about when or about whom, and is not used again.
    contact::VaultId put(const Kept& kept);

    /// An id that put() can be given later, for whoever may not wait for the disk.
    static contact::VaultId draw();
    /// Keeps a value under an id that was drawn. Kept already is kept.
    void put(contact::VaultId id, const Kept& kept);

    /// The value of that kind. Nothing when it was erased, never was, or is of another kind: whoever holds an id of a note may not
    /// read a number or a secret by it.
    std::optional<std::string> get(contact::VaultId id, Key kind);

    /// True if there was something to erase.
    bool erase(contact::VaultId id);

private:
    storage::Database& records_;
};

}  // namespace markaz::journal
