// Collected malformed packets and sound files: each is taken or refused, and what goes on beside them is not disturbed.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "telephony/media.hpp"
#include "telephony/speech.hpp"
#include "telephony/test_browser.hpp"
#include "telephony/webrtc_endpoint.hpp"

namespace markaz::telephony {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<std::pair<std::string, Bytes>> corpus(const std::string& name) {
    std::vector<std::pair<std::string, Bytes>> files;
    const char* shared = std::getenv("MARKAZ_SHARED");
    if (!shared) return files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(shared) / "corpora" / name, none)) {
        std::ifstream in(entry.path(), std::ios::binary);
        files.emplace_back(entry.path().filename(), Bytes{std::istreambuf_iterator<char>(in), {}});
    }
    std::ranges::sort(files);
    return files;
}

/// Two telephones in a room, and a browser whose line stands; all hear what is sent to their ports.
TEST(Corpora, MalformedRtpDisturbsNoTalk) {
    const auto files = corpus("rtp-malformed");
    if (files.empty()) GTEST_SKIP() << "set MARKAZ_SHARED to a folder with corpora/rtp-malformed";
    LiveCounters counters{};
    Recorder recorder{[](Recorded) {}};
    std::vector<MediaFact> facts;
    const auto identity = std::make_shared<const DtlsIdentity>(DtlsIdentity::create().value());
    MediaSocket web = open_web_socket("127.0.0.1", 0).value();
    const std::uint16_t web_port = web.port;
    MediaEngine engine{std::chrono::seconds(60), counters, recorder, [&](MediaFact fact) { facts.push_back(fact); },
                       MediaEngine::Browsers{std::move(web.descriptor), identity}};
    PortPool ports{SocketAddress::from("127.0.0.1", 0).value(), 20000, 29999};
    std::array<Descriptor, 2> sockets;
    std::array<SocketAddress, 2> at;
    for (std::uint64_t i = 0; i < 2; ++i) {
        auto [socket, address] = test::bound_socket("127.0.0.1");
        auto opened = ports.open();
        at[i] = SocketAddress::from("127.0.0.1", opened->port).value();
        engine.obey(OpenMedia{{i + 1}, std::move(opened->descriptor)});
        engine.obey(RemoteMedia{.leg = {i + 1}, .described = address, .signalling = address, .key_types = {101, -1}});
        engine.obey(Join{{i + 1}, RoomId{1}});
        sockets[i] = std::move(socket);
    }
    const SocketAddress browsers = SocketAddress::from("127.0.0.1", web_port).value();
    std::uint16_t sequence = 0;
    int heard = 0;
    const auto speak = [&](std::size_t who) {
        std::array<std::uint8_t, rtp_header_size + frame_samples> packet;
        packet.fill(encode(Law::mu, 1000));
        write_rtp_header({.sequence = sequence, .timestamp = sequence * 160u, .source = 9, .payload = {}},
                         std::span(packet).first<rtp_header_size>());
        sendto(sockets[who].fd(), packet.data(), packet.size(), 0, &at[who].at.any, at[who].size);
    };
    const auto turn = [&](const Bytes* bad) {
        for (std::size_t who = 0; who < 2; ++who) {
            speak(who);
            if (!bad) continue;
            sendto(sockets[who].fd(), bad->data(), bad->size(), 0, &at[who].at.any, at[who].size);
            sendto(sockets[who].fd(), bad->data(), bad->size(), 0, &browsers.at.any, browsers.size);
        }
        ++sequence;
        engine.turn();
        Bytes got(1500);
        while (recv(sockets[0].fd(), got.data(), got.size(), MSG_DONTWAIT) > 0)
            if (std::abs(decode(Law::mu, got[rtp_header_size + 80]) - 1000) < 60) ++heard;
    };
    for (int i = 0; i < 20; ++i) turn(nullptr);
    for (const auto& [name, bytes] : files) {
        SCOPED_TRACE(name);
        turn(&bytes);
    }
    heard = 0;
    for (int i = 0; i < 50; ++i) turn(nullptr);
    EXPECT_GE(heard, 40) << "the talk goes on";
    EXPECT_GT(counters.rtp_malformed.load(), 0u);
}

TEST(Corpora, MalformedSoundFilesAreReadOrRefusedWithOneLine) {
    const auto files = corpus("wav-malformed");
    if (files.empty()) GTEST_SKIP() << "set MARKAZ_SHARED to a folder with corpora/wav-malformed";
    const std::filesystem::path copy = std::filesystem::path(testing::TempDir()) / ("sound." + std::to_string(getpid()) + ".wav");
    for (const auto& [name, bytes] : files) {
        SCOPED_TRACE(name);
        const auto read = read_wav(bytes, name);
        if (read) {
            ASSERT_TRUE(*read);
        } else {
            EXPECT_EQ(read.error().line().find('\n'), std::string::npos);
        }
        // A recording of ours that is none is left as it is.
        std::ofstream(copy, std::ios::binary | std::ios::trunc).write(reinterpret_cast<const char*>(bytes.data()),
                                                                      static_cast<std::streamsize>(bytes.size()));
        if (!repair_recording(copy.string())) EXPECT_EQ(std::filesystem::file_size(copy), bytes.size());
    }
    std::filesystem::remove(copy);
}

}  // namespace
}  // namespace markaz::telephony
