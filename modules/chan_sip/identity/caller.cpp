// SPDX-License-Identifier: GPL-2.0-only
/** @file Deciding who calls, and what the other side is told. */
#include "identity/caller.h"

#include <algorithm>

#include "sipcore/letter_case.h"
#include "sipcore/name_addr.h"

namespace chan_sip {
namespace {

/** Whether a list with commas has a word. */
bool lists(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        auto end = std::min(list.find(','), list.size());
        auto item = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        auto begin = std::min(item.find_first_not_of(" \t"), item.size());
        item = item.substr(begin, item.find_last_not_of(" \t") - begin + 1);
        if (sipcore::same_name(item, word))
            return true;
    }
    return false;
}

}  // namespace

sipcore::Identity identity_of_caller(const sipcore::Party& from, const std::vector<sipcore::Header>& headers,
                            const sipcore::config::Endpoint& settings)
{
    sipcore::Identity caller;
    caller.name = settings.callerid.name.empty() ? from.name : settings.callerid.name;
    auto user = from.user.substr(0, from.user.find(';'));
    caller.number = settings.callerid.number.empty() ? user : settings.callerid.number;
    caller.presentation = static_cast<int>(settings.callerid_privacy);
    auto said = settings.trust_id_inbound ? sipcore::read_identity(headers) : std::nullopt;
    if (!said)
        return caller;
    if (said->number)
        caller.number = said->number;
    caller.name = said->name;
    caller.presentation = said->presentation;
    return caller;
}

sipcore::Party shown_party(const sipcore::Identity& who, const sipcore::config::Endpoint& settings)
{
    bool unknown = who.presentation == sipcore::presentation::unavailable && !who.number;
    sipcore::Party party{.name = who.name, .user = who.number.value_or(""), .host = {}};
    if (sipcore::presentation::is_restricted(who.presentation) && !unknown)
        party = {.name = "Anonymous", .user = "anonymous", .host = "anonymous.invalid"};
    if (!settings.from_user.empty())
        party.user = settings.from_user;
    return party;
}

bool same_party(const sipcore::Identity& one, const sipcore::Identity& other)
{
    return one.number == other.number && one.presentation == other.presentation && sipcore::same_name(one.name, other.name);
}

sipcore::IdentityStyle identity_style(const sipcore::config::Endpoint& settings, std::string host, bool calling)
{
    using sipcore::config::TrustIdOutbound;
    sipcore::IdentityStyle style{.host = std::move(host), .calling = calling};
    if (settings.send_pai)
        style.form = sipcore::IdentityForm::asserted;
    else if (settings.send_rpid)
        style.form = sipcore::IdentityForm::remote_party;
    if (settings.trust_id_outbound == TrustIdOutbound::yes)
        style.hidden = sipcore::HiddenIdentity::told;
    else if (settings.trust_id_outbound == TrustIdOutbound::no)
        style.hidden = sipcore::HiddenIdentity::withheld;
    return style;
}

bool takes_method(const std::optional<std::string>& allow, std::string_view contact,
                  const sipcore::config::Endpoint& settings, std::string_view method)
{
    if (std::ranges::any_of(settings.disallowed_methods, [&](const auto& each) { return sipcore::same_name(each, method); }))
        return false;
    if (allow)
        return lists(*allow, method);
    auto address = sipcore::parse_name_addr(contact);
    auto methods = address ? sipcore::parameter_of(address->parameters, "methods") : std::nullopt;
    return !methods || lists(*methods, method);
}

}  // namespace chan_sip
