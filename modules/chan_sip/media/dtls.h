// SPDX-License-Identifier: GPL-2.0-only
/** @file Our end of the DTLS association of one stream. @rfc{5764,1} */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/model.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** What an end is opened with. */
struct DtlsPlan {
    const sipcore::config::Dtls& options;  ///< the endpoint's `dtls…`
    bool short_tags = false;               ///< whether authentication tags have 32 bits instead of 80
};

/**
 * Opens our end: reads the certificate or makes one. An end that is open already stays as it is.
 * @return false when there is no certificate, or nothing that encrypts; the log says which
 * @threads who may touch the instance; reads the files of the certificate
 */
bool open_dtls(ast_rtp_instance* rtp, const DtlsPlan& plan);

/** Closes our end, if it is open. @threads who may touch the instance */
void close_dtls(ast_rtp_instance* rtp);

/** Adds our end to what our description says: certificate, which end, whether it is a new one. It must be open.
 *  @threads who may touch the instance @rfc{5763,5} */
void describe_dtls(ast_rtp_instance* rtp, sipcore::sdp::MediaTransport& ours);

/** Takes what the other side says about its end. Ours must be open. @threads who may touch the instance @rfc{5763,5} */
void take_dtls(ast_rtp_instance* rtp, const sipcore::sdp::MediaTransport& theirs);

/** Prepares our end for an association in the place of the one there is. @threads who may touch the instance */
void renew_dtls(ast_rtp_instance* rtp);

}  // namespace chan_sip
