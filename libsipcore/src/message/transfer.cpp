// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading and writing what transfers say. */
#include "sipcore/transfer.h"

#include <charconv>
#include <format>

#include "message/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/name_addr.h"

namespace sipcore {

namespace {

/** The value of a header that a URI brings, decoded; empty without one. @rfc{3261,19.1.1} */
std::string uri_header(std::string_view headers, std::string_view name)
{
    while (!headers.empty()) {
        auto end = std::min(headers.find('&'), headers.size());
        auto item = headers.substr(0, end);
        headers.remove_prefix(std::min(end + 1, headers.size()));
        auto equals = item.find('=');
        if (equals != std::string_view::npos && lower(unescape_uri(item.substr(0, equals))) == name)
            return unescape_uri(item.substr(equals + 1));
    }
    return {};
}

}  // namespace

std::optional<Replaces> parse_replaces(std::string_view value)
{
    auto text = message::trimmed(value);
    auto end = std::min(text.find(';'), text.size());
    Replaces replaces;
    replaces.call_id = message::trimmed(text.substr(0, end));
    if (replaces.call_id.empty())
        return std::nullopt;
    auto parameters = text.substr(end);
    replaces.to_tag = parameter_of(parameters, "to-tag").value_or("");
    replaces.from_tag = parameter_of(parameters, "from-tag").value_or("");
    return replaces;
}

std::string replaces_text(const Replaces& replaces)
{
    return std::format("{};to-tag={};from-tag={}", replaces.call_id, replaces.to_tag, replaces.from_tag);
}

Result<ReferTo> parse_refer_to(std::string_view value)
{
    if (message::trimmed(value).empty())
        return std::unexpected{Error{400, "Bad Request (Refer-to missing)"}};
    auto address = parse_name_addr(value);
    if (!address)
        return std::unexpected{Error{400, "Bad Request (Refer-to missing)"}};
    auto uri = parse_sip_uri(address->uri);
    if (!uri)
        return std::unexpected{Error{603, "Declined (Non sip: uri)"}};
    ReferTo target;
    target.user = uri->user.substr(0, uri->user.find(';'));
    target.host = uri->host;
    target.replaces = parse_replaces(uri_header(uri->headers, "replaces"));
    return target;
}

std::string referrer_of(std::string_view referred_by)
{
    auto address = parse_name_addr(referred_by);
    auto uri = address ? parse_sip_uri(address->uri) : std::nullopt;
    if (!uri)
        return {};
    auto user = uri->user.substr(0, uri->user.find(';'));
    return std::format("<{}:{}{}{}>", uri->scheme, user, user.empty() ? "" : "@", uri->host);
}

std::optional<int> status_of_fragment(std::string_view body)
{
    constexpr std::string_view version = "SIP/2.0 ";
    auto text = message::trimmed(body);
    if (!lower(text.substr(0, version.size())).starts_with("sip/2.0 "))
        return std::nullopt;
    text = message::trimmed(text.substr(version.size()));
    int status = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    if (error != std::errc{} || end - text.data() != 3 || status < 100 || status > 699)
        return std::nullopt;
    return status;
}

}  // namespace sipcore
