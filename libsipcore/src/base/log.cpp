// SPDX-License-Identifier: GPL-2.0-only
/** @file Log lines on their way to the sink. */
#include "sipcore/log.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace sipcore::log {

namespace {

/** Held shared while a line is written, so that taking the sink back waits for it. */
std::shared_mutex gate;
/** Where lines go. */
std::atomic<Sink*> sink{nullptr};
/** The call that this thread works for. */
constinit thread_local CallId call_of_thread = 0;

}  // namespace

void set_sink(Sink* to)
{
    std::unique_lock idle{gate};
    sink.store(to, std::memory_order_release);
}

bool wants(Level level)
{
    if (!sink.load(std::memory_order_acquire))
        return false;
    std::shared_lock open{gate};
    auto* to = sink.load(std::memory_order_acquire);
    return to && to->wants(level);
}

void write(Level level, const std::source_location& where, std::string_view text)
{
    std::shared_lock open{gate};
    if (auto* to = sink.load(std::memory_order_acquire))
        to->write(level, where, call_of_thread, text);
}

RateLimit::RateLimit(unsigned lines, std::chrono::seconds period) : lines_{lines}, period_{period}
{
}

std::optional<unsigned> RateLimit::take(Clock::time_point now)
{
    std::lock_guard lock{mutex_};
    if (now >= ends_) {
        ends_ = now + period_;
        written_ = 0;
    }
    if (written_ == lines_) {
        ++left_out_;
        return std::nullopt;
    }
    ++written_;
    return std::exchange(left_out_, 0);
}

CallId current_call()
{
    return call_of_thread;
}

CallScope::CallScope(CallId call) : before_{call_of_thread}
{
    call_of_thread = call;
}

CallScope::~CallScope()
{
    call_of_thread = before_;
}

std::string printable(std::string_view text, std::size_t limit)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    bool cut = text.size() > limit;
    for (char c : text.substr(0, limit)) {
        auto octet = static_cast<unsigned char>(c);
        if (octet >= 0x20 && octet != 0x7f) {
            out += c;
            continue;
        }
        out += "\\x";
        out += digits[octet >> 4];
        out += digits[octet & 15];
    }
    return cut ? out + "..." : out;
}

}  // namespace sipcore::log
