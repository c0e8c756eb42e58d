// SPDX-License-Identifier: GPL-2.0-only
/** @file What a description says about itself: profiles, addresses, names, whether it is said again. */
#include <algorithm>

#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** The RTP profiles that there are. @rfc{3551,2} @rfc{3711,3} @rfc{4585,3} @rfc{5764,8} */
struct Profile {
    std::string_view name;  ///< as registered
    bool secure;            ///< whether its media is encrypted
};

/** All of them. */
constexpr Profile profiles[] = {
    {"RTP/AVP",           false},
    {"RTP/AVPF",          false},
    {"RTP/SAVP",          true },
    {"RTP/SAVPF",         true },
    {"UDP/TLS/RTP/SAVP",  true },
    {"UDP/TLS/RTP/SAVPF", true },
};

/** The RTP profile of that name, null for none. */
const Profile* profile_named(std::string_view name)
{
    auto known = std::ranges::find_if(profiles, [&](const Profile& profile) { return same_name(profile.name, name); });
    return known == std::end(profiles) ? nullptr : &*known;
}

/** The name that a stream's address has yet to be looked up by; empty for none. */
std::string_view unresolved(const Description& description, const Stream& stream)
{
    if (stream.address.family() != IpAddress::Family::none)
        return {};
    if (!stream.host.empty())
        return stream.host;
    return description.address.family() == IpAddress::Family::none ? std::string_view{description.host}
                                                                   : std::string_view{};
}

}  // namespace

bool Stream::is_rtp() const
{
    return profile_named(profile) != nullptr;
}

bool Stream::is_secure() const
{
    const auto* known = profile_named(profile);
    return known && known->secure;
}

std::optional<std::string_view> Stream::attribute(std::string_view name) const
{
    auto found = std::ranges::find_if(attributes, [&](const Attribute& a) { return same_name(a.name, name); });
    if (found == attributes.end())
        return std::nullopt;
    return found->value;
}

IpAddress Description::address_of(const Stream& stream) const
{
    if (stream.address.family() != IpAddress::Family::none)
        return stream.address;
    return stream.host.empty() ? address : IpAddress{};
}

const Stream* Description::first(Kind kind) const
{
    auto found = std::ranges::find(streams, kind, &Stream::kind);
    return found == streams.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const Description& description)
{
    std::vector<std::string> names;
    for (const auto& stream : description.streams) {
        auto name = stream.port ? unresolved(description, stream) : std::string_view{};
        if (!name.empty() && std::ranges::none_of(names, [&](const auto& n) { return same_name(n, name); }))
            names.emplace_back(name);
    }
    return names;
}

void resolve(Description& description, std::string_view name, const IpAddress& address)
{
    auto settle = [&](std::string& host, IpAddress& place) {
        if (host.empty() || !same_name(host, name))
            return;
        host.clear();
        place = address;
    };
    settle(description.host, description.address);
    for (auto& stream : description.streams)
        settle(stream.host, stream.address);
}

bool is_repeated(const Description& before, const Description& now)
{
    return now.version <= before.version && now.id == before.id && now.owner == before.owner &&
           now.origin == before.origin;
}

}  // namespace sipcore::sdp
