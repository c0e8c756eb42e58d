// SPDX-License-Identifier: GPL-2.0-only
/** @file What descriptions say of faxes. */
#include "sipcore/fax.h"

#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** The parameters of an offer with these attributes. */
FaxParameters parameters_of(const std::vector<std::string>& attributes)
{
    std::vector<std::string> lines{"m=image 4000 udptl t38"};
    for (const auto& attribute : attributes)
        lines.push_back("a=" + attribute);
    auto description = samples::read(lines);
    const auto* fax = fax_of(description);
    EXPECT_TRUE(fax);
    return fax ? read_fax(*fax) : FaxParameters{};
}

/** Everything that an image stream can say. */
const FaxParameters everything{.version = 3, .max_rate = 9600, .fill_bit_removal = true, .transcoding_mmr = true,
                               .transcoding_jbig = true, .local_tcf = true, .max_datagram = 200, .repair = FaxRepair::fec};

TEST(FaxOfADescription, IsALiveImageStreamByUdptl)      // sdp-7-8
{
    EXPECT_TRUE(fax_of(samples::read({"m=image 4000 udptl t38"})));
    EXPECT_TRUE(fax_of(samples::read({"m=audio 4000 RTP/AVP 0", "m=image 4002 UDPTL t38"})));
    EXPECT_FALSE(fax_of(samples::read({"m=audio 4000 RTP/AVP 0", "m=image 0 udptl t38"})));
    EXPECT_FALSE(fax_of(samples::read({"m=audio 4000 RTP/AVP 0", "m=image 4000 TCPTL t38"})));
    EXPECT_FALSE(fax_of(samples::read({"m=audio 4000 RTP/AVP 0", "m=image 4000 udptl other"})));
    EXPECT_FALSE(fax_of(samples::read({"m=audio 4000 RTP/AVP 0"})));
}

TEST(FaxParameters, AreTheUsualOnesWhereNothingIsSaid)  // sdp-7-12
{
    EXPECT_EQ(parameters_of({}), FaxParameters{});
    EXPECT_EQ(FaxParameters{}.repair, FaxRepair::none);
    EXPECT_EQ(FaxParameters{}.max_rate, 14400U);
}

TEST(FaxParameters, AreReadInAllSpellings)
{
    EXPECT_EQ(parameters_of({"T38FaxVersion:3", "T38MaxBitRate:9600", "T38FaxFillBitRemoval", "T38FaxTranscodingMMR",
                             "T38FaxTranscodingJBIG", "T38FaxRateManagement:localTCF", "T38FaxMaxDatagram:200",
                             "T38FaxUdpEC:t38UDPFEC"}),
              everything);
    EXPECT_EQ(parameters_of({"t38faxversion: 3", "T38FaxMaxRate:9600 ", "T38FaxFillBitRemoval:1", "T38FaxTranscodingMMR:1",
                             "T38FaxTranscodingJBIG:1", "t38faxratemanagement:LOCALTCF", "T38MaxDatagram:200",
                             "T38FAXUDPEC:T38UDPfec"}),
              everything);
    EXPECT_EQ(parameters_of({"T38FaxUdpEC:t38UDPRedundancy"}).repair, FaxRepair::redundancy);
    EXPECT_EQ(parameters_of({"T38FaxUdpEC:something"}).repair, FaxRepair::none);
    EXPECT_FALSE(parameters_of({"T38FaxFillBitRemoval:0"}).fill_bit_removal);
}

TEST(FaxParameters, PassOverWhatIsNoNumber)
{
    auto read = parameters_of({"T38FaxVersion:new", "T38MaxBitRate:-1", "T38FaxMaxDatagram:99999999999", "T38FaxMaxBuffer:2000"});
    EXPECT_EQ(read, FaxParameters{});
}

TEST(FaxParameters, AreWrittenInTheUsualOrder)          // sdp-1-8
{
    std::string text;
    for (const auto& attribute : write_fax(everything))
        text += attribute.name + (attribute.value.empty() ? "" : ":" + attribute.value) + "\n";
    EXPECT_EQ(text, "T38FaxVersion:3\nT38MaxBitRate:9600\nT38FaxFillBitRemoval\nT38FaxTranscodingMMR\n"
                    "T38FaxTranscodingJBIG\nT38FaxRateManagement:localTCF\nT38FaxMaxDatagram:200\nT38FaxUdpEC:t38UDPFEC\n");
}

TEST(FaxParameters, AreReadAsTheyWereWritten)
{
    Stream stream;
    for (auto repair : {FaxRepair::none, FaxRepair::fec, FaxRepair::redundancy}) {
        auto parameters = everything;
        parameters.repair = repair;
        stream.attributes = write_fax(parameters);
        EXPECT_EQ(read_fax(stream), parameters);
    }
}

TEST(FaxParameters, AreLimitedToWhatBothSidesCan)       // sdp-7-4
{
    FaxParameters plain{.version = 0, .max_rate = 14400, .max_datagram = 400, .repair = FaxRepair::redundancy};
    EXPECT_EQ(limited(everything, everything), everything);
    EXPECT_EQ(limited(plain, everything), (FaxParameters{.version = 0, .max_rate = 14400, .local_tcf = true,
                                                         .max_datagram = 400, .repair = FaxRepair::redundancy}));
    EXPECT_EQ(limited(everything, plain),
              (FaxParameters{.version = 0, .max_rate = 9600, .max_datagram = 200, .repair = FaxRepair::fec}));
}

}  // namespace
}  // namespace sipcore::sdp
