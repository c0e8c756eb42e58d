// SPDX-License-Identifier: GPL-2.0-only
/** @file What of the configuration subscriptions act on, gathered in one place. */
#pragma once

#include <string>
#include <vector>

#include "pubsub/bodies.h"
#include "pubsub/decide.h"
#include "sipcore/config/model.h"

namespace sipcore::pubsub {

/** What holds for all. */
struct Settings {
    Lifetimes lifetimes;                               ///< of subscriptions
    NotifyRinging ringing = NotifyRinging::yes;        ///< how ringing is shown
    NotifyCallerId callerid = NotifyCallerId::no;      ///< whether callers are shown
    bool tags = false;                                 ///< whether tags of a pick-up are told
    std::string summary_type = "application/simple-message-summary";  ///< @option{notifymimetype}
    bool anybody_may = true;                           ///< whether anybody at all may subscribe
    bool guests_may = true;                            ///< whether guests may
    std::chrono::seconds remote_lifetime{3600};        ///< @option{mwiexpiry} of our subscriptions to mailboxes elsewhere
    std::string guest_context;                         ///< where the hints of guests are
};
/** Those of a configuration. */
Settings settings_of(const config::Config& config);

/** Under which name the unsolicited reports of an endpoint are kept; empty: they are refused. @option{unsolicited_mailbox} */
std::string incoming_mailbox(const config::Endpoint& endpoint);

/** What holds for the messages of one endpoint. */
struct MailboxSettings {
    std::vector<std::string> mailboxes;    ///< `box@context`
    bool only_subscribed = false;          ///< @option{subscribemwi} nothing unsolicited
    std::string account = "asterisk";      ///< @option{vmexten} user of Message-Account
    std::string from_user;                 ///< @option{mwi_from}
    bool urgent_counts = true;             ///< @option{buggymwi}

    /** Equal in all. */
    bool operator==(const MailboxSettings&) const = default;
};
/** Those of an endpoint with its address of record. */
MailboxSettings mailboxes_of(const config::Config& config, const config::Endpoint& endpoint, const config::Aor* aor);

/** Where the hints of an endpoint's subscriptions are; a guest's for null. `host` is that of the Request-URI. */
std::string hint_context(const config::Config& config, const config::Endpoint* endpoint, std::string_view host);

}  // namespace sipcore::pubsub
