// SPDX-License-Identifier: GPL-2.0-only
/** @file Items of CHANNEL() for a SIP channel, from the session's snapshot and the RTP instance. */
#include "channel/call.h"

namespace chan_sip {
namespace {

/** What the items are read from. */
using Snapshot = sipcore::SessionSnapshot;

/** An item that the snapshot answers. */
struct SnapshotItem {
    std::string_view name;                     ///< as CHANNEL() has it
    std::string (*value)(const Snapshot&);     ///< its text
};

/** The items that the snapshot answers. */
constexpr SnapshotItem snapshot_items[] = {
    {"peerip", [](const Snapshot& s) { return s.remote.ip().text(); }},
    {"recvip", [](const Snapshot& s) { return s.received_from.ip().text(); }},
    {"recvport", [](const Snapshot& s) { return std::to_string(s.received_from.port()); }},
    {"from", [](const Snapshot& s) { return s.incoming ? s.remote_uri : s.local_uri; }},
    {"uri", [](const Snapshot& s) { return s.remote_contact; }},
    {"useragent", [](const Snapshot& s) { return s.user_agent; }},
    {"secure_signaling", [](const Snapshot& s) { return std::string{s.secure_signaling ? "1" : ""}; }},
};

/** An address of the RTP instance, read by one of Asterisk's functions. */
std::string rtp_address(ast_rtp_instance* rtp, void (*get)(ast_rtp_instance*, ast_sockaddr*))
{
    ast_sockaddr address{};
    get(rtp, &address);
    return from_ast(address).text();
}

}  // namespace

std::optional<std::string> Call::item(std::string_view name, std::string_view parameter) const
{
    for (const auto& known : snapshot_items)
        if (name == known.name)
            return known.value(*snapshot());
    if (name == "peername")
        return side_.endpoint ? side_.endpoint->name : "";
    if (name == "secure_media")
        return "";
    if (name == "t38passthrough")
        return "0";
    bool of_audio = parameter.empty() || parameter == "audio";
    if (name == "rtpdest")
        return of_audio && audio_
                   ? rtp_address(audio_.instance(), [](ast_rtp_instance* rtp, ast_sockaddr* address) {
                         ast_rtp_instance_get_remote_address(rtp, address);
                     })
                   : "";
    if (name == "rtpsource")
        return of_audio && audio_
                   ? sipcore::SocketAddress{side_.local_address, audio_.port()}.text()
                   : "";
    return std::nullopt;
}

}  // namespace chan_sip
