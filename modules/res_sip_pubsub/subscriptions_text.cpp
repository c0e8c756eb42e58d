// SPDX-License-Identifier: GPL-2.0-only
/** @file The columns of `sip show subscriptions`, and their names for programs. */
#include "subscriptions_text.h"

#include <format>

#include "sipcore/via_word.h"

namespace res_sip_pubsub {

namespace {

/** Mailboxes in one column. */
std::string mailboxes_text(const std::vector<std::string>& mailboxes)
{
    std::string text;
    for (const auto& mailbox : mailboxes)
        text += (text.empty() ? "" : ",") + mailbox;
    return text.empty() ? "<none>" : text;
}

}  // namespace

std::string state_text(const sipcore::HintState& state)
{
    if (state.ringing)
        return state.in_use ? "InUse&Ringing" : "Ringing";
    if (state.on_hold)
        return state.in_use ? "InUse&Hold" : "Hold";
    if (state.in_use)
        return "InUse";
    if (state.busy)
        return "Busy";
    return state.unavailable ? "Unavailable" : "Idle";
}

std::string remote_mailboxes_text(const std::vector<sipcore::RemoteMailboxStatus>& all)
{
    auto out = std::format("{:<30.30}  {:<12.12}  {:<10.10}  {:<10.10}\n", "Host", "Username", "Mailbox", "Subscribed");
    for (const auto& each : all)
        out += std::format("{:<30.30}  {:<12.12}  {:<10.10}  {:<10.10}\n",
                           std::format("{}:{}", each.subscription.host, each.subscription.port), each.subscription.user,
                           each.subscription.mailbox, each.subscribed ? "Yes" : "No");
    return out;
}

std::string subscriptions_text(const std::vector<sipcore::SubscriptionStatus>& all)
{
    auto out = std::format("{:<15.15}  {:<15.15}  {:<15.15}  {:<15.15}  {:<13.13}  {:<15.15} {:<10.10} {:<6.6}\n", "Peer", "User",
                           "Call ID", "Extension", "Last state", "Type", "Mailbox", "Expiry");
    for (const auto& each : all) {
        bool hint = !each.extension.empty();
        out += std::format("{:<15.15}  {:<15.15}  {:<15.15}  {:<15.15}  {:<13.13}  {:<15.15} {:<10.10} {:06}\n", each.address,
                           !each.user.empty() ? each.user : !each.caller.empty() ? each.caller : "(None)", each.call_id,
                           hint ? std::format("{}@{}", each.extension, each.context) : "--", hint ? state_text(each.state) : "<none>",
                           each.type, mailboxes_text(each.mailboxes), each.expiry.count());
    }
    return out + std::format("{} active SIP subscription{}\n", all.size(), all.size() == 1 ? "" : "s");
}

sipcore::Record record_of(const sipcore::SubscriptionStatus& subscription)
{
    bool hint = !subscription.extension.empty();
    return {{"address", subscription.address},
            {"user", sipcore::text_or_nothing(subscription.user)},
            {"call_id", subscription.call_id},
            {"extension", sipcore::text_or_nothing(subscription.extension)},
            {"context", hint ? sipcore::Value{subscription.context} : sipcore::Value{}},
            {"last_state", hint ? sipcore::Value{state_text(subscription.state)} : sipcore::Value{}},
            {"type", subscription.type},
            {"mailbox", subscription.mailboxes},
            {"expiry", subscription.expiry.count()},
            {"direction", subscription.ours ? "outgoing" : "incoming"},
            {"peer", sipcore::text_or_nothing(subscription.endpoint)},
            {"theoretical_address", sipcore::text_or_nothing(subscription.remote ? subscription.remote.text() : "")},
            {"received_address", sipcore::text_or_nothing(subscription.source ? subscription.source.text() : "")},
            {"our_tag", sipcore::text_or_nothing(subscription.our_tag)},
            {"their_tag", sipcore::text_or_nothing(subscription.their_tag)},
            {"sip_user_agent", sipcore::text_or_nothing(subscription.user_agent)},
            {"caller_id", sipcore::text_or_nothing(subscription.caller)},
            {"original_uri", sipcore::text_or_nothing(subscription.contact)},
            {"last_message", sipcore::text_or_nothing(subscription.last_message)},
            {"transport", sipcore::via_word(subscription.protocol)}};
}

sipcore::Record record_of(const sipcore::RemoteMailboxStatus& mailbox)
{
    return {{"host", mailbox.subscription.host},
            {"port", mailbox.subscription.port},
            {"username", mailbox.subscription.user},
            {"mailbox", mailbox.subscription.mailbox},
            {"subscribed", mailbox.subscribed}};
}

}  // namespace res_sip_pubsub
