#pragma once
// Manuals between files, journal and machine: reading a directory, publishing, finding a published version again.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "driver/live.hpp"
#include "journal/codec.hpp"
#include "journal/store_documents.hpp"
#include "procedure/compile.hpp"
#include "procedure/document.hpp"

namespace markaz::app {

/// Every `.md` file below the directory, with its path relative to it. A Problem when there is none or one cannot be read.
Result<std::vector<procedure::SourceDocument>> read_manual(const std::filesystem::path& directory);

/// All that is wrong with a manual: what procedure::check finds, and the examples that fail, which are run where nothing else is wrong.
procedure::Checked judge_manual(std::vector<procedure::SourceDocument> sources);

/// Refuses a manual with findings: the Problem is the first one, and says how many more there are.
Result<void> check_manual(const std::vector<procedure::SourceDocument>& sources);

/// The published manuals of a data directory: compiled once each, found by version. Thread-safe.
class Manuals {
public:
    /// Knows the publications of the journal.
    static Result<std::unique_ptr<Manuals>> open(const std::filesystem::path& data, storage::Database::Mode mode);

    /// For the journal: compiles a version from the texts that its hashes name. One that can no longer be read and was superseded is
    /// an empty manual, so that a start is not stopped by runs of yesterday; unreadable() names it.
    Result<procedure::ManualRef> find(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents);
    journal::ManualLibrary library();

    /// The manual of a version; null where there is none, or where it can no longer be read.
    procedure::ManualRef of(std::uint64_t version);

    /// What a document of a published manual says; a Problem where it is not kept.
    Result<std::string> text_of(const procedure::DocumentRef& document);
    Result<std::vector<journal::Documents::Publication>> history();

    /// Versions that a run may still name and that can no longer be read, with the reason. Such a run has no steps.
    std::vector<std::pair<std::uint64_t, Problem>> unreadable();

    /// The newest version; null before the first publication.
    procedure::ManualRef newest();

    /// Compiles a manual for publication as the next version and keeps its texts. Nothing is in force until the input that it
    /// returns has been taken: until then it is no version, and the next one that is prepared has its number. Every finding stands in
    /// the Problem's text, one a line.
    Result<centre::ManualPublished> prepare(std::vector<procedure::SourceDocument> sources);
    /// What the machine told: a version that is in force is one from now on.
    void see(std::span<const centre::Told> told);
    /// Whoever publishes holds it from prepare() on until the machine has answered, so that no two have one number.
    std::unique_lock<std::mutex> turn_to_publish() { return std::unique_lock(publishing_); }

private:
    Manuals(journal::Documents documents, journal::Publications published)
        : documents_(std::move(documents)), published_(std::move(published)) {}
    void put_in_force(std::uint64_t version);
    Result<procedure::ManualRef> compiled(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents);

    std::mutex mutex_, publishing_;
    journal::Documents documents_;
    journal::Publications published_;
    std::map<std::uint64_t, procedure::ManualRef> known_;
    procedure::ManualRef prepared_;  ///< not in force yet, or refused
    std::map<std::uint64_t, Problem> unreadable_;
};

}  // namespace markaz::app
