// SPDX-License-Identifier: GPL-2.0-only
/** @file The tables against docs/: every option of the old driver has its row in each place, and the reference is current. */
#include <algorithm>
#include <format>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "config/options_text.h"
#include "config/sip_conf_draft.h"
#include "config/text_source.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** A file below docs/. */
std::string document(const std::string& name)
{
    return std::string{CHAN_SIP_SOURCE_DIR} + "/docs/" + name;
}

/** A file's text. */
std::string text_of(const std::string& path)
{
    std::ifstream file{path};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/** A row of docs/spec/sip-conf-options.tsv. */
struct Row {
    std::vector<std::string> names;  ///< the option and its aliases
    bool general = false;            ///< may stand in [general]
    bool device = false;             ///< may stand in a device
};

/** The rows of single options of sip.conf. */
std::vector<Row> specified()
{
    std::vector<Row> rows;
    std::istringstream lines{text_of(document("spec/sip-conf-options.tsv"))};
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        auto cells = [&] {
            std::vector<std::string> out;
            std::istringstream cut{line};
            for (std::string cell; std::getline(cut, cell, '\t');)
                out.push_back(cell);
            return out;
        }();
        if (line.starts_with('#') || cells.size() < 4 || cells[0].find_first_of(" (,") != std::string::npos)
            continue;
        Row row{{cells[0]}, cells[2].starts_with("general"), cells[2].starts_with("peer") || cells[2].find(", peer") != std::string::npos};
        for (auto alias : split(cells[1]))
            row.names.emplace_back(alias);
        bool ignored = cells[0] == "template";
        if ((row.general || row.device) && !ignored)
            rows.push_back(row);
    }
    return rows;
}

/** Whether a table knows an option in [general]. */
bool known_in_general(const std::string& name)
{
    return find_option(general_options(), name) || find_option(shared_options(), name);
}

/** The same in a device. */
bool known_in_device(const std::string& name)
{
    return find_option(device_options(), name) || find_option(shared_options(), name);
}

}  // namespace

TEST(Options, KnowEveryOptionOfTheOldDriverInEachOfItsPlaces)
{
    auto rows = specified();
    ASSERT_GT(rows.size(), 220U);
    for (const auto& row : rows) {
        for (const auto& name : row.names) {
            EXPECT_TRUE(!row.general || known_in_general(name)) << name << " in [general]";
            EXPECT_TRUE(!row.device || known_in_device(name)) << name << " in devices";
        }
    }
}

TEST(Options, InventFewThatTheOldDriverLacked)
{
    // What it could not do, and who has a sip.conf alone wants to ask for.
    std::set<std::string> old{"prack", "maxcontacts", "tlsstrictnames", "tlsclientcerts"};
    for (const auto& row : specified())
        old.insert(row.names.begin(), row.names.end());
    auto check = [&](auto table) {
        for (const auto& option : table) {
            EXPECT_TRUE(old.contains(std::string{option.name})) << option.name;
            for (auto alias : split(option.aliases))
                EXPECT_TRUE(old.contains(std::string{alias})) << alias;
        }
    };
    check(general_options());
    check(shared_options());
    check(device_options());
}

TEST(Options, AreAllDescribedInTheReference)
{
    auto path = document("options.md");
    if (std::getenv("CHAN_SIP_UPDATE_DOCS"))
        std::ofstream{path} << options_text();
    EXPECT_EQ(text_of(path), options_text()) << "docs/options.md is out of date";
}

TEST(Options, AreAllDescribedForTheConsole)
{
    auto path = document("xml/res_sip_config-en_US.xml");
    if (std::getenv("CHAN_SIP_UPDATE_DOCS"))
        std::ofstream{path} << options_xml();
    EXPECT_EQ(text_of(path), options_xml()) << "docs/xml/res_sip_config-en_US.xml is out of date";
}

TEST(Options, AreAllInTheSample)
{
    auto path = std::string{CHAN_SIP_SOURCE_DIR} + "/samples/res_sip.conf";
    auto text = text_of(path);
    auto own = text.substr(0, text.find(options_sample().substr(0, options_sample().find('\n'))));
    if (std::getenv("CHAN_SIP_UPDATE_DOCS"))
        std::ofstream{path} << own << options_sample();
    EXPECT_EQ(text_of(path), own + options_sample()) << "samples/res_sip.conf is out of date";
}

TEST(Options, WithoutEffectOnlyBecomeFewer)
{
    std::string list;
    auto add = [&](auto table) {
        for (const auto& option : table)
            list += option.effect == Effect::later ? std::string{option.name} + "\n" : "";
    };
    add(general_options());
    add(shared_options());
    add(device_options());
    auto path = std::string{CHAN_SIP_SOURCE_DIR} + "/libsipcore/tests/config/without_effect.txt";
    if (std::getenv("CHAN_SIP_UPDATE_DOCS"))
        std::ofstream{path} << list;
    EXPECT_EQ(text_of(path), list) << "built one? take it off the list; the list may only shrink";
}

TEST(Options, WithoutEffectAreNoticedOnceWithTheirPlace)
{
    auto first = [](auto table) -> std::string {
        auto at = std::ranges::find(table, Effect::later, [](const auto& option) { return option.effect; });
        return at == std::ranges::end(table) ? std::string{} : std::string{at->name};
    };
    auto general = first(general_options());
    auto device = first(device_options());
    if (general.empty() && device.empty())
        GTEST_SKIP() << "each option has an effect";
    if (general.empty() || device.empty())
        general = device = general + device;
    auto text = std::format("[general]\n{0}=yes\n{0}=no\n[a]\ntype=user\n{1}=yes\n{1}=no\n", general, device);
    auto reading = read_sip_conf(sections_of(text));
    for (const auto& name : {general, device}) {
        auto said = std::format("{} has no effect in this version", name);
        auto count = std::ranges::count_if(reading.complaints, [&](const auto& each) { return each.what == said; });
        EXPECT_EQ(count, 1) << said;
    }
    auto notices = std::ranges::count(reading.complaints, Weight::notice, [](const auto& each) { return each.weight; });
    EXPECT_GE(notices, general == device ? 1 : 2);
}

}  // namespace sipcore::config
