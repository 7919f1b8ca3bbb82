#include "app/manuals.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "procedure/compile.hpp"

namespace markaz::app {

namespace fs = std::filesystem;

Result<std::vector<procedure::SourceDocument>> read_manual(const fs::path& directory) {
    std::error_code error;
    std::vector<procedure::SourceDocument> sources;
    for (fs::recursive_directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->is_regular_file() || entry->path().extension() != ".md") continue;
        std::ifstream in(entry->path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        if (in.bad()) return problem(entry->path().string(), "the document cannot be read", "give the program's user read permission");
        sources.push_back({fs::relative(entry->path(), directory).generic_string(), std::move(text)});
    }
    if (error) return problem(directory.string(), "the manual cannot be read: " + error.message(), "name a directory that holds procedures");
    if (sources.empty()) return problem(directory.string(), "no document is here", "a manual is a directory of .md files, one folder a procedure");
    std::ranges::sort(sources, {}, &procedure::SourceDocument::path);
    return sources;
}

Result<procedure::ManualRef> Manuals::find(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents) {
    std::lock_guard lock(mutex_);
    if (const auto known = known_.find(version); known != known_.end()) return known->second;
    std::vector<procedure::SourceDocument> sources;
    for (const procedure::DocumentRef& document : documents) {
        auto text = documents_.get(document.sha256);
        if (!text) return std::unexpected(text.error());
        if (!*text) return problem(document.path, "the text of manual version " + std::to_string(version) + " is not there", "restore journal.db from a backup");
        sources.push_back({document.path, std::move(**text)});
    }
    auto compiled = procedure::compile(std::move(sources));
    if (!compiled)
        return problem(compiled.error().front().problem().where, "manual version " + std::to_string(version) + " can no longer be read: " + compiled.error().front().what,
                       "start the program that published it, or one that still reads it");
    compiled->version = version;
    return keep(std::move(*compiled));
}

journal::ManualLibrary Manuals::library() {
    return [this](std::uint64_t version, const std::vector<procedure::DocumentRef>& documents) { return find(version, documents); };
}

procedure::ManualRef Manuals::of(std::uint64_t version) const {
    std::lock_guard lock(mutex_);
    const auto known = known_.find(version);
    return known == known_.end() ? nullptr : known->second;
}

procedure::ManualRef Manuals::newest() const {
    std::lock_guard lock(mutex_);
    return known_.empty() ? nullptr : known_.rbegin()->second;
}

Result<centre::ManualPublished> Manuals::prepare(std::vector<procedure::SourceDocument> sources) {
    std::lock_guard lock(mutex_);
    auto compiled = procedure::compile(sources);
    if (!compiled) {
        std::string lines;
        for (const procedure::Finding& finding : compiled.error()) lines += (lines.empty() ? "" : "\n") + finding.problem().line();
        return problem({}, std::move(lines));
    }
    for (const procedure::SourceDocument& source : sources)
        if (auto kept = documents_.put(procedure::sha256_hex(source.text), source.text); !kept) return std::unexpected(kept.error());
    compiled->version = known_.empty() ? 1 : known_.rbegin()->first + 1;
    const procedure::ManualRef manual = keep(std::move(*compiled));
    return centre::ManualPublished{manual->version, manual->documents, manual};
}

procedure::ManualRef Manuals::keep(procedure::Manual manual) {
    const auto version = manual.version;
    return known_.emplace(version, std::make_shared<const procedure::Manual>(std::move(manual))).first->second;
}

}  // namespace markaz::app
