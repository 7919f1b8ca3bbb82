#pragma once
// The commands that bring in what another system has recorded.

#include "app/commands.hpp"

namespace markaz::app {

struct ImportQueueLogOptions {
    std::filesystem::path file, data;
    std::string timezone = "UTC";     ///< of times that are written as local ones
    std::string source = "asterisk";  ///< whose ids of calls these are
};
int import_queue_log(const ImportQueueLogOptions& options);

struct ImportCallsOptions {
    std::filesystem::path file, map, data;
};
int import_calls(const ImportCallsOptions& options);

struct ImportListOptions {
    std::filesystem::path data;
    bool aside = false;  ///< with every line that was set aside
};
int import_list(const ImportListOptions& options);

struct ImportRemoveOptions {
    std::filesystem::path data;
    std::uint64_t segment = 0;
};
int import_remove(const ImportRemoveOptions& options);

}  // namespace markaz::app
