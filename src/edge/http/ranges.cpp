#include "edge/http/ranges.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace markaz::http {

FilePart::~FilePart() { ::close(file_); }

std::string FilePart::next(std::size_t most) {
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(most, left_)), '\0');
    const ssize_t got = ::pread(file_, piece.data(), piece.size(), static_cast<off_t>(next_));
    piece.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    next_ += piece.size();
    left_ -= piece.size();
    return piece;
}

namespace {

struct Range {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || text.empty()) return std::nullopt;
    return value;
}

/// A range that is understood; its length is 0 when no byte of the file lies in it. Nothing when the header is to be ignored.
std::optional<Range> asked_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit) || header.find(',') != std::string_view::npos) return std::nullopt;
    header.remove_prefix(unit.size());
    const auto dash = header.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = number(header.substr(0, dash));
    const auto last = number(header.substr(dash + 1));
    if (dash == 0) {
        // "-500": the last 500 bytes.
        if (!last) return std::nullopt;
        const std::uint64_t length = std::min(*last, size);
        return Range{size - length, length};
    }
    if (!first || (dash + 1 < header.size() && !last) || (last && *last < *first)) return std::nullopt;
    if (*first >= size) return Range{};
    const std::uint64_t end = last && *last < size ? *last + 1 : size;
    return Range{*first, end - *first};
}

std::string etag_of(const struct stat& state) {
    const std::string changed = std::to_string(state.st_mtim.tv_sec) + '.' + std::to_string(state.st_mtim.tv_nsec);
    return '"' + std::to_string(state.st_size) + '-' + changed + '"';
}

}  // namespace

OpenedFile open_file(const Request& request, Response response) {
    const int file = ::open(std::get<FileBody>(response.body).path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat state {};
    if (file < 0 || ::fstat(file, &state) != 0 || !S_ISREG(state.st_mode)) {
        if (file >= 0) ::close(file);
        return {failed({Status::not_found, {request.path, "this file is not there", ""}}), nullptr};
    }
    const auto size = static_cast<std::uint64_t>(state.st_size);
    auto part = std::make_unique<FilePart>(file, size);
    const std::string etag = etag_of(state);
    response.body = std::string();
    response.headers.push_back({"ETag", etag});
    response.headers.push_back({"Accept-Ranges", "bytes"});
    if (request.header("If-None-Match") == etag) {
        response.status = Status::not_modified;
        return {std::move(response), nullptr};
    }
    const std::string_view condition = request.header("If-Range");
    const bool unchanged = condition.empty() || condition == etag;
    const auto range = unchanged ? asked_range(request.header("Range"), size) : std::nullopt;
    if (!range) return {std::move(response), std::move(part)};
    if (range->length == 0) {
        const Problem told{request.path, "no byte lies in this range", "the size is " + std::to_string(size)};
        response = failed({Status::range_not_satisfiable, told});
        response.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return {std::move(response), nullptr};
    }
    response.status = Status::partial_content;
    const std::string bounds = std::to_string(range->first) + '-' + std::to_string(range->first + range->length - 1);
    response.headers.push_back({"Content-Range", "bytes " + bounds + '/' + std::to_string(size)});
    part->narrow(range->first, range->length);
    return {std::move(response), std::move(part)};
}

}  // namespace markaz::http
