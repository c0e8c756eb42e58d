// SPDX-License-Identifier: GPL-2.0-only
/** @file Identity headers. */
#include "sipcore/identity.h"

#include <gtest/gtest.h>

namespace sipcore {

namespace {

namespace p = presentation;

/** One header's reading. */
struct Reading {
    std::vector<Header> headers;      ///< of the message
    std::optional<Identity> wanted;   ///< what they say
};

TEST(ReadIdentity, SaysWhatTheHeadersSay)  // id-2-1
{
    const Reading cases[] = {
        {{}, std::nullopt},
        {{{"Remote-Party-ID", R"("Al" <sip:100@x>;party=calling)"}}, Identity{"Al", "100", p::allowed_not_screened}},
        {{{"remote-party-id", R"(<sip:100@x>;privacy=off;screen=yes)"}}, Identity{"", "100", p::allowed_passed_screen}},
        {{{"Remote-Party-ID", R"(<sip:100@x>;privacy=full;screen=no)"}}, Identity{"", "100", p::prohib_not_screened}},
        {{{"Remote-Party-ID", R"(<sip:100@x>;privacy=full;screen=yes)"}}, Identity{"", "100", p::prohib_passed_screen}},
        {{{"Remote-Party-ID", "sip:100@x"}}, std::nullopt},              // no brackets
        {{{"Remote-Party-ID", "<tel:100>"}}, std::nullopt},
        {{{"P-Asserted-Identity", R"("Bo" <sip:1%2B2@x>)"}}, Identity{"Bo", "1+2", p::allowed_not_screened}},
        {{{"P-Asserted-Identity", "<sip:7@x>"}, {"Privacy", "id"}}, Identity{"", "7", p::prohib_not_screened}},
        {{{"P-Asserted-Identity", "<sip:7@x>"}, {"Privacy", "none"}}, Identity{"", "7", p::allowed_not_screened}},
        {{{"P-Asserted-Identity", R"("Anonymous" <sip:anonymous@anonymous.invalid>)"}},
         Identity{"Anonymous", std::nullopt, p::prohib_not_screened}},
        {{{"P-Asserted-Identity", "<tel:+123>"}}, std::nullopt},
        {{{"P-Asserted-Identity", "<sip:1@x>"}, {"P-Asserted-Identity", "<sip:2@x>"}}, Identity{"", "1", 0}},
        {{{"P-Asserted-Identity", "<sip:1@x>"}, {"Remote-Party-ID", "<sip:2@x>"}}, Identity{"", "2", 0}},
    };
    for (const auto& each : cases)
        EXPECT_EQ(read_identity(each.headers), each.wanted) << (each.headers.empty() ? "" : each.headers[0].value);
}

/** What is written of a number with a presentation. */
std::string written(IdentityForm form, HiddenIdentity hidden, int presentation, bool calling = true)
{
    std::string all;
    for (const auto& header : write_identity({"Al", "100", presentation}, {form, hidden, "pbx", calling}))
        all += header.name + ": " + header.value + "\n";
    return all;
}

TEST(WriteIdentity, HasPrivacyAndScreeningOfEveryPresentation)  // id-3-1
{
    const std::pair<int, std::string> cases[] = {
        {p::allowed_not_screened, ";privacy=off;screen=no"},   {p::allowed_passed_screen, ";privacy=off;screen=yes"},
        {p::allowed_failed_screen, ";privacy=off;screen=no"},  {p::allowed_network, ";privacy=off;screen=yes"},
        {p::prohib_not_screened, ";privacy=full;screen=no"},   {p::prohib_passed_screen, ";privacy=full;screen=yes"},
        {p::prohib_failed_screen, ";privacy=full;screen=no"},  {p::prohib_network, ";privacy=full;screen=yes"},
        {p::unavailable, ""},                                  {0x40, ";privacy=full;screen=no"},
    };
    for (const auto& [value, text] : cases)
        EXPECT_EQ(written(IdentityForm::remote_party, HiddenIdentity::legacy, value),
                  "Remote-Party-ID: \"Al\" <sip:100@pbx>;party=calling" + text + "\n");
}

TEST(WriteIdentity, HidesAsTheTableSays)  // id-3-1
{
    using enum HiddenIdentity;
    auto pai = IdentityForm::asserted;
    auto rpid = IdentityForm::remote_party;
    for (auto hidden : {legacy, told, withheld})
        EXPECT_EQ(written(pai, hidden, p::allowed_not_screened), "P-Asserted-Identity: \"Al\" <sip:100@pbx>\n");
    EXPECT_EQ(written(pai, told, p::prohib_not_screened), "P-Asserted-Identity: \"Al\" <sip:100@pbx>\nPrivacy: id\n");
    EXPECT_EQ(written(pai, withheld, p::prohib_not_screened), "");
    EXPECT_EQ(written(pai, legacy, p::prohib_not_screened),
              "P-Asserted-Identity: \"Anonymous\" <sip:anonymous@anonymous.invalid>\n");
    EXPECT_EQ(written(rpid, withheld, p::prohib_not_screened), "");
    EXPECT_EQ(written(rpid, told, p::prohib_not_screened, false),
              "Remote-Party-ID: \"Al\" <sip:100@pbx>;party=called;privacy=full;screen=no\n");
    EXPECT_EQ(written(IdentityForm::none, told, p::allowed_not_screened), "");
}

TEST(WriteIdentity, WantsANumberAndTakesItForTheNameWithoutOne)
{
    EXPECT_TRUE(write_identity({"Al", std::nullopt, 0}, {IdentityForm::asserted, {}, "x", false}).empty());
    EXPECT_TRUE(write_identity({"Al", "", 0}, {IdentityForm::asserted, {}, "x", false}).empty());
    EXPECT_EQ(write_identity({"", "5", 0}, {IdentityForm::asserted, {}, "x", false})[0].value, "\"5\" <sip:5@x>");
}

TEST(Diversion, IsReadAndWritten)  // id-4-1
{
    auto read = read_diversion({{"Diversion", R"("Red" <sip:777@dv.test>;reason="no-answer";counter=2)"}});
    EXPECT_EQ(read, (Diversion{"Red", "777", "dv.test", "no-answer"}));
    EXPECT_FALSE(read_diversion({{"Diversion", "<tel:1>"}}));
    EXPECT_FALSE(read_diversion({}));
    EXPECT_EQ(write_diversion({"Red", "777", "h", "no-answer"}).value, R"("Red" <sip:777@h>;reason=no-answer)");
    EXPECT_EQ(write_diversion({"", "777", "h", "lunch break"}).value, R"(<sip:777@h>;reason="lunch break")");
    EXPECT_EQ(write_diversion({"", "777", "h", "\"gone\""}).value, R"(<sip:777@h>;reason="gone")");
}

TEST(OriginatingLine, IsFoundInUriAndHeader)
{
    EXPECT_EQ(read_originating_line("\"A\" <sip:1@x;isup-oli=27>;tag=a"), 27);
    EXPECT_EQ(read_originating_line("<sip:1@x>;ss7-oli=\"62\";tag=a"), 62);
    EXPECT_EQ(read_originating_line("<sip:1@x>;oli=0;tag=a"), 0);
    EXPECT_FALSE(read_originating_line("<sip:1@x>;tag=a"));
    EXPECT_FALSE(read_originating_line("<sip:1@x;oli=abc>"));
}

}  // namespace

}  // namespace sipcore
