// SPDX-License-Identifier: GPL-2.0-only
/** @file The words for states, and what all bodies share. */
#include "pubsub/bodies.h"

#include <format>

namespace sipcore::pubsub {

StateWords words_of(const HintState& state, NotifyRinging ringing)
{
    StateWords words{"terminated", "", "Ready", "open", "online", true};
    if (state.ringing && !state.busy && !state.on_hold && !state.unavailable) {
        bool early = !state.in_use || ringing == NotifyRinging::yes;
        words = {early ? "early" : "confirmed", "busy", "Ringing", "inuse", "onthephone", true};
    } else if (state.on_hold && !state.busy && !state.unavailable) {
        words = {"confirmed", "busy", "On hold", "closed", "offline", false};
    } else if (state.busy) {
        words = {"confirmed", "busy", "On the phone", "closed", "offline", false};
    } else if (state.in_use) {
        words = {"confirmed", "busy", "On the phone", "inuse", "onthephone", true};
    } else if (state.unavailable) {
        words = {"terminated", "away", "Unavailable", "closed", "offline", false};
    }
    if (state.devices_unavailable) {
        words.activity = "away";
        words.note = "Not online";
        words.status = "closed";
        words.substatus = "offline";
        words.open = false;
    }
    return words;
}

std::string xml_escape(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&apos;"; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
                out += c;
        }
    }
    return out;
}

std::string body_of(Format format, const BodyParts& parts)
{
    switch (format) {
    case Format::dialog_info: return dialog_info(parts);
    case Format::pidf: return pidf(parts);
    case Format::xpidf:
    case Format::cpim_pidf: return xpidf(parts);
    case Format::message_summary:
    case Format::call_completion: break;
    }
    return {};
}

std::string message_summary(const SummaryParts& parts)
{
    return std::format("Messages-Waiting: {}\r\nMessage-Account: {}\r\nVoice-Message: {}/{}{}\r\n",
                       parts.counts.new_messages > 0 ? "yes" : "no", parts.account, parts.counts.new_messages,
                       parts.counts.old_messages, parts.urgent_counts ? " (0/0)" : "");
}

}  // namespace sipcore::pubsub
