#include "journal/store_documents.hpp"

#include "base/json.hpp"
#include "base/sha256.hpp"
#include "centre/inputs.hpp"
#include "journal/store_directory.hpp"

namespace markaz::journal {

namespace {

struct PublishedRow {
    Instant at{};
    std::string body;
};
BOOST_DESCRIBE_STRUCT(PublishedRow, (), (at, body))

constexpr auto from_a_backup = "restore the newest backup";

std::string place(const storage::Database& database, std::string_view sha256) {
    return database.path().string() + " document " + std::string(sha256);
}

}  // namespace

Result<Documents> Documents::open(const std::filesystem::path& directory, storage::Database::Mode mode) {
    auto database = storage::Database::open(directory / journal_file, mode);
    if (!database) return std::unexpected(std::move(database.error()));
    return Documents(std::move(*database));
}

Result<void> Documents::put(std::string_view text) {
    try {
        database_.run("insert into document (sha256, text) values (?1, ?2) on conflict (sha256) do nothing", sha256_hex(text), text);
        return {};
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), std::string("a document could not be stored: ") + error.what());
    }
}

Result<std::optional<std::string>> Documents::get(std::string_view sha256) {
    try {
        auto text = database_.query_one<std::string>("select text from document where sha256 = ?1", sha256);
        if (text && sha256_hex(*text) != sha256) return problem(place(database_, sha256), "is not as it was written", from_a_backup);
        return text;
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), error.what(), from_a_backup);
    }
}

Result<void> Documents::check() {
    try {
        for (const std::string& hash : database_.query<std::string>("select sha256 from document order by sha256"))
            if (auto text = get(hash); !text) return std::unexpected(std::move(text.error()));
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), error.what(), from_a_backup);
    }
    auto named = publications();
    if (!named) return std::unexpected(std::move(named.error()));
    for (const auto& [version, documents] : *named)
        for (const procedure::DocumentRef& document : documents) {
            auto text = get(document.sha256);
            if (!text) return std::unexpected(std::move(text.error()));
            if (!*text)
                return problem(place(database_, document.sha256),
                               "is missing: " + document.path + " of manual version " + std::to_string(version), from_a_backup);
        }
    return {};
}

Result<Publications> Documents::publications() {
    try {
        Publications all;
        for (const std::string& body :
             database_.query<std::string>("select body from entry where type = 'manual_published' order by number")) {
            auto published = json::read<centre::ManualPublished>(body, {.bytes = body.size()});
            if (!published) return std::unexpected(published.error());
            all[published->version] = std::move(published->documents);
        }
        return all;
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), error.what(), from_a_backup);
    }
}

Result<std::vector<Documents::Publication>> Documents::history() {
    try {
        std::vector<Publication> all;
        for (const PublishedRow& row :
             database_.query<PublishedRow>("select at, body from entry where type = 'manual_published' order by number")) {
            auto published = json::read<centre::ManualPublished>(row.body, {.bytes = row.body.size()});
            if (!published) return std::unexpected(published.error());
            all.push_back({published->version, row.at, std::move(published->documents)});
        }
        return all;
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), error.what(), from_a_backup);
    }
}

}  // namespace markaz::journal
