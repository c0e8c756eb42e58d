// SPDX-License-Identifier: GPL-2.0-only
/** @file Single lines of a description, each read into what it says. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/sdp.h"

namespace sipcore::sdp {

/** What c= says: an address, or a name that somebody has to look up, or neither when it is not usable. @rfc{4566,5.7} */
struct Connection {
    IpAddress address;  ///< a numeric host
    std::string host;   ///< a host name
};

/** Reads the value of c=. */
Connection read_connection(std::string_view value);

/** Reads the value of m=: media, port, profile, formats. Error{488} when port or a payload type is no number of its
 *  range, a part is missing, or there are too many formats. @rfc{4566,5.14} */
Result<Stream> read_media(std::string_view value);

/** The direction of that name; nothing for another attribute. */
std::optional<Direction> read_direction(std::string_view name);

/** The attribute that says a direction. */
std::string_view direction_name(Direction direction);

/** Takes what an attribute says into a stream's members; false when none of them is meant. */
bool apply_attribute(const Attribute& attribute, Stream& stream);

}  // namespace sipcore::sdp
