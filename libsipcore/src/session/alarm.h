// SPDX-License-Identifier: GPL-2.0-only
/** @file A moment in a call's life: when it comes, a step is posted to the call's strand. */
#pragma once

#include <chrono>
#include <memory>

#include "pj/pjsip.h"

namespace sipcore::session {

class CallSession;

/** One moment of a call, or none. Used on the call's strand alone. */
class Alarm {
public:
    /** What is done when it comes. */
    using Step = void (CallSession::*)();

    Alarm() = default;
    Alarm(const Alarm&) = delete;             ///< PJSIP's heap knows it
    Alarm& operator=(const Alarm&) = delete;  ///< PJSIP's heap knows it
    ~Alarm() { cancel(); }

    /** Sets it; one that was set is forgotten. The step is not done when the call has gone by then. */
    void set(pjsip_endpoint* endpoint, std::chrono::milliseconds wait, const std::shared_ptr<CallSession>& call, Step step);
    /** Forgets it; a step that is posted already is done all the same. */
    void cancel();
    /** Whether it was set and has neither come nor been forgotten, as its owner knows. */
    bool is_set() const noexcept { return static_cast<bool>(pending_); }
    /** It came: its owner knows. */
    void came() noexcept { pending_.reset(); }

private:
    struct Pending;
    std::shared_ptr<Pending> pending_;
};

}  // namespace sipcore::session
