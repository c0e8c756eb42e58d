// SPDX-License-Identifier: GPL-2.0-only
/** @file Keys in descriptions, by the part of Asterisk that res_srtp fills in. */
#include "media/sdes.h"

namespace chan_sip {

std::vector<std::string> SdesKeys::offered(bool short_tags)
{
    short_tags_ = short_tags;
    if (!keys_)
        keys_.reset(ast_sdp_srtp_alloc());
    std::vector<std::string> lines;
    for (auto* each = keys_.get(); each; each = AST_LIST_NEXT(each, sdp_srtp_list)) {
        const char* line = ast_sdp_srtp_get_attrib(each, 0, short_tags ? 1 : 0);
        if (!line)
            break;
        lines.emplace_back(line);
    }
    if (lines.empty())
        keys_.reset();
    return lines;
}

bool SdesKeys::take(ast_rtp_instance* rtp, const std::vector<std::string>& theirs)
{
    if (!keys_)
        keys_.reset(ast_sdp_srtp_alloc());
    if (keys_ && !keys_->crypto)
        keys_->crypto = ast_sdp_crypto_alloc();
    if (!keys_ || !keys_->crypto)
        return false;
    for (const auto& line : theirs) {
        if (ast_sdp_crypto_process(rtp, keys_.get(), line.c_str()) != 0)
            continue;
        taken_ = true;
        return true;
    }
    return false;
}

std::vector<std::string> SdesKeys::answered()
{
    const char* line = taken_ ? ast_sdp_srtp_get_attrib(keys_.get(), 0, short_tags_ ? 1 : 0) : nullptr;
    return line ? std::vector<std::string>{line} : std::vector<std::string>{};
}

}  // namespace chan_sip
