#include "edge/http/assets.hpp"

#include <algorithm>

namespace markaz::http {

namespace {

const Asset* find(std::span<const Asset> assets, std::string_view path) {
    const auto found = std::ranges::find(assets, path, &Asset::path);
    return found == assets.end() ? nullptr : &*found;
}

bool is_place_in_the_page(std::string_view path) {
    return !path.starts_with("/api/") && path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
}

}  // namespace

std::optional<Response> asset_response(std::span<const Asset> assets, const Request& request) {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    const Asset* asset = find(assets, request.path);
    if (!asset && is_place_in_the_page(request.path)) asset = find(assets, "/index.html");
    if (!asset) return std::nullopt;

    Response response;
    const std::string etag = '"' + std::string(asset->etag) + '"';
    const bool for_ever = asset->path.starts_with("/assets/");
    response.headers = {{"ETag", etag}, {"Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "no-cache"}};
    if (request.header("If-None-Match").find(etag) != std::string_view::npos) {
        response.status = Status::not_modified;
        return response;
    }
    response.type = asset->type;
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = StaticBody{asset->gzip};
    return response;
}

}  // namespace markaz::http
