// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking the modules above. */
#include "cli/elsewhere.h"

#include <algorithm>

namespace res_sip {

using sipcore::text_in;

std::vector<sipcore::Record> rows_of_report(std::string_view name)
{
    auto told = sipcore::report(name, {});
    return told ? std::move(told->rows) : std::vector<sipcore::Record>{};
}

std::vector<std::string> call_ids()
{
    std::vector<std::string> all;
    for (const auto* name : {"channels", "subscriptions"})
        for (const auto& row : rows_of_report(name))
            all.push_back(text_in(row, "call_id"));
    std::ranges::sort(all);
    return all;
}

OtherTimers other_timers()
{
    OtherTimers timers;
    for (const auto& row : rows_of_report("subscriptions"))
        ++(text_in(row, "direction") == "outgoing" ? timers.others : timers.subscriptions);
    for (const auto& row : rows_of_report("channels")) {
        timers.calling += text_in(row, "state") == "calling";
        const auto* timed = sipcore::value_of(row, "session_timer");
        timers.others += timed && timed->any == sipcore::Value::Any{true};
    }
    for (const auto& row : rows_of_report("registry")) {
        auto state = text_in(row, "state");
        timers.asked += state == "Request Sent" || state == "Auth. Sent";
        timers.registered += state == "Registered";
    }
    return timers;
}

}  // namespace res_sip
