#pragma once
// Chance that can be repeated: the same seed gives the same numbers on every machine.

#include <bit>
#include <cstdint>

#include <boost/describe/class.hpp>

namespace markaz {

/// xoshiro256++ 1.0 (Blackman and Vigna, 2019), seeded by splitmix64 as its authors advise. Its state is plain and can be stored.
struct Random {
    std::uint64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;

    static constexpr Random seeded(std::uint64_t seed) {
        auto splitmix = [&seed] {
            std::uint64_t z = (seed += 0x9E3779B97F4A7C15ull);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
            return z ^ (z >> 31);
        };
        Random random;
        random.s0 = splitmix();
        random.s1 = splitmix();
        random.s2 = splitmix();
        random.s3 = splitmix();
        return random;
    }

    constexpr std::uint64_t next() {
        const std::uint64_t result = std::rotl(s0 + s3, 23) + s0;
        const std::uint64_t t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = std::rotl(s3, 45);
        return result;
    }

    /// Uniform over 0 ... bound-1, without bias (Lemire 2019, by rejection); `bound` is at least 1.
    constexpr std::uint64_t below(std::uint64_t bound) {
        for (;;) {
            const auto product = static_cast<unsigned __int128>(next()) * bound;
            if (static_cast<std::uint64_t>(product) >= (0 - bound) % bound) return static_cast<std::uint64_t>(product >> 64);
        }
    }

    /// Uniform over [0, 1), 53 bits. For the world around the centre; no decision of the machine may compare floats.
    constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    friend constexpr bool operator==(const Random&, const Random&) = default;
};
BOOST_DESCRIBE_STRUCT(Random, (), (s0, s1, s2, s3))

}  // namespace markaz
