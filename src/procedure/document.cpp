#include "procedure/document.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <cmark-gfm.h>

namespace markaz::procedure {

namespace {

/// Every clause that DESIGN names (docs/vocabulary.md). Which of them this version reads is decided by compile.cpp.
const std::vector<std::string_view> clause_kinds{"flow",      "routing",  "texts",    "form",     "standards",  "escalation",
                                                 "scorecard", "sampling", "coaching", "shifts",   "attendance", "course",
                                                 "requests",  "profile",  "pay",      "campaign", "survey"};

std::uint32_t lines_in(std::string_view text) { return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')); }

/// Lines end with LF from here on, and a byte order mark is gone.
std::string normalised(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at)
        if (!(text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n')) result += text[at];
    return result;
}

struct Parts {
    std::string_view front;  ///< without its fences; begins on line 2
    std::string_view body;
    std::uint32_t body_line = 1;
};

std::optional<Parts> split(std::string_view text, Findings& findings) {
    constexpr std::string_view fence = "---\n";
    if (!text.starts_with(fence)) {
        findings.add("front-matter", {1, 1}, "the document has no front matter",
                     "begin it with a line ---, then fields such as `id: main-line`, then a line ---");
        return std::nullopt;
    }
    const auto end = text.find("\n---\n", fence.size() - 1);
    if (end == std::string_view::npos) {
        findings.add("front-matter", {1, 1}, "the front matter does not end", "close it with a line ---");
        return std::nullopt;
    }
    Parts parts;
    parts.front = text.substr(fence.size(), end + 1 - fence.size());
    parts.body = text.substr(end + 1 + fence.size());
    parts.body_line = 1 + lines_in(text.substr(0, end + 1 + fence.size()));
    return parts;
}

struct FreeMarkdown {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

/// The first word of a fence's info string.
std::string_view info_word(cmark_node* block) {
    const char* info = cmark_node_get_fence_info(block);
    const std::string_view text = info ? info : "";
    return text.substr(0, text.find_first_of(" \t"));
}

std::string heading_text(cmark_node* heading) {
    std::string text;
    const std::unique_ptr<cmark_iter, FreeMarkdown> inside(cmark_iter_new(heading));
    while (cmark_iter_next(inside.get()) != CMARK_EVENT_DONE) {
        const char* literal = cmark_node_get_literal(cmark_iter_get_node(inside.get()));
        if (literal) text += literal;
    }
    return text;
}

/// Takes headings and clauses out of the Markdown tree.
class BodyReader {
public:
    BodyReader(std::uint32_t first_line, Document& document, Findings& findings)
        : first_line_(first_line), document_(document), findings_(findings) {}

    void heading(cmark_node* node) { document_.headings.push_back({cmark_node_get_heading_level(node), heading_text(node), place(node)}); }

    void block(cmark_node* node) {
        const std::string kind(info_word(node));
        if (std::find(clause_kinds.begin(), clause_kinds.end(), kind) == clause_kinds.end()) return refuse_misspelt(node, kind);
        if (cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT || cmark_node_get_start_column(node) != 1) {
            findings_.add("clause-place", place(node), "the clause " + quoted(kind) + " is indented or inside a list or quotation",
                          "let its fence begin at the left edge");
            return;
        }
        const auto before = findings_.size();
        document_.clauses.push_back({kind, place(node), read_yaml(cmark_node_get_literal(node), place(node).line + 1, findings_)});
        if (document_.clauses.back().body.kind == Node::Kind::nothing && findings_.size() == before)
            findings_.add("clause-empty", place(node), "the clause " + quoted(kind) + " is empty", "write its fields, or remove it");
    }

private:
    Place place(cmark_node* node) const {
        return {first_line_ + static_cast<std::uint32_t>(std::max(cmark_node_get_start_line(node), 1)) - 1,
                static_cast<std::uint32_t>(std::max(cmark_node_get_start_column(node), 1))};
    }
    /// Other fenced blocks are examples for the reader. One that is nearly called like a clause was meant to be one.
    void refuse_misspelt(cmark_node* node, const std::string& kind) {
        constexpr std::size_t shortest_misspelt = 3;
        if (const auto meant = nearest(kind, clause_kinds); kind.size() >= shortest_misspelt && !meant.empty())
            findings_.add("unknown-clause", place(node), "there is no clause " + quoted(kind), "did you mean " + quoted(meant) + "?");
    }

    std::uint32_t first_line_;
    Document& document_;
    Findings& findings_;
};

void read_body(const Parts& parts, Document& document, Findings& findings) {
    const std::unique_ptr<cmark_node, FreeMarkdown> tree(cmark_parse_document(parts.body.data(), parts.body.size(), CMARK_OPT_DEFAULT));
    const std::unique_ptr<cmark_iter, FreeMarkdown> iterator(cmark_iter_new(tree.get()));
    BodyReader reader(parts.body_line, document, findings);
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        if (event != CMARK_EVENT_ENTER) continue;
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) reader.heading(node);
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) reader.block(node);
    }
}

}  // namespace

std::optional<Document> read_document(const SourceDocument& source, Findings& findings) {
    if (source.text.size() > largest_document) {
        findings.add("document-size", {1, 1}, "the document has " + std::to_string(source.text.size()) + " bytes",
                     "at most " + std::to_string(largest_document) + " are read: divide it into several procedures");
        return std::nullopt;
    }
    const std::string text = normalised(source.text);
    if (!readable(text, findings)) return std::nullopt;
    const auto parts = split(text, findings);
    if (!parts) return std::nullopt;

    Document document;
    document.path = source.path;
    const auto before = findings.size();
    document.front = read_yaml(parts->front, 2, findings);
    if (document.front.kind != Node::Kind::map) {
        if (findings.size() == before)
            findings.add("front-matter", {2, 1}, "the front matter is " + std::string(document.front.kind_text()),
                         "it is a list of fields, such as `id: main-line`");
        return std::nullopt;
    }
    read_body(*parts, document, findings);
    return document;
}

}  // namespace markaz::procedure
