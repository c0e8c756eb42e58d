// SPDX-License-Identifier: GPL-2.0-only
/** @file Header values as they were written: a parser that prints a URI anew may write it otherwise, and phones compare what
 *  they registered with what they are called by. Pure. */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sipcore::registrar {

/** The values of a header that may have several, parted by commas outside of quotes and brackets, without blanks round them.
 *  @param most  most values that are given */
std::vector<std::string> values_of(std::string_view text, std::size_t most);

/** The URI of a Contact value: what stands between `<` and `>`, otherwise what stands before its parameters.
 *  @rfc{3261,20.10} */
std::string uri_of(std::string_view value);

/**
 * The URIs of a message's Contact headers, in order.
 * @param message  the whole message as it was received
 * @param most     most URIs that are given
 * @return the URIs verbatim; `*` for a star; none when the message cannot be taken apart
 * @threads any
 */
std::vector<std::string> contacts_as_written(std::string_view message, std::size_t most);

}  // namespace sipcore::registrar
