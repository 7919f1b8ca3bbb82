#pragma once
// What the rest of Markaz knows of telephones: legs, and what can be done with them. SIP, RTP and WAV stay behind this page.
//
// A *leg* is one party's connection. The telephone tells events; the centre's driver gives commands, always after the entry
// that decided them is stored. Commands and events are values, so that a fake (fake.hpp) stands in for the network in tests.

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace markaz::telephony {

using LegId = Id<struct LegTag>;
/// Legs in one room hear each other. The driver uses the contact's number.
using RoomId = Id<struct RoomTag>;
/// Names one playing of a prompt, so that its end is not taken for another's.
using PlayId = Id<struct PlayTag>;
/// A browser's connection. It outlives calls: an agent keeps one for the whole shift.
using LineId = Id<struct LineTag>;
/// Whose line it is, as the driver knows them; 0: nobody's, it is made for one call. A newer line of one owner takes the place of
/// the older one, and the call on it goes on.
using LineOwner = Id<struct LineOwnerTag>;

/// 8 kHz mono mu-law samples, encoded once and shared by every listener.
using Audio = std::shared_ptr<const std::vector<std::uint8_t>>;

/// Why a leg ended, as the network said it or as we did.
enum class LegEnd { hung_up, cancelled, busy, declined, no_answer, unreachable, not_acceptable, silent, failed };

// ---- Events: facts that the network brought -------------------------------------------------------------------------

/// A known trunk or device calls us; it hears ringing (180) until it is accepted or rejected. So does a browser, which names neither.
struct Arrived {
    LegId leg;
    std::string from_trunk;   ///< name of the trunk, or empty
    std::string from_device;  ///< name of the device, or empty
    std::string called;       ///< user part of the Request-URI
    std::string caller;       ///< user part of From; personal data
};
/// A leg that we called answered.
struct Answered { LegId leg; };
/// A leg that we called rings at the other side.
struct Ringing { LegId leg; };
/// A key: 0-9, *, #, A-D.
struct Digit { LegId leg; char key = 0; };
/// A prompt was heard to its end. One that was stopped or replaced tells nothing.
struct PlayEnded { LegId leg; PlayId play; };
/// The other side put us on hold by re-INVITE, or took us back.
struct RemoteHold { LegId leg; bool held = false; };
/// The other side wants this leg's room to go on with somebody else (REFER): `target` is the user part that it named. It is told
/// what became of it: HangUp means that it was done, RefuseTransfer that it was not.
struct TransferAsked { LegId leg; std::string target; };
/// The leg is over. Follows every leg that arrived or was called exactly once, hang_up() included.
struct Ended { LegId leg; LegEnd end = LegEnd::hung_up; int sip_status = 0; };
/// A device registered (or refreshed), or its registration ended. One at a fixed address is told reachable as soon as it is known.
struct DeviceReachable { std::string device; bool reachable = false; };
/// A recording is over and on disk. `problem` is empty, or says what of it is missing and why (disk full, path refused ...).
struct Recorded { RoomId room; std::string file; Duration length{}; std::string problem{}; };
/// A browser is connected: sound flows both ways as soon as a leg is on the line.
struct LineUp { LineId line; LineOwner owner; };
/// A line is over: closed, or nothing was heard from the browser for 10 s. A leg that was on it has ended, or went on to the
/// owner's newer line.
struct LineDown { LineId line; LineOwner owner; };

using Event = std::variant<Arrived, Answered, Ringing, Digit, PlayEnded, RemoteHold, TransferAsked, Ended, DeviceReachable, Recorded,
                           LineUp, LineDown>;

// ---- Commands -------------------------------------------------------------------------------------------------------

/// 200 to the INVITE of a leg that arrived.
struct Accept { LegId leg; };
/// A final refusal of a leg that arrived: 486, 503 ...
struct Reject { LegId leg; int sip_status = 503; };
/// Calls a device. `leg` is chosen by the driver from next_leg().
struct Call { LegId leg; std::string device; std::string caller; std::string display; };
/// Calls a number out through a trunk that allows it (may_call); anything else ends as unreachable.
struct CallNumber { LegId leg; std::string trunk; std::string number; };
/// Rings at a browser; it answers by AnswerLine or DeclineLine.
struct CallLine { LegId leg; LineId line; };
/// The person at the browser takes the leg that rings there, or does not.
struct AnswerLine { LineId line; };
struct DeclineLine { LineId line; };
/// A key that the browser could not send in its sound.
struct PressKey { LineId line; char key = 0; };
/// The browser is done: a leg on it is hung up by the other side.
struct CloseLine { LineId line; };
/// Plays to this leg alone; replaces what it was hearing. Looped audio never ends by itself. A leg that hears a prompt still
/// delivers its keys.
struct Play { LegId leg; PlayId play; Audio audio; bool loop = false; };
struct StopPlay { LegId leg; };
/// Whether keys of this leg are looked for in its sound (DTMF as tones) while it talks with nobody in a room: only where something asks
/// for them, and only of a telephone that did not agree to send them as events (RFC 4733). INFO is not agreed beforehand: of it and the
/// sound, the one that brought the first key is the one that counts.
struct ListenForKeys { LegId leg; bool on = false; };
/// From now on the leg hears the room and is heard in it. A leg is in one room at most.
struct Join { LegId leg; RoomId room; };
struct Leave { LegId leg; };
/// Records the room to `file` (stereo mu-law WAV, must not exist): `left` on the first channel, everybody else on the second. Ends
/// with StopRecord, when `left` ends, or, where `quiet` is given, when `left` was not heard for so long; while `left` or the others are
/// out of the room their channel is silent. It begins with `missed` of silence, for what was said before this command came.
struct Record { RoomId room; LegId left; std::string file; Duration quiet{0}; Duration missed{0}; };
struct StopRecord { RoomId room; };
/// The transfer that was asked for is not made; the leg goes on.
struct RefuseTransfer { LegId leg; };
/// The recording goes on with silence, or again with what is said.
struct PauseRecord { RoomId room; bool paused = false; };
/// BYE, CANCEL or a final refusal, whatever the leg's state wants.
struct HangUp { LegId leg; };

using Command = std::variant<Accept, Reject, Call, CallNumber, CallLine, AnswerLine, DeclineLine, PressKey, CloseLine, Play, StopPlay,
                             ListenForKeys, Join, Leave, Record, StopRecord, PauseRecord, RefuseTransfer, HangUp>;

// ---- Browsers -------------------------------------------------------------------------------------------------------

/// A browser's wish for a line. One without an owner calls `called` as soon as it is connected.
struct LineWanted {
    std::string offer;   ///< SDP, as RTCPeerConnection.createOffer() gives it
    LineOwner owner;
    std::string called, caller;
};
struct LineOpened {
    LineId line;
    std::string answer;  ///< SDP
};

// ---- Who may call and be called -------------------------------------------------------------------------------------

/// A carrier or exchange, known by the address it sends from.
struct Trunk {
    std::string name;
    std::string address;  ///< IPv4 or IPv6, without port
    std::uint16_t call_port = 0;             ///< at which it takes calls from us; 0: nobody is called through it
    std::vector<std::string> call_prefixes{};  ///< with which a number must begin that may be called
    std::string call_as{};                     ///< the number that we show
};
/// A number of 5 to 15 digits, with a plus or without, that begins with one of the prefixes. No prefix: nobody may be called.
bool may_call(const Trunk& trunk, std::string_view number);

/// A telephone: registered with digest (ha1), or at a fixed address.
struct Device {
    std::string name;        ///< user part and digest user name
    std::string ha1;         ///< hex MD5(name:realm:password), RFC 7616 section 3.4.2; empty for a fixed address
    std::string fixed_uri;   ///< such as `sip:a0001@127.0.0.42:32000`; empty for a registering one
};

struct Settings {
    std::string sip_address = "127.0.0.1";
    std::uint16_t sip_port = 5060;       ///< 0 takes a free one
    std::string public_address;          ///< shown in SDP and Contact; empty: sip_address
    std::uint16_t rtp_low = 20000, rtp_high = 29999;
    std::string realm = "markaz";
    /// UDP port of all browsers: the first of these that is free; 0 stands for any. None: no browser is served.
    std::vector<std::uint16_t> webrtc_ports;
    std::chrono::seconds silence_limit{60};  ///< a leg that sends no RTP for so long has failed; 0: never
    std::vector<Trunk> trunks;
    std::vector<Device> devices;
    /// Where it is kept how to end each leg, for the process that follows a killed one; empty: nowhere. Sealed with the key.
    std::string legs_file;
    std::array<std::uint8_t, 32> legs_key{};
};

/// Counters for /metrics; each only grows.
struct Counters {
    std::uint64_t invites = 0, refused_unknown = 0, refused_auth = 0, refused_codec = 0, registrations = 0;
    std::uint64_t refused_flood = 0;    ///< requests that were not answered: too many were refused to their sender before
    std::uint64_t refused_request = 0;  ///< requests that we do not serve: extensions, methods, calls that do not exist
    std::uint64_t legs_left = 0;        ///< that a killed process left behind and that were ended by this one
    std::uint64_t rtp_received = 0, rtp_sent = 0, rtp_foreign = 0, rtp_malformed = 0;
    std::uint64_t webrtc_lines = 0, webrtc_refused = 0;  ///< that were connected; that showed a wrong certificate
};

/// The telephone exchange. Events are told on the telephone's own thread: the listener must only hand them on.
class Telephony {
public:
    virtual ~Telephony() = default;
    virtual LegId next_leg() = 0;                       ///< any thread
    virtual void perform(std::vector<Command>) = 0;     ///< any thread; in order; unknown legs are ignored (they have ended)
    /// Agrees a line with a browser; LineUp follows when it has come. Any thread. The Problem says what the offer lacks.
    virtual Result<LineOpened> open_line(LineWanted) = 0;
    virtual std::uint16_t sip_port() const = 0;
    virtual std::uint16_t webrtc_port() const = 0;      ///< 0: no browser is served
    virtual Counters counters() const = 0;
    virtual void set_devices(std::vector<Device>, std::vector<Trunk>) = 0;
};

using Listener = std::function<void(Event)>;

/// Opens the sockets and starts the SIP and media threads. A port that is taken is a Problem that names it.
Result<std::unique_ptr<Telephony>> open_telephony(Settings, Listener);

}  // namespace markaz::telephony
