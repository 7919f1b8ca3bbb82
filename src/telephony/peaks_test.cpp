#include "telephony/peaks.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "telephony/g711.hpp"
#include "telephony/recording.hpp"

namespace markaz::telephony {
namespace {

/// A recording with these interleaved codes.
class Recorded {
public:
    explicit Recorded(const std::vector<std::uint8_t>& codes)
        : path_(std::filesystem::temp_directory_path() / ("peaks_test." + std::to_string(getpid()) + ".wav")) {
        std::ofstream file(path_, std::ios::binary);
        const auto header = wav_header(static_cast<std::uint32_t>(codes.size()));
        file.write(reinterpret_cast<const char*>(header.data()), static_cast<std::streamsize>(header.size()));
        file.write(reinterpret_cast<const char*>(codes.data()), static_cast<std::streamsize>(codes.size()));
    }
    ~Recorded() { std::filesystem::remove(path_); }
    std::string path() const { return path_; }

private:
    std::filesystem::path path_;
};

TEST(Peaks, EachVoiceStandsInItsOwnRowAndAtItsTime) {
    std::vector<std::uint8_t> codes;
    for (int i = 0; i < 800; ++i) codes.insert(codes.end(), {encode(Law::mu, i < 400 ? 32000 : 0), encode(Law::mu, i < 400 ? 0 : 3200)});
    const auto peaks = peaks_of(Recorded(codes).path(), 4);
    ASSERT_TRUE(peaks);
    EXPECT_EQ(peaks->left, (std::vector<std::uint8_t>{100, 100, 0, 0}));
    EXPECT_EQ(peaks->right[0], 0);
    EXPECT_NEAR(peaks->right[3], 67, 1);  // A tenth of full scale is -20 dB, a third of the way to silence.
}

TEST(Peaks, ARecordingShorterThanThePointsHasAsManyAsItHasSamples) {
    const auto peaks = peaks_of(Recorded({0x80, 0xFF, 0xFF, 0x80}).path(), 600);
    ASSERT_TRUE(peaks);
    EXPECT_EQ(peaks->left.size(), 2u);
    EXPECT_EQ(peaks_of(Recorded({}).path(), 600)->left.size(), 0u);
}

TEST(Peaks, AFileThatIsNotThereIsAProblem) { EXPECT_FALSE(peaks_of("/nowhere/at/all.wav", 10)); }

}  // namespace
}  // namespace markaz::telephony
