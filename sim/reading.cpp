#include "sim/reading.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

#include "base/described.hpp"

namespace markaz::sim {

using procedure::Entry;
using procedure::Fields;
using procedure::Node;
using namespace std::chrono;

namespace {

constexpr Duration none{0};
constexpr std::size_t largest_file = std::size_t{64} << 20;

}  // namespace

std::optional<std::string> text_of(const std::filesystem::path& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed || size > largest_file) return std::nullopt;
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    return stream ? std::optional(std::move(text)) : std::nullopt;
}

std::string in_quotes(std::string_view word) { return procedure::quoted(word); }

std::string routing_clause_of(std::string_view document) {
    constexpr std::string_view opens = "\n```routing\n", closes = "\n```";
    const std::size_t begin = document.find(opens);
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = document.substr(begin + opens.size());
    return std::string(rest.substr(0, rest.find(closes))) + '\n';
}

std::optional<double> decimal(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<Duration> length_of(std::string_view text) {
    if (const auto seconds_number = decimal(text); seconds_number && *seconds_number >= 0 && *seconds_number <= 1e9)
        return duration_cast<Duration>(duration<double>(*seconds_number));
    const auto length = parse_duration(text);
    return length ? std::optional(*length) : std::nullopt;
}

void Reading::wrong(const Node& at, std::string what, std::string right) {
    findings.add("wrong-value", at.place, std::move(what), std::move(right));
}

void Reading::wrong_type(const Entry& field, std::string right) {
    findings.add("wrong-type", field.value.place, in_quotes(field.name) + " is " + std::string(field.value.kind_text()), std::move(right));
}

Duration Reading::length(const Entry& field, Duration least, Duration most) {
    return procedure::as_duration(field, least, most, findings).value_or(none);
}

double Reading::share(const Entry& field) {
    std::string text = field.value.kind == Node::Kind::text ? procedure::with_latin_digits(field.value.text) : std::string{};
    const bool percent = text.ends_with('%');
    if (percent) text.pop_back();
    const auto number = decimal(text);
    const double value = number.value_or(-1) / (percent ? 100 : 1);
    if (value >= 0 && value <= 1) return value;
    wrong(field.value,
          in_quotes(field.name) + " is " +
              (field.value.kind == Node::Kind::text ? in_quotes(field.value.text) : std::string(field.value.kind_text())),
          "it is a share from 0 to 1, or from 0% to 100%");
    return 0;
}

std::optional<Distribution> Reading::distribution(const Entry& field) {
    if (field.value.kind == Node::Kind::text && field.value.text == "none") return Distribution{};
    if (field.value.kind != Node::Kind::map || field.value.entries.size() != 1) {
        wrong_type(field,
                   "it is none or one of {exponential: 180s}, {lognormal: {mean: 180s, cv: 1.2}}, {gamma: {mean: 180s, cv: 0.5}}, "
                   "{fixed: 20s}, {empirical: FILE}, {fit: {data: DIR}}");
        return std::nullopt;
    }
    const Fields fields(field.value, in_quotes(field.name), {"exponential", "lognormal", "gamma", "fixed", "empirical", "fit"}, findings);
    const Entry& shape = field.value.entries.front();
    constexpr Duration least = milliseconds{1};
    if (shape.name == "fixed") return Distribution::fixed(length(shape, none, longest_length));
    if (shape.name == "exponential") return Distribution::exponential(length(shape, least, longest_length));
    if (shape.name == "empirical") return empirical(shape);
    if (shape.name == "fit") return fit(shape, field.name);
    if (shape.name != "lognormal" && shape.name != "gamma") return std::nullopt;
    const Fields moments(shape.value, in_quotes(shape.name), {"mean", "cv"}, findings);
    const Entry* mean = moments.require("mean", "mean: 180s");
    const Entry* cv = moments.require("cv", "cv: 1.2");
    if (!mean || !cv) return std::nullopt;
    const Duration average = length(*mean, least, longest_length);
    const double variation = variation_of(*cv);
    if (average == none || variation == 0) return std::nullopt;
    return shape.name == "gamma" ? Distribution::gamma(average, variation) : Distribution::lognormal(average, variation);
}

double Reading::variation_of(const Entry& field) {
    constexpr double least = 0.01, most = 20;
    const auto number = field.value.kind == Node::Kind::text ? decimal(procedure::with_latin_digits(field.value.text)) : std::nullopt;
    if (number && *number >= least && *number <= most) return *number;
    wrong(field.value,
          "\"cv\" is " + (field.value.kind == Node::Kind::text ? in_quotes(field.value.text) : std::string(field.value.kind_text())),
          "it is the deviation divided by the mean, from 0.01 to 20");
    return 0;
}

std::optional<Distribution> Reading::empirical(const Entry& field) {
    std::vector<Duration> lengths;
    each_line(field, "a length of time such as 183s, or a number of seconds such as 183.4", [&](std::string_view line) {
        const auto one = length_of(line);
        if (one) lengths.push_back(*one);
        return one.has_value();
    });
    if (lengths.empty()) return std::nullopt;
    return Distribution::empirical(std::move(lengths));
}

void Reading::each_line(const Entry& field, std::string_view right, const std::function<bool(std::string_view)>& take) {
    const auto name = procedure::as_text(field, findings);
    if (!name) return;
    const auto path = directory / *name;
    const auto text = text_of(path);
    if (!text)
        return wrong(field.value, "the file " + in_quotes(path.string()) + " cannot be read",
                     "name a file beside the scenario, of at most 64 MiB");
    std::size_t number = 0, taken = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        if (!take(procedure::with_latin_digits(line))) {
            elsewhere.push_back({path.string() + ':' + std::to_string(number) + ":1", in_quotes(line) + " does not fit",
                                  "each line is " + std::string(right)});
            return;
        }
        ++taken;
    }
    if (taken == 0) wrong(field.value, "the file " + in_quotes(path.string()) + " is empty", "each line is " + std::string(right));
}

/// Fits the lengths that a centre has seen, in its queue of this name or in all.
std::optional<Distribution> Reading::fit(const Entry& field, std::string_view what) {
    const Fields fields(field.value, "\"fit\"", {"data", "queue", "from", "to", "shape"}, findings);
    HistoryWanted wanted{{}, queue, {}, {}};
    if (const Entry* data = fields.require("data", "data: DIRECTORY"))
        wanted.data = directory / procedure::as_text(*data, findings).value_or(std::string{});
    if (const Entry* named = fields.find("queue")) wanted.queue = procedure::as_key(*named, findings).value_or(Key{});
    for (const auto& [name, to] : {std::pair{"from", &wanted.from}, {"to", &wanted.until}})
        if (const Entry* at = fields.find(name)) {
            const auto instant = parse_instant(procedure::with_latin_digits(at->value.text));
            if (instant) *to = *instant;
            else wrong(at->value, in_quotes(name) + " is no instant", instant.error().right);
        }
    const bool patience = what == "patience";
    Shape shape = patience ? Shape::exponential : Shape::empirical;
    if (const Entry* named = fields.find("shape")) {
        const auto known = enum_from<Shape>(named->value.text);
        if (known && !(patience && (*known == Shape::lognormal || *known == Shape::gamma))) shape = *known;
        else wrong(named->value, "the shape is " + in_quotes(named->value.text),
                   patience ? "exponential or empirical" : "exponential, lognormal, gamma or empirical");
    }
    if (!history_of || (what != "patience" && what != "handle" && what != "wrap_up")) {
        wrong(field.value, in_quotes(what) + " cannot be fitted here", "patience, handle and wrap_up are, by `markaz simulate`");
        return std::nullopt;
    }
    if (!findings.empty()) return std::nullopt;
    const auto history = history_of(wanted);
    if (!history) {
        wrong(field.value, history.error().line(), "name the data directory of a centre");
        return std::nullopt;
    }
    const auto made = !patience                      ? fitted(what == "handle" ? history->handle : history->wrap_up, shape)
                      : shape == Shape::exponential ? exponential_patience(*history)
                                                     : observed_patience(*history);
    if (!made) wrong(field.value, "there is nothing to which " + in_quotes(what) + " could be fitted", "name another queue, or other days");
    return made;
}

contact::Channel Reading::channel(const Entry& field) {
    const auto text = procedure::as_text(field, findings);
    if (text == "form") return contact::Channel::form;
    if (text && *text != "voice_in")
        wrong(field.value, in_quotes(field.name) + " is " + in_quotes(*text),
              "voice_in for calls, or form for messages of the web form");
    return contact::Channel::voice_in;
}

}  // namespace markaz::sim
