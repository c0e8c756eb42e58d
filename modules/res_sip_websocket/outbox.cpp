// SPDX-License-Identifier: GPL-2.0-only
/** @file The queue of a WebSocket. */
#include "outbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace res_sip_websocket {

namespace {

/** Octets that may wait for a browser that is slow to read. */
constexpr std::size_t most_octets = 512 * 1024;

}  // namespace

Outbox::Outbox() : wake_{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {}

Outbox::~Outbox()
{
    if (wake_ >= 0)
        ::close(wake_);
}

void Outbox::wake() const
{
    std::uint64_t one = 1;
    (void)!::write(wake_, &one, sizeof one);
}

bool Outbox::send(std::string_view message)
{
    {
        std::lock_guard lock{mutex_};
        if (closing() || octets_ + message.size() > most_octets)
            return false;
        octets_ += message.size();
        waiting_.emplace_back(message);
    }
    wake();
    return true;
}

void Outbox::close()
{
    closing_.store(true, std::memory_order_release);
    wake();
}

std::optional<std::string> Outbox::take()
{
    std::lock_guard lock{mutex_};
    if (waiting_.empty()) {
        std::uint64_t count = 0;
        (void)!::read(wake_, &count, sizeof count);
        return std::nullopt;
    }
    auto message = std::move(waiting_.front());
    waiting_.pop_front();
    octets_ -= message.size();
    return message;
}

}  // namespace res_sip_websocket
