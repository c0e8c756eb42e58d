// SPDX-License-Identifier: GPL-2.0-only
/** @file Lines of a thread belong to a call as long as an object stands: ours by the library's scope, Asterisk's own by
 *  the thread's call id. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/log.h"

namespace chan_sip {

/** From here on lines of this thread belong to a call; then the one before is back. */
class LogCall {
public:
    /** @param call the call's number in Asterisk's log */
    explicit LogCall(ast_callid call) : scope_{call}, before_{ast_read_threadstorage_callid()}
    {
        ast_callid_threadassoc_change(call);
    }
    LogCall(const LogCall&) = delete;             ///< a scope is where it stands
    LogCall& operator=(const LogCall&) = delete;  ///< a scope is where it stands
    ~LogCall() { ast_callid_threadassoc_change(before_); }

private:
    sipcore::log::CallScope scope_;
    ast_callid before_;
};

}  // namespace chan_sip
