// SPDX-License-Identifier: GPL-2.0-only
/** @file Keeping dialogs, and the form of their history. */
#include "history/dialog_log.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <ranges>

#include "sipcore/letter_case.h"

namespace res_sip {

namespace {

using std::chrono::milliseconds;

/** The part of a message that is alike in all its retransmissions and in no other message. */
bool same_message(const NotedMessage& kept, std::string_view first, std::string_view cseq, bool sent,
                  const sipcore::SocketAddress& remote)
{
    return kept.sent == sent && kept.remote == remote && kept.first == first && kept.cseq == cseq;
}

/** Whether a message is sent again until it is answered. @rfc{3261,17} */
bool is_reliable(const Heading& heading)
{
    return heading.is_response() ? heading.method() == "INVITE" && heading.status() >= 200 : heading.method() != "ACK";
}

/** The line for a message. docs/spec/cli.md §11 */
std::string entry_of(const Heading& heading, bool sent, std::optional<milliseconds> since_last)
{
    auto blank = heading.first.find(' ');
    auto word = heading.first.substr(0, blank);
    auto rest = blank == std::string_view::npos ? std::string_view{} : heading.first.substr(blank + 1);
    std::string entry;
    if (!sent) {
        auto uri = heading.is_response() ? rest : rest.substr(0, rest.find(' '));
        entry = std::format("{:<15} {} / {} / {}", "Rx", word, heading.cseq, uri);
    } else if (since_last) {
        entry = std::format("{:<15} {} {}", "ReTx", since_last->count(), heading.first);
    } else {
        auto tag = std::format("{}{}", heading.is_response() ? "TxResp" : "TxReq", is_reliable(heading) ? "Rel" : "");
        entry = std::format("{:<15} {} / {} - {}", tag, word, heading.cseq, heading.is_response() ? rest : word);
    }
    entry.resize(std::min(entry.size(), DialogLog::longest_entry));
    std::ranges::replace_if(entry, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return entry;
}

}  // namespace

std::optional<DialogLog::Noted> DialogLog::note(bool sent, const sipcore::SocketAddress& local,
                                                const sipcore::SocketAddress& remote, std::string_view text,
                                                std::chrono::system_clock::time_point at)
{
    auto heading = heading_of(text);
    if (heading.call_id.empty() || heading.call_id.size() > longest_text || heading.cseq.size() > longest_text)
        return std::nullopt;
    std::string call_id{heading.call_id};
    auto found = by_call_id_.find(call_id);
    if (found == by_call_id_.end()) {
        if (dialogs_.size() >= most_dialogs) {
            by_call_id_.erase(dialogs_.back().call_id);
            dialogs_.pop_back();
        }
        dialogs_.push_front({call_id, heading.method() == "SUBSCRIBE", {}, false});
        found = by_call_id_.emplace(call_id, dialogs_.begin()).first;
    } else {
        dialogs_.splice(dialogs_.begin(), dialogs_, found->second);
    }
    auto& dialog = *found->second;
    NotedMessage message;
    message.at = at;
    message.sent = sent;
    message.local = local;
    message.remote = remote;
    message.first = heading.first.substr(0, longest_text);
    message.cseq = heading.cseq;
    message.sdp = heading.sdp;
    std::optional<milliseconds> since_last;
    for (const auto& kept : std::views::reverse(dialog.messages)) {
        if (!same_message(kept, message.first, message.cseq, sent, remote))
            continue;
        message.again = true;
        since_last = std::chrono::duration_cast<milliseconds>(at - kept.at);
        break;
    }
    message.entry = entry_of(heading, sent, since_last);
    if (dialog.messages.size() >= most_entries)
        dialog.messages.pop_front();
    dialog.messages.push_back(std::move(message));
    auto status = heading.status();
    bool ends = !dialog.ended && ((heading.method() == "BYE" && status >= 200) || (heading.method() == "INVITE" && status >= 300));
    bool asked_for_credentials = status == 401 || status == 407;
    if (asked_for_credentials)
        ends = false;
    dialog.ended = dialog.ended || ends;
    return Noted{dialog, dialog.messages.back(), ends};
}

std::vector<NotedDialog> DialogLog::find(std::string_view beginning) const
{
    auto begins_so = [&](const NotedDialog& dialog) { return sipcore::begins_with_name(dialog.call_id, beginning); };
    std::vector<NotedDialog> found;
    std::ranges::copy_if(std::views::reverse(dialogs_), std::back_inserter(found), begins_so);
    return found;
}

std::vector<std::string> DialogLog::call_ids() const
{
    std::vector<std::string> all;
    std::ranges::transform(dialogs_, std::back_inserter(all), &NotedDialog::call_id);
    return all;
}

void DialogLog::clear()
{
    by_call_id_.clear();
    dialogs_.clear();
}

std::string history_text(const std::vector<NotedDialog>& found, std::string_view asked, bool recording)
{
    std::string text;
    if (!recording)
        text += "\n***Note: History recording is currently DISABLED.  Use 'sip set history on' to ENABLE.\n";
    for (const auto& dialog : found) {
        text += dialog.subscription ? "\n  * Subscription\n" : "\n  * SIP Call\n";
        int number = 0;
        for (const auto& message : dialog.messages)
            text += std::format("{}. {}\n", ++number, message.entry);
        if (dialog.messages.empty())
            text += std::format("Call '{}' has no history\n", dialog.call_id);
    }
    if (found.empty())
        text += std::format("No such SIP Call ID starting with '{}'\n", asked);
    return text;
}

}  // namespace res_sip
