// SPDX-License-Identifier: GPL-2.0-only
/** @file The jitter buffer of what a channel receives. */
#include "media/jitter_buffer.h"

#include <algorithm>
#include <iterator>

namespace chan_sip {

ast_jb_conf jitter_buffer_conf(const sipcore::config::JitterBuffer& wanted)
{
    ast_jb_conf conf{};
    if (wanted.enable)
        ast_set_flag(&conf, AST_JB_ENABLED);
    if (wanted.force)
        ast_set_flag(&conf, AST_JB_FORCED);
    if (wanted.log)
        ast_set_flag(&conf, AST_JB_LOG);
    if (wanted.sync_video)
        ast_set_flag(&conf, AST_JB_SYNC_VIDEO);
    conf.max_size = wanted.max_size.count();
    conf.resync_threshold = wanted.resync_threshold.count();
    conf.target_extra = wanted.target_extra.count();
    auto length = std::min(wanted.impl.size(), std::size(conf.impl) - 1);
    std::copy_n(wanted.impl.begin(), length, conf.impl);
    return conf;
}

}  // namespace chan_sip
