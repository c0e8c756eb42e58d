// SPDX-License-Identifier: GPL-2.0-only
/** @file What calls read from messages and write into them. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/session.h"

namespace sipcore::session {

/** All headers of a message as text, 128 at most, compact names expanded. */
std::vector<Header> read_headers(const pjsip_msg* msg);
/** The headers of a message that tell something: those that every message has are left out. */
std::vector<Header> read_telling_headers(const pjsip_msg* msg);
/** The user of a SIP URI as it is written, or the number of a tel URI; empty without one. */
std::string uri_user(const pjsip_uri* uri);
/** The value of the first header of a name. */
std::string find_header(const std::vector<Header>& headers, std::string_view name);
/** From or To as a party. */
Party read_party(const pjsip_fromto_hdr* header);
/** The cause of a Reason header for Q.850. @rfc{3326,2} */
std::optional<int> q850_cause(const std::vector<Header>& headers);
/** Puts a session description into a message; null takes the body away. */
void set_description(pjsip_tx_data* tdata, const sdp::Description* description);
/** Adds headers; values and names with line ends are left out. */
void add_headers(pjsip_tx_data* tdata, const std::vector<Header>& headers);
/** Takes all headers of a name out of a message. */
void remove_header(pjsip_tx_data* tdata, std::string_view name);
/** Says what we can do in place of what PJSIP says of itself: Allow and Supported. */
void state_abilities(pjsip_tx_data* tdata, const std::vector<std::string>& methods, std::string_view extensions = "replaces, timer");
/** A request inside of a dialog, whose lock is held; null when PJSIP makes none. */
pjsip_tx_data* make_request(pjsip_dialog* dialog, std::string_view method);
/** Whether a list such as Supported or Allow names something, letter case aside. */
bool lists(const std::vector<Header>& headers, std::string_view name, std::string_view word);
/** Notes what the other side's first message says it can do: Allow and Contact. */
void learn_abilities(SessionSnapshot& snapshot, const std::vector<Header>& headers);
/** The URI of our Contact in a dialog. */
std::string local_contact_of(const pjsip_dialog* dialog);
/** A display name with quotes and a URI: `"Name" <sip:user@host>`. */
std::string name_addr(const Party& party);
/** The user part of a URI with what may not stand there escaped. @rfc{3261,19.1.2} */
std::string escape_user(std::string_view user);

}  // namespace sipcore::session
