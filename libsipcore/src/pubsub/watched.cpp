// SPDX-License-Identifier: GPL-2.0-only
/** @file One watch for all watchers of an extension. */
#include "pubsub/watched.h"

#include <algorithm>

namespace sipcore::pubsub {

namespace {

/** Bodies that are remembered of a state: watchers in step with each other want the same few. */
constexpr std::size_t most_bodies = 8;

/** Parts without what a kind of body does not show, so that the same body has the same parts. */
void forget_unused(Format format, BodyParts& parts)
{
    parts.state = {};
    if (format == Format::dialog_info) {
        parts.watcher_uri.clear();
        parts.digium = false;
        if (parts.callerid == NotifyCallerId::no) {
            parts.call_id.clear();
            parts.domain.clear();
        }
        if (parts.callerid == NotifyCallerId::no || !parts.tags) {
            parts.watcher_tag.clear();
            parts.our_tag.clear();
        }
        return;
    }
    parts.version = 0;
    parts.call_id.clear();
    parts.domain.clear();
    parts.watcher_tag.clear();
    parts.our_tag.clear();
}

}  // namespace

std::shared_ptr<const std::string> Published::body(Format format, BodyParts parts) const
{
    auto key = parts;
    forget_unused(format, key);
    {
        std::lock_guard lock{mutex_};
        auto at = std::ranges::find_if(made_, [&](const Made& made) { return made.format == format && made.parts == key; });
        if (at != made_.end())
            return at->text;
    }
    parts.state = state_;
    auto text = std::make_shared<const std::string>(body_of(format, parts));
    std::lock_guard lock{mutex_};
    if (made_.size() == most_bodies)
        made_.erase(made_.begin());
    made_.push_back({format, std::move(key), text});
    return text;
}

std::vector<std::shared_ptr<Watcher>> WatchedExtensions::living(const Entry& entry)
{
    std::vector<std::shared_ptr<Watcher>> all;
    for (const auto& [address, watcher] : entry.watchers) {
        if (auto kept = watcher.lock())
            all.push_back(std::move(kept));
    }
    return all;
}

std::optional<std::pair<WatchId, std::shared_ptr<const Published>>> WatchedExtensions::join(
    const std::string& context, const std::string& extension, const std::shared_ptr<Watcher>& watcher)
{
    Place place{context, extension};
    WatchId id = 0;
    {
        std::lock_guard lock{mutex_};
        if (auto at = by_place_.find(place); at != by_place_.end() && entries_.at(at->second).now) {
            auto& entry = entries_.at(at->second);
            entry.watchers.emplace_back(watcher.get(), watcher);
            return std::pair{at->second, entry.now};
        }
        id = ++last_;
        entries_.emplace(id, Entry{place, nullptr, {{watcher.get(), watcher}}});
    }
    // Asked without a lock: the source may tell a change meanwhile, which then is the newer one.
    auto found = source_.watch(id, context, extension);
    std::lock_guard lock{mutex_};
    auto& entry = entries_.at(id);
    if (!found) {
        entries_.erase(id);
        return std::nullopt;
    }
    if (!entry.now)
        entry.now = std::make_shared<const Published>(*found);
    by_place_.emplace(place, id);  // another strand may have been first: then there are two watches for a while
    return std::pair{id, entry.now};
}

void WatchedExtensions::leave(WatchId watch, const Watcher* watcher)
{
    {
        std::lock_guard lock{mutex_};
        auto at = entries_.find(watch);
        if (at == entries_.end())
            return;
        auto& watchers = at->second.watchers;
        std::erase_if(watchers, [&](const auto& each) { return each.first == watcher; });
        if (!watchers.empty())
            return;
        if (auto place = by_place_.find(at->second.place); place != by_place_.end() && place->second == watch)
            by_place_.erase(place);
        entries_.erase(at);
    }
    source_.unwatch(watch);
}

void WatchedExtensions::on_state(WatchId watch, const HintState& state)
{
    std::vector<std::shared_ptr<Watcher>> told;
    auto now = std::make_shared<const Published>(state);
    {
        std::lock_guard lock{mutex_};
        auto at = entries_.find(watch);
        if (at == entries_.end())
            return;
        at->second.now = now;
        told = living(at->second);
    }
    for (auto& each : told)
        each->on_published(now);
}

void WatchedExtensions::on_hint_gone(WatchId watch)
{
    std::vector<std::shared_ptr<Watcher>> told;
    {
        std::lock_guard lock{mutex_};
        auto at = entries_.find(watch);
        if (at == entries_.end())
            return;
        told = living(at->second);
        // Whoever comes from now on asks the source anew; those there are leave one by one.
        if (auto place = by_place_.find(at->second.place); place != by_place_.end() && place->second == watch)
            by_place_.erase(place);
    }
    for (auto& each : told)
        each->on_hint_gone();
}

}  // namespace sipcore::pubsub
