#include "journal/codec.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "centre/centre.hpp"
#include "centre/floor_test.hpp"

namespace markaz::journal {
namespace {

namespace fs = std::filesystem;

Result<procedure::ManualRef> no_manual(std::uint64_t version, const std::vector<procedure::DocumentRef>&) {
    return problem("main-line/main-line.md", "the text of manual version " + std::to_string(version) + " is not there", "restore it");
}

/// Two queues and the main line; what an agent may open beside the guide, with what is expected of it; what opens a case; a checklist;
/// a line from whose queue key 9 leads to a callback; one on which callers leave a message; and one that leads some callers above.
Result<procedure::ManualRef> small_manual(std::uint64_t version, const std::vector<procedure::DocumentRef>&) {
    using centre::test::step;
    auto made = std::make_shared<procedure::Manual>();
    made->version = version;
    made->queues = {centre::test::queue("accounts"_key, "accounts"_key), centre::test::queue("cards"_key, "cards"_key)};
    procedure::Flow help{"help"_key, 0, {}};
    help.agent_first = true;
    help.steps = {step("calm"_key, procedure::Do{{}, 1}), step("offer"_key, procedure::Do{{}, 2}),
                  step("helped"_key, procedure::End{"helped"_key})};
    help.expected[Language::en] = "The caller is calm.";
    procedure::Flow shift = help;
    shift.id = "shift"_key;
    shift.checklist = true;
    procedure::Flow back{"back"_key, 0, {}};
    back.steps = {step("wait"_key, procedure::Queue{.queue = "cards"_key, .next = 2, .exit_key = '9', .exit = 1}),
                  step("call"_key, procedure::Callback{{}, "cards"_key, 2, 2}), step("served"_key, procedure::End{"served"_key})};
    procedure::Flow matter{"matter"_key, 0, {}};
    matter.agent_first = true;
    matter.steps = {step("open"_key, procedure::Case{{}, 1}), step("opened"_key, procedure::End{"opened"_key})};
    procedure::Flow voice{"voice"_key, 0, {}};
    voice.steps = {step("speak"_key, procedure::Voicemail{.queue = "cards"_key, .next = 1, .otherwise = 1}),
                   step("heard"_key, procedure::End{"heard"_key})};
    procedure::Flow kinds{"kinds"_key, 0, {}};
    kinds.agent_first = true;
    kinds.steps = {step("which"_key, procedure::Pick{{}, {{"late"_key, {}, 1}, {"lost"_key, {}, 2}}, {}}),
                   step("look"_key, procedure::Do{{}, 2}), step("told"_key, procedure::End{"told"_key})};
    procedure::Flow rule{"rule"_key, 0, {}};
    rule.steps = {step("above"_key, procedure::Escalate{{}, "manager"_key, 2, 1}),
                  step("cards"_key, procedure::Queue{.queue = "cards"_key, .next = 2}), step("led"_key, procedure::End{"led"_key})};
    rule.steps[0].guide.when =
        std::make_shared<const procedure::Condition>(*procedure::Condition::compile("customer.standing = \"vip\"", {}));
    rule.steps[0].guide.otherwise = 1;
    made->escalations = {{"manager"_key, {}, "accounts"_key, Duration{0}, "amal"_key}};
    made->queues.front().prefer = std::chrono::minutes{1};
    // By rising id.
    made->flows = {std::move(back),   std::move(help), std::move(kinds), centre::test::main_line(),
                   std::move(matter), std::move(rule), std::move(shift), std::move(voice)};
    return made;
}

Entry entry(std::string type, std::uint32_t version, std::string body) {
    return {17, centre::test::nine, contact::Origin::live, std::move(type), version, std::move(body), 0, 1};
}

// Whoever changes this list changes what old journals mean: names are only added, versions only rise.
TEST(Codec, CallsEachInputByTheNameThatWasReleased) {
    const std::vector<InputType> released{{"tick", 1},
                                          {"opened", 1},
                                          {"restarted", 1}, {"clock_corrected", 1},
                                          {"manual_published", 1},
                                          {"agent_changed", 1},
                                          {"contact_arrived", 3},
                                          {"key_pressed", 1},
                                          {"prompt_ended", 1},
                                          {"caller_left", 1},
                                          {"presence_declared", 1},
                                          {"agent_ringing", 1},
                                          {"agent_answered", 1},
                                          {"agent_refused", 1},
                                          {"agent_left", 1},
                                          {"hold_wanted", 1},
                                          {"resume_wanted", 1},
                                          {"recording_pause_wanted", 1},
                                          {"transfer_wanted", 1},
                                          {"step_answered", 2},
                                          {"reply_written", 1},
                                          {"wrap_up_done", 1},
                                          {"guide_deviated", 1},
                                          {"guide_opened", 2},
                                          {"note_written", 1},
                                          {"checklist_begun", 1},
                                          {"checklist_answered", 1},
                                          {"checklist_dropped", 1},
                                          {"customer_answered", 1},
                                          {"customer_unreached", 1},
                                          {"message_recorded", 1},
                                          {"result_answered", 1},
                                          {"case_taken", 1},
                                          {"case_given", 1},
                                          {"case_settled", 1},
                                          {"people_named", 1}};
    EXPECT_EQ(std::vector(input_types().begin(), input_types().end()), released);
}

TEST(Codec, WritesAnInputAsItsNameVersionAndBody) {
    const auto at = centre::test::nine;
    const centre::Outputs told{{at, centre::KeyTaken{{4}, "menu"_key, '2', true}}};
    const Entry made = make_entry(17, at, contact::Origin::simulated, centre::KeyPressed{{4}, '2'}, told);
    EXPECT_EQ(made, (Entry{17, at, contact::Origin::simulated, "key_pressed", 1, R"({"contact":4,"key":50})", told_digest(told),
                           centre::machine_version}));
}

TEST(Codec, DigestCoversWhatWasToldAndWhen) {
    const auto at = centre::test::nine;
    const centre::Outputs told{{at, centre::EndCaller{{4}}}, {at, centre::AcceptCaller{{5}}}};
    centre::Outputs later = told, other = told, swapped{told[1], told[0]}, less{told[0]};
    later[0].at += Duration{1};
    other[1].what = centre::AcceptCaller{{6}};
    std::set<std::uint64_t> digests{told_digest(told),    told_digest(later), told_digest(other),
                                    told_digest(swapped), told_digest(less),  told_digest({})};
    EXPECT_EQ(digests.size(), 6u);
}

TEST(Codec, BringsTheCompiledManualOfAPublication) {
    const auto input = decode(entry("manual_published", 1, R"({"version":3,"documents":[],"zones":[]})"), small_manual);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_EQ(std::get<centre::ManualPublished>(*input).manual->version, 3u);
}

TEST(Codec, NamesTheEntryWhoseManualIsGone) {
    const auto input = decode(entry("manual_published", 1, R"({"version":3,"documents":[],"zones":[]})"), no_manual);
    EXPECT_EQ(input.error(),
              (Problem{"entry 17 (manual_published) main-line/main-line.md", "the text of manual version 3 is not there", "restore it"}));
}

TEST(Codec, RefusesATypeThatItDoesNotKnow) {
    const auto input = decode(entry("bonus_granted", 1, "{}"), no_manual);
    EXPECT_EQ(input.error(), (Problem{"entry 17 (bonus_granted)", "this program knows no input of this type",
                                      "install the program that wrote the journal, or a newer one"}));
}

TEST(Codec, RefusesAVersionThatIsNewerThanTheProgram) {
    const auto input = decode(entry("key_pressed", 2, "{}"), no_manual);
    EXPECT_EQ(input.error(), (Problem{"entry 17 (key_pressed)", "version 2 of this type is newer than this program",
                                      "this program reads versions up to 1: install the newer one"}));
}

TEST(Codec, RefusesABodyThatDoesNotFitAndSaysWhere) {
    EXPECT_EQ(decode(entry("key_pressed", 1, R"({"contact":4,"key":500})"), no_manual).error().where, "entry 17 (key_pressed) /key");
    EXPECT_EQ(decode(entry("key_pressed", 1, R"({"contact":4})"), no_manual).error().where.find("entry 17 (key_pressed)"), 0u);
    EXPECT_EQ(decode(entry("key_pressed", 1, R"({"contact":)"), no_manual).error().where.find("entry 17 (key_pressed) 1:"), 0u);
}

// As if key_pressed had been released as version 0 with the key as a text.
TEST(Codec, LiftsAnOldVersionStepByStep) {
    const Upcaster lifts[]{{"key_pressed", 0, [](json::Value body) -> Result<json::Value> {
        const auto* text = std::get_if<std::string>(&body.find("key")->is);
        if (!text || text->size() != 1) return problem("/key", "is no key");
        for (json::Member& member : std::get<json::Object>(body.is))
            if (member.name == "key") member.value = json::Value(static_cast<int>(text->front()));
        return body;
    }}};
    const auto input = decode(entry("key_pressed", 0, R"({"contact":4,"key":"#"})"), no_manual, lifts);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_EQ(std::get<centre::KeyPressed>(*input).key, '#');
    EXPECT_EQ(decode(entry("key_pressed", 0, R"({"contact":4,"key":"##"})"), no_manual, lifts).error(),
              (Problem{"entry 17 (key_pressed) /key", "is no key", ""}));
    EXPECT_EQ(decode(entry("key_pressed", 0, "{}"), no_manual).error().what, "version 0 of this type was never released");
}

// ---- stored journals ------------------------------------------------------------------------------------------------

std::vector<fs::path> stored_journals() {
    std::vector<fs::path> found;
    for (const auto& file : fs::directory_iterator(SOURCE_DIR "/tests/journals"))
        if (file.path().extension() == ".jsonl") found.push_back(file.path());
    return found;
}

TEST(Codec, WhoCameBeforeThereWereCallbacksCannotBeCalledBack) {
    const auto input = decode(entry("contact_arrived", 1,
                                    R"({"origin":"live","channel":"voice_in","flow":"","queue":"cards","language":"en","priority":0,)"
                                    R"("party":0,"reference":0,"preferred":0})"),
                              no_manual);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_EQ(std::get<centre::ContactArrived>(*input).way_back, contact::WayBack::none);
}

TEST(Codec, BeforeCustomersWereKnownNobodyWasMoreThanACaller) {
    const auto input = decode(entry("contact_arrived", 2,
                                    R"({"origin":"live","channel":"voice_in","flow":"","queue":"cards","language":"en","priority":0,)"
                                    R"("party":0,"reference":0,"preferred":0,"way_back":"none","trunk":""})"),
                              no_manual);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_EQ(std::get<centre::ContactArrived>(*input).customer, customer::Known{});
}

TEST(Codec, WhatWasOpenedBeforeThereWereVariantsIsOpenedAtItsStart) {
    const auto input = decode(entry("guide_opened", 1, R"({"assignment":3,"flow":"help"})"), no_manual);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_FALSE(std::get<centre::GuideOpened>(*input).step);
}

TEST(Codec, BeforeThereWereCasesNoStepJoinedOne) {
    const auto input =
        decode(entry("step_answered", 1, R"({"assignment":4,"work":{"step":"open","answer":"done","option":"","written":0}})"), no_manual);
    ASSERT_TRUE(input) << input.error().line();
    EXPECT_EQ(std::get<centre::StepAnswered>(*input).joins, contact::CaseId{});
}

class StoredJournal : public testing::TestWithParam<fs::path> {};

TEST_P(StoredJournal, IsReadByTodaysProgramAndTakenByTodaysMachine) {
    std::ifstream file(GetParam());
    centre::Centre machine;
    centre::Outputs told;
    EntryNumber number = 0;
    for (std::string line; std::getline(file, line);) {
        const auto stored = json::read<Entry>(line);
        ASSERT_TRUE(stored) << stored.error().line();
        EXPECT_EQ(stored->number, ++number);
        const auto input = decode(*stored, small_manual);
        ASSERT_TRUE(input) << input.error().line();
        EXPECT_EQ(machine.advance(stored->at, *input, told), centre::Refusal::none) << name_of(*stored);
    }
    EXPECT_GT(number, 0u);
}

INSTANTIATE_TEST_SUITE_P(Each, StoredJournal, testing::ValuesIn(stored_journals()), [](const auto& each) {
    std::string name = each.param.stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST(StoredJournals, HoldEveryVersionOfEveryInput) {
    std::set<std::pair<std::string, std::uint32_t>> held;
    for (const fs::path& path : stored_journals()) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            const auto stored = json::read<Entry>(line).value();
            held.emplace(stored.type, stored.type_version);
        }
    }
    for (const InputType& type : input_types())
        for (std::uint32_t version = 1; version <= type.version; ++version)
            EXPECT_TRUE(held.contains({std::string(type.name), version}))
                << type.name << " version " << version << " stands in no stored journal";
}

}  // namespace
}  // namespace markaz::journal
