// SPDX-License-Identifier: GPL-2.0-only
/** @file Sending INFO for others. */
#include "dialplan/send_info.h"

#include "channel/call.h"
#include "pbx/ao2.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** Whether the driver is the provider. */
bool provides = false;

/** The headers of a list of variables. */
std::vector<sipcore::Header> headers_of(const ast_variable* list)
{
    std::vector<sipcore::Header> headers;
    for (; list; list = list->next)
        headers.push_back({list->name ? list->name : "", list->value ? list->value : ""});
    return headers;
}

/** Sends INFO on a channel of ours. @return 0, or 1 when it is none or the other side is no such User-Agent */
int send(ast_channel* channel, ast_variable* headers, const char* type, const char* content, const char* agent)
{
    return pbx::guarded("sipinfo_send", 1, [&] {
        pbx::ChannelLock lock{channel};
        auto* call = Call::of(channel);
        return call && call->send_info({type ? type : "", content ? content : ""}, headers_of(headers), agent ? agent : "") ? 0 : 1;
    });
}

/** What the core is given. */
const ast_sip_api_tech provider{
    .version = AST_SIP_API_VERSION,
    .name = "chan_sip",
    .sipinfo_send = send,
};

}  // namespace

void offer_info_to_modules()
{
    provides = ast_sip_api_provider_register(&provider) == 0;
}

void withdraw_info_from_modules()
{
    if (std::exchange(provides, false))
        ast_sip_api_provider_unregister();
}

}  // namespace chan_sip
