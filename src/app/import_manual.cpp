// `markaz import manual DIR`: publishes a manual in a directory whose centre does not run.

#include <chrono>
#include <cstdio>

#include "app/commands.hpp"
#include "app/house.hpp"
#include "driver/history.hpp"

namespace markaz::app {

int import_manual(const ImportManualOptions& options) {
    auto sources = read_manual(options.manual);
    if (!sources) return refuse(sources.error());
    if (auto sound = check_manual(*sources); !sound) return refuse(sound.error());
    if (!std::filesystem::exists(options.data / journal::journal_file))
        return refuse({options.data.string(), "this is no data directory", "name the directory that `markaz serve --data` uses"});
    auto house = House::open(options.data, journal::Use::as_it_is);
    if (!house) return refuse(house.error());
    auto published = (*house)->manuals().prepare(std::move(*sources));
    if (!published) return refuse(published.error());
    (*house)->live().start();
    const auto taken = (*house)->ask()(*published);
    (*house)->live().stop();
    if (!taken) return refuse(driver::explain(taken.error()));
    std::printf("manual version %llu: %zu documents\n", static_cast<unsigned long long>(published->version), published->documents.size());
    return exit_done;
}

}  // namespace markaz::app
