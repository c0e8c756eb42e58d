// SPDX-License-Identifier: GPL-2.0-only
/** @file What a REFER is answered, what becomes of it, and what its sender is told. Pure. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sipcore/header.h"
#include "sipcore/transfer.h"

namespace chan_sip {

/** The call in which a REFER came. */
struct ReferSituation {
    bool has_channel = false;  ///< whether there is something to be transferred
    bool allowed = false;      ///< whether the endpoint may transfer
    bool pending = false;      ///< whether another REFER is being followed
};

/**
 * Whether a REFER is followed.
 * @return where to; otherwise what it is refused with: 603 without a channel, where transfers are not allowed and for URIs
 *         that are not SIP's, 491 while another one is followed, 400 without Refer-To
 * @threads any
 * @rfc{3515,2.4.2}
 */
sipcore::Result<sipcore::ReferTo> decide_refer(const ReferSituation& situation, const std::vector<sipcore::Header>& headers);

/** How a transfer went, as the core says it. */
enum class TransferResult : unsigned char { success, not_permitted, invalid, failed };
/** How a blind transfer is told, as status and phrase. @threads any */
std::string_view blind_outcome(TransferResult result);
/** How an attended transfer is told. @threads any */
std::string_view attended_outcome(TransferResult result);
inline constexpr std::string_view outcome_not_found = "404 Not found";  ///< no such extension, or the call itself
inline constexpr std::string_view outcome_no_call =
    "481 Call leg/transaction does not exist";                          ///< no such call at our domain
inline constexpr std::string_view outcome_no_channel = "503 Service Unavailable";  ///< the other call is over

/** The tags of a dialog of ours. */
struct DialogTags {
    std::string_view local;   ///< ours
    std::string_view remote;  ///< theirs
};
/** Whether Replaces names a dialog. @param pedantic whether tags count. @threads any @rfc{3891,3} @option{pedantic} */
bool names_dialog(const sipcore::Replaces& replaces, const DialogTags& tags, bool pedantic);

/** Headers of a REFER that the transferred party asked for: those whose names begin with a text; `*` means all.
 *  @threads any */
std::vector<sipcore::Header> wanted_headers(const std::vector<sipcore::Header>& headers, std::string_view prefix);

/** What an answer to a REFER of ours, or a NOTIFY about it, means. */
enum class ReferProgress : unsigned char { wait, succeeded, failed };
/** What the response to our REFER means. @threads any @rfc{3515,2.4.2} */
ReferProgress response_to_refer(int status);
/** What a NOTIFY's fragment means; a negative status: none that can be read. @threads any @rfc{3515,2.4.5} */
ReferProgress refer_notified(int status);
/** The Refer-To of a transfer to `exten` or `exten@host`. @param remote_uri who is sent there, whose host is taken
 *  @threads any */
std::string refer_to_text(std::string_view destination, std::string_view remote_uri);

}  // namespace chan_sip
