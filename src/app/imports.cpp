// `markaz import queue-log`, `markaz import calls`, `markaz import list`, `markaz import remove`: what another system has recorded.

#include "app/imports.hpp"

#include <array>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

#include <openssl/evp.h>

#include "app/house.hpp"
#include "app/records.hpp"
#include "imports/call_map.hpp"
#include "imports/queue_log.hpp"
#include "imports/store.hpp"

namespace markaz::app {

namespace {

namespace fs = std::filesystem;
using imports::Observations;

constexpr std::size_t piece = std::size_t{1} << 20;
/// So many lines are told one by one; the rest is told by number and reason.
constexpr std::uint64_t most_told = 20;
/// Beyond so many days between the first and the last call nobody wants to read which were quiet.
constexpr std::size_t most_days = 3'700;

/// Hands the file over in pieces.
template <class Take>
Result<void> each_piece(const fs::path& path, Take take) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(piece, '\0');
    while (file) {
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        take(std::string_view(bytes.data(), static_cast<std::size_t>(file.gcount())));
    }
    if (file.eof()) return {};
    return problem(path.string(), "the file cannot be read", "give the program's user read permission");
}

Result<std::string> sha256_of(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return problem(path.string(), "there is no such file", "name a file that can be read");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    const auto read = each_piece(path, [&](std::string_view bytes) { EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()); });
    if (!read) return std::unexpected(read.error());
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    std::string hex;
    for (const unsigned char byte : digest) hex.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
    return hex;
}

/// Opens records.db, made where it is not. A centre may run on the directory: then everything is there, and only the lock of imports
/// is taken.
struct Place {
    std::optional<journal::DirectoryLock> lock;
    std::optional<storage::Database> records;
    std::optional<Observations> observations;
};

Result<Place> open_place(const fs::path& data) {
    Place place;
    const bool there = fs::exists(data / journal::journal_file);
    bool runs = false;
    if (there) {
        const auto free = journal::DirectoryLock::take(data);
        runs = !free;
    }
    if (runs) {
        std::fprintf(stderr, "markaz: a centre runs on %s; its Board shows what is imported of today after its next start\n", data.c_str());
    } else if (auto house = House::open(data, journal::Use::as_it_is); !house) {
        return std::unexpected(house.error());
    }
    auto lock = journal::DirectoryLock::take(data, journal::imports_lock_file);
    if (!lock) return std::unexpected(lock.error());
    place.lock = std::move(*lock);
    auto records = connect_records(data);
    if (!records) return std::unexpected(records.error());
    place.records = std::move(*records);
    auto observations = Observations::open(data, Observations::Mode::read_write);
    if (!observations) return std::unexpected(observations.error());
    place.observations = std::move(*observations);
    return place;
}

/// Tells what is odd by line, and counts the rest.
class Account {
public:
    explicit Account(std::string file) : file_(std::move(file)) {}

    void odd(std::string_view kind, std::uint64_t line, std::string_view reason, std::string_view detail) {
        ++reasons_[std::string(kind) + ": " + std::string(reason)];
        if (++told_ > most_told) return;
        std::fprintf(stderr, "markaz: %s:%llu: %s: %s%s%s\n", file_.c_str(), static_cast<unsigned long long>(line),
                     std::string(kind).c_str(), std::string(reason).c_str(), detail.empty() ? "" : ": ", std::string(detail).c_str());
    }
    void day(Instant at) {
        if (days_.size() < most_days) days_.insert(std::chrono::floor<std::chrono::days>(at));
    }
    void finish() const {
        if (told_ > most_told) {
            std::fprintf(stderr, "markaz: in all");
            const char* before = ": ";
            for (const auto& [reason, count] : reasons_) {
                std::fprintf(stderr, "%s%llu times %s", before, static_cast<unsigned long long>(count), reason.c_str());
                before = "; ";
            }
            std::fputc('\n', stderr);
        }
        tell_quiet_days();
    }

private:
    /// A day without a call may be a holiday, or a day that the other system has lost.
    void tell_quiet_days() const {
        std::string text;
        std::size_t quiet = 0;
        for (auto day = days_.begin(); day != days_.end() && std::next(day) != days_.end(); ++day)
            for (auto missing = *day + std::chrono::days{1}; missing < *std::next(day); missing += std::chrono::days{1})
                if (++quiet <= most_told) text.append(quiet == 1 ? "" : ", ").append(iso8601(Instant{missing}), 0, 10);
        if (quiet > 0)
            std::fprintf(stderr, "markaz: %s: %zu days between the first call and the last have none (by UTC): %s%s\n", file_.c_str(),
                         quiet, text.c_str(), quiet > most_told ? ", ..." : "");
    }

    std::string file_;
    std::map<std::string, std::uint64_t> reasons_;
    std::set<std::chrono::sys_days> days_;
    std::uint64_t told_ = 0;
};

/// What a reader of one format must offer here.
struct Source {
    std::string name;
    imports::Format format;
    std::function<Result<void>(const fs::path& file, imports::Findings findings)> read;
};

int import_file(const fs::path& file, const fs::path& data, const Source& source) {
    auto hash = sha256_of(file);
    if (!hash) return refuse(hash.error());
    auto place = open_place(data);
    if (!place) return refuse(place.error());
    try {
        const auto known = place->observations->segment_of(*hash);
        if (known) {
            if (auto caught_up = imports::catch_up(data, *place->records); !caught_up) return fail(caught_up.error());
            std::fprintf(stderr, "markaz: %s: imported before as segment %llu, from %s; nothing was changed\n", file.c_str(),
                         static_cast<unsigned long long>(known->id), known->file.c_str());
            return exit_done;
        }
        imports::Segment segment;
        segment.source = source.name;
        segment.format = source.format;
        segment.file = file.filename().string();
        if (!imports::is_text(segment.file)) segment.file = "file";
        segment.sha256 = *hash;
        Observations::Writing writing(*place->observations, *place->records, segment);
        Account account(file.string());
        std::uint64_t lines = 0;
        imports::Findings findings;
        findings.observe = [&](const imports::Observation& seen) {
            lines = std::max(lines, seen.line);
            account.day(seen.at);
            writing.observe(seen);
        };
        findings.set_aside = [&](std::uint64_t line, std::string_view reason, std::string_view detail, std::string_view text) {
            lines = std::max(lines, line);
            account.odd("set aside", line, reason, imports::is_text(detail) ? detail : "");
            writing.set_aside(line, reason, text);
        };
        findings.note = [&](std::uint64_t line, std::string_view reason, std::string_view detail) {
            account.odd("odd", line, reason, imports::is_text(detail) ? detail : "");
        };
        if (auto read = source.read(file, std::move(findings)); !read) {
            writing.give_up();
            return refuse(read.error());
        }
        account.finish();
        if (lines == 0 || writing.observations() == 0) {
            writing.give_up();
            return refuse({file.string(), "nothing in it can be read", "name a file of this kind; `markaz import --help` names the kinds"});
        }
        segment = writing.seal(lines, std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
        const imports::Folded folded = imports::fold(*place->observations, *place->records, segment);
        std::fprintf(stderr,
                     "markaz: segment %llu of %s: %llu observations, %llu of them known before, %llu lines set aside; %llu contacts, "
                     "%llu of them without an end\n",
                     static_cast<unsigned long long>(segment.id), segment.source.c_str(),
                     static_cast<unsigned long long>(segment.observations), static_cast<unsigned long long>(segment.seen_before),
                     static_cast<unsigned long long>(segment.set_aside), static_cast<unsigned long long>(folded.contacts),
                     static_cast<unsigned long long>(folded.without_end));
        return exit_done;
    } catch (const storage::StorageError& error) {
        return fail({(data / imports::observations_file).string(), error.what(), "make space on the disk, and import the file again"});
    }
}

Result<imports::CallMap> read_map(const fs::path& path) {
    std::error_code error;
    constexpr std::uintmax_t largest = std::uintmax_t{1} << 20;
    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > largest || !file)
        return problem(path.string(), "the map cannot be read", "name a YAML file of at most 1 MiB");
    std::ostringstream text;
    text << file.rdbuf();
    auto map = imports::read_call_map(text.str(), path.string());
    if (map) return std::move(*map);
    for (std::size_t each = 0; each + 1 < map.error().size(); ++each) refuse(map.error()[each]);
    return std::unexpected(map.error().back());
}

}  // namespace

int import_queue_log(const ImportQueueLogOptions& options) {
    const auto zone = metrics::Calendar::of(options.timezone, std::chrono::Monday);
    if (!zone) {
        std::fprintf(stderr, "markaz: --timezone: %s\n", zone.error().line().c_str());
        return exit_usage;
    }
    const Source source{options.source, imports::Format::queue_log, [&](const fs::path& file, imports::Findings findings) -> Result<void> {
        imports::QueueLogReader reader(*zone, std::move(findings));
        auto read = each_piece(file, [&](std::string_view bytes) { reader.take(bytes); });
        if (read) reader.finish();
        return read;
    }};
    return import_file(options.file, options.data, source);
}

int import_calls(const ImportCallsOptions& options) {
    const auto map = read_map(options.map);
    if (!map) return refuse(map.error());
    const Source source{map->source, imports::Format::calls, [&](const fs::path& file, imports::Findings findings) -> Result<void> {
        imports::CallReader reader(*map, std::move(findings));
        auto read = each_piece(file, [&](std::string_view bytes) { reader.take(bytes); });
        if (!read) return read;
        reader.finish();
        if (reader.left_out() > 0)
            std::fprintf(stderr, "markaz: %s: %llu rows were left out, as the map says\n", file.c_str(),
                         static_cast<unsigned long long>(reader.left_out()));
        if (const auto& wrong = reader.wrong_heading())
            return problem(file.string() + ": " + wrong->where, wrong->what, wrong->right);
        return {};
    }};
    return import_file(options.file, options.data, source);
}

int import_list(const ImportListOptions& options) {
    if (!fs::exists(options.data / imports::observations_file)) return exit_done;
    auto observations = Observations::open(options.data, Observations::Mode::read_only);
    if (!observations) return refuse(observations.error());
    for (const imports::Segment& each : observations->segments()) {
        std::printf("%llu %s %s %s sha256 %s: %llu observations, %llu lines set aside, from %s to %s\n",
                    static_cast<unsigned long long>(each.id), each.source.c_str(), std::string(enum_name(each.format)).c_str(),
                    each.file.c_str(), each.sha256.c_str(), static_cast<unsigned long long>(each.observations),
                    static_cast<unsigned long long>(each.set_aside), each.from ? iso8601(*each.from).c_str() : "-",
                    each.until ? iso8601(*each.until).c_str() : "-");
        if (!options.aside) continue;
        observations->each_set_aside(each.id, [&](const imports::LineSetAside& line) {
            std::printf("  line %llu: %s: %s\n", static_cast<unsigned long long>(line.line), line.reason.c_str(), line.text.c_str());
        });
    }
    return exit_done;
}

int import_remove(const ImportRemoveOptions& options) {
    if (!fs::exists(options.data / imports::observations_file))
        return refuse({options.data.string(), "nothing was imported here", "`markaz import list` names what was"});
    auto place = open_place(options.data);
    if (!place) return refuse(place.error());
    try {
        for (const imports::Segment& each : place->observations->segments()) {
            if (each.id != options.segment) continue;
            imports::remove(*place->observations, *place->records, each);
            std::fprintf(stderr, "markaz: segment %llu is gone, with its contacts\n", static_cast<unsigned long long>(each.id));
            return exit_done;
        }
    } catch (const storage::StorageError& error) {
        return fail({(options.data / imports::observations_file).string(), error.what(), ""});
    }
    return refuse({"segment " + std::to_string(options.segment), "it is not here", "`markaz import list` names those that are"});
}

}  // namespace markaz::app
