// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's strings and addresses, and ours: a `pj_str_t` is a view without an end mark, so text that must live
 *  longer than a message is copied into a `std::string` at once. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/address.h"

namespace sipcore::pj {

/** What a PJSIP string shows, as long as its pool lives. */
inline std::string_view view(const pj_str_t& text)
{
    return text.slen > 0 ? std::string_view{text.ptr, static_cast<std::size_t>(text.slen)} : std::string_view{};
}
/** A PJSIP string as a value. */
inline std::string copy(const pj_str_t& text)
{
    return std::string{view(text)};
}
/** Lends text to one call; PJSIP does not write through it. */
inline pj_str_t borrow(std::string_view text)
{
    return {const_cast<char*>(text.data()), static_cast<pj_ssize_t>(text.size())};
}
/** A copy in a pool, ended by a NUL that does not count. */
pj_str_t dup(pj_pool_t* pool, std::string_view text);

/** An address of PJSIP's as ours. */
SocketAddress address_of(const pj_sockaddr& address);
/** Our address for PJSIP. @return its length */
int to_pj(const SocketAddress& address, pj_sockaddr& to);

/** A URI printed as in a header other than the request line; empty when it does not fit into 1024 octets. */
std::string print(const pjsip_uri* uri, pjsip_uri_context_e context = PJSIP_URI_IN_CONTACT_HDR);
/** The `sip:` or `sips:` URI inside of a URI or name-addr; null for any other scheme. */
const pjsip_sip_uri* sip_uri(const pjsip_uri* uri);
/** The text of %-escapes undone; a broken escape stays as it is. @rfc{3261,19.1.2} */
std::string unescape(std::string_view text);
/** The value of a header as text, unfolded; empty for what does not fit into 4096 octets. */
std::string header_value(const pjsip_hdr* header);
/** The value of the first header of a name (or its compact form); empty without one. */
std::string header_text(const pjsip_msg* msg, std::string_view name, std::string_view compact = {});
/** The values of the headers of a name, in their order, `most` of them at most. */
std::vector<std::string> header_texts(const pjsip_msg* msg, std::string_view name, std::size_t most);

/** The user part of a request's Request-URI as it was written; PJSIP's parser has no escapes left. Empty without one. */
std::string written_user(const pjsip_rx_data* rdata);

}  // namespace sipcore::pj
