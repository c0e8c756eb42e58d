// SPDX-License-Identifier: GPL-2.0-only
/** @file Text messages for Asterisk: what comes goes to its message queue, and its message technology `sip` sends. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/messaging.h"
#include "sipcore/stack.h"

namespace res_sip_messaging {

/** The module's things. There is one; `service()` finds it. */
class Service final : public sipcore::MessageHandler {
public:
    Service() = default;
    Service(const Service&) = delete;             ///< the library holds its address
    Service& operator=(const Service&) = delete;  ///< the library holds its address
    ~Service() override;
    /** Begins. @return Failure when the module must decline @threads the loader's */
    sipcore::Outcome<> start(sipcore::Stack& stack);
    /** The feature. */
    sipcore::Messages& messages() { return *messages_; }
    /** The stack. */
    sipcore::Stack& stack() { return *stack_; }

    sipcore::Error on_message(const sipcore::IncomingMessage& message) override;

private:
    sipcore::Stack* stack_ = nullptr;
    bool registered_ = false;
    std::unique_ptr<sipcore::Messages> messages_;
};

/** The module's things while it is loaded, null otherwise. */
Service* service();

}  // namespace res_sip_messaging
