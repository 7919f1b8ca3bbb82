// `markaz backup`, `markaz restore`, `markaz salvage`, `markaz verify`: copies of a data directory, and the proof that one is sound.

#include "driver/backup.hpp"

#include <cinttypes>
#include <cstdio>

#include "app/commands.hpp"
#include "app/manuals.hpp"
#include "app/records.hpp"

namespace markaz::app {

namespace {

int say(const Result<driver::Copied>& copied, const std::filesystem::path& target) {
    if (!copied) return refuse(copied.error());
    std::printf("%s: entries up to %" PRIu64 ", and %zu files\n", target.c_str(), copied->last, copied->files);
    return exit_done;
}

}  // namespace

int backup(const BackupOptions& options) { return say(driver::back_up(options.data, options.target), options.target); }

int restore(const RestoreOptions& options) { return say(driver::restore(options.backup, options.data), options.data); }

int salvage(const SalvageOptions& options) {
    const auto salvaged = driver::salvage(options.data, options.target);
    if (!salvaged) return refuse(salvaged.error());
    if (salvaged->damage)
        std::fprintf(stderr, "markaz: %s: %s; what stands behind it is lost\n", salvaged->damage->where.c_str(),
                     salvaged->damage->what.c_str());
    std::printf("%s: entries up to %" PRIu64 "\n", options.target.c_str(), salvaged->last);
    return exit_done;
}

int verify(const VerifyOptions& options) {
    if (std::filesystem::exists(options.data / journal::records_file))
        if (auto records = read_records(options.data); !records) return refuse(records.error());
    auto manuals = Manuals::open(options.data, storage::Database::Mode::read_only);
    if (!manuals) return refuse(manuals.error());
    const auto verified = driver::verify(options.data, (*manuals)->library());
    if (!verified) return refuse(verified.error());
    std::printf("journal: %" PRIu64 " entries and %zu snapshots are as they were written\n", verified->last, verified->snapshots);
    std::printf("replay: %" PRIu64 " entries from %" PRIu64 ": every digest comes out\n", verified->replayed.compared,
                verified->replayed.from);
    for (const driver::ProjectionStanding& each : verified->projections)
        std::printf("records: %s stands at entry %" PRIu64 "\n", each.name.c_str(), each.applied);
    return exit_done;
}

}  // namespace markaz::app
