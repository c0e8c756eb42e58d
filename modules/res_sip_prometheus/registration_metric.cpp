// SPDX-License-Identifier: GPL-2.0-only
/** @file The metric's lines. */
#include "registration_metric.h"

#include <format>
#include <set>

namespace res_sip_prometheus {

namespace {

/** What is written above the values. */
constexpr std::string_view head =
    "# HELP asterisk_sip_outbound_registration_status Current registration status. 0=Unregistered; 1=Registered; 2=Rejected.\n"
    "# TYPE asterisk_sip_outbound_registration_status gauge\n";

/** A value of a row; the one of its kind that says nothing when it is not there. */
template <class T>
T value_of(const sipcore::Record& row, std::string_view name)
{
    const auto* found = sipcore::value_of(row, name);
    const auto* value = found ? std::get_if<T>(&found->any) : nullptr;
    return value ? *value : T{};
}

/** A text between the quotes of a label. */
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char each : text) {
        if (each == '"' || each == '\\')
            out += '\\';
        each == '\n' ? out += "\\n" : out += each;
    }
    return out + "\"";
}

/** A server, with its port when that is not the usual one. */
std::string server(const sipcore::Record& row)
{
    auto host = value_of<std::string>(row, "host");
    auto port = value_of<std::int64_t>(row, "port");
    return port == 0 || port == 5060 ? host : std::format("{}:{}", host, port);
}

/** The status as a number. */
int number_of(std::string_view status)
{
    if (status == "Registered")
        return 1;
    return status == "Rejected" || status == "No Authentication" ? 2 : 0;
}

}  // namespace

std::string registration_metric(const std::vector<sipcore::Record>& registrations, std::string_view eid)
{
    std::string lines;
    std::set<std::string> told;
    for (const auto& row : registrations) {
        auto labels = std::format("eid={},username={},domain={},channel_type=\"SIP\"", quoted(eid),
                                  quoted(value_of<std::string>(row, "username")), quoted(server(row)));
        if (told.insert(labels).second)
            lines += std::format("asterisk_sip_outbound_registration_status{{{}}} {}\n", labels,
                                 number_of(value_of<std::string>(row, "state")));
    }
    return lines.empty() ? lines : std::string{head} + lines;
}

}  // namespace res_sip_prometheus
