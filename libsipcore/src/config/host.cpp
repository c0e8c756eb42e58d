// SPDX-License-Identifier: GPL-2.0-only
/** @file A host that knows nothing but the usual codecs. */
#include <algorithm>
#include <array>

#include "config/option.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

Host::~Host() = default;

std::optional<AccessList> Host::access_list(const std::string&) const
{
    return std::nullopt;
}

bool Host::is_codec(const std::string& name) const
{
    static constexpr std::array<std::string_view, 46> codecs{
        "ulaw", "alaw", "gsm", "g722", "g723", "g726", "g726aal2", "g729", "g719", "adpcm", "slin", "slin12", "slin16", "slin24", "slin32", "slin44",
        "slin48", "slin96", "slin192", "lpc10", "ilbc", "speex", "speex16", "speex32", "siren7", "siren14", "testlaw", "silk8", "silk12", "silk16",
        "silk24", "opus", "codec2", "none", "jpeg", "png", "h261", "h263", "h263p", "h264", "h265", "mpeg4", "vp8", "vp9", "red", "t140"};
    return std::ranges::any_of(codecs, [&](auto codec) { return same_name(codec, name); });
}

bool Host::is_tone_zone(const std::string&) const
{
    return true;
}

bool Host::is_readable(const std::string&) const
{
    return true;
}

std::string Host::system_name() const
{
    return {};
}

std::vector<std::string> Host::own_names() const
{
    return {};
}

std::string Host::product() const
{
    return {};
}

}  // namespace sipcore::config
