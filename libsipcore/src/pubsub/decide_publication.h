// SPDX-License-Identifier: GPL-2.0-only
/** @file What becomes of a PUBLISH of a caller's presence. Pure. @rfc{3903,6} */
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pubsub/decide.h"
#include "sipcore/result.h"

namespace sipcore::pubsub {

/** What a PUBLISH does. @rfc{3903,4} */
enum class PublicationKind : std::uint8_t { initial, refresh, modify, remove };

/** A PUBLISH, as far as it is decided on. */
struct PublishRequest {
    std::string_view expires;         ///< value of Expires; empty: none
    std::string_view etag;            ///< value of SIP-If-Match; empty: none
    std::string_view content_type;    ///< of its body
    std::string_view body;            ///< its body; empty: none
};

/** What is done. */
struct Publication {
    PublicationKind kind = PublicationKind::initial;  ///< what
    std::chrono::seconds lifetime{0};                 ///< how long it counts
};

/**
 * What a PUBLISH does.
 * @param request  it
 * @param bounds   of lifetimes: without one it is the longest
 * @return Error{400} for a lifetime that is no number, or neither an etag nor a body; Error{423} for one that is too short
 */
Result<Publication> publication_of(const PublishRequest& request, const Lifetimes& bounds);

/** What a caller told of himself. */
enum class Availability : std::uint8_t { open, closed, neither };

/**
 * Reads a presence document: `basic` of its first tuple. @rfc{3863,4.1}
 * @param content_type  must be `application/pidf+xml`
 * @param body          at most as long as a message may be
 * @return Error{400} when it is no such document: another type or root, no entity or namespace, no child, a tuple without id or
 *         not exactly one status, no tuple, no text in its basic
 */
Result<Availability> read_availability(std::string_view content_type, std::string_view body);

/** A presence document with one tuple. @param entity whose @param open whether he can be called */
std::string availability_body(std::string_view entity, bool open);

}  // namespace sipcore::pubsub
