// What is read, and what a document may not contain: YAML's surprises, invisible bytes, endless nesting.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "procedure/compile.hpp"
#include "procedure/document.hpp"
#include "procedure/source.hpp"

namespace markaz::procedure {
namespace {

/// What reading one YAML text says; its first line is line 1.
std::string said(std::string_view yaml) {
    Findings findings("x.md");
    read_yaml(yaml, 1, findings);
    std::string text;
    for (const Finding& finding : findings.take()) text += std::string(finding.rule.id()) + " | " + finding.problem().line();
    return text;
}
std::string said_of_document(std::string text) {
    Findings findings("x.md");
    read_document({"x.md", std::move(text)}, findings);
    std::string said;
    for (const Finding& finding : findings.take()) said += std::string(finding.rule.id()) + " | " + finding.problem().line();
    return said;
}

TEST(Yaml, EveryScalarIsAText) {
    Findings findings("x.md");
    const Node map = read_yaml("a: no\nb: 012\nc: 1e3\nd: 'x'\ne:\n", 1, findings);
    ASSERT_EQ(map.entries.size(), 5u);
    EXPECT_EQ(map.entries[0].value.text, "no");
    EXPECT_EQ(map.entries[1].value.text, "012");
    EXPECT_EQ(map.entries[2].value.text, "1e3");
    EXPECT_EQ(map.entries[3].value.text, "x");
    EXPECT_EQ(map.entries[4].value.kind, Node::Kind::nothing);
    EXPECT_TRUE(findings.empty());
}
TEST(Yaml, ColumnsCountCharactersNotBytes) {
    Findings findings("x.md");
    const Node map = read_yaml("أهلا: {اسم: x}\n", 20, findings);
    EXPECT_EQ(map.entries[0].value.place, (Place{20, 7}));
    EXPECT_EQ(map.entries[0].value.entries[0].place, (Place{20, 8}));
    EXPECT_EQ(map.entries[0].value.entries[0].value.place, (Place{20, 13}));
}
TEST(Yaml, ATextWithoutAValueStandsWhereItBegins) {
    for (const std::string_view text : {"", "\n", "# later\n"}) {
        Findings findings("x.md");
        const Node nothing = read_yaml(text, 7, findings);
        EXPECT_EQ(nothing.kind, Node::Kind::nothing);
        EXPECT_EQ(nothing.place, (Place{7, 1}));
        EXPECT_TRUE(findings.empty());
    }
}
TEST(Yaml, AliasIsRefused) {
    EXPECT_EQ(said("a: *b\n"),
              "yaml | x.md:1:4: this is not YAML: the referenced anchor is not defined; look for a missing quote, bracket, colon or space "
              "near here");
}
TEST(Yaml, AnchorIsRefused) {
    EXPECT_EQ(said("a: 1\nb: &x 2\nc: *x\n"),
              "yaml-alias | x.md:2:4: an anchor (&) is not allowed in a manual; write the value out wherever it is needed");
}
TEST(Yaml, MergeKeyIsRefused) {
    EXPECT_EQ(said("a:\n  <<: {b: 1}\n"), "yaml-merge | x.md:2:3: a merge key (<<) is not allowed in a manual; write the fields out");
}
TEST(Yaml, TagIsRefused) {
    EXPECT_EQ(said("a: !!int 3\n"),
              "yaml-tag | x.md:1:4: a tag (!) is not allowed in a manual; write the value alone: every value is read as text");
}
TEST(Yaml, NameThatIsAListIsRefused) {
    EXPECT_EQ(said("? [a, b]\n: c\n"),
              "yaml-name | x.md:1:3: the name of a field is a list, a map or nothing; a field's name is a text, such as `next`");
}
TEST(Yaml, SecondDocumentIsRefused) {
    EXPECT_EQ(said("a: 1\n---\nb: 2\n"),
              "yaml | x.md:2:1: a second YAML document begins here; a clause is one YAML document: remove the line of hyphens");
}
TEST(Yaml, BrokenYamlIsRefusedWhereItBreaks) {
    EXPECT_EQ(
        said("a: 1\nb: [1, 2\n"),
        "yaml | x.md:3:1: this is not YAML: end of sequence flow not found; look for a missing quote, bracket, colon or space near here");
}
TEST(Yaml, DepthIsLimitedAndSaysItsNumber) {
    EXPECT_EQ(said(std::string(16, '[') + std::string(16, ']')), "");
    EXPECT_EQ(said(std::string(17, '[') + std::string(17, ']')),
              "yaml-depth | x.md:1:17: lists and maps lie more than 16 deep in each other; a clause needs five levels at most");
}

TEST(Document, HeadingsAndClausesHaveTheirPlaces) {
    Findings findings("x.md");
    const auto document =
        read_document({"x.md", "\xEF\xBB\xBF---\r\nid: x\r\n---\r\n# A *big* `x`\r\n\r\n```flow\r\nstart: a\r\n```\r\n## B\r\n"}, findings);
    ASSERT_TRUE(document);
    EXPECT_TRUE(findings.empty());
    ASSERT_EQ(document->headings.size(), 2u);
    EXPECT_EQ(document->headings[0].text, "A big x");
    EXPECT_EQ(document->headings[0].place, (Place{4, 1}));
    EXPECT_EQ(document->headings[1].level, 2);
    EXPECT_EQ(document->headings[1].place, (Place{9, 1}));
    ASSERT_EQ(document->clauses.size(), 1u);
    EXPECT_EQ(document->clauses[0].place, (Place{6, 1}));
    EXPECT_EQ(document->clauses[0].body.entries[0].value.place, (Place{7, 8}));
}
TEST(Document, SizeIsLimitedAndSaysItsNumber) {
    EXPECT_EQ(said_of_document(std::string(largest_document + 1, 'x')),
              "document-size | x.md:1:1: the document has 262145 bytes; at most 262144 are read: divide it into several procedures");
}
TEST(Document, MustBeUtf8) {
    EXPECT_EQ(said_of_document("---\nid: \xC3\x28\n---\n"), "document-text | x.md:2:5: this is not UTF-8; save the document as UTF-8");
    EXPECT_EQ(said_of_document("a\xED\xA0\x80"), "document-text | x.md:1:2: this is not UTF-8; save the document as UTF-8");
    EXPECT_EQ(said_of_document("a\xC0\xAF"), "document-text | x.md:1:2: this is not UTF-8; save the document as UTF-8");
}
TEST(Document, ControlCharactersAreRefused) {
    for (const std::string& bad :
         {std::string("\0", 1), std::string("\x04"), std::string("\x7F"), std::string("\xC2\x85"), std::string("\r")})
        EXPECT_EQ(
            said_of_document("م" + bad + "x"),
            "document-text | x.md:1:2: a control character stands here; remove it; only line ends and tabs may stand among the letters");
}
TEST(Document, FrontMatterThatIsNoMap) {
    EXPECT_EQ(said_of_document("---\n- id\n---\n"),
              "front-matter | x.md:2:1: the front matter is a list; it is a list of fields, such as `id: main-line`");
    EXPECT_EQ(said_of_document("---\n---\n"),
              "front-matter | x.md:2:1: the front matter is nothing; it is a list of fields, such as `id: main-line`");
}

// ---- Whatever comes, the compiler answers ---------------------------------------------------------------------------

constexpr std::string_view head = "---\nid: x\ntitle: X\nlanguage: en\n---\n";

/// Compiles; every finding must point into its document and say something.
void answers(std::vector<SourceDocument> documents) {
    const auto compiled = compile(documents);
    if (compiled) return;
    EXPECT_FALSE(compiled.error().empty());
    for (const Finding& finding : compiled.error()) {
        EXPECT_FALSE(finding.what.empty());
        EXPECT_EQ(finding.problem().line().find('\n'), std::string::npos) << finding.problem().line();
        const auto document = std::ranges::find(documents, finding.path, &SourceDocument::path);
        ASSERT_NE(document, documents.end()) << finding.path;
        EXPECT_LE(finding.place.line, 2u + static_cast<std::uint32_t>(std::ranges::count(document->text, '\n')))
            << finding.problem().line();
    }
}
void answers_as_clause(std::string_view body) {
    for (std::string_view kind : {"flow", "routing", "texts"})
        answers({{"x/x.md", std::string(head) + "```" + std::string(kind) + "\n" + std::string(body) + "\n```\n"}});
}

std::string file_text(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}
/// The files of one folder of odd input, or none where the machine has no such collection.
std::vector<std::filesystem::path> corpus(std::string_view name) {
    const char* shared = std::getenv("MARKAZ_SHARED");
    std::vector<std::filesystem::path> files;
    if (!shared) return files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(shared) / "corpora" / name, none))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

TEST(Compile, AnswersWhateverYamlComes) {
    const auto files = corpus("yaml");
    if (files.empty()) GTEST_SKIP() << "set MARKAZ_SHARED to a folder with corpora/yaml";
    std::size_t cases = 0;
    for (const auto& file : files) {
        const std::string text = file_text(file);
        answers_as_clause(text);
        answers({{"x/x.md", "---\n" + text + "\n---\n"}});
        Findings findings(file.string());
        // The files of the YAML test suite are themselves YAML: lists of cases whose `yaml` is the text to read.
        for (const Node& item : read_yaml(text, 1, findings).items)
            for (const Entry& field : item.entries)
                if (field.name == "yaml") answers_as_clause(field.value.text), ++cases;
    }
    EXPECT_GT(cases, 0u);
}
TEST(Compile, AnswersWhateverMarkdownComes) {
    const auto files = corpus("markdown");
    if (files.empty()) GTEST_SKIP() << "set MARKAZ_SHARED to a folder with corpora/markdown";
    for (const auto& file : files) {
        answers({{"x/x.md", file_text(file)}});
        answers({{"x/x.md", std::string(head) + file_text(file)}});
    }
}
TEST(Compile, AnswersWhateverIsChangedInTheSample) {
    rc::check("a byte, a word or a line more or less", [] {
        std::vector<SourceDocument> documents(sample_manual().begin(), sample_manual().end());
        std::string& text = documents[*rc::gen::inRange<std::size_t>(0, documents.size())].text;
        const auto changes = *rc::gen::inRange(1, 6);
        for (int i = 0; i < changes; ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            const auto size = *rc::gen::inRange<std::size_t>(0, 80);
            if (*rc::gen::arbitrary<bool>())
                text.erase(at, size);
            else
                text.insert(at, *rc::gen::element<std::string>("{", "}", "[", "- ", ": ", "\n", "```", "---\n", "&a ", "*a", "\"", "#",
                                                               "next: menu", "\t", "ٱ"));
        }
        answers(documents);
    });
}
TEST(Compile, DeepMarkdownEndsSoon) {
    answers({{"x/x.md", std::string(head) + std::string(200'000, '>')}});
    answers({{"x/x.md", std::string(head) + std::string(200'000, '[')}});
    answers({{"x/x.md", std::string(head) + std::string(200'000, '*') + 'a'}});
    answers_as_clause(std::string(200'000, '{'));
    answers_as_clause(std::string(100'000, '?') + ' ');
}

}  // namespace
}  // namespace markaz::procedure
