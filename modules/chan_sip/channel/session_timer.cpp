// SPDX-License-Identifier: GPL-2.0-only
/** @file What the session timer of a call wants: a refresh, or its end. @rfc{4028,10} @option{session-timers} */
#include "channel/call.h"
#include "channel/log_call.h"
#include "channel/session_timeout.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"

namespace chan_sip {

void Call::on_refresh_due()
{
    pbx::guarded("on_refresh_due", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (channel && !offering_ && negotiation_.last_sent())  // an offer that is under way refreshes as well
            offer_anew(Offering::repeat, {});
        return 0;
    });
}

void Call::on_session_expired()
{
    pbx::guarded("on_session_expired", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (!channel || phase_ == Phase::ended)
            return 0;
        sipcore::log::warning("Session-Timer expired - {}", call_id_);
        publish_session_timeout(channel.get(), "SIPSessionTimer");
        ast_softhangup_nolock(channel.get(), AST_SOFTHANGUP_DEV);
        return 0;
    });
}

}  // namespace chan_sip
