// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's formats as codecs of a session description, and back. */
#include "media/formats.h"

#include "media/payload_types.h"

#include <new>

#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** Lists beyond this number are made anew each time. */
constexpr std::size_t most_kept = 1024;

/** Makes the set that a list names. */
Formats make_formats(const std::vector<std::string>& allow)
{
    auto formats = no_formats();
    for (const auto& word : allow) {
        bool taken_away = word.starts_with('!');
        const char* name = word.c_str() + (taken_away ? 1 : 0);
        if (ast_format_cap_update_by_allow_disallow(formats.get(), name, taken_away ? 0 : 1))
            sipcore::log::warning("No format that is called '{}' could be {}", name, taken_away ? "taken away" : "added");
    }
    return formats;
}

/** Appends what `from` has of one kind and `to` has not yet, if `also_in` knows it too. */
void append_shared(const Formats& to, const Formats& from, const Formats& also_in, ast_media_type kind)
{
    for (std::size_t i = 0; i < ast_format_cap_count(from.get()); ++i) {
        auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(from.get(), static_cast<int>(i)));
        if (kind != AST_MEDIA_TYPE_UNKNOWN && ast_format_get_type(format.get()) != kind)
            continue;
        auto shared =
            pbx::Ao2<ast_format>::adopt(ast_format_cap_get_compatible_format(also_in.get(), format.get()));
        if (shared && ast_format_cap_iscompatible_format(to.get(), shared.get()) == AST_FORMAT_CMP_NOT_EQUAL)
            ast_format_cap_append(to.get(), shared.get(),
                                  ast_format_cap_get_format_framing(also_in.get(), shared.get()));
    }
}

/** What fmtp says of formats for which no module writes it. */
std::string usual_parameters(const ast_format* format)
{
    std::string_view name = ast_format_get_name(format);
    return name == "g723" ? "annexa=no" : name == "g719" ? "bitrate=64000" : "";
}

/** How many channels rtpmap says: of Opus always two. @rfc{7587,7} */
unsigned channels_of(const ast_format* format)
{
    return std::string_view{ast_format_get_name(format)} == "opus" ? 2 : ast_format_get_channel_count(format);
}

/** A kind of stream in the library's word. */
sipcore::sdp::Kind kind_of(ast_media_type kind)
{
    using sipcore::sdp::Kind;
    switch (kind) {
    case AST_MEDIA_TYPE_AUDIO: return Kind::audio;
    case AST_MEDIA_TYPE_VIDEO: return Kind::video;
    case AST_MEDIA_TYPE_TEXT: return Kind::text;
    case AST_MEDIA_TYPE_IMAGE: return Kind::image;
    default: return Kind::other;
    }
}

}  // namespace

Formats no_formats()
{
    auto formats = Formats::adopt(ast_format_cap_alloc(AST_FORMAT_CAP_FLAG_DEFAULT));
    if (!formats)
        throw std::bad_alloc{};
    return formats;
}

Formats AllowedFormats::of(const std::vector<std::string>& allow)
{
    std::lock_guard lock{mutex_};
    if (auto found = sets_.find(allow); found != sets_.end())
        return found->second;
    auto formats = make_formats(allow);
    if (sets_.size() < most_kept)
        sets_.emplace(allow, formats);
    return formats;
}

Formats only(const Formats& formats, ast_media_type kind)
{
    auto chosen = no_formats();
    ast_format_cap_append_from_cap(chosen.get(), formats.get(), kind);
    return chosen;
}

Formats formats_to_offer(const Formats& allowed, const Formats& wanted, ast_rtp_instance* rtp, const OfferOrder& how)
{
    auto offered = no_formats();
    if (ast_format_cap_empty(wanted.get())) {
        ast_format_cap_append_from_cap(offered.get(), allowed.get(), AST_MEDIA_TYPE_UNKNOWN);
        return offered;
    }
    if (!how.own_order)
        append_shared(offered, wanted, allowed, AST_MEDIA_TYPE_AUDIO);
    auto reachable = no_formats();
    ast_rtp_instance_available_formats(rtp, allowed.get(), wanted.get(), reachable.get());
    append_shared(offered, allowed, reachable, AST_MEDIA_TYPE_AUDIO);
    append_shared(offered, allowed, how.all_video ? allowed : wanted, AST_MEDIA_TYPE_VIDEO);
    append_shared(offered, allowed, wanted, AST_MEDIA_TYPE_TEXT);
    return offered;
}

std::vector<sipcore::sdp::Codec> codecs_of(const Formats& formats, ast_media_type kind, ast_rtp_codecs* types,
                                           bool g726_non_standard)
{
    std::vector<sipcore::sdp::Codec> codecs;
    auto names = static_cast<ast_rtp_options>(g726_non_standard ? AST_RTP_OPT_G726_NONSTANDARD : 0);
    for (std::size_t i = 0; i < ast_format_cap_count(formats.get()); ++i) {
        auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(formats.get(), static_cast<int>(i)));
        if (ast_format_get_type(format.get()) != kind)
            continue;
        int payload = ast_rtp_codecs_payload_code(types, 1, format.get(), 0);
        const char* encoding = ast_rtp_lookup_mime_subtype2(1, format.get(), 0, names);
        if (payload < 0 || payload > 127 || !encoding || !*encoding)
            continue;
        codecs.push_back({
            .kind = kind_of(kind),
            .encoding = encoding,
            .rate = ast_rtp_lookup_sample_rate2(1, format.get(), 0),
            .channels = channels_of(format.get()),
            .payload = static_cast<std::uint8_t>(payload),
            .parameters = fmtp_of(format.get(), payload),
            .ptime = ast_format_cap_get_format_framing(formats.get(), format.get()),
            .maxptime = ast_format_get_maximum_ms(format.get()),
            .tag = ast_format_get_name(format.get()),
        });
    }
    return codecs;
}

Formats formats_of(const sipcore::sdp::Stream& stream)
{
    PayloadTypes types;
    auto media = stream.media;
    for (const auto& format : stream.formats) {
        ast_rtp_codecs_payloads_set_m_type(types.get(), nullptr, format.payload);
        auto encoding = format.encoding;
        if (!encoding.empty())
            ast_rtp_codecs_payloads_set_rtpmap_type_rate(types.get(), nullptr, format.payload, media.data(), encoding.data(),
                                                         static_cast<ast_rtp_options>(0), format.rate);
    }
    auto formats = no_formats();
    int others = 0;
    ast_rtp_codecs_payload_formats(types.get(), formats.get(), &others);
    return formats;
}

std::string fmtp_of(const ast_format* format, int payload)
{
    ast_str* line = ast_str_create(128);
    if (!line)
        throw std::bad_alloc{};
    ast_format_generate_sdp_fmtp(format, static_cast<unsigned>(payload), &line);
    std::string text = ast_str_buffer(line);
    ast_free(line);
    auto blank = text.find(' ');
    if (blank == std::string::npos)
        return usual_parameters(format);
    text.erase(0, blank + 1);
    text.erase(text.find_last_not_of("\r\n") + 1);
    return text;
}

pbx::Ao2<ast_format> with_parameters(const pbx::Ao2<ast_format>& format, const std::string& parameters)
{
    auto parsed = pbx::Ao2<ast_format>::adopt(ast_format_parse_sdp_fmtp(format.get(), parameters.c_str()));
    return parsed ? parsed : format;
}

pbx::Ao2<ast_format> joint_format(const pbx::Ao2<ast_format>& ours, const std::string& parameters)
{
    auto theirs = with_parameters(ours, parameters);
    auto joint = pbx::Ao2<ast_format>::adopt(ast_format_joint(ours.get(), theirs.get()));
    return joint ? joint : ours;
}

pbx::Ao2<ast_format> format_named(const Formats& formats, const std::string& tag)
{
    for (std::size_t i = 0; i < ast_format_cap_count(formats.get()); ++i) {
        auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(formats.get(), static_cast<int>(i)));
        if (tag == ast_format_get_name(format.get()))
            return format;
    }
    return {};
}

std::string names_of(const ast_format_cap* formats)
{
    ast_str* buffer = ast_str_create(AST_FORMAT_CAP_NAMES_LEN);
    if (!buffer)
        throw std::bad_alloc{};
    std::string names = ast_format_cap_get_names(formats, &buffer);
    ast_free(buffer);
    return names;
}

}  // namespace chan_sip
