// SPDX-License-Identifier: GPL-2.0-only
/** @file What is known of mailboxes, and who wants to know it. */
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sipcore/pubsub.h"

namespace sipcore::pubsub {

/** Whoever shows what is in mailboxes. Told in any thread; posts. */
class MailboxListener {
public:
    virtual ~MailboxListener() = default;
    /** Something changed in a mailbox of his. */
    virtual void on_messages() = 0;
};

/** All mailboxes that somebody wants to know about. */
class MailboxBoard {
public:
    /** The source outlives it. */
    explicit MailboxBoard(MailboxSource& source) : source_{source} {}
    /** Begins to tell a listener of mailboxes. @threads any that holds nothing */
    void join(const std::vector<std::string>& mailboxes, const std::shared_ptr<MailboxListener>& listener);
    /** Ends it. @threads any that holds nothing */
    void leave(const std::vector<std::string>& mailboxes, const MailboxListener* listener);
    /** What is in mailboxes together; nothing while it is not known of each. @threads any */
    std::optional<MessageCounts> counts(const std::vector<std::string>& mailboxes) const;
    /** The source tells what is in one. @threads any */
    void on_mailbox(const std::string& mailbox, const MessageCounts& counts);

private:
    /** One of them. */
    struct Entry {
        std::optional<MessageCounts> counts;  ///< what is in it; nothing: not known yet
        std::vector<std::pair<const MailboxListener*, std::weak_ptr<MailboxListener>>> listeners;  ///< who is told
    };
    MailboxSource& source_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace sipcore::pubsub
