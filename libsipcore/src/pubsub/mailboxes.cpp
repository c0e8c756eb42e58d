// SPDX-License-Identifier: GPL-2.0-only
/** @file Mailboxes and their listeners. */
#include "pubsub/mailboxes.h"

#include <algorithm>

namespace sipcore::pubsub {

void MailboxBoard::join(const std::vector<std::string>& mailboxes, const std::shared_ptr<MailboxListener>& listener)
{
    for (const auto& mailbox : mailboxes) {
        bool fresh = false;
        {
            std::lock_guard lock{mutex_};
            auto& entry = entries_[mailbox];
            fresh = entry.listeners.empty();
            entry.listeners.emplace_back(listener.get(), listener);
        }
        if (fresh)
            source_.watch(mailbox);
    }
}

void MailboxBoard::leave(const std::vector<std::string>& mailboxes, const MailboxListener* listener)
{
    for (const auto& mailbox : mailboxes) {
        {
            std::lock_guard lock{mutex_};
            auto at = entries_.find(mailbox);
            if (at == entries_.end())
                continue;
            auto& listeners = at->second.listeners;
            auto mine = std::ranges::find(listeners, listener, [](const auto& each) { return each.first; });
            if (mine != listeners.end())
                listeners.erase(mine);
            if (!listeners.empty())
                continue;
            entries_.erase(at);
        }
        source_.unwatch(mailbox);
    }
}

std::optional<MessageCounts> MailboxBoard::counts(const std::vector<std::string>& mailboxes) const
{
    MessageCounts sum;
    std::lock_guard lock{mutex_};
    for (const auto& mailbox : mailboxes) {
        auto at = entries_.find(mailbox);
        if (at == entries_.end() || !at->second.counts)
            return std::nullopt;
        sum.new_messages += at->second.counts->new_messages;
        sum.old_messages += at->second.counts->old_messages;
    }
    return sum;
}

void MailboxBoard::on_mailbox(const std::string& mailbox, const MessageCounts& counts)
{
    std::vector<std::shared_ptr<MailboxListener>> told;
    {
        std::lock_guard lock{mutex_};
        auto at = entries_.find(mailbox);
        if (at == entries_.end() || at->second.counts == counts)
            return;
        at->second.counts = counts;
        for (const auto& [address, listener] : at->second.listeners) {
            if (auto kept = listener.lock())
                told.push_back(std::move(kept));
        }
    }
    for (auto& each : told)
        each->on_messages();
}

}  // namespace sipcore::pubsub
