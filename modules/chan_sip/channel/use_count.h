// SPDX-License-Identifier: GPL-2.0-only
/** @file How many calls each endpoint has, for call limits and device state. Knows no Asterisk. */
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace chan_sip {

/** The calls of one endpoint. */
struct Use {
    std::atomic<unsigned> in_use{0};   ///< calls in either direction
    std::atomic<unsigned> ringing{0};  ///< those of them that ring at the endpoint
    std::atomic<unsigned> on_hold{0};  ///< those of them that the endpoint holds
    std::atomic<unsigned> listed{0};   ///< calls whose channels Asterisk's endpoint lists

    /** Counts one call more. @param limit most calls at once @return false when the limit is reached @threads any */
    bool enter(unsigned limit);
};

/** The calls of all endpoints, by name. */
class Uses {
public:
    /** The count of an endpoint; made when there is none. @threads any */
    std::shared_ptr<Use> of(const std::string& endpoint);
    /** The count of an endpoint, null when it never had a call that counts. @threads any */
    std::shared_ptr<Use> find(const std::string& endpoint) const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Use>, std::less<>> uses_;
};

/** One call's part of its endpoint's count, given back when it ends. Used by one thread at a time. */
class UseShare {
public:
    /** No part. */
    UseShare() = default;
    UseShare(const UseShare&) = delete;             ///< a call counts once
    UseShare& operator=(const UseShare&) = delete;  ///< a call counts once
    ~UseShare() { end(); }

    /**
     * Counts the call.
     * @param use    its endpoint's count
     * @param limit  most calls at once
     * @param rings  whether it rings at the endpoint
     * @return false when the limit is reached; then nothing is counted
     */
    bool begin(std::shared_ptr<Use> use, unsigned limit, bool rings);
    /** It rings no more. @return whether the count changed */
    bool stop_ringing();
    /** The endpoint holds it, or no more. @return whether the count changed */
    bool hold(bool held);
    /** It is over. @return whether the count changed */
    bool end();

private:
    std::shared_ptr<Use> use_;
    bool ringing_ = false;
    bool held_ = false;
};

/**
 * A place in the list that Asterisk's endpoint keeps of its channels, given back when the call goes. Asterisk copies that list
 * whenever a channel comes or goes, so it must not grow with the calls of a trunk.
 */
class ListPlace {
public:
    /** None. */
    ListPlace() = default;
    ListPlace(const ListPlace&) = delete;             ///< a call has one
    ListPlace& operator=(const ListPlace&) = delete;  ///< a call has one
    ~ListPlace();
    /** Takes one. @param use its endpoint's count @param most places that there are @return whether one was left */
    bool take(std::shared_ptr<Use> use, unsigned most);

private:
    std::shared_ptr<Use> use_;
};

}  // namespace chan_sip
