#pragma once
// A document as a page: HTML without anything that could run. Clauses are left out: what they say is shown in other ways.

#include <string>
#include <string_view>

namespace markaz::procedure {

/// The text behind the front matter. Raw HTML and dangerous addresses are dropped (CommonMark 0.29, safe mode of cmark-gfm). Links to
/// terms keep their address `term:…`.
std::string html_of(std::string_view document);

}  // namespace markaz::procedure
