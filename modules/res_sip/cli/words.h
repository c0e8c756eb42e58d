// SPDX-License-Identifier: GPL-2.0-only
/** @file The words with which console and manager print what is configured, as the old driver chose them. Pure. */
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"

namespace res_sip {

/** `Yes` or `No`. */
inline std::string_view yes_no(bool value) { return value ? "Yes" : "No"; }
/** `On` or `Off`. */
inline std::string_view on_off(bool value) { return value ? "On" : "Off"; }
/** `Y` or `N`. */
inline std::string_view y_n(bool value) { return value ? "Y" : "N"; }
/** `<Set>` or `<Not set>`: whether there is a text that is not shown. */
inline std::string_view is_set(std::string_view text) { return text.empty() ? "<Not set>" : "<Set>"; }
/** A text, or `<Not set>` when it is empty. */
inline std::string_view or_not_set(std::string_view text) { return text.empty() ? "<Not set>" : text; }

/** Parts with a separator between them. */
std::string joined(std::span<const std::string> parts, std::string_view separator);
/** What is done with the source address: `Yes`, `No`, or `Auto (…)` with what was found. */
std::string_view nat_word(sipcore::config::NatMode mode, bool detected);
/** The same in one letter: `Y`, `N`, `A` or `a`. */
std::string_view nat_letter(sipcore::config::NatMode mode, bool detected);
/** Whether an endpoint was found behind a NAT: its messages come from elsewhere than its contact says. */
bool behind_nat(const sipcore::EndpointStatus& status);
/** How digits travel, in sip.conf's words. */
std::string_view dtmf_word(sipcore::config::DtmfMode mode);
/** What `insecure` says: `no`, `port`, `invite` or `port,invite`. */
std::string_view insecure_word(const sipcore::config::Identification& identify);
/** Numbers of groups: `1, 3`. */
std::string groups_word(std::uint64_t groups);
/** Name and number of a caller: `"Alice" <100>`. */
std::string caller_word(const sipcore::config::CallerId& caller);
/** Names in the order of the alphabet with a comma between them. */
std::string sorted_names_word(std::vector<std::string> names);
/** Codecs in their order, by name. @param codecs as configured, `all`, `!x` and `x:20` among them @param all of the host */
std::vector<std::string> codec_names(std::span<const std::string> codecs, std::span<const std::string> all);
/** The same in one text: `(ulaw|alaw)`, or `(nothing)`. */
std::string codecs_word(std::span<const std::string> codecs, std::span<const std::string> all);
/** The name of what carries SIP: `UDP`. */
std::string_view protocol_word(sipcore::config::Protocol protocol);
/** Names with a comma between them: `UDP,TCP`, or `UNKNOWN` for none. The order is fixed. */
std::string protocols_word(std::span<const sipcore::config::Protocol> protocols);
/** A class of service by its name: `CS3`, `AF41`, `EF`. */
std::string_view tos_word(std::uint8_t tos);
/** How lost packets of a fax are mended; `Unknown` when there are no faxes. */
std::string_view repair_word(const sipcore::config::Endpoint& endpoint);
/** What is done about session timers. */
std::string_view session_timers_word(sipcore::config::SessionTimers timers);
/** Who refreshes sessions. */
std::string_view refresher_word(sipcore::config::Refresher refresher);
/** What becomes of numbers that are not complete. */
std::string_view overlap_word(sipcore::config::Overlap overlap);
/** A next hop: its host and ` (forced)` or a blank, or `<not set> `. */
std::string proxy_word(const std::optional<sipcore::config::OutboundProxy>& proxy);
/** Credentials by their realm, one line each: `Realm … User … <Secret set>`. @param names of Auths @param auths among which they are found */
std::vector<std::string> realm_auth_words(std::span<const std::string> names, std::span<const sipcore::config::Auth> auths);
/** The mark of call records. */
std::string_view ama_word(sipcore::config::AmaFlags flags);
/** Variables of channels, the last one first; headers that are added are variables too. */
sipcore::config::Variables variables_shown(const sipcore::config::Endpoint& endpoint);
/** Variables of channels, one a line below a heading, the last one first; nothing without any. */
std::string variables_text(const sipcore::config::Endpoint& endpoint);
/** The user that an endpoint is asked for: the configured one, or that of what it registered. */
std::string username_shown(const sipcore::EndpointStatus& status);
/** Of how many messages an endpoint was told last: new ones times 65536, and old ones; -1 while it was nowhere. */
std::int32_t messages_number(const sipcore::EndpointStatus& status);
/** The same as `new/old`, from that number as chan_sip did. */
std::string messages_word(const sipcore::EndpointStatus& status);
/** Where an endpoint is, as it is shown: `defaultip`, where its calls go until it registers, does not count. */
sipcore::SocketAddress address_shown(const sipcore::EndpointStatus& status);
/** What a caller's presentation means: `Presentation Allowed, Not Screened`. */
std::string_view presentation_word(int presentation);

}  // namespace res_sip
