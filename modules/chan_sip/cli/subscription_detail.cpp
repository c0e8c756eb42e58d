// SPDX-License-Identifier: GPL-2.0-only
/** @file Gathering what the console shows of a subscription. */
#include "cli/subscription_detail.h"

#include "channel/settings.h"
#include "cli/channel_detail.h"
#include "driver.h"
#include "sipcore/report.h"

namespace chan_sip {
namespace {

using sipcore::text_in;

/** What the endpoint that watches, or anybody who is none, is allowed. */
void add_settings(ChannelDetail& detail, Driver& driver, const sipcore::config::Endpoint& settings)
{
    add_options(detail, settings);
    detail.ours = names_of(driver.formats().of(settings.allow).get());
    detail.joint = detail.ours;     // nobody has named others
}

/** All of one. */
ChannelDetail detail_of(Driver& driver, const sipcore::Record& row)
{
    ChannelDetail detail;
    detail.subscription = text_in(row, "type");
    bool messages = detail.subscription == "mwi";
    detail.outgoing = messages;     // a summary of messages is told of our own accord
    detail.call_id = text_in(row, "call_id");
    detail.address = text_in(row, "theoretical_address");
    detail.received = text_in(row, "received_address");
    detail.our_tag = text_in(row, "our_tag");
    detail.their_tag = text_in(row, "their_tag");
    detail.user_agent = text_in(row, "sip_user_agent");
    detail.user = text_in(row, "user");
    detail.caller = text_in(row, "caller_id");
    detail.endpoint = text_in(row, "peer");
    auto contact = text_in(row, "original_uri");
    detail.uri = without_parameters(contact);
    detail.route = contact.empty() ? "" : "<" + contact + ">";
    detail.last_message = text_in(row, "last_message");
    detail.transport = text_in(row, "transport");
    detail.media = "None";
    auto config = driver.stack().config();
    auto status = driver.stack().endpoints().find(detail.endpoint);
    add_settings(detail, driver, status ? *status->endpoint : config->guest);
    if (text_in(row, "direction") == "outgoing") {      // of ours: nobody's options are in force, and it goes by its account
        detail.joint.clear();
        detail.route.clear();
        detail.max_bitrate = 0;
        detail.endpoint = detail.user;
    }
    if (auto remote = sipcore::SocketAddress::parse(detail.address, 0); remote && driver.calls())
        detail.audio_address = driver.calls()->local_address_to(*remote, sipcore::config::Protocol::udp).text() + " (local)";
    return detail;
}

}  // namespace

std::vector<ChannelDetail> subscription_details(const std::string& asked)
{
    std::vector<ChannelDetail> found;
    auto* ours = driver();
    auto told = ours ? sipcore::report("subscriptions", {}) : std::unexpected(sipcore::Failure{""});
    for (const auto& row : told ? told->rows : std::vector<sipcore::Record>{})
        if (strncasecmp(text_in(row, "call_id").c_str(), asked.c_str(), asked.size()) == 0)
            found.push_back(detail_of(*ours, row));
    return found;
}

}  // namespace chan_sip
