// SPDX-License-Identifier: GPL-2.0-only
/** @file Pages: what people read, and what programs find under the same labels. */
#include <gtest/gtest.h>

#include <set>

#include "cli/page.h"
#include "cli/peer_text.h"
#include "cli/settings_text.h"
#include "cli/users_text.h"
#include "pbx/tests/record_value.h"
#include "samples.h"

namespace res_sip {
namespace {

using pbx::at;
using sipcore::Record;
using sipcore::Value;

/** Whether all names differ, and are such as a program likes. */
testing::AssertionResult is_well_named(const Record& record)
{
    std::set<std::string> seen;
    for (const auto& field : record) {
        if (!seen.insert(field.name).second)
            return testing::AssertionFailure() << field.name << " stands there twice";
        if (field.name.empty() || field.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
            return testing::AssertionFailure() << "'" << field.name << "' is no name";
    }
    return testing::AssertionSuccess();
}

TEST(PageNames, AreMadeOfLabels)
{
    EXPECT_EQ(name_of_label("Addr->IP"), "addr_ip");
    EXPECT_EQ(name_of_label("T.38 EC mode:"), "t38_ec_mode");
    EXPECT_EQ(name_of_label("  Include CID:"), "include_cid");
    EXPECT_EQ(name_of_label("Reg. Contact"), "reg_contact");
    EXPECT_EQ(name_of_label("Qualify Freq :"), "qualify_freq");
}

TEST(Pages, ArePrintedInTheirStyle)
{
    Page page;
    page.raw("\n").line("One", 1).line_when(false, "Hidden", "x").each("All", {"a", "b"}).below("Below:", {"c", "d"}).heading("End:", 4);
    EXPECT_EQ(page.text({6, "= "}), "\n  One   = 1\n  All   = a\n  All   = b\n  Below:= c\n        = d\n\nEnd:\n----\n");
    Page none;
    none.each("All", {}).below("Below:", {});
    EXPECT_EQ(none.text({6, "= "}), "");
}

TEST(Pages, TellProgramsKindsInPlaceOfWords)
{
    Page page;
    page.line("Yes", truth(true)).line("Mode", truth(false, "On", "Off")).line("Rate", measured(384, "kbps")).line("Zone", text_or("", "<Not set>"));
    page.line("Place", unless("Disabled", "Disabled")).line_when(false, "Hidden", "x").each("All", {"a"}).told("more", 2);
    EXPECT_EQ(page.text({5, ":"}), "  Yes  :Yes\n  Mode :Off\n  Rate :384 kbps\n  Zone :<Not set>\n  Place:Disabled\n  All  :a\n");
    EXPECT_EQ(page.records(), (std::vector<Record>{{{"yes", true}, {"mode", false}, {"rate", 384}, {"zone", {}}, {"place", {}}, {"hidden", "x"},
                                                    {"all", Value::List{"a"}}, {"more", 2}}}));
}

TEST(Pages, HaveARecordForEachSection)
{
    Page page;
    page.heading("First Part:", 3).line("One", 1).heading("Second", 3).line("One", 2);
    EXPECT_EQ(page.records(), (std::vector<Record>{{{"section", "first_part"}, {"one", 1}}, {{"section", "second"}, {"one", 2}}}));
}

TEST(PeerPage, TellsProgramsWhatPeopleRead)
{
    Sample alice;
    alice.endpoint.set_var = {{"COLOR", "red"}};
    alice.endpoint.allow = {"ulaw", "alaw:20"};
    alice.aor.mailboxes = {"100@default", "101"};
    auto status = alice.registered();
    auto records = peer_page({status, alice.config, sipcore::Clock::Instant{} + std::chrono::seconds{2}}).records();
    ASSERT_EQ(records.size(), 1U);
    const auto& peer = records.front();
    EXPECT_TRUE(is_well_named(peer));
    EXPECT_EQ(at(peer, "name"), "alice");
    EXPECT_EQ(at(peer, "secret"), true);
    EXPECT_EQ(at(peer, "md5secret"), false);
    EXPECT_EQ(at(peer, "expire"), 608);
    EXPECT_EQ(at(peer, "addr_ip"), "127.0.0.1:25073");
    EXPECT_EQ(at(peer, "defaddr_ip"), Value{});
    EXPECT_EQ(at(peer, "codecs"), (Value{Value::List{"ulaw", "alaw"}}));
    EXPECT_EQ(at(peer, "mailbox"), (Value{Value::List{"100@default", "101"}}));
    EXPECT_EQ(at(peer, "maxcallbr"), 384);
    EXPECT_EQ(at(peer, "variables"), (Value{Value::List{Record{{"name", "COLOR"}, {"value", "red"}}}}));
    EXPECT_EQ(at(peer, "outb_proxy"), Value{});
}

TEST(PeerPage, NamesNoSecret)
{
    Sample alice;
    alice.auth.md5_cred = "0123456789abcdef";
    auto status = alice.status();
    for (const auto& record : peer_page({status, alice.config}).records()) {
        for (const auto& field : record)
            EXPECT_NE(field.value, "s3cret") << field.name;
        EXPECT_EQ(at(record, "md5secret"), true);
        EXPECT_EQ(at(record, "expire"), Value{});
    }
}

TEST(UserPage, HasAnOrdinaryRecord)
{
    Sample alice;
    auto records = user_page(alice.status()).records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_TRUE(is_well_named(records.front()));
    EXPECT_EQ(at(records.front(), "auto_framing"), false);
    EXPECT_EQ(at(records.front(), "transfer_mode"), "open");
}

TEST(SettingsPage, HasARecordForEachSection)
{
    sipcore::config::Config config;
    std::vector<std::string> names;
    for (const auto& record : settings_page({.config = config, .realtime = true}).records()) {
        EXPECT_TRUE(is_well_named(record));
        names.push_back(std::get<std::string>(record.front().value.any));
    }
    EXPECT_EQ(names, (std::vector<std::string>{"global_settings", "network_qos_settings", "network_settings", "global_signalling_settings",
                                               "default_settings", "realtime_sip_settings"}));
}

}  // namespace
}  // namespace res_sip
