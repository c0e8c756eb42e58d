// SPDX-License-Identifier: GPL-2.0-only
/** @file The columns of `sip show registry`. */
#include <gtest/gtest.h>

#include "registry_text.h"

namespace res_sip_outbound_registration {

namespace {

/** A registration. */
sipcore::RegistrationState standing(const char* host, std::uint16_t port, const char* user)
{
    sipcore::config::OutboundRegistration account;
    account.host = host;
    account.port = port;
    account.user = user;
    return {std::make_shared<const sipcore::config::OutboundRegistration>(account),
            sipcore::RegistrationStatus::request_sent, std::chrono::seconds{120}, std::nullopt};
}

TEST(RegistryText, HasTheColumnsOfTheOldDriver)
{
    setenv("TZ", "UTC", 1);
    auto dead = standing("127.0.0.1", 25091, "deaduser");
    auto up = standing("127.0.0.1", 25090, "trunkuser");
    up.status = sipcore::RegistrationStatus::registered;
    up.refresh = std::chrono::seconds{105};
    up.registered_at = sipcore::Clock::WallTime{std::chrono::seconds{1795402034}};
    EXPECT_EQ(registry_text({dead, up}),
              "Host                                    dnsmgr Username       Refresh State                Reg.Time                 \n"
              "127.0.0.1:25091                         N      deaduser           120 Request Sent                                  \n"
              "127.0.0.1:25090                         N      trunkuser          105 Registered           Mon, 23 Nov 2026 02:47:14\n"
              "2 SIP registrations.\n");
}

TEST(RegistryText, AddsADomainOfItsOwnToTheUser)
{
    auto state = standing("sip.example.com", 5060, "u2");
    auto account = *state.account;
    account.domain = "dom.test";
    account.domain_port = 5070;
    state.account = std::make_shared<const sipcore::config::OutboundRegistration>(account);
    auto text = registry_text({state});
    EXPECT_NE(text.find("sip.example.com:5060                    Y      u2@dom.test:       120 Request Sent"), std::string::npos)
        << text;
}

TEST(RegistryRecord, HasWhatTheLineHasUncut)
{
    using sipcore::Record;
    auto state = standing("sip.example.com", 5070, "a-user-whose-name-is-long");
    EXPECT_EQ(record_of(state), (Record{{"host", "sip.example.com"}, {"port", 5070}, {"dnsmgr", true}, {"username", "a-user-whose-name-is-long"},
                                        {"refresh", 120}, {"state", "Request Sent"}, {"reg_time", {}}}));
    state.registered_at = sipcore::Clock::WallTime{std::chrono::seconds{1795402034}};
    EXPECT_EQ(record_of(state).back(), (sipcore::Field{"reg_time", 1795402034}));
}

TEST(RegistryText, GivesTheManagerItsFields)
{
    EXPECT_EQ(entry_text(standing("127.0.0.1", 25091, "deaduser")),
              "Host: 127.0.0.1\r\nPort: 25091\r\nUsername: deaduser\r\nDomain: 127.0.0.1\r\nDomainPort: 5060\r\nRefresh: 120\r\n"
              "State: Request Sent\r\nRegistrationTime: 0\r\n");
}

}  // namespace

}  // namespace res_sip_outbound_registration
