// SPDX-License-Identifier: GPL-2.0-only
/** @file What is kept of dialogs, and how history and ladder are drawn from it. */
#include "history/dialog_log.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "history/ladder.h"

namespace res_sip {

namespace {

/** Our end. */
const sipcore::SocketAddress pbx = *sipcore::SocketAddress::parse("192.0.2.1:5060", 0);
/** A phone. */
const sipcore::SocketAddress phone = *sipcore::SocketAddress::parse("192.0.2.7:5062", 0);

/** A message. */
std::string message(std::string_view first, std::string_view cseq, std::string_view call_id = "one@phone", std::string_view body = "")
{
    return std::format("{}\r\nVia: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bK1\r\nCall-ID: {}\r\nCSeq: {}\r\n\r\n{}", first, call_id, cseq, body);
}

/** A moment, in milliseconds from some beginning. */
std::chrono::system_clock::time_point at(int milliseconds)
{
    return std::chrono::system_clock::time_point{std::chrono::milliseconds{milliseconds}};
}

/** A log with a short call in it. */
DialogLog short_call()
{
    DialogLog log;
    log.note(false, pbx, phone, message("INVITE sip:600@192.0.2.1 SIP/2.0", "1 INVITE", "one@phone", "v=0\r\n"), at(0));
    log.note(true, pbx, phone, message("SIP/2.0 100 Trying", "1 INVITE"), at(1));
    log.note(true, pbx, phone, message("SIP/2.0 200 OK", "1 INVITE", "one@phone", "v=0\r\n"), at(20));
    log.note(true, pbx, phone, message("SIP/2.0 200 OK", "1 INVITE", "one@phone", "v=0\r\n"), at(520));
    log.note(false, pbx, phone, message("ACK sip:600@192.0.2.1 SIP/2.0", "1 ACK"), at(530));
    log.note(true, pbx, phone, message("BYE sip:alice@192.0.2.7:5062 SIP/2.0", "102 BYE"), at(900));
    log.note(false, pbx, phone, message("SIP/2.0 200 OK", "102 BYE"), at(910));
    return log;
}

TEST(Heading, IsReadInLongAndCompactForms)
{
    auto heading = heading_of("SIP/2.0 180 Ringing\r\nv: SIP/2.0/UDP a\r\nI : x@y\r\nCSEQ:  7 INVITE \r\n\r\nv=0\r\n");
    EXPECT_EQ(heading.call_id, "x@y");
    EXPECT_EQ(heading.cseq, "7 INVITE");
    EXPECT_EQ(heading.method(), "INVITE");
    EXPECT_EQ(heading.status(), 180);
    EXPECT_TRUE(heading.sdp);
    EXPECT_EQ(heading_of("OPTIONS sip:x SIP/2.0").method(), "OPTIONS");
    EXPECT_TRUE(heading_of("").first.empty());
}

TEST(DialogLog, WritesTheEntriesOfTheOldDriver)  // docs/spec/cli.md §11
{
    auto text = history_text(short_call().find("ONE@"), "ONE@", true);
    EXPECT_EQ(text, "\n  * SIP Call\n"
                    "1. Rx              INVITE / 1 INVITE / sip:600@192.0.2.1\n"
                    "2. TxResp          SIP/2.0 / 1 INVITE - 100 Trying\n"
                    "3. TxRespRel       SIP/2.0 / 1 INVITE - 200 OK\n"
                    "4. ReTx            500 SIP/2.0 200 OK\n"
                    "5. Rx              ACK / 1 ACK / sip:600@192.0.2.1\n"
                    "6. TxReqRel        BYE / 102 BYE - BYE\n"
                    "7. Rx              SIP/2.0 / 102 BYE / 200 OK\n");
}

TEST(DialogLog, SaysThatNothingIsRecordedAndThatNothingIsFound)
{
    EXPECT_EQ(history_text({}, "x", false), "\n***Note: History recording is currently DISABLED.  Use 'sip set history on' to ENABLE.\n"
                                            "No such SIP Call ID starting with 'x'\n");
    DialogLog log;
    log.note(false, pbx, phone, message("SUBSCRIBE sip:600@192.0.2.1 SIP/2.0", "1 SUBSCRIBE"), at(0));
    EXPECT_TRUE(history_text(log.find(""), "", true).starts_with("\n  * Subscription\n1. Rx "));
}

TEST(DialogLog, TellsTheEndOfADialogOnce)
{
    DialogLog log;
    auto ends = [&](std::string_view first, std::string_view cseq) {
        return log.note(false, pbx, phone, message(first, cseq), at(0))->ends;
    };
    EXPECT_FALSE(ends("INVITE sip:x SIP/2.0", "1 INVITE"));
    EXPECT_FALSE(ends("SIP/2.0 401 Unauthorized", "1 INVITE")) << "it goes on with credentials";
    EXPECT_TRUE(ends("SIP/2.0 486 Busy Here", "2 INVITE"));
    EXPECT_FALSE(ends("SIP/2.0 486 Busy Here", "2 INVITE")) << "sent again";
}

TEST(DialogLog, IsBounded)
{
    DialogLog log;
    for (int i = 0; i < 200; ++i)
        log.note(false, pbx, phone, message(std::format("INFO sip:{} SIP/2.0", i), std::format("{} INFO", i)), at(i));
    auto found = log.find("one");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].messages.size(), DialogLog::most_entries);
    EXPECT_EQ(found[0].messages.back().cseq, "199 INFO");
    EXPECT_FALSE(log.note(false, pbx, phone, message("INFO sip:x SIP/2.0", "1 INFO", std::string(300, 'x')), at(0)));
    EXPECT_FALSE(log.note(false, pbx, phone, "INFO sip:x SIP/2.0\r\n\r\n", at(0)));
    auto longest = log.note(false, pbx, phone, message("INFO sip:" + std::string(9000, 'x') + "\x1b SIP/2.0", "1 INFO", "long"), at(0));
    EXPECT_EQ(longest->message.entry.size(), DialogLog::longest_entry);
    EXPECT_EQ(longest->message.first.size(), DialogLog::longest_text);
    for (std::size_t i = 0; i < DialogLog::most_dialogs; ++i)
        log.note(false, pbx, phone, message("OPTIONS sip:x SIP/2.0", "1 OPTIONS", std::format("flood-{}", i)), at(1000));
    EXPECT_EQ(log.call_ids().size(), DialogLog::most_dialogs);
    EXPECT_TRUE(log.find("one").empty()) << "nothing was said in it for the longest time";
    log.clear();
    EXPECT_TRUE(log.call_ids().empty());
}

TEST(Ladder, HasAColumnForEachAddressAndALineForEachMessage)
{
    auto text = ladder_text(short_call().find("one").front());
    EXPECT_NE(text.find("Call-ID: one@phone\n"), std::string::npos);
    EXPECT_NE(text.find("192.0.2.7:5062"), std::string::npos) << text;
    EXPECT_LT(text.find("192.0.2.7:5062"), text.find("192.0.2.1:5060")) << "who began stands first";
    EXPECT_NE(text.find("|-- INVITE (SDP) ---------------->|\n"), std::string::npos) << text;
    EXPECT_NE(text.find("|<-- 100 Trying ------------------|\n"), std::string::npos) << text;
    EXPECT_NE(text.find("|<-- 200 OK (SDP) again ----------|\n"), std::string::npos) << text;
    EXPECT_EQ(std::ranges::count(text, '>'), 3);
    EXPECT_EQ(std::ranges::count(text, '<'), 4);
}

TEST(Ladder, IsAPictureWithNothingInItThatTheOtherSideCouldWrite)
{
    DialogLog log;
    log.note(false, pbx, phone, message("SIP/2.0 200 </text><script>alert(1)</script>\x01", "1 INVITE", "<b>&\"id"), at(0));
    auto picture = ladder_html(log.find("").front());
    EXPECT_EQ(picture.find("<script"), std::string::npos);
    EXPECT_EQ(picture.find("<b>"), std::string::npos);
    EXPECT_EQ(picture.find('\x01'), std::string::npos);
    EXPECT_NE(picture.find("Call-ID: &lt;b&gt;&amp;&quot;id"), std::string::npos);
    EXPECT_TRUE(picture.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(ladder_text({"empty", false, {}, false}), "Call-ID: empty\n\n");
}

}  // namespace

}  // namespace res_sip
