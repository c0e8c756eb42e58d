// SPDX-License-Identifier: GPL-2.0-only
/** @file The metric of registrations. */
#include "registration_metric.h"

#include <gtest/gtest.h>

namespace {

using res_sip_prometheus::registration_metric;

/** A row of the report. */
sipcore::Record row(std::string_view user, std::string_view host, int port, std::string_view state)
{
    return {{"host", host}, {"port", port}, {"dnsmgr", true}, {"username", user}, {"state", state}};
}

/** The last line of the metric of one registration. */
std::string line_of(const sipcore::Record& registration)
{
    auto text = registration_metric({registration}, "e");
    return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

TEST(RegistrationMetric, IsNotThereWithoutRegistrations)
{
    EXPECT_EQ(registration_metric({}, "e"), "");
}

TEST(RegistrationMetric, HasOneHeadAndALineForEach)
{
    EXPECT_EQ(registration_metric({row("us", "one.example.com", 5060, "Registered"), row("us", "two.example.com", 5060, "Request Sent")},
                                  "02:00:00:00:00:01"),
              "# HELP asterisk_sip_outbound_registration_status Current registration status. 0=Unregistered; 1=Registered; 2=Rejected.\n"
              "# TYPE asterisk_sip_outbound_registration_status gauge\n"
              "asterisk_sip_outbound_registration_status{eid=\"02:00:00:00:00:01\",username=\"us\",domain=\"one.example.com\","
              "channel_type=\"SIP\"} 1\n"
              "asterisk_sip_outbound_registration_status{eid=\"02:00:00:00:00:01\",username=\"us\",domain=\"two.example.com\","
              "channel_type=\"SIP\"} 0\n");
}

TEST(RegistrationMetric, CountsWhatIsRefusedForGoodAsRejected)
{
    for (const auto* state : {"Rejected", "No Authentication"})
        EXPECT_TRUE(line_of(row("us", "h", 5060, state)).ends_with(" 2\n")) << state;
    for (const auto* state : {"Unregistered", "Request Sent", "Auth. Sent", "Failed"})
        EXPECT_TRUE(line_of(row("us", "h", 5060, state)).ends_with(" 0\n")) << state;
}

TEST(RegistrationMetric, NamesAPortThatIsNotTheUsualOne)
{
    EXPECT_NE(line_of(row("us", "h", 5070, "Registered")).find("domain=\"h:5070\""), std::string::npos);
}

TEST(RegistrationMetric, EscapesWhatWouldEndALabel)
{
    EXPECT_NE(line_of(row("a\"b\\c\nd", "h", 5060, "Registered")).find(R"(username="a\"b\\c\nd",)"), std::string::npos);
}

TEST(RegistrationMetric, TellsNoLabelsTwice)
{
    auto text = registration_metric({row("us", "h", 5060, "Registered"), row("us", "h", 5060, "Rejected")}, "e");
    EXPECT_EQ(text.find(" 2\n"), std::string::npos);
    EXPECT_NE(text.find(" 1\n"), std::string::npos);
}

}  // namespace
