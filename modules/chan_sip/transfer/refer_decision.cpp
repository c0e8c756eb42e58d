// SPDX-License-Identifier: GPL-2.0-only
/** @file Decisions about REFER. */
#include "transfer/refer_decision.h"

#include <format>

#include "sipcore/identity.h"
#include "sipcore/name_addr.h"

namespace chan_sip {

sipcore::Result<sipcore::ReferTo> decide_refer(const ReferSituation& situation, const std::vector<sipcore::Header>& headers)
{
    using sipcore::Error;
    if (!situation.has_channel)
        return std::unexpected{Error{603, "Declined (No dialog)"}};
    if (!situation.allowed)
        return std::unexpected{Error{603, "Declined (policy)"}};
    if (situation.pending)
        return std::unexpected{Error{491, "Request pending"}};
    const auto* refer_to = sipcore::header_named(headers, "Refer-To");
    return sipcore::parse_refer_to(refer_to ? refer_to->value : "");
}

std::string_view blind_outcome(TransferResult result)
{
    switch (result) {
    case TransferResult::success: return "200 OK";
    case TransferResult::not_permitted: return "403 Forbidden";
    case TransferResult::invalid: return "503 Service Unavailable (can't handle one-legged xfers)";
    case TransferResult::failed: return "500 Internal Server Error";
    }
    return "500 Internal Server Error";
}

std::string_view attended_outcome(TransferResult result)
{
    return result == TransferResult::invalid ? "503 Service Unavailable" : blind_outcome(result);
}

bool names_dialog(const sipcore::Replaces& replaces, const DialogTags& tags, bool pedantic)
{
    if (!pedantic)
        return true;
    return !replaces.to_tag.empty() && !replaces.from_tag.empty() && replaces.to_tag == tags.local &&
           (tags.remote.empty() || replaces.from_tag == tags.remote);
}

std::vector<sipcore::Header> wanted_headers(const std::vector<sipcore::Header>& headers, std::string_view prefix)
{
    std::vector<sipcore::Header> wanted;
    if (prefix.empty())
        return wanted;
    for (const auto& header : headers)
        if (prefix == "*" || header.name.starts_with(prefix))
            wanted.push_back(header);
    return wanted;
}

ReferProgress response_to_refer(int status)
{
    constexpr int accepted = 202;
    if (status < 200 || status == accepted)
        return ReferProgress::wait;
    return ReferProgress::failed;
}

ReferProgress refer_notified(int status)
{
    if (status == 200)
        return ReferProgress::succeeded;
    return status >= 100 && status < 200 ? ReferProgress::wait : ReferProgress::failed;
}

std::string refer_to_text(std::string_view destination, std::string_view remote_uri)
{
    auto address = sipcore::parse_name_addr(remote_uri);
    auto uri = address ? sipcore::parse_sip_uri(address->uri) : std::nullopt;
    auto scheme = uri ? uri->scheme : std::string{"sip"};
    if (destination.find('@') != std::string_view::npos || !uri)
        return std::format("<{}:{}>", scheme, destination);
    auto port = uri->port.empty() ? std::string{} : ":" + uri->port;
    return std::format("<{}:{}@{}{}>", scheme, destination, uri->host, port);
}

}  // namespace chan_sip
