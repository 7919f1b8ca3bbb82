#include "telephony/recording.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "telephony/media_socket.hpp"

namespace markaz::telephony {
namespace {

constexpr std::uint32_t channels = 2;

void put16(std::vector<std::uint8_t>& out, std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put32(std::vector<std::uint8_t>& out, std::uint32_t value) {
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

void put_name(std::vector<std::uint8_t>& out, const char* four) { out.insert(out.end(), four, four + 4); }

bool write_all(int fd, std::span<const std::uint8_t> bytes, off_t at) {
    while (!bytes.empty()) {
        const ssize_t written = pwrite(fd, bytes.data(), bytes.size(), at);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        at += written;
    }
    return true;
}

Duration length_of(std::uint64_t data_bytes) {
    return Duration(static_cast<std::int64_t>(data_bytes / channels * 1'000'000 / sample_rate));
}

}  // namespace

std::vector<std::uint8_t> wav_header(std::uint32_t data_bytes) {
    std::vector<std::uint8_t> out;
    put_name(out, "RIFF");
    put32(out, static_cast<std::uint32_t>(wav_header_size - 8) + data_bytes);
    put_name(out, "WAVE");
    put_name(out, "fmt ");
    put32(out, 18);
    put16(out, 7);
    put16(out, channels);
    put32(out, sample_rate);
    put32(out, sample_rate * channels);
    put16(out, channels);
    put16(out, 8);
    put16(out, 0);
    put_name(out, "fact");
    put32(out, 4);
    put32(out, data_bytes / channels);
    put_name(out, "data");
    put32(out, data_bytes);
    return out;
}

Result<Duration> repair_recording(const std::string& path) {
    Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!file) return problem(path, std::string("cannot be opened: ") + std::strerror(errno));
    struct stat status{};
    if (fstat(file.fd(), &status) != 0) return problem(path, std::string("cannot be read: ") + std::strerror(errno));
    if (status.st_size < static_cast<off_t>(wav_header_size))
        return problem(path, "is shorter than a header", "a recording made by Markaz");

    std::vector<std::uint8_t> found(wav_header_size);
    if (pread(file.fd(), found.data(), found.size(), 0) != static_cast<ssize_t>(found.size())) return problem(path, "cannot be read");
    // A sample of one channel alone is dropped; the lengths are the only part of the header that may differ.
    const auto data_bytes = static_cast<std::uint32_t>(status.st_size - static_cast<off_t>(wav_header_size)) / channels * channels;
    std::vector<std::uint8_t> right = wav_header(data_bytes);
    for (const std::size_t length_at : {4u, 46u, 54u})
        std::copy_n(found.begin() + static_cast<int>(length_at), 4, right.begin() + static_cast<int>(length_at));
    if (found != right) return problem(path, "is not a stereo mu-law WAV file of ours", "a recording made by Markaz");

    right = wav_header(data_bytes);
    if (found != right && !write_all(file.fd(), right, 0)) return problem(path, std::string("cannot be mended: ") + std::strerror(errno));
    const off_t whole = static_cast<off_t>(wav_header_size + data_bytes);
    if (status.st_size != whole && ftruncate(file.fd(), whole) != 0)
        return problem(path, std::string("cannot be mended: ") + std::strerror(errno));
    return length_of(data_bytes);
}

/// One open recording. After the first failure nothing more is written, and the failure is told at the end.
class Recorder::File {
public:
    File(RoomId room, std::string path) : room_(room), path_(std::move(path)) {
        std::error_code ignored;  // open() below says what matters
        std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
        file_ = Descriptor(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
        if (!file_ || !write_all(file_.fd(), wav_header(0), 0)) fail();
    }

    void append(std::span<const std::uint8_t> codes) {
        if (!problem_.empty()) return;
        if (!write_all(file_.fd(), codes, static_cast<off_t>(wav_header_size + bytes_))) return fail();
        bytes_ += static_cast<std::uint32_t>(codes.size());
        if (!write_all(file_.fd(), wav_header(bytes_), 0)) fail();
    }

    Recorded finished(bool dropped) {
        if (problem_.empty() && fsync(file_.fd()) != 0) fail();
        if (problem_.empty() && dropped) problem_ = path_ + ": parts are missing, because the disk was too slow";
        return {room_, path_, length_of(bytes_), problem_};
    }

private:
    void fail() { problem_ = path_ + ": " + std::strerror(errno); }

    RoomId room_;
    std::string path_;
    Descriptor file_;
    std::uint32_t bytes_ = 0;
    std::string problem_;
};

Recorder::Recorder(Done done) : done_(std::move(done)), thread_([this](std::stop_token stop) { run(stop); }) {}

Recorder::~Recorder() = default;

void Recorder::begin(RoomId room, std::string file) { put({Step::begin, room, std::move(file), {}}); }
void Recorder::write(RoomId room, std::vector<std::uint8_t> codes) { put({Step::write, room, {}, std::move(codes)}); }
void Recorder::end(RoomId room) { put({Step::end, room, {}, {}}); }

void Recorder::put(Order order) {
    {
        std::lock_guard lock(mutex_);
        if (waiting_ + order.codes.size() > waiting_limit) {
            dropped_[order.room] = true;
            return;
        }
        waiting_ += order.codes.size();
        orders_.push_back(std::move(order));
    }
    changed_.notify_one();
}

void Recorder::run(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "recorder");
    for (;;) {
        std::deque<Order> orders;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return !orders_.empty(); })) break;
            orders.swap(orders_);
            waiting_ = 0;
        }
        for (Order& order : orders) obey(order);
    }
    while (!files_.empty()) finish(files_.begin()->first);
}

void Recorder::obey(Order& order) {
    const auto open = files_.find(order.room);
    switch (order.step) {
        case Step::begin:
            if (open != files_.end()) finish(order.room);
            files_[order.room] = std::make_unique<File>(order.room, std::move(order.file));
            break;
        case Step::write:
            if (open != files_.end()) open->second->append(order.codes);
            break;
        case Step::end:
            if (open != files_.end()) finish(order.room);
            break;
    }
}

void Recorder::finish(RoomId room) {
    bool dropped = false;
    {
        std::lock_guard lock(mutex_);
        dropped = dropped_.erase(room) > 0;
    }
    const Recorded recorded = files_.at(room)->finished(dropped);
    files_.erase(room);
    done_(recorded);
}

}  // namespace markaz::telephony
