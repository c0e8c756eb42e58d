// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP brought up and taken down: its memory, its endpoint, its modules, and the threads that may call it. */
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "pj/pjsip.h"
#include "sipcore/result.h"

namespace sipcore::pj {

/** Makes the calling thread known to PJSIP; does nothing the second time. Every thread calls it before it calls PJSIP;
 *  what it needs is a plain array in the thread's own storage. @threads any */
void register_thread();

/** A running PJSIP. There is one in a process. */
class Runtime {
public:
    /** Starts it, with transactions, dialogs and the INVITE usage. @return Failure with PJSIP's own words */
    static Outcome<std::unique_ptr<Runtime>> start();
    Runtime(const Runtime&) = delete;             ///< there is one
    Runtime& operator=(const Runtime&) = delete;  ///< there is one
    /** Ends it; nothing of PJSIP's may be in use. */
    ~Runtime();

    /** PJSIP's endpoint. */
    pjsip_endpoint* endpoint() { return endpoint_; }

private:
    Runtime() = default;
    /** Makes endpoint and modules. */
    pj_status_t bring_up();

    bool started_ = false;
    pj_caching_pool cache_{};
    bool cache_made_ = false;
    pjsip_endpoint* endpoint_ = nullptr;
};

/** PJSIP's numbers for messages over WebSocket, IPv4; those of IPv6 have its mark added. @rfc{7118,5} */
struct WebSocketTypes {
    int plain = 0;   ///< over ws
    int secure = 0;  ///< over wss
};
/** The numbers, once a runtime was started. */
WebSocketTypes websocket_types();

/** Tells PJSIP that its modules are complete: whoever registers one from now on makes every later message wait for a lock. PJSIP notes
 *  that by itself at its first message, but without a lock, and first messages come to several workers at once. @threads the one that
 *  starts the workers, before it does; any, after that */
void settle_modules(pjsip_endpoint* endpoint);
/** What a status of PJSIP's says. */
std::string error_text(pj_status_t status);
/** Sets T1, from which PJSIP's other times follow, for transactions from now on. @threads the loader's @rfc{3261,17.1.1.1} */
void set_timers(std::chrono::milliseconds t1);
/** Whether headers are written with one-letter names from now on. @threads the loader's @rfc{3261,7.3.3} */
void use_compact_names(bool on);

}  // namespace sipcore::pj
