// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls as programs are told of them: the rows of the console under names, uncut. Pure. */
#pragma once

#include "cli/channel_stats_text.h"
#include "cli/show_channel_text.h"
#include "cli/show_channels_text.h"
#include "sipcore/report.h"

namespace chan_sip {

/** A line of `sip show channels`. @threads any */
sipcore::Record record_of(const ChannelRow& row);
/** A call of `sip show channel`. @threads any */
sipcore::Record record_of(const ChannelDetail& call);
/** A line of `sip show channelstats`. @threads any */
sipcore::Record record_of(const ChannelStats& call);
/** A line of `sip show inuse`. @threads any */
sipcore::Record record_of(const UseRow& row);

}  // namespace chan_sip
