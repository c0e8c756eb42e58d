// SPDX-License-Identifier: GPL-2.0-only
/** @file PUBLISH and its documents. Rows: docs/spec/behaviour/subscriptions.md, section 5. */
#include "pubsub/decide_publication.h"

#include <gtest/gtest.h>

#include "pubsub/publications.h"
#include "pubsub/xml_reader.h"

using namespace sipcore;
using namespace sipcore::pubsub;
using namespace std::chrono_literals;

namespace {

/** What a PUBLISH comes to: its kind, or the status of its refusal. */
std::string outcome(const PublishRequest& request)
{
    static constexpr const char* names[] = {"initial", "refresh", "modify", "remove"};
    auto done = publication_of(request, Lifetimes{});
    return done ? names[static_cast<int>(done->kind)] + std::string{" "} + std::to_string(done->lifetime.count())
                : std::to_string(done.error().status);
}

/** The usual type. */
constexpr std::string_view pidf = "application/pidf+xml";

}  // namespace

TEST(Publication, IsDecidedByLifetimeEtagAndBody)  // sub-s2-3 sub-s2-4 sub-s2-5 sub-s2-11
{
    EXPECT_EQ(outcome({"1800", "", pidf, "x"}), "initial 1800");
    EXPECT_EQ(outcome({"", "", pidf, "x"}), "initial 3600");
    EXPECT_EQ(outcome({"7200", "", pidf, "x"}), "initial 3600");
    EXPECT_EQ(outcome({"60", "7", pidf, ""}), "refresh 60");
    EXPECT_EQ(outcome({"60", "7", pidf, "x"}), "modify 60");
    EXPECT_EQ(outcome({"0", "7", pidf, ""}), "remove 0");
    EXPECT_EQ(outcome({"59", "7", pidf, ""}), "423");
    EXPECT_EQ(outcome({"soon", "", pidf, "x"}), "400");
    EXPECT_EQ(outcome({"-1", "", pidf, "x"}), "400");
    EXPECT_EQ(outcome({"1800", "", pidf, ""}), "400");
    EXPECT_EQ(outcome({"0", "", pidf, ""}), "400");
}

TEST(Availability, IsReadFromTheFirstTuple)  // sub-s2-8 sub-s2-11
{
    auto document = [](std::string_view inside) {
        return "<?xml version=\"1.0\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:a@example.com\">" +
               std::string{inside} + "</presence>";
    };
    auto read = [&](std::string_view text) { return read_availability(pidf, text); };
    EXPECT_EQ(read(document("<tuple id='1'><status><basic>open</basic></status></tuple>")), Availability::open);
    EXPECT_EQ(read(document("<tuple id='1'><status><basic> closed\n</basic></status></tuple>")), Availability::closed);
    EXPECT_EQ(read(document("<tuple id='1'><status><basic>no</basic></status></tuple>")), Availability::neither);
    EXPECT_EQ(read(document("<note>x</note><tuple id='1'><status><basic>open</basic></status></tuple>"
                            "<tuple id='2'><status/></tuple>")), Availability::open);
    EXPECT_EQ(read("<p:presence xmlns:p='urn:ietf:params:xml:ns:pidf' entity='x'><p:tuple id='1'><p:status><p:basic>open</p:basic>"
                   "</p:status></p:tuple></p:presence>"), Availability::open);
    EXPECT_EQ(read(availability_body("sip:\"x\"@example.com", false)), Availability::closed);
    EXPECT_EQ(read(availability_body("sip:x@example.com", true)), Availability::open);
    const std::string bad[] = {
        "", "no document", "<presence/>", document(""), document("<note/>"), document("<tuple id='1'/>"),
        document("<tuple><status><basic>open</basic></status></tuple>"),
        document("<tuple id='1'><status/><status/></tuple>"),
        document("<tuple id='1'><status/></tuple>"),
        document("<tuple id='1'><status><basic/></status></tuple>"),
        document("<tuple id='1'><status><basic>open</basic></status></tuple><tuple id='2'/>"),
        "<presence entity='x' xmlns='urn:x'><tuple id='1'><status><basic>open</basic></status></tuple></presence>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple id='1'><status><basic>open</basic></status></tuple></presence>",
    };
    for (const auto& each : bad) {
        auto refused = read(each);
        ASSERT_FALSE(refused) << each;
        EXPECT_EQ(refused.error().status, 400);
    }
    EXPECT_FALSE(read_availability("text/plain", document("<tuple id='1'><status><basic>open</basic></status></tuple>")));
    EXPECT_TRUE(read_availability("Application/PIDF+xml ; charset=UTF-8",
                                  document("<tuple id='1'><status><basic>open</basic></status></tuple>")));
}

TEST(XmlReader, RefusesWhatStrangersMayWantToHurtWith)
{
    std::string deep;
    for (int i = 0; i < 10000; ++i)
        deep += "<a>";
    std::string wide = "<a>";
    for (int i = 0; i < 10000; ++i)
        wide += "<b/>";
    for (const auto& each : {deep, wide + "</a>", std::string{"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}, std::string{"<a b=1/>"},
                             std::string{"<a b='1>"}, std::string{"<a></b>"}, std::string{"<a><![CDATA[x</a>"}, std::string{"<a/><b/>"},
                             std::string{"<!--"}, std::string{"<?"}, std::string{"<"}, std::string{"</a>"}, std::string{"<>"}})
        EXPECT_FALSE(read_xml(each)) << each.substr(0, 40);
    auto good = read_xml("<!-- x --><a x:y='&lt;&amp;'><![CDATA[<]]>&gt;<?pi?><b/>t</a> ");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->attribute("x:y"), "<&");
    EXPECT_EQ(good->text, "<>t");
    EXPECT_TRUE(good->child("b"));
}

TEST(Publications, HaveEtagsThatCountUpAndEnd)  // sub-s2-6 sub-s2-9 sub-s2-10
{
    Publications all;
    Clock::Instant now{};
    auto first = all.add(now + 60s, now);
    auto second = all.add(now + 90s, now);
    ASSERT_TRUE(first && second);
    EXPECT_LT(std::stoi(*first), std::stoi(*second));
    EXPECT_TRUE(all.has(*first, now + 59s));
    EXPECT_FALSE(all.has(*first, now + 60s));
    EXPECT_TRUE(all.remove(*second, now));
    EXPECT_FALSE(all.remove(*second, now));
    for (std::size_t i = 0; i < Publications::most; ++i)
        all.add(now + 30s, now);
    EXPECT_FALSE(all.add(now + 30s, now));
    EXPECT_TRUE(all.add(now + 30s, now + 61s));
}
