#pragma once
// The five languages in which Markaz speaks.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace markaz {

enum class Language { en, ar, fa, id, ms };
BOOST_DESCRIBE_ENUM(Language, en, ar, fa, id, ms)

inline constexpr std::array all_languages{Language::en, Language::ar, Language::fa, Language::id, Language::ms};

constexpr std::string_view code(Language language) {
    constexpr std::array<std::string_view, 5> codes{"en", "ar", "fa", "id", "ms"};
    return codes[static_cast<std::size_t>(language)];
}

constexpr std::optional<Language> language_from(std::string_view text) {
    for (Language language : all_languages)
        if (code(language) == text) return language;
    return std::nullopt;
}

/// One text in each language; an empty one has not been translated.
struct Text {
    std::array<std::string, all_languages.size()> in;

    std::string& operator[](Language language) { return in[static_cast<std::size_t>(language)]; }
    const std::string& operator[](Language language) const { return in[static_cast<std::size_t>(language)]; }
    friend bool operator==(const Text&, const Text&) = default;
};

}  // namespace markaz
