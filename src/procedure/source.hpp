#pragma once
// The sample manual that ships inside the program: the documents under manual/ as they were when it was built.

#include <span>

#include "procedure/document.hpp"

namespace markaz::procedure {

/// Sorted by path. An empty data directory is filled from it where no other manual is named. Link the target `sample_manual`.
std::span<const SourceDocument> sample_manual();

}  // namespace markaz::procedure
