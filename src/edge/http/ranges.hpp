#pragma once
// Byte ranges of a file, so that a player can start in the middle of a recording.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "edge/http/message.hpp"

namespace markaz::http {

/// An open file and the part of it that is sent.
class FilePart {
public:
    /// Takes over the descriptor. The whole file, until narrowed.
    FilePart(int file, std::uint64_t size) : file_(file), left_(size) {}
    FilePart(const FilePart&) = delete;
    FilePart& operator=(const FilePart&) = delete;
    ~FilePart();

    void narrow(std::uint64_t first, std::uint64_t length) {
        next_ = first;
        left_ = length;
    }
    std::uint64_t left() const { return left_; }
    /// The next piece, at most `most` bytes. Empty at the end, and when the file has become shorter or cannot be read:
    /// then left() is not 0.
    std::string next(std::size_t most);

private:
    int file_;
    std::uint64_t next_ = 0;
    std::uint64_t left_;
};

/// Opens the file of a response and settles its headers: the whole of it, the range that was asked for (one range; several
/// are answered with the whole, as RFC 9110 section 14.2 allows), 304, 416, or 404 when it is not there.
/// `part` is empty when no bytes are sent.
struct OpenedFile {
    Response response;
    std::unique_ptr<FilePart> part;
};
OpenedFile open_file(const Request& request, Response response);

}  // namespace markaz::http
