// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show settings`: what holds for all, line by line as the old driver printed it. Pure. */
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/page.h"
#include "sipcore/stack.h"

namespace res_sip {

/** What the settings are printed from. */
struct SettingsView {
    const sipcore::config::Config& config;  ///< what is in force
    std::span<const std::string> codecs{};  ///< all that the host has
    std::span<const sipcore::ListenerStatus> listeners{};  ///< the sockets that are open
    bool realtime = false;                  ///< whether the host has a database for peers
    bool realtime_registrations = false;    ///< whether it has one for registrations
    bool recording = false;                 ///< whether the history of dialogs is recorded
};

/** What holds for all, section by section. */
Page settings_page(const SettingsView& view);
/** The whole answer. */
std::string settings_text(const SettingsView& view);

}  // namespace res_sip
