// SPDX-License-Identifier: GPL-2.0-only
/** @file Applications on the call of a channel: SIPDtmfMode and SIPSendCustomINFO. */
#include <strings.h>

#include "channel/call.h"
#include "dialplan/dialplan_names.h"
#include "pbx/ao2.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::config::DtmfMode;

/** The modes that a dialplan may choose, by their words. */
constexpr std::pair<const char*, DtmfMode> modes[] = {
    {"info", DtmfMode::info},
    {"shortinfo", DtmfMode::short_info},
    {"rfc2833", DtmfMode::rfc4733},
    {"inband", DtmfMode::inband},
};

/** Chooses how digits travel on this call from now on. */
int dtmf_mode(ast_channel* channel, const char* data)
{
    return pbx::guarded("SIPDtmfMode", 0, [&] {
        if (!data) {
            sipcore::log::warning("This application requires the argument: info, inband, rfc2833");
            return 0;
        }
        pbx::ChannelLock lock{channel};
        auto* call = Call::of(channel);
        if (!call) {
            sipcore::log::warning("Call this application only on SIP incoming calls");
            return 0;
        }
        for (const auto& [word, mode] : modes) {
            if (strcasecmp(word, data) == 0) {
                call->set_dtmf_mode(mode);
                return 0;
            }
        }
        sipcore::log::warning("I don't know about this dtmf mode: {}", data);
        return 0;
    });
}

/** Sends INFO with a text. */
int send_custom_info(ast_channel* channel, const char* data)
{
    return pbx::guarded("SIPSendCustomINFO", 0, [&] {
        if (!data || !*data) {
            sipcore::log::warning("You must provide data to be sent");
            return 0;
        }
        std::string_view words = data;
        auto comma = std::min(words.find(','), words.size());
        std::string text{words.substr(0, comma)};
        std::string agent{words.substr(std::min(comma + 1, words.size()))};
        if (ast_sipinfo_send(channel, nullptr, "text/plain", text.c_str(), agent.c_str()))
            sipcore::log::warning("Failed to create payload for custom SIP INFO");
        return 0;
    });
}

/** The table. */
constexpr Application applications[] = {
    {"SIPDtmfMode", dtmf_mode},
    {"SIPSendCustomINFO", send_custom_info},
};

}  // namespace

std::span<const Application> call_applications()
{
    return applications;
}

}  // namespace chan_sip
