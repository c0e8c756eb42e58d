// SPDX-License-Identifier: GPL-2.0-only
/** @file Who calls. */
#include "identity/caller.h"

#include <gtest/gtest.h>

#include <tuple>

namespace chan_sip {
namespace {

using sipcore::Identity;

/** From of a call. */
const sipcore::Party from{.name = "From", .user = "100;x=y", .host = "h"};

TEST(Caller, IsWhoFromSaysUnlessTheConfigurationDoes)  // id-2-1
{
    sipcore::config::Endpoint settings;
    EXPECT_EQ(identity_of_caller(from, {}, settings), (Identity{"From", "100", 0}));
    settings.callerid.name = "Configured";
    EXPECT_EQ(identity_of_caller(from, {}, settings), (Identity{"Configured", "100", 0}));
    settings.callerid.number = "55";
    settings.callerid_privacy = 0x21;
    EXPECT_EQ(identity_of_caller(from, {}, settings), (Identity{"Configured", "55", 0x21}));
}

TEST(Caller, IsWhoTrustedHeadersSay)  // id-2-1
{
    const std::vector<sipcore::Header> headers{{"Remote-Party-ID", "\"R\" <sip:9@x>;privacy=full"}};
    sipcore::config::Endpoint settings;
    settings.callerid = {"Configured", "55"};
    settings.callerid_privacy = 0x01;
    EXPECT_EQ(identity_of_caller(from, headers, settings), (Identity{"Configured", "55", 0x01}));
    settings.trust_id_inbound = true;
    EXPECT_EQ(identity_of_caller(from, headers, settings), (Identity{"R", "9", 0x20}));
}

TEST(Caller, KeepsTheNumberOfOneWhoWantsToBeAnonymous)  // id-2-1
{
    sipcore::config::Endpoint settings;
    settings.trust_id_inbound = true;
    auto caller = identity_of_caller(from, {{"P-Asserted-Identity", "<sip:anonymous@anonymous.invalid>"}}, settings);
    EXPECT_EQ(caller.number, "100");
    EXPECT_EQ(caller.presentation, 0x20);
}

TEST(ShownParty, IsNobodyWhereItMustNotBeShown)  // id-1-2 id-1-3 id-1-4
{
    sipcore::config::Endpoint settings;
    auto shown = shown_party({"Al", "100", 0}, settings);
    EXPECT_EQ((std::tuple{shown.name, shown.user, shown.host}), (std::tuple{"Al", "100", ""}));
    auto hidden = shown_party({"Al", "100", 0x20}, settings);
    EXPECT_EQ((std::tuple{hidden.name, hidden.user, hidden.host}), (std::tuple{"Anonymous", "anonymous", "anonymous.invalid"}));
    settings.from_user = "fixed";
    EXPECT_EQ(shown_party({"Al", "100", 0x20}, settings).user, "fixed");
    EXPECT_EQ(shown_party({"Al", "100", 0}, settings).user, "fixed");
    EXPECT_EQ(shown_party({"", std::nullopt, 0x43}, {}).user, "");
}

TEST(SameParty, MindsNumberPresentationAndNameWithoutLetterCase)
{
    EXPECT_TRUE(same_party({"al", "1", 0}, {"AL", "1", 0}));
    EXPECT_FALSE(same_party({"al", "1", 0}, {"al", "2", 0}));
    EXPECT_FALSE(same_party({"al", "1", 0}, {"al", "1", 0x20}));
    EXPECT_FALSE(same_party({"al", "1", 0}, {"bo", "1", 0}));
}

TEST(IdentityStyle, FollowsTheOptions)  // id-3-1
{
    using namespace sipcore;
    config::Endpoint settings;
    EXPECT_EQ(identity_style(settings, "h", true).form, IdentityForm::none);
    settings.send_rpid = true;
    EXPECT_EQ(identity_style(settings, "h", true).form, IdentityForm::remote_party);
    settings.send_rpid = false;
    settings.send_pai = true;
    EXPECT_EQ(identity_style(settings, "h", true).form, IdentityForm::asserted);
    EXPECT_EQ(identity_style(settings, "h", true).hidden, HiddenIdentity::legacy);
    settings.trust_id_outbound = config::TrustIdOutbound::yes;
    EXPECT_EQ(identity_style(settings, "h", true).hidden, HiddenIdentity::told);
    settings.trust_id_outbound = config::TrustIdOutbound::no;
    EXPECT_EQ(identity_style(settings, "h", true).hidden, HiddenIdentity::withheld);
}

TEST(Methods, AreTakenAsAllowOrContactSay)  // id-3-10
{
    sipcore::config::Endpoint settings;
    EXPECT_TRUE(takes_method(std::nullopt, "", settings, "UPDATE"));
    EXPECT_TRUE(takes_method("INVITE, update ,BYE", "", settings, "UPDATE"));
    EXPECT_FALSE(takes_method("INVITE,BYE", "<sip:a@b>;methods=\"UPDATE\"", settings, "UPDATE"));
    EXPECT_TRUE(takes_method(std::nullopt, "<sip:a@b>;methods=\"INVITE,UPDATE\"", settings, "UPDATE"));
    EXPECT_FALSE(takes_method(std::nullopt, "<sip:a@b>;methods=\"INVITE\"", settings, "UPDATE"));
    settings.disallowed_methods = {"UPDATE"};
    EXPECT_FALSE(takes_method("UPDATE", "", settings, "UPDATE"));
}

}  // namespace
}  // namespace chan_sip
