// SPDX-License-Identifier: GPL-2.0-only
/** @file The form of a printed message. */
#include <format>

#include "trace.h"

namespace res_sip {

std::string trace_text(bool sent, std::string_view protocol, std::string_view remote, std::string_view text)
{
    if (!sent) {
        auto head = text.substr(0, std::min(text.find("\r\n\r\n"), text.size()));
        auto body = text.size() > head.size() + 4 ? text.substr(head.size() + 4) : std::string_view{};
        auto count = [](std::string_view part) { return std::ranges::count(part, '\n'); };
        return std::format("\n<--- SIP read from {}:{} --->\n{}\n<------------->\n--- ({} headers {} lines) ---\n", protocol, remote, text,
                           count(head) + (head.empty() ? 0 : 1), count(body));
    }
    if (text.starts_with("SIP/2.0"))
        return std::format("\n<--- Transmitting (NAT) to {} --->\n{}\n<------------>\n", remote, text);
    return std::format("Transmitting (NAT) to {}:\n{}\n---\n", remote, text);
}

}  // namespace res_sip
