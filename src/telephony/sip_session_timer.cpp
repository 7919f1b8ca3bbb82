#include "telephony/sip_session_timer.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdarg>
#include <utility>

namespace markaz::telephony {
namespace {

constexpr std::chrono::seconds longest_session{std::chrono::days(1)};
constexpr std::chrono::seconds latest_before_end{32};

thread_local std::string answer_headers;

}  // namespace

std::optional<SessionExpires> session_expires(const struct sip_msg& message) {
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_SESSION_EXPIRES);
    if (!header) return std::nullopt;
    const std::string_view text = view(header->val);
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (end == text.data()) return std::nullopt;
    SessionExpires found;
    found.interval = error == std::errc{} ? std::min(std::chrono::seconds(seconds), longest_session) : longest_session;
    struct pl who {};
    if (msg_param_decode(&header->val, "refresher", &who) == 0) {
        if (pl_strcasecmp(&who, "uac") == 0) found.refresher = SessionExpires::Refresher::uac;
        if (pl_strcasecmp(&who, "uas") == 0) found.refresher = SessionExpires::Refresher::uas;
    }
    return found;
}

bool supports_timer(const struct sip_msg& message) { return sip_msg_hdr_has_value(&message, SIP_HDR_SUPPORTED, "timer"); }
bool allows_update(const struct sip_msg& message) { return sip_msg_hdr_has_value(&message, SIP_HDR_ALLOW, "UPDATE"); }

void SessionTimer::run(std::chrono::seconds interval, bool we_refresh, void (*due)(Due, void*), void* argument) {
    interval_ = interval;
    we_refresh_ = we_refresh;
    due_ = due;
    argument_ = argument;
    const auto wait = we_refresh ? interval / 2 : interval - std::min(latest_before_end, interval / 3);
    const auto fire = [](void* self) noexcept {
        const auto* timer = static_cast<SessionTimer*>(self);
        timer->due_(timer->we_refresh_ ? Due::refresh : Due::over, timer->argument_);
    };
    tmr_start(&timer_, static_cast<std::uint64_t>(std::chrono::milliseconds(wait).count()), fire, this);
}

void say_in_next_answer(std::string headers) { answer_headers = std::move(headers); }

}  // namespace markaz::telephony

extern "C" {

int __real_sipsess_reply_2xx(struct sipsess*, const struct sip_msg*, uint16_t, const char*, struct mbuf*, const char*, va_list*);
int __wrap_sipsess_reply_2xx(struct sipsess*, const struct sip_msg*, uint16_t, const char*, struct mbuf*, const char*, va_list*);

static int reply_with(struct sipsess* session, const struct sip_msg* message, uint16_t status, const char* reason, struct mbuf* text,
                      const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int failed = __real_sipsess_reply_2xx(session, message, status, reason, text, format, &arguments);
    va_end(arguments);
    return failed;
}

int __wrap_sipsess_reply_2xx(struct sipsess* session, const struct sip_msg* message, uint16_t status, const char* reason,
                             struct mbuf* text, const char* format, va_list* arguments) {
    const std::string headers = std::exchange(markaz::telephony::answer_headers, {});
    if (format || headers.empty()) return __real_sipsess_reply_2xx(session, message, status, reason, text, format, arguments);
    return reply_with(session, message, status, reason, text, "%s", headers.c_str());
}
}
