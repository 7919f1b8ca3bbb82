// `markaz import manual DIR`: publishes a manual, in the centre that runs or in the directory of one that does not.

#include <cstdio>

#include "app/commands.hpp"
#include "app/publishing.hpp"
#include "journal/store_directory.hpp"

namespace markaz::app {

namespace {

Result<procedure::ManualChange> publish_in(const std::filesystem::path& data, std::vector<procedure::SourceDocument> sources) {
    if (const std::string address = journal::reachable_holder(data).address; !address.empty()) return publish_at(address, data, sources);
    auto house = House::open(data, journal::Use::as_it_is);
    if (!house) return std::unexpected(house.error());
    (*house)->live().start();
    auto change = publish(**house, nullptr, std::move(sources));
    (*house)->live().stop();
    return change;
}

void print(const char* what, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) std::printf("%s %s\n", what, path.c_str());
}

}  // namespace

int import_manual(const ImportManualOptions& options) {
    auto sources = read_manual(options.manual);
    if (!sources) return refuse(sources.error());
    if (auto sound = check_manual(*sources); !sound) return refuse(sound.error());
    if (!std::filesystem::exists(options.data / journal::journal_file))
        return refuse({options.data.string(), "this is no data directory", "name the directory that `markaz serve --data` uses"});
    const std::size_t count = sources->size();
    const auto change = publish_in(options.data, std::move(*sources));
    if (!change) return refuse(change.error());
    print("added", change->added);
    print("changed", change->changed);
    print("removed", change->removed);
    std::printf("manual version %llu: %zu documents\n", static_cast<unsigned long long>(change->version), count);
    return exit_done;
}

}  // namespace markaz::app
