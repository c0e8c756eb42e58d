// SPDX-License-Identifier: GPL-2.0-only
/** @file Watched extensions: each is watched once, however many subscriptions there are for it; and what it does now, with the
 *  bodies that were made of it, which watchers share where they are the same. */
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pubsub/bodies.h"
#include "sipcore/pubsub.h"

namespace sipcore::pubsub {

/** A state, and the bodies made of it. Never changes but for those. */
class Published {
public:
    /** Of a state. */
    explicit Published(HintState state) : state_{std::move(state)} {}
    /** The state. */
    const HintState& state() const { return state_; }
    /** The body for parts, whose state is set to this one: made once for all who want the same. @threads any */
    std::shared_ptr<const std::string> body(Format format, BodyParts parts) const;

private:
    /** A body that was made. */
    struct Made {
        Format format;                            ///< kind
        BodyParts parts;                          ///< what it was made from, without the state
        std::shared_ptr<const std::string> text;  ///< it
    };
    HintState state_;
    mutable std::mutex mutex_;
    mutable std::vector<Made> made_;
};

/** Whoever watches an extension. Told in any thread; posts. */
class Watcher {
public:
    virtual ~Watcher() = default;
    /** It does something else. */
    virtual void on_published(std::shared_ptr<const Published> now) = 0;
    /** It has no hint any more; it is not watched any more. */
    virtual void on_hint_gone() = 0;
};

/** All watched extensions. */
class WatchedExtensions {
public:
    /** The source outlives it. */
    explicit WatchedExtensions(StateSource& source) : source_{source} {}

    /**
     * Begins to watch.
     * @param context    where the hint stands
     * @param extension  which
     * @param watcher    told from now on
     * @return the number of the watch and what it does now; nothing when there is no hint
     * @threads a strand
     */
    std::optional<std::pair<WatchId, std::shared_ptr<const Published>>> join(const std::string& context,
                                                                             const std::string& extension,
                                                                             const std::shared_ptr<Watcher>& watcher);
    /** Ends a watch of one. @threads a strand */
    void leave(WatchId watch, const Watcher* watcher);
    /** The source tells a state. @threads any */
    void on_state(WatchId watch, const HintState& state);
    /** The source tells that the hint is gone. @threads any */
    void on_hint_gone(WatchId watch);

private:
    /** Where an extension is. */
    using Place = std::pair<std::string, std::string>;
    /** One of them. */
    struct Entry {
        Place place;                                        ///< which
        std::shared_ptr<const Published> now;               ///< what it does; null: not known yet
        std::vector<std::pair<const Watcher*, std::weak_ptr<Watcher>>> watchers;  ///< who watches
    };
    /** Those who watch, to be told outside of the lock. */
    static std::vector<std::shared_ptr<Watcher>> living(const Entry& entry);

    StateSource& source_;
    std::mutex mutex_;
    std::unordered_map<WatchId, Entry> entries_;
    std::map<Place, WatchId> by_place_;
    WatchId last_ = 0;
};

}  // namespace sipcore::pubsub
