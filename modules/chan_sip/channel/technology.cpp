// SPDX-License-Identifier: GPL-2.0-only
/** @file The callbacks that Asterisk makes, each three lines: the call, its verb, an exception caught. */
#include "channel/technology.h"

#include "channel/call.h"
#include "channel/devices.h"
#include "channel/request.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

using pbx::guarded;

/** Makes a channel for a dial string. */
ast_channel* requester(const char*, ast_format_cap* formats, const ast_assigned_ids* ids, const ast_channel* requestor,
                       const char* address, int* cause)
{
    return guarded("requester", static_cast<ast_channel*>(nullptr), [&] {
        auto made = request({.text = address ? address : "", .formats = formats, .ids = ids, .requestor = requestor});
        if (!made)
            *cause = made.error();
        return made.value_or(nullptr);
    });
}

/** The state of a device. */
int device(const char* name)
{
    return guarded("devicestate", static_cast<int>(AST_DEVICE_INVALID), [&] { return state_of_device(name); });
}

/** Places the call. */
int call(ast_channel* channel, const char*, int)
{
    return guarded("call", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->dial(channel) : -1;
    });
}

/** Ends the call. */
int hangup(ast_channel* channel)
{
    return guarded("hangup", 0, [&] {
        if (auto* call = Call::of(channel))
            call->hang_up(channel);
        return 0;
    });
}

/** Answers the call. */
int answer(ast_channel* channel)
{
    return guarded("answer", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->answer(channel) : -1;
    });
}

/** The next frame; the null frame when the channel is none of ours any more. */
ast_frame* read(ast_channel* channel)
{
    return guarded("read", &ast_null_frame, [&] {
        auto* call = Call::of(channel);
        return call ? call->read(channel) : &ast_null_frame;
    });
}

/** Sends a frame. */
int write(ast_channel* channel, ast_frame* frame)
{
    return guarded("write", 0, [&] {
        auto* call = Call::of(channel);
        return call ? call->write(channel, frame) : 0;
    });
}

/** Carries out a condition. */
int indicate(ast_channel* channel, int condition, const void* data, size_t length)
{
    return guarded("indicate", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->indicate(channel, condition, data, length) : -1;
    });
}

/** Moves the call to another channel, of which it already is the private part. */
int fixup(ast_channel* from, ast_channel* to)
{
    return guarded("fixup", -1, [&] {
        auto* call = Call::of(to);
        return call ? call->move(from, to) : -1;
    });
}

/** Begins a digit; the channel is not locked yet. */
int digit_begin(ast_channel* channel, char digit)
{
    return guarded("send_digit_begin", -1, [&] {
        pbx::ChannelLock lock{channel};
        auto* call = Call::of(channel);
        return call ? call->begin_digit(digit) : -1;
    });
}

/** Ends a digit; the channel is not locked yet. */
int digit_end(ast_channel* channel, char digit, unsigned int duration)
{
    return guarded("send_digit_end", -1, [&] {
        pbx::ChannelLock lock{channel};
        auto* call = Call::of(channel);
        return call ? call->end_digit(digit, std::chrono::milliseconds{duration}) : -1;
    });
}

/** Lets the media of two channels meet before they are bridged. */
ast_bridge_result early_bridge(ast_channel* one, ast_channel* other)
{
    return static_cast<ast_bridge_result>(ast_rtp_instance_early_bridge(one, other));
}

/** Sends what a browser would read: a place where it is, and nothing else. */
int send_html(ast_channel* channel, int kind, const char* data, int)
{
    return guarded("send_html", -1, [&] {
        auto* call = Call::of(channel);
        return call && kind == AST_HTML_URL && data ? call->tell_url(channel, data) : -1;
    });
}

/** Sends text. */
int send_text(ast_channel* channel, const char* text)
{
    return guarded("send_text", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->send_text(text ? text : "") : -1;
    });
}

/** Sends the other side elsewhere. */
int transfer(ast_channel* channel, const char* target)
{
    return guarded("transfer", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->transfer_away(channel, target ? target : "") : -1;
    });
}

/** Sets an option. */
int setoption(ast_channel* channel, int option, void* data, int length)
{
    return guarded("setoption", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->set_option(option, data, length) : -1;
    });
}

/** Reads an option. */
int queryoption(ast_channel* channel, int option, void* data, int* length)
{
    return guarded("queryoption", -1, [&] {
        auto* call = Call::of(channel);
        return call ? call->query_option(option, data, length) : -1;
    });
}

/** An item of CHANNEL(). */
int channel_item(ast_channel* channel, const char*, char* data, char* buffer, size_t length)
{
    return guarded("func_channel_read", -1, [&] {
        pbx::ChannelLock lock{channel};
        auto* call = Call::of(channel);
        std::string_view words = data ? data : "";
        auto comma = words.find(',');
        auto parameter = comma == words.npos ? std::string_view{} : words.substr(comma + 1);
        auto text = call ? call->item(words.substr(0, comma), parameter) : std::nullopt;
        ast_copy_string(buffer, text ? text->c_str() : "", length);
        return text ? 0 : -1;
    });
}

/** What tells the call from all others: its Call-ID. */
const char* unique_id(ast_channel* channel)
{
    auto* call = Call::of(channel);
    return call ? call->call_id().c_str() : "";
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // what we do not do stays null
/** The technology; `begin` is what a digit begins with, if anything. Capabilities follow when it is registered. */
struct ast_channel_tech make(int (*begin)(ast_channel*, char))
{
    return {
        .type = "SIP",
        .description = "Session Initiation Protocol (SIP)",
        .properties = AST_CHAN_TP_WANTSJITTER | AST_CHAN_TP_CREATESJITTER,
        .requester = requester,
        .devicestate = device,
        .send_digit_begin = begin,
        .send_digit_end = digit_end,
        .call = call,
        .hangup = hangup,
        .answer = answer,
        .read = read,
        .write = write,
        .send_text = send_text,
        .send_html = send_html,
        .exception = read,
        .early_bridge = early_bridge,
        .indicate = indicate,
        .fixup = fixup,
        .setoption = setoption,
        .queryoption = queryoption,
        .transfer = transfer,
        .write_video = write,
        .write_text = write,
        .func_channel_read = channel_item,
        .get_pvt_uniqueid = unique_id,
    };
}

#pragma GCC diagnostic pop

/** The registered one. */
struct ast_channel_tech technology = make(digit_begin);
/** For calls whose digits travel by INFO, which know no beginning. */
struct ast_channel_tech info_technology = make(nullptr);

}  // namespace

sipcore::Outcome<std::unique_ptr<Technology>> Technology::create()
{
    auto formats = no_formats();
    for (auto kind : {AST_MEDIA_TYPE_AUDIO, AST_MEDIA_TYPE_VIDEO, AST_MEDIA_TYPE_TEXT})
        ast_format_cap_append_by_type(formats.get(), kind);
    technology.capabilities = ao2_bump(formats.get());
    info_technology.capabilities = ao2_bump(formats.get());
    auto made = std::unique_ptr<Technology>{new Technology};
    if (ast_channel_register(&technology))
        return std::unexpected{sipcore::Failure{"Channel technology SIP could not be registered: there is one already"}};
    return made;
}

Technology::~Technology()
{
    ast_channel_unregister(&technology);
    ao2_cleanup(technology.capabilities);
    ao2_cleanup(info_technology.capabilities);
    technology.capabilities = nullptr;
    info_technology.capabilities = nullptr;
}

bool is_our_technology(const struct ast_channel_tech* which)
{
    return which == &technology || which == &info_technology;
}

const struct ast_channel_tech* technology_for(sipcore::config::DtmfMode mode)
{
    using sipcore::config::DtmfMode;
    return mode == DtmfMode::info || mode == DtmfMode::short_info ? &info_technology : &technology;
}

}  // namespace chan_sip
