// SPDX-License-Identifier: GPL-2.0-only
/** @file What was said in each dialog, while somebody wants to know: bounded, the oldest goes first. Pure. */
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "history/heading.h"
#include "sipcore/address.h"

namespace res_sip {

/** A message that was sent or received. */
struct NotedMessage {
    std::chrono::system_clock::time_point at;  ///< when
    bool sent = false;                         ///< by us
    sipcore::SocketAddress local;              ///< our end
    sipcore::SocketAddress remote;             ///< the other end
    std::string first;                         ///< first line
    std::string cseq;                          ///< CSeq
    bool sdp = false;                          ///< with a session description
    bool again = false;                        ///< the same as one before it: retransmitted
    std::string entry;                         ///< the line of the history
};

/** What is kept of a dialog. */
struct NotedDialog {
    std::string call_id;                ///< its name
    bool subscription = false;          ///< whether a SUBSCRIBE began it
    std::deque<NotedMessage> messages;  ///< the last of them, in order
    bool ended = false;                 ///< a BYE was answered, or its INVITE refused
};

/** The dialogs that are kept. Not for several threads at once. */
class DialogLog {
public:
    /** Entries of one dialog. */
    static constexpr std::size_t most_entries = 50;
    /** Dialogs; the one in which nothing was said for the longest time goes first. */
    static constexpr std::size_t most_dialogs = 1000;
    /** Characters of an entry. */
    static constexpr std::size_t longest_entry = 79;
    /** Octets of a Call-ID that is kept, and of a first line. */
    static constexpr std::size_t longest_text = 256;

    /** What came of a message. */
    struct Noted {
        const NotedDialog& dialog;    ///< to which it belongs
        const NotedMessage& message;  ///< as it is kept
        bool ends = false;            ///< it ends the dialog
    };
    /**
     * Keeps a message.
     * @param sent     by us
     * @param local    our end
     * @param remote   the other end
     * @param text     as it was on the wire
     * @param at       when
     * @return what was kept, until the next call; nothing when it has no Call-ID, or one that is too long
     */
    std::optional<Noted> note(bool sent, const sipcore::SocketAddress& local, const sipcore::SocketAddress& remote,
                              std::string_view text, std::chrono::system_clock::time_point at);
    /** The dialogs whose Call-ID begins so, letter case aside, the oldest first. */
    std::vector<NotedDialog> find(std::string_view beginning) const;
    /** All Call-IDs, the one first in which the last message was. */
    std::vector<std::string> call_ids() const;
    /** Forgets all. */
    void clear();

private:
    /** In order of their last message, the latest first. */
    std::list<NotedDialog> dialogs_;
    std::unordered_map<std::string, std::list<NotedDialog>::iterator> by_call_id_;
};

/** The text of `sip show history`: what is kept of dialogs that were found for `asked`, after a note when nothing is recorded
 *  at the time. docs/spec/cli.md §11 */
std::string history_text(const std::vector<NotedDialog>& found, std::string_view asked, bool recording);

}  // namespace res_sip
