// SPDX-License-Identifier: GPL-2.0-only
/** @file INFO of the other side: digits, hook flash, a picture that is wanted, a client's code, recording. */
#include <algorithm>
#include <string_view>

#include "channel/call.h"
#include "channel/info_digit.h"
#include "channel/log_call.h"
#include "pbx/guarded.h"
#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** Hands a digit to the channel. */
void queue_digit(ast_channel* channel, const InfoDigit& info)
{
    ast_frame frame{};
    frame.frametype = AST_FRAME_DTMF;
    frame.subclass.integer = info.digit;
    frame.len = static_cast<long>(info.duration.count());
    frame.src = "INFO";
    ast_queue_frame(channel, &frame);
}

/** The value of a header, null without one. */
const std::string* value_of(const std::vector<sipcore::Header>& headers, std::string_view name)
{
    auto found = std::ranges::find_if(headers, [&](const auto& header) {
        return sipcore::same_name(header.name, name);
    });
    return found == headers.end() ? nullptr : &found->value;
}

}  // namespace

int Call::take_client_code(ast_channel* channel, const std::string& code)
{
    constexpr int forbidden = 403;
    if (!side_.settings->use_client_code)
        return forbidden;
    ast_cdr_setuserfield(ast_channel_name(channel), code.c_str());
    return 200;
}

int Call::take_record(ast_channel* channel, const std::string& wish)
{
    constexpr int forbidden = 403;
    constexpr std::chrono::milliseconds length{100};
    bool begins = strcasecmp(wish.c_str(), "on") == 0;
    if (!begins && strcasecmp(wish.c_str(), "off") != 0)
        return forbidden;
    const auto& feature = begins ? side_.settings->record_on_feature : side_.settings->record_off_feature;
    std::array<char, AST_FEATURE_MAX_LEN> digits{};
    if (feature.empty() || ast_get_feature(channel, feature.c_str(), digits.data(), digits.size()) || !digits[0])
        return forbidden;
    for (const char* digit = digits.data(); *digit; ++digit)
        queue_digit(channel, {.kind = InfoDigit::Kind::digit, .digit = *digit, .duration = length});
    return 200;
}

int Call::take_info(ast_channel* channel, const sipcore::Body& body, const std::vector<sipcore::Header>& headers)
{
    auto info = read_info_digit(body.content_type, body.text);
    switch (info.kind) {
    case InfoDigit::Kind::digit:
        queue_digit(channel, info);
        return 200;
    case InfoDigit::Kind::flash:
        ast_queue_control(channel, AST_CONTROL_FLASH);
        return 200;
    case InfoDigit::Kind::picture:
        ast_queue_control(channel, AST_CONTROL_VIDUPDATE);
        return 200;
    case InfoDigit::Kind::none:
        return 200;
    case InfoDigit::Kind::unknown:
        break;
    }
    if (const auto* code = value_of(headers, "X-ClientCode"))
        return take_client_code(channel, *code);
    if (const auto* record = value_of(headers, "Record"))
        return take_record(channel, *record);
    return body.text.empty() ? 200 : 415;
}

int Call::on_info(const sipcore::Body& body, const std::vector<sipcore::Header>& headers)
{
    return pbx::guarded("on_info", 500, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        return channel ? take_info(channel.get(), body, headers) : 481;
    });
}

}  // namespace chan_sip
