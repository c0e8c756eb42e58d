// SPDX-License-Identifier: GPL-2.0-only
/** @file The text of `sip show channels`, column by column as the old driver printed it. Pure. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chan_sip {

/** One line of `sip show channels`. */
struct ChannelRow {
    std::string address{};       ///< IP of the other side
    std::string user{};          ///< its user or the caller's number; empty prints `(None)`
    std::string call_id{};       ///< Call-ID
    std::string format{};        ///< native formats as `(ulaw)`; empty prints `(nothing)`
    bool held = false;         ///< whether the other side holds us
    bool ending = false;       ///< whether it only waits for its end
    std::string last_message{};  ///< `Rx: ACK`
    std::string refer{};         ///< state of a transfer, mostly empty
    std::string endpoint{};      ///< its endpoint's name; empty prints `<guest>`
    std::string_view state{};    ///< how far it is, for programs: `calling`, `incoming`, `early`, …
    bool timed = false;          ///< whether it has a session timer, for programs
};

/** The whole answer of `sip show channels`: heading, rows in their order, and their number. @threads any */
std::string show_channels_text(const std::vector<ChannelRow>& rows);

}  // namespace chan_sip
