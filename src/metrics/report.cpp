#include "metrics/report.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/json.hpp"
#include "metrics/dictionary.hpp"

namespace markaz::metrics {

namespace {

std::vector<std::string> column_names(By by) {
    std::vector<std::string> names{"from", "to", std::string(enum_name(by))};
    const Cell columns;
    for_each_member(columns, [&](std::string_view column, const auto&) { names.push_back(column_name(*enum_from<Column>(column))); });
    for (const Metric& metric : dictionary()) names.emplace_back(metric.id);
    return names;
}

std::vector<Value> values(const ReportRow& row, By by, const Calendar& site) {
    std::vector<Value> values{{false, site.local_text(row.from)}, {false, site.local_text(row.to)}};
    values.push_back({false, by == By::centre ? "centre" : row.whose});
    for_each_member(row.cell, [&](std::string_view, const auto& each) { values.push_back({true, json::text(each)}); });
    for (const Metric& metric : dictionary()) {
        const Figure made = by == By::agent && !metric.personal ? Figure{} : figure(metric, row.cell);
        values.push_back({true, made.value ? rounded(*made.value) : std::string{}});
    }
    return values;
}

// ---- CSV ------------------------------------------------------------------------------------------------------------

std::string csv_text(std::string text) {
    // A spreadsheet runs what begins like a formula; an apostrophe before it makes it a text.
    if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) text.insert(0, 1, '\'');
    if (text.find_first_of("\",\r\n'") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char each : text) quoted.append(each == '"' ? 2 : 1, each);
    return quoted + '"';
}

std::string csv_line(std::span<const std::string> cells) {
    std::string line;
    for (const std::string& cell : cells) line.append(line.empty() ? "" : ",") += cell;
    return line + "\r\n";
}

std::string as_csv(std::span<const std::string> names, std::span<const std::vector<Value>> rows) {
    std::string text = csv_line(names);
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        for (const Value& value : row) cells.push_back(value.number ? value.text : csv_text(value.text));
        text += csv_line(cells);
    }
    return text;
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

std::string as_json(std::span<const std::string> names, std::span<const std::vector<Value>> rows) {
    json::Array list;
    for (const auto& row : rows) {
        json::Object object;
        for (std::size_t column = 0; column < names.size(); ++column) {
            const auto& [number, text] = row[column];
            json::Value value = text;
            if (number) value = text.empty() ? json::Value(nullptr) : json::Value(json::Number{text});
            object.push_back({names[column], std::move(value)});
        }
        list.push_back(std::move(object));
    }
    return json::text(json::Value(std::move(list))) + "\n";
}

// ---- Table ----------------------------------------------------------------------------------------------------------

/// Characters, not bytes: names may be Arabic.
std::size_t width(std::string_view text) {
    const auto begins = [](char each) { return (static_cast<unsigned char>(each) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

std::string as_table(std::span<const std::string> names, std::span<const std::vector<Value>> rows) {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < names.size(); ++column) {
        widths.push_back(width(names[column]));
        for (const auto& row : rows) widths.back() = std::max(widths.back(), width(row[column].text));
    }
    std::string table;
    const auto add_line = [&](auto&& text_of, auto&& is_number) {
        std::string line;
        for (std::size_t column = 0; column < names.size(); ++column) {
            const std::string& text = text_of(column);
            const std::string space(widths[column] - width(text), ' ');
            line += (column == 0 ? "" : "  ") + (is_number(column) ? space + text : text + space);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        table += line + "\n";
    };
    add_line([&](std::size_t column) -> const std::string& { return names[column]; }, [](std::size_t column) { return column > 2; });
    for (const auto& row : rows)
        add_line([&](std::size_t column) -> const std::string& { return row[column].text; },
                 [&](std::size_t column) { return row[column].number; });
    return table;
}

}  // namespace

std::string rounded(double value) {
    std::string text;
    json::append(text, std::round(value * 1e6) / 1e6);
    return text;
}

std::string written(std::span<const std::string> names, std::span<const std::vector<Value>> rows, Format format) {
    switch (format) {
        case Format::table: return as_table(names, rows);
        case Format::csv: return as_csv(names, rows);
        case Format::json: return as_json(names, rows);
    }
    return {};
}

std::vector<ReportRow> report(std::span<const Offer> offers, const ReportOptions& options, const Calendar& site) {
    std::map<std::pair<Instant, std::string>, ReportRow> rows;
    for (const Offer& offer : offers) {
        VisitFacts facts = offer.facts;
        if (facts.offered < options.from || facts.offered >= options.to) continue;
        facts.thresholds.answer_within = options.answer_within.value_or(facts.thresholds.answer_within);
        facts.thresholds.abandoned_short = options.abandoned_short.value_or(facts.thresholds.abandoned_short);
        const Instant begin = site.begin(options.interval, facts.offered);
        ReportRow& row = rows[{begin, offer.whose}];
        row.from = std::max(begin, options.from);
        row.to = std::min(site.end(options.interval, facts.offered), options.to);
        row.whose = offer.whose;
        row.cell.add(facts);
    }
    std::vector<ReportRow> list;
    for (auto& [place, row] : rows) list.push_back(std::move(row));
    return list;
}

std::string render(std::span<const ReportRow> rows, By by, Format format, const Calendar& site) {
    const std::vector<std::string> names = column_names(by);
    std::vector<std::vector<Value>> made;
    for (const ReportRow& row : rows) made.push_back(values(row, by, site));
    return written(names, made, format);
}

}  // namespace markaz::metrics
