// SPDX-License-Identifier: GPL-2.0-only
/** @file The keys of one stream, as descriptions carry them. @rfc{4568,1} */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pbx/asterisk.h"

namespace chan_sip {

/** What Asterisk keeps of the keys of one stream: ours, and from the moment that theirs are taken, both. Used by who may
 *  touch the stream's RTP instance. */
class SdesKeys {
public:
    /** No keys. */
    SdesKeys() = default;

    /**
     * What our offer says about our keys, which are made when there are none yet.
     * @param short_tags  whether authentication tags have 32 bits instead of 80
     * @return values of crypto lines, the preferred first; none without anything that encrypts
     */
    std::vector<std::string> offered(bool short_tags);
    /**
     * Takes the first line of the other side's that can be used; from then on the instance encrypts.
     * @return false when none can
     */
    bool take(ast_rtp_instance* rtp, const std::vector<std::string>& theirs);
    /** The line that answers the one that was taken; none before that. */
    std::vector<std::string> answered();

private:
    /** Ends Asterisk's object. */
    struct Destroy {
        /** Frees it and what belongs to it. */
        void operator()(ast_sdp_srtp* keys) const { ast_sdp_srtp_destroy(keys); }
    };

    std::unique_ptr<ast_sdp_srtp, Destroy> keys_;
    bool taken_ = false;
    bool short_tags_ = false;
};

}  // namespace chan_sip
