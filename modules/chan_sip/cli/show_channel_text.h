// SPDX-License-Identifier: GPL-2.0-only
/** @file The text of `sip show channel`, line by line as the old driver printed it. Pure. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chan_sip {

/** What it tells about a session timer. */
struct SessionTimerDetail {
    std::int64_t interval = 0;      ///< in seconds
    bool ours = false;              ///< whether we refresh
    bool told = false;              ///< whether the other side was told of it
    std::int64_t least = 0;         ///< shortest interval, in seconds
    std::int64_t wanted = 0;        ///< the endpoint's interval, in seconds
    std::string_view refresher{};   ///< who refreshes, as the endpoint wants it: `us`, `them` or `auto`
    std::string_view mode{};        ///< what the endpoint does about timers: `Accept`
};

/** What `sip show channel` tells about one call or subscription. */
struct ChannelDetail {
    std::string subscription{};       ///< what kind of subscription it is, as `pidf+xml`; empty: a call
    bool outgoing = false;            ///< who asked last
    std::string call_id{};            ///< Call-ID
    std::string channel{};            ///< the channel's name; empty prints `<none>`
    std::string ours{};               ///< what we may speak, as `(ulaw|alaw)`
    bool telephone_events = false;    ///< whether digits travel as telephone events
    std::string theirs{};             ///< what they may speak
    std::string joint{};              ///< what was agreed on
    std::string format{};             ///< what the channel speaks; empty prints `(nothing)`
    unsigned max_bitrate = 384;       ///< in kbit/s
    std::string address{};            ///< where messages go, with the port
    std::string received{};           ///< where they come from, with the port
    bool transfers = true;            ///< whether transfers are allowed
    std::string force_rport{};        ///< `Yes`, `No` or `Auto (Yes)`
    bool fax = false;                 ///< whether it has UDPTL
    bool video = false;               ///< whether it has video
    std::string audio_address{};      ///< ours for media
    std::string our_tag{};            ///< our tag
    std::string their_tag{};          ///< theirs
    std::string user_agent{};         ///< their User-Agent
    std::string user{};               ///< their user; empty: no line
    std::string endpoint{};           ///< the endpoint; empty: no line
    std::string uri{};                ///< their contact; empty: no line
    std::string caller{};             ///< the caller's number; empty: no line
    bool ending = false;              ///< whether it only waits for its end
    std::string last_message{};       ///< `Rx: ACK`
    bool promiscuous = false;         ///< whether a 3xx is followed anywhere
    std::string route{};              ///< `<uri>, <uri>`; empty prints `N/A`
    std::string dtmf_mode{};          ///< `rfc2833`
    std::string options{};            ///< what they support, blank behind each; empty prints `(none)`
    std::optional<SessionTimerDetail> session_timer{};  ///< its session timer, while one runs
    std::string transport = "UDP";    ///< what carries it
    std::string media = "RTP";        ///< `RTP`, `SRTP` or `None`
};

/** The answer of `sip show channel`: each call that was asked for, or that there is none. @threads any */
std::string show_channel_text(const std::vector<ChannelDetail>& calls, const std::string& asked);

}  // namespace chan_sip
