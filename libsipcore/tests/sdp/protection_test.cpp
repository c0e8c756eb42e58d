// SPDX-License-Identifier: GPL-2.0-only
/** @file Every combination of what is offered and what we insist on. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** A crypto line. */
constexpr const char* crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:y";

/** We take no keys. */
constexpr Protection plain{};
/** We take keys. */
constexpr Protection open{.sdes = true};
/** We insist on keys. */
constexpr Protection keys{.offered = Keying::sdes, .sdes = true, .required = true};
/** We take certificates. */
constexpr Protection dtls{.offered = Keying::dtls, .sdes = true, .dtls = true, .required = true};

/** An offered stream, our policy, and what comes of it. */
struct OfferRow {
    const char* name;                 ///< of the row
    const char* profile;              ///< of the stream
    std::vector<const char*> lines;   ///< its attributes
    Protection protection;            ///< what we do
    std::optional<Keying> keying;     ///< what it is taken with; nothing: refused
};

/** Names a row in a failure. */
void PrintTo(const OfferRow& row, std::ostream* to)
{
    *to << row.name;
}

/** Offers. */
class SdpProtectionOfOffer : public testing::TestWithParam<OfferRow> {};

TEST_P(SdpProtectionOfOffer, DecidesWhereTheKeysComeFrom)  // sdp-3-13, sdp-6-1
{
    const auto& row = GetParam();
    std::vector<std::string> lines{std::string{"m=audio 4 "} + row.profile + " 0"};
    lines.insert(lines.end(), row.lines.begin(), row.lines.end());
    auto description = samples::read(lines);
    const auto& stream = description.streams[0];
    auto keying = keying_of_offer(stream, transport_of(description, stream), row.protection);
    ASSERT_EQ(keying.has_value(), row.keying.has_value()) << (keying ? "" : keying.error().reason);
    if (keying) {
        EXPECT_EQ(*keying, *row.keying);
    } else {
        EXPECT_EQ(keying.error().status, 488);
        EXPECT_FALSE(keying.error().reason.empty());
    }
    auto local = we_with_g711();
    local.streams[0].protection = row.protection;
    auto made = answer(description, local);
    ASSERT_EQ(made.has_value(), row.keying.has_value());
    if (made) {
        EXPECT_EQ(made->agreed[0].keying, *row.keying);
        EXPECT_EQ(made->agreed[0].transport, transport_of(description, stream));
        EXPECT_EQ(made->description.streams[0].profile, row.profile);
    }
}

/** Short for the rows below. */
using K = Keying;

/** The rows of SdpProtectionOfOffer. */
INSTANTIATE_TEST_SUITE_P(
    Rows, SdpProtectionOfOffer,
    testing::Values(OfferRow{"PlainToPlain", "RTP/AVP", {}, plain, K::none},
                    OfferRow{"PlainToOpen", "RTP/AVP", {}, open, K::none},
                    OfferRow{"PlainToKeys", "RTP/AVP", {}, keys, std::nullopt},
                    OfferRow{"PlainToDtls", "RTP/AVP", {}, dtls, std::nullopt},
                    OfferRow{"KeysToPlain", "RTP/SAVP", {crypto}, plain, std::nullopt},
                    OfferRow{"KeysToOpen", "RTP/SAVP", {crypto}, open, K::sdes},
                    OfferRow{"KeysToKeys", "RTP/SAVP", {crypto}, keys, K::sdes},
                    OfferRow{"KeysToDtls", "RTP/SAVP", {crypto}, dtls, K::sdes},
                    OfferRow{"KeysWithFeedback", "RTP/SAVPF", {crypto}, keys, K::sdes},
                    OfferRow{"KeysBesideAPlainProfile", "RTP/AVP", {crypto}, open, K::sdes},
                    OfferRow{"KeysBesideAPlainProfileToKeys", "RTP/AVP", {crypto}, keys, K::sdes},
                    OfferRow{"KeysBesideAPlainProfileToPlain", "RTP/AVP", {crypto}, plain, K::none},
                    OfferRow{"SecureWithoutKeys", "RTP/SAVP", {}, keys, std::nullopt},
                    OfferRow{"DtlsToDtls", "UDP/TLS/RTP/SAVPF", {certificate}, dtls, K::dtls},
                    OfferRow{"DtlsToOpen", "UDP/TLS/RTP/SAVPF", {certificate}, open, std::nullopt},
                    OfferRow{"DtlsToKeys", "UDP/TLS/RTP/SAVP", {certificate}, keys, std::nullopt},
                    OfferRow{"DtlsOfAShortProfile", "RTP/SAVPF", {certificate}, dtls, K::dtls},
                    OfferRow{"DtlsWithoutACertificate", "UDP/TLS/RTP/SAVP", {}, dtls, std::nullopt},
                    OfferRow{"DtlsWithKeysBeside", "UDP/TLS/RTP/SAVP", {crypto, certificate}, dtls, K::dtls},
                    OfferRow{"KeysWithACertificateBeside", "RTP/SAVP", {crypto, certificate}, dtls, K::sdes},
                    OfferRow{"KeysInAProfileOfDtls", "UDP/TLS/RTP/SAVP", {crypto}, keys, std::nullopt},
                    OfferRow{"ACertificateBesideAPlainProfile", "RTP/AVP", {certificate}, dtls, std::nullopt}),
    RowName{});

/** An answered stream, what we offered, and whether it may be used. */
struct AnswerRow {
    const char* name;                ///< of the row
    const char* profile;             ///< of the stream
    std::vector<const char*> lines;  ///< its attributes
    Keying offered;                  ///< of our offer
    bool usable;                     ///< whether it keeps to that
};

/** Names a row in a failure. */
void PrintTo(const AnswerRow& row, std::ostream* to)
{
    *to << row.name;
}

/** Answers. */
class SdpProtectionOfAnswer : public testing::TestWithParam<AnswerRow> {};

TEST_P(SdpProtectionOfAnswer, MustKeepToWhatWasOffered)  // sdp-3-13
{
    const auto& row = GetParam();
    std::vector<std::string> lines{std::string{"m=audio 4 "} + row.profile + " 0"};
    lines.insert(lines.end(), row.lines.begin(), row.lines.end());
    auto local = we_with_g711();
    local.streams[0].protection.offered = row.offered;
    auto agreed = settle(local, samples::read(lines));
    ASSERT_EQ(agreed.has_value(), row.usable);
    if (agreed) {
        EXPECT_EQ(agreed->at(0).keying, row.offered);
    }
}

/** The rows of SdpProtectionOfAnswer. */
INSTANTIATE_TEST_SUITE_P(
    Rows, SdpProtectionOfAnswer,
    testing::Values(AnswerRow{"Plain", "RTP/AVP", {}, K::none, true},
                    AnswerRow{"KeysThatNobodyAskedFor", "RTP/AVP", {crypto}, K::none, true},
                    AnswerRow{"SecureThatNobodyAskedFor", "RTP/SAVP", {crypto}, K::none, false},
                    AnswerRow{"Keys", "RTP/SAVP", {crypto}, K::sdes, true},
                    AnswerRow{"KeysBesideAPlainProfile", "RTP/AVP", {crypto}, K::sdes, true},
                    AnswerRow{"NoKeys", "RTP/SAVP", {}, K::sdes, false},
                    AnswerRow{"PlainForKeys", "RTP/AVP", {}, K::sdes, false},
                    AnswerRow{"Certificate", "UDP/TLS/RTP/SAVP", {certificate}, K::dtls, true},
                    AnswerRow{"NoCertificate", "UDP/TLS/RTP/SAVP", {}, K::dtls, false},
                    AnswerRow{"KeysForACertificate", "RTP/SAVP", {crypto}, K::dtls, false},
                    AnswerRow{"PlainForACertificate", "RTP/AVP", {certificate}, K::dtls, false}),
    RowName{});

TEST(SdpProtection, NamesTheProfileOfAnOffer)  // sdp-1-9
{
    EXPECT_EQ(profile_for(K::none, false, false), "RTP/AVP");
    EXPECT_EQ(profile_for(K::none, true, true), "RTP/AVPF");
    EXPECT_EQ(profile_for(K::sdes, false, false), "RTP/SAVP");
    EXPECT_EQ(profile_for(K::sdes, true, false), "RTP/SAVPF");
    EXPECT_EQ(profile_for(K::dtls, false, false), "UDP/TLS/RTP/SAVP");
    EXPECT_EQ(profile_for(K::dtls, true, false), "UDP/TLS/RTP/SAVPF");
    EXPECT_EQ(profile_for(K::dtls, false, true), "RTP/SAVP");
    EXPECT_EQ(profile_for(K::dtls, true, true), "RTP/SAVPF");
    EXPECT_TRUE(has_feedback("UDP/TLS/RTP/SAVPF"));
    EXPECT_FALSE(has_feedback("RTP/SAVP"));
}

TEST(SdpProtection, AnswersTheOtherEndOfAnAssociation)
{
    EXPECT_EQ(answered_setup(Setup::active, Setup::active), Setup::passive);
    EXPECT_EQ(answered_setup(Setup::passive, Setup::passive), Setup::active);
    EXPECT_EQ(answered_setup(Setup::actpass, Setup::actpass), Setup::active);
    EXPECT_EQ(answered_setup(Setup::actpass, Setup::passive), Setup::passive);
    EXPECT_EQ(answered_setup(Setup::holdconn, Setup::active), Setup::holdconn);
}

TEST(SdpProtection, MakesANewAssociationForANewOtherEndOnly)
{
    auto here = *SocketAddress::parse("192.0.2.1:4000", 0);
    auto there = *SocketAddress::parse("192.0.2.1:5000", 0);
    MediaTransport first;
    first.fingerprints = {{"sha-1", "00"}};
    first.setup = Setup::active;
    EXPECT_TRUE(needs_new_association({}, {}, first, here));
    EXPECT_FALSE(needs_new_association(first, here, first, here));
    EXPECT_TRUE(needs_new_association(first, here, first, there));
    EXPECT_FALSE(needs_new_association(first, here, first, *SocketAddress::parse("0.0.0.0:4000", 0)));

    auto actpass = first;
    actpass.setup = Setup::actpass;
    EXPECT_FALSE(needs_new_association(first, here, actpass, here));
    auto other_end = first;
    other_end.setup = Setup::passive;
    EXPECT_TRUE(needs_new_association(first, here, other_end, here));
    auto certificate = first;
    certificate.fingerprints[0].value = "11";
    EXPECT_TRUE(needs_new_association(first, here, certificate, here));
    auto asked = first;
    asked.new_association = true;
    EXPECT_TRUE(needs_new_association(first, here, asked, here));

    auto ice = first;
    ice.ice_user = "a";
    ice.ice_password = "b";
    EXPECT_FALSE(needs_new_association(ice, here, ice, there));
    auto restarted = ice;
    restarted.ice_user = "c";
    EXPECT_FALSE(needs_new_association(ice, here, restarted, here));
}

}  // namespace
}  // namespace sipcore::sdp
