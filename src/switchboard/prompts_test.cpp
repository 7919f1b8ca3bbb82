#include "switchboard/prompts.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

namespace markaz::switchboard {
namespace {

namespace fs = std::filesystem;

/// A synthesiser that says everything as the same short sound, and counts how often it ran.
class PromptsTest : public testing::Test {
protected:
    PromptsTest() {
        std::string name = (fs::temp_directory_path() / "markaz-prompts-XXXXXX").string();
        directory = mkdtemp(name.data());
        const fs::path program = directory / "speak";
        std::ofstream script(program);
        script << "#!/bin/sh\ncat >/dev/null\necho >> " << (directory / "runs").string()
               << "\nprintf 'RIFF\\054\\000\\000\\000WAVEfmt "
                  "\\020\\000\\000\\000\\001\\000\\001\\000\\100\\037\\000\\000\\200\\076\\000\\000\\002\\000\\020\\000"
                  "data\\010\\000\\000\\000\\000\\020\\000\\020\\000\\020\\000\\020'\n";
        script.close();
        chmod(program.c_str(), 0700);
        command.program = program.string();

        procedure::Flow flow;
        flow.id = "main"_key;
        flow.steps = {{"welcome"_key, procedure::Say{line("Welcome."), 1}},
                      {"to-cards"_key, procedure::Queue{"cards"_key, 2}},
                      {"greet"_key, procedure::Say{line("Greet the caller."), procedure::no_step}}};
        manual.version = 3;
        manual.flows = {flow};
    }
    ~PromptsTest() override { fs::remove_all(directory); }

    static procedure::Line line(const std::string& text) {
        procedure::Line made;
        made.read[Language::en] = text;
        return made;
    }
    std::size_t runs() const {
        std::error_code error;
        const auto size = fs::file_size(directory / "runs", error);
        return error ? 0 : size;
    }

    fs::path directory;
    telephony::SpeechCommand command;
    procedure::Manual manual;
};

TEST_F(PromptsTest, ATextAfterWhichTheCallerSpeaksEndsInATone) {
    using namespace procedure;
    manual.flows[0].steps[2] = {"greet"_key, Say{line("Greet the caller."), 3}};
    manual.flows[0].steps[1] = {"to-cards"_key,
                                procedure::Voicemail{.text = line("Speak."), .queue = "cards"_key, .next = 2, .otherwise = 0}};
    Prompts prompts(directory / "prompts", command);
    ASSERT_TRUE(prompts.prepare(manual));
    const auto said = prompts.find(3, "main"_key, "welcome"_key, Language::en);
    const auto asked = prompts.find(3, "main"_key, "to-cards"_key, Language::en);
    ASSERT_TRUE(said && asked);
    const telephony::Audio tone = telephony::tone();
    ASSERT_EQ(asked->size(), said->size() + tone->size());
    EXPECT_TRUE(std::equal(tone->begin(), tone->end(), asked->begin() + static_cast<std::ptrdiff_t>(said->size())));
    EXPECT_FALSE(prompts.find(3, "main"_key, "greet"_key, Language::en)) << "what follows leads the agent";
    EXPECT_TRUE(prompts.sentence(centre::QueueSentence::message_kept, 0, Language::ms));
}

TEST_F(PromptsTest, WhatCallersHearIsSpokenAndTheAgentsGuideIsNot) {
    Prompts prompts(directory / "prompts", command);
    ASSERT_TRUE(prompts.prepare(manual));
    EXPECT_TRUE(prompts.find(3, "main"_key, "welcome"_key, Language::en));
    EXPECT_TRUE(prompts.find(3, "main"_key, "welcome"_key, Language::fa)) << "an untranslated text is spoken in its own language";
    EXPECT_FALSE(prompts.find(3, "main"_key, "greet"_key, Language::en));
    EXPECT_EQ(runs(), 1u);
}

TEST_F(PromptsTest, WhatAQueueTellsItselfIsSpokenInTheCallersLanguage) {
    procedure::QueueMessages cards{"cards"_key, Language::en, {line("See the app."), line("Write to us.")}};
    cards.texts[0].read[Language::ar] = "انظر التطبيق.";
    manual.queue_messages = {cards};
    Prompts prompts(directory / "prompts", command);
    EXPECT_EQ(prompts.prepare(manual), 4u) << "the step and three texts";
    EXPECT_TRUE(prompts.message(3, "cards"_key, 0, Language::ar));
    EXPECT_TRUE(prompts.message(3, "cards"_key, 1, Language::ar)) << "an untranslated text is spoken in its own language";
    EXPECT_FALSE(prompts.message(3, "cards"_key, 2, Language::en));
    EXPECT_FALSE(prompts.message(2, "cards"_key, 0, Language::en)) << "each version has its own";
    command.program = (directory / "nothing").string();
    manual.queue_messages[0].texts[1] = line("Write to us, please.");
    Prompts silent(directory / "prompts", command);
    manual.flows.clear();
    ASSERT_FALSE(silent.prepare(manual));
    EXPECT_EQ(silent.prepare(manual).error().where, "message 1 of the queue cards (en)");
}

TEST_F(PromptsTest, ATextIsSynthesisedOnceHoweverOftenTheCentreStarts) {
    EXPECT_EQ(Prompts(directory / "prompts", command).prepare(manual), 1u);
    EXPECT_EQ(Prompts(directory / "prompts", command).prepare(manual), 0u);
    EXPECT_EQ(runs(), 1u);
}

TEST_F(PromptsTest, AVoiceThatCannotSpeakIsToldWithTheStep) {
    command.program = (directory / "nothing").string();
    Prompts prompts(directory / "prompts", command);
    const auto prepared = prompts.prepare(manual);
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().where, "main/welcome (en)");
}

}  // namespace
}  // namespace markaz::switchboard
