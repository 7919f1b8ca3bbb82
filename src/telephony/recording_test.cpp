#include "telephony/recording.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "telephony/speech.hpp"

namespace markaz::telephony {
namespace {

class RecordingTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = std::filesystem::temp_directory_path() / "markaz-recording-XXXXXX";
        directory = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(directory); }

    std::string path(const std::string& name) const { return directory / name; }
    static std::string bytes_of(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    }
    static void put(const std::string& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

    /// Records these blocks and waits for the end.
    Recorded record(const std::string& file, const std::vector<std::vector<std::uint8_t>>& blocks) {
        std::promise<Recorded> done;
        auto result = done.get_future();
        Recorder recorder([&](Recorded recorded) { done.set_value(std::move(recorded)); });
        recorder.begin(RoomId{1}, file);
        for (const auto& block : blocks) recorder.write(RoomId{1}, block);
        recorder.end(RoomId{1});
        return result.get();
    }

    static constexpr std::size_t second = 2 * sample_rate;  // bytes of one second, both channels
    std::filesystem::path directory;
};

TEST_F(RecordingTest, IsAWavFileWhoseHeaderAgreesWithItsSize) {
    const auto recorded = record(path("a/b/c.wav"), {std::vector<std::uint8_t>(second, 0x80), std::vector<std::uint8_t>(second / 2, 0x80)});
    EXPECT_EQ(recorded.problem, "");
    EXPECT_EQ(recorded.length, std::chrono::milliseconds(1500));
    const std::string bytes = bytes_of(path("a/b/c.wav"));
    EXPECT_EQ(bytes.size(), wav_header_size + second * 3 / 2);
    const auto header = wav_header(second * 3 / 2);
    EXPECT_EQ(bytes.substr(0, wav_header_size), std::string(header.begin(), header.end()));
    const auto audio = load_wav(path("a/b/c.wav"));
    ASSERT_TRUE(audio);
    EXPECT_EQ((*audio)->size(), sample_rate * 3 / 2);
}

TEST_F(RecordingTest, AFileThatCannotBeMadeIsToldAtTheEnd) {
    put(path("taken.wav"), "something");
    EXPECT_NE(record(path("taken.wav"), {{1, 1}}).problem.find("File exists"), std::string::npos);
    EXPECT_EQ(bytes_of(path("taken.wav")), "something");
    EXPECT_NE(record(path("taken.wav/x.wav"), {{1, 1}}).problem, "");
}

TEST_F(RecordingTest, AKilledWriterLeavesAllButTheLastBlocksAndTheFileCanBePlayed) {
    const std::string file = path("killed.wav");
    std::array<int, 2> ready{};
    ASSERT_EQ(pipe(ready.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        Recorder recorder([](Recorded) {});
        recorder.begin(RoomId{1}, file);
        recorder.write(RoomId{1}, std::vector<std::uint8_t>(second, 0x90));
        // The second block is on its way when the header of the first can be seen.
        while (bytes_of(file).size() < wav_header_size + second) usleep(1000);
        (void)!write(ready[1], "x", 1);
        pause();
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ready[0]);
    close(ready[1]);

    const auto length = repair_recording(file);
    ASSERT_TRUE(length) << length.error().line();
    EXPECT_EQ(*length, std::chrono::seconds(1));
    EXPECT_EQ((*load_wav(file))->size(), sample_rate);
}

TEST_F(RecordingTest, RepairMendsATornHeaderAndDropsHalfASample) {
    const auto header = wav_header(0);
    put(path("torn.wav"), std::string(header.begin(), header.end()) + std::string(second + 1, '\x90'));
    EXPECT_EQ(repair_recording(path("torn.wav")), std::chrono::seconds(1));
    const std::string mended = bytes_of(path("torn.wav"));
    const auto right = wav_header(second);
    EXPECT_EQ(mended.substr(0, wav_header_size), std::string(right.begin(), right.end()));
    EXPECT_EQ(mended.size(), wav_header_size + second);
    EXPECT_EQ(repair_recording(path("torn.wav")), std::chrono::seconds(1));
    EXPECT_EQ(bytes_of(path("torn.wav")), mended);
}

TEST_F(RecordingTest, RepairLeavesStrangersAlone) {
    const std::string text(1000, 'x');
    put(path("notes.txt"), text);
    const auto result = repair_recording(path("notes.txt"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().line(), path("notes.txt") + ": is not a stereo mu-law WAV file of ours; a recording made by Markaz");
    EXPECT_EQ(bytes_of(path("notes.txt")), text);
    put(path("short.wav"), "RIFF");
    EXPECT_FALSE(repair_recording(path("short.wav")));
    EXPECT_FALSE(repair_recording(path("none.wav")));
}

}  // namespace
}  // namespace markaz::telephony
