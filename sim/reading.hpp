#pragma once
// Reads what a scenario says of lengths, shares and other files.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contact/types.hpp"
#include "procedure/fields.hpp"
#include "sim/history.hpp"

namespace markaz::sim {

/// Names a thing of the scenario in a message.
std::string in_quotes(std::string_view word);

/// The whole file, if it can be read and is at most 64 MiB.
std::optional<std::string> text_of(const std::filesystem::path& path);

/// What stands between the fences of the document's routing clause; empty where it has none.
std::string routing_clause_of(std::string_view document);

/// `12`, `7.5`.
std::optional<double> decimal(std::string_view text);
/// `183s`, or a number of seconds such as `183.4`.
std::optional<Duration> length_of(std::string_view text);

/// No conversation, break or stage of a scenario lasts longer.
inline constexpr Duration longest_length = std::chrono::days{1};

/// What is wrong is added to the findings, or, where it stands in another file, to `elsewhere`.
struct Reading {
    std::filesystem::path directory;  ///< where other files lie
    procedure::Findings& findings;
    std::vector<Problem>& elsewhere;
    HistoryOf history_of;
    Key queue{};  ///< whose lengths are read; empty: those of all

    void wrong(const procedure::Node& at, std::string what, std::string right);
    void wrong_type(const procedure::Entry& field, std::string right);

    Duration length(const procedure::Entry& field, Duration least, Duration most);
    /// From 0 to 1, or a percentage such as 30%.
    double share(const procedure::Entry& field);
    std::optional<Distribution> distribution(const procedure::Entry& field);
    /// By which contacts come: voice_in or form. Messages that are left come of `voicemail`; nothing else is played yet.
    contact::Channel channel(const procedure::Entry& field);

    /// Hands each item of the field to `each`, where there is one; it is a list that is not empty.
    template <class Each>
    void each_item(const procedure::Entry* field, std::string_view what, Each each) {
        if (!field) return;
        if (field->value.kind != procedure::Node::Kind::list || field->value.items.empty())
            return wrong_type(*field, "it is a list, each item " + std::string(what));
        for (const procedure::Node& item : field->value.items) each(item);
    }

    /// Hands each line of the named file, but empty ones and those that begin with #, to `take`, which tells whether it fits.
    void each_line(const procedure::Entry& field, std::string_view right, const std::function<bool(std::string_view)>& take);

private:
    double variation_of(const procedure::Entry& field);
    std::optional<Distribution> empirical(const procedure::Entry& field);
    std::optional<Distribution> fit(const procedure::Entry& field, std::string_view what);
};

}  // namespace markaz::sim
