#include "contact/api_written.hpp"

#include "base/card_number.hpp"
#include "journal/store_vault.hpp"

namespace markaz::contact {

using http::Failure;

http::Answer<VaultId> keep_written(storage::Database& records, const std::optional<std::string>& written, std::string_view field) {
    constexpr std::size_t longest = 2000;  // bytes
    const std::string where = "/" + std::string(field);
    if (!written || written->find_first_not_of(" \t\r\n") == std::string::npos)
        return std::unexpected(Failure({where, "nothing is written", "write at least one word"}));
    if (written->size() > longest)
        return std::unexpected(Failure({where, "this is too long", "at most " + std::to_string(longest) + " bytes"}));
    return journal::Vault(records).put({"note"_key, without_card_numbers(*written)});
}

}  // namespace markaz::contact
