// SPDX-License-Identifier: GPL-2.0-only
/** @file Callees of ours that offered call completion: the core's monitor of type SIP. */
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "completion/standing.h"
#include "pbx/asterisk.h"
#include "sipcore/call_completion.h"

namespace chan_sip {

/** One callee who offered it. Kept by the core's monitor, or by a frame on its way to that. */
class Monitor final : public sipcore::CompletionCallee, public std::enable_shared_from_this<Monitor> {
public:
    /** @param who the callee's endpoint @param what what he offered */
    Monitor(std::string who, sipcore::CompletionHint what) : endpoint{std::move(who)}, hint{std::move(what)} {}
    void on_queued() override;
    void on_ready(const std::string& uri) override;
    void on_failed(const std::string& why) override;

    /** Asks for completion. @param number the core's of the request @param device the callee's @return 0, or -1 */
    int request(int number, std::string device, std::chrono::seconds lifetime);
    /** Our caller cannot be called, or can again. @return 0, or -1 without a request */
    int set_available(bool available);
    /** Nobody waits any more. */
    void cancel();
    /** Whether a request was made. @threads any */
    bool is_requested() const;
    /** What is called now; empty before he is free. From now on the call tells how it went. @threads any */
    std::string take_recall_uri();

    const std::string endpoint;            ///< his endpoint
    const sipcore::CompletionHint hint;    ///< what he offered

private:
    /** The core's number of the request, and the callee's device. */
    std::pair<int, std::string> place() const;

    mutable std::mutex mutex_;
    std::shared_ptr<sipcore::CompletionWatch> watch_;
    std::string device_;
    std::string recall_uri_;
    bool recalled_ = false;     // whether he is being called
    int core_id_ = -1;
};

/** All of them, registered with the core while this lives. */
class Monitors {
public:
    /** Registers. @threads the loader's */
    Monitors();
    Monitors(const Monitors&) = delete;             ///< the core holds its address
    Monitors& operator=(const Monitors&) = delete;  ///< the core holds its address
    ~Monitors();
    /** Ends those that ask for something. @return whether all are gone @threads the loader's */
    bool end_all();
    /** The core's name for our kind. */
    static const char* type();
    /** A name for a monitor, to be the data of a monitor of the core's; given back by `release`, or by the core. @threads any */
    void* lend(std::shared_ptr<Monitor> monitor);
    /** Takes back a name, once; others mean nothing. @threads any */
    static void release(void* name);
    /** The same when the core took no notice of it: who dialled heard no more. @param channel of the call, locked */
    void release_unless_taken(ast_channel* channel, void* name);
    /** The monitor of a name; null without one. @threads any */
    std::shared_ptr<Monitor> find(void* name) const;
    /** What a call of a channel would complete; empty: it completes nothing. @param channel of the call, locked */
    static std::string recall_uri(ast_channel* channel);

    /** How many the core has. */
    StandingCount& standing() { return standing_; }

private:
    StandingCount standing_;
    mutable std::mutex mutex_;
    std::unordered_map<std::uintptr_t, std::shared_ptr<Monitor>> all_;
    std::uintptr_t last_ = 0;
    bool registered_ = false;
};

}  // namespace chan_sip
