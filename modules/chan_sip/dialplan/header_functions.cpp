// SPDX-License-Identifier: GPL-2.0-only
/** @file SIP_HEADER() and SIP_HEADERS(): headers of the stored request of a call, read from the session's snapshot. */
#include <charconv>

#include "channel/call.h"
#include "dialplan/dialplan_names.h"
#include "dialplan/stored_headers.h"
#include "pbx/ao2.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** The headers of a channel's stored request; nothing when it is none of ours. */
std::optional<std::vector<sipcore::Header>> headers_of(ast_channel* channel)
{
    pbx::ChannelLock lock{channel};
    auto* call = Call::of(channel);
    if (!call)
        return std::nullopt;
    return call->stored_headers();
}

/** A number at the beginning of a text, 1 without one. */
int number_of(std::string_view text)
{
    int number = 1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/** SIP_HEADER(name[,number]). */
int read_header(ast_channel* channel, const char*, char* data, char* buffer, size_t length)
{
    return pbx::guarded("SIP_HEADER", -1, [&] {
        if (!channel) {
            sipcore::log::warning("No channel was provided to SIP_HEADER function.");
            return -1;
        }
        std::string_view words = data ? data : "";
        if (words.empty()) {
            sipcore::log::warning("This function requires a header name.");
            return -1;
        }
        auto headers = headers_of(channel);
        if (!headers) {
            sipcore::log::warning("This function can only be used on SIP channels.");
            return -1;
        }
        auto comma = std::min(words.find(','), words.size());
        auto number = number_of(words.substr(std::min(comma + 1, words.size())));
        auto value = stored_header(*headers, words.substr(0, comma), number);
        if (!value)
            return -1;
        ast_copy_string(buffer, value->c_str(), length);
        return 0;
    });
}

/** SIP_HEADERS([prefix]). */
int read_headers(ast_channel* channel, const char*, char* data, char* buffer, size_t length)
{
    return pbx::guarded("SIP_HEADERS", -1, [&] {
        if (!channel)
            return -1;
        auto headers = headers_of(channel);
        if (!headers) {
            sipcore::log::warning("This function can only be used on SIP channels.");
            return -1;
        }
        ast_copy_string(buffer, stored_header_names(*headers, data ? data : "").c_str(), length);
        return 0;
    });
}

/** The table. */
ast_custom_function functions[] = {
    readable("SIP_HEADER", read_header),
    readable("SIP_HEADERS", read_headers),
};

}  // namespace

std::span<ast_custom_function> header_functions()
{
    return functions;
}

}  // namespace chan_sip
