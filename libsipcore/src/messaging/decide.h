// SPDX-License-Identifier: GPL-2.0-only
/** @file What a message's texts mean: destinations, senders, headers that may not be set. Pure. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sipcore/letter_case.h"
#include "sipcore/messaging.h"
#include "sipcore/result.h"

namespace sipcore::messaging {

/** Where a message goes. */
struct Destination {
    std::string user;  ///< empty: the endpoint's own
    std::string host;  ///< an endpoint or a host, with its port
    std::string rest;  ///< parameters, with their semicolon

    /** Equal in all. */
    bool operator==(const Destination&) const = default;
};
/** Takes `sip:user@host`, `sip:endpoint`, `sip:user@endpoint;transport=x` or `Name <…>` apart; nothing when there is no host. */
std::optional<Destination> parse_destination(std::string_view to);

/** Who a message says it is from. */
struct From {
    std::string name;    ///< display name
    std::string user;    ///< empty: the usual one
    std::string domain;  ///< empty: ours

    /** Equal in all. */
    bool operator==(const From&) const = default;
};
/** Takes `"Name" <sip:user@host:port>` or a name apart. */
From parse_from(std::string_view from);

/** Whether a message may not bring a header of that name, since it is ours to write. */
bool is_reserved(std::string_view name);

/** The Max-Forwards that goes out for the one that came; Error{483} when it is not above nothing. */
Result<unsigned> next_hops(std::string_view value);

}  // namespace sipcore::messaging
