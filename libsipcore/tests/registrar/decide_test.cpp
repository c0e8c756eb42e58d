// SPDX-License-Identifier: GPL-2.0-only
/** @file What a REGISTER changes. */
#include "registrar/decide.h"

#include <algorithm>
#include <format>
#include <limits>

#include "registrar/requests.h"

namespace sipcore::registrar {
namespace {

using namespace samples;
using std::chrono::seconds;

/** URIs in order. */
using Uris = std::vector<std::string>;

/** The change of a request that must not be refused. */
BindingChange decided(const std::vector<Binding>& current, const RegisterRequest& request,
                      const config::Aor& limits = aor())
{
    auto change = decide(current, request, limits, noon);
    EXPECT_TRUE(change.has_value()) << (change ? "" : change.error().reason);
    return change.value_or(BindingChange{});
}

/** The status of a request that must be refused, 200 when it is not. */
int refusal(const std::vector<Binding>& current, const RegisterRequest& request, const config::Aor& limits = aor())
{
    auto change = decide(current, request, limits, noon);
    return change ? 200 : change.error().status;
}

/** Lifetimes that are asked for, and the one that is granted. */
struct Lifetime {
    const char* name;               ///< of the row
    std::optional<long> header;     ///< Expires
    std::optional<long> parameter;  ///< of the contact
    long granted;                   ///< what comes of them
};

/** Names a row in a failure. */
void PrintTo(const Lifetime& row, std::ostream* to)
{
    *to << row.name;
}

/** Lifetimes with the usual bounds of 60, 120 and 3600 s. */
class RegisterLifetime : public testing::TestWithParam<Lifetime> {};

TEST_P(RegisterLifetime, IsBoundedByTheAor)  // reg-2-1
{
    const auto& row = GetParam();
    EXPECT_EQ(granted_expiry(row.header, row.parameter, aor()).count(), row.granted);
    auto change = decided({}, asking({contact("192.0.2.1", row.parameter)}, row.header));
    ASSERT_EQ(change.bindings.size(), row.granted ? 1U : 0U);
    if (row.granted) {
        EXPECT_EQ(change.bindings[0].granted.count(), row.granted);
        EXPECT_EQ(change.bindings[0].expires, noon + seconds{row.granted});
    }
}

/** The rows of RegisterLifetime. */
INSTANTIATE_TEST_SUITE_P(
    Values, RegisterLifetime,
    testing::Values(Lifetime{"None", {}, {}, 120}, Lifetime{"Header", 600, {}, 600},
                    Lifetime{"Parameter", {}, 600, 600}, Lifetime{"ParameterBeforeHeader", 300, 600, 600},
                    Lifetime{"RemovalByParameter", 3600, 0, 0},
                    Lifetime{"ParameterBeforeARemovalByHeader", 0, 600, 600}, Lifetime{"RemovalByHeader", 0, {}, 0},
                    Lifetime{"Short", 1, {}, 60}, Lifetime{"AlmostTooShort", 59, {}, 60},
                    Lifetime{"Shortest", 60, {}, 60}, Lifetime{"Longest", 3600, {}, 3600},
                    Lifetime{"TooLong", 3601, {}, 3600}, Lifetime{"Of32Bits", 4294967295, {}, 3600},
                    Lifetime{"OfAllBits", std::numeric_limits<long>::max(), {}, 3600},
                    Lifetime{"Negative", -1, {}, 120}, Lifetime{"NegativeParameter", {}, -5, 120},
                    Lifetime{"NegativeParameterBesideHeader", 600, -5, 600},
                    Lifetime{"MostNegative", std::numeric_limits<long>::min(), std::numeric_limits<long>::min(), 120}),
    RowName{});

TEST(RegisterDecision, DrawsADefaultThatIsOutOfBoundsToThem)
{
    auto limits = aor();
    limits.default_expiration = seconds{10};
    EXPECT_EQ(granted_expiry({}, {}, limits).count(), 60);
    limits.default_expiration = seconds{7200};
    EXPECT_EQ(granted_expiry({}, {}, limits).count(), 3600);
}

TEST(RegisterDecision, TakesTheLongestBoundWhenBoundsCross)
{
    auto limits = aor();
    limits.minimum_expiration = seconds{1000};
    limits.maximum_expiration = seconds{500};
    EXPECT_EQ(granted_expiry(700, {}, limits).count(), 500);
}

TEST(RegisterDecision, TakesAFirstContact)
{
    auto request = asking({contact("192.0.2.1")}, 600);
    auto change = decided({}, request);
    Binding expected;
    expected.contact = "sip:alice@192.0.2.1:5062";
    expected.address = *SocketAddress::parse("192.0.2.1:5062", 0);
    expected.granted = seconds{600};
    expected.expires = noon + seconds{600};
    expected.username = "alice";
    expected.user_agent = "phone";
    expected.call_id = "call-1";
    expected.cseq = 10;
    EXPECT_EQ(change.bindings, (std::vector<Binding>{expected}));
    EXPECT_TRUE(change.added);
    EXPECT_FALSE(change.removed);
    EXPECT_FALSE(change.query);
}

TEST(RegisterDecision, RenewsAContact)
{
    auto change = decided({bound("192.0.2.1")}, asking({contact("192.0.2.1")}, 600));
    ASSERT_EQ(change.bindings.size(), 1U);
    EXPECT_EQ(change.bindings[0].call_id, "call-1");
    EXPECT_EQ(change.bindings[0].expires, noon + seconds{600});
    EXPECT_TRUE(change.added);
    EXPECT_FALSE(change.removed);
}

TEST(RegisterDecision, PutsANewContactInPlaceOfTheOneThereMayBe)
{
    auto change = decided({bound("192.0.2.1")}, asking({contact("192.0.2.2")}));
    EXPECT_EQ(contacts(change.bindings), Uris{"sip:alice@192.0.2.2:5062"});
    EXPECT_TRUE(change.added);
    EXPECT_TRUE(change.removed);
}

TEST(RegisterDecision, PassesFurtherContactsByWhenThereMayBeOne)
{
    auto change = decided({}, asking({contact("192.0.2.1"), contact("192.0.2.2"), contact("nowhere"), AskedContact{}}));
    EXPECT_EQ(contacts(change.bindings), Uris{"sip:alice@192.0.2.1:5062"});
}

TEST(RegisterDecision, RemovesTheOneBindingWhicheverContactIsNamed)
{
    for (const auto* host : {"192.0.2.1", "192.0.2.2", "no.longer.known"}) {
        auto change = decided({bound("192.0.2.1")}, asking({contact(host)}, 0));
        EXPECT_TRUE(change.bindings.empty()) << host;
        EXPECT_TRUE(change.removed) << host;
        EXPECT_FALSE(change.added) << host;
    }
}

TEST(RegisterDecision, RemovesNothingWhereThereIsNothing)
{
    auto change = decided({}, asking({contact("192.0.2.1")}, 0));
    EXPECT_TRUE(change.bindings.empty());
    EXPECT_FALSE(change.removed);
    EXPECT_FALSE(change.query);
}

TEST(RegisterDecision, TellsWhatThereIsToWhoNamesNoContact)  // reg-1-12 reg-3-11
{
    for (std::optional<long> expires : {std::optional<long>{}, std::optional<long>{0}, std::optional<long>{600}}) {
        auto change = decided({bound("192.0.2.1")}, asking({}, expires));
        EXPECT_EQ(change.bindings, (std::vector<Binding>{bound("192.0.2.1")}));
        EXPECT_TRUE(change.query);
        EXPECT_FALSE(change.added);
        EXPECT_FALSE(change.removed);
    }
}

TEST(RegisterDecision, TellsNothingOfWhatHasEnded)
{
    EXPECT_TRUE(decided({bound("192.0.2.1", 600)}, asking({})).bindings.empty());
    EXPECT_EQ(decided({bound("192.0.2.1", 599)}, asking({})).bindings.size(), 1U);
}

TEST(RegisterDecision, RefusesWhereNothingMayBeRegistered)
{
    EXPECT_EQ(refusal({}, asking({contact("192.0.2.1")}), aor(0)), 403);
    EXPECT_EQ(refusal({}, asking({}), aor(0)), 403);
}

/** Contacts with a star, and what is answered. */
struct Star {
    const char* name;                    ///< of the row
    std::vector<AskedContact> contacts;  ///< asked for
    std::optional<long> expires;         ///< Expires
    int status;                          ///< the answer
};

/** Names a row in a failure. */
void PrintTo(const Star& row, std::ostream* to)
{
    *to << row.name;
}

/** Requests with `*`. */
class RegisterStar : public testing::TestWithParam<Star> {};

TEST_P(RegisterStar, RemovesAllWhenItIsAloneAndWithoutLifetime)  // RFC 3261 §10.3 step 6
{
    for (unsigned most : {1U, 5U}) {
        auto change = decide({bound("192.0.2.1")}, asking(GetParam().contacts, GetParam().expires), aor(most), noon);
        ASSERT_EQ(change ? 200 : change.error().status, GetParam().status);
        if (change) {
            EXPECT_TRUE(change->bindings.empty());
            EXPECT_TRUE(change->removed);
        }
    }
}

/** The rows of RegisterStar. */
INSTANTIATE_TEST_SUITE_P(Requests, RegisterStar,
                         testing::Values(
                             Star{
                                 "Alone", {star()},
                                  0, 200
},
                             Star{"AloneWithParameter", {star(0)}, {}, 200}, Star{"AloneWithBoth", {star(0)}, 0, 200},
                             Star{"WithoutAnyExpires", {star()}, {}, 400}, Star{"WithALifetime", {star()}, 60, 400},
                             Star{"WithALifetimeOfItsOwn", {star(60)}, 0, 400},
                             Star{"WithALifetimeBesideItsOwnZero", {star(0)}, 60, 400},
                             Star{"Negative", {star()}, -1, 400},
                             Star{"BesideAContact", {star(), contact("192.0.2.1")}, 0, 400},
                             Star{"BehindAContact", {contact("192.0.2.1"), star()}, 0, 400},
                             Star{"BehindAContactWithALifetime", {contact("192.0.2.1"), star()}, 60, 400},
                             Star{"Twice", {star(), star()}, 0, 400}),
                         RowName{});

TEST(RegisterDecision, RemovesNothingByAStarWhereThereIsNothing)
{
    EXPECT_FALSE(decided({}, asking({star()}, 0)).removed);
}

/** Where a REGISTER says that its contact is, and where it is. */
struct Place {
    const char* name;                           ///< of the row
    const char* host;                           ///< of the contact
    std::uint16_t port;                         ///< of the contact
    std::optional<config::Protocol> transport;  ///< of the contact
    config::Protocol came_over;                 ///< what the REGISTER came over
    bool rport;                                 ///< whether Via asked for rport
    bool to_source;                             ///< whether the endpoint is behind a NAT
    const char* address;                        ///< where it is; null: 400
    config::Protocol protocol;                  ///< how it is reached
};

/** Names a row in a failure. */
void PrintTo(const Place& row, std::ostream* to)
{
    *to << row.name;
}

/** Contacts at all sorts of places. */
class RegisterPlace : public testing::TestWithParam<Place> {};

TEST_P(RegisterPlace, IsTheContactsOrTheSource)  // reg-3-4 reg-3-6 reg-3-7
{
    const auto& row = GetParam();
    auto asked = contact(row.host);
    asked.port = row.port;
    asked.protocol = row.transport;
    auto request = asking({asked});
    request.protocol = row.came_over;
    request.via_rport = row.rport;
    request.route_to_source = row.to_source;
    if (!row.address) {
        EXPECT_EQ(refusal({}, request), 400);
        return;
    }
    auto change = decided({}, request);
    ASSERT_EQ(change.bindings.size(), 1U);
    EXPECT_EQ(change.bindings[0].address.text(), row.address);
    EXPECT_EQ(change.bindings[0].protocol, row.protocol);
    EXPECT_EQ(change.bindings[0].contact, asked.uri);
}

/** Short for the rows below. */
using P = config::Protocol;
/** Where the REGISTER came from. */
constexpr auto source = "203.0.113.7:40000";

/** The rows of RegisterPlace. */
INSTANTIATE_TEST_SUITE_P(
    Contacts, RegisterPlace,
    testing::Values(Place{"OfTheUri", "192.0.2.1", 5062, {}, P::udp, false, false, "192.0.2.1:5062", P::udp},
                    Place{"OfTheUriWithoutPort", "192.0.2.1", 0, {}, P::udp, false, false, "192.0.2.1:5060", P::udp},
                    Place{"OfTheUriOverTls", "192.0.2.1", 0, P::tls, P::udp, false, false, "192.0.2.1:5061", P::tls},
                    Place{"CameOverTls", "192.0.2.1", 0, {}, P::tls, false, false, "192.0.2.1:5061", P::tls},
                    Place{"OfTheUriOverTcp", "192.0.2.1", 0, P::tcp, P::udp, false, false, "192.0.2.1:5060", P::tcp},
                    Place{"OverUdpThoughCameOverTcp", "192.0.2.1", 5062, P::udp, P::tcp, false, false, "192.0.2.1:5062",
                          P::udp},
                    Place{"Ipv6", "2001:db8::1", 5062, {}, P::udp, false, false, "[2001:db8::1]:5062", P::udp},
                    Place{"Ipv6InBrackets", "[2001:db8::1]", 0, {}, P::udp, false, false, "[2001:db8::1]:5060", P::udp},
                    Place{"Name", "phone.example.com", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"NameBehindNat", "phone.example.com", 5062, {}, P::udp, false, true, source, P::udp},
                    Place{"NoHost", "", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"Wildcard", "0.0.0.0", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"Ipv6Wildcard", "::", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"DotAndNumber", ".1", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"DotAndNumberInBrackets", "[.1]", 5062, {}, P::udp, false, false, nullptr, P::udp},
                    Place{"Rport", "10.0.0.1", 5062, {}, P::udp, true, false, source, P::udp},
                    Place{"Nat", "10.0.0.1", 5062, {}, P::udp, false, true, source, P::udp},
                    Place{"NatOverTcp", "10.0.0.1", 5062, P::udp, P::tcp, false, true, source, P::tcp},
                    Place{"WebSocket", "abc.invalid", 0, P::ws, P::ws, false, false, source, P::ws},
                    Place{"SecureWebSocket", "abc.invalid", 0, P::ws, P::wss, false, false, source, P::wss}),
    RowName{});

TEST(RegisterDecision, ReachesASipsContactOverTls)
{
    auto asked = contact("192.0.2.1");
    asked.uri = "SIPS:alice@192.0.2.1";
    asked.port = 0;
    auto change = decided({}, asking({asked}));
    EXPECT_EQ(change.bindings[0].protocol, config::Protocol::tls);
    EXPECT_EQ(change.bindings[0].address.text(), "192.0.2.1:5061");
}

/** A contact's URI and what is answered. */
struct Uri {
    const char* name;  ///< of the row
    std::string uri;   ///< the URI
    int status;        ///< the answer
};

/** Names a row in a failure. */
void PrintTo(const Uri& row, std::ostream* to)
{
    *to << row.name;
}

/** URIs of contacts. */
class RegisterUri : public testing::TestWithParam<Uri> {};

TEST_P(RegisterUri, IsKeptVerbatimOrRefused)  // reg-3-3
{
    auto asked = contact("192.0.2.1");
    asked.uri = GetParam().uri;
    for (bool nat : {false, true}) {
        auto request = asking({asked});
        request.route_to_source = nat;
        auto change = decide({}, request, aor(), noon);
        ASSERT_EQ(change ? 200 : change.error().status, GetParam().status);
        if (change) {
            EXPECT_EQ(change->bindings[0].contact, GetParam().uri);
        }
        request.expires = 0;
        EXPECT_EQ(refusal({}, request), GetParam().status) << "when it is removed";
    }
}

/** A URI of that many octets. */
std::string uri_of(std::size_t octets)
{
    return "sip:" + std::string(octets - 4, 'x');
}

/** The rows of RegisterUri. */
INSTANTIATE_TEST_SUITE_P(
    Uris, RegisterUri,
    testing::Values(Uri{"Parameters", "sip:alice@192.0.2.1:5062;transport=udp;ob;x=%20", 200}, Uri{"Empty", "", 400},
                    Uri{"LessThan", "<", 400}, Uri{"Brackets", "<sip:alice@192.0.2.1>", 400},
                    Uri{"Blank", "sip:alice@192.0.2.1 SIP/2.0", 400},
                    Uri{"LineEnd", "sip:alice@192.0.2.1\r\nX: y", 400}, Uri{"Nul", std::string("sip:a\0b", 7), 400},
                    Uri{"Quote", "sip:\"a\"@192.0.2.1", 400}, Uri{"Tab", "sip:a\tb", 400},
                    Uri{"Delete", "sip:a\x7f", 400}, Uri{"Utf8", "sip:\xc3\xa4@192.0.2.1", 200},
                    Uri{"Of511", uri_of(511), 200}, Uri{"Of512", uri_of(512), 200}, Uri{"Of513", uri_of(513), 200},
                    Uri{"AsLongAsMayBe", uri_of(longest_contact), 200},
                    Uri{"TooLong", uri_of(longest_contact + 1), 400}, Uri{"Of4096", uri_of(4096), 400}),
    RowName{});

TEST(RegisterDecision, TakesAllContactsOrNone)
{
    auto request = asking({contact("192.0.2.1"), contact("nowhere")});
    EXPECT_EQ(refusal({}, request, aor(5)), 400);
    request = asking({contact("192.0.2.1"), AskedContact{}});
    EXPECT_EQ(refusal({}, request, aor(5)), 400);
}

TEST(RegisterDecision, RefusesAContactThatMayNotLieThere)  // reg-3-9
{
    auto limits = aor();
    limits.contact_acl.rules = {
        {AccessRule::Sense::deny, {*IpAddress::parse("192.0.2.0"), 24}}
    };
    EXPECT_EQ(refusal({}, asking({contact("192.0.2.1")}), limits), 403);
    EXPECT_EQ(refusal({}, asking({contact("198.51.100.1")}), limits), 200);
    auto behind_nat = asking({contact("192.0.2.1")});
    behind_nat.route_to_source = true;
    EXPECT_EQ(refusal({}, behind_nat, limits), 200) << "it is the source that counts";
    EXPECT_EQ(refusal({}, asking({contact("192.0.2.1")}, 0), limits), 200) << "a removal lies nowhere";
}

TEST(RegisterDecision, KeepsSeveralContactsLongestLivedFirst)
{
    auto change = decided({bound("192.0.2.1")}, asking({contact("192.0.2.2", 60), contact("192.0.2.3", 3600)}), aor(3));
    EXPECT_EQ(contacts(change.bindings),
              (Uris{"sip:alice@192.0.2.3:5062", "sip:alice@192.0.2.1:5062", "sip:alice@192.0.2.2:5062"}));
    EXPECT_TRUE(change.added);
    EXPECT_FALSE(change.removed);
}

TEST(RegisterDecision, RemovesTheContactThatIsNamedAmongSeveral)
{
    auto change = decided({bound("192.0.2.1"), bound("192.0.2.2")}, asking({contact("192.0.2.1", 0)}), aor(3));
    EXPECT_EQ(contacts(change.bindings), Uris{"sip:alice@192.0.2.2:5062"});
    EXPECT_TRUE(change.removed);
    EXPECT_FALSE(decided({bound("192.0.2.2")}, asking({contact("192.0.2.1", 0)}), aor(3)).removed);
}

TEST(RegisterDecision, AddsAndRemovesInOneRequest)
{
    auto change = decided({bound("192.0.2.1")}, asking({contact("192.0.2.1", 0), contact("192.0.2.2", 60)}), aor(3));
    EXPECT_EQ(contacts(change.bindings), Uris{"sip:alice@192.0.2.2:5062"});
    EXPECT_TRUE(change.removed);
    EXPECT_TRUE(change.added);
}

TEST(RegisterDecision, TakesTheLastWordOnAContactThatIsNamedTwice)
{
    auto change = decided({}, asking({contact("192.0.2.1", 60), contact("192.0.2.1", 600)}), aor(3));
    ASSERT_EQ(change.bindings.size(), 1U);
    EXPECT_EQ(change.bindings[0].granted.count(), 600);
    EXPECT_FALSE(decided({}, asking({contact("192.0.2.1", 60), contact("192.0.2.1", 0)}), aor(3)).added);
}

TEST(RegisterDecision, LetsThoseGoThatEndFirstWhereThereIsNoRoom)
{
    auto change = decided({bound("192.0.2.1", 10), bound("192.0.2.2", 50)}, asking({contact("192.0.2.3", 60)}), aor(2));
    EXPECT_EQ(contacts(change.bindings), (Uris{"sip:alice@192.0.2.1:5062", "sip:alice@192.0.2.3:5062"}));
    EXPECT_TRUE(change.removed);
}

TEST(RegisterDecision, RefusesMoreContactsThanThereMayBe)
{
    std::vector<AskedContact> many;
    for (int i = 0; i < 4; ++i)
        many.push_back(contact(std::format("192.0.2.{}", i + 1)));
    EXPECT_EQ(refusal({}, asking(many), aor(3)), 403);
    EXPECT_EQ(refusal({}, asking(many), aor(4)), 200);
}

TEST(RegisterDecision, TakesThousandsOfContactsAsTheFirstWhenThereMayBeOne)
{
    EXPECT_EQ(decided({}, asking(std::vector<AskedContact>(5000, contact("192.0.2.1")))).bindings.size(), 1U);
}

/** A CSeq beside one that was seen. */
struct Order {
    const char* name;     ///< of the row
    const char* call_id;  ///< of the request
    long cseq;            ///< of the request; the binding's is 10
    int seconds_ago;      ///< when the binding was made
    int status;           ///< the answer
    bool renewed;         ///< whether anything changes
};

/** Names a row in a failure. */
void PrintTo(const Order& row, std::ostream* to)
{
    *to << row.name;
}

/** Requests beside the one that made the binding. */
class RegisterOrder : public testing::TestWithParam<Order> {};

TEST_P(RegisterOrder, IsMindedAmongRequestsOfACall)
{
    const auto& row = GetParam();
    auto there = bound("192.0.2.1", row.seconds_ago);
    there.call_id = "call-1";
    there.cseq = 10;
    auto request = asking({contact("192.0.2.1")}, 600);
    request.call_id = row.call_id;
    request.cseq = row.cseq;
    auto change = decide({there}, request, aor(), noon);
    ASSERT_EQ(change ? 200 : change.error().status, row.status);
    if (change) {
        EXPECT_EQ(change->bindings != std::vector<Binding>{there}, row.renewed);
        EXPECT_FALSE(change->query);
        EXPECT_FALSE(change->removed);
        EXPECT_EQ(change->added, row.renewed);
    }
}

TEST(RegisterDecision, TakesAUsedNumberWithOtherWishesAsANewRequest)
{
    auto there = bound("192.0.2.1", 5);
    there.call_id = "call-1";
    there.cseq = 10;
    EXPECT_TRUE(decided({there}, asking({contact("192.0.2.1")}, 0)).removed);
    EXPECT_TRUE(decided({there}, asking({contact("192.0.2.1")}, 300)).added);
    EXPECT_TRUE(decided({there}, asking({contact("192.0.2.9")}, 600)).added);
    EXPECT_TRUE(decided({there}, asking({contact("192.0.2.1", 600), contact("192.0.2.9", 600)}), aor(2)).added);
    EXPECT_TRUE(decided({there}, asking({star()}, 0)).removed);
}

TEST(RegisterDecision, RefusesAnOvertakenRequestWhateverItWishes)
{
    auto there = bound("192.0.2.1", 5);
    there.call_id = "call-1";
    there.cseq = 11;
    EXPECT_EQ(refusal({there}, asking({contact("192.0.2.1")}, 0)), 500);
    EXPECT_EQ(refusal({there}, asking({contact("192.0.2.9")}, 600)), 500);
}

/** The rows of RegisterOrder. */
INSTANTIATE_TEST_SUITE_P(
    Requests, RegisterOrder,
    testing::Values(Order{"Next", "call-1", 11, 5, 200, true}, Order{"SentAgain", "call-1", 10, 5, 200, false},
                    Order{"SentAgainAtOnce", "call-1", 10, 0, 200, false},
                    Order{"Overtaken", "call-1", 9, 5, 500, false},
                    Order{"OvertakenByFar", "call-1", 0, 31, 500, false},
                    Order{"SentAgainLate", "call-1", 10, 31, 200, false},
                    Order{"NeverCountsUp", "call-1", 10, 32, 200, true}, Order{"BeganAnew", "call-1", 1, 32, 200, true},
                    Order{"OtherCall", "call-2", 1, 5, 200, true}, Order{"OtherLetterCase", "CALL-1", 10, 5, 200, true},
                    Order{"Largest", "call-1", 4294967295, 5, 200, true}),
    RowName{});

TEST(RegisterDecision, MindsTheOrderOfAStarToo)
{
    auto there = bound("192.0.2.1", 5);
    there.call_id = "call-1";
    there.cseq = 11;
    EXPECT_EQ(refusal({there}, asking({star()}, 0)), 500);
    EXPECT_EQ(refusal({there}, asking({})), 200) << "a question is never too late";
}

TEST(RegisterDecision, ComparesLongCallIdsAsFarAsTheyAreKept)
{
    auto request = asking({contact("192.0.2.1")});
    request.call_id = std::string(100000, 'x');
    request.user_agent = std::string(100000, 'y');
    request.contacts[0].user = std::string(100000, 'z');
    auto change = decided({}, request);
    EXPECT_EQ(change.bindings[0].call_id.size(), longest_note);
    EXPECT_EQ(change.bindings[0].user_agent.size(), longest_note);
    EXPECT_EQ(change.bindings[0].username.size(), longest_note);
    auto again = decided(change.bindings, request);
    EXPECT_FALSE(again.added);
    EXPECT_EQ(again.bindings, change.bindings);
}

TEST(RegisterDecision, MindsNoOrderOfBindingsThatCameFromTheDatabase)
{
    auto there = bound("192.0.2.1", 0);
    there.call_id.clear();
    there.cseq = 0;
    auto request = asking({contact("192.0.2.1")});
    request.call_id.clear();
    request.cseq = 0;
    EXPECT_TRUE(decided({there}, request).added);
}

TEST(RegisterDecision, KeepsAPathWhereThatIsOn)  // reg-4-12
{
    auto request = asking({contact("192.0.2.1")});
    request.path = {"<sip:edge1.example.net;lr>", "<sip:edge2.example.net;lr>"};
    EXPECT_TRUE(decided({}, request).bindings[0].path.empty());
    auto limits = aor();
    limits.support_path = true;
    EXPECT_EQ(decided({}, request, limits).bindings[0].path, request.path);
}

TEST(RegisterDecision, BoundsAPath)  // reg-4-12
{
    auto limits = aor();
    limits.support_path = true;
    auto request = asking({contact("192.0.2.1")});
    request.path.assign(most_path_values, std::string(longest_contact, 'x'));
    EXPECT_EQ(refusal({}, request, limits), 200);
    request.path.emplace_back("<sip:one.more>");
    EXPECT_EQ(refusal({}, request, limits), 400);
    request.path = {std::string(longest_contact + 1, 'x')};
    EXPECT_EQ(refusal({}, request, limits), 400);
    EXPECT_EQ(refusal({}, request), 200) << "it is not looked at where Path is off";
}

TEST(RegisterDecision, AnswersItsOwnResultWithTheSame)
{
    auto request = asking({contact("192.0.2.1", 60), contact("192.0.2.2", 600)});
    auto first = decided({bound("192.0.2.5")}, request, aor(3));
    auto second = decided(first.bindings, request, aor(3));
    EXPECT_EQ(first.bindings, second.bindings);
    EXPECT_FALSE(second.added);
    EXPECT_FALSE(second.removed);
}

}  // namespace
}  // namespace sipcore::registrar
