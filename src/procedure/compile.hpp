#pragma once
// Compiles a manual as a compiler does: either the whole manual can be run, or everything that is wrong with it is said.

#include <expected>
#include <vector>

#include "procedure/document.hpp"
#include "procedure/finding.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

/// The manual, with version 0 until it is published; or the findings, sorted by path and place.
using Compiled = std::expected<Manual, std::vector<Finding>>;

/// `documents` may come in any order; the same documents always give the same result.
Compiled compile(std::vector<SourceDocument> documents);

/// SHA-256 (FIPS 180-4) of the text in lower-case hex, as DocumentRef names it.
std::string sha256_hex(std::string_view text);

}  // namespace markaz::procedure
