#pragma once
// The speech of a manual: what callers hear at each step, made once at publication and kept on disk.

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "base/result.hpp"
#include "centre/outputs.hpp"
#include "procedure/types.hpp"
#include "telephony/speech.hpp"

namespace markaz::switchboard {

/// Thread-safe. A text that was spoken once, by the same voice, is never synthesised again: its file is named by what it depends on.
class Prompts {
public:
    Prompts(std::filesystem::path directory, telephony::SpeechCommand command);

    /// Makes the speech of every step that callers hear and of every message of a queue, in each language of the manual, and keeps it
    /// for find() and message(). Refuses the whole manual at the first text that cannot be spoken. Returns how many had to be synthesised.
    Result<std::size_t> prepare(const procedure::Manual& manual);

    /// Null where nothing was prepared.
    telephony::Audio find(std::uint64_t manual, Key flow, Key step, Language language) const;

    /// What a queue tells itself, by its number in the manual; null where nothing was prepared.
    telephony::Audio message(std::uint64_t manual, Key queue, std::uint32_t number, Language language) const;

    /// A sentence about a queue; null where no queue of any prepared manual announces anything.
    telephony::Audio sentence(centre::QueueSentence which, std::uint32_t number, Language language) const;

private:
    Result<void> prepare_sentences(const procedure::Manual& manual, std::size_t& made);
    Result<void> prepare_messages(const procedure::Manual& manual, std::size_t& made);
    Result<telephony::Audio> spoken(std::string_view text, Language voice, std::size_t& made) const;
    std::filesystem::path file_of(std::string_view text, Language voice) const;

    std::filesystem::path directory_;
    telephony::SpeechCommand command_;
    mutable std::mutex mutex_;
    std::map<std::tuple<std::uint64_t, Key, Key, Language>, telephony::Audio> prompts_;
    std::map<std::tuple<centre::QueueSentence, std::uint32_t, Language>, telephony::Audio> sentences_;
    std::map<std::tuple<std::uint64_t, Key, std::uint32_t, Language>, telephony::Audio> messages_;
};

}  // namespace markaz::switchboard
