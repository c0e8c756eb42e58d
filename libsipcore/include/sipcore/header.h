// SPDX-License-Identifier: GPL-2.0-only
/** @file A header of a message, as a value. */
#pragma once

#include <string>

namespace sipcore {

/** A header as it stands in a message. */
struct Header {
    std::string name;   ///< as written, compact forms expanded
    std::string value;  ///< as written, unfolded

    /** Equal in both. */
    bool operator==(const Header&) const = default;
};

}  // namespace sipcore
