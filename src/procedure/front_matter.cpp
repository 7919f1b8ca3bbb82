#include "procedure/front_matter.hpp"

#include <algorithm>

#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

const std::vector<std::string_view> kinds{"procedure", "policy", "standard", "checklist", "course", "form"};
constexpr Duration shortest_review = std::chrono::days{1};
constexpr Duration longest_review = std::chrono::days{3660};

/// `main-line/main-line.ar.md` -> `ar`: only what stands last before `.md`, and only if it is a language of ours.
std::optional<Language> language_of_path(std::string_view path) {
    if (!path.ends_with(".md")) return std::nullopt;
    path.remove_suffix(3);
    const auto dot = path.substr(path.rfind('/') + 1).rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    return language_from(path.substr(path.rfind('/') + 1).substr(dot + 1));
}

/// Fields that nothing is decided by yet; what they say must be sound all the same, because people rely on it.
void check_properties(const Fields& fields, Findings& findings) {
    if (const Entry* kind = fields.require("kind", "kind: procedure"))
        if (const auto text = as_text(*kind, findings); text && std::find(kinds.begin(), kinds.end(), *text) == kinds.end())
            findings.add("wrong-value", kind->value.place, "there is no kind of document " + quoted(*text), suggestion(*text, kinds));
    if (const Entry* department = fields.require("department", "department: customer service")) as_texts(*department, findings);
    if (const Entry* audience = fields.require("audience", "audience: [agent, leader]")) as_texts(*audience, findings);
    if (const Entry* owner = fields.require("owner", "owner: head of customer service")) as_text(*owner, findings);
    if (const Entry* approver = fields.require("approver", "approver: operations manager")) as_text(*approver, findings);
    if (const Entry* effective = fields.require("effective", "effective: 2026-11-22")) as_date(*effective, findings);
    if (const Entry* review = fields.require("review_every", "review_every: 180d"))
        as_duration(*review, shortest_review, longest_review, findings);
    if (const Entry* reads = fields.find("reads")) as_texts(*reads, findings);
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
    if (!front.translation)
        known.insert(known.end(), {"kind", "department", "audience", "owner", "approver", "effective", "review_every", "reads"});
    const Fields fields(document.front, "the front matter", known, findings);

    std::optional<Key> id;
    std::optional<Language> language;
    if (const Entry* field = fields.require("id", "id: main-line")) id = as_key(*field, findings);
    if (const Entry* field = fields.require("title", "title: Answer the main line")) front.title = as_text(*field, findings).value_or("");
    if (const Entry* field = fields.require("language", "language: en")) language = as_language(*field, findings);
    if (!front.translation) check_properties(fields, findings);
    if (!id || !language) return std::nullopt;
    front.id = *id;
    front.language = *language;
    check_path(document, front, findings);
    return front;
}

}  // namespace markaz::procedure
