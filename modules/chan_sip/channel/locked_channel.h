// SPDX-License-Identifier: GPL-2.0-only
/** @file A channel that is kept and locked as long as the object stands. */
#pragma once

#include <utility>

#include "pbx/ao2.h"
#include "pbx/asterisk.h"

namespace chan_sip {

/** A channel with its lock held, or none. */
class LockedChannel {
public:
    /** No channel. */
    LockedChannel() = default;
    /** Locks a channel. */
    explicit LockedChannel(pbx::Ao2<ast_channel> channel) : channel_{std::move(channel)}
    {
        ast_channel_lock(channel_.get());
    }
    LockedChannel(LockedChannel&& other) noexcept = default;  ///< hands the lock on
    LockedChannel& operator=(LockedChannel&&) = delete;       ///< a lock is where it stands
    ~LockedChannel()
    {
        if (channel_)
            ast_channel_unlock(channel_.get());
    }
    /** The channel, lent. */
    ast_channel* get() const noexcept { return channel_.get(); }
    /** Whether there is one. */
    explicit operator bool() const noexcept { return static_cast<bool>(channel_); }

private:
    pbx::Ao2<ast_channel> channel_;
};

}  // namespace chan_sip
