// SPDX-License-Identifier: GPL-2.0-only
/** @file What of the configuration subscriptions, messages and our registrations act on. */
#include "pubsub/settings.h"

#include <gtest/gtest.h>

#include "messaging/settings.h"
#include "outbound_registration/decide.h"

namespace sipcore::pubsub {

namespace {

using namespace std::chrono_literals;

TEST(SubscriptionSettings, AreThoseOfTheConfiguration)
{
    config::Config config;
    config.global.default_expiration = 90s;
    config.global.sub_maximum_expiration = 1800s;
    config.global.sub_minimum_expiration = 30s;
    config.global.notify_ringing = NotifyRinging::not_in_use;
    config.global.notify_callerid = NotifyCallerId::yes;
    config.global.notify_mime_type = "text/plain";
    config.global.mwi_expiration = 600s;
    config.global.pedantic = false;
    auto settings = settings_of(config);
    EXPECT_EQ(settings.lifetimes.usual, 90s);
    EXPECT_EQ(settings.lifetimes.longest, 1800s);
    EXPECT_EQ(settings.lifetimes.shortest, 30s);
    EXPECT_EQ(settings.ringing, NotifyRinging::not_in_use);
    EXPECT_EQ(settings.callerid, NotifyCallerId::yes);
    EXPECT_EQ(settings.summary_type, "text/plain");
    EXPECT_EQ(settings.remote_lifetime, 600s);
    EXPECT_FALSE(settings.tags);
}

TEST(SubscriptionSettings, KnowWhetherAnybodyMay)  // sub-1-2
{
    config::Config config;
    config.guest.allow_subscribe = false;
    EXPECT_FALSE(settings_of(config).anybody_may);
    config.endpoints.resize(2);
    config.endpoints[0].allow_subscribe = false;
    config.endpoints[1].allow_subscribe = true;
    EXPECT_TRUE(settings_of(config).anybody_may);
    EXPECT_FALSE(settings_of(config).guests_may);
}

TEST(SubscriptionSettings, FindTheContextOfHints)  // sub-2-1
{
    config::Config config;
    config.global.context = "guests";
    config.domains.emplace_back();
    config.domains[0].name = "pbx.example";
    config.domains[0].context = "of-domain";
    config::Endpoint endpoint;
    endpoint.context = "calls";
    EXPECT_EQ(hint_context(config, &endpoint, "elsewhere"), "calls");
    EXPECT_EQ(hint_context(config, &endpoint, "pbx.example"), "of-domain");
    endpoint.subscribe_context = "lamps";
    EXPECT_EQ(hint_context(config, &endpoint, "pbx.example"), "lamps");
    EXPECT_EQ(hint_context(config, nullptr, "elsewhere"), "guests");
}

TEST(SubscriptionSettings, TellWhatHoldsForMessages)  // sub-3-5, sub-3-8, sub-3-14
{
    config::Config config;
    config.global.mwi_from_user = "voicemail";
    config::Endpoint endpoint;
    config::Aor aor;
    aor.mailboxes = {"100", "101@other"};
    endpoint.voicemail_extension = "*97";
    endpoint.buggy_mwi = endpoint.subscribe_mwi = true;
    auto settings = mailboxes_of(config, endpoint, &aor);
    EXPECT_EQ(settings.mailboxes, (std::vector<std::string>{"100@default", "101@other"}));
    EXPECT_EQ(settings.account, "*97");
    EXPECT_EQ(settings.from_user, "voicemail");
    EXPECT_FALSE(settings.urgent_counts);
    EXPECT_TRUE(settings.only_subscribed);
    endpoint.mwi_from_user = "own";
    EXPECT_EQ(mailboxes_of(config, endpoint, &aor).from_user, "own");
    EXPECT_TRUE(mailboxes_of(config, endpoint, nullptr).mailboxes.empty());
    endpoint.incoming_mwi_mailbox = "700";
    EXPECT_EQ(incoming_mailbox(endpoint), "700");
}

TEST(RegistrationSettings, AreThoseOfTheConfiguration)  // outreg-2-2, outreg-2-3, outreg-4-2, outreg-4-6
{
    config::Config config;
    config.global.registration_retry.interval = 5s;
    config.global.registration_retry.max_retries = 7;
    config.global.registration_retry.after_forbidden = true;
    config.global.maximum_expiration = 900s;
    config.global.default_expiration = 60s;
    auto rules = outbound_registration::rules_of(config);
    EXPECT_EQ(rules.timeout, 5s);
    EXPECT_EQ(rules.attempts, 7U);
    EXPECT_TRUE(rules.retry_forbidden);
    EXPECT_EQ(rules.longest, 900s);
    EXPECT_EQ(rules.usual, 60s);
}

TEST(MessageSettings, AreThoseOfTheConfiguration)  // msg-1-5 msg-1-6 msg-1-7, msg-1-15
{
    config::Config config;
    config.global.context = "guests";
    EXPECT_TRUE(messaging::settings_of(config).accepted && messaging::settings_of(config).needs_proof);
    config.global.accept_message_requests = config.global.auth_message_requests = false;
    EXPECT_FALSE(messaging::settings_of(config).accepted || messaging::settings_of(config).needs_proof);
    config::Endpoint endpoint;
    endpoint.context = "calls";
    EXPECT_EQ(messaging::context_of(config, &endpoint, "x", true), "calls");
    EXPECT_EQ(messaging::context_of(config, &endpoint, "x", false), "guests");
    EXPECT_EQ(messaging::context_of(config, nullptr, "x", false), "guests");
    config.guest.message_context = "texts-of-guests";
    EXPECT_EQ(messaging::context_of(config, nullptr, "x", false), "texts-of-guests");
    endpoint.message_context = "texts";
    EXPECT_EQ(messaging::context_of(config, &endpoint, "x", false), "texts");
}

}  // namespace

}  // namespace sipcore::pubsub
