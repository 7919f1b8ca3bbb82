#pragma once
// Our end of the browsers' telephones: who has a line, and the legs on them. It lives on the SIP thread beside the endpoint of SIP;
// only open() may be called from elsewhere.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "telephony/media.hpp"
#include "telephony/telephony.hpp"
#include "telephony/webrtc_description.hpp"

namespace markaz::telephony {

/// A line that was agreed, on its way to the SIP thread.
struct LineAgreed {
    LineId line;
    LineOwner owner;
    std::string called, caller;
};

class WebEndpoint {
public:
    /// What it needs of the world around it. `media` and `agreed` may be called from any thread.
    struct World {
        std::function<void(Event)> tell;
        std::function<LegId()> next_leg;
        std::function<void(MediaOrder)> media;
        std::function<void(LineAgreed)> agreed;
    };

    /// `public_address`: where strangers find this computer; empty: at its own addresses.
    WebEndpoint(std::shared_ptr<const DtlsIdentity> identity, std::uint16_t port, std::string public_address, World world);

    std::uint16_t port() const { return port_; }

    /// Reads the offer and answers it. Any thread.
    Result<LineOpened> open(const LineWanted& wanted);

    void take(const LineAgreed& agreed);
    /// True when the command was about a line or a leg on one.
    bool obey(Command& command);
    /// True when the fact was about a line or a leg on one.
    bool hear(const MediaFact& fact);
    /// Ends every leg and line.
    void close();

private:
    enum class LegState { arriving, ringing, talking };
    struct Line {
        LineAgreed agreed;
        bool connected = false;
        LegId leg;  ///< 0: none
        LegState state = LegState::ringing;
    };

    bool obey_on_line(const Command& command);
    void ring(const CallLine& order);
    void answer(Line& line);
    void connected(LineId id);
    void take_over(Line& line);
    void leave(LineId id);
    void end_leg(Line& line, LegEnd how, int status);
    void end_call(Line& line, LegEnd how, int status);
    void close_line(LineId id, LegEnd how);
    std::vector<std::string> addresses_for(LineOwner owner) const;
    Line* find(LineId id);
    Line* line_of(LegId leg);

    std::shared_ptr<const DtlsIdentity> identity_;
    std::uint16_t port_;
    std::string public_address_;
    World world_;
    std::atomic<std::uint64_t> last_line_;
    std::map<LineId, Line> lines_;
    std::map<LineOwner, LineId> leading_;  ///< the newest connected line of each owner
    std::map<LegId, LineId> line_of_leg_;
};

}  // namespace markaz::telephony
