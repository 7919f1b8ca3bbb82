#pragma once
// Reads the fields of a clause into C++ types. Each function says what is wrong in the words of the person who wrote it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "procedure/finding.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

/// The same text with Arabic-Indic and Persian digits and signs (٣, ۳, ٪) as 3 and %: people type what their keyboard has.
std::string with_latin_digits(std::string_view text);

/// The fields of one map. Made from anything else it has none and says so (rule `wrong-type`); it also reports fields that are
/// not in `known` (`unknown-field`) and fields that stand twice (`field-twice`).
class Fields {
public:
    /// `owner` names the map in messages, such as `the step "menu"`.
    Fields(const Node& node, std::string owner, std::vector<std::string_view> known, Findings& findings);

    /// The field, or null; a field without a value is missing.
    const Entry* find(std::string_view name) const;
    /// The same, but reports `missing-field` where there is none. `such_as` is an example of the field.
    const Entry* require(std::string_view name, std::string_view such_as) const;

    /// Reports that this step leads nowhere because the field is not there (rule `dead-end`).
    void dead_end(std::string_view name) const;

    /// Reports that this promises something to the customer without saying by when (rule `promise-deadline`).
    void no_deadline() const;

    const std::string& owner() const { return owner_; }
    bool is_map() const { return node_.kind == Node::Kind::map; }

private:
    const Node& node_;
    std::string owner_;
    Findings& findings_;
};

/// The map's entries without those whose name stood before, which are reported under `rule` as `<what> "x" <how>`.
std::vector<const Entry*> unique_entries(const Node& map, Rule rule, std::string_view what, std::string_view how,
                                         std::string_view right, Findings& findings);

/// The entries of a clause whose whole body is a map from names to things, or a finding where it is something else.
std::vector<const Entry*> named_entries(const Node& body, std::string_view owner, std::string_view such_as, Findings& findings);

// Each converts one field's value, or adds a finding (`wrong-type` for a list or map, `wrong-value` otherwise) and returns nothing.

/// A text with at least one letter.
std::optional<std::string> as_text(const Entry& field, Findings& findings);
std::optional<Key> as_key(const Entry& field, Findings& findings);
std::optional<bool> as_truth(const Entry& field, Findings& findings);
std::optional<std::uint32_t> as_number(const Entry& field, std::uint32_t least, std::uint32_t most, Findings& findings);
std::optional<std::uint32_t> as_percent(const Entry& field, Findings& findings);
std::optional<Duration> as_duration(const Entry& field, Duration least, Duration most, Findings& findings);
std::optional<Language> as_language(const Entry& field, Findings& findings);
/// One text or a list of texts.
std::optional<std::vector<std::string>> as_texts(const Entry& field, Findings& findings);
/// `2026-11-22`.
std::optional<std::chrono::year_month_day> as_date(const Entry& field, Findings& findings);

/// The name of an entry as a key, or a finding: steps, queues and skills are named by keys.
std::optional<Key> name_as_key(const Entry& entry, std::string_view what, Findings& findings);

}  // namespace markaz::procedure
