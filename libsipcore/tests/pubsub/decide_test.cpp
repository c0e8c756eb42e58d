// SPDX-License-Identifier: GPL-2.0-only
/** @file What becomes of a SUBSCRIBE. Rows: docs/spec/behaviour/subscriptions.md. */
#include "pubsub/decide.h"

#include <gtest/gtest.h>

namespace sipcore::pubsub {

namespace {

using namespace std::chrono_literals;

/** The kind for Accept headers. */
Result<Format> choose(std::vector<std::string> accept, std::string_view agent = "", std::optional<Format> before = {})
{
    return choose_format({"dialog", std::move(accept), agent, before});
}

TEST(SubscribeDecision, ChoosesTheBodyByAccept)  // sub-2-2 sub-2-3 sub-2-4 sub-2-5 sub-2-6 sub-2-7 sub-2-8
{
    EXPECT_EQ(choose({"application/dialog-info+xml"}), Format::dialog_info);
    EXPECT_EQ(choose({"application/pidf+xml"}), Format::pidf);
    EXPECT_EQ(choose({"application/cpim-pidf+xml"}), Format::cpim_pidf);
    EXPECT_EQ(choose({"application/xpidf+xml"}), Format::xpidf);
    EXPECT_EQ(choose({"application/xpidf+xml, application/pidf+xml"}), Format::pidf) << "the order of the table, in one header";
    EXPECT_EQ(choose({"application/dialog-info+xml", "application/pidf+xml"}), Format::dialog_info) << "the first header first";
    EXPECT_EQ(choose({"text/plain", "application/pidf+xml"}), Format::pidf);
}

TEST(SubscribeDecision, GivesAPolycomXpidf)  // sub-2-3
{
    EXPECT_EQ(choose({"application/pidf+xml"}, "PolycomSoundPointIP-SPIP_650"), Format::xpidf);
    EXPECT_EQ(choose({"application/dialog-info+xml"}, "PolycomSoundPointIP-SPIP_650"), Format::dialog_info);
}

TEST(SubscribeDecision, RefusesWhatItCannotMake)  // sub-2-8
{
    auto none = choose_format({"keep-alive", {}, "", std::nullopt});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), (Error{489, "Bad Event"}));
    auto unknown = choose({"text/html", "text/plain"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error(), (Error{489, "Bad Event (format text/plain)"}));
}

TEST(SubscribeDecision, TakesTheUsualBodyOfThePackageWithoutAccept)  // RFC 3856 §6.7, RFC 4235 §3.4
{
    EXPECT_EQ(choose({}), Format::dialog_info);
    EXPECT_EQ(choose_format({"presence", {}, "", std::nullopt}), Format::pidf);
}

TEST(SubscribeDecision, KeepsTheBodyOnARefreshWithoutAccept)  // sub-2-8
{
    EXPECT_EQ(choose({}, "", Format::xpidf), Format::xpidf);
}

TEST(SubscribeDecision, TellsEachBodyInItsPackage)  // sub-2-3 sub-2-4 sub-2-5 sub-2-6 sub-2-7
{
    EXPECT_EQ(package_of(Format::dialog_info), "dialog");
    for (auto format : {Format::pidf, Format::xpidf, Format::cpim_pidf})
        EXPECT_EQ(package_of(format), "presence");
    EXPECT_EQ(package_of(Format::message_summary), "message-summary");
    EXPECT_EQ(media_type(Format::cpim_pidf), "application/cpim-pidf+xml");
    EXPECT_EQ(short_name(Format::message_summary), "mwi");
}

TEST(SubscribeDecision, BoundsLifetimes)  // sub-1.1-1 sub-1.1-2 sub-1.1-3 sub-1.1-4
{
    Lifetimes bounds;
    EXPECT_EQ(granted(std::nullopt, bounds), 120s);
    EXPECT_EQ(granted(4000s, bounds), 3600s);
    EXPECT_EQ(granted(60s, bounds), 60s);
    EXPECT_EQ(granted(0s, bounds), 0s);
    auto brief = granted(59s, bounds);
    ASSERT_FALSE(brief);
    EXPECT_EQ(brief.error(), (Error{423, "Interval too small"}));
}

TEST(SubscribeDecision, NeverRefusesWhoAskedForNothing)
{
    Lifetimes bounds;
    bounds.usual = 10s;
    EXPECT_EQ(granted(std::nullopt, bounds), 60s);
    bounds.longest = 30s;
    EXPECT_EQ(granted(40s, bounds), 30s) << "bounds that contradict each other leave the longest";
}

TEST(SubscribeDecision, TakesTheEventWithoutParameters)  // sub-1-10
{
    EXPECT_EQ(event_name("dialog;id=7"), "dialog");
    EXPECT_EQ(event_name(" presence "), "presence");
    EXPECT_EQ(event_name("dialog;sla"), "dialog");
    EXPECT_EQ(event_name(";x"), "");
    EXPECT_EQ(event_name(""), "");
}

}  // namespace

}  // namespace sipcore::pubsub
