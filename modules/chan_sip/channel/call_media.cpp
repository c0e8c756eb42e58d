// SPDX-License-Identifier: GPL-2.0-only
/** @file The media of a call: what it may speak, its ports, and what comes of offer and answer. */
#include "channel/call.h"
#include "driver.h"
#include "media/bind_address.h"
#include "media/payload_types.h"
#include "media/streams.h"
#include "media/text_redundancy.h"
#include "media/wished_codecs.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::config::DtmfMode;

/** Whether digits may travel as telephone events. */
bool may_send_events(DtmfMode mode)
{
    return mode == DtmfMode::rfc4733 || mode == DtmfMode::automatic;
}

/** Whether digits are listened for in the audio. */
bool hears_digits(DtmfMode mode, bool telephone_events)
{
    return mode == DtmfMode::inband || (mode == DtmfMode::automatic && !telephone_events);
}

/** The words of a list with commas between. */
std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        auto comma = text.find(',');
        auto word = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        word = word.substr(0, word.find_last_not_of(' ') + 1);
        if (!word.empty())
            words.emplace_back(word);
    }
    return words;
}

/** The channel's descriptor whose frames are RTCP. */
constexpr int rtcp_descriptor = 1;

/** A payload type of telephone events, where the number does not count. */
constexpr std::uint8_t usual_telephone_event = 101;

}  // namespace

void Call::wish_codecs(ast_channel* channel, std::initializer_list<const char*> variables)
{
    wished_.clear();
    for (const char* name : variables) {
        const char* value = pbx_builtin_getvar_helper(channel, name);
        if (!value || !*value)
            continue;
        wished_ = words_of(value);
        break;
    }
    std::erase_if(wished_, [&](const std::string& name) {
        bool shared = !joint_ || !format_named(formats_, name) || format_named(joint_, name);
        if (!shared)
            sipcore::log::notice("Ignoring ${{SIP_CODEC*}} variable because it is not shared by both ends: {}", name);
        return !shared;
    });
}

std::vector<sipcore::sdp::LocalStream> Call::to_answer(const sipcore::sdp::Description& offered,
                                                       sipcore::sdp::Direction direction)
{
    auto codecs = wished_of_all_kinds(false);
    auto audio = stream_of(sipcore::sdp::Kind::audio, codecs, audio_, direction);
    if (may_send_events(dtmf_mode_))
        audio.telephone_event = usual_telephone_event;
    std::vector<sipcore::sdp::LocalStream> streams{std::move(audio)};
    if (with_video_)
        streams.push_back(stream_of(sipcore::sdp::Kind::video, codecs, video_, direction));
    if (with_text_) {
        set_redundancy(codecs, text_payload_of(offered));
        streams.push_back(stream_of(sipcore::sdp::Kind::text, codecs, text_, direction));
    }
    for (auto& stream : streams)
        stream.protection = protection();
    return placed(std::move(streams), false);
}

std::vector<sipcore::sdp::LocalStream> Call::media_to_offer()
{
    using sipcore::sdp::Direction;
    auto codecs = wished_of_all_kinds(true);
    auto audio = stream_of(sipcore::sdp::Kind::audio, codecs, audio_, Direction::sendrecv);
    if (may_send_events(dtmf_mode_))
        audio.telephone_event = audio_.telephone_event();
    std::vector<sipcore::sdp::LocalStream> streams{std::move(audio)};
    bool described = audio_.describe_offer(streams.back());
    if (video_) {
        streams.push_back(stream_of(sipcore::sdp::Kind::video, codecs, video_, Direction::sendrecv));
        described = described && video_.describe_offer(streams.back());
    }
    if (text_) {
        set_redundancy(codecs, text_payload_of(codecs));
        streams.push_back(stream_of(sipcore::sdp::Kind::text, codecs, text_, Direction::sendrecv));
        described = described && text_.describe_offer(streams.back());
    }
    return described ? placed(std::move(streams), true) : std::vector<sipcore::sdp::LocalStream>{};
}

std::vector<sipcore::sdp::LocalStream> Call::to_offer()
{
    return fax_.stage == Fax::Stage::running ? fax_streams() : media_to_offer();
}

sipcore::Result<> Call::check_offer(const std::optional<sipcore::sdp::Description>& offer)
{
    offer_ = offer;
    if (!offer)
        return {};
    auto agreed = negotiation_.preview(*offer, to_answer(*offer, sipcore::sdp::Direction::sendrecv));
    if (!agreed && is_fax_offer(*offer)) {
        with_video_ = with_text_ = false;
        return {};
    }
    if (!agreed) {
        tell_refused_keys(*offer);
        return std::unexpected{agreed.error()};
    }
    if (!of_kind(*agreed, sipcore::sdp::Kind::audio))
        return std::unexpected{sipcore::Error{488, "Not Acceptable Here (codec error)"}};
    joint_ = no_formats();
    for (const auto& stream : *agreed)
        for (const auto& joint : stream.codecs)
            if (auto format = format_named(formats_, joint.codec.tag))
                ast_format_cap_append(joint_.get(), joint_format(format, joint.parameters).get(), joint.codec.ptime);
    with_video_ = with_video_ && (of_kind(*agreed, sipcore::sdp::Kind::video) || side_.settings->video_always);
    with_text_ = with_text_ && of_kind(*agreed, sipcore::sdp::Kind::text);
    return {};
}

bool Call::open_media(const Formats& wanted)
{
    auto config = driver_.stack().config();
    auto bind = media_bind({.wished = config->global.rtp_bind,
                            .local = side_.local_address,
                            .remote = side_.remote,
                            .ice = side_.settings->ice_support});
    auto opened = RtpStream::open(driver_.scheduler(), bind,
                                  {.endpoint = *side_.settings,
                                   .behind_nat = side_.behind_nat,
                                   .tos = config->global.tos_audio,
                                   .cos = config->global.cos_audio});
    if (!opened) {
        sipcore::log::error("{}", opened.error().what);
        return false;
    }
    audio_ = std::move(*opened);
    audio_.require_keys(keys_required_);
    meet_media_early();
    if (!incoming_)
        formats_ = formats_to_offer(formats_, wanted, audio_.instance(),
                                    {.own_order = side_.settings->ignore_requested_pref,
                                     .all_video = side_.settings->video_always});
    open_more(*config, bind);
    update_dsp();
    return true;
}

Formats Call::native_formats() const
{
    auto native = no_formats();
    const auto& from = joint_ ? joint_ : formats_;
    auto best = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_best_by_type(from.get(), AST_MEDIA_TYPE_AUDIO));
    if (best)
        ast_format_cap_append(native.get(), best.get(), ast_format_cap_get_format_framing(from.get(), best.get()));
    if (video_)
        ast_format_cap_append_from_cap(native.get(), from.get(), AST_MEDIA_TYPE_VIDEO);
    if (text_)
        ast_format_cap_append_from_cap(native.get(), from.get(), AST_MEDIA_TYPE_TEXT);
    return native;
}

Formats Call::their_formats() const
{
    const auto& described = offer_ && !negotiation_.last_received() ? offer_ : negotiation_.last_received();
    auto formats = no_formats();
    if (!described)
        return formats;
    for (auto kind : {sipcore::sdp::Kind::audio, sipcore::sdp::Kind::video, sipcore::sdp::Kind::text})
        if (const auto* stream = described->first(kind); stream && stream->port)
            ast_format_cap_append_from_cap(formats.get(), formats_of(*stream).get(), AST_MEDIA_TYPE_UNKNOWN);
    return formats;
}

bool Call::apply(ast_channel* channel, const std::vector<sipcore::sdp::Agreed>& agreed, RtpStream::Offer offer)
{
    const auto* audio = of_kind(agreed, sipcore::sdp::Kind::audio);
    if (!audio || !audio_)
        return false;
    auto joint = audio_.apply(*audio, formats_, offer, side_.settings->use_ptime ? audio->ptime : 0);
    if (ast_format_cap_empty(joint.get()))
        return false;
    auto joint_more = apply_more(channel, agreed, offer);
    if (offer == RtpStream::Offer::theirs)
        negotiation_.complete(audio->index, audio_.answer_attributes());
    ast_channel_set_fd(channel, rtcp_descriptor, audio_.descriptor(true));
    ast_format_cap_append_from_cap(joint.get(), joint_more.get(), AST_MEDIA_TYPE_UNKNOWN);
    joint_ = std::move(joint);
    media_since_ = std::time(nullptr);
    telephone_events_ = audio->telephone_event.has_value();
    audio_.send_telephone_events(telephone_events_ && may_send_events(dtmf_mode_));
    update_dsp();
    use_native(channel, native_formats());
    return true;
}

bool Call::settle(ast_channel* channel, const sipcore::sdp::Description& answer)
{
    auto agreed = negotiation_.settle(answer);
    return agreed && apply(channel, *agreed, RtpStream::Offer::ours);
}

std::optional<sipcore::sdp::Description> Call::describe(ast_channel* channel)
{
    if (negotiation_.last_sent())
        return negotiation_.last_sent();    // the 200 after a 183 says the same
    wish_codecs(channel, {"SIP_CODEC_INBOUND", "SIP_CODEC"});
    if (!offer_) {
        auto streams = to_offer();
        return streams.empty() ? std::nullopt : std::optional{negotiation_.offer(std::move(streams))};
    }
    auto hold = sipcore::sdp::hold_of(*offer_);
    auto answer = make_answer(*offer_, sipcore::sdp::answer_direction(hold));
    if (!answer && is_fax_offer(*offer_))
        return describe_fax(channel);
    if (!answer || !apply(channel, answer->agreed, RtpStream::Offer::theirs))
        return std::nullopt;
    notice_hold(channel, hold);
    return negotiation_.last_sent();
}

sipcore::Result<sipcore::sdp::Answer> Call::make_answer(const sipcore::sdp::Description& offered,
                                                        sipcore::sdp::Direction direction)
{
    return negotiation_.answer(offered, to_answer(offered, direction),
                               [this](const sipcore::sdp::Joint& joint) { return joint_parameters(joint); });
}

void Call::use_native(ast_channel* channel, const Formats& formats)
{
    if (ast_format_cap_empty(formats.get()) ||
        ast_format_cap_identical(ast_channel_nativeformats(channel), formats.get()))
        return;
    ast_channel_nativeformats_set(channel, formats.get());
    ast_set_read_format(channel, ast_channel_readformat(channel));
    ast_set_write_format(channel, ast_channel_writeformat(channel));
    if (ast_channel_is_bridged(channel))
        ast_channel_set_unbridged_nolock(channel, 1);   // its bridge looks anew at what suits both sides
}

void Call::update_dsp()
{
    int features = hears_digits(dtmf_mode_, telephone_events_) ? DSP_FEATURE_DIGIT_DETECT : 0;
    if (side_.settings->fax_detect_cng && !fax_.detected)
        features |= DSP_FEATURE_FAX_DETECT;
    if (!features) {
        dsp_.reset();
        return;
    }
    if (!dsp_)
        dsp_.reset(ast_dsp_new());
    if (!dsp_)
        return;
    ast_dsp_set_features(dsp_.get(), features);
    if (driver_.stack().config()->global.relax_dtmf)
        ast_dsp_set_digitmode(dsp_.get(), DSP_DIGITMODE_DTMF | DSP_DIGITMODE_RELAXDTMF);
}

void Call::notice_hold(ast_channel* channel, sipcore::sdp::Hold hold)
{
    bool held = hold != sipcore::sdp::Hold::none;
    hold_ = hold;
    if (held && audio_)
        ast_rtp_instance_stop(audio_.instance());
    if (held_.exchange(held) == held)
        return;
    if (driver_.stack().config()->global.notify_hold && use_.hold(held))
        announce_use();
    if (side_.settings->discard_remote_hold_retrieval)
        return;
    if (held)
        ast_queue_hold(channel, side_.settings->mohsuggest.empty() ? nullptr : side_.settings->mohsuggest.c_str());
    else
        ast_queue_unhold(channel);
}

}  // namespace chan_sip
