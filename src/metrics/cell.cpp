#include "metrics/cell.hpp"

#include <algorithm>

#include "base/described.hpp"

namespace markaz::metrics {

void Cell::add(const VisitFacts& visit) {
    ++offered;
    if (!visit.ended) {
        ++in_progress;
        return;
    }

    const Duration wait = *visit.ended - visit.offered;
    // Who is called back, or has left a message, does not wait on the telephone.
    if (visit.end != contact::VisitEnd::callback && visit.end != contact::VisitEnd::voicemail) {
        wait_all += wait;
        wait_max = std::max(wait_max, wait);
    }
    switch (visit.end) {
        case contact::VisitEnd::answered:
            ++answered;
            talk += visit.talk;
            hold += visit.hold;
            wrap_up += visit.wrap_up;
            wait_answered += wait;
            if (wait <= visit.thresholds.answer_within) ++answered_within;
            if (visit.estimate) compare(*visit.estimate, *visit.ended);
            break;
        case contact::VisitEnd::abandoned:
            ++abandoned;
            if (wait <= visit.thresholds.abandoned_short) ++abandoned_short;
            break;
        case contact::VisitEnd::overflowed: ++overflowed; break;
        case contact::VisitEnd::transferred: ++transferred; break;
        case contact::VisitEnd::callback: ++callback; break;
        case contact::VisitEnd::voicemail: ++voicemail; break;
        case contact::VisitEnd::blocked: ++blocked; break;
        case contact::VisitEnd::interrupted: ++interrupted; break;
    }
}

void Cell::compare(const WaitEstimate& estimate, Instant answered_at) {
    const Duration waited = answered_at - estimate.from;
    ++wait_expected;
    if (estimate.low <= waited && waited <= estimate.high) ++wait_as_expected;
    wait_error += std::chrono::abs(waited - estimate.expected);
}

void Cell::merge(const Cell& other) {
    const Duration longest = std::max(wait_max, other.wait_max);
    boost::mp11::mp_for_each<DescribedMembers<Cell>>([&](auto member) { this->*member.pointer += other.*member.pointer; });
    wait_max = longest;
}

}  // namespace markaz::metrics
