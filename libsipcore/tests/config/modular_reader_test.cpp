// SPDX-License-Identifier: GPL-2.0-only
/** @file The modular file refuses what it does not understand, with the place and the nearest word. */
#include <gtest/gtest.h>

#include "config/modular_options.h"
#include "config/text_source.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** The reading of a text. */
Reading read(const std::string& text)
{
    return read_modular(sections_of(text, "res_sip.conf"));
}

/** The only complaint about a text. */
Complaint only_complaint(const std::string& text)
{
    auto reading = read(text);
    EXPECT_EQ(reading.complaints.size(), 1U);
    EXPECT_FALSE(reading.applicable());
    return reading.complaints.empty() ? Complaint{} : reading.complaints.front();
}

}  // namespace

TEST(ModularReader, OffersTheNearestOptionForAnUnknownOne)
{
    auto complaint = only_complaint("[a]\ntype=endpoint\n\ncontxt=x\n");
    EXPECT_EQ(complaint.place, (Place{"res_sip.conf", 4}));
    EXPECT_EQ(complaint.what, "unknown option 'contxt' of an endpoint; did you mean 'context'?");
}

TEST(ModularReader, OffersTheNearestTypeForAnUnknownOne)
{
    EXPECT_EQ(only_complaint("[a]\ntype=endpint\n").what, "unknown type 'endpint'; did you mean 'endpoint'?");
}

TEST(ModularReader, RefusesASectionWithoutAType)
{
    auto complaint = only_complaint("[a]\ncontext=x\n");
    EXPECT_EQ(complaint.what, "section 'a' has no type");
    EXPECT_EQ(complaint.place.line, 1);
}

TEST(ModularReader, RefusesANameThatLeadsNowhere)
{
    auto complaint = only_complaint("[phone]\ntype=aor\n[a]\ntype=endpoint\naors=phon\n");
    EXPECT_EQ(complaint.what, "there is not an aor 'phon'; did you mean 'phone'?");
    EXPECT_EQ(complaint.place.line, 5);
    only_complaint("[a]\ntype=endpoint\nauth=b\n");
    only_complaint("[a]\ntype=endpoint\noutbound_auth=b\n");
}

TEST(ModularReader, TakesNamesThatAreMadeFurtherDown)
{
    EXPECT_TRUE(read("[a]\ntype=endpoint\nauth=a\naors=a\n[a]\ntype=auth\n[a]\ntype=aor\n").applicable());
}

TEST(ModularReader, RefusesASecondObjectOfAKindWithTheSameName)
{
    EXPECT_EQ(only_complaint("[a]\ntype=aor\n[a]\ntype=aor\n").what, "there is an aor 'a' already, at res_sip.conf:1");
    only_complaint("[a]\ntype=global\n[b]\ntype=global\n");
}

TEST(ModularReader, TakesWhatATemplateSays)
{
    auto reading = read("[t](!)\ntype=endpoint\ncontext=in\n[a](t)\n[b](t)\ncontext=out\n");
    ASSERT_EQ(reading.config.endpoints.size(), 2U);
    EXPECT_EQ(reading.config.endpoints[0].context, "in");
    EXPECT_EQ(reading.config.endpoints[1].context, "out");
}

/** One bad line. */
struct BadLine {
    const char* type;  ///< of its section
    const char* line;  ///< the line
};

/** Lines that must be refused. */
class ModularReaderBadValue : public testing::TestWithParam<BadLine> {};

TEST_P(ModularReaderBadValue, IsAnErrorOnItsLine)
{
    auto [type, line] = GetParam();
    auto complaint = only_complaint(std::string{"[a]\ntype="} + type + "\n" + line + "\n");
    EXPECT_EQ(complaint.weight, Weight::error);
    EXPECT_EQ(complaint.place.line, 3);
}

/** The lines. */
INSTANTIATE_TEST_SUITE_P(All, ModularReaderBadValue, testing::Values(
    BadLine{"global", "allow_guest=perhaps"}, BadLine{"global", "timer_t1=0"}, BadLine{"global", "timer_b=fast"},
    BadLine{"global", "media_address=host.example.com"}, BadLine{"global", "media_address=192.0.2.1:80"},
    BadLine{"transport", "protocol=sctp"}, BadLine{"transport", "bind=somewhere"}, BadLine{"transport", "bind=192.0.2.1:70000"},
    BadLine{"transport", "local_net=192.0.2.0/33"}, BadLine{"transport", "tos=300"}, BadLine{"transport", "external_signaling_address="},
    BadLine{"endpoint", "identify_by=host"}, BadLine{"endpoint", "any_port=maybe"}, BadLine{"endpoint", "transports=udp,sctp"},
    BadLine{"endpoint", "transports="}, BadLine{"endpoint", "dtmf_mode=rfc2833"}, BadLine{"endpoint", "force_rport=always"},
    BadLine{"endpoint", "callgroup=64"}, BadLine{"endpoint", "call_limit=-1"}, BadLine{"endpoint", "call_limit=5x"},
    BadLine{"endpoint", "count_calls=5"}, BadLine{"endpoint", "permit=192.0.2.0/255.0.255.0"}, BadLine{"endpoint", "set_var=x"},
    BadLine{"endpoint", "rtp_timeout=-5"}, BadLine{"endpoint", "max_forwards=0"}, BadLine{"endpoint", "inband_progress=maybe"},
    BadLine{"aor", "contact=192.0.2.1"}, BadLine{"aor", "max_contacts=101"}, BadLine{"aor", "minimum_expiration=0"},
    BadLine{"aor", "contact_deny=x"}, BadLine{"aor", "qualify_timeout=fast"}, BadLine{"aor", "qualify_timeout=0"}, BadLine{"acl", "permit=x"}, BadLine{"auth", "md5_cred=0123"}, BadLine{"auth", "md5_cred=zz23456789abcdef0123456789abcdef"}));

TEST(ModularReader, KnowsWhoseRequestsComeFromWhichAddresses)
{
    auto reading = read("[a]\ntype=endpoint\n[x]\ntype=identify\nendpoint=a\nmatch=192.0.2.0/24,2001:db8::1\nmatch=198.51.100.7\n");
    ASSERT_TRUE(reading.applicable());
    ASSERT_EQ(reading.config.identifies.size(), 1U);
    EXPECT_EQ(reading.config.identifies[0].endpoint, "a");
    EXPECT_EQ(reading.config.identifies[0].match.size(), 3U);
    EXPECT_EQ(only_complaint("[x]\ntype=identify\nendpoint=nobody\n").place.line, 3);
    EXPECT_EQ(only_complaint("[x]\ntype=identify\nmatch=192.0.2.1\n").what, "identify 'x' names no endpoint");
    EXPECT_EQ(only_complaint("[a]\ntype=endpoint\n[x]\ntype=identify\nendpoint=a\nmatch=192.0.2.300\n").place.line, 6);
    for (const auto* wrong : {"-", "a..example.com", ".example.com", "host name", "192.0.2.0/40", "sip:host.example.com", "[2001:db8::1", "a.7"})
        EXPECT_EQ(only_complaint("[a]\ntype=endpoint\n[x]\ntype=identify\nendpoint=a\nmatch=" + std::string{wrong} + "\n").place.line, 6) << wrong;
    reading = read("[a]\ntype=endpoint\n[x]\ntype=identify\nendpoint=a\nmatch=sip.example.com,192.0.2.7\nmatch=other\nsrv_lookups=no\n");
    EXPECT_TRUE(reading.complaints.empty());
    EXPECT_EQ(reading.config.identifies[0].match.size(), 1U);
    EXPECT_EQ(reading.config.identifies[0].match_hosts, (std::vector<std::string>{"sip.example.com", "other"}));
    EXPECT_FALSE(reading.config.identifies[0].srv_lookups);
}

TEST(ModularReader, TakesEachSectionOfTypeAclAsAListOfItsOwn)
{
    auto reading = read("[one]\ntype=acl\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n[two]\ntype=acl\ndeny=192.0.2.9\ncontact_deny=198.51.100.0/24\n");
    ASSERT_TRUE(reading.applicable());
    const auto& global = reading.config.global;
    EXPECT_TRUE(global.acl.allows(*IpAddress::parse("192.0.2.1")));
    EXPECT_FALSE(global.acl.allows(*IpAddress::parse("192.0.2.9")));
    EXPECT_FALSE(global.acl.allows(*IpAddress::parse("203.0.113.1")));
    EXPECT_FALSE(global.contact_acl.allows(*IpAddress::parse("198.51.100.1")));
}

TEST(ModularReader, LetsEndpointsShareAnAuthAndAnAorThatHasSeveralContacts)
{
    auto reading = read("[s]\ntype=auth\nusername=u\npassword=geheim1\n[s]\ntype=aor\ncontact=sip:192.0.2.1\ncontact=sip:192.0.2.2\n"
                        "[a]\ntype=endpoint\nauth=s\naors=s\n[b]\ntype=endpoint\nauth=s\naors=s\n");
    ASSERT_TRUE(reading.applicable());
    EXPECT_EQ(reading.config.aors.at(0).contact.size(), 2U);
    EXPECT_EQ(reading.config.endpoints.at(1).auth, "s");
}

TEST(ModularReader, GivesAnEndpointTheGlobalContextWhereverThatStands)
{
    auto reading = read("[a]\ntype=endpoint\n[b]\ntype=endpoint\ncontext=own\n[g]\ntype=global\ncontext=all\nlanguage=de\n");
    EXPECT_EQ(reading.config.endpoints.at(0).context, "all");
    EXPECT_EQ(reading.config.endpoints.at(0).language, "de");
    EXPECT_EQ(reading.config.endpoints.at(1).context, "own");
    EXPECT_EQ(reading.config.guest.context, "all");
}

TEST(BothFiles, AreOneConfiguration)
{
    auto old = sections_of("[general]\ncontext=all\n[101]\ntype=friend\nhost=dynamic\nsecret=geheim1\n", "sip.conf");
    auto modular = sections_of("[gw]\ntype=endpoint\nauth=101\n[lan]\ntype=transport\nbind=192.0.2.1:5080\n", "res_sip.conf");
    auto reading = read_both(old, {}, modular);
    EXPECT_TRUE(reading.complaints.empty());
    ASSERT_EQ(reading.config.endpoints.size(), 2U);
    EXPECT_EQ(reading.config.endpoints[1].context, "all");
    EXPECT_EQ(reading.config.transports.size(), 2U);
}

TEST(BothFiles, WithANameInBothAreAnErrorThatNamesBothLines)
{
    auto old = sections_of("[general]\n[101]\ntype=friend\nhost=dynamic\nsecret=geheim1\n", "sip.conf");
    auto reading = read_both(old, {}, sections_of("\n[101]\ntype=endpoint\n", "res_sip.conf"));
    ASSERT_EQ(reading.complaints.size(), 1U);
    EXPECT_FALSE(reading.applicable());
    EXPECT_EQ(reading.complaints[0].place, (Place{"res_sip.conf", 2}));
    EXPECT_EQ(reading.complaints[0].what, "there is an endpoint '101' already, at sip.conf:2");
    EXPECT_FALSE(read_both(old, {}, sections_of("[x]\ntype=global\n", "res_sip.conf")).applicable());
    EXPECT_FALSE(read_both(old, {}, sections_of("[udp]\ntype=transport\nbind=192.0.2.1\n", "res_sip.conf")).applicable());
}

}  // namespace sipcore::config
