// SPDX-License-Identifier: GPL-2.0-only
/** @file What is told of attempts: answers, log lines, security events. The texts are those that the old driver gave when it
 *  was asked (16.28, both settings of alwaysauthreject). */
#include <gtest/gtest.h>

#include "stack/attempt.h"

namespace sipcore::stack {

namespace {

/** An attempt to register as alice. */
Attempt registration(Ending ending)
{
    Attempt attempt;
    attempt.ending = ending;
    attempt.method = "REGISTER";
    attempt.from = "<sip:alice@example.com>;tag=f1";
    attempt.from_uri = "sip:alice@example.com";
    attempt.to = "<sip:alice@example.com>";
    attempt.account = "alice";
    attempt.call_id = "c1";
    attempt.source = *SocketAddress::parse("192.0.2.7:5062", 0);
    attempt.local = *SocketAddress::parse("192.0.2.1:5060", 0);
    attempt.nonce = attempt.received_nonce = "4f6b";
    attempt.received_response = "ba12";
    attempt.received_name = "alice";
    return attempt;
}

/** An attempt of alice's to call 600. */
Attempt call(Ending ending)
{
    auto attempt = registration(ending);
    attempt.method = "INVITE";
    attempt.to = "<sip:600@example.com>";
    attempt.account = "600";
    return attempt;
}

/** What is logged about a registration from 192.0.2.7. */
std::string registration_line(Ending ending)
{
    return log_text(registration(ending)).value_or("");
}

TEST(AttemptLog, NamesWhyARegistrationFailedInTheWordsOfFilters)  // eco-6-2
{
    const std::string head = "Registration from '<sip:alice@example.com>' failed for '192.0.2.7:5062' - ";
    EXPECT_EQ(registration_line(Ending::wrong_password), head + "Wrong password");
    EXPECT_EQ(registration_line(Ending::wrong_name), head + "Username/auth name mismatch");
    EXPECT_EQ(registration_line(Ending::unknown), head + "No matching peer found");
    EXPECT_EQ(registration_line(Ending::foreign_domain), head + "Not a local domain");
    EXPECT_EQ(registration_line(Ending::denied), head + "Device does not match ACL");
    EXPECT_EQ(registration_line(Ending::not_dynamic), head + "Peer is not supposed to register");
    EXPECT_EQ(registration_line(Ending::bad_transport), head + "Device not configured to use this transport type");
    EXPECT_EQ(registration_line(Ending::let_in), "");
    EXPECT_EQ(registration_line(Ending::challenged), "");
}

TEST(AttemptLog, NamesWhoFailedToAuthenticateForOtherMethods)  // eco-6-6
{
    const std::string head = "Failed to authenticate device <sip:alice@example.com>;tag=f1 for INVITE, code = ";
    EXPECT_EQ(log_text(call(Ending::wrong_password)), head + "-1");
    EXPECT_EQ(log_text(call(Ending::wrong_name)), head + "-2");
    EXPECT_EQ(log_text(call(Ending::unknown)), head + "-1");
    EXPECT_EQ(log_text(call(Ending::denied)), head + "-7");
}

TEST(AttemptLog, WritesAnIpv6SourceInBrackets)
{
    auto attempt = registration(Ending::wrong_password);
    attempt.source = *SocketAddress::parse("[2001:db8::7]:5062", 0);
    EXPECT_NE(log_text(attempt)->find("failed for '[2001:db8::7]:5062' - Wrong password"), std::string::npos);
}

TEST(AttemptLog, AQuoteInToNeitherEndsNorForgesTheLine)  // eco-6-2 sec-3b-26
{
    auto attempt = registration(Ending::wrong_password);
    attempt.to = "<sip:x' failed for '198.51.100.1' - Wrong password\r\nNOTICE[1] x@example.com>";
    EXPECT_EQ(log_text(attempt), "Registration from '<sip:x\\x27 failed for \\x27198.51.100.1\\x27 - Wrong password\\x0d\\x0a"
                                 "NOTICE[1] x@example.com>' failed for '192.0.2.7:5062' - Wrong password");
}

TEST(AttemptAnswer, IsOneForAllWhereAllAreRefusedAlike)  // auth-3-15 auth-5-1
{
    for (auto ending : {Ending::wrong_password, Ending::wrong_name, Ending::unknown, Ending::foreign_domain,
                        Ending::not_dynamic, Ending::denied, Ending::bad_transport})
        for (const char* method : {"REGISTER", "INVITE", "SUBSCRIBE", "OPTIONS", "MESSAGE"})
            EXPECT_EQ(refusal_of(method, ending, true), (Error{403, "Forbidden"}));
}

TEST(AttemptAnswer, TellsARegistrationWhatIsWrongWhereThatIsAllowed)  // auth-5-1 reg-1-15
{
    EXPECT_EQ(refusal_of("REGISTER", Ending::unknown, false), (Error{404, "Not found"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::denied, false), (Error{404, "Not found"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::wrong_name, false), (Error{404, "Not found"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::foreign_domain, false), (Error{404, "Not found (unknown domain)"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::not_dynamic, false), (Error{403, "Forbidden"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::wrong_password, false), (Error{403, "Forbidden"}));
    EXPECT_EQ(refusal_of("REGISTER", Ending::bad_transport, false), (Error{403, "Forbidden"}));
}

TEST(AttemptAnswer, IsForbiddenForEveryOtherMethod)  // auth-3-11 auth-3-15
{
    for (auto ending : {Ending::wrong_password, Ending::wrong_name, Ending::unknown, Ending::denied})
        EXPECT_EQ(refusal_of("INVITE", ending, false), (Error{403, "Forbidden"}));
}

TEST(AttemptEvent, SaysWhatWasChallenged)  // auth-10-1 auth-10-3
{
    auto event = event_of(registration(Ending::challenged));
    ASSERT_TRUE(event);
    EXPECT_EQ(event->kind, SecurityEvent::Kind::challenge_sent);
    EXPECT_EQ(event->account, "alice");
    EXPECT_EQ(event->challenge, "4f6b");
    EXPECT_EQ(event->remote.text(), "192.0.2.7:5062");
    EXPECT_EQ(event->local.text(), "192.0.2.1:5060");
    EXPECT_EQ(event_of(call(Ending::challenged))->account, "sip:alice@example.com");
}

TEST(AttemptEvent, SaysWhoWasLetIn)  // auth-10-2
{
    auto attempt = call(Ending::let_in);
    EXPECT_EQ(event_of(attempt)->kind, SecurityEvent::Kind::successful_auth);
    EXPECT_EQ(event_of(attempt)->account, "600");
    EXPECT_FALSE(event_of(attempt)->using_password);
    attempt.using_password = true;
    EXPECT_TRUE(event_of(attempt)->using_password);
}

TEST(AttemptEvent, SaysWhatAWrongPasswordCameWith)  // auth-10-4
{
    auto event = event_of(registration(Ending::wrong_password));
    EXPECT_EQ(event->kind, SecurityEvent::Kind::invalid_password);
    EXPECT_EQ(event->challenge, "4f6b");
    EXPECT_EQ(event->received_challenge, "4f6b");
    EXPECT_EQ(event->received_hash, "ba12");
}

TEST(AttemptEvent, SaysWhichNameWasExpected)  // auth-10-5
{
    auto attempt = registration(Ending::wrong_name);
    attempt.received_name = "bob";
    attempt.expected_name = "alice";
    auto event = event_of(attempt);
    EXPECT_EQ(event->kind, SecurityEvent::Kind::challenge_response_failed);
    EXPECT_EQ(event->response, "bob");
    EXPECT_EQ(event->expected_response, "alice");
}

TEST(AttemptEvent, NamesTheRuleThatRefused)  // auth-10-6 auth-10-7 auth-10-8 auth-10-9 auth-10-10
{
    EXPECT_EQ(event_of(registration(Ending::unknown))->kind, SecurityEvent::Kind::invalid_account);
    EXPECT_EQ(event_of(registration(Ending::foreign_domain))->acl, "domain_must_match");
    EXPECT_EQ(event_of(registration(Ending::not_dynamic))->acl, "peer_not_dynamic");
    EXPECT_EQ(event_of(registration(Ending::denied))->acl, "device_must_match_acl");
    EXPECT_EQ(event_of(registration(Ending::denied))->kind, SecurityEvent::Kind::failed_acl);
    EXPECT_EQ(event_of(registration(Ending::bad_transport))->kind, SecurityEvent::Kind::invalid_transport);
}

TEST(AttemptEvent, IsRaisedForRegisterAndInviteAlone)  // auth-10-1
{
    for (const char* method : {"SUBSCRIBE", "MESSAGE", "OPTIONS"}) {
        auto attempt = call(Ending::wrong_password);
        attempt.method = method;
        EXPECT_FALSE(event_of(attempt));
        EXPECT_TRUE(log_text(attempt));
    }
}

TEST(AttemptEvent, HasOneSessionForACallId)  // auth-10-1
{
    EXPECT_EQ(security::session_name("c1"), security::session_name("c1"));
    EXPECT_NE(security::session_name("c1"), security::session_name("c2"));
    EXPECT_EQ(security::session_name("c1").size(), 18U);
    EXPECT_TRUE(security::session_name("c1").starts_with("0x"));
}

TEST(AttemptEvent, HasNoQuoteAndNoLineEndThatAPeerSent)  // eco-6-4 sec-3b-26
{
    auto attempt = registration(Ending::wrong_password);
    attempt.account = "x\",RemoteAddress=\"IPV4/UDP/198.51.100.1/5060";
    attempt.received_response = "a\r\nEvent: b\xff\xc2\x85";
    auto event = made_fit(*event_of(attempt));
    EXPECT_EQ(event.account, "x\\x22,RemoteAddress=\\x22IPV4/UDP/198.51.100.1/5060");
    EXPECT_EQ(event.received_hash, "a\\x0d\\x0aEvent: b\\xff\\xc2\\x85");
}

}  // namespace

}  // namespace sipcore::stack
