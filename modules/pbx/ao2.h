// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's counted references and channel locks, owned by scopes. */
#pragma once

#include "pbx/asterisk.h"

namespace pbx {

/** A counted reference to an Asterisk object: `adopt` takes over a reference, `share` adds one. */
template <class T>
class Ao2 {
public:
    /** None. */
    Ao2() = default;
    /** Takes over a reference that the caller has. */
    static Ao2 adopt(T* owned) noexcept { return Ao2{owned}; }
    /** Adds a reference to one that is lent. */
    static Ao2 share(T* borrowed) noexcept
    {
        if (borrowed)
            ao2_ref(borrowed, +1);
        return Ao2{borrowed};
    }
    /** One reference more. */
    Ao2(const Ao2& other) noexcept : object_{other.object_}
    {
        if (object_)
            ao2_ref(object_, +1);
    }
    /** The same reference. */
    Ao2(Ao2&& other) noexcept : object_{std::exchange(other.object_, nullptr)} {}
    /** In place of the one there is. */
    Ao2& operator=(Ao2 other) noexcept
    {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ao2() { ao2_cleanup(object_); }
    /** The object, lent. */
    T* get() const noexcept { return object_; }
    /** Whether there is one. */
    explicit operator bool() const noexcept { return object_; }

private:
    /** Takes over a reference. */
    explicit Ao2(T* object) noexcept : object_{object} {}
    T* object_ = nullptr;
};

/** Holds a channel's lock as long as it stands. */
class ChannelLock {
public:
    /** Takes the lock. */
    explicit ChannelLock(ast_channel* channel) : channel_{channel} { ast_channel_lock(channel_); }
    ChannelLock(const ChannelLock&) = delete;             ///< a lock is where it stands
    ChannelLock& operator=(const ChannelLock&) = delete;  ///< a lock is where it stands
    ~ChannelLock() { ast_channel_unlock(channel_); }

private:
    ast_channel* channel_;
};

}  // namespace pbx
