// What a browser's leg costs: N lines, two in each room, over loopback. The browsers run in another process, so that only the engine
// is counted: checks, SRTP, mixing and, where wanted, recording.
//
// webrtc_bench [lines = 100] [seconds = 20] [record = 1]

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "telephony/test_browser.hpp"
#include "telephony/webrtc_endpoint.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::seconds;

/// A text with its length before it.
void write_text(int fd, const std::string& text) {
    const std::uint32_t size = static_cast<std::uint32_t>(text.size());
    (void)!write(fd, &size, sizeof size);
    (void)!write(fd, text.data(), text.size());
}

std::string read_text(int fd) {
    std::uint32_t size = 0;
    if (read(fd, &size, sizeof size) != sizeof size) return {};
    std::string text(size, '\0');
    for (std::size_t have = 0; have < size;) {
        const ssize_t got = read(fd, text.data() + have, size - have);
        if (got <= 0) return {};
        have += static_cast<std::size_t>(got);
    }
    return text;
}

void browsers(std::size_t count, seconds length, int in, int out) {
    std::vector<std::unique_ptr<test::Browser>> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(std::make_unique<test::Browser>(300.0 + static_cast<double>(i % 50) * 40));
        write_text(out, all.back()->offer());
        all.back()->begin(read_text(in));
    }
    auto due = std::chrono::steady_clock::now();
    for (int turn = 0; turn < (length.count() + 4) * 50; ++turn) {
        for (auto& each : all) each->turn();
        due += std::chrono::milliseconds(20);
        std::this_thread::sleep_until(due);
    }
    std::size_t connected = 0, heard = 0;
    for (auto& each : all) connected += each->connected(), heard += each->packets.size();
    std::printf("browsers: %zu of %zu connected, packets heard %zu\n", connected, count, heard);
}

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void measure(std::size_t lines, seconds length, bool record, const std::filesystem::path& directory, int in, int out) {
    LiveCounters counters{};
    Recorder recorder([](Recorded) {});
    const auto identity = std::make_shared<const DtlsIdentity>(DtlsIdentity::create().value());
    MediaSocket port = open_web_socket("127.0.0.1", 0).value();
    MediaThread media(std::make_unique<MediaEngine>(seconds(60), counters, recorder, [](MediaFact) {},
                                                    MediaEngine::Browsers{std::move(port.descriptor), identity}));
    std::uint64_t last_leg = 0;
    WebEndpoint endpoint(identity, port.port, "",
                         {.tell = [](Event) {},
                          .next_leg = [&] { return LegId{++last_leg}; },
                          .media = [&](MediaOrder order) { media.order(std::move(order)); },
                          .agreed = [](LineAgreed) {}});
    for (std::size_t i = 0; i < lines; ++i) {
        const LineOpened opened = endpoint.open({.offer = read_text(in), .owner = {i + 1}, .called = {}, .caller = {}}).value();
        write_text(out, opened.answer);
        const LegId leg{10'000 + i};
        media.order(UseLine{leg, opened.line});
        media.order(Join{leg, RoomId{i / 2 + 1}});
        if (record && i % 2 == 0) media.order(Record{RoomId{i / 2 + 1}, leg, directory / (std::to_string(i / 2) + ".wav")});
    }
    std::this_thread::sleep_for(seconds(3));  // every handshake is over
    const double before = cpu_seconds();
    const Counters first = counters.now();
    std::this_thread::sleep_for(length);
    const double used = cpu_seconds() - before;
    const Counters last = counters.now();
    std::printf("%zu lines%s, %lld s: CPU %.2f %% of a core, per line %.4f %%, packets in %llu out %llu of %llu each\n", lines,
                record ? ", recorded" : "", static_cast<long long>(length.count()), 100 * used / static_cast<double>(length.count()),
                100 * used / static_cast<double>(length.count()) / static_cast<double>(lines),
                static_cast<unsigned long long>(last.rtp_received - first.rtp_received),
                static_cast<unsigned long long>(last.rtp_sent - first.rtp_sent),
                static_cast<unsigned long long>(lines * 50 * static_cast<std::size_t>(length.count())));
}

}  // namespace
}  // namespace markaz::telephony

int main(int argc, char** argv) {
    using namespace markaz::telephony;
    const std::size_t lines = argc > 1 ? std::stoul(argv[1]) : 100;
    const seconds length(argc > 2 ? std::stoi(argv[2]) : 20);
    const bool record = argc <= 3 || std::string(argv[3]) != "0";
    std::string directory = "/tmp/webrtc-bench-XXXXXX";
    std::array<int, 2> to_browsers{}, to_engine{};
    if (!mkdtemp(directory.data()) || pipe(to_browsers.data()) != 0 || pipe(to_engine.data()) != 0) return 1;
    const pid_t child = fork();
    if (child == 0) {
        browsers(lines, length, to_browsers[0], to_engine[1]);
        return 0;
    }
    measure(lines, length, record, directory, to_engine[0], to_browsers[1]);
    waitpid(child, nullptr, 0);
    std::filesystem::remove_all(directory);
}
