// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions as `sip show channel` shows them: beside what the module that has them tells stand the options of the
 *  endpoint that watches. */
#pragma once

#include <string>
#include <vector>

#include "cli/show_channel_text.h"

namespace chan_sip {

/** Each subscription whose Call-ID begins as asked, in any case; none while nobody has any. @threads the console's */
std::vector<ChannelDetail> subscription_details(const std::string& asked);

}  // namespace chan_sip
