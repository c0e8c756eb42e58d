// SPDX-License-Identifier: GPL-2.0-only
/** @file The tables between causes of Q.850 and SIP statuses. */
#include "channel/causes.h"

#include <charconv>
#include <string>
#include <strings.h>

namespace chan_sip {

Refusal refusal_for(int cause)
{
    switch (cause) {
    case q850::unallocated:
    case q850::no_route_transit:
    case q850::no_route_destination:
        return {404, "Not Found"};
    case q850::congestion:
    case q850::switch_congestion:
    case q850::channel_not_implemented:
        return {503, "Service Unavailable"};
    case q850::no_user_response:
        return {408, "Request Timeout"};
    case q850::no_answer:
    case q850::subscriber_absent:
    case q850::normal_unspecified:
        return {480, "Temporarily unavailable"};
    case q850::call_rejected:
        return {403, "Forbidden"};
    case q850::number_changed:
        return {410, "Gone"};
    case q850::invalid_number_format:
        return {484, "Address incomplete"};
    case q850::user_busy:
        return {486, "Busy here"};
    case q850::failure:
        return {500, "Server internal failure"};
    case q850::facility_rejected:
        return {501, "Not Implemented"};
    case q850::destination_out_of_order:
        return {502, "Bad Gateway"};
    case q850::bearer_unavailable:
        return {488, "Not Acceptable Here"};
    case q850::interworking:
        return {500, "Network error"};
    default:
        return {603, "Declined"};
    }
}

int cause_for(int status)
{
    switch (status) {
    case 401: case 403: case 407: case 603:
        return q850::call_rejected;
    case 404: case 485: case 604:
        return q850::unallocated;
    case 408:
        return q850::no_user_response;
    case 409:
        return q850::temporary_failure;
    case 410:
        return q850::number_changed;
    case 420:
        return q850::no_route_destination;
    case 480: case 483:
        return q850::no_answer;
    case 484:
        return q850::invalid_number_format;
    case 486: case 600:
        return q850::user_busy;
    case 488: case 606:
        return q850::bearer_unavailable;
    case 500:
        return q850::failure;
    case 501:
        return q850::facility_rejected;
    case 502:
        return q850::destination_out_of_order;
    case 504:
        return q850::recovery_on_timer;
    case 505:
        return q850::interworking;
    default:
        break;
    }
    if (status >= 500 && status < 600)
        return q850::congestion;
    return status >= 400 && status < 700 ? q850::interworking : q850::normal_clearing;
}

std::optional<int> told_cause(const std::vector<sipcore::Header>& headers)
{
    constexpr std::string_view protocol = "Q.850";
    constexpr std::string_view cause = "cause=";
    constexpr int largest = 127;
    for (const auto& header : headers) {
        if (header.name != "Reason" || strncasecmp(header.value.c_str(), protocol.data(), protocol.size()) != 0)
            continue;
        auto at = header.value.find(cause);
        int value = 0;
        if (at == std::string::npos)
            return std::nullopt;
        auto [end, error] = std::from_chars(header.value.data() + at + cause.size(),
                                            header.value.data() + header.value.size(), value);
        return error == std::errc{} && value >= 0 && value <= largest ? std::optional{value} : std::nullopt;
    }
    return std::nullopt;
}

Ending ending_for(int status)
{
    switch (status) {
    case 300: case 301: case 302: case 305:
        return Ending::redirect;
    case 480: case 486: case 600: case 603:
        return Ending::busy;
    case 0: case 401: case 407: case 410: case 482:
        return Ending::congestion;
    case 501: case 505:
        return Ending::hangup;
    default:
        return status >= 500 && status < 600 ? Ending::congestion : Ending::hangup;
    }
}

}  // namespace chan_sip
