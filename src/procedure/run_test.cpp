// Which way a step leads.

#include <gtest/gtest.h>

#include "procedure/run.hpp"

namespace markaz::procedure {
namespace {

constexpr StepIndex yes = 1, no = 2, next = 3;
Line line() {
    Line line;
    line.read[Language::en] = "Wait.";
    line.read[Language::ar] = "انتظر.";
    line.spoken[Language::ar] = "اِنْتَظِرْ.";
    return line;
}

Step check(bool mandatory) {
    Step step{"verify"_key, Check{line(), yes, no}};
    step.guide.mandatory = mandatory;
    return step;
}

TEST(Run, AKeyLeadsWhereTheMenuSays) {
    const Choose menu{line(), {{'1', yes}, {'*', no}}, std::chrono::seconds{5}, 3, next};
    EXPECT_EQ(after_key(menu, '1'), yes);
    EXPECT_EQ(after_key(menu, '*'), no);
    EXPECT_EQ(after_key(menu, '2'), no_step);
    EXPECT_EQ(next_steps({"menu"_key, menu}), (std::vector<StepIndex>{yes, no, next}));
}
TEST(Run, ACallerMayPressWhereAStepAsksForAKeyAndInAQueueThatHasOne) {
    Manual manual;
    Queue with_exit{"cards"_key, next};
    with_exit.exit_key = '9';
    manual.flows.push_back({"main"_key, 0, {{"menu"_key, Choose{}}, {"rate"_key, Survey{}}, {"wait"_key, with_exit},
                                            {"welcome"_key, Say{}}, {"last"_key, Queue{}}}});
    for (const Key step : {"menu"_key, "rate"_key, "wait"_key}) EXPECT_TRUE(takes_keys(manual, "main"_key, step)) << step.text();
    for (const Key step : {"welcome"_key, "last"_key, "nowhere"_key}) EXPECT_FALSE(takes_keys(manual, "main"_key, step)) << step.text();
    EXPECT_FALSE(takes_keys(manual, "other"_key, "menu"_key));
}
TEST(Run, SayAndQueueLeadOn) {
    EXPECT_EQ(after(Say{line(), next}), next);
    EXPECT_EQ(after(Queue{"cards"_key, next}), next);
    EXPECT_EQ(after(Note{line(), next}), no_step);
    EXPECT_EQ(after(End{"done"_key}), no_step);
}
TEST(Run, ACheckTakesYesAndNo) {
    EXPECT_EQ(after_answer(check(true), Answer::yes), yes);
    EXPECT_EQ(after_answer(check(true), Answer::no), no);
    EXPECT_EQ(after_answer(check(false), Answer::no), no);
}
TEST(Run, OnlyAMandatoryCheckCannotBePassedOver) {
    EXPECT_EQ(after_answer(check(true), Answer::done), std::nullopt);
    EXPECT_EQ(after_answer(check(false), Answer::done), yes);
}
TEST(Run, OtherStepsOfTheGuideTakeDone) {
    for (const Verb& verb :
         {Verb{Say{line(), next}}, Verb{Ask{line(), "charge"_key, next}}, Verb{Do{line(), next}}, Verb{Note{line(), next}}}) {
        EXPECT_EQ(after_answer({"step"_key, verb}, Answer::done), next) << verb_name(verb);
        EXPECT_EQ(after_answer({"step"_key, verb}, Answer::yes), std::nullopt) << verb_name(verb);
    }
}
TEST(Run, WhatLeadsTheCallerTakesNoAnswer) {
    EXPECT_EQ(after_answer({"step"_key, Queue{"cards"_key, next}}, Answer::done), std::nullopt);
    EXPECT_EQ(after_answer({"step"_key, Choose{line(), {}, {}, 1, next}}, Answer::done), std::nullopt);
    EXPECT_EQ(after_answer({"step"_key, End{"done"_key}}, Answer::done), std::nullopt);
}
TEST(Run, EachVerbKnowsWhomItLeads) {
    EXPECT_EQ(led_by(Say{}), Led::either);
    EXPECT_EQ(led_by(Choose{}), Led::caller);
    EXPECT_EQ(led_by(Queue{}), Led::caller);
    EXPECT_EQ(led_by(Check{}), Led::agent);
    EXPECT_EQ(led_by(Ask{}), Led::agent);
    EXPECT_EQ(led_by(Do{}), Led::agent);
    EXPECT_EQ(led_by(Note{}), Led::agent);
    EXPECT_EQ(led_by(End{}), Led::either);
}
TEST(Run, TheSpokenFormIsSpokenWhereThereIsOne) {
    const Line wait = line();
    EXPECT_EQ(words_spoken(wait, Language::ar, Language::en).text, "اِنْتَظِرْ.");
    EXPECT_EQ(words_spoken(wait, Language::en, Language::en).text, "Wait.");
    EXPECT_EQ(words_read(wait, Language::ar, Language::en).text, "انتظر.");
}
TEST(Run, AMissingLanguageFallsBackToTheSourceAndItsVoice) {
    const Line wait = line();
    const Words words = words_spoken(wait, Language::fa, Language::en);
    EXPECT_EQ(words.text, "Wait.");
    EXPECT_EQ(words.language, Language::en);
}
TEST(Run, QueueAndEndHaveNoText) {
    EXPECT_EQ(line_of(Queue{}), nullptr);
    EXPECT_EQ(line_of(End{}), nullptr);
    const Verb say = Say{line(), next};
    ASSERT_NE(line_of(say), nullptr);
    EXPECT_EQ(line_of(say)->read[Language::en], "Wait.");
}

}  // namespace
}  // namespace markaz::procedure
