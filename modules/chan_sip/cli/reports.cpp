// SPDX-License-Identifier: GPL-2.0-only
/** @file Reports about calls, from the rows that the console shows. */
#include "cli/reports.h"

#include "cli/records.h"
#include "cli/rows.h"

namespace chan_sip {
namespace {

using sipcore::Outcome;
using sipcore::Record;
using sipcore::Report;
using sipcore::Words;

/** The record of a row of any kind. */
constexpr auto as_record = [](const auto& row) { return record_of(row); };

/** `channels`. */
Outcome<Report> channels(const Words& words)
{
    if (!words.empty())
        return sipcore::wrong_words("");
    return Report{sipcore::rows_of(channel_rows(), as_record), {}};
}

/** `channel CALL-ID`. */
Outcome<Report> channel(const Words& words)
{
    if (words.size() != 1)
        return sipcore::wrong_words("<call-id>");
    auto found = channel_details(words.front());
    if (found.empty())
        return std::unexpected(sipcore::Failure{"No such SIP Call ID starting with '" + words.front() + "'"});
    return Report{sipcore::rows_of(found, as_record), {}};
}

/** `channelstats`. */
Outcome<Report> stats(const Words& words)
{
    if (!words.empty())
        return sipcore::wrong_words("");
    return Report{sipcore::rows_of(channel_stats(), as_record), {}};
}

/** `inuse [all]`. */
Outcome<Report> in_use(const Words& words)
{
    bool all = words.size() == 1 && strcasecmp(words.front().c_str(), "all") == 0;
    if (!words.empty() && !all)
        return sipcore::wrong_words("[all]");
    return Report{sipcore::rows_of(use_rows(all), as_record), {}};
}

}  // namespace

Reports::Reports() : channels_{"channels", channels}, channel_{"channel", channel}, stats_{"channelstats", stats}, in_use_{"inuse", in_use} {}

}  // namespace chan_sip
