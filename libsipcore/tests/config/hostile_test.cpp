// SPDX-License-Identifier: GPL-2.0-only
/** @file Damaged files: whatever is read keeps its promises. */
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "config/properties.h"

namespace sipcore::config {

namespace {

/** A sample with its include left out. */
std::string sample(const char* name)
{
    std::ifstream file{std::string{CHAN_SIP_SOURCE_DIR} + "/samples/" + name};
    std::stringstream text;
    text << file.rdbuf();
    auto all = text.str();
    for (std::string_view word : {"#include \"sip_secrets.conf\"", ",phone-secret-101", ",phone-secret-102", ",phone-secret-103"}) {
        if (auto at = all.find(word); at != std::string::npos)
            all.erase(at, word.size());
    }
    return all;
}

/** A text with some octets changed, taken out or repeated. */
std::string damaged(std::string text, std::mt19937& random)
{
    static constexpr std::string_view odd = "[]()!,=;:@/?~\"\\#\n\r\0\xff-0129";
    for (unsigned i = 1 + random() % 8; i > 0 && !text.empty(); --i) {
        auto at = random() % text.size();
        switch (random() % 3) {
        case 0: text[at] = odd[random() % odd.size()]; break;
        case 1: text.erase(at, 1 + random() % 20); break;
        default: text.insert(random() % text.size(), text.substr(at, random() % 40)); break;
        }
    }
    return text;
}

}  // namespace

TEST(HostileConfig, KeepsThePromisesOfTheModel)
{
    std::mt19937 random{20};
    for (const auto* name : {"sip.conf", "res_sip.conf"}) {
        auto text = sample(name);
        ASSERT_FALSE(text.empty());
        ASSERT_EQ(fault_of_text(text), std::nullopt);
        for (int i = 0; i < 60; ++i) {
            auto bad = damaged(text, random);
            ASSERT_EQ(fault_of_text(bad), std::nullopt) << bad;
        }
    }
}

}  // namespace sipcore::config
