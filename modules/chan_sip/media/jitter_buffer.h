// SPDX-License-Identifier: GPL-2.0-only
/** @file The jitter buffer of what a channel receives. Pure. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/model.h"

namespace chan_sip {

/** What the configuration says about jitter buffers, in Asterisk's words. @threads any @option{jbenable} @option{jbforce}
 *  @option{jbmaxsize} @option{jbresyncthreshold} @option{jbimpl} @option{jbtargetextra} @option{jblog} @option{jbsyncvideo} */
ast_jb_conf jitter_buffer_conf(const sipcore::config::JitterBuffer& wanted);

}  // namespace chan_sip
