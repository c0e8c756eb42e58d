// SPDX-License-Identifier: GPL-2.0-only
/** @file Who gets in: every answer, log line and security event of those who prove themselves and those who do not, seen from
 *  the wire. */
#include <algorithm>
#include <functional>

#include "loopback/admission_fixture.h"

namespace sipcore::loopback {

namespace {

/** The same, where refusals say what is wrong. */
class PlainAdmission : public Admission {
protected:
    config::Config configuration() override
    {
        auto config = Admission::configuration();
        config.global.always_auth_reject = false;
        return config;
    }
};

/** The same, with guests. */
class GuestAdmission : public Admission {
protected:
    config::Config configuration() override
    {
        auto config = Admission::configuration();
        config.global.allow_guest = true;
        return config;
    }
};

/** The same, where OPTIONS must prove who sent it. */
class OptionsAdmission : public Admission {
protected:
    config::Config configuration() override
    {
        auto config = Admission::configuration();
        config.global.auth_options_requests = true;
        return config;
    }
};

TEST_F(Admission, WhoProvesItselfIsLetIn)  // auth-3-1 auth-3-4 auth-4-1
{
    for (const char* method : {"INVITE", "SUBSCRIBE", "MESSAGE"})
        EXPECT_EQ(course(method, "alice", "alice-secret"), "401 202 alice") << method;
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 200");
}

TEST_F(Admission, AWrongPasswordIsForbidden)  // auth-3-15 auth-4-5 reg-1-15
{
    for (const char* method : {"INVITE", "SUBSCRIBE", "MESSAGE", "REGISTER"})
        EXPECT_EQ(course(method, "alice", "wrong"), "401 403") << method;
}

TEST_F(Admission, CredentialsOfAnotherNameAreForbidden)  // auth-4-7 reg-1-8
{
    for (const char* method : {"INVITE", "SUBSCRIBE", "MESSAGE", "REGISTER"})
        EXPECT_EQ(course(method, "alice", "bob-secret", "bob"), "401 403") << method;
}

TEST_F(Admission, AnUnknownNameGoesTheWayOfAWrongPassword)  // auth-3-12 auth-5-1
{
    for (const char* method : {"INVITE", "SUBSCRIBE", "MESSAGE", "REGISTER"})
        EXPECT_EQ(course(method, "mallory", "x"), "401 403") << method;
}

TEST_F(Admission, ARefusedAddressGoesTheWayOfAWrongPassword)  // auth-3-13 auth-5-1 auth-7-1 reg-1-6 sec-3-12 sec-3-41
{
    for (const char* method : {"INVITE", "SUBSCRIBE", "MESSAGE", "REGISTER"})
        EXPECT_EQ(course(method, "denied", "denied-secret"), "401 403") << method;
}

TEST_F(Admission, OneThatDoesNotRegisterGoesTheWayOfAWrongPassword)  // auth-5-1 reg-1-7
{
    EXPECT_EQ(course("REGISTER", "fixed", "fixed-secret"), "401 403");
}

TEST_F(PlainAdmission, RefusalsSayWhatIsWrong)  // auth-3-11 auth-5-1 reg-1-5
{
    EXPECT_EQ(course("REGISTER", "mallory", "x"), "404");
    EXPECT_EQ(course("REGISTER", "denied", "denied-secret"), "404");
    EXPECT_EQ(course("REGISTER", "fixed", "fixed-secret"), "403");
    EXPECT_EQ(course("REGISTER", "alice", "bob-secret", "bob"), "401 404");
    EXPECT_EQ(course("REGISTER", "alice", "wrong"), "401 403");
    EXPECT_EQ(course("INVITE", "mallory", "x"), "403");
    EXPECT_EQ(course("INVITE", "denied", "denied-secret"), "403");
    EXPECT_EQ(course("SUBSCRIBE", "mallory", "x"), "403");
}

TEST_F(Admission, WhoHasNoSecretIsLetInAtOnce)  // auth-4-8
{
    EXPECT_EQ(course("INVITE", "open", ""), "202 open");
    EXPECT_EQ(course("REGISTER", "open", ""), "200");
}

TEST_F(Admission, AnEndpointThatIsKnownByItsAddressAloneIsNotItsName)  // auth-3-8
{
    EXPECT_EQ(course("INVITE", "peeronly", "peeronly-secret"), "401 403");
    EXPECT_EQ(course("SUBSCRIBE", "peeronly", "peeronly-secret"), "401 202 peeronly");  // auth-3-3
}

TEST_F(Admission, AnEndpointThatOnlyCallsDoesNotRegister)  // auth-3-8 reg-1-5
{
    EXPECT_EQ(course("INVITE", "useronly", "useronly-secret"), "401 202 useronly");
    EXPECT_EQ(course("REGISTER", "useronly", "useronly-secret"), "401 403");
}

TEST_F(Admission, NamesAreComparedByLetterCase)  // auth-3-8
{
    EXPECT_EQ(course("INVITE", "Alice", "alice-secret"), "401 403");
    EXPECT_EQ(course("REGISTER", "Alice", "alice-secret"), "401 403");
}

TEST_F(Admission, AnEscapedNameIsRead)  // auth-3-2
{
    EXPECT_EQ(course("INVITE", "%61lice", "alice-secret", "alice"), "401 202 alice");
}

TEST_F(Admission, WhoNeedNotProveItsCallsMustStillProveItsRegistration)  // auth-3-13
{
    EXPECT_EQ(course("INVITE", "trusted", ""), "202 trusted");
    EXPECT_EQ(course("MESSAGE", "trusted", ""), "202 trusted");
    EXPECT_EQ(course("SUBSCRIBE", "trusted", ""), "202 trusted");
    EXPECT_EQ(course("REGISTER", "trusted", "wrong"), "401 403");
}

TEST_F(Admission, ARegisteredPhoneIsKnownByItsAddress)  // auth-3-4 auth-3-6
{
    SipPeer phone{server()};
    ASSERT_EQ(phone.register_as("peeronly", "peeronly-secret")->status(), 200);
    EXPECT_EQ(told(exchange(phone, "INVITE", "somebody", "peeronly-secret", "by-address", "peeronly")), "401 202 peeronly");
    SipPeer neighbour{server()};
    EXPECT_EQ(told(exchange(neighbour, "INVITE", "somebody", "peeronly-secret", "by-address-2", "peeronly")), "401 403");
    EXPECT_EQ(told(exchange(phone, "SUBSCRIBE", "somebody", "peeronly-secret", "by-address-3", "peeronly")), "401 403");
}

TEST_F(Admission, ATransportThatItMayNotUseIsForbiddenToARegistration)  // auth-3-18 reg-1-9
{
    LineKeeper lines;
    EXPECT_EQ(course("REGISTER", "tcponly", "tcponly-secret"), "401 403");
    EXPECT_TRUE(lines.has("- Device not configured to use this transport type"));
    EXPECT_EQ(course("INVITE", "tcponly", "tcponly-secret"), "401 202 tcponly");
}

TEST_F(GuestAdmission, AStrangerIsAGuest)  // auth-3-10
{
    EXPECT_EQ(course("INVITE", "mallory", ""), "202 guest");
    EXPECT_EQ(course("MESSAGE", "mallory", ""), "202 guest");
    EXPECT_EQ(course("REGISTER", "mallory", "x"), "401 403");
    EXPECT_EQ(course("INVITE", "alice", "wrong"), "401 403");
    EXPECT_EQ(course("INVITE", "denied", "denied-secret"), "401 403");
}

TEST_F(Admission, OptionsIsAnsweredToAnybody)  // auth-3-1
{
    EXPECT_EQ(course("OPTIONS", "mallory", ""), "200");
    EXPECT_EQ(course("OPTIONS", "alice", ""), course("OPTIONS", "mallory", ""));
}

TEST_F(OptionsAdmission, OptionsMustProveWhoSentItWhereThatIsAsked)  // auth-3-1
{
    EXPECT_EQ(course("OPTIONS", "mallory", "x"), "401 403");
    EXPECT_EQ(course("OPTIONS", "alice", "wrong"), "401 403");
    EXPECT_NE(course("OPTIONS", "alice", "alice-secret"), "401 403");
}

TEST_F(Admission, ARegisterThatNamesNobodyIsNotTakenForItsSender)  // reg-1-2 sec-3-8
{
    SipPeer peer{server()};
    auto text = peer.make("REGISTER", "sip:" + server().text(), "open", "tel-1", 1);
    auto at = text.find("To: <");
    text.replace(at, text.find("\r\n", at) - at, "To: <tel:+15551234>");
    peer.send(text);
    auto answer = peer.final_response("REGISTER");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 401);
}

TEST_F(Admission, EventsTellACourseThatEndsWell)  // auth-10-1 auth-10-2 auth-10-3
{
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 200");
    auto events = events_.first(2);
    ASSERT_EQ(events.size(), 2U);
    std::ranges::sort(events, std::greater{}, &SecurityEvent::kind);  // the second may be told of first
    EXPECT_EQ(events[0].kind, SecurityEvent::Kind::challenge_sent);
    EXPECT_EQ(events[0].account, "alice");
    EXPECT_FALSE(events[0].challenge.empty());
    EXPECT_EQ(events[1].kind, SecurityEvent::Kind::successful_auth);
    EXPECT_TRUE(events[1].using_password);
    EXPECT_EQ(events[0].session, events[1].session);
    EXPECT_EQ(events[0].local.text(), server().text());
}

TEST_F(Admission, EventsAndLinesTellACourseThatEndsBadly)  // auth-10-4 auth-10-5 auth-10-8 auth-10-9 auth-10-13
{
    struct Case {
        const char* user;
        const char* digest_user;
        SecurityEvent::Kind first;
        SecurityEvent::Kind second;
        const char* acl;
        const char* reason;
    };
    using Kind = SecurityEvent::Kind;
    for (auto [user, digest_user, first, second, acl, reason] :
         {Case{"alice", "alice", Kind::challenge_sent, Kind::invalid_password, "", "Wrong password"},
          Case{"alice", "bob", Kind::challenge_sent, Kind::challenge_response_failed, "", "Username/auth name mismatch"},
          Case{"mallory", "mallory", Kind::challenge_sent, Kind::invalid_password, "", "Wrong password"},
          Case{"fixed", "fixed", Kind::failed_acl, Kind::failed_acl, "peer_not_dynamic", "Peer is not supposed to register"},
          Case{"denied", "denied", Kind::failed_acl, Kind::failed_acl, "device_must_match_acl", "Device does not match ACL"}}) {
        events_.clear();
        LineKeeper lines;
        EXPECT_EQ(course("REGISTER", user, "wrong", digest_user), "401 403") << user;
        auto events = events_.first(2);
        ASSERT_EQ(events.size(), 2U) << user;
        // an answer goes out before it is told of, so the next request may be told of first
        bool in_order = events[0].kind == first && events[1].kind == second;
        EXPECT_TRUE(in_order || (events[0].kind == second && events[1].kind == first)) << user;
        EXPECT_EQ(events[in_order ? 1 : 0].acl, acl) << user;
        EXPECT_EQ(events[1].account, user);
        EXPECT_TRUE(lines.has(std::string{"Registration from '<sip:"} + user + "@" + server().text() + ">' failed for '127.0.0.1:"))
            << lines.all();
        EXPECT_TRUE(lines.has(std::string{"' - "} + reason)) << lines.all();
    }
}

TEST_F(PlainAdmission, AnUnknownAccountIsAnEventOfItsOwn)  // auth-10-6
{
    LineKeeper lines;
    EXPECT_EQ(course("REGISTER", "mallory", "x"), "404");
    auto events = events_.first(1);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].kind, SecurityEvent::Kind::invalid_account);
    EXPECT_TRUE(lines.has("' - No matching peer found"));
}

TEST_F(Admission, LinesOfOtherMethodsNameTheSender)  // eco-6-6
{
    LineKeeper lines;
    course("SUBSCRIBE", "alice", "wrong");
    EXPECT_TRUE(lines.has("Failed to authenticate device <sip:alice@example.com>;tag=")) << lines.all();
    EXPECT_TRUE(lines.has(" for SUBSCRIBE, code = -1")) << lines.all();
    course("INVITE", "denied", "x");
    EXPECT_TRUE(lines.has(" for INVITE, code = -7")) << lines.all();
    EXPECT_TRUE(lines.has("SIP Peer ACL: Rejecting '127.0.0.1' due to a failure to pass ACL '(BASELINE)'")) << lines.all();
}

TEST_F(Admission, AForgedLineStaysOneLineOfTheSender)  // eco-6-2 sec-3b-26
{
    LineKeeper lines;
    SipPeer peer{server()};
    auto text = peer.make("REGISTER", "sip:" + server().text(), "x", "forged-1", 1, "");
    auto at = text.find("To: <");
    text.replace(at, text.find("\r\n", at) - at, "To: \"x' failed for '198.51.100.1' - Wrong password\" <sip:denied@example.com>");
    peer.send(text);
    ASSERT_EQ(peer.final_response("REGISTER")->status(), 401);
    EXPECT_TRUE(lines.has("failed for '127.0.0.1:")) << lines.all();
    EXPECT_EQ(lines.all().find("failed for '198.51.100.1'"), std::string::npos) << lines.all();
}

TEST_F(Admission, UnauthenticatedRequestsMoveNoAddress)  // sec-3-38
{
    SipPeer phone{server()};
    ASSERT_EQ(phone.register_as("alice", "alice-secret")->status(), 200);
    auto before = stack_->endpoints().find("alice")->address;
    EXPECT_EQ(course("REGISTER", "alice", "wrong"), "401 403");
    EXPECT_EQ(course("INVITE", "alice", "wrong"), "401 403");
    EXPECT_EQ(stack_->endpoints().find("alice")->address, before);
    EXPECT_EQ(before.text(), phone.address());
}

}  // namespace

}  // namespace sipcore::loopback
