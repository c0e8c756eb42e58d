// SPDX-License-Identifier: GPL-2.0-only
/** @file The headers of a registrar's 200. */
#include "registrar/respond.h"

#include "registrar/requests.h"

namespace sipcore::registrar {
namespace {

using namespace samples;
using std::chrono::seconds;

/** Headers in order. */
using Headers = std::vector<ResponseHeader>;

/** The moment of RFC 3261's own example. */
constexpr Clock::WallTime rfc_moment{seconds{1289690940}};
/** Its text. */
constexpr auto rfc_date = "Sat, 13 Nov 2010 23:29:00 GMT";

/** The headers that answer a request which is decided at noon, so many seconds later. */
Headers answered(const std::vector<Binding>& current, const RegisterRequest& request, const config::Aor& limits = aor(),
                 int later = 0)
{
    auto change = decide(current, request, limits, noon);
    EXPECT_TRUE(change.has_value());
    return response_headers(change.value_or(BindingChange{}), request, limits, noon + seconds{later}, rfc_moment);
}

TEST(RegisterResponse, NamesTheContactWithItsLifetime)
{
    EXPECT_EQ(answered(
                  {
    },
                  asking({contact("192.0.2.1")}, 600)),
              (Headers{{"Expires", "600"}, {"Contact", "<sip:alice@192.0.2.1:5062>;expires=600"}, {"Date", rfc_date}}));
}

TEST(RegisterResponse, NamesNoContactThatIsGone)
{
    EXPECT_EQ(answered(
                  {
                      bound("192.0.2.1")
    },
                  asking({contact("192.0.2.1")}, 0)),
              (Headers{{"Expires", "0"}, {"Date", rfc_date}}));
    EXPECT_EQ(answered(
                  {
                      bound("192.0.2.1")
    },
                  asking({star()}, 0)),
              (Headers{{"Expires", "0"}, {"Date", rfc_date}}));
}

TEST(RegisterResponse, TellsWhoAsksHowMuchIsLeft)
{
    EXPECT_EQ(answered(
                  {
                      bound("192.0.2.1", 100)
    },
                  asking({})),
              (Headers{{"Expires", "500"}, {"Contact", "<sip:alice@192.0.2.1:5062>;expires=500"}, {"Date", rfc_date}}));
    EXPECT_EQ(answered(
                  {
    },
                  asking({})),
              (Headers{{"Expires", "0"}, {"Date", rfc_date}}));
}

TEST(RegisterResponse, NamesNoContactAtItsEnd)
{
    EXPECT_EQ(answered(
                  {
                      bound("192.0.2.1", 600)
    },
                  asking({})),
              (Headers{{"Expires", "0"}, {"Date", rfc_date}}));
}

TEST(RegisterResponse, IsTheSameForARequestThatWasSentAgain)
{
    auto request = asking({contact("192.0.2.1")}, 600);
    auto first = decide({}, request, aor(), noon);
    ASSERT_TRUE(first);
    auto again = decide(first->bindings, request, aor(), noon + seconds{3});
    ASSERT_TRUE(again);
    EXPECT_EQ(response_headers(*first, request, aor(), noon, rfc_moment),
              response_headers(*again, request, aor(), noon + seconds{3}, rfc_moment));
}

TEST(RegisterResponse, TellsWhoAsksHowMuchIsLeftOfItsOwn)
{
    auto request = asking({contact("192.0.2.1")}, 600);
    auto first = decide({}, request, aor(), noon);
    ASSERT_TRUE(first);
    auto question = asking({});
    auto change = decide(first->bindings, question, aor(), noon + seconds{5});
    ASSERT_TRUE(change);
    EXPECT_EQ(response_headers(*change, question, aor(), noon + seconds{5}, rfc_moment)[0].value, "595");
}

TEST(RegisterResponse, NamesAllOfSeveralContacts)
{
    EXPECT_EQ(answered(
                  {
                      bound("192.0.2.1", 100)
    },
                  asking({contact("192.0.2.2", 60)}), aor(3)),
              (Headers{{"Expires", "500"},
                       {"Contact", "<sip:alice@192.0.2.1:5062>;expires=500"},
                       {"Contact", "<sip:alice@192.0.2.2:5062>;expires=60"},
                       {"Date", rfc_date}}));
}

TEST(RegisterResponse, KeepsTheParametersOfTheUriInItsBrackets)
{
    auto asked = contact("192.0.2.1", 60);
    asked.uri = "sip:alice@192.0.2.1;transport=udp;ob";
    EXPECT_EQ(answered({}, asking({asked}))[1].value, "<sip:alice@192.0.2.1;transport=udp;ob>;expires=60");
}

TEST(RegisterResponse, GivesBackThePathWhereThatIsOn)
{
    auto request = asking({contact("192.0.2.1")}, 60);
    request.path = {"<sip:edge1.example.net;lr>", "<sip:edge2.example.net;lr>"};
    EXPECT_EQ(answered({}, request).size(), 3U);
    auto limits = aor();
    limits.support_path = true;
    EXPECT_EQ(answered(
                  {
    },
                  request, limits),
              (Headers{{"Expires", "60"},
                       {"Contact", "<sip:alice@192.0.2.1:5062>;expires=60"},
                       {"Path", "<sip:edge1.example.net;lr>"},
                       {"Path", "<sip:edge2.example.net;lr>"},
                       {"Date", rfc_date}}));
}

/** A moment and its text. */
struct Date {
    const char* name;  ///< of the row
    long seconds;      ///< since 1970
    const char* text;  ///< of the header
};

/** Names a row in a failure. */
void PrintTo(const Date& row, std::ostream* to)
{
    *to << row.name;
}

/** Moments. */
class RegisterDate : public testing::TestWithParam<Date> {};

TEST_P(RegisterDate, IsWrittenInEnglishAndGreenwichTime)
{
    Clock::WallTime moment{seconds{GetParam().seconds}};
    EXPECT_EQ(date_text(moment), GetParam().text);
    EXPECT_EQ(date_text(moment + std::chrono::milliseconds{999}), GetParam().text);
}

/** The rows of RegisterDate. */
INSTANTIATE_TEST_SUITE_P(Moments, RegisterDate,
                         testing::Values(Date{"OfTheRfc", 1289690940, "Sat, 13 Nov 2010 23:29:00 GMT"},
                                         Date{"First", 0, "Thu, 01 Jan 1970 00:00:00 GMT"},
                                         Date{"LeapDay", 1709164799, "Wed, 28 Feb 2024 23:59:59 GMT"},
                                         Date{"DayAfter", 1709164800, "Thu, 29 Feb 2024 00:00:00 GMT"},
                                         Date{"Beyond2038", 4102444800, "Fri, 01 Jan 2100 00:00:00 GMT"}),
                         RowName{});

}  // namespace
}  // namespace sipcore::registrar
