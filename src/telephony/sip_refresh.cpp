// Who keeps a session alive (RFC 4028), and what happens when nobody does.

#include <cerrno>

#include "telephony/sip_leg.hpp"

namespace markaz::telephony {
namespace {

using Refresher = SessionExpires::Refresher;

std::string expires_header(std::chrono::seconds interval, bool uac_refreshes) {
    return "Session-Expires: " + std::to_string(interval.count()) + ";refresher=" + (uac_refreshes ? "uac" : "uas") + "\r\n";
}

}  // namespace

/// Takes what a request of theirs says of the timer, and returns what our 2xx has to say (section 9). Whoever can refresh does so
/// themselves, unless they ask us; for one that knows no timers we do it.
std::string Endpoint::agree_timer(Dialog& dialog, const struct sip_msg& request) {
    dialog.can_update = dialog.can_update || allows_update(request);
    const auto wanted = session_expires(request);
    if (!wanted) {
        dialog.timer.stop();
        return "Supported: timer\r\n";
    }
    const bool they_can = supports_timer(request);
    const bool they_do = they_can && wanted->refresher != Refresher::uas;
    const auto interval = std::max(wanted->interval, shortest_session);
    run_timer(dialog, interval, !they_do);
    return expires_header(interval, they_do) + "Supported: timer\r\n" + (they_do ? "Require: timer\r\n" : "");
}

/// Takes what their 2xx to a request of ours says of the timer.
void Endpoint::take_timer(Dialog& dialog, const struct sip_msg& response) {
    dialog.can_update = dialog.can_update || allows_update(response);
    if (const auto agreed = session_expires(response))
        run_timer(dialog, std::max(agreed->interval, shortest_session), agreed->refresher != Refresher::uas);
}

void Endpoint::run_timer(Dialog& dialog, std::chrono::seconds interval, bool we_refresh) {
    const auto due = [](SessionTimer::Due what, void* argument) noexcept {
        auto& due_for = *static_cast<Dialog*>(argument);
        if (what == SessionTimer::Due::refresh) due_for.endpoint.refresh(due_for);
        else due_for.endpoint.end(due_for.leg.id, LegEnd::failed, 0);
    };
    dialog.timer.run(interval, we_refresh, due, &dialog);
}

/// By UPDATE, which changes nothing else, or by an INVITE to those who do not know it; that one cannot name the timer, which is
/// then off (section 7.4).
void Endpoint::refresh(Dialog& dialog) {
    if (dialog.leg.state != Leg::State::answered) return;
    const auto answered = [](int error, const struct sip_msg* response, void* argument) noexcept {
        auto& refreshed = *static_cast<Dialog*>(argument);
        refreshed.endpoint.refreshed(refreshed, error, response);
    };
    if (!dialog.can_update) {
        if (const Ref<struct mbuf> text = dialog.description.write(Description::Role::offer))
            sipsess_modify(dialog.session.get(), text.get());
        return;
    }
    const std::string headers = expires_header(dialog.timer.interval(), true) + "Supported: timer\r\nContent-Length: 0\r\n\r\n";
    sip_drequestf(&dialog.refresh, sip_.get(), true, "UPDATE", sipsess_dialog(dialog.session.get()), 0, nullptr, Dialog::add_contact,
                  answered, &dialog, "%s", headers.c_str());
}

void Endpoint::refreshed(Dialog& dialog, int error, const struct sip_msg* response) {
    const int status = response ? response->scode : 0;
    if (error || status == 408 || status == 481) return end(dialog.leg.id, LegEnd::failed, status);
    if (status >= 200 && status < 300) {
        run_timer(dialog, dialog.timer.interval(), true);
        return take_timer(dialog, *response);
    }
    dialog.can_update = status != 501 && status != 405 && dialog.can_update;
    run_timer(dialog, dialog.timer.interval(), true);  // the interval is not over: once more
}

}  // namespace markaz::telephony
