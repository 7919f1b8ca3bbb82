#include "journal/store_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <signal.h>
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

Holder holder(int file) {
    char text[512] = {};
    const auto size = ::pread(file, text, sizeof text, 0);
    std::string_view rest(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    const auto line = [&rest] {
        const auto end = rest.find('\n');
        // The holder writes right after it took the lock; whoever looks in between sees no whole line yet.
        const std::string found(rest.substr(0, end == std::string_view::npos ? 0 : end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        return found;
    };
    Holder found;
    found.process = line();
    found.address = line();
    return found;
}

std::string describe(const Holder& holder) {
    const std::string process = holder.process.empty() ? "another process" : "process " + holder.process;
    return process + " is using this directory" + (holder.address.empty() ? "" : ", at " + holder.address);
}

bool write_holder(int file, std::string_view address) {
    std::string text = std::to_string(::getpid()) + "\n";
    if (!address.empty()) text.append(address) += '\n';
    return ::ftruncate(file, 0) == 0 && ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const fs::path& directory, std::string_view name) {
    if (auto made = make(directory); !made) return std::unexpected(std::move(made.error()));
    const fs::path path = directory / name;
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return problem(path.string(), std::strerror(errno), "name a directory that you may write");
    DirectoryLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return problem(path.string(), std::strerror(errno), "choose a local disk");
        return problem(directory.string(), describe(holder(file)), "end it first, or name another directory");
    }
    if (!write_holder(file, {})) return problem(path.string(), std::strerror(errno), "make space on the disk");
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

// Only for people: a disk too full for it is met elsewhere.
void DirectoryLock::tell_address(std::string_view address) { (void)write_holder(file_, address); }

Holder reachable_holder(const fs::path& directory) {
    const int file = ::open((directory / lock_file).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    const Holder found = holder(file);
    ::close(file);
    // The lock itself is not tried: that could be in the way of a process that starts.
    const pid_t process = static_cast<pid_t>(std::strtol(found.process.c_str(), nullptr, 10));
    const bool lives = process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
    return lives && !found.address.empty() ? found : Holder{};
}

}  // namespace markaz::journal
