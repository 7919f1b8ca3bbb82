#include "app/manuals.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "metrics/interval.hpp"
#include "procedure/compile.hpp"
#include "sim/example.hpp"

namespace markaz::app {

namespace fs = std::filesystem;

namespace {

/// Clocks are told for so long from the publication; a manual that is older has been published again.
constexpr auto clocks_known_for = std::chrono::years{20};

/// What the clocks of the manual's sites do, as this computer knows it today.
Result<std::vector<routing::Zone>> zones_of(const procedure::Manual& manual) {
    std::vector<routing::Zone> zones;
    const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    for (const routing::QueuePolicy& queue : manual.queues) {
        const std::string& name = queue.hours.zone;
        if (name.empty() || std::ranges::find(zones, name, &routing::Zone::name) != zones.end()) continue;
        const auto changes = metrics::offset_changes(name, now, now + clocks_known_for);
        if (!changes) return std::unexpected(changes.error());
        routing::Zone& zone = zones.emplace_back();
        zone.name = name;
        for (const metrics::OffsetChange& each : *changes) zone.offsets.push_back({each.from, each.ahead});
    }
    return zones;
}

}  // namespace

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
    if (error)
        return problem(directory.string(), "the manual cannot be read: " + error.message(), "name a directory that holds procedures");
    if (sources.empty())
        return problem(directory.string(), "no document is here", "a manual is a directory of .md files, one folder a procedure");
    std::ranges::sort(sources, {}, &procedure::SourceDocument::path);
    return sources;
}

procedure::Checked judge_manual(std::vector<procedure::SourceDocument> sources) {
    procedure::Checked checked = procedure::check(std::move(sources));
    if (checked.findings.empty()) checked.findings = sim::run_examples(checked.manual, checked.examples);
    return checked;
}

Result<void> check_manual(const std::vector<procedure::SourceDocument>& sources) {
    const procedure::Checked checked = judge_manual(sources);
    if (checked.findings.empty()) {
        if (auto zones = zones_of(checked.manual); !zones) return std::unexpected(zones.error());
        return {};
    }
    Problem first = checked.findings.front().problem();
    if (const auto more = checked.findings.size() - 1; more > 0) first.right += "; `markaz check` names " + std::to_string(more) + " more";
    return std::unexpected(std::move(first));
}

Result<std::unique_ptr<Manuals>> Manuals::open(const fs::path& data, storage::Database::Mode mode) {
    auto documents = journal::Documents::open(data, mode);
    if (!documents) return std::unexpected(documents.error());
    auto published = documents->publications();
    if (!published) return std::unexpected(published.error());
    return std::unique_ptr<Manuals>(new Manuals(std::move(*documents), std::move(*published)));
}

Result<procedure::ManualRef> Manuals::find(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents) {
    std::lock_guard lock(mutex_);
    auto manual = compiled(version, documents);
    if (manual || published_.empty() || version >= published_.rbegin()->first) return manual;
    unreadable_.emplace(version, manual.error());
    auto empty = std::make_shared<procedure::Manual>();
    empty->version = version;
    return known_.emplace(version, std::move(empty)).first->second;
}

std::vector<std::pair<std::uint64_t, Problem>> Manuals::unreadable() {
    std::lock_guard lock(mutex_);
    return {unreadable_.begin(), unreadable_.end()};
}

Result<std::string> Manuals::text_of(const procedure::DocumentRef& document) {
    std::lock_guard lock(mutex_);
    auto text = documents_.get(document.sha256);
    if (!text) return std::unexpected(text.error());
    if (!*text) return problem(document.path, "the text is not there", "restore journal.db from a backup");
    return std::move(**text);
}

Result<std::vector<journal::Documents::Publication>> Manuals::history() {
    std::lock_guard lock(mutex_);
    return documents_.history();
}

Result<procedure::ManualRef> Manuals::compiled(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents) {
    if (const auto known = known_.find(version); known != known_.end()) return known->second;
    std::vector<procedure::SourceDocument> sources;
    for (const procedure::DocumentRef& document : documents) {
        auto text = documents_.get(document.sha256);
        if (!text) return std::unexpected(text.error());
        if (!*text)
            return problem(document.path, "the text of manual version " + std::to_string(version) + " is not there",
                           "restore journal.db from a backup");
        sources.push_back({document.path, std::move(**text)});
    }
    auto manual = procedure::compile(std::move(sources), procedure::Demand::stored);
    if (!manual)
        return problem(manual.error().front().problem().where,
                       "manual version " + std::to_string(version) + " can no longer be read: " + manual.error().front().what,
                       "start the program that published it, or one that still reads it");
    manual->version = version;
    published_[version] = documents;
    return known_.emplace(version, std::make_shared<const procedure::Manual>(std::move(*manual))).first->second;
}

journal::ManualLibrary Manuals::library() {
    return [this](std::uint64_t version, const std::vector<procedure::DocumentRef>& documents) { return find(version, documents); };
}

procedure::ManualRef Manuals::of(std::uint64_t version) {
    std::lock_guard lock(mutex_);
    const auto published = published_.find(version);
    if (published == published_.end()) return nullptr;
    const std::vector<procedure::DocumentRef> documents = published->second;
    return compiled(version, documents).value_or(nullptr);
}

procedure::ManualRef Manuals::newest() {
    std::uint64_t version = 0;
    {
        std::lock_guard lock(mutex_);
        if (!published_.empty()) version = published_.rbegin()->first;
    }
    return of(version);
}

Result<centre::ManualPublished> Manuals::prepare(std::vector<procedure::SourceDocument> sources) {
    // Judged before the lock is taken: whoever is led by an older version needs it meanwhile.
    procedure::Checked checked = judge_manual(sources);
    if (!checked.findings.empty()) {
        std::string lines;
        for (const procedure::Finding& finding : checked.findings) lines += (lines.empty() ? "" : "\n") + finding.problem().line();
        return problem({}, std::move(lines));
    }
    auto zones = zones_of(checked.manual);
    if (!zones) return std::unexpected(zones.error());
    std::lock_guard lock(mutex_);
    for (const procedure::SourceDocument& source : sources)
        if (auto kept = documents_.put(source.text); !kept) return std::unexpected(kept.error());
    const std::uint64_t version = published_.empty() ? 1 : published_.rbegin()->first + 1;
    checked.manual.version = version;
    const auto manual = std::make_shared<const procedure::Manual>(std::move(checked.manual));
    prepared_ = manual;
    return centre::ManualPublished{version, manual->documents, manual, std::move(*zones)};
}

void Manuals::see(std::span<const centre::Told> told) {
    for (const centre::Told& each : told)
        if (const auto* fact = std::get_if<centre::ManualInForce>(&each.what)) put_in_force(fact->version);
}

void Manuals::put_in_force(std::uint64_t version) {
    std::lock_guard lock(mutex_);
    if (!prepared_ || prepared_->version != version) return;
    published_[version] = prepared_->documents;
    known_[version] = std::move(prepared_);
    prepared_.reset();
}

}  // namespace markaz::app
