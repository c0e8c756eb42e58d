// SPDX-License-Identifier: GPL-2.0-only
/** @file What becomes of a SUBSCRIBE: the kind of body, and the lifetime. Pure. @rfc{6665,4.2.1} */
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/result.h"

namespace sipcore::pubsub {

/** Kinds of body. */
enum class Format : std::uint8_t { dialog_info, pidf, xpidf, cpim_pidf, message_summary, call_completion };

/** The media type of a kind: `application/dialog-info+xml`. */
std::string_view media_type(Format format);
/** Whether a kind tells what an extension does. */
constexpr bool is_of_extension(Format format)
{
    return format != Format::message_summary && format != Format::call_completion;
}
/** The event package that a kind is told in. */
std::string_view package_of(Format format);
/** A kind as the console shows it. */
std::string_view short_name(Format format);

/** A SUBSCRIBE for an extension, as far as the body goes. */
struct FormatRequest {
    std::string_view event;                ///< package, without parameters
    std::vector<std::string> accept;       ///< values of its Accept headers, one for each header
    std::string_view user_agent;           ///< its User-Agent
    std::optional<Format> before;          ///< what it was told in so far, on a refresh
};

/**
 * Chooses the body for a watcher of an extension: for each Accept header, in order, the first kind that it names. Old
 * Polycoms that ask for PIDF mean XPIDF. Without any Accept header it is what it was, or the usual one of the package.
 * @return the kind; Error{489} when none is named that we can make, or none at all for a package without one
 * @rfc{6665,3.1.3}
 */
Result<Format> choose_format(const FormatRequest& request);

/** Bounds of lifetimes. */
struct Lifetimes {
    std::chrono::seconds usual{120};     ///< @option{defaultexpiry} when none is asked for
    std::chrono::seconds longest{3600};  ///< @option{submaxexpiry} more is shortened
    std::chrono::seconds shortest{60};   ///< @option{subminexpiry} less is refused
};

/** The lifetime that is granted; 0 ends a subscription; Error{423} when it is too short. @rfc{6665,4.2.1.1} */
Result<std::chrono::seconds> granted(std::optional<std::chrono::seconds> asked, const Lifetimes& bounds);

/** The first part of an Event header's value, without parameters and blanks. */
std::string_view event_name(std::string_view header);

}  // namespace sipcore::pubsub
