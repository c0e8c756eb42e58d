// SPDX-License-Identifier: GPL-2.0-only
/** @file Every row of docs/spec/sip-conf-options.tsv in each of its places: a good value reaches the model without a word, a
 *  bad one gets the complaint that the row names, or silence. */
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "config/option_cases.h"
#include "sipcore/config/difference.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** Rows whose line acts in no place of this kind, whatever it says. */
bool acts(const Row& row, bool general)
{
    static const std::set<std::string> idle_in_general{"dtlsenable", "timerb"};
    static const std::set<std::string> idle{"tlsverifyclient"};
    return !idle.contains(row.option) && !(general && idle_in_general.contains(row.option));
}

/** The reading of a file, without notices of what has no effect yet. */
Reading read(const std::string& text)
{
    auto reading = read_sip_conf(sections_of(text), TestHost{});
    std::erase_if(reading.complaints, [](const Complaint& complaint) { return complaint.what.ends_with("has no effect in this version"); });
    return reading;
}

/** What a reading answered. */
Answer answer_of(const Reading& reading, bool general)
{
    if (general ? !reading.applicable() : reading.config.endpoints.empty())
        return Answer::dropped;
    auto heaviest = Answer::silence;
    for (const auto& complaint : reading.complaints) {
        auto each = complaint.weight == Weight::notice ? Answer::notice : complaint.weight == Weight::warning ? Answer::warning : Answer::loss;
        heaviest = std::max(heaviest, each);
    }
    return heaviest;
}

/** Whether nothing changes. */
bool is_empty(const Difference& change)
{
    auto kinds = {&change.transports, &change.endpoints, &change.aors, &change.auths, &change.registrations, &change.mwi_subscriptions, &change.domains};
    return !change.global && std::ranges::all_of(kinds, [](const Changes* changes) { return changes->empty(); });
}

/** What a bad value gets in a place. */
Answer expected(const Case& each, bool general)
{
    if (each.option == "transport" && general)
        return Answer::warning;  // no transport is left
    return each.answer;
}

/** One row in one of its places. */
void check(const Row& row, const Case& each, bool general)
{
    SCOPED_TRACE(row.option + (general ? " in [general]" : " in a device"));
    auto plain = read(file_with(each, general, ""));
    auto names = split(row.aliases);
    names.insert(names.begin(), row.option);
    for (auto name : names) {
        auto good = read(file_with(each, general, std::string{name} + " = " + each.good + "\n"));
        EXPECT_EQ(answer_of(good, general), name == "username" || (name == "timert1" && !general) ? Answer::notice : each.good_answer) << name << (good.complaints.empty() ? "" : good.complaints[0].what);
        EXPECT_EQ(good.config != plain.config, acts(row, general)) << name << " = " << each.good;
        auto change = difference(plain.config, good.config);
        EXPECT_EQ(is_empty(change), !acts(row, general)) << name;
        EXPECT_TRUE(general || !change.global) << name << " changes more than its device";
    }
    auto bad = read(file_with(each, general, row.option + " = " + each.bad + "\n"));
    EXPECT_EQ(answer_of(bad, general), expected(each, general)) << each.bad << (bad.complaints.empty() ? "" : ": " + bad.complaints[0].what);
    for (const auto& complaint : bad.complaints) {
        EXPECT_GT(complaint.place.line, 0);
    }
}

}  // namespace

TEST(OptionRows, AreReadInEachOfTheirPlaces)
{
    auto all = option_cases();
    all["tlsverifyclient"] = {"tlsverifyclient", "no", "yes", Answer::warning};
    std::size_t seen = 0;
    for (const auto& row : option_rows()) {
        auto at = all.find(row.option);
        ASSERT_NE(at, all.end()) << row.option << " has no case";
        if (row.option == "tlsverifyclient") {
            EXPECT_EQ(answer_of(read(file_with(at->second, true, "tlsverifyclient = yes\n")), true), Answer::warning);
            ++seen;
            continue;
        }
        if (row.general)
            check(row, at->second, true);
        if (row.device)
            check(row, at->second, false);
        ++seen;
    }
    EXPECT_EQ(seen, all.size()) << "a case for what is no row";
    EXPECT_GT(seen, 220U);
}

TEST(OptionRows, ThatAreOfDevicesAloneDoNothingInGeneral)
{
    for (const auto& row : option_rows()) {
        if (row.general)
            continue;
        auto each = option_cases().at(row.option);
        auto with = read("[general]\n" + row.option + " = " + each.good + "\n[a]\ntype=peer\n");
        EXPECT_EQ(with.config, read("[general]\n[a]\ntype=peer\n").config) << row.option;
        EXPECT_TRUE(with.complaints.empty()) << row.option;
    }
}

TEST(OptionRows, ThatAreOfGeneralAloneDoNothingInADevice)
{
    for (const auto& row : option_rows()) {
        if (row.device || row.option == "tlsverifyclient")
            continue;
        auto each = option_cases().at(row.option);
        auto with = read("[general]\n[a]\ntype=peer\n" + row.option + " = " + each.good + "\n");
        EXPECT_EQ(with.config, read("[general]\n[a]\ntype=peer\n").config) << row.option;
        EXPECT_TRUE(with.complaints.empty()) << row.option;
    }
}

TEST(OptionRows, ThatAreSharedReachDevicesFromGeneral)
{
    // Some of [general] are looked up when a call is made, or mean something else there.
    const std::set<std::string> apart{"callerid", "fromdomain", "mwi_from", "parkinglot", "outboundproxy", "timert1", "timerb", "contactpermit",
                                      "contactdeny", "contactacl", "dtlsenable", "context"};
    for (const auto& row : option_rows()) {
        if (!row.general || !row.device || apart.contains(row.option))
            continue;
        auto each = option_cases().at(row.option);
        auto line = each.beside + row.option + " = " + each.good + "\n";
        auto general = read("[general]\n" + line + "[a]\ntype=peer\n").config;
        auto device = read("[general]\n[a]\ntype=peer\n" + line).config;
        EXPECT_EQ(general.endpoints.at(0), device.endpoints.at(0)) << row.option;
        EXPECT_EQ(general.aors.at(0), device.aors.at(0)) << row.option;
    }
}

}  // namespace sipcore::config
