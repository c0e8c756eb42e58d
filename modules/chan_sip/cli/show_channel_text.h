// SPDX-License-Identifier: GPL-2.0-only
/** @file The text of `sip show channel`, line by line as the old driver printed it. Pure. */
#pragma once

#include <string>
#include <vector>

namespace chan_sip {

/** What `sip show channel` tells about one call. */
struct ChannelDetail {
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
    std::string session_timer{};      ///< lines of the session timer as they are; empty prints that there is none
    std::string transport = "UDP";    ///< what carries it
    std::string media = "RTP";        ///< `RTP`, `SRTP` or `None`
};

/** The answer of `sip show channel`: each call that was asked for, or that there is none. @threads any */
std::string show_channel_text(const std::vector<ChannelDetail>& calls, const std::string& asked);

}  // namespace chan_sip
