#pragma once
// The browser as a telephone: an agent's line for the whole shift, and a customer's for one call. What is agreed here is about the
// connection; the call itself goes its way through the machine like any other.

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "base/nullable.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "switchboard/call_gate.hpp"
#include "switchboard/directory.hpp"
#include "telephony/telephony.hpp"

namespace markaz::switchboard {

/// SDP, as RTCPeerConnection.createOffer() gives it.
struct LineOffer { std::string offer; };
BOOST_DESCRIBE_STRUCT(LineOffer, (), (offer))

struct LineAnswer {
    telephony::LineId line;
    std::string answer;  ///< SDP
};
BOOST_DESCRIBE_STRUCT(LineAnswer, (), (line, answer))

struct LineClosed { telephony::LineId line; };
BOOST_DESCRIBE_STRUCT(LineClosed, (), (line))

/// The person's line: nothing while no browser of theirs is connected. A page that has a lower number than this has been replaced.
struct PhoneShown { Nullable<telephony::LineId> line; };
BOOST_DESCRIBE_STRUCT(PhoneShown, (), (line))

struct KeyWanted { std::string key; };
BOOST_DESCRIBE_STRUCT(KeyWanted, (), (key))

struct CallNumber {
    std::string called;
    Language language = Language::en;
};
BOOST_DESCRIBE_STRUCT(CallNumber, (), (called, language))

/// What a customer's page may do.
struct CallPage {
    std::string centre;
    std::vector<CallNumber> numbers;
};
BOOST_DESCRIBE_STRUCT(CallPage, (), (centre, numbers))

struct CallWanted { std::string called, offer; };
BOOST_DESCRIBE_STRUCT(CallWanted, (), (called, offer))

/// The token stands for this call alone and is worth nothing after it. It goes into `Authorization: Bearer`.
struct CallOpened { std::string token, answer; };
BOOST_DESCRIBE_STRUCT(CallOpened, (), (token, answer))

enum class CallStanding { connecting, open, ended };
BOOST_DESCRIBE_ENUM(CallStanding, connecting, open, ended)

struct CallShown { CallStanding state = CallStanding::connecting; };
BOOST_DESCRIBE_STRUCT(CallShown, (), (state))

/// What it needs of the house. Every function may be called from any thread.
struct PhoneHouse {
    std::function<Result<telephony::LineOpened>(telephony::LineWanted)> open_line;
    std::function<void(telephony::Command)> perform;
    std::function<Instant()> now;
    std::function<void(std::string_view topic, std::shared_ptr<const std::string>)> publish;
};

/// Thread-safe. `records` outlives it.
class PhoneService {
public:
    PhoneService(storage::Connections& records, PhoneHouse house) : records_(records), house_(std::move(house)) {}

    /// GET and POST /api/v1/phone, POST /api/v1/phone/{close|answer|decline|key}; and for customers, without a session:
    /// GET, POST and DELETE /api/v1/call, GET /api/v1/call/state, POST /api/v1/call/key.
    void add_routes(http::Routes& routes);

    /// From the telephone. Never waits for the disk.
    void hear(const telephony::Event& event);

    /// For a new follower of a person's own line: calls `start` with the snapshot where no event can come between.
    void begin(people::PersonId person, const std::function<void(std::shared_ptr<const std::string>)>& start) const;

    static constexpr std::string_view own_topic = "phone.me";
    /// The topic of the person's messages at PhoneHouse::publish; a client cannot name it.
    static std::string published_as(people::PersonId person);

private:
    struct CustomerCall {
        telephony::LineId line;
        std::string from;
        CallStanding state = CallStanding::connecting;
        Instant ended{};
    };

    void add_agent_routes(http::Routes& routes);
    void add_customer_routes(http::Routes& routes);
    http::Answer<LineAnswer> open(const http::Call& call, const LineOffer& wanted);
    http::Answer<CallOpened> begin_call(const http::Call& call, const CallWanted& wanted);
    http::Answer<http::Nothing> on_own_line(const http::Call& call, const std::function<telephony::Command(telephony::LineId)>& make);
    http::Answer<http::Nothing> on_own_call(const http::Call& call, const std::function<telephony::Command(telephony::LineId)>& make);
    http::Answer<CallPage> page();
    std::string message(people::PersonId person, std::string_view kind) const;
    void changed(people::PersonId person);
    void forget_ended();

    storage::Connections& records_;
    PhoneHouse house_;
    mutable std::mutex mutex_;
    std::map<people::PersonId, telephony::LineId> lines_;
    std::map<people::PersonId, std::uint64_t> numbers_;  ///< of the last message of each topic
    std::map<std::string, CustomerCall, std::less<>> calls_;  ///< by token
    CallGate gate_;
};

}  // namespace markaz::switchboard
