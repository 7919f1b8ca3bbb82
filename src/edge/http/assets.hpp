#pragma once
// The web page that lies inside the program.

#include <optional>
#include <span>
#include <string_view>

#include "edge/http/message.hpp"

namespace markaz::http {

/// One file of the web page. Its bytes lie compressed in the program and are sent as they are: every browser takes gzip.
struct Asset {
    std::string_view path;  ///< `/index.html`, `/assets/index-3f2a91c0.js`
    std::string_view type;  ///< media type
    std::string_view gzip;
    std::string_view etag;  ///< without quotes; changes with the bytes
};

/// The asset for a GET or HEAD request. Files under `/assets/` carry their content's hash in their name and are kept for ever.
/// Any other path outside of `/api/` that does not look like a file is a place inside the page: it gets `/index.html`.
/// Nothing when it is none of these.
std::optional<Response> asset_response(std::span<const Asset> assets, const Request& request);

}  // namespace markaz::http
