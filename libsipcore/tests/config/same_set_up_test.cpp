// SPDX-License-Identifier: GPL-2.0-only
/** @file The proof that the model is one: the samples, written both ways, read as equal. */
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/text_source.h"
#include "sipcore/config/difference.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** A sample's text. */
std::string sample(const std::string& name)
{
    std::ifstream file{std::string{CHAN_SIP_SOURCE_DIR} + "/samples/" + name};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/** The old sample with the secrets that stand in the modular one. */
Reading old_sample()
{
    TextSource source;
    source.with("sip.conf", sample("sip.conf"))
        .with("sip_secrets.conf", "[phone-secret-101](!)\nsecret=change-me-too\n[phone-secret-102](!)\nsecret=change-me-as-well\n[phone-secret-103](!)\nsecret=change-me-in-the-browser\n");
    return read_sip_conf(source.read("sip.conf").value());
}

/** The modular sample. */
Reading modular_sample()
{
    TextSource source;
    return read_modular(source.with("res_sip.conf", sample("res_sip.conf")).read("res_sip.conf").value());
}

}  // namespace

TEST(SameSetUp, IsEqualHoweverItIsWritten)
{
    auto old = old_sample();
    auto modular = modular_sample();
    ASSERT_TRUE(old.applicable());
    ASSERT_TRUE(modular.applicable());
    EXPECT_EQ(old.config.global, modular.config.global);
    EXPECT_EQ(old.config.guest, modular.config.guest);
    EXPECT_EQ(old.config.transports, modular.config.transports);
    EXPECT_EQ(old.config.auths, modular.config.auths);
    ASSERT_EQ(old.config.aors.size(), 4U);
    ASSERT_EQ(old.config.endpoints.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(old.config.aors[i], modular.config.aors.at(i)) << old.config.aors[i].name;
        EXPECT_EQ(old.config.endpoints[i], modular.config.endpoints.at(i)) << old.config.endpoints[i].name;
    }
    EXPECT_TRUE(old.config == modular.config);
}

TEST(SameSetUp, IsReadWithoutAnyComplaintButThatALampWatchesNothingYet)
{
    for (const auto& reading : {old_sample(), modular_sample()}) {
        for (const auto& complaint : reading.complaints)
            EXPECT_EQ(complaint.weight, Weight::notice) << complaint.place.file << ":" << complaint.place.line << ": " << complaint.what;
    }
}

TEST(SameSetUp, IsNoLongerEqualWhenOneLineIsOther)
{
    auto old = old_sample();
    TextSource source;
    auto other = read_modular(source.with("res_sip.conf", sample("res_sip.conf") + "\n[udp7]\ntype=transport\nbind=192.0.2.1\n")
                                  .read("res_sip.conf").value());
    EXPECT_FALSE(old.config == other.config);
    EXPECT_EQ(difference(old.config, other.config).transports.added, std::vector<std::string>{"udp7"});
}

}  // namespace sipcore::config
