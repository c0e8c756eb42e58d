// SPDX-License-Identifier: GPL-2.0-only
/** @file Bodies of lamps beside those that the old driver sent, as tools/oracle recorded them. */
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "pubsub/bodies.h"

namespace sipcore::pubsub {

namespace {

/** One body that was recorded, and the state of the device for which it was. */
struct Recorded {
    std::string state;  ///< word of `devstate change`
    std::string body;   ///< what was sent
};

/** The bodies of a case, in order. */
std::vector<Recorded> recorded(const std::string& name)
{
    std::ifstream file{std::string{CHAN_SIP_SOURCE_DIR} + "/tests/golden/wire/16.28.0/lamps-" + name + "/answer"};
    std::vector<Recorded> all;
    std::string state = "NOT_INUSE";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("-- ")) {
            state = line.substr(3);
        } else if (line.starts_with("<?xml")) {
            all.push_back({state, {}});
            for (; !line.empty(); std::getline(file, line))
                all.back().body += line + "\n";
        }
    }
    return all;
}

/** What a custom device of that state makes of its extension. */
HintState state_of(const std::string& word)
{
    HintState state;
    state.in_use = word == "INUSE" || word == "RINGINUSE";
    state.ringing = word == "RINGING" || word == "RINGINUSE";
    state.busy = word == "BUSY";
    state.on_hold = word == "ONHOLD";
    state.unavailable = state.devices_unavailable = word == "UNAVAILABLE";
    return state;
}

/** A body with the name of the encoding that we write. */
std::string in_our_encoding(std::string body)
{
    if (auto at = body.find("ISO-8859-1"); at != std::string::npos)
        body.replace(at, 10, "UTF-8");
    return body;
}

TEST(GoldenBodies, AreThoseOfTheOldDriver)  // sub-2.2-1 to sub-2.3-5
{
    const std::pair<const char*, Format> kinds[] = {{"dialog-info", Format::dialog_info},
                                                    {"pidf", Format::pidf},
                                                    {"xpidf", Format::xpidf},
                                                    {"cpim-pidf", Format::cpim_pidf}};
    for (const auto& [name, format] : kinds) {
        auto bodies = recorded(name);
        ASSERT_EQ(bodies.size(), 8U) << name;
        unsigned version = 0;
        for (const auto& [word, body] : bodies) {
            BodyParts parts;
            parts.state = state_of(word);
            parts.extension = "200";
            parts.watcher_uri = "sip:alice@pbx.example";
            parts.watched_uri = "sip:200@pbx.example";
            parts.version = version++;
            EXPECT_EQ(body_of(format, parts), in_our_encoding(body)) << name << ' ' << word;
        }
    }
}

}  // namespace

}  // namespace sipcore::pubsub
