// `markaz replay --data DIR`: the journal through the machine once more; every digest of this machine version must come out.

#include <cinttypes>
#include <cstdio>

#include "app/commands.hpp"
#include "app/manuals.hpp"
#include "driver/replay.hpp"

namespace markaz::app {

int replay(const ReplayOptions& options) {
    auto store = journal::Store::open_to_read(options.data);
    if (!store) return refuse(store.error());
    auto manuals = Manuals::open(options.data, storage::Database::Mode::read_only);
    if (!manuals) return refuse(manuals.error());
    const auto replayed = driver::replay(*store, (*manuals)->library());
    if (!replayed) return refuse(replayed.error());
    std::printf("%" PRIu64 " entries from %" PRIu64 " to %" PRIu64 ": every digest comes out\n", replayed->compared, replayed->from,
                replayed->to);
    return exit_done;
}

}  // namespace markaz::app
