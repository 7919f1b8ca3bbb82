#include "switchboard/prompts.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/sha256.hpp"
#include "procedure/run.hpp"
#include "switchboard/sentences.hpp"

namespace markaz::switchboard {

namespace fs = std::filesystem;

namespace {

/// The steps at which a caller is led: from the start as far as a queue, and from a survey on. What lies between is the agent's guide,
/// which nobody speaks.
std::vector<const procedure::Step*> steps_of_caller(const procedure::Flow& flow) {
    std::vector<const procedure::Step*> steps;
    std::vector<bool> seen(flow.steps.size());
    std::vector<procedure::StepIndex> open;
    if (!flow.agent_first) open.push_back(flow.start);
    for (procedure::StepIndex at = 0; at < flow.steps.size(); ++at) {
        if (std::holds_alternative<procedure::Survey>(flow.steps[at].verb)) open.push_back(at);
        // Whom the queue above does not take is the caller again, whoever handed them over.
        const auto* escalate = std::get_if<procedure::Escalate>(&flow.steps[at].verb);
        if (escalate && escalate->otherwise != procedure::no_step) open.push_back(escalate->otherwise);
    }
    while (!open.empty()) {
        const procedure::StepIndex index = open.back();
        open.pop_back();
        if (seen[index]) continue;
        seen[index] = true;
        const procedure::Step& step = flow.steps[index];
        if (std::holds_alternative<procedure::Escalate>(step.verb)) {
            if (step.guide.otherwise != procedure::no_step) open.push_back(step.guide.otherwise);
            continue;  // its text is an agent's
        }
        steps.push_back(&step);
        if (const auto* queue = std::get_if<procedure::Queue>(&step.verb)) {
            for (procedure::StepIndex next : {queue->closed, queue->full, queue->nobody, queue->exit})
                if (next != procedure::no_step) open.push_back(next);
            continue;
        }
        if (const auto* callback = std::get_if<procedure::Callback>(&step.verb)) {
            open.push_back(callback->otherwise);
            continue;
        }
        if (const auto* voicemail = std::get_if<procedure::Voicemail>(&step.verb)) {
            open.push_back(voicemail->otherwise);
            continue;
        }
        for (procedure::StepIndex next : procedure::next_steps(step)) open.push_back(next);
    }
    return steps;
}

bool takes_messages(const procedure::Manual& manual) {
    return std::ranges::any_of(manual.flows, [](const procedure::Flow& flow) {
        return std::ranges::any_of(flow.steps,
                                   [](const procedure::Step& step) { return std::holds_alternative<procedure::Voicemail>(step.verb); });
    });
}

telephony::Audio read_audio(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return nullptr;
    auto samples = std::make_shared<std::vector<std::uint8_t>>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    return samples->empty() ? nullptr : telephony::Audio(std::move(samples));
}

/// What comes last before a caller speaks.
telephony::Audio with_tone(const telephony::Audio& speech) {
    static const telephony::Audio tone = telephony::tone();
    auto whole = std::make_shared<std::vector<std::uint8_t>>(*speech);
    whole->insert(whole->end(), tone->begin(), tone->end());
    return whole;
}

/// Appears under its name only when it is whole.
bool write_audio(const fs::path& file, const std::vector<std::uint8_t>& samples) {
    fs::path draft = file;
    draft += ".part";
    {
        std::ofstream out(draft, std::ios::binary);
        out.write(reinterpret_cast<const char*>(samples.data()), static_cast<std::streamsize>(samples.size()));
        if (!out.flush()) return false;
    }
    std::error_code error;
    fs::rename(draft, file, error);
    return !error;
}

}  // namespace

Prompts::Prompts(fs::path directory, telephony::SpeechCommand command) : directory_(std::move(directory)), command_(std::move(command)) {}

fs::path Prompts::file_of(std::string_view text, Language voice) const {
    const std::string& name = command_.voices[static_cast<std::size_t>(voice)];
    const std::string makes = command_.program + '\n' + name + '\n' + std::to_string(command_.words_per_minute) + '\n';
    return directory_ / (sha256_hex(makes + std::string(text)) + ".ulaw");
}

Result<telephony::Audio> Prompts::spoken(std::string_view text, Language voice, std::size_t& made) const {
    const fs::path file = file_of(text, voice);
    if (telephony::Audio known = read_audio(file)) return known;
    auto audio = telephony::synthesise(text, voice, command_);
    if (!audio) return audio;
    if (!write_audio(file, **audio))
        return problem(file.string(), "the prompt cannot be written", "give the program's user room and write permission there");
    ++made;
    return audio;
}

Result<std::size_t> Prompts::prepare(const procedure::Manual& manual) {
    std::error_code error;
    fs::create_directories(directory_, error);
    if (error) return problem(directory_.string(), "the directory of the prompts cannot be made: " + error.message());
    std::size_t made = 0;
    std::map<std::tuple<std::uint64_t, Key, Key, Language>, telephony::Audio> prepared;
    for (const procedure::Flow& flow : manual.flows)
        for (const procedure::Step* step : steps_of_caller(flow)) {
            const procedure::Line* line = procedure::line_of(step->verb);
            if (!line) continue;
            for (Language language : all_languages) {
                const procedure::Words words = procedure::words_spoken(*line, language, flow.source);
                auto audio = spoken(words.text, words.language, made);
                if (!audio)
                    return problem(
                        std::string(flow.id.text()) + "/" + std::string(step->id.text()) + " (" + std::string(code(language)) + ")",
                        audio.error().what, audio.error().right);
                const bool speaks_next = std::holds_alternative<procedure::Voicemail>(step->verb);
                prepared.emplace(std::tuple(manual.version, flow.id, step->id, language), speaks_next ? with_tone(*audio) : *audio);
            }
        }
    if (auto sentences = prepare_sentences(manual, made); !sentences) return std::unexpected(sentences.error());
    if (auto messages = prepare_messages(manual, made); !messages) return std::unexpected(messages.error());
    std::lock_guard lock(mutex_);
    prompts_.merge(prepared);
    return made;
}

/// What queues announce is the same in every manual: it is made when the first queue wants it, whole sentences in each language.
Result<void> Prompts::prepare_sentences(const procedure::Manual& manual, std::size_t& made) {
    std::map<std::tuple<centre::QueueSentence, std::uint32_t, Language>, telephony::Audio> prepared;
    const bool offers = std::ranges::any_of(manual.queues, [](const auto& queue) { return queue.callback.offer > Duration{0}; });
    const auto wanted = [&](bool routing::Announcements::*what) {
        return std::ranges::any_of(manual.queues, [&](const routing::QueuePolicy& queue) { return queue.announce.*what; });
    };
    for (const auto& [which, is_wanted] : {std::pair{centre::QueueSentence::position, wanted(&routing::Announcements::position)},
                                           {centre::QueueSentence::expected_wait, wanted(&routing::Announcements::expected_wait)},
                                           {centre::QueueSentence::callback, offers},
                                           {centre::QueueSentence::message_kept, takes_messages(manual)},
                                           {centre::QueueSentence::agent_lost, !manual.queues.empty()}}) {
        if (!is_wanted) continue;
        for (const std::uint32_t number : numbers_of(which))
            for (Language language : all_languages) {
                auto audio = spoken(switchboard::sentence(which, number, language), language, made);
                if (!audio) return problem("announcement (" + std::string(code(language)) + ")", audio.error().what, audio.error().right);
                prepared.emplace(std::tuple(which, number, language), *audio);
            }
    }
    std::lock_guard lock(mutex_);
    sentences_.merge(prepared);
    return {};
}

Result<void> Prompts::prepare_messages(const procedure::Manual& manual, std::size_t& made) {
    std::map<std::tuple<std::uint64_t, Key, std::uint32_t, Language>, telephony::Audio> prepared;
    for (const procedure::QueueMessages& queue : manual.queue_messages)
        for (std::uint32_t number = 0; number < queue.texts.size(); ++number)
            for (Language language : all_languages) {
                const procedure::Words words = procedure::words_spoken(queue.texts[number], language, queue.source);
                auto audio = spoken(words.text, words.language, made);
                if (!audio)
                    return problem("message " + std::to_string(number + 1) + " of the queue " + std::string(queue.id.text()) + " (" +
                                       std::string(code(language)) + ")",
                                   audio.error().what, audio.error().right);
                prepared.emplace(std::tuple(manual.version, queue.id, number, language), *audio);
            }
    std::lock_guard lock(mutex_);
    messages_.merge(prepared);
    return {};
}

telephony::Audio Prompts::message(std::uint64_t manual, Key queue, std::uint32_t number, Language language) const {
    std::lock_guard lock(mutex_);
    const auto found = messages_.find({manual, queue, number, language});
    return found == messages_.end() ? nullptr : found->second;
}

telephony::Audio Prompts::sentence(centre::QueueSentence which, std::uint32_t number, Language language) const {
    std::lock_guard lock(mutex_);
    const auto found = sentences_.find({which, number, language});
    return found == sentences_.end() ? nullptr : found->second;
}

telephony::Audio Prompts::find(std::uint64_t manual, Key flow, Key step, Language language) const {
    std::lock_guard lock(mutex_);
    const auto found = prompts_.find({manual, flow, step, language});
    return found == prompts_.end() ? nullptr : found->second;
}

}  // namespace markaz::switchboard
