#include "journal/store_vault.hpp"

#include <random>

namespace markaz::journal {

/// 1 to 2^52 - 1, from the system's source of chance; what imports bring lies above.
contact::VaultId Vault::draw() {
    thread_local std::random_device source;  // to open one is dear
    std::uniform_int_distribution<std::uint64_t> among(1, (std::uint64_t{1} << 52) - 1);
    return {among(source)};
}

Vault::Vault(storage::Database& records) : records_(records) { records_.query<std::int64_t>("pragma secure_delete = on"); }

contact::VaultId Vault::put(const Kept& kept) {
    for (;;) {
        const contact::VaultId id = draw();
        const auto stored = records_.run("insert into vault (id, kind, value) values (?1, ?2, ?3) on conflict (id) do nothing", id,
                                         kept.kind, kept.value);
        if (stored > 0) return id;
    }
}

void Vault::put(contact::VaultId id, const Kept& kept) {
    records_.run("insert into vault (id, kind, value) values (?1, ?2, ?3) on conflict (id) do nothing", id, kept.kind, kept.value);
}

std::optional<std::string> Vault::get(contact::VaultId id, Key kind) {
    if (!id) return std::nullopt;
    return records_.query_one<std::string>("select value from vault where id = ?1 and kind = ?2", id, kind);
}

bool Vault::erase(contact::VaultId id) { return records_.run("delete from vault where id = ?1", id) > 0; }

}  // namespace markaz::journal
