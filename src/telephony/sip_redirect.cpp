// libre follows a 3xx by itself: whoever answers 302 could send our call to a premium number at our cost. Here a redirection
// is an error instead, so that the call ends with it. The linker routes libre's call to us (--wrap, see CMakeLists.txt).

#include <cerrno>

#include "telephony/sip_re.hpp"

extern "C" {

int __real_sip_dialog_update(struct sip_dialog* dialog, const struct sip_msg* message);
int __wrap_sip_dialog_update(struct sip_dialog* dialog, const struct sip_msg* message);

int __wrap_sip_dialog_update(struct sip_dialog* dialog, const struct sip_msg* message) {
    const bool redirected = message && !message->req && message->scode >= 300 && message->scode < 400;
    return redirected ? EACCES : __real_sip_dialog_update(dialog, message);
}
}
