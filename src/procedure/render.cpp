#include "procedure/render.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include <cmark-gfm.h>

#include "procedure/document.hpp"

namespace markaz::procedure {

namespace {

struct FreeMarkdown {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(char* text) const { std::free(text); }
};

std::string_view body_of(std::string_view document) {
    constexpr std::string_view fence = "---\n";
    if (!document.starts_with(fence)) return document;
    const auto end = document.find("\n---\n", fence.size() - 1);
    return end == std::string_view::npos ? document : document.substr(end + 1 + fence.size());
}

}  // namespace

std::string html_of(std::string_view document) {
    const std::string_view body = body_of(document);
    const std::unique_ptr<cmark_node, FreeMarkdown> tree(cmark_parse_document(body.data(), body.size(), CMARK_OPT_VALIDATE_UTF8));
    for (cmark_node* node = cmark_node_first_child(tree.get()); node != nullptr;) {
        cmark_node* next = cmark_node_next(node);
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) {
            const char* info = cmark_node_get_fence_info(node);
            const std::string_view word = info ? info : "";
            if (is_clause_kind(word.substr(0, word.find_first_of(" \t")))) cmark_node_free(node);
        }
        node = next;
    }
    const std::unique_ptr<char, FreeMarkdown> html(cmark_render_html(tree.get(), CMARK_OPT_DEFAULT, nullptr));
    return html.get();
}

}  // namespace markaz::procedure
