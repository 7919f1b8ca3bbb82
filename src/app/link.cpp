// `markaz link USER --data DIR`: prints a new one-time link's token for somebody, also while the centre runs.

#include <chrono>
#include <cstdio>

#include "app/commands.hpp"
#include "app/records.hpp"
#include "app/sample.hpp"
#include "journal/store_directory.hpp"

namespace markaz::app {

int link(const LinkOptions& options) {
    if (!std::filesystem::exists(options.data / journal::records_file))
        return refuse({options.data.string(), "this is no data directory", "name the directory that `markaz serve --data` uses"});
    auto records = open_records(options.data);
    if (!records) return refuse(records.error());
    const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    const auto token = new_link(*records, options.user, now);
    if (!token) return refuse(token.error());
    // Of a centre that runs the whole address can be told, which a browser opens as it is.
    std::printf("%s\n", link_address(journal::reachable_holder(options.data).address, *token).c_str());
    return exit_done;
}

}  // namespace markaz::app
