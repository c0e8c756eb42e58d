// SPDX-License-Identifier: GPL-2.0-only
/** @file Log lines of the library: made here with their place in the source and the call that they belong to, written
 *  by whoever has set the sink. Before a sink is set, and after it is taken back, lines go nowhere. */
#pragma once

#include <chrono>
#include <cstdint>
#include <format>
#include <mutex>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "sipcore/export.h"

namespace sipcore::log {

/** How grave a line is; the host's words. */
enum class Level : std::uint8_t { debug, verbose, notice, warning, error };

/** The call that a line belongs to, as the host counts calls; 0 is none. */
using CallId = unsigned;

/** Where lines go: implemented by the host's module. */
class Sink {
public:
    virtual ~Sink() = default;
    /**
     * Writes one line.
     * @param level  how grave it is
     * @param where  file, line and function that said it
     * @param call   the call it belongs to, 0 for none
     * @param text   without a line end; may hold bytes that a peer sent, already made printable
     * @threads any; must not call back into the library and must not block on the network
     */
    virtual void write(Level level, const std::source_location& where, CallId call, std::string_view text) = 0;
    /** Whether lines of a level are wanted; asked before a line is made. @threads any */
    virtual bool wants(Level level) const = 0;
};

/**
 * Sets where lines go.
 * @param sink  lent until the next call; null takes it back. Taking back waits until no line is being written
 * @threads the loader's
 */
SIPCORE_API void set_sink(Sink* sink);
/** Whether a line of this level would be written. @threads any */
SIPCORE_API bool wants(Level level);
/** Writes a finished line. @threads any */
SIPCORE_API void write(Level level, const std::source_location& where, std::string_view text);

/** The call that the running thread works for, 0 for none. @threads any */
SIPCORE_API CallId current_call();
/** Says for which call the running thread works, as long as it lives; then the one before is back. */
class SIPCORE_API CallScope {
public:
    /** From here on lines of this thread belong to `call`. */
    explicit CallScope(CallId call);
    CallScope(const CallScope&) = delete;             ///< a scope is where it stands
    CallScope& operator=(const CallScope&) = delete;  ///< a scope is where it stands
    ~CallScope();

private:
    CallId before_;
};

/** What a peer sent, fit for a log line: control characters and DEL become `\xNN`, at most `limit` octets. */
SIPCORE_API std::string printable(std::string_view text, std::size_t limit = 200);

/** A format string that remembers where it stands. */
template <class... Args>
struct Line {
    std::format_string<Args...> format;  ///< checked at compile time
    std::source_location where;          ///< of the call

    /** Taken from a literal at the call. */
    template <class Text>
    consteval Line(const Text& text, std::source_location location = std::source_location::current())
        : format{text}, where{location}
    {
    }
};

/** Writes a line when its level is wanted. */
template <class... Args>
void line(Level level, const Line<std::type_identity_t<Args>...>& format, Args&&... args)
{
    if (wants(level))
        write(level, format.where, std::format(format.format, std::forward<Args>(args)...));
}

/**
 * Bounds lines that strangers cause: as many of one kind as it says in each period; what comes beyond is counted.
 * @threads any
 */
class SIPCORE_API RateLimit {
public:
    using Clock = std::chrono::steady_clock;  ///< what periods are measured by

    /** @param lines  in each period, from 1 on @param period  begins with the first line after the one before */
    explicit RateLimit(unsigned lines = 20, std::chrono::seconds period = std::chrono::seconds{10});

    /** Asks for one line. @return how many were left out since the last one; nothing when this one is left out too */
    std::optional<unsigned> take(Clock::time_point now = Clock::now());

private:
    std::mutex mutex_;
    const unsigned lines_;
    const std::chrono::seconds period_;
    Clock::time_point ends_{};
    unsigned written_ = 0;
    unsigned left_out_ = 0;
};

/** Writes a line when its level is wanted and the limit has room for it, after one that tells how many were left out. */
template <class... Args>
void limited(RateLimit& limit, Level level, Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    if (!wants(level))
        return;
    auto left_out = limit.take();
    if (!left_out)
        return;
    if (*left_out > 0)
        write(level, format.where, std::format("left out before the next line: {} of its kind", *left_out));
    write(level, format.where, std::format(format.format, std::forward<Args>(args)...));
}

/** A detail for who looks for a fault. */
template <class... Args>
void debug(Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    line(Level::debug, format, std::forward<Args>(args)...);
}
/** Something that a person at the console may like to see. */
template <class... Args>
void verbose(Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    line(Level::verbose, format, std::forward<Args>(args)...);
}
/** Something unusual that needs no action. */
template <class... Args>
void notice(Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    line(Level::notice, format, std::forward<Args>(args)...);
}
/** Something wrong that was coped with. */
template <class... Args>
void warning(Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    line(Level::warning, format, std::forward<Args>(args)...);
}
/** Something that could not be done. */
template <class... Args>
void error(Line<std::type_identity_t<Args>...> format, Args&&... args)
{
    line(Level::error, format, std::forward<Args>(args)...);
}

}  // namespace sipcore::log
