// What the media engine costs: N bridged calls (two legs each), every one recorded, over loopback. The telephones run in another
// process, so that only the engine and the recorder are counted.
//
// media_bench [calls = 100] [seconds = 20] [directory = /tmp]

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "telephony/media.hpp"
#include "telephony/test_phone.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::seconds;

constexpr const char* host = "127.0.0.1";

struct Result {
    std::uint64_t sent = 0, received = 0;
};

void write_ports(int fd, const std::vector<std::uint16_t>& ports) { (void)!write(fd, ports.data(), ports.size() * sizeof(std::uint16_t)); }

std::vector<std::uint16_t> read_ports(int fd, std::size_t count) {
    std::vector<std::uint16_t> ports(count);
    std::size_t have = 0;
    while (have < count * sizeof(std::uint16_t)) {
        const ssize_t got = read(fd, reinterpret_cast<char*>(ports.data()) + have, count * sizeof(std::uint16_t) - have);
        if (got <= 0) break;
        have += static_cast<std::size_t>(got);
    }
    return ports;
}

/// All the telephones: one packet each 20 ms from every one, and everything read that comes.
Result telephones(std::size_t count, seconds length, int in, int out) {
    std::vector<Descriptor> sockets;
    std::vector<std::uint16_t> ports;
    for (std::size_t i = 0; i < count; ++i) {
        auto [socket, address] = test::bound_socket(host);
        ports.push_back(address.port());
        sockets.push_back(std::move(socket));
    }
    write_ports(out, ports);
    const auto engine_ports = read_ports(in, count);
    Result result;
    std::array<std::uint8_t, rtp_header_size + frame_samples> packet;
    packet.fill(0x9A);
    auto due = std::chrono::steady_clock::now();
    for (std::uint16_t turn = 0; turn < length.count() * 50; ++turn) {
        for (std::size_t i = 0; i < count; ++i) {
            write_rtp_header({.sequence = turn, .timestamp = turn * 160u, .source = static_cast<std::uint32_t>(i), .payload = {}},
                             std::span(packet).first<rtp_header_size>());
            const SocketAddress to = SocketAddress::from(host, engine_ports[i]).value();
            result.sent += sendto(sockets[i].fd(), packet.data(), packet.size(), 0, &to.at.any, to.size) > 0;
            std::array<std::uint8_t, 1500> bytes;
            while (recv(sockets[i].fd(), bytes.data(), bytes.size(), MSG_DONTWAIT) > 0) ++result.received;
        }
        due += std::chrono::milliseconds(20);
        std::this_thread::sleep_until(due);
    }
    return result;
}

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void measure(std::size_t calls, seconds length, const std::filesystem::path& directory, int in, int out) {
    const std::size_t legs = 2 * calls;
    const auto phone_ports = read_ports(in, legs);
    LiveCounters counters{};
    Recorder recorder([](Recorded recorded) {
        if (!recorded.problem.empty()) std::printf("%s\n", recorded.problem.c_str());
    });
    MediaThread media(std::make_unique<MediaEngine>(seconds(60), counters, recorder, [](MediaFact) {}));
    PortPool ports(SocketAddress::from(host, 0).value(), 20000, 59999);
    std::vector<std::uint16_t> engine_ports;
    for (std::size_t i = 0; i < legs; ++i) {
        auto socket = ports.open().value();
        engine_ports.push_back(socket.port);
        const SocketAddress phone = SocketAddress::from(host, phone_ports[i]).value();
        media.order(OpenMedia{LegId{i + 1}, std::move(socket.descriptor)});
        media.order(RemoteMedia{.leg = LegId{i + 1}, .described = phone, .signalling = phone});
        media.order(Join{LegId{i + 1}, RoomId{i / 2 + 1}});
        if (i % 2 == 0) media.order(Record{RoomId{i / 2 + 1}, LegId{i + 1}, directory / (std::to_string(i / 2) + ".wav")});
    }
    write_ports(out, engine_ports);
    std::this_thread::sleep_for(seconds(2));  // every jitter ring has filled
    const double before = cpu_seconds();
    const Counters first = counters.now();
    const auto counted = length - seconds(4);
    std::this_thread::sleep_for(counted);
    const double used = cpu_seconds() - before;
    const Counters last = counters.now();
    const auto packets = (last.rtp_received - first.rtp_received) + (last.rtp_sent - first.rtp_sent);
    std::printf(
        "%zu calls, %lld s: CPU %.2f %% of a core, per 100 calls %.2f %%, per packet %.2f us, packets in %llu out %llu of %llu each\n",
        calls, static_cast<long long>(counted.count()), 100 * used / static_cast<double>(counted.count()),
        100 * used / static_cast<double>(counted.count()) * 100 / static_cast<double>(calls), used * 1e6 / static_cast<double>(packets),
        static_cast<unsigned long long>(last.rtp_received - first.rtp_received),
        static_cast<unsigned long long>(last.rtp_sent - first.rtp_sent),
        static_cast<unsigned long long>(legs * 50 * static_cast<std::size_t>(counted.count())));
}

}  // namespace
}  // namespace markaz::telephony

int main(int argc, char** argv) {
    using namespace markaz::telephony;
    const std::size_t calls = argc > 1 ? std::stoul(argv[1]) : 100;
    const seconds length(argc > 2 ? std::stoi(argv[2]) : 20);
    std::string directory = std::string(argc > 3 ? argv[3] : "/tmp") + "/media-bench-XXXXXX";
    std::array<int, 2> to_phones{}, to_engine{};
    if (!mkdtemp(directory.data()) || pipe(to_phones.data()) != 0 || pipe(to_engine.data()) != 0) return 1;
    const pid_t child = fork();
    if (child == 0) {
        const auto result = telephones(2 * calls, length, to_phones[0], to_engine[1]);
        std::printf("telephones sent %llu, received %llu\n", static_cast<unsigned long long>(result.sent),
                    static_cast<unsigned long long>(result.received));
        return 0;
    }
    measure(calls, length, directory, to_engine[0], to_phones[1]);
    waitpid(child, nullptr, 0);
    std::filesystem::remove_all(directory);
}
