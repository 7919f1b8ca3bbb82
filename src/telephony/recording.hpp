#pragma once
// Stereo mu-law WAV files that survive a kill.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "telephony/g711.hpp"
#include "telephony/telephony.hpp"

namespace markaz::telephony {

/// Bytes before the samples: RIFF, fmt (tag 7, mu-law), fact, data (Microsoft, Multimedia Programming Interface 1.0, 1991).
inline constexpr std::size_t wav_header_size = 58;
/// The header of a stereo mu-law file whose samples take `data_bytes`.
std::vector<std::uint8_t> wav_header(std::uint32_t data_bytes);

/// Makes the header of a recording whose writer was killed agree with the file's size, and says how long the recording is. A file
/// that agrees already is left alone. A Problem when it is not one of our recordings.
Result<Duration> repair_recording(const std::string& path);

/// Writes recordings on a thread of its own, so that a slow disk is never heard. Half a second is written at a time and the header
/// mended each time: a kill loses less than a second.
class Recorder {
public:
    using Done = std::function<void(Recorded)>;  ///< called on the recorder's thread

    explicit Recorder(Done done);
    ~Recorder();  ///< finishes what is open

    void begin(RoomId room, std::string file);
    /// Interleaved left and right codes. While the disk is so slow that `waiting_limit` bytes wait, more is dropped, and the
    /// recording says so at its end.
    void write(RoomId room, std::vector<std::uint8_t> codes);
    void end(RoomId room);

    static constexpr std::size_t waiting_limit = 64u << 20;

private:
    enum class Step { begin, write, end };
    struct Order {
        Step step;
        RoomId room;
        std::string file;
        std::vector<std::uint8_t> codes;
    };
    class File;

    void put(Order order);
    void run(std::stop_token stop);
    void obey(Order& order);
    void finish(RoomId room);

    Done done_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Order> orders_;
    std::size_t waiting_ = 0;
    std::map<RoomId, bool> dropped_;                  ///< guarded by mutex_
    std::map<RoomId, std::unique_ptr<File>> files_;   ///< the recorder's thread alone
    std::jthread thread_;
};

}  // namespace markaz::telephony
