#include "telephony/webrtc_description.hpp"

#include <algorithm>
#include <charconv>
#include <cctype>
#include <optional>
#include <utility>

namespace markaz::telephony {
namespace {

constexpr int pcmu_type = 0, pcma_type = 8;  // RFC 3551 table 4
constexpr std::size_t longest_mid = 32, most_types = 64;

std::string_view without(std::string_view line, std::string_view beginning) {
    return line.starts_with(beginning) ? line.substr(beginning.size()) : std::string_view{};
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!word.empty()) words.push_back(word);
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return words;
}

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && number >= 0 && number < 128 ? std::optional(number) : std::nullopt;
}

/// `AA:BB:...` as 32 bytes.
std::optional<std::array<std::uint8_t, 32>> sha256_in(std::string_view text) {
    std::array<std::uint8_t, 32> bytes{};
    if (text.size() != bytes.size() * 3 - 1) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* begin = text.data() + i * 3;
        const auto [end, error] = std::from_chars(begin, begin + 2, bytes[i], 16);
        if (error != std::errc{} || end != begin + 2 || (i + 1 < bytes.size() && *end != ':')) return std::nullopt;
    }
    return bytes;
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return made;
}

bool is_token(std::string_view text) {
    const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.'; };
    return !text.empty() && text.size() <= longest_mid && std::ranges::all_of(text, allowed);
}

/// Gathers what the lines of an offer say, whatever their order.
struct Reader {
    WebOffer offer;
    int sounds = 0, others = 0;
    bool has_fingerprint = false, muxes = false, is_secure = false;
    std::string setup;
    std::vector<int> offered;
    std::vector<std::pair<int, std::string>> codecs;  ///< rtpmap

    void read(std::string_view line) {
        if (const auto media = without(line, "m="); !media.empty()) read_media(media);
        if (const auto attribute = without(line, "a="); !attribute.empty()) read_attribute(attribute);
    }

    void read_media(std::string_view media) {
        const auto words = words_of(media);
        if (words.size() < 4 || words[0] != "audio") {
            ++others;
            return;
        }
        ++sounds;
        is_secure = words[2] == "UDP/TLS/RTP/SAVPF" || words[2] == "UDP/TLS/RTP/SAVP";
        for (std::size_t i = 3; i < std::min(words.size(), most_types); ++i)
            if (const auto type = number_in(words[i])) offered.push_back(*type);
    }

    void read_attribute(std::string_view line) {
        if (line == "rtcp-mux") muxes = true;
        if (line == "sendonly" || line == "inactive") offer.receives = false;
        if (line == "recvonly" || line == "inactive") offer.sends = false;
        if (const auto mid = without(line, "mid:"); !mid.empty()) offer.mid = mid;
        if (const auto said = without(line, "setup:"); !said.empty()) setup = said;
        if (const auto words = words_of(without(line, "fingerprint:")); words.size() == 2 && lower(words[0]) == "sha-256")
            if (const auto bytes = sha256_in(words[1])) {
                offer.fingerprint = *bytes;
                has_fingerprint = true;
            }
        if (const auto words = words_of(without(line, "rtpmap:")); words.size() == 2 && codecs.size() < most_types)
            if (const auto type = number_in(words[0])) codecs.emplace_back(*type, lower(words[1]));
    }

    std::string codec_of(int type) const {
        for (const auto& [named, codec] : codecs)
            if (named == type) return codec;
        return type == pcmu_type ? "pcmu/8000" : type == pcma_type ? "pcma/8000" : "";
    }

    /// G.711 keeps its static numbers; the first that is named is the one that both sides speak.
    void choose() {
        bool found = false;
        for (const int type : offered) {
            const std::string codec = codec_of(type);
            const bool mu = type == pcmu_type && codec.starts_with("pcmu/8000"), a = type == pcma_type && codec.starts_with("pcma/8000");
            if (mu || a) {
                if (!std::exchange(found, true)) offer.law = mu ? Law::mu : Law::a;
                offer.types.push_back(type);
            } else if (codec.starts_with("telephone-event/8000") && offer.key_type < 0) {
                offer.key_type = type;
                offer.types.push_back(type);
            }
        }
        if (!found) offer.types.clear();
    }
};

}  // namespace

Result<WebOffer> read_web_offer(std::string_view sdp) {
    constexpr const char* where = "offer";
    if (sdp.size() > longest_offer) return problem(where, "is longer than any browser's", "at most 64 KiB of SDP");
    if (!sdp.starts_with("v=0")) return problem(where, "is no session description", "what RTCPeerConnection.createOffer() gives");
    Reader reader;
    while (!sdp.empty()) {
        std::string_view line = sdp.substr(0, sdp.find('\n'));
        sdp.remove_prefix(std::min(line.size() + 1, sdp.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        reader.read(line);
    }
    if (reader.sounds != 1 || reader.others != 0)
        return problem(where, "has other sections than one of sound", "one m=audio section and nothing else");
    if (!reader.is_secure || !reader.muxes) return problem(where, "is not of a browser", "DTLS-SRTP with rtcp-mux");
    if (!is_token(reader.offer.mid)) return problem(where, "does not name its section", "a=mid");
    if (!reader.has_fingerprint) return problem(where, "does not say which certificate will be shown", "a=fingerprint:sha-256");
    if (reader.setup != "actpass" && reader.setup != "active")
        return problem(where, "wants us to begin DTLS", "a=setup:actpass: the browser begins");
    reader.choose();
    if (reader.offer.types.empty()) return problem(where, "has no codec in common with us", "PCMU or PCMA");
    return std::move(reader.offer);
}

std::string write_web_answer(const WebOffer& offer, const WebAnswer& ours) {
    const std::string first = ours.addresses.empty() ? "0.0.0.0" : ours.addresses.front();
    const std::string family = first.find(':') == std::string::npos ? "IN IP4 " : "IN IP6 ";
    const std::string source = std::to_string(ours.source), port = std::to_string(ours.port);
    std::string types;
    for (const int type : offer.types) types += ' ' + std::to_string(type);
    const char* direction = offer.sends ? offer.receives ? "sendrecv" : "recvonly" : offer.receives ? "sendonly" : "inactive";

    std::string out;
    const auto line = [&out](const std::string& text) { out.append(text).append("\r\n"); };
    line("v=0");
    line("o=- " + source + " 1 " + family + first);
    line("s=-");
    line("t=0 0");
    line("a=ice-lite");
    line("a=group:BUNDLE " + offer.mid);
    line("a=msid-semantic: WMS markaz");
    line("m=audio " + port + " UDP/TLS/RTP/SAVPF" + types);
    line("c=" + family + first);
    line("a=mid:" + offer.mid);
    line("a=rtcp-mux");
    line("a=ice-ufrag:" + ours.user_fragment);
    line("a=ice-pwd:" + ours.password);
    line("a=fingerprint:sha-256 " + ours.fingerprint);
    line("a=setup:passive");
    line(std::string("a=") + direction);
    for (const int type : offer.types) {
        const std::string name = type == offer.key_type ? "telephone-event" : type == pcmu_type ? "PCMU" : "PCMA";
        line("a=rtpmap:" + std::to_string(type) + ' ' + name + "/8000");
    }
    if (offer.key_type >= 0) line("a=fmtp:" + std::to_string(offer.key_type) + " 0-15");
    line("a=ptime:20");
    line("a=ssrc:" + source + " cname:markaz");
    line("a=msid:markaz sound");
    constexpr std::uint32_t host_preference = 126u << 24, component = 256 - 1;  // RFC 8445 section 5.1.2.1
    std::uint32_t local_preference = 65535, number = 1;
    for (const std::string& address : ours.addresses) {
        const std::uint32_t priority = host_preference + (local_preference-- << 8) + component;
        line("a=candidate:" + std::to_string(number++) + " 1 udp " + std::to_string(priority) + ' ' + address + ' ' + port + " typ host");
    }
    line("a=end-of-candidates");
    return out;
}

}  // namespace markaz::telephony
