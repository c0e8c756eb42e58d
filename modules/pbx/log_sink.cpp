// SPDX-License-Identifier: GPL-2.0-only
/** @file Levels and places of log lines. */
#include "pbx/log_sink.h"

namespace pbx {

namespace {

/** Asterisk's number of a level. */
int number_of(sipcore::log::Level level)
{
    switch (level) {
    case sipcore::log::Level::debug: return __LOG_DEBUG;
    case sipcore::log::Level::verbose: return __LOG_VERBOSE;
    case sipcore::log::Level::notice: return __LOG_NOTICE;
    case sipcore::log::Level::warning: return __LOG_WARNING;
    case sipcore::log::Level::error: return __LOG_ERROR;
    }
    return __LOG_NOTICE;
}

/** The last part of a path. */
const char* base_name(const char* path)
{
    auto* slash = std::strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/** The name of a function out of its whole signature: `sipcore::Stack::create`. */
std::string function_name(std::string_view signature)
{
    auto name = signature.substr(0, signature.find('('));
    auto blank = name.rfind(' ');
    auto from = blank == std::string_view::npos ? 0 : blank + 1;
    return std::string{name.substr(from)};
}

}  // namespace

void write_log(sipcore::log::Level level, const char* file, int line, const char* function, unsigned call, std::string_view text)
{
    auto length = static_cast<int>(std::min<std::size_t>(text.size(), 4096));
    if (level == sipcore::log::Level::verbose)
        ast_verbose("%.*s\n", length, text.data());
    else if (call)
        ast_log_callid(number_of(level), file, line, function, call, "%.*s\n", length, text.data());
    else
        ast_log(number_of(level), file, line, function, "%.*s\n", length, text.data());
}

void LogSink::write(sipcore::log::Level level, const std::source_location& where, sipcore::log::CallId call, std::string_view text)
{
    write_log(level, base_name(where.file_name()), static_cast<int>(where.line()), function_name(where.function_name()).c_str(),
              call, text);
}

bool LogSink::wants(sipcore::log::Level level) const
{
    return level != sipcore::log::Level::debug || option_debug > 0;
}

}  // namespace pbx
