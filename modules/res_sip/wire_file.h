// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip set debug pcap`: every message into a file that Wireshark and sngrep read, in the clear whatever carried it. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/stack.h"

namespace res_sip {

/** Writes what passes the wire into a file, by a thread of its own: who sends or receives never waits for the disk. What the disk
 *  is too slow for is left out, and counted. */
class WireFile final : public sipcore::WireObserver {
public:
    WireFile() = default;
    WireFile(const WireFile&) = delete;             ///< it has a thread
    WireFile& operator=(const WireFile&) = delete;  ///< it has a thread
    /** Writes what waits, and ends the file. Nobody may tell it of messages any more. */
    ~WireFile() override;

    /** What was written. */
    struct Figures {
        std::string path;             ///< of the file
        std::uint64_t messages = 0;   ///< in it
        std::uint64_t left_out = 0;   ///< for which the disk was too slow, or full
    };

    /**
     * Begins a file, readable by its owner alone, in place of one of that name that is a plain file; one that was being written ends.
     * @param path  absolute, or below Asterisk's folder of logs
     * @return why not
     * @threads a console's
     */
    sipcore::Outcome<Figures> begin(const std::string& path);
    /** Ends the file; nothing when there was none. @threads a console's */
    std::optional<Figures> end();
    void on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress& local,
                    const sipcore::SocketAddress& remote, std::string_view text) override;

private:
    /** What the writer runs. */
    static void* run(void* self);
    /** Writes until it is told to stop and nothing waits. */
    void write_all();

    std::mutex command_mutex_;       ///< one console at a time
    std::atomic<bool> open_{false};  ///< so that nobody takes a lock while there is no file
    std::mutex mutex_;               ///< guards all below
    std::condition_variable changed_;
    std::string waiting_;
    std::uint64_t waiting_messages_ = 0;
    Figures figures_;
    int descriptor_ = -1;
    bool stopping_ = false;
    pthread_t writer_{};
};

}  // namespace res_sip
