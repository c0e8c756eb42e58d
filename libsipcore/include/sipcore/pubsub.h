// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions to us: lamps and presence of extensions, waiting messages of mailboxes, and NOTIFYs that nobody asked
 *  for. Where states come from is the host's affair: it lends sources, and tells changes. @rfc{6665,4.2} */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sipcore/export.h"
#include "sipcore/result.h"
#include "sipcore/stack.h"

namespace sipcore {

/** Somebody at one end of a call that rings. */
struct HintParty {
    std::string name;         ///< display name
    std::string number;       ///< number; empty: not known
    bool restricted = false;  ///< must not be shown

    /** Equal in all. */
    bool operator==(const HintParty&) const = default;
};

/** The call for which a watched extension rings longest. */
struct RingingCall {
    std::int64_t since = 0;  ///< when it came, in microseconds of the host's clock: tells one call from the next
    HintParty local;         ///< who rings
    HintParty remote;        ///< who calls

    /** Equal in all. */
    bool operator==(const RingingCall&) const = default;
};

/** What a watched extension does. */
struct HintState {
    bool in_use = false;              ///< some device is in a call
    bool busy = false;                ///< all are busy
    bool unavailable = false;         ///< all are out of reach
    bool ringing = false;             ///< some device rings
    bool on_hold = false;             ///< some device holds a call
    bool devices_unavailable = false; ///< each device by itself is out of reach
    std::optional<RingingCall> call;  ///< for what it rings, where a channel is known
    std::string presence;             ///< word of a presence state that was set (`away`); empty: none
    std::string presence_subtype;     ///< its refinement
    std::string presence_message;     ///< its text

    /** Equal in all. */
    bool operator==(const HintState&) const = default;
};

/** Names a watch; the library chooses it. */
using WatchId = std::uint64_t;

/** Knows what extensions do: implemented by the host's module. */
class StateSource {
public:
    virtual ~StateSource() = default;
    /**
     * Begins to watch an extension; from then on changes are told to `Subscriptions::on_state` with this number.
     * @param watch      the number
     * @param context    where the extension's hint stands
     * @param extension  the extension
     * @return what it does now; nothing when it has no hint, and then it is not watched
     * @threads a strand; short
     */
    virtual std::optional<HintState> watch(WatchId watch, const std::string& context, const std::string& extension) = 0;
    /** Ends a watch. A change may still be told while this is under way. @threads a strand or the loader's */
    virtual void unwatch(WatchId watch) = 0;
};

/** Messages in mailboxes. */
struct MessageCounts {
    unsigned new_messages = 0;  ///< not heard yet, urgent ones too
    unsigned old_messages = 0;  ///< heard

    /** Equal in both. */
    bool operator==(const MessageCounts&) const = default;
};

/** Knows what is in mailboxes: implemented by the host's module. */
class MailboxSource {
public:
    virtual ~MailboxSource() = default;
    /** Begins to watch a mailbox (`box@context`): what is in it is told to `Subscriptions::on_mailbox` soon, and whenever it
     *  changes. Twice is once. @threads a strand or the loader's; must not block */
    virtual void watch(const std::string& mailbox) = 0;
    /** Ends it. @threads a strand or the loader's; must not block */
    virtual void unwatch(const std::string& mailbox) = 0;
    /** A server tells how many messages a mailbox elsewhere has. @param mailbox our name of it, without a context
     *  @threads a strand; must not block */
    virtual void publish(const std::string& mailbox, const MessageCounts& counts) = 0;
};

/** A subscription as it stands. */
struct SubscriptionStatus {
    std::string address;             ///< of who watches, without port
    std::string user;                ///< the user that the watcher is asked for; empty: not known
    std::string call_id;             ///< Call-ID
    std::string context;             ///< of the extension; empty for mailboxes
    std::string extension;           ///< what is watched; empty for mailboxes
    HintState state;                 ///< what was told last
    std::string type;                ///< `dialog-info+xml`, `pidf+xml`, …, `mwi`
    std::vector<std::string> mailboxes;  ///< of a watch on mailboxes
    std::chrono::seconds expiry{0};  ///< as it was granted
    bool ours{};                     ///< whether we watch, at another server
    std::string endpoint{};          ///< whose it is; empty: a guest's, or ours
    std::string caller{};            ///< the watcher's number, as configured or as From says it
    SocketAddress source{};          ///< where the watcher's messages come from
    SocketAddress remote{};          ///< where ours go
    config::Protocol protocol{};     ///< what carries them
    std::string our_tag{};           ///< our tag
    std::string their_tag{};         ///< theirs
    std::string user_agent{};        ///< their User-Agent
    std::string contact{};           ///< their Contact's URI
    std::string last_message{};      ///< the last one of ours in it: `Tx: NOTIFY`; empty before the first
};

/** A subscription of ours to a mailbox at another server. */
struct RemoteMailboxStatus {
    config::MwiSubscription subscription;  ///< its configuration
    bool subscribed = false;               ///< whether it stands
};

/** A NOTIFY that somebody at the console wants sent. */
struct NotifyOrder {
    std::string target;     ///< an endpoint, or `host[:port]`
    std::string call_id;    ///< of a subscription in whose dialog it goes; empty: outside of dialogs
    std::vector<std::pair<std::string, std::string>> headers;  ///< in order, after Subscription-State
    std::string body;       ///< its body
};

/** The feature of SUBSCRIBE and NOTIFY. Without it both get 405. */
class SIPCORE_API Subscriptions {
public:
    /**
     * Turns subscriptions on.
     * @param stack      must outlive it
     * @param states     what extensions do; must outlive it
     * @param mailboxes  what is in mailboxes; must outlive it
     * @return the feature; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it abandons the subscriptions, and waits until no strand works for one
     */
    static Outcome<std::unique_ptr<Subscriptions>> create(Stack& stack, StateSource& states, MailboxSource& mailboxes);
    virtual ~Subscriptions() = default;
    /** A watched extension does something else. @threads any, under any lock */
    virtual void on_state(WatchId watch, const HintState& state) = 0;
    /** A watched extension has no hint any more. @threads any, under any lock */
    virtual void on_hint_gone(WatchId watch) = 0;
    /** What is in a watched mailbox. @threads any, under any lock */
    virtual void on_mailbox(const std::string& mailbox, const MessageCounts& counts) = 0;
    /** All subscriptions, and behind them ours whose server is known. @threads any */
    virtual std::vector<SubscriptionStatus> snapshot() const = 0;
    /** Our subscriptions to mailboxes elsewhere, in the order of the configuration. @threads any */
    virtual std::vector<RemoteMailboxStatus> remote_mailboxes() const = 0;
    /** Begins them anew, as after a change of the network, where the configuration wants that. @threads any */
    virtual void restart_remote() = 0;
    /**
     * Sends a NOTIFY; what comes of it is not told.
     * @return Error{404} when the target has no address, Error{481} when no subscription has that Call-ID
     * @threads any that holds nothing
     */
    virtual Result<> notify(NotifyOrder order) = 0;
};

}  // namespace sipcore
