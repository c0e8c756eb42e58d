// SPDX-License-Identifier: GPL-2.0-only
/** @file The library's log lines as Asterisk's. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/log.h"

namespace pbx {

/** Writes to Asterisk's logger, with file, line, function and the call that a line belongs to. */
class LogSink final : public sipcore::log::Sink {
public:
    void write(sipcore::log::Level level, const std::source_location& where, sipcore::log::CallId call,
               std::string_view text) override;
    bool wants(sipcore::log::Level level) const override;
};

/** Writes one line as if it had been said at a place of our own. */
void write_log(sipcore::log::Level level, const char* file, int line, const char* function, unsigned call, std::string_view text);

}  // namespace pbx
