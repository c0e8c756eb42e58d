// SPDX-License-Identifier: GPL-2.0-only
/** @file Call-IDs found in text. */
#include "call_id.h"

#include <algorithm>

#include "sipcore/letter_case.h"

namespace res_sip_hep {

namespace {

/** Text without blanks at its ends. */
std::string_view trim(std::string_view text)
{
    auto from = text.find_first_not_of(" \t\r");
    return from == std::string_view::npos ? std::string_view{} : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/** Whether a header's name is that of the Call-ID. */
bool names_call_id(std::string_view name)
{
    return sipcore::same_name(name, "call-id") || sipcore::same_name(name, "i");
}

}  // namespace

std::string_view call_id_of(std::string_view message)
{
    while (!message.empty()) {
        auto line = message.substr(0, message.find('\n'));
        message.remove_prefix(std::min(line.size() + 1, message.size()));
        if (trim(line).empty())
            break;
        auto colon = line.find(':');
        if (colon != std::string_view::npos && names_call_id(trim(line.substr(0, colon))))
            return trim(line.substr(colon + 1));
    }
    return {};
}

}  // namespace res_sip_hep
