// SPDX-License-Identifier: GPL-2.0-only
/** @file Callers to whom the core offers call completion: for each a caller of the library's. The core's agent of type SIP. */
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "completion/standing.h"
#include "pbx/asterisk.h"
#include "sipcore/call_completion.h"

namespace chan_sip {

/** A call that comes because its callee has become free. */
struct Recall {
    int core_id = 0;        ///< the core's number of the request
    std::string extension;  ///< what was called first
};

/** One caller who was offered completion. Kept by the core's agent; the core may destroy that in any of its threads. */
class Agent final : public sipcore::CompletionCaller, public std::enable_shared_from_this<Agent> {
public:
    /** @param number the core's @param device the caller's device @param extension what he called */
    Agent(int number, std::string device, std::string extension)
        : core_id{number}, device_name{std::move(device)}, called{std::move(extension)}
    {
    }
    void on_requested() override;
    void on_cancelled() override;
    void on_availability(bool available) override;

    const int core_id;              ///< the core's number of the request
    const std::string device_name;  ///< the caller's device
    const std::string called;       ///< what he called
    std::string endpoint{};         ///< his endpoint; empty: a guest
    std::shared_ptr<sipcore::CompletionOffer> offer{};  ///< the library's side
    std::atomic<bool> available{true};                  ///< whether he says that he can be called
    int offer_timer = -1;           ///< of the scheduler: touched by the core's thread and the timer's
};

/** All of them, registered with the core while this lives. */
class Agents {
public:
    /** Registers; quietly does nothing when the core refuses. @threads the loader's */
    Agents();
    Agents(const Agents&) = delete;             ///< the core holds its address
    Agents& operator=(const Agents&) = delete;  ///< the core holds its address
    ~Agents();
    /** Asks the core to end them. @return whether all are gone @threads the loader's */
    bool end_all();
    /** The request that an INVITE of an endpoint completes, by the user part of its Request-URI. @threads any */
    std::optional<Recall> recall(std::string_view user, std::string_view endpoint) const;

    /** Adds one that has an offer. @threads any */
    void add(const std::shared_ptr<Agent>& agent);
    /** Takes one out. @threads any */
    void remove(const Agent& agent);
    /** How many the core has. */
    StandingCount& standing() { return standing_; }

private:
    StandingCount standing_;
    mutable std::mutex mutex_;
    std::map<std::string, std::weak_ptr<Agent>, std::less<>> by_recall_;
    bool registered_ = false;
};

}  // namespace chan_sip
