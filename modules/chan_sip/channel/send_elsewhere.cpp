// SPDX-License-Identifier: GPL-2.0-only
/** @file Transfer() on a call that is up: the other side is asked by REFER to call somebody else, and tells what became of
 *  it. @rfc{3515,2.4} */
#include "channel/call.h"
#include "channel/log_call.h"
#include "channel/variables.h"
#include "driver.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"
#include "transfer/refer_decision.h"

namespace chan_sip {
namespace {

/** Tells the application that waits what became of its transfer. */
void tell(ast_channel* channel, ast_control_transfer outcome)
{
    ast_queue_control_data(channel, AST_CONTROL_TRANSFER, &outcome, sizeof outcome);
}

}  // namespace

int Call::transfer_away(ast_channel* channel, std::string_view destination)
{
    bool unanswered = incoming_ && !is_answered();
    return unanswered ? redirect_caller(channel, destination) : send_refer(channel, destination);
}

int Call::send_refer(ast_channel* channel, std::string_view destination)
{
    if (!session_ || phase_ == Phase::ended || destination.empty())
        return -1;
    auto known = snapshot();
    refer_to_ = refer_to_text(destination, known->remote_uri);
    std::vector<sipcore::Header> headers{{"Referred-By", "<" + known->local_contact + ">"}};
    if (driver_.stack().config()->global.refer_add_headers)
        for (auto& header : added_headers(channel))
            headers.push_back(std::move(header));
    refer_state_ = ReferState::sent;
    session_->refer(refer_to_, std::move(headers));
    return 0;
}

void Call::on_refer_response(int status)
{
    pbx::guarded("on_refer_response", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        bool waits = response_to_refer(status) == ReferProgress::wait;
        refer_state_ = !waits ? ReferState::failed : status / 100 == 2 ? ReferState::accepted : ReferState::sent;
        if (!channel || waits)
            return 0;
        if (status == 603)
            sipcore::log::notice("SIP transfer to {} declined, call miserably fails. ", refer_to_);
        else if (status == 405 || status == 501)
            sipcore::log::notice("SIP transfer to {} failed, REFER not allowed. ", refer_to_);
        if (status == 481)
            ast_queue_control(channel.get(), AST_CONTROL_CONGESTION);
        tell(channel.get(), AST_TRANSFER_FAILED);
        return 0;
    });
}

void Call::on_refer_notify(std::optional<int> status)
{
    pbx::guarded("on_refer_notify", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        auto progress = refer_notified(status.value_or(-1));
        if (progress != ReferProgress::wait)
            refer_state_ = progress == ReferProgress::succeeded ? ReferState::done : ReferState::failed;
        if (!channel || progress == ReferProgress::wait)
            return 0;
        if (progress == ReferProgress::failed)
            sipcore::log::notice("Transfer failed. Sorry. Nothing further to do with this call");
        tell(channel.get(), progress == ReferProgress::succeeded ? AST_TRANSFER_SUCCESS : AST_TRANSFER_FAILED);
        return 0;
    });
}

}  // namespace chan_sip
