// SPDX-License-Identifier: GPL-2.0-only
/** @file What the modules above tell of their things, for what shows things of all. They ask nobody in turn. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/internals_text.h"
#include "sipcore/report.h"

namespace res_sip {

/** What a module tells row by row; nothing while it is not loaded. @threads any that holds nothing */
std::vector<sipcore::Record> rows_of_report(std::string_view name);
/** Call-IDs of calls and subscriptions, in the order of the alphabet. @threads any that holds nothing */
std::vector<std::string> call_ids();
/** Timers of calls, subscriptions and registrations elsewhere. @threads any that holds nothing */
OtherTimers other_timers();

}  // namespace res_sip
