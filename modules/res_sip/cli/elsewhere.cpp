// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking the modules above. */
#include "cli/elsewhere.h"

#include <algorithm>

namespace res_sip {

std::vector<sipcore::Record> rows_of_report(std::string_view name)
{
    auto told = sipcore::report(name, {});
    return told ? std::move(told->rows) : std::vector<sipcore::Record>{};
}

std::string text_in(const sipcore::Record& row, std::string_view name)
{
    const auto* value = sipcore::value_of(row, name);
    const auto* text = value ? std::get_if<std::string>(&value->any) : nullptr;
    return text ? *text : std::string{};
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
