// SPDX-License-Identifier: GPL-2.0-only
/** @file Rules of a configuration about who gets in: domains, names of digests, algorithms, lists, strangers that register. */
#include <algorithm>
#include <thread>

#include "loopback/admission_fixture.h"

namespace sipcore::loopback {

namespace {

/** A stack whose configuration a test changes. */
class Rules : public Admission {
protected:
    /** Puts a changed configuration in force. */
    template <class F>
    void change(F&& edit)
    {
        auto config = configuration();
        edit(config);
        ASSERT_TRUE(stack_->apply(std::move(config)));
    }
};

TEST_F(Rules, OneRegistersAtADomainOfOursAlone)  // auth-6-2 reg-1-3 auth-10-7
{
    change([](auto& config) { config.domains = {{"example.com", "", false}}; });
    LineKeeper lines;
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 403");  // at 127.0.0.1
    EXPECT_TRUE(lines.has("' - Not a local domain")) << lines.all();
    auto events = events_.first(2);
    EXPECT_EQ(events.front().acl, "domain_must_match");
    change([](auto& config) {
        config.domains = {{"example.com", "", false}};
        config.global.always_auth_reject = false;
    });
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "404");
    change([](auto& config) { config.domains = {{"127.0.0.1", "", false}}; });
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 200");
}

TEST_F(Rules, CallsToDomainsOfOthersAreRefusedWhereThatIsSaid)  // auth-6-3 call-2-3
{
    change([](auto& config) {
        config.domains = {{"example.com", "", false}};
        config.global.allow_external_domains = false;
    });
    EXPECT_EQ(course("INVITE", "alice", "alice-secret"), "401 403");
    change([](auto& config) { config.domains = {{"example.com", "", false}}; });
    EXPECT_EQ(course("INVITE", "alice", "alice-secret"), "401 202 alice");
}

TEST_F(Rules, ADomainMayBeTheRealm)  // auth-4-3
{
    change([](auto& config) {
        config.domains = {{"example.com", "", false}, {"127.0.0.1", "", false}};
        config.global.domains_as_realm = true;
    });
    SipPeer peer{server()};
    auto answers = exchange(peer, "INVITE", "alice", "alice-secret", "realm-1");
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_NE(answers[0].header("WWW-Authenticate").find("realm=\"example.com\""), std::string::npos);
    EXPECT_EQ(answers[1].status(), 202);
}

TEST_F(Rules, TheNameOfTheDigestGoesFirstWhereThatIsOn)  // auth-3-2
{
    EXPECT_EQ(course("INVITE", "somebody", "alice-secret", "alice"), "401 403");
    change([](auto& config) { config.global.match_auth_username = true; });
    EXPECT_EQ(course("INVITE", "somebody", "alice-secret", "alice"), "401 202 alice");
    EXPECT_EQ(course("INVITE", "bob", "alice-secret", "alice"), "401 202 alice");
}

TEST_F(Rules, UserPartsEndAtASemicolonWhereThatIsOn)  // auth-3-2
{
    EXPECT_EQ(course("INVITE", "alice;phone-context=x", "alice-secret", "alice"), "401 403");
    change([](auto& config) { config.global.ignore_uri_user_options = true; });
    EXPECT_EQ(course("INVITE", "alice;phone-context=x", "alice-secret", "alice"), "401 202 alice");
}

TEST_F(Rules, MessagesNeedNotProveWhoSentThemWhereThatIsSaid)  // auth-3-1
{
    change([](auto& config) { config.global.auth_message_requests = false; });
    EXPECT_EQ(course("MESSAGE", "alice", ""), "202 guest");
    EXPECT_EQ(course("INVITE", "alice", "wrong"), "401 403");
}

TEST_F(Rules, BothAlgorithmsAreAskedForWhereThatIsSaid)  // auth-4-1
{
    change([](auto& config) {
        config.global.default_auth_algorithms_uas = {config::DigestAlgorithm::sha256, config::DigestAlgorithm::md5};
    });
    SipPeer peer{server()};
    auto answers = exchange(peer, "REGISTER", "alice", "alice-secret", "sha-1");
    ASSERT_EQ(answers.size(), 2U);
    auto first = answers[0].text.find("WWW-Authenticate: Digest algorithm=SHA-256");
    auto second = answers[0].text.find("WWW-Authenticate: Digest algorithm=MD5");
    EXPECT_LT(first, second);
    EXPECT_NE(second, std::string::npos);
    EXPECT_EQ(answers[1].status(), 200) << "the first one was answered";
    EXPECT_EQ(course("REGISTER", "mallory", "x"), "401 403");
}

TEST_F(Rules, ANamedListRefusesAsOnesOwnRulesDo)  // auth-7-1
{
    change([](auto& config) {
        AccessList list{{{AccessRule::Sense::deny, *Network::parse("127.0.0.0/8")}}};
        config.endpoints.front().acl.named.push_back({"office", list});
    });
    LineKeeper lines;
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 403");
    EXPECT_TRUE(lines.has("due to a failure to pass ACL 'office'")) << lines.all();
    EXPECT_EQ(course("REGISTER", "bob", "bob-secret"), "401 200");
}

TEST_F(Rules, ContactsMustLieWhereContactsOfAllMay)  // reg-3-9
{
    change([](auto& config) {
        config.global.contact_acl.rules.push_back({AccessRule::Sense::deny, *Network::parse("127.0.0.0/8")});
    });
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 403");
    EXPECT_FALSE(stack_->endpoints().find("alice")->binding);
    change([](auto& config) {
        config.global.dynamic_exclude_static = true;
        auto fixed = std::ranges::find(config.aors, "fixed", &config::Aor::name);
        fixed->contact = {"sip:127.0.0.1:5999"};
        auto endpoint = std::ranges::find(config.endpoints, "fixed", &config::Endpoint::name);
        endpoint->description = "changed";
    });
    EXPECT_EQ(course("REGISTER", "alice", "alice-secret"), "401 403");
}

TEST_F(Rules, RefusedRegistrationsAreEventsOfTheEndpointWhereThatIsOn)  // auth-10-14 reg-4-8
{
    EXPECT_EQ(course("REGISTER", "alice", "wrong"), "401 403");
    events_.first(2);
    EXPECT_TRUE(events_.rejections().empty());
    change([](auto& config) { config.global.auth_failure_events = true; });
    course("REGISTER", "alice", "wrong");
    course("REGISTER", "alice", "bob-secret", "bob");
    course("REGISTER", "fixed", "fixed-secret");
    course("REGISTER", "mallory", "x");
    course("REGISTER", "denied", "denied-secret");
    events_.first(12);
    auto rejections = events_.rejections();
    std::ranges::sort(rejections);  // an answer goes out before it is told of
    EXPECT_EQ(rejections, (std::vector<std::string>{"alice AUTH_SECRET_FAILED", "alice URI_NOT_FOUND", "fixed AUTH_PEER_NOT_DYNAMIC",
                                                    "fixed AUTH_PEER_NOT_DYNAMIC"}));
}

TEST_F(Rules, AStrangerThatRegistersBecomesAnEndpointWhereThatIsSaid)  // reg-4-13
{
    EXPECT_EQ(course("REGISTER", "stranger", ""), "401 403");
    change([](auto& config) { config.global.auto_create = config::AutoCreate::yes; });
    SipPeer phone{server()};
    auto registered = phone.register_as("stranger", "");
    ASSERT_TRUE(registered);
    EXPECT_EQ(registered->status(), 200) << registered->text;
    auto status = stack_->endpoints().find("stranger");
    ASSERT_TRUE(status && status->binding);
    EXPECT_TRUE(status->created);
    EXPECT_EQ(stack_->endpoints().snapshot().back().endpoint->name, "stranger");
    EXPECT_EQ(told(exchange(phone, "INVITE", "whoever", "", "created-1")), "202 stranger");  // known by its address
    EXPECT_EQ(course("REGISTER", "useronly", ""), "401 403") << "a name that is taken";
    EXPECT_EQ(course("REGISTER", "fixed", ""), "401 403") << "a name that is taken";
    EXPECT_EQ(course("REGISTER", "alice", "wrong"), "401 403") << "a name that is taken";
    EXPECT_EQ(course("REGISTER", std::string(90, 'x'), ""), "401 403") << "too long";
    EXPECT_EQ(phone.register_as("stranger", "", 0)->status(), 200);
    EXPECT_FALSE(stack_->endpoints().find("stranger"));
}

TEST_F(Rules, StrangersEndWithAReloadUnlessTheyPersist)  // reg-4-13
{
    for (auto kind : {config::AutoCreate::yes, config::AutoCreate::persist}) {
        change([kind](auto& config) { config.global.auto_create = kind; });
        SipPeer phone{server()};
        ASSERT_EQ(phone.register_as("stranger", "")->status(), 200);
        change([kind](auto& config) { config.global.auto_create = kind; });
        EXPECT_EQ(stack_->endpoints().find("stranger").has_value(), kind == config::AutoCreate::persist);
    }
}

TEST_F(Rules, StrangersAreBounded)  // reg-4-13
{
    change([](auto& config) { config.global.auto_create = config::AutoCreate::yes; });
    SipPeer phone{server()};
    int last = 0;
    for (int i = 0; i < 1010; ++i)
        last = phone.register_as("s" + std::to_string(i), "")->status();
    EXPECT_EQ(last, 503);
    EXPECT_LE(stack_->endpoints().snapshot().size(), 1000U + configuration().endpoints.size());
}

TEST_F(Rules, WhatCannotBeReachedIsUnreachableAtOnce)  // reg-5-6
{
    change([](auto& config) {
        auto fixed = std::ranges::find(config.aors, "fixed", &config::Aor::name);
        fixed->contact = {"sip:[2001:db8::1]:5060"};  // there is no socket of that family
        fixed->qualify_frequency = std::chrono::seconds{60};
        std::ranges::find(config.endpoints, "fixed", &config::Endpoint::name)->description = "changed";
    });
    auto begun = std::chrono::steady_clock::now();
    while (stack_->endpoints().find("fixed")->reachability == Reachability::unknown &&
           std::chrono::steady_clock::now() - begun < std::chrono::seconds{3})
        std::this_thread::yield();
    EXPECT_EQ(stack_->endpoints().find("fixed")->reachability, Reachability::unreachable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{2});
}

TEST_F(Rules, ConnectionsAreKeptOpenWhereThatIsSaid)  // reg-5-11
{
    change([](auto& config) {
        config.aors.front().keep_alive_interval = std::chrono::seconds{1};
        config.endpoints.front().description = "changed";
    });
    SipPeer phone{server()};
    ASSERT_EQ(phone.register_as("alice", "alice-secret")->status(), 200);
    auto came = phone.wait_for([](const WireMessage& message) { return message.text == "\r\n"; });
    EXPECT_TRUE(came);
}

}  // namespace

}  // namespace sipcore::loopback
