#pragma once
// What somebody wrote beside a contact: a reason, or what came of it.

#include <optional>
#include <string>
#include <string_view>

#include "contact/types.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/database.hpp"

namespace markaz::contact {

/// Keeps it in the vault without card numbers, as notes are kept. Refuses what says nothing, or more than 2,000 bytes; `field` is its
/// place in the request.
http::Answer<VaultId> keep_written(storage::Database& records, const std::optional<std::string>& written, std::string_view field);

}  // namespace markaz::contact
