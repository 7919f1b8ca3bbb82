#pragma once

#include "base/result.hpp"

namespace markaz::driver {

/// Ends the process at once, with one line: the disk did not take what had to be stored. Whoever goes on after that would
/// tell what is not true; a restart begins from what is.
[[noreturn]] void end_process(const Problem& why);

}  // namespace markaz::driver
