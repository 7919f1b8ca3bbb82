#pragma once
// The timer of a session (RFC 4028): one side refreshes it, and when nobody does, the call is over.

#include <chrono>
#include <optional>
#include <string>

#include "telephony/sip_re.hpp"

namespace markaz::telephony {

struct SessionExpires {
    enum class Refresher { unsaid, uac, uas };
    std::chrono::seconds interval{0};
    Refresher refresher = Refresher::unsaid;
};

/// RFC 4028 section 5: no session timer is shorter.
inline constexpr std::chrono::seconds shortest_session{90};

std::optional<SessionExpires> session_expires(const struct sip_msg& message);
bool supports_timer(const struct sip_msg& message);
bool allows_update(const struct sip_msg& message);

/// The timer of one dialogue. `due` is called when we have to refresh, or when the other side should have done so.
class SessionTimer {
public:
    enum class Due { refresh, over };

    SessionTimer() = default;
    SessionTimer(const SessionTimer&) = delete;
    SessionTimer& operator=(const SessionTimer&) = delete;
    ~SessionTimer() { stop(); }

    /// Begins its time again. We refresh at half of it; they have until a third, at most 32 s, before its end (section 10).
    void run(std::chrono::seconds interval, bool we_refresh, void (*due)(Due, void*), void* argument);
    void stop() { tmr_cancel(&timer_); }
    std::chrono::seconds interval() const { return interval_; }
    bool we_refresh() const { return we_refresh_; }

private:
    struct tmr timer_ {};
    std::chrono::seconds interval_{0};
    bool we_refresh_ = false;
    void (*due_)(Due, void*) = nullptr;
    void* argument_ = nullptr;
};

/// The headers of our next 2xx to a re-INVITE on this thread; libre has no place for them, so that they are added on the way
/// (--wrap, see CMakeLists.txt).
void say_in_next_answer(std::string headers);

}  // namespace markaz::telephony
