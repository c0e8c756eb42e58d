// SPDX-License-Identifier: GPL-2.0-only
/** @file The media of a call: what it may speak, its ports, and what comes of offer and answer. */
#include <sys/socket.h>
#include <unistd.h>

#include "channel/call.h"
#include "driver.h"
#include "media/payload_types.h"
#include "media/wished_codecs.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::config::DtmfMode;

/** Whether an address is one of this machine's, so that a socket can be bound to it. */
bool is_own(const sipcore::IpAddress& ip)
{
    sockaddr_storage address{};
    auto length = sipcore::SocketAddress{ip, 0}.to(address);
    int probe = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return false;
    bool bound = bind(probe, reinterpret_cast<const sockaddr*>(&address), length) == 0;
    close(probe);
    return bound;
}

/** The address of ours that packets to a peer leave from; none without a way to it. */
sipcore::IpAddress source_towards(const sipcore::SocketAddress& peer)
{
    sockaddr_storage address{};
    auto length = peer.to(address);
    int probe = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return {};
    bool found = connect(probe, reinterpret_cast<const sockaddr*>(&address), length) == 0;
    length = sizeof address;
    found = found && getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    close(probe);
    return found ? sipcore::SocketAddress::from(reinterpret_cast<const sockaddr*>(&address)).ip() : sipcore::IpAddress{};
}

/**
 * Where media sockets are bound: as configured, otherwise to our address towards the other side; when what it is told is a
 * NAT's, to the one behind. A socket is not bound to any address where that can be helped: for one, the RTP engine asks the
 * name service for our address, with every call.
 */
sipcore::IpAddress media_bind(const sipcore::config::Config& config, const CallSide& side)
{
    const auto& wished = config.global.rtp_bind;
    const auto& local = side.local_address;
    if (wished && wished->family() == local.family() && !wished->is_unspecified())
        return *wished;
    if (is_own(local))
        return local;
    if (auto behind = source_towards(side.remote); behind.family() == local.family())
        return behind;
    return local.is_v6() ? sipcore::IpAddress::v6({}) : sipcore::IpAddress::v4({});
}

/** Whether digits may travel as telephone events. */
bool may_send_events(DtmfMode mode)
{
    return mode == DtmfMode::rfc4733 || mode == DtmfMode::automatic;
}

/** Whether digits are listened for in the audio. */
bool needs_detector(DtmfMode mode, bool telephone_events)
{
    return mode == DtmfMode::inband || (mode == DtmfMode::automatic && !telephone_events);
}

/** Of what was agreed on, the audio. */
const sipcore::sdp::Agreed* audio_of(const std::vector<sipcore::sdp::Agreed>& agreed)
{
    for (const auto& stream : agreed)
        if (stream.kind == sipcore::sdp::Kind::audio)
            return &stream;
    return nullptr;
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

std::vector<sipcore::sdp::LocalStream> Call::to_answer(sipcore::sdp::Direction direction)
{
    if (codecs_.empty()) {
        PayloadTypes scratch;
        codecs_ = codecs_of(formats_, AST_MEDIA_TYPE_AUDIO, scratch.get(), side_.settings->g726_non_standard);
    }
    sipcore::sdp::LocalStream audio;
    audio.port = audio_ ? audio_.port() : std::uint16_t{0};
    audio.codecs = wished_.empty() ? codecs_ : wished_codecs(codecs_, wished_);
    audio.direction = direction;
    if (may_send_events(dtmf_mode_))
        audio.telephone_event = usual_telephone_event;
    std::vector<sipcore::sdp::LocalStream> streams{std::move(audio)};
    return media_peer_ ? redirected(std::move(streams), *media_peer_, false) : streams;
}

std::vector<sipcore::sdp::LocalStream> Call::to_offer()
{
    sipcore::sdp::LocalStream audio;
    audio.port = audio_.port();
    audio.codecs = codecs_of(formats_, AST_MEDIA_TYPE_AUDIO, ast_rtp_instance_get_codecs(audio_.instance()),
                             side_.settings->g726_non_standard);
    if (!wished_.empty())
        audio.codecs = wished_codecs(audio.codecs, wished_);
    if (may_send_events(dtmf_mode_))
        audio.telephone_event = audio_.telephone_event();
    std::vector<sipcore::sdp::LocalStream> streams{std::move(audio)};
    return media_peer_ ? redirected(std::move(streams), *media_peer_, true) : streams;
}

sipcore::Result<> Call::check_offer(const std::optional<sipcore::sdp::Description>& offer)
{
    offer_ = offer;
    if (!offer)
        return {};
    auto agreed = negotiation_.preview(*offer, to_answer(sipcore::sdp::Direction::sendrecv));
    if (!agreed)
        return std::unexpected{agreed.error()};
    const auto* audio = audio_of(*agreed);
    if (!audio)
        return std::unexpected{sipcore::Error{488, "Not Acceptable Here (codec error)"}};
    joint_ = no_formats();
    for (const auto& joint : audio->codecs)
        if (auto format = format_named(formats_, joint.codec.tag))
            ast_format_cap_append(joint_.get(), format.get(), joint.codec.ptime);
    return {};
}

bool Call::open_media(const Formats& wanted)
{
    auto config = driver_.stack().config();
    auto opened = RtpStream::open(driver_.scheduler(), media_bind(*config, side_),
                                  {.endpoint = *side_.settings,
                                   .behind_nat = side_.behind_nat,
                                   .tos = config->global.tos_audio,
                                   .cos = config->global.cos_audio});
    if (!opened) {
        sipcore::log::error("{}", opened.error().what);
        return false;
    }
    audio_ = std::move(*opened);
    if (!incoming_)
        formats_ = formats_to_offer(formats_, wanted, audio_.instance(), side_.settings->ignore_requested_pref);
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
    return native;
}

Formats Call::their_formats() const
{
    const auto& described = offer_ && !negotiation_.last_received() ? offer_ : negotiation_.last_received();
    const auto* audio = described ? described->first(sipcore::sdp::Kind::audio) : nullptr;
    return audio ? formats_of(*audio) : no_formats();
}

bool Call::apply(ast_channel* channel, const std::vector<sipcore::sdp::Agreed>& agreed, RtpStream::Offer offer)
{
    const auto* audio = audio_of(agreed);
    if (!audio || !audio_)
        return false;
    auto joint = audio_.apply(*audio, formats_, offer, side_.settings->use_ptime ? audio->ptime : 0);
    if (ast_format_cap_empty(joint.get()))
        return false;
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
    if (!offer_)
        return negotiation_.offer(to_offer());
    auto hold = sipcore::sdp::hold_of(*offer_);
    auto answer = negotiation_.answer(*offer_, to_answer(sipcore::sdp::answer_direction(hold)));
    if (!answer || !apply(channel, answer->agreed, RtpStream::Offer::theirs))
        return std::nullopt;
    notice_hold(channel, hold);
    return std::move(answer->description);
}

void Call::use_native(ast_channel* channel, const Formats& formats)
{
    if (ast_format_cap_empty(formats.get()) ||
        ast_format_cap_identical(ast_channel_nativeformats(channel), formats.get()))
        return;
    ast_channel_nativeformats_set(channel, formats.get());
    ast_set_read_format(channel, ast_channel_readformat(channel));
    ast_set_write_format(channel, ast_channel_writeformat(channel));
}

void Call::update_dsp()
{
    if (!needs_detector(dtmf_mode_, telephone_events_)) {
        dsp_.reset();
        return;
    }
    if (dsp_)
        return;
    dsp_.reset(ast_dsp_new());
    if (!dsp_)
        return;
    ast_dsp_set_features(dsp_.get(), DSP_FEATURE_DIGIT_DETECT);
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
