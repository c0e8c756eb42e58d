// SPDX-License-Identifier: GPL-2.0-only
/** @file The reader in front of the parser: what passes, what is mended, what is refused and in which words. */
#include "transport/pre_reader.h"

#include <gtest/gtest.h>

#include <format>

namespace sipcore::transport {

namespace {

/** What is done with a message. */
using Action = Verdict::Action;

/** A request with everything that must be there. */
std::string request(std::string_view more = {}, std::string_view first = "OPTIONS sip:100@192.0.2.1 SIP/2.0")
{
    return std::format("{}\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1;rport\r\nFrom: <sip:a@example.com>;tag=1\r\n"
                       "To: <sip:b@example.com>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n{}\r\n",
                       first, more);
}

/** Without a line that begins so. */
std::string without(std::string text, std::string_view name)
{
    auto at = text.find(std::format("\r\n{}", name));
    text.erase(at, text.find("\r\n", at + 2) - at);
    return text;
}

TEST(PreReader, LetsAnOrdinaryRequestPassAsItIs)
{
    EXPECT_EQ(inspect(request(), {}).action, Action::pass);
    EXPECT_FALSE(mend(request()));
}

TEST(PreReader, DropsKeepAlives)
{
    for (std::string_view text : {"", "\r\n", "\r\n\r\n", "\0\0\0\0", "hello", "        \r\n"})
        EXPECT_EQ(inspect(text, {}).action, Action::drop) << text;
}

/** A header that is missing, and what is said. */
struct Missing {
    const char* header;  ///< its name
    const char* reason;  ///< the phrase
};

/** One missing header. */
class PreReaderMissing : public testing::TestWithParam<Missing> {};

TEST_P(PreReaderMissing, IsTold)
{
    auto verdict = inspect(without(request(), GetParam().header), {});
    EXPECT_EQ(verdict.action, Action::refuse);
    EXPECT_EQ(verdict.status, 400);
    EXPECT_EQ(verdict.reason, GetParam().reason);
}

/** All mandatory headers but Via. */
INSTANTIATE_TEST_SUITE_P(All, PreReaderMissing,
                         testing::Values(Missing{"From", "Missing From"}, Missing{"To", "Missing To"},
                                         Missing{"Call-ID", "Missing Call-ID"}, Missing{"CSeq", "Missing CSeq"}));

TEST(PreReader, OwesNoAnswerWithoutAVia)
{
    EXPECT_EQ(inspect(without(request(), "Via"), {}).action, Action::drop);
}

TEST(PreReader, OwesNoAnswerToABrokenAckOrResponse)
{
    auto ack = request({}, "ACK sip:100@192.0.2.1 SIP/2.0");
    EXPECT_EQ(inspect(without(ack, "To"), {}).action, Action::drop);
    auto response = request({}, "SIP/2.0 200 OK");
    EXPECT_EQ(inspect(without(response, "To"), {}).action, Action::drop);
    EXPECT_FALSE(refusal(ack, 400, "x", "t", "192.0.2.9", 5060));
    EXPECT_FALSE(refusal(response, 400, "x", "t", "192.0.2.9", 5060));
}

TEST(PreReader, RefusesAnotherVersion)
{
    EXPECT_EQ(inspect(request({}, "OPTIONS sip:100@192.0.2.1 SIP/3.0"), {}).status, 505);
    EXPECT_EQ(inspect(request({}, "OPTIONS sip:100@192.0.2.1"), {}).status, 400);
}

TEST(PreReader, BoundsWhatComesIn)
{
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += std::format("X-{}: y\r\n", i);
    EXPECT_EQ(inspect(request(many), {}).status, 513);
    EXPECT_EQ(inspect(request("X: " + std::string(5000, 'x') + "\r\n"), {}).status, 513);
    EXPECT_EQ(inspect(request() + std::string(17000, 'b'), {}).status, 413);
    EXPECT_EQ(inspect(request() + std::string(30000, 'b'), {}).status, 513);
}

TEST(PreReader, RefusesACSeqThatIsNoNumber)
{
    for (std::string_view cseq : {"CSeq: x OPTIONS", "CSeq: 1", "CSeq: 99999999999 OPTIONS", "CSeq: -1 OPTIONS"}) {
        auto text = without(request(), "CSeq");
        text.insert(text.size() - 2, std::format("{}\r\n", cseq));
        EXPECT_EQ(inspect(text, {}).reason, "Bad CSeq") << cseq;
    }
}

TEST(PreReader, FindsFoldedAndCompactHeaders)
{
    auto text = "OPTIONS sip:x SIP/2.0\r\nv: SIP/2.0/UDP 192.0.2.9\r\nf: <sip:a@example.com>\r\n ;tag=1\r\nt : <sip:b@example.com>\r\n"
                "i: x\r\nCSeq: 1 OPTIONS\r\n\r\n";
    EXPECT_EQ(inspect(text, {}).action, Action::pass);
    EXPECT_EQ(outline(text, {})->headers.size(), 5U);
}

TEST(PreReader, TakesAwayWhatOnlyInformsAndCannotBeRead)
{
    auto mended = mend(request("Expires: soon\r\nMax-Forwards: many\r\n"));
    ASSERT_TRUE(mended);
    EXPECT_EQ(mended->find("Expires"), std::string::npos);
    EXPECT_EQ(mended->find("Max-Forwards"), std::string::npos);
    EXPECT_NE(mended->find("Call-ID: x"), std::string::npos);
}

TEST(PreReader, TakesTheBracketsOffARequestUri)
{
    auto mended = mend(request({}, "OPTIONS <sip:100@192.0.2.1> SIP/2.0"));
    ASSERT_TRUE(mended);
    EXPECT_TRUE(mended->starts_with("OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n"));
}

TEST(PreReader, WordsARefusalWithWhatTheSenderSaid)
{
    auto text = refusal(request(), 400, "Bad Contact", "tag7", "192.0.2.77", 4242);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "SIP/2.0 400 Bad Contact\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1;rport=4242;received=192.0.2.77\r\n"
                     "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>;tag=tag7\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n"
                     "Content-Length: 0\r\n\r\n");
}

TEST(PreReader, WordsARefusalWithFurtherHeaders)
{
    auto text = refusal(request(), 503, "Service Unavailable", "t", "192.0.2.77", 4242, "Retry-After: 5\r\n");
    ASSERT_TRUE(text);
    EXPECT_TRUE(text->ends_with("CSeq: 1 OPTIONS\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"));
}

TEST(PreReader, ReadsWhatTheTopmostViaSaysOfTheWayBack)
{
    auto via_of = [](std::string_view value) {
        auto text = std::format("INVITE sip:x SIP/2.0\r\nv: {}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKother\r\n\r\n", value);
        auto seen = top_via(*outline(text, {}));
        return seen ? std::format("{} {} {}", seen->branch, seen->port, seen->rport) : "none";
    };
    EXPECT_EQ(via_of("SIP/2.0/UDP 192.0.2.9:5070;rport;branch=z9hG4bK1"), "z9hG4bK1 5070 true");
    EXPECT_EQ(via_of("SIP / 2.0 / UDP  phone.example ; Branch = z9hG4bK2 ;x=y"), "z9hG4bK2 0 false");
    EXPECT_EQ(via_of("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1, SIP/2.0/TCP 192.0.2.8;rport"), "z9hG4bK1 0 false");
    EXPECT_EQ(via_of("SIP/2.0/UDP 192.0.2.9"), " 0 false");
    for (const auto* unclear : {"SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1", "SIP/2.0/UDP a;x=\"b;branch=c\"", "SIP/2.0/UDP a:x",
                                "SIP/2.0/UDP a:99999", "SIP/2.0/UDP a;maddr=192.0.2.4;branch=z9hG4bK1"})
        EXPECT_EQ(via_of(unclear), "none") << unclear;
    EXPECT_FALSE(top_via(*outline("INVITE sip:x SIP/2.0\r\nTo: <sip:a@b>\r\n\r\n", {})));
}

TEST(PreReader, TakesAnythingWithAnEqualsSignBehindTheAddressForATag)
{
    for (const auto* value : {"<sip:a@b>;tag=1", "sip:a@b;tag=1", "\"x\" <sip:a@b>;x=y", "<sip:a@b> ; TAG = 5"})
        EXPECT_TRUE(may_be_tagged(value)) << value;
    for (const auto* value : {"<sip:a@b>", "sip:a@b", "<sip:a@b;user=phone>", "\"a=b\" <sip:a@b>"})
        EXPECT_FALSE(may_be_tagged(value)) << value;
}

TEST(PreReader, GivesBackNoControlCharacters)
{
    auto hostile = request();
    hostile.replace(hostile.find("Call-ID: x"), 10, "Call-ID: x\x1b[2J\x01y");
    auto text = refusal(hostile, 400, "x", "t", "192.0.2.9", 5060);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->find('\x1b'), std::string::npos);
    EXPECT_NE(text->find("Call-ID: x[2Jy\r\n"), std::string::npos);
}

TEST(PreReader, RefusesWhatStandsTwiceAndMayStandOnce)  // auth-1-6
{
    EXPECT_EQ(inspect(request("Call-ID: other\r\n"), {}).reason, "Several Call-ID");
    EXPECT_EQ(inspect(request("i: other\r\n"), {}).reason, "Several Call-ID");
    EXPECT_EQ(inspect(request("CSeq: 2 OPTIONS\r\n"), {}).reason, "Several CSeq");
    EXPECT_EQ(inspect(request("t: <sip:x@example.com>\r\n"), {}).reason, "Several To");
    EXPECT_EQ(inspect(request("l: 0\r\nContent-Length: 5\r\n"), {}).reason, "Several Content-Length");
}

TEST(PreReader, RefusesALengthThatTheBodyHasNot)  // sec-3-11 sec-3-27
{
    EXPECT_EQ(inspect(request("Content-Length: 1\r\n"), {}).reason, "Content-Length exceeds the body");
    EXPECT_EQ(inspect(request("Content-Length: 100000000\r\n"), {}).reason, "Content-Length exceeds the body");
    EXPECT_EQ(inspect(request("Content-Length: -1\r\n"), {}).reason, "Bad Content-Length");
    EXPECT_EQ(inspect(request("Content-Length: 99999999999\r\n"), {}).reason, "Bad Content-Length");
    EXPECT_EQ(inspect(request("Content-Length: 2\r\n") + "four", {}).action, Action::pass);
}

TEST(PreReader, RefusesANulInAHeaderAndTakesItInABody)  // sec-3-19
{
    auto bad = request("X: y\r\n");
    bad[bad.find("X: y") + 3] = '\0';
    EXPECT_EQ(inspect(bad, {}).reason, "NUL in a header");
    EXPECT_EQ(inspect(request() + std::string{"a\0b", 3}, {}).action, Action::pass);
}

TEST(PreReader, RefusesACSeqOfAnotherMethod)  // auth-1-6
{
    auto text = without(request(), "CSeq");
    text.insert(text.size() - 2, "CSeq: 1 INVITE\r\n");
    EXPECT_EQ(inspect(text, {}).reason, "CSeq of another method");
    text = without(request(), "CSeq");
    text.insert(text.size() - 2, "CSeq: 1\r\n  OPTIONS\r\n");
    EXPECT_EQ(inspect(text, {}).action, Action::pass);
}

TEST(PreReader, KnowsTheSchemesThatAUserAgentMayBeAskedBy)
{
    for (std::string_view uri : {"sip:a@b", "SIPS:a@b", "tel:+1555", "<sip:a@b>"})
        EXPECT_EQ(inspect(request({}, std::format("OPTIONS {} SIP/2.0", uri)), {}).action, Action::pass) << uri;
    for (std::string_view uri : {"http://a", "soap.beep://a", "urn:service:sos", "xmpp:a@b"})
        EXPECT_EQ(inspect(request({}, std::format("OPTIONS {} SIP/2.0", uri)), {}).status, 416) << uri;
}

TEST(PreReader, TakesAwayCredentialsOfASchemeThatNobodyKnows)
{
    auto mended = mend(request("Authorization: NoOneKnowsThisScheme opaque-data=here\r\n"));
    ASSERT_TRUE(mended);
    EXPECT_EQ(mended->find("Authorization"), std::string::npos);
    EXPECT_FALSE(mend(request("Authorization: Digest username=\"a\"\r\n")));
}

TEST(PreReader, ANumberThatIsTooLargeIsTheLargestThereIs)  // sec-3-11
{
    auto mended = mend(request("Expires: 10000000000000000000000000000000\r\n"));
    ASSERT_TRUE(mended);
    EXPECT_NE(mended->find("Expires: 4294967295\r\n"), std::string::npos);
}

}  // namespace

}  // namespace sipcore::transport
