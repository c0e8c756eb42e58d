// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages as libpcap's files hold them. Pure. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sipcore/address.h"

namespace res_sip {

/** The head of such a file. */
std::string pcap_head();
/**
 * A message as a packet of such a file: over UDP from one address to the other, whatever carried it.
 * @param when  microseconds since 1970
 * @param from  an address of the same family as `to`
 * @param text  of which 65000 octets count
 */
std::string pcap_record(std::uint64_t when, const sipcore::SocketAddress& from, const sipcore::SocketAddress& to, std::string_view text);

}  // namespace res_sip
