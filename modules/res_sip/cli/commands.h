// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of endpoints and of the stack. */
#pragma once

#include <memory>

#include "pbx/cli.h"

namespace res_sip {

/** Registers them as long as the result lives. */
std::unique_ptr<pbx::CliCommands> register_commands();

}  // namespace res_sip
