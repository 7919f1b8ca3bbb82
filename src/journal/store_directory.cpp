#include "journal/store_directory.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace markaz::journal {

namespace {

namespace fs = std::filesystem;

Result<void> make(const fs::path& directory) {
    std::error_code error;
    if (fs::is_directory(directory, error)) return {};
    fs::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) == 0) return {};
    return problem(directory.string(), std::string("cannot make this directory: ") + std::strerror(errno),
                   "name a directory that you may write");
}

std::string holder(int file) {
    char digits[24] = {};
    const auto size = ::pread(file, digits, sizeof digits - 1, 0);
    const std::string_view pid(digits, size > 0 ? static_cast<std::size_t>(size) : 0);
    const auto end = pid.find('\n');
    // The holder writes its number right after it took the lock; whoever looks in between sees none yet.
    return end == std::string_view::npos ? "another process" : "process " + std::string(pid.substr(0, end));
}

bool write_pid(int file) {
    const std::string pid = std::to_string(::getpid()) + "\n";
    return ::ftruncate(file, 0) == 0 && ::pwrite(file, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const fs::path& directory) {
    if (auto made = make(directory); !made) return std::unexpected(std::move(made.error()));
    const fs::path path = directory / lock_file;
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return problem(path.string(), std::strerror(errno), "name a directory that you may write");
    DirectoryLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return problem(path.string(), std::strerror(errno), "choose a local disk");
        return problem(directory.string(), holder(file) + " is using this directory", "end it first, or name another directory");
    }
    if (!write_pid(file)) return problem(path.string(), std::strerror(errno), "make space on the disk");
    return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

DirectoryLock::~DirectoryLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace markaz::journal
