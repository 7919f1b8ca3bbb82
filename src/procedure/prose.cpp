#include "procedure/prose.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "procedure/translation.hpp"

namespace markaz::procedure {

namespace {

/// In the order of SectionKind and of Language.
constexpr std::array<std::array<std::string_view, 5>, 5> section_names{{
    {"Purpose", "الغرض", "هدف", "Tujuan", "Tujuan"},
    {"Terms", "المصطلحات", "واژه‌ها", "Istilah", "Istilah"},
    {"Instructions", "الخطوات", "دستورالعمل", "Instruksi", "Arahan"},
    {"Expected result", "النتيجة المتوقعة", "نتیجهٔ مورد انتظار", "Hasil yang diharapkan", "Hasil yang dijangka"},
    {"Examples", "أمثلة", "مثال‌ها", "Contoh", "Contoh"},
}};
constexpr std::array<std::string_view, 5> section_uses{"why it is done, in one paragraph", "the words that it brings",
                                                       "the steps, as a numbered list", "how one sees that it was done well",
                                                       "given, when, then"};

bool is_one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// The section of a kind, or null.
const Section* find_section(const Document& document, SectionKind kind, Language language) {
    for (std::size_t i = 0; i < document.headings.size(); ++i)
        if (document.headings[i].level == 2 && document.headings[i].text == section_name(kind, language)) return &document.sections[i + 1];
    return nullptr;
}

class ProseCheck {
public:
    explicit ProseCheck(const std::vector<ProseDocument>& documents) : documents_(documents) {}

    void run() {
        for (const ProseDocument& each : documents_) gather_words(each);
        for (const ProseDocument& each : documents_) {
            if (each.source)
                compare(each);
            else
                check_source(each);
            check_words(each);
        }
    }

private:
    static const Section* find_section(const ProseDocument& each, SectionKind kind) {
        return procedure::find_section(*each.document, kind, each.front->language);
    }
    static bool has_clause(const ProseDocument& each, std::string_view kind) {
        return std::ranges::find(each.document->clauses, kind, &Clause::kind) != each.document->clauses.end();
    }

    void require(const ProseDocument& each, SectionKind kind) {
        if (find_section(each, kind)) return;
        const std::string name(section_name(kind, each.front->language));
        each.findings->add("section-missing", {1, 1}, "the section " + quoted(name) + " is missing",
                           "write `## " + name + "` and " + std::string(section_uses[static_cast<std::size_t>(kind)]));
    }
    void check_source(const ProseDocument& each) {
        const std::string& kind = each.front->card.kind;
        require(each, SectionKind::purpose);
        if (is_one_of(kind, {"procedure", "policy", "checklist"})) {
            require(each, SectionKind::instructions);
            require(each, SectionKind::examples);
            if (const Section* steps = find_section(each, SectionKind::instructions); steps && steps->numbered == 0)
                each.findings->add("steps-missing", place_of(each, SectionKind::instructions), "the instructions have no numbered list",
                                   "write the steps as 1., 2., 3.");
        }
        if (is_one_of(kind, {"procedure", "checklist"})) require(each, SectionKind::expected_result);
        if (has_clause(each, "flow") && !has_clause(each, "examples"))
            each.findings->add("example-missing", {1, 1}, "the flow has no example", "write a clause `examples` with at least one");
        check_title(each);
    }
    static Place place_of(const ProseDocument& each, SectionKind kind) {
        for (const Heading& heading : each.document->headings)
            if (heading.level == 2 && heading.text == section_name(kind, each.front->language)) return heading.place;
        return {1, 1};
    }
    void check_title(const ProseDocument& each) {
        const std::string& title = each.front->title;
        if (title.find(' ') == std::string::npos && !title.empty())
            each.findings->add("title-short", each.front->title_place, "the title " + quoted(title) + " is one word",
                               "name what is done and to what, such as \"Answer the main line\"");
        const auto [first, fresh] = titles_.emplace(title, each.document->path);
        if (!fresh)
            each.findings->add("title-twice", each.front->title_place,
                               "the title " + quoted(title) + " is that of " + first->second + " too",
                               "whoever searches must see which one they want");
    }

    // ---- terms

    static bool in_terms(const ProseDocument& each, std::size_t section) {
        return section > 0 && each.document->headings[section - 1].text == section_name(SectionKind::terms, each.front->language);
    }
    void gather_words(const ProseDocument& each) {
        for (const auto& [item, section] : each.document->bold_items) {
            if (!in_terms(each, section)) continue;
            for_each_capital(item.word, [&](const std::string& word) { abbreviations_.insert(word); });
            if (each.source) continue;
            const auto [first, fresh] = terms_.emplace(term_id(item.word), each.document->path);
            if (!fresh)
                each.findings->add(
                    "term-twice", item.place, "the term " + quoted(item.word) + " is explained in " + first->second + " too",
                    "one procedure owns a term; link to it from the other by [" + item.word + "](term:" + first->first + ')');
        }
    }
    template <class F>
    static void for_each_capital(std::string_view text, F f) {
        std::string word;
        for (std::size_t at = 0; at <= text.size(); ++at) {
            const bool capital = at < text.size() && text[at] >= 'A' && text[at] <= 'Z';
            if (capital) word += text[at];
            if (capital) continue;
            if (word.size() > 1) f(word);
            word.clear();
        }
    }
    void check_words(const ProseDocument& each) {
        std::vector<std::string_view> known;
        for (const auto& [id, path] : terms_) known.push_back(id);
        for (const PlacedWord& link : each.document->term_links)
            if (!terms_.contains(link.word))
                each.findings->add("unknown-term", link.place, "no procedure explains the term " + quoted(link.word),
                                   suggestion(link.word, known));
        for (const PlacedWord& picture : each.document->pictures)
            if (picture.word.empty())
                each.findings->add("picture-text", picture.place, "a picture has no alternative text",
                                   "say in the brackets what is seen on it");
        std::set<std::string> said;
        for (const PlacedWord& word : each.document->capitals)
            if (!abbreviations_.contains(word.word) && said.insert(word.word).second)
                each.findings->add("unknown-abbreviation", word.place, "the abbreviation " + quoted(word.word) + " is explained nowhere",
                                   "write it out, or explain it under the terms, such as `- **Full name (" + word.word + ")**: …`");
    }

    // ---- translations

    void compare(const ProseDocument& each) {
        const auto &ours = each.document->sections, &theirs = each.source->sections;
        if (ours.size() != theirs.size()) return;  // headings differ, which was said
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const Place place = i == 0 ? Place{1, 1} : each.document->headings[i - 1].place;
            const std::string name =
                i == 0 ? "what stands before the first heading" : "the section " + quoted(each.document->headings[i - 1].text);
            if (ours[i].items != theirs[i].items) {
                each.findings->add(
                    "items-differ", place,
                    name + " has " + std::to_string(ours[i].items) + " list items, the source has " + std::to_string(theirs[i].items),
                    "a translation has as many as its source");
                continue;  // the missing item may have held the numbers
            }
            const auto found = numbers_in(ours[i].text), wanted = numbers_in(theirs[i].text);
            if (found != wanted)
                each.findings->add("numbers-differ", place,
                                   name + " names " + listed(found, "no number") + ", the source names " + listed(wanted, "no number"),
                                   "a translation has the numbers, keys and deadlines of its source, in digits");
        }
    }

    const std::vector<ProseDocument>& documents_;
    std::map<std::string, std::string> titles_;            ///< of sources: where each stands first
    std::map<std::string, std::string, std::less<>> terms_;  ///< by id: the path of their owner
    std::set<std::string, std::less<>> abbreviations_;
};

}  // namespace

void check_prose(const std::vector<ProseDocument>& documents) { ProseCheck(documents).run(); }

void check_sentences(std::string_view text, Sentences of, std::string_view name, Place place, Findings& findings) {
    constexpr std::array<std::string_view, 9> ends{".", "!", "?", ":", ";", "…", "؟", "؛", "۔"};
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
        at = std::min(text.find_first_not_of(" \t\n", at), text.size());
        const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        at = end;
        if (!word.empty()) ++words;
        if (words > longest_sentence)
            return findings.add("sentence-long", place,
                                "a sentence of " + std::string(of == Sentences::of_step ? "" : "the message ") + quoted(name) +
                                    " has more than " + std::to_string(longest_sentence) + " words",
                                of == Sentences::of_step
                                    ? "make two of it, or a step of its own: somebody new reads it while a customer waits"
                                    : "make two of it, or a message of its own: callers hear it once");
        if (std::ranges::any_of(ends, [&](std::string_view sign) { return word.ends_with(sign); })) words = 0;
    }
}

std::string_view section_name(SectionKind kind, Language language) {
    return section_names[static_cast<std::size_t>(kind)][static_cast<std::size_t>(language)];
}

std::string section_text(const Document& document, SectionKind kind, Language language) {
    const Section* section = find_section(document, kind, language);
    if (!section) return {};
    // Its first line is the heading.
    std::string text = section->text.substr(std::min(section->text.find('\n') + 1, section->text.size()));
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string term_id(std::string_view name) {
    // What stands in brackets is the abbreviation, which is no part of the name.
    std::string id;
    for (const char c : name.substr(0, name.find(" ("))) {
        if (c >= 'A' && c <= 'Z') id += static_cast<char>(c - 'A' + 'a');
        else if (c == ' ') id += '-';
        else id += c;
    }
    return id;
}

}  // namespace markaz::procedure
