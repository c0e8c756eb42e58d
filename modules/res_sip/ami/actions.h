// SPDX-License-Identifier: GPL-2.0-only
/** @file The manager actions about endpoints. */
#pragma once

#include <memory>
#include <string>

#include "pbx/ami.h"

namespace res_sip {

/** Registers SIPpeers, SIPshowpeer, SIPqualifypeer, SIPpeerstatus and SIPShow as long as the result lives. @threads the loader's */
std::unique_ptr<pbx::ManagerActions> register_actions();
/**
 * Asks an endpoint now whether it answers, and raises the event that says so.
 * @param name       the endpoint's
 * @param action_id  of the action that wanted it; empty: none
 * @threads any that holds nothing
 */
void ask_now(const std::string& name, const std::string& action_id);

}  // namespace res_sip
