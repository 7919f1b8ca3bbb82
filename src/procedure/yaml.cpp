#include "procedure/yaml.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace markaz::procedure {

namespace {

/// Stops the library's parser; it leaves this file as a finding.
struct Refused {
    Rule rule;
    YAML::Mark mark;
    std::string what;
    std::string right;
};

/// Turns the library's lines and bytes, from 0, into lines of the document and characters, from 1.
class Places {
public:
    Places(std::string_view text, std::uint32_t first_line) : first_line_(first_line) {
        for (std::size_t start = 0; start <= text.size();) {
            const auto end = std::min(text.find('\n', start), text.size());
            lines_.push_back(text.substr(start, end - start));
            start = end + 1;
        }
    }
    Place of(const YAML::Mark& mark) const {
        const auto line = static_cast<std::size_t>(std::clamp(mark.line, 0, static_cast<int>(lines_.size()) - 1));
        const auto before = lines_[line].substr(0, static_cast<std::size_t>(std::max(mark.column, 0)));
        const auto characters =
            std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
        return {first_line_ + static_cast<std::uint32_t>(line), 1 + static_cast<std::uint32_t>(characters)};
    }

private:
    std::uint32_t first_line_;
    std::vector<std::string_view> lines_;
};

/// Builds our tree from the library's events; its own tree follows aliases, forgets the places of keys and guesses types.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(const Places& places) : places_(places) { root_.place = places.of(YAML::Mark()); }  // of a text without a value

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (started_)
            throw Refused{"yaml", mark, "a second YAML document begins here", "a clause is one YAML document: remove the line of hyphens"};
        started_ = true;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        put(leaf(Node::Kind::nothing, mark, {}), mark);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refused{"yaml-alias", mark, "an alias (*) is not allowed in a manual", "write the value out"};
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        Node node = leaf(Node::Kind::text, mark, value);
        node.quoted = tag == "!";
        put(std::move(node), mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

    Node take() { return std::move(root_); }

private:
    struct Open {
        Node node;
        std::optional<Entry> field;  ///< the name was read, the value comes
    };

    static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0)
            throw Refused{"yaml-alias", mark, "an anchor (&) is not allowed in a manual", "write the value out wherever it is needed"};
    }
    /// The library gives `?` to plain and `!` to quoted scalars, which is no tag of the author's.
    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!")
            throw Refused{"yaml-tag", mark, "a tag (!) is not allowed in a manual", "write the value alone: every value is read as text"};
    }
    Node leaf(Node::Kind kind, const YAML::Mark& mark, std::string text) const {
        Node node;
        node.kind = kind;
        node.place = places_.of(mark);
        node.text = std::move(text);
        return node;
    }
    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        refuse_as_name(mark);
        if (open_.size() == deepest_yaml)
            throw Refused{"yaml-depth", mark, "lists and maps lie more than " + std::to_string(deepest_yaml) + " deep in each other",
                          "a clause needs five levels at most"};
        open_.push_back({leaf(kind, mark, {}), {}});
    }
    void close() {
        Node done = std::move(open_.back().node);
        open_.pop_back();
        put(std::move(done), {});
    }
    /// Inside a map, whatever comes first of two is a name, and a name is a text.
    void refuse_as_name(const YAML::Mark& mark) const {
        if (!open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().field)
            throw Refused{"yaml-name", mark, "the name of a field is a list, a map or nothing", "a field's name is a text, such as `next`"};
    }
    void put(Node node, const YAML::Mark& mark) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == Node::Kind::list) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.field) {
            parent.field->value = std::move(node);
            parent.node.entries.push_back(std::move(*parent.field));
            parent.field.reset();
        } else {
            begin_field(std::move(node), mark);
        }
    }
    void begin_field(Node name, const YAML::Mark& mark) {
        if (name.kind == Node::Kind::nothing) refuse_as_name(mark);
        if (name.text == "<<") throw Refused{"yaml-merge", mark, "a merge key (<<) is not allowed in a manual", "write the fields out"};
        open_.back().field = Entry{std::move(name.text), name.place, {}};
    }

    const Places& places_;
    bool started_ = false;
    std::vector<Open> open_;
    Node root_;
};

/// The length of the UTF-8 character at the front, or 0 if there is none (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF).
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned first = byte(0), second = byte(1);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool shortest = first != 0xE0 || second >= 0xA0, no_surrogate = first != 0xED || second < 0xA0;
        return continues(1) && continues(2) && shortest && no_surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool shortest = first != 0xF0 || second >= 0x90, in_range = first != 0xF4 || second < 0x90;
        return continues(1) && continues(2) && continues(3) && shortest && in_range ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::string_view Node::kind_text() const {
    switch (kind) {
        case Kind::nothing: return "nothing";
        case Kind::text: return "a text";
        case Kind::list: return items.empty() ? "empty" : "a list";
        case Kind::map: return entries.empty() ? "empty" : "a map";
    }
    return {};
}

bool readable(std::string_view text, Findings& findings, std::uint32_t first_line) {
    Place place{first_line, 1};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = character_size(text.substr(at));
        if (size == 0) {
            findings.add("document-text", place, "this is not UTF-8", "save the document as UTF-8");
            return false;
        }
        const auto c = static_cast<unsigned char>(text[at]);
        const bool c1_control = size == 2 && c == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
        const bool line_end = c == '\n' || (c == '\r' && text.substr(at).starts_with("\r\n"));
        if ((c < 0x20 && !line_end && c != '\t') || c == 0x7F || c1_control) {
            findings.add("document-text", place, "a control character stands here",
                         "remove it; only line ends and tabs may stand among the letters");
            return false;
        }
        place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
        at += size;
    }
    return true;
}

Node read_yaml(std::string_view text, std::uint32_t first_line, Findings& findings) {
    if (!readable(text, findings, first_line)) return {};
    const Places places(text, first_line);
    Builder builder(places);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
        return builder.take();
    } catch (const Refused& refused) {
        findings.add(refused.rule, places.of(refused.mark), refused.what, refused.right);
    } catch (const YAML::Exception& error) {
        findings.add("yaml", places.of(error.mark), "this is not YAML: " + error.msg,
                     "look for a missing quote, bracket, colon or space near here");
    }
    Node nothing;
    nothing.place = {first_line, 1};
    return nothing;
}

}  // namespace markaz::procedure
