#pragma once
// Texts of published manuals, by their hash. They lie in journal.db, because without them a publication cannot be replayed.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "edge/storage/database.hpp"
#include "journal/writer.hpp"

namespace markaz::journal {

/// A connection of its own, so that a publication need not pass through the thread that commits.
class Documents {
public:
    /// The journal must be there (Store::open makes it).
    static Result<Documents> open(const std::filesystem::path& directory, storage::Database::Mode mode);

    /// Keeps the text for ever. A text that is kept already is left as it is.
    Result<void> put(std::string_view text);

    /// Nothing where no text of this hash (sha256_hex) is kept; a Problem where its bytes are not those that had it.
    Result<std::optional<std::string>> get(std::string_view sha256);

    /// Every text that is kept is the one that its hash names, and every text that a publication names is kept.
    Result<void> check();

    /// Every publication of the journal: version and documents, by rising version.
    Result<Publications> publications();

    /// When each version was published, by rising version.
    struct Publication {
        std::uint64_t version = 0;
        Instant at{};
        std::vector<procedure::DocumentRef> documents;
    };
    Result<std::vector<Publication>> history();

private:
    explicit Documents(storage::Database database) : database_(std::move(database)) {}
    storage::Database database_;
};

}  // namespace markaz::journal
