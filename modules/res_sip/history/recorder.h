// SPDX-License-Identifier: GPL-2.0-only
/** @file The history of dialogs while it is recorded: `sip set history`, the options recordhistory and dumphistory. */
#pragma once

#include "history/dialog_log.h"
#include "pbx/asterisk.h"
#include "sipcore/stack.h"

namespace res_sip {

/**
 * Keeps what is said. While it does not record, it sees no message and costs nothing.
 * @threads all functions any that holds nothing, but where they say otherwise
 */
class Recorder final : public sipcore::WireObserver {
public:
    /** Registers the log level SIP_HISTORY. */
    Recorder();
    Recorder(const Recorder&) = delete;             ///< the stack holds its address
    Recorder& operator=(const Recorder&) = delete;  ///< the stack holds its address
    /** It must not record any more. */
    ~Recorder() override;

    /**
     * Begins or ends to record; what is kept stays.
     * @param stack  whose messages
     */
    void record(sipcore::Stack& stack, bool on);
    /** Whether it records. */
    bool records() const { return records_; }
    /** Whether the history of a dialog is written to the debug log at its end. */
    void set_dump(bool dump) { dump_ = dump; }
    /** The dialogs whose Call-ID begins so. */
    std::vector<NotedDialog> find(std::string_view beginning) const;
    /** All Call-IDs. */
    std::vector<std::string> call_ids() const;

    void on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress& local,
                    const sipcore::SocketAddress& remote, std::string_view text) override;

private:
    std::mutex switch_;  ///< held while it begins and ends
    std::atomic<bool> records_{false};
    std::atomic<bool> dump_{false};
    int level_;  ///< number of SIP_HISTORY; -1: there is none
    mutable std::mutex mutex_;
    DialogLog log_;
};

}  // namespace res_sip
