#include "procedure/compile.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include <openssl/evp.h>

#include "procedure/fields.hpp"
#include "procedure/flow.hpp"
#include "procedure/front_matter.hpp"
#include "procedure/routing_clause.hpp"
#include "procedure/translation.hpp"

namespace markaz::procedure {

namespace {

/// One document on its way through the compiler.
struct Work {
    Document document;
    FrontMatter front;
    Findings findings;
    std::optional<ReadFlow> flow;   ///< of a source
    std::vector<ReadQueue> queues;  ///< of a source
};

class Compiler {
public:
    Compiled run(std::vector<SourceDocument> documents) {
        std::ranges::sort(documents, {}, &SourceDocument::path);
        if (documents.empty())
            found_.push_back(
                {"manual-empty", ".", {}, "the manual has no document", "it has at least one, such as main-line/main-line.md"});
        for (const SourceDocument& source : documents) take_in(source);
        for (auto& [id, source] : sources_) read_clauses(source);
        for (Work& translation : translations_) join(translation);
        define_queues();
        if (every_document_read_) {
            check_queue_uses();
            check_languages();
        }
        gather();
        if (!found_.empty()) return std::unexpected(std::move(found_));
        return manual(documents);
    }

private:
    void take_in(const SourceDocument& source) {
        Work work{{}, {}, Findings(source.path), {}, {}};
        if (auto document = read_document(source, work.findings)) {
            work.document = std::move(*document);
            if (const auto front = read_front_matter(work.document, work.findings)) {
                work.front = *front;
                return place(std::move(work));
            }
        }
        every_document_read_ = false;
        keep(work.findings);
    }

    void place(Work work) {
        const Key id = work.front.id;
        if (work.front.translation) {
            translations_.push_back(std::move(work));
        } else if (const auto first = sources_.find(id); first != sources_.end()) {
            work.findings.add("id-twice", {1, 1}, "the id " + quoted(id.text()) + " belongs to " + first->second.document.path + " too",
                              "give one of the two another id");
            keep(work.findings);
        } else {
            sources_.emplace(id, std::move(work));
        }
    }

    void read_clauses(Work& source) {
        std::set<std::string_view> seen;
        for (const Clause& clause : source.document.clauses) {
            if (!seen.insert(clause.kind).second) {
                source.findings.add("clause-twice", clause.place, "the clause " + quoted(clause.kind) + " stands twice in this document",
                                    "put both together, or make a procedure of its own");
            } else if (clause.kind == "texts") {
                source.findings.add("clause-place", clause.place, "a source has no clause \"texts\"",
                                    "texts stand in its steps; the clause belongs in a translation");
            } else if (clause.kind != "flow" && clause.kind != "routing") {
                source.findings.add("later-clause", clause.place, "this version does not read the clause " + quoted(clause.kind) + " yet",
                                    "it reads flow and routing");
            } else if (clause.body.kind == Node::Kind::nothing) {
                every_document_read_ = false;  // it could not be read, which was said already
            } else if (clause.kind == "flow") {
                source.flow = read_flow(clause.body, source.front.id, source.front.language, source.findings);
            } else {
                source.queues = read_routing(clause.body, source.front.language, source.findings);
            }
        }
    }

    void join(Work& translation) {
        const auto source = sources_.find(translation.front.id);
        if (source == sources_.end()) {
            if (every_document_read_)
                translation.findings.add(
                    "translation-orphan", {1, 1},
                    "there is no source " + quoted(translation.front.id.text()) + " of which this is a translation",
                    "write " + std::string(translation.front.id.text()) + '/' + std::string(translation.front.id.text()) + ".md");
            return;
        }
        Work& original = source->second;
        const Language language = translation.front.language;
        if (language == original.front.language || !translated_[translation.front.id].insert(language).second) {
            translation.findings.add("id-twice", {1, 1},
                                     "the document " + quoted(translation.front.id.text()) + " stands twice in " + quoted(code(language)),
                                     "keep one of the two");
            return;
        }
        titles_[translation.front.id][language] = translation.front.title;
        add_translation(translation.document, original.document, language, original.front.language, original.flow, original.queues,
                        translation.findings);
    }

    void define_queues() {
        for (auto& [id, source] : sources_)
            for (const ReadQueue& queue : source.queues) {
                const auto [first, fresh] = queues_.emplace(queue.policy.id, &queue);
                if (fresh)
                    defined_in_[queue.policy.id] = source.document.path;
                else
                    source.findings.add("queue-twice", queue.place,
                                        "the queue " + quoted(queue.policy.id.text()) + " is defined in " + defined_in_[queue.policy.id] +
                                            ':' + std::to_string(first->second->place.line) + " too",
                                        "a queue is defined once in the whole manual");
            }
    }

    void check_queue_uses() {
        std::vector<std::string_view> known;
        for (const auto& [id, queue] : queues_) known.push_back(id.text());
        for (auto& [id, source] : sources_)
            for (const ReadQueue& queue : source.queues)
                for (const ReadQueue::Other& other : queue.others)
                    if (!queues_.contains(other.queue))
                        source.findings.add("unknown-queue", other.place,
                                            "no routing clause defines the queue " + quoted(other.queue.text()),
                                            suggestion(other.queue.text(), known));
        for (auto& [id, source] : sources_)
            for (const QueueUse& use : source.flow ? source.flow->queues : std::vector<QueueUse>{})
                if (!queues_.contains(use.queue)) {
                    const std::string right = suggestion(use.queue.text(), known);
                    source.findings.add("unknown-queue", use.place, "no routing clause defines the queue " + quoted(use.queue.text()),
                                        right.empty() ? "define it in the clause `routing` of a procedure" : right);
                }
    }

    /// A manual stands in every language in which any of it stands.
    void check_languages() {
        std::set<Language> languages;
        for (const auto& [id, source] : sources_) languages.insert(source.front.language);
        for (const auto& [id, translations] : translated_) languages.insert(translations.begin(), translations.end());
        for (auto& [id, source] : sources_)
            for (Language language : languages)
                if (language != source.front.language && !translated_[id].contains(language))
                    source.findings.add(
                        "language-missing", {1, 1},
                        "there is no translation into " + quoted(code(language)) + ", in which other documents stand",
                        "write " + std::string(id.text()) + '/' + std::string(id.text()) + '.' + std::string(code(language)) + ".md");
        languages_.assign(languages.begin(), languages.end());
    }

    void keep(Findings& findings) { std::ranges::move(findings.take(), std::back_inserter(found_)); }

    void gather() {
        for (auto& [id, source] : sources_) keep(source.findings);
        for (Work& translation : translations_) keep(translation.findings);
        std::ranges::sort(found_, {}, [](const Finding& f) { return std::tie(f.path, f.place, f.rule, f.what); });
    }

    Manual manual(const std::vector<SourceDocument>& documents) {
        Manual manual;
        for (const SourceDocument& document : documents) manual.documents.push_back({document.path, sha256_hex(document.text)});
        for (auto& [id, source] : sources_) {
            if (!source.flow) continue;
            Flow flow = std::move(source.flow->flow);
            flow.source = source.front.language;
            flow.title = titles_[id];
            flow.title[flow.source] = source.front.title;
            manual.flows.push_back(std::move(flow));
        }
        for (const auto& [id, queue] : queues_) {
            manual.queues.push_back(queue->policy);
            manual.queue_titles.push_back({id, queue->title});
        }
        manual.languages = languages_;
        return manual;
    }

    std::map<Key, Work> sources_;
    std::vector<Work> translations_;
    std::map<Key, std::set<Language>> translated_;
    std::map<Key, Text> titles_;  ///< of the translations
    std::map<Key, const ReadQueue*> queues_;
    std::map<Key, std::string> defined_in_;
    std::vector<Language> languages_;
    std::vector<Finding> found_;
    bool every_document_read_ = true;  ///< otherwise what seems to be missing may stand in the one that was not read
};

}  // namespace

Compiled compile(std::vector<SourceDocument> documents) { return Compiler().run(std::move(documents)); }

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    // It fails only where the library has no SHA-256, without which the program cannot work at all.
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) std::abort();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15];
    }
    return hex;
}

}  // namespace markaz::procedure
