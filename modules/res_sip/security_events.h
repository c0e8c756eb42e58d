// SPDX-License-Identifier: GPL-2.0-only
/** @file Security events on their way into Asterisk's framework: the SECURITY level of the log, the managers' events. Making
 *  one of them costs more than answering a REGISTER, so a thread of its own does it. */
#pragma once

#include <deque>

#include "endpoint_events.h"
#include "pbx/asterisk.h"
#include "sipcore/security.h"

namespace res_sip {

/** The way in. None is lost: when too many wait, who has the next one works it off at once. */
class SecurityEvents final : public sipcore::SecurityObserver {
public:
    /** Starts the thread; `endpoints` outlives it. */
    explicit SecurityEvents(EndpointEvents& endpoints);
    SecurityEvents(const SecurityEvents&) = delete;             ///< it has a thread
    SecurityEvents& operator=(const SecurityEvents&) = delete;  ///< it has a thread
    /** Passes on what waits, and ends the thread. */
    ~SecurityEvents() override;

    void on_security_event(const sipcore::SecurityEvent& event) override;
    void on_rejection(const sipcore::Rejection& rejection) override;

private:
    /** What the thread runs. */
    static void* run(void* self);
    /** Passes events on until it is told to stop and none waits. */
    void pass_all();
    /** Passes one event to Asterisk. */
    static void pass(const sipcore::SecurityEvent& event);

    EndpointEvents& endpoints_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<sipcore::SecurityEvent> waiting_;
    bool stopping_ = false;
    bool running_ = false;
    pthread_t thread_{};
};

}  // namespace res_sip
