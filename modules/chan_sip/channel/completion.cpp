// SPDX-License-Identifier: GPL-2.0-only
/** @file Call completion on a call: what is offered to who called, and what who is called offers. @rfc{6910,4} */
#include "completion/monitors.h"

#include "channel/call.h"
#include "driver.h"
#include "sipcore/call_completion.h"

namespace chan_sip {
namespace {

/** A service in the core's words. */
ast_cc_service_type service_of(sipcore::CompletionService service)
{
    switch (service) {
    case sipcore::CompletionService::busy: return AST_CC_CCBS;
    case sipcore::CompletionService::no_reply: return AST_CC_CCNR;
    case sipcore::CompletionService::not_logged_in: return AST_CC_CCNL;
    }
    return AST_CC_NONE;
}

/** What one of the headers offers; nothing when none does. */
std::optional<sipcore::CompletionHint> hint_of(const std::vector<sipcore::Header>& headers)
{
    for (const auto& header : headers) {
        if (header.name != "Call-Info")
            continue;
        if (auto hint = sipcore::read_completion_hint(header.value))
            return hint;
    }
    return std::nullopt;
}

}  // namespace

std::shared_ptr<sipcore::CompletionOffer> Call::offer_completion(sipcore::CallCompletion& completion,
                                                                 std::weak_ptr<sipcore::CompletionCaller> caller)
{
    auto offer = completion.offer(snapshot()->local_contact, side_.endpoint ? side_.endpoint->name : std::string{},
                                  std::move(caller));
    if (offer)
        completion_uri_ = offer->uri();
    return offer;
}

std::vector<sipcore::Header> Call::with_offer(std::vector<sipcore::Header> headers) const
{
    if (!completion_uri_.empty())
        headers.push_back(sipcore::completion_header(completion_uri_));
    return headers;
}

void Call::learn_completion(ast_channel* channel, sipcore::CompletionService met, const std::vector<sipcore::Header>& headers)
{
    if (incoming_ || !side_.endpoint)
        return;
    auto* settings = ast_channel_get_cc_config_params(channel);     // the dialplan may have changed them
    auto policy = settings ? ast_get_cc_monitor_policy(settings) : AST_CC_MONITOR_NEVER;
    if (policy == AST_CC_MONITOR_NEVER)
        return;
    auto hint = policy == AST_CC_MONITOR_GENERIC ? std::nullopt : hint_of(headers);
    if (hint && !monitor_) {
        auto service = service_of(hint->service);
        monitor_ = driver_.monitors().lend(std::make_shared<Monitor>(side_.endpoint->name, std::move(*hint)));
        if (ast_queue_cc_frame(channel, Monitors::type(), dialled_text_.c_str(), service, monitor_) == 0)
            return;
        Monitors::release(std::exchange(monitor_, nullptr));
    }
    if (policy != AST_CC_MONITOR_NATIVE && !monitor_)
        ast_queue_cc_frame(channel, AST_CC_GENERIC_MONITOR_TYPE, dialled_text_.c_str(), service_of(met), nullptr);
}

void Call::forget_completion(ast_channel* channel)
{
    if (auto* lent = std::exchange(monitor_, nullptr))
        driver_.monitors().release_unless_taken(channel, lent);
}

}  // namespace chan_sip
