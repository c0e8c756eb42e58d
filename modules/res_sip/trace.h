// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip set debug`: messages on the console as they were on the wire. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/stack.h"

namespace res_sip {

/** Whose messages are printed. */
class Trace final : public sipcore::WireObserver {
public:
    /** Prints all, or those of an address; port 0 stands for any. */
    void follow(std::optional<sipcore::SocketAddress> address);
    /** Prints nothing. */
    void stop();
    /** Whether anything is printed. */
    bool on() const;
    void on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress& local,
                    const sipcore::SocketAddress& remote, std::string_view text) override;

private:
    mutable std::mutex mutex_;
    bool on_ = false;
    std::optional<sipcore::SocketAddress> only_;
};

/** What is printed for a message. Pure. */
std::string trace_text(bool sent, std::string_view protocol, std::string_view remote, std::string_view text);

}  // namespace res_sip
