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
    std::string_view rule;
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
    explicit Builder(const Places& places) : places_(places) {}

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
        put(leaf(Node::Kind::text, mark, value), mark);
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

Node read_yaml(std::string_view text, std::uint32_t first_line, Findings& findings) {
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
