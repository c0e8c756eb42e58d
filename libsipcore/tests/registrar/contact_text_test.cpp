// SPDX-License-Identifier: GPL-2.0-only
/** @file Contacts as they were written. */
#include <gtest/gtest.h>

#include "registrar/contact_text.h"

namespace sipcore::registrar {

namespace {

/** A REGISTER with these header lines. */
std::string message(const std::string& lines)
{
    return "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7\r\n" + lines + "\r\n";
}

/** Texts. */
using Texts = std::vector<std::string>;

TEST(ContactText, IsKeptWithEveryParameterInItsPlace)  // reg-3-3
{
    EXPECT_EQ(contacts_as_written(message("Contact: \"Al, \\\"x\\\" <y>\" <sip:al%69ce@192.0.2.7:5062;line=Q1;transport=UDP?a=b>;expires=60\r\n"), 8),
              Texts{"sip:al%69ce@192.0.2.7:5062;line=Q1;transport=UDP?a=b"});
}

TEST(ContactText, WithoutBracketsEndsAtItsParameters)  // reg-3-3 sec-3-20
{
    EXPECT_EQ(contacts_as_written(message("Contact: sip:a@192.0.2.7;x=y;expires=60\r\n"), 8), Texts{"sip:a@192.0.2.7"});
}

TEST(ContactText, OfSeveralHeadersAndValuesStandsInOrder)
{
    EXPECT_EQ(contacts_as_written(message("m: <sip:a@x>, <sip:b@x;p=\",\">\r\nCONTACT : <sip:c@x>\r\n"), 8),
              (Texts{"sip:a@x", "sip:b@x;p=\",\"", "sip:c@x"}));
    EXPECT_EQ(contacts_as_written(message("m: *\r\n"), 8), Texts{"*"});
    EXPECT_EQ(contacts_as_written(message("m: <sip:a@x>, <sip:b@x>, <sip:c@x>\r\n"), 2), (Texts{"sip:a@x", "sip:b@x"}));
}

TEST(ContactText, OfDamagedHeadersStaysInBounds)  // sec-3-18 sec-3-21
{
    for (const char* value : {"", ";", "<", "<>", ">", "\"", "\"\\", ",", ",,", "<sip:a@x", "\"x\" <", "<sip:a@x>>,<"})
        for (const auto& uri : contacts_as_written(message(std::string{"Contact: "} + value + "\r\n"), 8))
            EXPECT_LT(uri.size(), 16U) << value;
    EXPECT_TRUE(contacts_as_written("", 8).empty());
}

}  // namespace

}  // namespace sipcore::registrar
