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
                                                 "requests",  "profile",  "pay",      "campaign", "survey",     "examples"};

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

std::string inner_text(cmark_node* outer) {
    std::string text;
    const std::unique_ptr<cmark_iter, FreeMarkdown> inside(cmark_iter_new(outer));
    while (cmark_iter_next(inside.get()) != CMARK_EVENT_DONE) {
        const char* literal = cmark_node_get_literal(cmark_iter_get_node(inside.get()));
        if (literal) text += literal;
    }
    return text;
}

constexpr std::size_t shortest_abbreviation = 2, longest_abbreviation = 6;

bool latin_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Calls `f(word, bytes before it)` for each word of capital Latin letters that may be an abbreviation.
template <class F>
void for_each_abbreviation(std::string_view text, F f) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        bool capital = true;
        while (end < text.size() && latin_letter_or_digit(text[end])) {
            capital = capital && text[end] >= 'A' && text[end] <= 'Z';
            ++end;
        }
        if (capital && end - at >= shortest_abbreviation && end - at <= longest_abbreviation) f(text.substr(at, end - at), at);
        at = std::max(end, at + 1);
    }
}

std::uint32_t characters_in(std::string_view text) {
    return static_cast<std::uint32_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Abbreviations in the sentences of a clause; single words there are names of the program's own.
void find_abbreviations(const Node& node, std::vector<PlacedWord>& found) {
    if (node.kind == Node::Kind::text && node.text.contains(' '))
        for_each_abbreviation(node.text, [&](std::string_view word, std::size_t) { found.push_back({std::string(word), node.place}); });
    for (const Node& item : node.items) find_abbreviations(item, found);
    for (const Entry& entry : node.entries) find_abbreviations(entry.value, found);
}

/// Takes out of the Markdown tree what is checked or run.
class BodyReader {
public:
    BodyReader(std::uint32_t first_line, Document& document, Findings& findings)
        : first_line_(first_line), document_(document), findings_(findings) {
        document_.sections.emplace_back();
    }

    void enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_HEADING: return heading(node);
            case CMARK_NODE_CODE_BLOCK: return block(node);
            case CMARK_NODE_PARAGRAPH: paragraph_ = place(node); break;
            case CMARK_NODE_ITEM: return item(node);
            case CMARK_NODE_TEXT: return text(node);
            case CMARK_NODE_SOFTBREAK:
            case CMARK_NODE_LINEBREAK: section().text += ' '; break;
            case CMARK_NODE_LINK: return link(node);
            case CMARK_NODE_IMAGE: document_.pictures.push_back({inner_text(node), inline_place(node)}); break;
            default: break;
        }
    }
    void leave(cmark_node* node) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) section().text += '\n';
    }

private:
    Section& section() { return document_.sections.back(); }

    void heading(cmark_node* node) {
        document_.headings.push_back({cmark_node_get_heading_level(node), inner_text(node), place(node)});
        document_.sections.emplace_back();
        paragraph_ = place(node);
    }
    void item(cmark_node* node) {
        ++section().items;
        if (cmark_node_get_list_type(cmark_node_parent(node)) == CMARK_ORDERED_LIST) ++section().numbered;
        cmark_node* first = cmark_node_first_child(node);
        cmark_node* bold = first ? cmark_node_first_child(first) : nullptr;
        if (bold && cmark_node_get_type(bold) == CMARK_NODE_STRONG)
            document_.bold_items.push_back({{inner_text(bold), place(node)}, document_.sections.size() - 1});
    }
    void text(cmark_node* node) {
        const char* literal = cmark_node_get_literal(node);
        if (!literal) return;
        const std::string_view words = literal;
        section().text += words;
        const Place start = inline_place(node);
        for_each_abbreviation(words, [&](std::string_view word, std::size_t at) {
            document_.capitals.push_back({std::string(word), {start.line, start.column + characters_in(words.substr(0, at))}});
        });
    }
    void link(cmark_node* node) {
        constexpr std::string_view scheme = "term:";
        const char* url = cmark_node_get_url(node);
        if (url && std::string_view(url).starts_with(scheme))
            document_.term_links.push_back({std::string(std::string_view(url).substr(scheme.size())), inline_place(node)});
    }
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
        const Node& body = document_.clauses.back().body;
        if (body.kind == Node::Kind::nothing && findings_.size() == before)
            findings_.add("clause-empty", place(node), "the clause " + quoted(kind) + " is empty", "write its fields, or remove it");
        find_abbreviations(body, document_.capitals);
    }

    Place place(cmark_node* node) const {
        return {first_line_ + static_cast<std::uint32_t>(std::max(cmark_node_get_start_line(node), 1)) - 1,
                static_cast<std::uint32_t>(std::max(cmark_node_get_start_column(node), 1))};
    }
    /// The parser does not always know where inside a paragraph something stands; then it is the paragraph.
    Place inline_place(cmark_node* node) const { return cmark_node_get_start_line(node) > 0 ? place(node) : paragraph_; }

    /// Other fenced blocks are examples for the reader. One that is nearly called like a clause was meant to be one.
    void refuse_misspelt(cmark_node* node, const std::string& kind) {
        constexpr std::size_t shortest_misspelt = 3;
        if (const auto meant = nearest(kind, clause_kinds); kind.size() >= shortest_misspelt && !meant.empty())
            findings_.add("unknown-clause", place(node), "there is no clause " + quoted(kind), "did you mean " + quoted(meant) + "?");
    }

    std::uint32_t first_line_;
    Document& document_;
    Findings& findings_;
    Place paragraph_;
};

void read_body(const Parts& parts, Document& document, Findings& findings) {
    const std::unique_ptr<cmark_node, FreeMarkdown> tree(cmark_parse_document(parts.body.data(), parts.body.size(), CMARK_OPT_DEFAULT));
    const std::unique_ptr<cmark_iter, FreeMarkdown> iterator(cmark_iter_new(tree.get()));
    BodyReader reader(parts.body_line, document, findings);
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        if (event == CMARK_EVENT_ENTER)
            reader.enter(node);
        else
            reader.leave(node);
    }
}

}  // namespace

bool is_clause_kind(std::string_view kind) { return std::find(clause_kinds.begin(), clause_kinds.end(), kind) != clause_kinds.end(); }

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
