#pragma once
// What is needed to end a leg that a killed process left behind, kept in a file of slots while the leg lives.
//
// A slot is written in one go before the leg is told anything, so that no leg is missing; the system keeps what a killed process has
// written.
// Once a second what was written is flushed to the disk, too: a power cut loses at most a second of it. A slot holds a telephone's own
// address and number; it is sealed with a key that lies in the vault, and overwritten when its leg ends.

#include <array>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "telephony/media_socket.hpp"

namespace markaz::telephony {

/// How to end one dialogue without anything else that is known of it.
struct LastWord {
    enum class Kind : std::uint8_t {
        bye,      ///< answered: a BYE ends it
        cancel,   ///< we called and nobody has answered yet: a CANCEL stops the ringing
        refusal,  ///< they called and were not answered yet: a final response tells them
    };
    Kind kind = Kind::bye;
    bool over_tcp = false;
    SocketAddress to;    ///< where a CANCEL or a refusal is sent, as it stands in `text`
    std::string target;  ///< Request-URI of a BYE
    std::string route;   ///< URI of the next hop of a BYE
    std::string text;    ///< the whole message; of a BYE the headers From, To, Call-ID, CSeq and Route

    friend bool operator==(const LastWord&, const LastWord&) = default;
};

class KeptLegs {
public:
    using Key = std::array<std::uint8_t, 32>;

    /// Opens or makes the file. A Problem names what the system refused.
    static Result<std::unique_ptr<KeptLegs>> open(const std::filesystem::path& file, const Key& key);
    ~KeptLegs();

    /// A place in the file, given back when it is let go.
    class Slot {
    public:
        Slot() = default;
        Slot(Slot&& other) noexcept : legs_(std::exchange(other.legs_, nullptr)), number_(other.number_), size_(other.size_) {}
        Slot& operator=(Slot&& other) noexcept;
        ~Slot() { clear(); }
        void clear();
        explicit operator bool() const { return legs_ != nullptr; }

    private:
        friend class KeptLegs;
        KeptLegs* legs_ = nullptr;
        std::uint32_t number_ = 0;
        std::size_t size_ = 0;  ///< bytes that must be overwritten
    };

    /// Writes `word` into the slot, taking one where it has none. A word too large for a slot is not kept.
    void keep(Slot& slot, const LastWord& word);

    struct Left {
        LastWord word;
        Slot slot;
    };
    /// Those of the process before, once. They stay in the file until their slots are let go.
    std::vector<Left> take_left() { return std::exchange(left_, {}); }

    static constexpr std::size_t slot_size = 4096;

private:
    KeptLegs(Descriptor file, const Key& key);
    Result<void> read();
    void write(std::uint32_t number, std::span<const std::uint8_t> bytes);
    void flush(std::stop_token stop);

    Descriptor file_;
    Key key_;
    std::vector<std::uint32_t> free_;
    std::uint32_t slots_ = 0;
    std::vector<Left> left_;
    std::mutex mutex_;
    std::condition_variable_any written_;
    bool dirty_ = false;
    std::jthread flusher_;
};

}  // namespace markaz::telephony
