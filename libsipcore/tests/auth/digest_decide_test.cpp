// SPDX-License-Identifier: GPL-2.0-only
/** @file What a request's credentials are worth. */
#include <cctype>

#include "auth/digest_hash.h"
#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

using namespace samples;
using std::chrono::seconds;

/** Which nonce an answer is for. */
enum class Nonce : std::uint8_t { fresh, old, of_another_call, invented, none };

/** How an answer is worked out. */
enum class Answered : std::uint8_t { right, wrong_password, wrong_name, wrong_method, no_response, short_response };

/** Who is asked. */
enum class Account : std::uint8_t { alice, hashed, hashed_in_capitals, unknown, without_secret, with_bad_hash };

/** A request's credentials and what is decided. */
struct Row {
    const char* name;   ///< of the row
    Account account;    ///< who is asked
    Nonce nonce;        ///< which nonce is answered
    Answered answered;  ///< how
    Decision decision;  ///< what comes of it
};

/** Names a row in a failure. */
void PrintTo(const Row& row, std::ostream* to)
{
    *to << row.name;
}

/** The account of a row; nothing for an unknown one. */
std::optional<config::Auth> account(Account which)
{
    auto auth = alice();
    auto hash = hash_of(Algorithm::md5, {"alice", "asterisk", "wonder"});
    switch (which) {
    case Account::alice:
        break;
    case Account::hashed:
    case Account::hashed_in_capitals:
        auth.password = "not looked at";
        auth.md5_cred = hash;
        if (which == Account::hashed_in_capitals) {
            for (auto& c : auth.md5_cred)
                c = static_cast<char>(std::toupper(c));
        }
        break;
    case Account::unknown:
        return std::nullopt;
    case Account::without_secret:
        auth.password.clear();
        break;
    case Account::with_bad_hash:
        auth.md5_cred = "wonder";
        break;
    }
    return auth;
}

/** The nonce of a row. */
std::string nonce(Nonce which)
{
    switch (which) {
    case Nonce::fresh:
        return mint().make("call-1", noon);
    case Nonce::old:
        return mint().make("call-1", noon - seconds{40});
    case Nonce::of_another_call:
        return mint().make("call-2", noon);
    case Nonce::invented:
        return "5f3a9c1e";
    case Nonce::none:
        break;
    }
    return {};
}

/** The credentials of a row, with a qop or without. */
Credentials credentials(const Row& row, bool qop)
{
    Credentials made;
    made.username = row.answered == Answered::wrong_name ? "bob" : "alice";
    made.realm = "asterisk";
    made.nonce = nonce(row.nonce);
    made.uri = "sip:example.com";
    made.algorithm = "MD5";
    if (qop) {
        made.qop = "auth";
        made.nc = "00000001";
        made.cnonce = "c";
    }
    auto password = row.answered == Answered::wrong_password ? "guess" : "wonder";
    auto ha1 = row.account == Account::with_bad_hash ? "wonder"
                                                     : hash_of(Algorithm::md5, {made.username, "asterisk", password});
    made.response =
        response_of(Algorithm::md5, {.ha1 = ha1,
                                     .method = row.answered == Answered::wrong_method ? "INVITE" : "REGISTER",
                                     .uri = made.uri,
                                     .nonce = made.nonce,
                                     .qop = made.qop,
                                     .nc = made.nc,
                                     .cnonce = made.cnonce});
    if (row.answered == Answered::no_response)
        made.response.clear();
    if (row.answered == Answered::short_response)
        made.response.pop_back();
    return made;
}

/** All sorts of answers. */
class DigestDecision : public testing::TestWithParam<Row> {};

TEST_P(DigestDecision, IsAsTheTableSays)  // auth-4-4 auth-4-5 auth-4-7 auth-4-8
{
    auto auth = account(GetParam().account);
    for (bool qop : {false, true}) {
        auto decision =
            decide(register_request(), credentials(GetParam(), qop), auth ? &*auth : nullptr, "asterisk", mint(), noon);
        EXPECT_EQ(decision, GetParam().decision) << (qop ? "with qop" : "without qop");
    }
}

/** Short for the rows below. */
using A = Account;
/** Short for the rows below. */
using N = Nonce;
/** Short for the rows below. */
using R = Answered;
/** Short for the rows below. */
using D = Decision;

/** The rows of DigestDecision. */
INSTANTIATE_TEST_SUITE_P(
    Answers, DigestDecision,
    testing::Values(Row{"Right", A::alice, N::fresh, R::right, D::accept},
                    Row{"WrongPassword", A::alice, N::fresh, R::wrong_password, D::refuse},
                    Row{"WrongName", A::alice, N::fresh, R::wrong_name, D::refuse},
                    Row{"WrongMethod", A::alice, N::fresh, R::wrong_method, D::refuse},
                    Row{"NoResponse", A::alice, N::fresh, R::no_response, D::refuse},
                    Row{"ShortResponse", A::alice, N::fresh, R::short_response, D::refuse},
                    Row{"RightButOld", A::alice, N::old, R::right, D::challenge_stale},
                    Row{"WrongAndOld", A::alice, N::old, R::wrong_password, D::challenge},
                    Row{"RightInAnotherCall", A::alice, N::of_another_call, R::right, D::challenge},
                    Row{"WrongInAnotherCall", A::alice, N::of_another_call, R::wrong_password, D::challenge},
                    Row{"RightForAnInventedNonce", A::alice, N::invented, R::right, D::challenge},
                    Row{"RightForNoNonce", A::alice, N::none, R::right, D::challenge},
                    Row{"HashedRight", A::hashed, N::fresh, R::right, D::accept},
                    Row{"HashedWrong", A::hashed, N::fresh, R::wrong_password, D::refuse},
                    Row{"HashedInCapitals", A::hashed_in_capitals, N::fresh, R::right, D::accept},
                    Row{"AHashThatIsNone", A::with_bad_hash, N::fresh, R::right, D::refuse},
                    Row{"UnknownFresh", A::unknown, N::fresh, R::right, D::refuse},
                    Row{"UnknownWrong", A::unknown, N::fresh, R::wrong_password, D::refuse},
                    Row{"UnknownOld", A::unknown, N::old, R::right, D::challenge},
                    Row{"UnknownInvented", A::unknown, N::invented, R::right, D::challenge},
                    Row{"WithoutSecret", A::without_secret, N::invented, R::wrong_password, D::accept}),
    RowName{});

TEST(DigestDecide, AsksWhoSendsNothing)
{
    auto auth = alice();
    EXPECT_EQ(decide(register_request(), std::nullopt, &auth, "asterisk", mint(), noon), Decision::challenge);
    EXPECT_EQ(decide(register_request(), std::nullopt, nullptr, "asterisk", mint(), noon), Decision::challenge);
    auth.password.clear();
    EXPECT_EQ(decide(register_request(), std::nullopt, &auth, "asterisk", mint(), noon), Decision::accept);
}

TEST(DigestDecide, AnswersUnknownAccountsAsItAnswersWrongPasswords)
{
    auto auth = alice();
    for (auto which : {Nonce::fresh, Nonce::old, Nonce::of_another_call, Nonce::invented, Nonce::none}) {
        auto sent = credentials({"", Account::alice, which, Answered::wrong_password, {}}, false);
        EXPECT_EQ(decide(register_request(), sent, &auth, "asterisk", mint(), noon),
                  decide(register_request(), sent, nullptr, "asterisk", mint(), noon));
    }
}

TEST(DigestDecide, NeverAcceptsTheSecretThatNobodyHas)
{
    Credentials sent;
    sent.username = "nobody";
    sent.nonce = nonce(Nonce::fresh);
    sent.uri = "sip:example.com";
    auto ha1 = hash_of(Algorithm::md5, {"nobody", "asterisk", "a secret of usual length"});
    sent.response = response_of(
        Algorithm::md5,
        {.ha1 = ha1, .method = "REGISTER", .uri = sent.uri, .nonce = sent.nonce, .qop = {}, .nc = {}, .cnonce = {}});
    EXPECT_EQ(decide(register_request(), sent, nullptr, "asterisk", mint(), noon), Decision::refuse);
}

/** Alice's right credentials, changed by `change` before the response is made. */
template <class Change>
Decision after(Change&& change, const Request& request = register_request())
{
    auto auth = alice();
    auto sent = credentials({"", Account::alice, Nonce::fresh, Answered::right, {}}, false);
    change(sent);
    sent.response =
        response_of(Algorithm::md5, {.ha1 = hash_of(Algorithm::md5, {"alice", "asterisk", "wonder"}),
                                     .method = request.method,
                                     .uri = sent.uri.empty() ? std::string_view{"sip:example.com"} : sent.uri,
                                     .nonce = sent.nonce,
                                     .qop = sent.qop,
                                     .nc = sent.nc,
                                     .cnonce = sent.cnonce});
    return decide(request, sent, &auth, "asterisk", mint(), noon);
}

TEST(DigestDecide, TakesTheRequestUriWhereTheCredentialsNameNone)  // auth-4-6
{
    auto nameless = [](Credentials& sent) { sent.uri.clear(); };
    EXPECT_EQ(after(nameless), Decision::accept);
    EXPECT_EQ(after(nameless, {"REGISTER", "sip:example.com;transport=tcp", "call-1"}), Decision::accept);
    EXPECT_EQ(after(nameless, {"REGISTER", "sip:example.com SIP/2.0", "call-1"}), Decision::accept);
    EXPECT_EQ(after(nameless, {"REGISTER", "sip:example.org", "call-1"}), Decision::refuse);
}

TEST(DigestDecide, TakesTheUriOfTheCredentialsAsItStands)  // auth-4-6
{
    EXPECT_EQ(after([](Credentials& sent) { sent.uri = "sip:somewhere.else"; }), Decision::accept);
}

TEST(DigestDecide, DoesNotLookAtRealmAndAlgorithmOfTheCredentials)  // auth-4-6
{
    EXPECT_EQ(after([](Credentials& sent) { sent.realm = "x"; }), Decision::accept);
    EXPECT_EQ(after([](Credentials& sent) { sent.algorithm = "md5"; }), Decision::accept);
}

TEST(DigestDecide, TakesAResponseInCapitals)
{
    auto auth = alice();
    auto sent = credentials({"", Account::alice, Nonce::fresh, Answered::right, {}}, false);
    for (auto& c : sent.response)
        c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(decide(register_request(), sent, &auth, "asterisk", mint(), noon), Decision::accept);
}

TEST(DigestDecide, RefusesAnotherQop)
{
    EXPECT_EQ(after([](Credentials& sent) { sent.qop = "auth-int"; }), Decision::refuse);
    EXPECT_EQ(after([](Credentials& sent) { sent.qop = "AUTH"; }), Decision::accept);
}

TEST(DigestDecide, ComparesNamesWithTheirLetterCase)  // auth-4-7
{
    EXPECT_EQ(after([](Credentials& sent) { sent.username = "Alice"; }), Decision::refuse);
    EXPECT_EQ(after([](Credentials& sent) { sent.username = ""; }), Decision::refuse);
    EXPECT_EQ(after([](Credentials& sent) { sent.username = "alice "; }), Decision::refuse);
}

TEST(DigestDecide, TakesAChallengeOfOursWithItsAnswerOfOurs)
{
    auto auth = alice();
    auto asked = parse_challenge(challenge_text("asterisk", mint().make("call-1", noon), false));
    ASSERT_TRUE(asked);
    for (bool qop : {false, true}) {
        asked->qop_auth = qop;
        auto text = answer_text(*asked, {.username = "alice",
                                         .password = "wonder",
                                         .md5_cred = {},
                                         .method = "REGISTER",
                                         .uri = "sip:example.com",
                                         .cnonce = "c0",
                                         .nc = 1});
        auto sent = parse_credentials(text);
        ASSERT_TRUE(sent) << text;
        EXPECT_EQ(decide(register_request(), sent, &auth, "asterisk", mint(), noon), Decision::accept) << text;
    }
}

}  // namespace
}  // namespace sipcore::auth
