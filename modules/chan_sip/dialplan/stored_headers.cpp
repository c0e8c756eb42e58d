// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers of a stored request. */
#include "dialplan/stored_headers.h"

#include <algorithm>
#include <utility>

#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** Compact names and what they stand for. */
constexpr std::pair<std::string_view, std::string_view> compact_names[] = {
    {"c", "Content-Type"},  {"e", "Content-Encoding"}, {"f", "From"},          {"i", "Call-ID"},
    {"m", "Contact"},       {"l", "Content-Length"},   {"s", "Subject"},       {"t", "To"},
    {"k", "Supported"},     {"r", "Refer-To"},         {"b", "Referred-By"},   {"u", "Allow-Events"},
    {"o", "Event"},         {"v", "Via"},              {"a", "Accept-Contact"},{"j", "Reject-Contact"},
    {"d", "Request-Disposition"}, {"x", "Session-Expires"}, {"y", "Identity"}, {"n", "Identity-Info"},
};

}  // namespace

std::string_view full_header_name(std::string_view name)
{
    for (const auto& [compact, full] : compact_names)
        if (sipcore::same_name(compact, name))
            return full;
    return name;
}

std::optional<std::string> stored_header(const std::vector<sipcore::Header>& headers, std::string_view name, int number)
{
    auto wanted = full_header_name(name);
    int left = std::max(number, 1);
    for (const auto& header : headers)
        if (sipcore::same_name(full_header_name(header.name), wanted) && --left == 0)
            return header.value;
    return std::nullopt;
}

std::string stored_header_names(const std::vector<sipcore::Header>& headers, std::string_view prefix)
{
    if (prefix == "*")
        prefix = {};
    std::vector<std::string_view> names;
    for (const auto& header : headers) {
        auto name = full_header_name(header.name);
        bool known = std::ranges::any_of(names, [&](std::string_view each) { return sipcore::same_name(each, name); });
        if (header.name.starts_with(prefix) && !known)
            names.push_back(name);
    }
    std::string list;
    for (auto name : names)
        (list += list.empty() ? "" : ",") += name;
    return list;
}

}  // namespace chan_sip
