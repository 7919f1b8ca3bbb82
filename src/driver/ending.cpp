#include "driver/ending.hpp"

#include <cstdio>
#include <cstdlib>

namespace markaz::driver {

void end_process(const Problem& why) {
    const std::string line = "markaz: " + why.line() + "; the process ends, because nothing may be told that is not stored\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::abort();
}

}  // namespace markaz::driver
