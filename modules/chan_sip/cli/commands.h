// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of calls. */
#pragma once

namespace chan_sip {

/** The registered commands; taken back when it goes. There is one at a time. */
class Commands {
public:
    /** Registers them. @threads the loader's */
    Commands();
    Commands(const Commands&) = delete;             ///< they are registered
    Commands& operator=(const Commands&) = delete;  ///< they are registered
    ~Commands();
};

}  // namespace chan_sip
