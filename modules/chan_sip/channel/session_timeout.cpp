// SPDX-License-Identifier: GPL-2.0-only
/** @file AMI SessionTimeout. */
#include "channel/session_timeout.h"

namespace chan_sip {

void publish_session_timeout(ast_channel* channel, const char* source)
{
    auto* snapshot = ast_channel_snapshot_get_latest(ast_channel_uniqueid(channel));
    auto* state = snapshot ? ast_manager_build_channel_state_string(snapshot) : nullptr;
    if (state)
        manager_event(EVENT_FLAG_CALL, "SessionTimeout", "%sSource: %s\r\n", ast_str_buffer(state), source);
    ast_free(state);
    ao2_cleanup(snapshot);
}

}  // namespace chan_sip
