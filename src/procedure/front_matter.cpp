#include "procedure/front_matter.hpp"

#include <algorithm>

#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

const std::vector<std::string_view> kinds{"procedure", "policy", "standard", "checklist", "course", "form"};
constexpr Duration shortest_review = std::chrono::days{1};
constexpr Duration longest_review = std::chrono::days{3660};
constexpr std::size_t source_mark_size = 8;

/// `main-line/main-line.ar.md` -> `ar`: only what stands last before `.md`, and only if it is a language of ours.
std::optional<Language> language_of_path(std::string_view path) {
    if (!path.ends_with(".md")) return std::nullopt;
    path.remove_suffix(3);
    const auto dot = path.substr(path.rfind('/') + 1).rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    return language_from(path.substr(path.rfind('/') + 1).substr(dot + 1));
}

/// Fields by which people find a document and know whose it is.
void read_card(const Fields& fields, ProcedureCard& card, Findings& findings) {
    if (const Entry* kind = fields.require("kind", "kind: procedure"))
        if (const auto text = as_text(*kind, findings)) {
            card.kind = *text;
            if (std::find(kinds.begin(), kinds.end(), *text) == kinds.end())
                findings.add("wrong-value", kind->value.place, "there is no kind of document " + quoted(*text), suggestion(*text, kinds));
        }
    const auto texts = [&](const Entry* field) {
        return field ? as_texts(*field, findings).value_or(std::vector<std::string>{}) : std::vector<std::string>{};
    };
    const auto text = [&](const Entry* field) { return field ? as_text(*field, findings).value_or("") : std::string{}; };
    card.departments = texts(fields.require("department", "department: customer service"));
    card.audience = texts(fields.require("audience", "audience: [agent, leader]"));
    card.owner = text(fields.require("owner", "owner: head of customer service"));
    card.approver = text(fields.require("approver", "approver: operations manager"));
    if (const Entry* effective = fields.require("effective", "effective: 2026-11-22"))
        if (const auto date = as_date(*effective, findings)) card.effective = std::chrono::sys_days{*date};
    if (const Entry* review = fields.require("review_every", "review_every: 180d"))
        card.review_every = as_duration(*review, shortest_review, longest_review, findings).value_or(shortest_review);
    card.reads = texts(fields.find("reads"));
    card.origin = text(fields.find("origin"));
}

/// `source: 3f9a12bc`: which text was translated.
void read_source_mark(const Fields& fields, FrontMatter& front, Findings& findings) {
    const Entry* mark = fields.find("source");
    const auto text = mark ? as_text(*mark, findings) : std::nullopt;
    if (!text) return;
    const bool hex = text->size() == source_mark_size &&
                     std::ranges::all_of(*text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!hex)
        return findings.add("wrong-value", mark->value.place, "\"source\" is " + quoted(*text),
                            "it is the first eight digits of the source's SHA-256; leave it out, and nothing is compared");
    front.of_source = *text;
    front.of_source_place = mark->value.place;
}

void check_path(const Document& document, const FrontMatter& front, Findings& findings) {
    const std::string id(front.id.text());
    const std::string expected = id + '/' + id + (front.translation ? '.' + std::string(code(front.language)) : "") + ".md";
    if (document.path != expected)
        findings.add("document-path", {1, 1}, "the front matter says id " + quoted(id) + " and language " + quoted(code(front.language)),
                     "such a document is called " + expected);
}

}  // namespace

std::optional<FrontMatter> read_front_matter(const Document& document, Findings& findings) {
    FrontMatter front;
    front.translation = language_of_path(document.path).has_value();
    std::vector<std::string_view> known{"id", "title", "language"};
    if (front.translation)
        known.push_back("source");
    else
        known.insert(known.end(),
                     {"kind", "department", "audience", "owner", "approver", "effective", "review_every", "reads", "origin"});
    const Fields fields(document.front, "the front matter", known, findings);

    std::optional<Key> id;
    std::optional<Language> language;
    if (const Entry* field = fields.require("id", "id: main-line")) id = as_key(*field, findings);
    if (const Entry* field = fields.require("title", "title: Answer the main line")) {
        front.title = as_text(*field, findings).value_or("");
        front.title_place = field->value.place;
    }
    if (const Entry* field = fields.require("language", "language: en")) language = as_language(*field, findings);
    if (front.translation)
        read_source_mark(fields, front, findings);
    else
        read_card(fields, front.card, findings);
    if (!id || !language) return std::nullopt;
    front.id = *id;
    front.language = *language;
    front.card.id = *id;
    front.card.source = *language;
    check_path(document, front, findings);
    return front;
}

}  // namespace markaz::procedure
