// SPDX-License-Identifier: GPL-2.0-only
/** @file Threads as Asterisk starts them: it keeps state of its own for each. */
#pragma once

#include "sipcore/threads.h"

namespace pbx {

/** Starts the stack's workers. */
class AsteriskThreads final : public sipcore::Threads {
public:
    std::unique_ptr<sipcore::Thread> start(const std::string& name, std::function<void()> body) override;
};

}  // namespace pbx
