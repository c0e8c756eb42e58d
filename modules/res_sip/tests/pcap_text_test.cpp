// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages as packets of a file, octet by octet. */
#include "pcap_text.h"

#include <gtest/gtest.h>

namespace res_sip {

namespace {

/** An address. */
sipcore::SocketAddress address(const char* text)
{
    return *sipcore::SocketAddress::parse(text, 0);
}

/** Two octets in network order. */
unsigned word_at(const std::string& text, std::size_t at)
{
    return static_cast<unsigned>(static_cast<unsigned char>(text[at]) << 8 | static_cast<unsigned char>(text[at + 1]));
}

/** The sum of a text's words, as RFC 1071 adds them: 0xffff where a checksum in it is right. */
unsigned sum_of(std::string text, unsigned sum = 0)
{
    if (text.size() % 2)
        text += '\0';
    for (std::size_t i = 0; i < text.size(); i += 2)
        sum += word_at(text, i);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

TEST(PcapText, HasAHeadOfTwentyFourOctets)
{
    EXPECT_EQ(pcap_head().size(), 24U);
}

TEST(PcapText, WrapsAMessageInIpAndUdp)
{
    auto record = pcap_record(1000000ULL * 1700000000 + 123456, address("192.0.2.1:5060"), address("198.51.100.9:40000"), "OPTIONS");
    ASSERT_EQ(record.size(), 16U + 20 + 8 + 7);
    auto packet = record.substr(16);
    EXPECT_EQ(static_cast<unsigned char>(packet[0]), 0x45);
    EXPECT_EQ(word_at(packet, 2), 35U) << "the length of the packet";
    EXPECT_EQ(packet[9], 17) << "UDP";
    EXPECT_EQ(packet.substr(12, 8), std::string("\xc0\0\x02\x01\xc6\x33\x64\x09", 8));
    EXPECT_EQ(word_at(packet, 20), 5060U);
    EXPECT_EQ(word_at(packet, 22), 40000U);
    EXPECT_EQ(word_at(packet, 24), 15U);
    EXPECT_EQ(packet.substr(28), "OPTIONS");
    EXPECT_EQ(sum_of(packet.substr(0, 20)), 0xffffU) << "the checksum of the header";
    EXPECT_EQ(sum_of(packet.substr(12), 17 + 15), 0xffffU) << "the checksum of UDP, with its pseudo header";
}

TEST(PcapText, KnowsIpv6)
{
    auto packet = pcap_record(0, address("[2001:db8::1]:5061"), address("[2001:db8::9]:5062"), "x").substr(16);
    ASSERT_EQ(packet.size(), 40U + 8 + 1);
    EXPECT_EQ(static_cast<unsigned char>(packet[0]), 0x60);
    EXPECT_EQ(word_at(packet, 4), 9U);
    EXPECT_EQ(sum_of(packet.substr(8), 17 + 9), 0xffffU);
}

TEST(PcapText, CutsWhatIsTooLongForAPacketAndSaysSo)
{
    auto record = pcap_record(0, address("192.0.2.1:1"), address("192.0.2.2:2"), std::string(100000, 'x'));
    EXPECT_EQ(record.size(), 16U + 28 + 65000);
    std::uint32_t whole = 0;
    record.copy(reinterpret_cast<char*>(&whole), 4, 12);
    EXPECT_EQ(whole, 28U + 100000);
}

}  // namespace

}  // namespace res_sip
