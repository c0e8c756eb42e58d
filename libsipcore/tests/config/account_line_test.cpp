// SPDX-License-Identifier: GPL-2.0-only
/** @file The grammars of `register =>` and `mwi =>`: the table of docs/spec/sip-conf-semantics.md, sections 6 and 7. */
#include "config/account_line.h"

#include <gtest/gtest.h>

#include <format>

#include "config/text_source.h"
#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** A line and what it means. */
struct Meaning {
    const char* text;   ///< the line
    const char* means;  ///< endpoint, protocol, user, domain, secret, auth user, server, extension, lifetime
};

/** What a registration says, in the order of the table; `-` for nothing. */
std::string said_by(const OutboundRegistration& r)
{
    auto or_dash = [](const std::string& text) { return text.empty() ? std::string{"-"} : text; };
    auto domain = or_dash(r.domain) + (r.domain_port ? ":" + std::to_string(r.domain_port) : "");
    return std::format("{} {} {} {} {} {} {}:{} {} {}", or_dash(r.endpoint), word_of(r.protocol), r.user, domain, or_dash(r.password),
                       r.auth_user, r.host, r.port, r.contact_user, r.expiration.count());
}

}  // namespace

/** The good rows. */
class RegisterLine : public testing::TestWithParam<Meaning> {};

TEST_P(RegisterLine, MeansWhatItMeant)  // outreg-1-1 outreg-1-2 outreg-1-3 outreg-1-4
{
    auto line = parse_registration(GetParam().text, seconds{120});
    ASSERT_TRUE(line.object);
    EXPECT_EQ(said_by(*line.object), GetParam().means);
    EXPECT_EQ(line.problem, "");
}

/** The table. */
INSTANTIATE_TEST_SUITE_P(Table, RegisterLine, testing::Values(
    Meaning{"al@sip.example.net", "- udp al - - al sip.example.net:5060 s 120"},
    Meaning{"al:pw@sip.example.net", "- udp al - pw al sip.example.net:5060 s 120"},
    Meaning{"al:pw:acc7@sip.example.net/200", "- udp al - pw acc7 sip.example.net:5060 200 120"},
    Meaning{"al@corp.example:pw@sip.example.net", "- udp al corp.example pw al sip.example.net:5060 s 120"},
    Meaning{"al@corp.example:5080:pw:acc7@sip.example.net", "- udp al corp.example:5080 pw acc7 sip.example.net:5060 s 120"},
    Meaning{"al@corp.example:5080::@sip.example.net", "- udp al corp.example:5080 - al sip.example.net:5060 s 120"},
    Meaning{"tls://al:pw@sip.example.net", "- tls al - pw al sip.example.net:5061 s 120"},
    Meaning{"gw?tcp://al:pw@sip.example.net:5070/200~300", "gw tcp al - pw al sip.example.net:5070 200 300"},
    Meaning{"gw?al:pw@sip.example.net", "gw udp al - pw al sip.example.net:5060 s 120"},
    Meaning{"al:p@w@sip.example.net", "- udp al - p@w al sip.example.net:5060 s 120"},
    Meaning{"al:\"p:w/1\"@[2001:db8::5]:5070", "- udp al - p:w/1 al [2001:db8::5]:5070 s 120"},
    Meaning{"udp://al/ice:pw@sip.example.net", "- udp al/ice - pw al/ice sip.example.net:5060 s 120"},
    Meaning{"al:pw@sip.example.net~0", "- udp al - pw al sip.example.net:5060 s 0"}));

TEST(RegisterLines, WithoutAUserOrAHostOrWithABareSlashAreDropped)
{
    for (auto text : {"sip.example.net", "@sip.example.net", "al@", "", "@", "al/ice:pw@sip.example.net", "al:p/w@sip.example.net", "gw?@host"}) {
        auto line = parse_registration(text, seconds{120});
        EXPECT_FALSE(line.object) << text;
        EXPECT_NE(line.problem, "") << text;
    }
}

TEST(RegisterLines, SayWhetherAPortWasWritten)  // tp-5-3
{
    EXPECT_TRUE(parse_registration("al@sip.example.net:5060", seconds{120}).object.value().port_written);
    EXPECT_FALSE(parse_registration("al@sip.example.net", seconds{120}).object.value().port_written);
    EXPECT_FALSE(parse_registration("al@sip.example.net:x", seconds{120}).object.value().port_written);
}

TEST(OutboundProxies, AreReadAsInADialString)  // tp-4-2
{
    auto text = [](std::string_view from) {
        auto proxy = read_outbound_proxy(from);
        return !proxy ? std::string{"none"} : std::format("{} {}:{} {}", proxy->protocol ? word_of(*proxy->protocol) : "-", proxy->host, proxy->port, proxy->force);
    };
    EXPECT_EQ(text("proxy.example.com"), "- proxy.example.com:0 false");
    EXPECT_EQ(text("tls://proxy.example.com:5063,force"), "tls proxy.example.com:5063 true");
    EXPECT_EQ(text("[2001:db8::9]:5062"), "- 2001:db8::9:5062 false");
    EXPECT_EQ(text(""), "none");
    EXPECT_EQ(text("proxy.example.com:x"), "none");
    EXPECT_EQ(text("tcp://"), "none");
}

TEST(RegisterLines, UseTheUsualPortAndTransportInPlaceOfBadOnes)  // outreg-1-2 outreg-1-4
{
    auto port = parse_registration("al@sip.example.net:x", seconds{120});
    EXPECT_EQ(port.object.value().port, 5060);
    EXPECT_NE(port.problem, "");
    auto transport = parse_registration("sctp://al@sip.example.net", seconds{120});
    EXPECT_EQ(transport.object.value().protocol, Protocol::udp);
    EXPECT_NE(transport.problem, "");
}

TEST(RegisterLines, AreReadWithTheLifetimeThatStandsAboveThemAndOnceEach)  // outreg-1-4 outreg-1-5
{
    auto config = read_sip_conf(sections_of("[general]\nregister => a@h\ndefaultexpiry=600\nregister => b@h\nregister => a@h\n")).config;
    ASSERT_EQ(config.registrations.size(), 2U);
    EXPECT_EQ(config.registrations[0].expiration, seconds{120});
    EXPECT_EQ(config.registrations[1].expiration, seconds{600});
}

TEST(MwiLines, NameAnAccountAndAMailbox)
{
    auto line = parse_mwi("77:pw:acc@vm.example.net:5070/77").object.value();
    EXPECT_EQ(line, (MwiSubscription{"", "vm.example.net", 5070, true, "77", "acc", "pw", "77"}));
    EXPECT_EQ(parse_mwi("77:pw@vm.example.net/77").object.value().auth_user, "77");
    EXPECT_FALSE(parse_mwi("77:pw@vm.example.net/77").object.value().port_written) << "then SRV records are asked for";
    for (auto text : {"77@vm.example.net", "77@vm.example.net:x/77", "77@vm.example.net:0/77", "vm.example.net/77", "@vm/77", "77@/77", ""})
        EXPECT_FALSE(parse_mwi(text).object) << text;
}

TEST(DomainLines, MayHaveAContext)
{
    auto config = read_sip_conf(sections_of("[general]\ndomain = example.net , ctx\ndomain=example.org\n")).config;
    EXPECT_EQ(config.domains, (std::vector<Domain>{{"example.net", "ctx"}, {"example.org", ""}}));
}

}  // namespace sipcore::config
