// SPDX-License-Identifier: GPL-2.0-only
/** @file Reports: who offers, who asks, and the words between them. */
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

#include "sipcore/report.h"

namespace sipcore {
namespace {

/** Gives the words back, one row each. */
Outcome<Report> echo(const Words& words)
{
    if (words.empty())
        return std::unexpected(Failure{"nothing was said"});
    return Report{rows_of(words, [](const auto& word) { return Record{{"word", word}}; }), {{"words", words.size()}}};
}

TEST(Reports, AreMadeByWhoOffersThem)
{
    ReportOffer offer{"echo", echo};
    auto made = report("Echo", {"a", "b"});
    ASSERT_TRUE(made);
    EXPECT_EQ(*made, (Report{{{{"word", "a"}}, {{"word", "b"}}}, {{"words", 2}}}));
    EXPECT_EQ(report("echo", {}).error().what, "nothing was said");
}

TEST(Reports, AreGoneWithTheirOffer)
{
    {
        ReportOffer one{"one", echo};
        ReportOffer another{"another", echo};
        EXPECT_EQ(report_names(), (std::vector<std::string>{"another", "one"}));
        EXPECT_EQ(report("two", {}).error().what, "No such command; there are another, one");
    }
    EXPECT_TRUE(report_names().empty());
    EXPECT_FALSE(report("one", {"a"}));
}

TEST(Reports, AreNotTakenBackWhileTheyAreMade)
{
    std::promise<void> begun;
    std::promise<void> may_end;
    std::atomic<bool> ended = false;
    auto offer = std::make_unique<ReportOffer>("slow", [&](const Words&) -> Outcome<Report> {
        begun.set_value();
        may_end.get_future().wait();
        ended = true;
        return Report{};
    });
    auto asked = std::async(std::launch::async, [] { return report("slow", {}).has_value(); });
    begun.get_future().wait();
    auto taken = std::async(std::launch::async, [&] {
        offer.reset();
        return ended.load();
    });
    may_end.set_value();
    EXPECT_TRUE(taken.get());
    EXPECT_TRUE(asked.get());
}

TEST(Reports, AreInNobodyElsesWayWhileTheyAreMade)
{
    std::promise<void> begun;
    std::promise<void> may_end;
    ReportOffer slow{"slow", [&](const Words&) -> Outcome<Report> {
        begun.set_value();
        may_end.get_future().wait();
        return Report{};
    }};
    auto asked = std::async(std::launch::async, [] { return report("slow", {}).has_value(); });
    begun.get_future().wait();
    {
        ReportOffer quick{"quick", echo};
        EXPECT_TRUE(report("quick", {"a"}));
        EXPECT_EQ(report_names(), (std::vector<std::string>{"quick", "slow"}));
    }  // taken back while the other is being made
    EXPECT_FALSE(report("quick", {"a"}));
    may_end.set_value();
    EXPECT_TRUE(asked.get());
}

TEST(Reports, SayWhichWordsTheyWant)
{
    EXPECT_EQ(wrong_words("<name> [load]").error().what, "Arguments wanted: <name> [load]");
    EXPECT_EQ(wrong_words("").error().what, "This command takes no Arguments");
}

TEST(ReportWords, AreDividedAsOnAConsole)
{
    EXPECT_EQ(words_of(""), Words{});
    EXPECT_EQ(words_of("  like  ^al\t"), (Words{"like", "^al"}));
    EXPECT_EQ(words_of("\"my phone\" load"), (Words{"my phone", "load"}));
    EXPECT_EQ(words_of(R"(a\ b "c\"d" "" e\)"), (Words{"a b", "c\"d", "", "e\\"}));
}

TEST(ReportValues, KeepTheirKind)
{
    EXPECT_NE(Value{true}, Value{1});
    EXPECT_NE(Value{1}, Value{1.0});
    EXPECT_NE(Value{""}, Value{});
    EXPECT_TRUE(std::holds_alternative<std::string>(Value{"text"}.any)) << "a literal is no truth";
    EXPECT_EQ(Value{4294967295U}, Value{std::int64_t{4294967295}});
    EXPECT_EQ(text_or_nothing(""), Value{});
    EXPECT_EQ(Value{std::vector<std::string>({"a"})}, (Value{Value::List{"a"}}));
}

}  // namespace
}  // namespace sipcore
