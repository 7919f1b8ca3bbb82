#include "journal/store_documents.hpp"

#include "base/json.hpp"
#include "centre/inputs.hpp"
#include "journal/store_directory.hpp"

namespace markaz::journal {

namespace {

struct PublishedRow {
    Instant at{};
    std::string body;
};
BOOST_DESCRIBE_STRUCT(PublishedRow, (), (at, body))

}  // namespace

Result<Documents> Documents::open(const std::filesystem::path& directory, storage::Database::Mode mode) {
    auto database = storage::Database::open(directory / journal_file, mode);
    if (!database) return std::unexpected(std::move(database.error()));
    return Documents(std::move(*database));
}

Result<void> Documents::put(std::string_view sha256, std::string_view text) {
    try {
        database_.run("insert into document (sha256, text) values (?1, ?2) on conflict (sha256) do nothing", sha256, text);
        return {};
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), std::string("a document could not be stored: ") + error.what());
    }
}

Result<std::optional<std::string>> Documents::get(std::string_view sha256) {
    try {
        return database_.query_one<std::string>("select text from document where sha256 = ?1", sha256);
    } catch (const storage::StorageError& error) {
        return problem(database_.path().string(), error.what(), "restore the newest backup");
    }
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
        return problem(database_.path().string(), error.what(), "restore the newest backup");
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
        return problem(database_.path().string(), error.what(), "restore the newest backup");
    }
}

}  // namespace markaz::journal
