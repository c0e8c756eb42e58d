// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf as chan_sip read it: sections, inheritance, leniency. docs/spec/sip-conf-semantics.md */
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <format>
#include <tuple>

#include "config/text_source.h"
#include "loopback/instrumented.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** The reading of a text. */
Reading read(const std::string& text)
{
    return read_sip_conf(sections_of(text, "sip.conf"));
}

/** The only endpoint of a device with some lines. */
Endpoint device(const std::string& lines, const std::string& general = "")
{
    auto reading = read("[general]\n" + general + "\n[a]\ntype=friend\n" + lines);
    EXPECT_EQ(reading.config.endpoints.size(), 1U);
    return reading.config.endpoints.empty() ? Endpoint{} : reading.config.endpoints.front();
}

/** Its aor. */
Aor aor(const std::string& lines, const std::string& general = "")
{
    auto reading = read("[general]\n" + general + "\n[a]\ntype=friend\n" + lines);
    EXPECT_EQ(reading.config.aors.size(), 1U);
    return reading.config.aors.empty() ? Aor{} : reading.config.aors.front();
}

/** The number of complaints that weigh at least a warning. */
std::size_t warnings(const std::string& text)
{
    return std::ranges::count_if(read(text).complaints, [](const auto& c) { return c.weight != Weight::notice; });
}

/** Names in their order. */
using Names = std::vector<std::string>;

}  // namespace

TEST(SipConf, PassesOverUnknownOptionsWithoutAWord)
{
    auto reading = read("[general]\nnonsense=1\n[a]\ntype=peer\nhost=dynamic\nseceret=x\n");
    EXPECT_TRUE(reading.complaints.empty());
    EXPECT_TRUE(reading.config.auths.empty());
}

TEST(SipConf, SkipsASectionWithoutATypeOrWithAnUnknownOne)
{
    auto reading = read("[a]\nhost=dynamic\n[b]\ntype=phone\n[c]\ntype=user\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    EXPECT_EQ(reading.config.endpoints[0].name, "c");
    ASSERT_EQ(reading.complaints.size(), 2U);
    EXPECT_EQ(reading.complaints[0].weight, Weight::warning);
    EXPECT_EQ(reading.complaints[1].place, (Place{"sip.conf", 4}));
    EXPECT_TRUE(reading.applicable());
}

TEST(SipConf, AddsTypesUpSoThatATemplateCannotBeNarrowed)
{
    auto reading = read("[t](!)\ntype=friend\n[a](t)\ntype=peer\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    EXPECT_TRUE(reading.config.endpoints[0].identify_by.by_username);
    EXPECT_TRUE(reading.config.endpoints[0].identify_by.by_address);
}

TEST(SipConf, MakesOneObjectOfTwoSectionsOfAName)
{
    auto reading = read("[gw]\ntype=user\ncontext=in\nsecret=abc\n[GW]\ntype=peer\nhost=192.0.2.9\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    const auto& gw = reading.config.endpoints[0];
    EXPECT_EQ(gw.name, "GW");
    EXPECT_EQ(gw.context, "in");
    EXPECT_TRUE(gw.identify_by.by_username && gw.identify_by.by_address);
    ASSERT_EQ(reading.config.auths.size(), 1U);
    EXPECT_EQ(reading.config.auths[0].password, "abc");
    ASSERT_EQ(reading.config.aors.size(), 1U);
    EXPECT_EQ(reading.config.aors[0].contact, Names{"sip:192.0.2.9"});
}

TEST(SipConf, UsesOnlyTheFirstGeneralSection)
{
    EXPECT_EQ(read("[general]\nrealm=one\n[general]\nrealm=two\n").config.global.realm, "one");
    EXPECT_EQ(read("[general]\nrealm=one\n[general](+)\nrealm=two\n").config.global.realm, "two");
}

TEST(SipConf, TakesGeneralAsTheDefaultOfDevicesWhereverItStands)
{
    auto reading = read("[a]\ntype=friend\n[general]\ncontext=in\nqualify=yes\nlanguage=de\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    EXPECT_EQ(reading.config.endpoints[0].context, "in");
    EXPECT_EQ(reading.config.endpoints[0].language, "de");
    EXPECT_EQ(reading.config.aors[0].qualify_frequency, seconds{60});
}

TEST(SipConf, BeginsTheNameOfADeviceWithAtMost79Characters)
{
    auto reading = read("[" + std::string(100, 'x') + "]\ntype=user\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    EXPECT_EQ(reading.config.endpoints[0].name.size(), 79U);
}

TEST(SipConf, TakesAnyWordThatIsNotYesAsNo)
{
    EXPECT_FALSE(read("[general]\nallowguest=yess\n").config.global.allow_guest);
    for (auto word : {"yes", "TRUE", "y", "t", "1", "On"})
        EXPECT_TRUE(read(std::string{"[general]\nallowguest="} + word + "\n").config.global.allow_guest) << word;
}

TEST(SipConf, ListensOnBothFamiliesForTheWildcardOfIPv6)
{
    auto both = read("[general]\nudpbindaddr=::\nbindport=5070\n").config.transports;
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].bind.text(), "0.0.0.0:5070");
    EXPECT_EQ(both[1].bind.text(), "[::]:5070");
    EXPECT_EQ(read("").config.transports.at(0).bind.text(), "0.0.0.0:5060");
}

TEST(SipConf, LetsBindportWinOverThePortOfTheAddress)
{
    EXPECT_EQ(read("[general]\nbindaddr=192.0.2.1:5080\n").config.transports.at(0).bind.text(), "192.0.2.1:5080");
    EXPECT_EQ(read("[general]\nbindport=5090\nbindaddr=192.0.2.1:5080\n").config.transports.at(0).bind.text(), "192.0.2.1:5090");
    EXPECT_EQ(read("[general]\nudpbindaddr=host.example.com\n").config.transports.at(0).bind.text(), "0.0.0.0:5060");
    EXPECT_EQ(warnings("[general]\nudpbindaddr=host.example.com\n"), 1U);
}

/** A `nat` line and what it means. */
struct NatLine {
    const char* value;  ///< of the line
    NatMode rport;      ///< what force_rport becomes
    NatMode media;      ///< what comedia becomes
};

/** The lines of the table in the semantics, section 13: tp-3-1. */
class SipConfNat : public testing::TestWithParam<NatLine> {};

TEST_P(SipConfNat, MeansWhatItMeant)
{
    auto endpoint = device(std::string{"nat="} + GetParam().value + "\n");
    EXPECT_EQ(endpoint.force_rport, GetParam().rport);
    EXPECT_EQ(endpoint.rtp_symmetric, GetParam().media);
}

/** The lines. */
INSTANTIATE_TEST_SUITE_P(Lines, SipConfNat, testing::Values(
    NatLine{"no", NatMode::off, NatMode::off}, NatLine{"yes", NatMode::on, NatMode::on},
    NatLine{"force_rport,comedia", NatMode::on, NatMode::on}, NatLine{"force_rport, comedia", NatMode::on, NatMode::off},
    NatLine{"force_rport,auto_force_rport", NatMode::automatic, NatMode::off},
    NatLine{"auto_force_rport,force_rport", NatMode::automatic, NatMode::off}, NatLine{"no,comedia", NatMode::off, NatMode::off},
    NatLine{"route", NatMode::off, NatMode::off}, NatLine{"never", NatMode::off, NatMode::off}));

TEST(SipConf, DoesNotTakeABlankAfterTheCommaInInsecure)
{
    auto good = device("insecure=port,invite\n").identify_by;
    EXPECT_TRUE(good.any_port && good.invite_without_auth);
    auto bad = device("insecure=port, invite\n").identify_by;
    EXPECT_TRUE(bad.any_port);
    EXPECT_FALSE(bad.invite_without_auth);
    EXPECT_EQ(warnings("[a]\ntype=peer\nhost=dynamic\ninsecure=very\n"), 1U);
    EXPECT_FALSE(device("insecure=very\n").identify_by.any_port);
}

TEST(SipConf, DropsADeviceWithABadAccessRuleAndKeepsTheOthers)
{
    for (auto line : {"permit=x", "deny=192.0.2.0/24, 198.51.100.0/24", "contactdeny=host.example.com", "host="}) {
        auto reading = read(std::string{"[a]\ntype=friend\nhost=dynamic\n"} + line + "\n[b]\ntype=friend\nhost=dynamic\n");
        ASSERT_EQ(reading.config.endpoints.size(), 1U) << line;
        EXPECT_EQ(reading.config.endpoints[0].name, "b");
        EXPECT_TRUE(reading.applicable());
    }
}

TEST(SipConf, TurnsAnAccessEntryRoundByAnExclamationMark)
{
    auto acl = device("deny=0.0.0.0/0\npermit=192.0.2.0/24,!192.0.2.9\n").acl;
    EXPECT_TRUE(acl.allows(*IpAddress::parse("192.0.2.8")));
    EXPECT_FALSE(acl.allows(*IpAddress::parse("192.0.2.9")));
}

TEST(SipConf, ReadsCodecListsInTheOrderOfTheFile)
{
    EXPECT_EQ(device("").allow, (Names{"ulaw", "alaw", "gsm", "h263"}));
    EXPECT_EQ(device("disallow=all\nallow=alaw,ulaw\n").allow, (Names{"alaw", "ulaw"}));
    EXPECT_EQ(device("disallow=all\nallow=g722|alaw:30\nallow=!g722\n").allow, Names{"alaw:30"});
    EXPECT_EQ(device("allow=opus\n", "disallow=all\nallow=ulaw\n").allow, (Names{"ulaw", "opus"}));
}

TEST(SipConf, ReadsHostAsDynamicOrAsAFixedContact)
{
    EXPECT_EQ(aor("host=dynamic\n").max_contacts, 1U);
    EXPECT_EQ(aor("host=dynamic\ndefaultip=192.0.2.5\nport=5070\n").default_contact, "sip:192.0.2.5:5070");
    EXPECT_EQ(aor("host=2001:db8::1\n").contact, Names{"sip:[2001:db8::1]"});
    EXPECT_EQ(aor("host=sip.example.com\nport=5070\n").contact, Names{"sip:sip.example.com:5070"});
    EXPECT_TRUE(aor("").contact.empty());
}

TEST(SipConf, AsksAQualifiedDevice)
{
    EXPECT_EQ(aor("qualify=yes\n").qualify_timeout, milliseconds{2000});
    EXPECT_EQ(aor("qualify=500\nqualifyfreq=20\n").qualify_frequency, seconds{20});
    EXPECT_EQ(aor("qualify=500\n").qualify_timeout, milliseconds{500});
    EXPECT_EQ(aor("qualify=no\n", "qualify=yes\n").qualify_frequency, seconds{0});
    EXPECT_EQ(aor("qualify=on\n").qualify_frequency, seconds{0}) << "only the word yes";
}

TEST(SipConf, MakesAnAuthOfEachSecretAndAnotherForUs)
{
    auto auths = read("[a]\ntype=friend\nhost=dynamic\nsecret=x\nremotesecret=y\nusername=u\n").config.auths;
    ASSERT_EQ(auths.size(), 2U);
    EXPECT_EQ(auths[0], (Auth{"a", "a", "x", "", ""}));
    EXPECT_EQ(auths[1], (Auth{"a-outbound", "u", "y", "", ""}));
}

TEST(SipConf, CollectsMailboxesAndVariables)
{
    EXPECT_EQ(aor("mailbox=1@default, 2@default\nmailbox=1@default\n").mailboxes, (Names{"1@default", "2@default"}));
    auto vars = device("setvar=A=b=c\nsetvar=nothing\n").set_var;
    ASSERT_EQ(vars.size(), 1U);
    EXPECT_EQ(vars[0], (std::pair<std::string, std::string>{"A", "b=c"}));
}

TEST(SipConf, UsesTheRestOfAListOfGroupsWithABadOne)
{
    EXPECT_EQ(device("callgroup=1,64,3-4\n").callgroup, 0b11010U);
    EXPECT_EQ(device("pickupgroup=x\n").pickupgroup, 0U);
}

TEST(SipConf, ReadsCallers)
{
    EXPECT_EQ(device("callerid=\"A B\" <12>\n").callerid, (CallerId{"A B", "12"}));
    EXPECT_EQ(device("callerid=A B <12>\n").callerid, (CallerId{"A B", "12"}));
    EXPECT_EQ(device("callerid=12\n").callerid, (CallerId{"", "12"}));
    EXPECT_EQ(device("fullname=C\ncid_number=9\n").callerid, (CallerId{"C", "9"}));
}

TEST(SipConf, TakesUsualLifetimesForWhatIsBelowOne)
{
    auto each = aor("host=dynamic\n", "minexpiry=0\nmaxexpirey=-5\ndefaultexpiry=x\n");
    EXPECT_EQ(each.minimum_expiration, seconds{60});
    EXPECT_EQ(each.maximum_expiration, seconds{3600});
    EXPECT_EQ(each.default_expiration, seconds{120});
}

TEST(SipConf, ReadsTypesOfService)
{
    auto tos = [](const std::string& value) { return read("[general]\ntos_sip=" + value + "\n").config.transports.at(0).tos; };
    EXPECT_EQ(tos("cs3"), 0x60);
    EXPECT_EQ(tos("AF41"), 0x88);
    EXPECT_EQ(tos("ef"), 0xb8);
    EXPECT_EQ(tos("0x68"), 0x68);
    EXPECT_EQ(tos("96"), 96);
    EXPECT_EQ(tos("af44"), 0);
}

/** A line with a bad value that is worth a warning and changes nothing. */
class SipConfBadValue : public testing::TestWithParam<const char*> {};

TEST_P(SipConfBadValue, WarnsOnceAndKeepsTheDefault)
{
    std::string line = GetParam();
    bool general = line.starts_with('g');
    auto rest = line.substr(2);
    auto base = std::string{"[general]\n"};
    auto text = general ? base + rest + "\n[a]\ntype=friend\n" : base + "[a]\ntype=friend\n" + rest + "\n";
    auto plain = read(base + "[a]\ntype=friend\n");
    auto reading = read(text);
    EXPECT_EQ(warnings(text), 1U);
    EXPECT_TRUE(reading.applicable());
    EXPECT_TRUE(reading.config == plain.config);
}

/** The lines. */
INSTANTIATE_TEST_SUITE_P(Lines, SipConfBadValue, testing::Values(
    "g:bindport=x", "g:externaddr=host.example.com", "g:localnet=x", "g:media_address=x", "g:rtpbindaddr=x", "g:tos_sip=999",
    "g:dtmfmode=loud", "g:rtptimeout=-1", "g:rtptimeout=x", "g:qualifyfreq=x", "g:maxforwards=0", "g:maxforwards=256", "g:transport=sctp",
    "d:dtmfmode=loud", "d:rtptimeout=x", "d:rtpholdtimeout=-1", "d:rtpkeepalive=x", "d:qualify=maybe", "d:qualifyfreq=x",
    "d:maxforwards=300", "d:port=0", "d:port=70000", "d:port=x", "d:insecure=very", "d:callgroup=99"));

TEST(SipConf, BuildsFriendsOfUsersConfBeforeSipConf)  // conf-14-1, conf-1-16
{
    auto users = sections_of("[general]\nhassip=yes\nhost=dynamic\ncontext=phones\n[6001]\nsecret=x1\nfullname=Front Desk\nhasvoicemail=yes\n"
                             "iax=yes\n[6002]\nhassip=no\n[6003](!)\nsecret=y\n[6004]\ntype=peer\n", "users.conf");
    auto reading = read_sip_conf(sections_of("[general]\n[6001]\ntype=peer\nlanguage=de\n[a]\ntype=user\n"), Host{}, users);
    ASSERT_EQ(reading.config.endpoints.size(), 3U);
    const auto& first = reading.config.endpoints[0];
    EXPECT_EQ(first.name, "6001");
    EXPECT_TRUE(first.identify_by.by_username && first.identify_by.by_address);
    EXPECT_EQ(first.context, "phones");
    EXPECT_EQ(first.language, "de");
    EXPECT_EQ(first.callerid.name, "Front Desk");
    EXPECT_EQ(reading.config.endpoints[1].name, "6004");
    EXPECT_TRUE(reading.config.endpoints[1].identify_by.by_username) << "friend whatever is written";
    EXPECT_EQ(reading.config.aors.at(0).max_contacts, 1U);
}

TEST(SipConf, RegistersUsersThatAskForIt)  // conf-14-2 outreg-1-6
{
    auto users = sections_of("[general]\nregistersip=yes\nusername=u\nsecret=p/@:\nhost=192.0.2.9\n[t]\ncontact=in\n[n]\nregistersip=no\n", "users.conf");
    auto registrations = read_sip_conf({}, Host{}, users).config.registrations;
    ASSERT_EQ(registrations.size(), 1U);
    EXPECT_EQ(registrations[0].endpoint, "t");
    EXPECT_EQ(registrations[0].user, "u");
    EXPECT_EQ(registrations[0].password, "p/@:");
    EXPECT_EQ(registrations[0].host, "192.0.2.9");
    EXPECT_EQ(registrations[0].contact_user, "in");
}

TEST(SipConf, RegistersADeviceWithACallbackExtension)  // conf-11-1 outreg-1-5
{
    auto config = read("[carrier]\ntype=peer\nhost=sip.carrier.example\nport=5070\ndefaultuser=acct9\nfromuser=4930111\nremotesecret=pw\n"
                       "callbackextension=trunk-in\n").config;
    ASSERT_EQ(config.registrations.size(), 1U);
    const auto& line = config.registrations[0];
    EXPECT_EQ(line.endpoint, "carrier");
    EXPECT_EQ(line.user, "4930111");
    EXPECT_EQ(line.password, "pw");
    EXPECT_EQ(line.auth_user, "acct9");
    EXPECT_EQ(line.host, "sip.carrier.example");
    EXPECT_EQ(line.port, 5060);
    EXPECT_EQ(line.contact_user, "trunk-in");
    EXPECT_EQ(config.endpoints.at(0).callback_extension, "trunk-in");
    EXPECT_EQ(warnings("[a]\ntype=peer\nhost=dynamic\ncallbackextension=x\ndefaultuser=u\n"), 1U);
}

TEST(SipConf, NamesRegistrationsByWhatTheyAreSoThatOneMoreChangesNoOther)
{
    auto names = [](const std::string& lines) {
        Names all;
        for (const auto& registration : read("[general]\n" + lines).config.registrations)
            all.push_back(registration.name);
        return all;
    };
    EXPECT_EQ(names("register=a:p@h\nregister=b:p@h\n"), (Names{"a@h", "b@h"}));
    EXPECT_EQ(names("register=b:p@h\n"), Names{"b@h"});
    EXPECT_EQ(names("register=a:p@h\nregister=a:q@h\nregister=a:p@h\n"), (Names{"a@h", "a@h#2"}));
}

TEST(SipConf, PicksCredentialsByRealm)  // conf-s3-1
{
    auto config = read("[authentication]\nauth = joe:s3cret@example.net\nauth=joe#0123@voip.example.org\nusername=x\nauth = op:a@b:c@example.com\n"
                       "[a]\ntype=peer\nhost=dynamic\nauth=u:p@r\n").config;
    EXPECT_EQ(config.global.realm_auths.size(), 3U);
    EXPECT_EQ(config.endpoints.at(0).realm_auths, Names{"a-realm-1"});
    ASSERT_EQ(config.auths.size(), 4U);
    EXPECT_EQ(config.auths[0], (Auth{"a-realm-1", "u", "p", "", "r"}));
    EXPECT_EQ(config.auths[1], (Auth{"authentication-1", "joe", "s3cret", "", "example.net"}));
    EXPECT_EQ(config.auths[2], (Auth{"authentication-2", "joe", "", "0123", "voip.example.org"}));
    EXPECT_EQ(config.auths[3], (Auth{"authentication-3", "op", "a@b:c", "", "example.com"}));
}

TEST(SipConf, TakesRepeatedLinesAsTheOldDriverDid)  // golden g045, g072, g202, g246, g220, g113
{
    EXPECT_EQ(device("nat=force_rport\nnat=auto_comedia\n").force_rport, NatMode::on) << "lines of nat add up";
    EXPECT_EQ(device("nat=route\n").force_rport, NatMode::off) << "one of unknown words says no";
    EXPECT_EQ(device("nat=force_rport\n", "nat=comedia\n").rtp_symmetric, NatMode::off) << "but not over sections";
    EXPECT_EQ(device("allow=gsm|alaw\n").allow, (std::vector<std::string>{"ulaw", "alaw", "gsm", "h263"})) << "a codec keeps its place";
    EXPECT_EQ(device("transport=tcp\n", "tcpenable=yes\ntcpenable=no\n").transports, std::vector{Protocol::tcp});
    EXPECT_EQ(read("[general]\nexternhost=nat.example.net:5070\nexternhost=\n").config.transports[0].external_signaling_host, "");
    EXPECT_EQ(read("[general]\n[alice]\ntype=friend\nsecret=x\nhost=\n[alice]\ntype=user\n").config.endpoints.size(), 1U) << "begun anew";
    EXPECT_EQ(device("setvar= A = b \n").set_var, (Variables{{"A ", " b"}}));
    EXPECT_EQ(device("callerid=Smith <(555) 123-4567>\n").callerid, (CallerId{"Smith", "5551234567"}));
    EXPECT_EQ(device("context=\n", "").context, "");
}

TEST(SipConf, PassesAnUnknownToneZoneOver)  // opt-tonezone
{
    struct Tones : Host {
        bool is_tone_zone(const std::string& name) const override { return name == "us"; }
    };
    auto zone = [](const std::string& word) {
        return read_sip_conf(sections_of("[general]\n[a]\ntype=peer\ntonezone=us\ntonezone=" + word + "\n"), Tones{}).config.endpoints[0].tone_zone;
    };
    EXPECT_EQ(zone("nosuch"), "us");
    EXPECT_EQ(zone("us"), "us");
}

TEST(SipConf, KeepsSixtyFourTimesT1WhateverTimerbSays)  // conf-20-5 tp-6-9
{
    auto timers = [](const std::string& lines) {
        auto global = read("[general]\n" + lines).config.global;
        return std::pair{global.timer_t1, global.timer_b};
    };
    EXPECT_EQ(timers("timert1=1000\n"), (std::pair{milliseconds{1000}, milliseconds{64000}}));
    EXPECT_EQ(timers("timert1=1000\ntimerb=9000\n"), (std::pair{milliseconds{500}, milliseconds{32000}}));
    EXPECT_EQ(timers("timert1=50\n"), (std::pair{milliseconds{100}, milliseconds{32000}})) << "a short T1 makes no short timer B";
    EXPECT_EQ(timers("t1min=50\ntimert1=60\n").first, milliseconds{60});
    EXPECT_EQ(device("timerb=6400\n").timer_t1, milliseconds{100}) << "T1 follows a short timer B";
    EXPECT_EQ(device("timert1=300\ntimerb=6400\n").timer_t1, milliseconds{300});
}

TEST(SipConf, TakesTransportsAwayThatAreNotServed)  // conf-9-1
{
    using Protocols = std::vector<Protocol>;
    EXPECT_EQ(device("", "transport=tcp,udp\n").transports, Protocols{Protocol::udp});
    EXPECT_EQ(warnings("[general]\ntransport=tcp,udp\n"), 1U);
    EXPECT_EQ(warnings("[general]\ntransport=tcp\n"), 2U) << "and udp is used";
    EXPECT_EQ(device("transport=tcp\n", "tcpenable=yes\ntransport=tcp,udp\n").transports, Protocols{Protocol::tcp});
    EXPECT_EQ(device("transport=tls\n", "tcpenable=yes\ntransport=tcp,udp\n").transports, (Protocols{Protocol::tcp, Protocol::udp}));
    EXPECT_EQ(device("transport=udpx, wss\n").transports, (Protocols{Protocol::udp, Protocol::wss}));
}

TEST(SipConf, ListensForStreamsWhereItSays)
{
    auto binds = [](const std::string& lines) {
        Names all;
        for (const auto& transport : read("[general]\n" + lines).config.transports)
            all.push_back(transport.name + " " + transport.bind.text());
        return all;
    };
    EXPECT_EQ(binds("tcpenable=yes\nbindport=5070\n"), (Names{"udp 0.0.0.0:5070", "tcp 0.0.0.0:5070"}));
    EXPECT_EQ(binds("tcpenable=yes\ntcpbindaddr=192.0.2.1\nbindport=5070\n"), (Names{"udp 0.0.0.0:5070", "tcp 192.0.2.1:5060"}));
    EXPECT_EQ(binds("tlsenable=yes\nbindaddr=192.0.2.1:5070\n"), (Names{"udp 192.0.2.1:5070", "tls 192.0.2.1:5061"}));
    EXPECT_EQ(binds("tcpenable=off\n"), Names{"udp 0.0.0.0:5060"});
    EXPECT_EQ(warnings("[general]\nbindport=5070\nbindaddr=192.0.2.1:5080\n"), 1U);
}

TEST(SipConf, AddsLinesOfOneSectionUpWhereTheOldDriverDid)
{
    EXPECT_TRUE(device("sendrpid=pai\nsendrpid=rpid\n").send_pai);
    EXPECT_FALSE(device("sendrpid=pai\nsendrpid=rpid\n").send_rpid) << "pai wins";
    EXPECT_FALSE(device("sendrpid=no\n", "sendrpid=pai\n").send_pai);
    EXPECT_TRUE(device("t38pt_udptl=redundancy\nt38pt_udptl=no\n").t38_udptl) << "no alone switches off, before any other line";
    EXPECT_FALSE(device("t38pt_udptl=no\n", "t38pt_udptl=yes\n").t38_udptl);
    EXPECT_EQ(device("t38pt_udptl=fec,none,redundancy\n").t38_udptl_ec, UdptlRepair::redundancy);
    EXPECT_EQ(device("disallowed_methods=info\n", "disallowed_methods=update\n").disallowed_methods, (Names{"UPDATE", "INFO"}));
    EXPECT_TRUE(device("videosupport=no\n", "videosupport=always\n").video_always);
    EXPECT_FALSE(device("videosupport=no\n", "videosupport=yes\n").video);
}

TEST(SipConf, BeginsSomeListsAnewInASecondSectionOfAName)  // conf-s1-2
{
    auto config = read("[a]\ntype=peer\nsetvar=A=1\nheader=X: 1\nnamedcallgroup=g\nmailbox=1\nallow=opus\npermit=192.0.2.0/24\ntransport=ws\n"
                       "dtlsrekey=9\nauth=u:p@r\n[a]\ntype=peer\nsetvar=B=2\nmailbox=2\nallow=vp8\npermit=198.51.100.0/24\n").config;
    ASSERT_EQ(config.endpoints.size(), 1U);
    const auto& a = config.endpoints[0];
    EXPECT_EQ(a.set_var, (Variables{{"B", "2"}}));
    EXPECT_TRUE(a.add_headers.empty() && a.named_call_group.empty() && a.realm_auths.empty());
    EXPECT_EQ(a.transports, std::vector<Protocol>{Protocol::udp});
    EXPECT_EQ(a.dtls->rekey, seconds{0});
    EXPECT_EQ(config.aors.at(0).mailboxes, Names{"2"});
    EXPECT_EQ(a.allow, (Names{"ulaw", "alaw", "gsm", "h263", "opus", "vp8"}));
    EXPECT_EQ(a.acl.rules.size(), 2U);
}

TEST(SipConf, LetsContextsOfDomainsGoFirstWhereADeviceHasNone)  // conf-s8-2
{
    EXPECT_TRUE(device("", "context=in\n").context_of_domain);
    EXPECT_FALSE(device("context=in\n").context_of_domain);
    EXPECT_TRUE(read("[general]\ncontext=in\n").config.guest.context_of_domain);
}

TEST(SipConf, SwitchesExternalDomainsBackOnWithoutAnyDomain)  // conf-s8-3
{
    EXPECT_TRUE(read("[general]\nallowexternaldomains=no\n").config.global.allow_external_domains);
    EXPECT_EQ(warnings("[general]\nallowexternaldomains=no\nautodomain=yes\n"), 1U);
    EXPECT_FALSE(read("[general]\nallowexternaldomains=no\ndomain=a\n").config.global.allow_external_domains);
}

TEST(SipConf, CallsOwnNamesDomainsWhenAsked)
{
    auto config = read("[general]\nautodomain=yes\ndomain=192.0.2.1,in\nbindaddr=192.0.2.1\nexternaddr=198.51.100.1\n").config;
    ASSERT_EQ(config.domains.size(), 2U);
    EXPECT_EQ(config.domains[0], (Domain{"192.0.2.1", "in", false}));
    EXPECT_EQ(config.domains[1], (Domain{"198.51.100.1", "", true}));
}

TEST(SipConf, RefusesAllForBadContactRulesOrDtlsOfGeneral)  // conf-19-2
{
    EXPECT_FALSE(read("[general]\ncontactdeny=x\n").applicable());
    EXPECT_FALSE(read("[general]\ncontactpermit=\n").applicable());
    EXPECT_FALSE(read("[general]\ncontactacl=a,a\n").applicable());
    EXPECT_FALSE(read("[general]\ndtlsautogeneratecert=yes\ndtlscertfile=/x\n").applicable());
}

TEST(SipConf, DropsADeviceWithTwoCertificates)  // conf-19-7
{
    auto reading = read("[general]\ndtlscertfile=/x\n[a]\ntype=peer\ndtlsautogeneratecert=yes\n[b]\ntype=peer\n");
    ASSERT_EQ(reading.config.endpoints.size(), 1U);
    EXPECT_EQ(reading.config.endpoints[0].name, "b");
    EXPECT_TRUE(reading.applicable());
}

TEST(SipConf, LetsNobodyInByAListThatIsNotThere)
{
    auto acl = device("acl=office\n").acl;
    EXPECT_FALSE(acl.allows(*IpAddress::parse("192.0.2.1")));
    EXPECT_FALSE(acl.allows(*IpAddress::parse("2001:db8::1")));
}

TEST(SipConf, UsesWhatTheHostIsCalled)
{
    /** A host with a name. */
    class Named : public Host {
    public:
        std::string system_name() const override { return "pbx"; }
        std::string product() const override { return "Asterisk PBX 22"; }
    };
    auto global = read_sip_conf({}, Named{}).config.global;
    EXPECT_EQ(global.realm, "pbx");
    EXPECT_EQ(global.user_agent, "Asterisk PBX 22");
    EXPECT_EQ(global.sdp_session, "Asterisk PBX 22");
    EXPECT_TRUE(read_sip_conf(sections_of("[general]\nuseragent=\n"), Named{}).config.global.user_agent.empty());
}

TEST(SipConf, ReadsAProxyInEachForm)  // conf-10-1
{
    auto proxy = [](const std::string& text) { return device("outboundproxy=" + text + "\n").outbound_proxy.value(); };
    EXPECT_EQ(proxy("proxy.example.net"), (OutboundProxy{std::nullopt, "proxy.example.net", 0, false}));
    EXPECT_EQ(proxy("tls://proxy.example.net:5063,force"), (OutboundProxy{Protocol::tls, "proxy.example.net", 5063, true}));
    EXPECT_EQ(proxy("[2001:db8::9]:5062"), (OutboundProxy{std::nullopt, "2001:db8::9", 5062, false}));
    EXPECT_FALSE(device("outboundproxy=x:y\n").outbound_proxy);
    EXPECT_FALSE(device("", "outboundproxy=x\n").outbound_proxy) << "looked up when a request is sent";
    EXPECT_EQ(read("[general]\noutboundproxy=x\n").config.global.outbound_proxy->host, "x");
}

TEST(SipConf, ReadsSessionTimersForAllAndForOne)  // call-9-1
{
    auto usual = device("");
    EXPECT_EQ(std::tie(usual.timers, usual.timers_refresher), std::tuple(SessionTimers::accept, Refresher::uas));
    EXPECT_EQ(std::pair(usual.timers_sess_expires.count(), usual.timers_min_se.count()), std::pair(1800L, 90L));
    auto general = "session-timers=originate\nsession-expires=600\nsession-minse=120\nsession-refresher=uac\n";
    auto shared = device("", general);
    EXPECT_EQ(std::tie(shared.timers, shared.timers_refresher), std::tuple(SessionTimers::originate, Refresher::uac));
    EXPECT_EQ(std::pair(shared.timers_sess_expires.count(), shared.timers_min_se.count()), std::pair(600L, 120L));
    auto own = device("session-timers=refuse\nsession-minse=91\n", general);
    EXPECT_EQ(own.timers, SessionTimers::refuse);
    EXPECT_EQ(std::pair(own.timers_sess_expires.count(), own.timers_min_se.count()), std::pair(600L, 91L));
}

TEST(SipConf, ReadsTwentyThousandPeersInGoodTime)
{
    Sections sections{{"general", {}, {"sip.conf", 1}, false}};
    for (int i = 0; i < 20000; ++i) {
        Section peer{std::format("phone{}", i), {}, {"sip.conf", i}, false};
        for (auto [name, value] : {std::pair{"type", "friend"}, {"host", "dynamic"}, {"secret", "x"}, {"context", "in"}, {"qualify", "yes"},
                                   {"nat", "force_rport,comedia"}, {"disallow", "all"}, {"allow", "ulaw"}, {"mailbox", "1@default"}, {"callerid", "A <1>"}})
            peer.entries.push_back({name, value, {"sip.conf", i}});
        sections.push_back(std::move(peer));
    }
    auto begin = std::clock();
    auto reading = read_sip_conf(sections);
    auto cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    EXPECT_EQ(reading.config.endpoints.size(), 20000U);
    EXPECT_EQ(reading.complaints.size(), 1U) << "nat is noticed once";
    EXPECT_LT(cpu, loopback::is_instrumented ? 20.0 : 3.0) << "a slow machine is included; something quadratic is not";
}

}  // namespace sipcore::config
