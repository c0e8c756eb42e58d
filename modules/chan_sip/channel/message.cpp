// SPDX-License-Identifier: GPL-2.0-only
/** @file Text in a call, both ways, as MESSAGE. @rfc{3428,7} */
#include "channel/call.h"
#include "channel/log_call.h"
#include "identity/caller.h"
#include "pbx/guarded.h"
#include "sipcore/messaging.h"

namespace chan_sip {

int Call::send_text(std::string_view text)
{
    if (!session_ || phase_ == Phase::ended)
        return -1;
    auto known = snapshot();
    if (takes_method(known->allow, known->contact_header, *side_.settings, "MESSAGE"))
        session_->send_message({"text/plain;charset=UTF-8", std::string{text}});
    return 0;
}

int Call::on_message(const sipcore::Body& body)
{
    constexpr int accepted = 202;
    constexpr int unsupported = 415;
    return pbx::guarded("on_message", 500, [&] {
        LogCall log{log_call_};
        if (!sipcore::is_plain_text(body.content_type))
            return unsupported;
        auto channel = lock_channel();
        if (!channel)
            return 481;
        auto text = sipcore::plain_lines(body.text);
        ast_frame frame{};
        frame.frametype = AST_FRAME_TEXT;
        frame.data.ptr = text.data();
        frame.datalen = static_cast<int>(text.size()) + 1;  // with the NUL
        frame.src = "MESSAGE";
        ast_queue_frame(channel.get(), &frame);
        return accepted;
    });
}

}  // namespace chan_sip
