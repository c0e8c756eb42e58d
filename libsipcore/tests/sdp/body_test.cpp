// SPDX-License-Identifier: GPL-2.0-only
/** @file Finding a description in a message's body. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

/** A Content-Type, a body, and the description in it. */
struct Body {
    const char* name;                  ///< of the row
    std::string type;                  ///< Content-Type
    std::string body;                  ///< the body
    std::optional<std::string> found;  ///< the description
};

/** Names a row in a failure. */
void PrintTo(const Body& row, std::ostream* to)
{
    *to << row.name;
}

/** Bodies of INVITEs. */
class SdpBody : public testing::TestWithParam<Body> {};

TEST_P(SdpBody, HoldsADescriptionOrNot)  // sdp-3-1
{
    auto found = body_of(GetParam().type, GetParam().body);
    ASSERT_EQ(found.has_value(), GetParam().found.has_value());
    if (found) {
        EXPECT_EQ(*found, *GetParam().found);
    }
}

/** A multipart type with the boundary `b`. */
constexpr auto mixed = "multipart/mixed;boundary=b";

/** The rows of SdpBody. */
INSTANTIATE_TEST_SUITE_P(
    Bodies, SdpBody,
    testing::Values(
        Body{"Plain", "application/sdp", "v=0\r\n", "v=0\r\n"}, Body{"Capitals", "Application/SDP", "v=0", "v=0"},
        Body{"WithParameter", "application/sdp ; charset=utf-8", "v=0", "v=0"},
        Body{"Empty", "application/sdp", "", {}}, Body{"NoType", "", "v=0", {}},
        Body{"OtherType", "application/dtmf-relay", "Signal=1", {}}, Body{"LongerType", "application/sdpx", "v=0", {}},
        Body{"LeadingSpaceInBody", "application/sdp", " v=0", " v=0"},
        Body{"OnlyPart", mixed, "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b--\r\n", "v=0\r\n"},
        Body{
            "SecondPart", "multipart/mixed; boundary=\"b\"",
            "--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b--",
            "v=0\r\n"},
        Body{"Preamble", mixed, "This is MIME\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"LfAlone", mixed, "--b\nContent-Type: application/sdp\n\nv=0\n--b--\n", "v=0"},
        Body{"OtherHeadersToo", mixed,
             "--b\r\nContent-Disposition: session\r\ncontent-type : APPLICATION/SDP; x=y\r\nX: y\r\n\r\nv=0\r\n--b--",
             "v=0"},
        Body{"ShortHeader", mixed, "--b\r\nc: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"NeverClosed", mixed, "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n", "v=0\r\n"},
        Body{"BlanksBehindTheDelimiter", mixed, "--b  \r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"Related", "multipart/related;type=x;boundary=b",
             "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"QuotedSemicolon", "multipart/mixed;x=\"a;boundary=no\";boundary=b",
             "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"BoundaryInsideALine", mixed, "--b\r\nContent-Type: application/sdp\r\n\r\na=x--b\r\n--b--", "a=x--b"},
        Body{"NoSuchPart", mixed, "--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--", {}},
        Body{"PartWithoutHeaders", mixed, "--b\r\n\r\nv=0\r\n--b--", {}},
        Body{"PartWithoutEndOfHeaders", mixed, "--b\r\nContent-Type: application/sdp\r\n--b--", {}},
        Body{"EmptyPart", mixed, "--b\r\n--b\r\n--b--", {}},
        Body{"NoBoundary", "multipart/mixed", "--b\r\n\r\nv=0", {}},
        Body{"EmptyBoundary", "multipart/mixed;boundary=", "--\r\nContent-Type: application/sdp\r\n\r\nv=0", {}},
        Body{"EmptyQuotedBoundary",
             "multipart/mixed;boundary=\"\"",
             "--\r\nContent-Type: application/sdp\r\n\r\nv=0",
             {}},
        Body{"UnterminatedQuote", "multipart/mixed;boundary=\"b",
             "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"BoundaryWithoutValue", "multipart/mixed;boundary;;=;boundary=b",
             "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--", "v=0"},
        Body{"LongBoundary",
             "multipart/mixed;boundary=" + std::string(71, 'b'),
             "--" + std::string(71, 'b') + "\r\nContent-Type: application/sdp\r\n\r\nv=0",
             {}},
        Body{"DelimiterAtTheVeryEnd", mixed, "--b", {}}, Body{"ClosedAtOnce", mixed, "--b--", {}},
        Body{"AnotherBoundary", mixed, "--c\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--c--", {}}),
    samples::RowName{});

TEST(SdpBodyOf, LooksAtThirtyTwoPartsAlone)
{
    std::string body;
    for (int i = 0; i < 31; ++i)
        body += "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
    std::string description = "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--";
    EXPECT_EQ(body_of(mixed, body + description), "v=0");
    EXPECT_FALSE(body_of(mixed, body + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + description));
}

TEST(SdpBodyOf, EndsOnABodyOfDelimitersAlone)
{
    std::string body;
    for (int i = 0; i < 10000; ++i)
        body += "--b\r\n";
    EXPECT_FALSE(body_of(mixed, body));
    EXPECT_FALSE(body_of(mixed, std::string(20000, '-')));
}

}  // namespace
}  // namespace sipcore::sdp
