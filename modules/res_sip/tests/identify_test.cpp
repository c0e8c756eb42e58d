// SPDX-License-Identifier: GPL-2.0-only
/** @file Whose a request would be, in words. */
#include <gtest/gtest.h>

#include "cli/identify_text.h"
#include "samples.h"

namespace res_sip {

namespace {

using sipcore::Identification;

/** A request from an address. */
sipcore::SupposedRequest from(const char* source, std::string user = {})
{
    return {*sipcore::SocketAddress::parse(source, 5060), sipcore::config::Protocol::udp, std::move(user), "600"};
}

TEST(IdentifyText, SaysByWhatAPeerWasFound)
{
    Sample sample;
    Identification found{Identification::By::user, sample.registered(), {}};
    EXPECT_EQ(identify_text(identify_answer(from("192.0.2.7:5060", "alice"), found, sample.config)),
              "A request from 192.0.2.7:5060 over UDP, From user 'alice', to '600':\n"
              "  is of peer 'alice': its name is the user of From, 'alice'\n"
              "  Access list  : none\n"
              "  Must prove   : digest credentials of 'alice'\n"
              "  Context      : internal\n");
    sample.endpoint.identify_by.any_port = sample.endpoint.identify_by.invite_without_auth = true;
    found = {Identification::By::address, sample.registered(), {}};
    auto text = identify_text(identify_answer(from("127.0.0.1:5060"), found, sample.config));
    EXPECT_NE(text.find("it is at 127.0.0.1:25073, and its port does not count (insecure=port)\n"), std::string::npos) << text;
    EXPECT_NE(text.find("nothing but for REGISTER: insecure=invite"), std::string::npos);
    sample.endpoint.acl.rules.push_back({sipcore::AccessRule::Sense::deny, *sipcore::Network::parse("0.0.0.0/0")});
    found.endpoint = sample.registered();
    EXPECT_NE(identify_text(identify_answer(from("127.0.0.1:25073"), found, sample.config)).find("REFUSES it"), std::string::npos);
}

TEST(IdentifyText, SaysWhatBecomesOfStrangers)
{
    Sample sample;
    sample.config.global.allow_guest = true;
    sample.config.global.context = "public";
    EXPECT_NE(identify_text(identify_answer(from("192.0.2.9:5060"), {}, sample.config)).find("a guest's: no peer fits; it goes to context 'public'"),
              std::string::npos);
    sample.config.global.allow_guest = false;
    EXPECT_NE(identify_text(identify_answer(from("192.0.2.9:5060"), {}, sample.config)).find("nobody's"), std::string::npos);
}

TEST(IdentifyText, SaysWhyOthersAtTheAddressDoNotFit)
{
    Sample sample;
    EXPECT_EQ(why_not(sample.registered(), from("127.0.0.1:5060")), "it is at port 25073, and insecure=port is not set");
    EXPECT_EQ(why_not(sample.registered(), from("127.0.0.1:25073")), "another one goes before it");
    auto over_tcp = from("127.0.0.1:25073");
    over_tcp.protocol = sipcore::config::Protocol::tcp;
    EXPECT_EQ(why_not(sample.registered(), over_tcp), "it may not use TCP");
    sample.endpoint.identify_by.by_address = false;
    EXPECT_EQ(why_not(sample.registered(), over_tcp), "it is not looked for by address (type=user)");
    Identification found;
    found.others.assign(25, sample.registered());
    auto text = identify_text(identify_answer(from("127.0.0.1:5060"), found, sample.config));
    EXPECT_NE(text.find("  and 5 more at that address\n"), std::string::npos);
}

}  // namespace

}  // namespace res_sip
