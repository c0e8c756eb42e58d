// SPDX-License-Identifier: GPL-2.0-only
/** @file Bodies of NOTIFYs as text, from values. Pure. @rfc{4235,4} @rfc{3863,4} @rfc{3842,5} */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pubsub/decide.h"
#include "sipcore/config/words.h"
#include "sipcore/pubsub.h"

namespace sipcore::pubsub {

using config::NotifyCallerId;  // @option{notifycid}
using config::NotifyRinging;   // @option{notifyringing}

/** What a body about an extension is made from. */
struct BodyParts {
    HintState state;                 ///< what the extension does
    std::string extension;           ///< its name
    std::string watcher_uri;         ///< who watches: URI of From of the SUBSCRIBE, without parameters
    std::string watched_uri;         ///< what is watched: URI of To, without parameters
    std::string domain;              ///< host of the parties' URIs
    std::string call_id;             ///< of the subscription: for a pick-up by Replaces
    std::string watcher_tag;         ///< their tag
    std::string our_tag;             ///< our tag
    unsigned version = 0;            ///< of dialog-info
    NotifyRinging ringing = NotifyRinging::yes;        ///< how ringing is shown
    NotifyCallerId callerid = NotifyCallerId::no;      ///< whether parties are shown
    bool tags = false;               ///< @option{pedantic} tags of the pick-up dialog are told
    bool digium = false;             ///< the watcher is a Digium phone: presence states are told

    /** Equal in all: the same body. */
    bool operator==(const BodyParts&) const = default;
};

/** The body for a watcher of an extension. */
std::string body_of(Format format, const BodyParts& parts);
/** `application/dialog-info+xml`. */
std::string dialog_info(const BodyParts& parts);
/** `application/pidf+xml`. */
std::string pidf(const BodyParts& parts);
/** `application/xpidf+xml` and `application/cpim-pidf+xml`. */
std::string xpidf(const BodyParts& parts);

/** What a message summary is made from. */
struct SummaryParts {
    MessageCounts counts;      ///< what is in the mailboxes together
    std::string account;       ///< URI of who keeps them: `sip:asterisk@pbx.example`
    bool urgent_counts = true; ///< @option{buggymwi} whether the counts in brackets are told
};
/** `application/simple-message-summary`. */
std::string message_summary(const SummaryParts& parts);

/** The words for a state. */
struct StateWords {
    std::string_view dialog;      ///< of `<state>`
    std::string_view activity;    ///< of PIDF; empty: none
    std::string_view note;        ///< for people
    std::string_view status;      ///< of XPIDF
    std::string_view substatus;   ///< of XPIDF
    bool open = true;             ///< whether it can be reached
};
/** What a state is called. */
StateWords words_of(const HintState& state, NotifyRinging ringing);

/** A text with what XML would take for its own escaped; control characters, which XML forbids, are left out. */
std::string xml_escape(std::string_view text);

}  // namespace sipcore::pubsub
