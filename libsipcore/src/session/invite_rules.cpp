// SPDX-License-Identifier: GPL-2.0-only
/** @file What an INVITE is, before there is a call for it. */
#include "session/invite_rules.h"

#include <algorithm>
#include <array>

#include "pj/text.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** Extensions that a Require header may name. */
constexpr std::array<std::string_view, 3> supported{"replaces", "timer", "100rel"};
/** Whether a message's Require or Supported, as `header` says, names reliable provisional responses. */
bool names_reliability(const std::vector<Header>& headers, std::string_view header)
{
    return lists(headers, header, "100rel");
}

}  // namespace

std::string unsupported_of(const pjsip_rx_data* rdata)
{
    std::string names;
    auto* require = rdata->msg_info.require;
    for (unsigned i = 0; require && i < require->count; ++i) {
        auto name = pj::view(require->values[i]);
        if (!name.empty() && std::ranges::find(supported, name) == supported.end())
            names += (names.empty() ? "" : ",") + std::string{name};
    }
    return names;
}

bool is_known(const pjsip_uri* uri)
{
    return pj::sip_uri(uri) || !uri_user(uri).empty();
}

std::string phone_context(const pjsip_uri* uri)
{
    auto* inner = static_cast<const pjsip_uri*>(pjsip_uri_get_uri(uri));
    return PJSIP_URI_SCHEME_IS_TEL(inner) ? pj::copy(reinterpret_cast<const pjsip_tel_uri*>(inner)->context) : std::string{};
}

bool is_callable(const pjsip_uri* uri)
{
    if (pj::sip_uri(uri))
        return true;
    auto number = uri_user(uri);
    return !number.empty() && (number.starts_with('+') || !phone_context(uri).empty());
}

bool is_behind_nat(const stack::IncomingRequest& request)
{
    auto via = IpAddress::parse(pj::view(request.rdata->msg_info.via->sent_by.host));
    return !via || *via != request.source.ip();
}

bool is_our_own(pjsip_rx_data* rdata)
{
    pj_str_t no_tag{nullptr, 0};
    auto* dialog = pjsip_ua_find_dialog(&rdata->msg_info.cid->id, &rdata->msg_info.from->tag, &no_tag, PJ_TRUE);
    if (!dialog)
        return false;
    bool same = dialog->role == PJSIP_ROLE_UAC && pjsip_uri_cmp(PJSIP_URI_IN_REQ_URI, pjsip_uri_get_uri(dialog->target),
                                                                 pjsip_uri_get_uri(rdata->msg_info.msg->line.req.uri)) == PJ_SUCCESS;
    pjsip_dlg_dec_lock(dialog);
    return same;
}

Result<bool> reliability_of(const std::vector<Header>& headers, const config::Endpoint& settings)
{
    bool required = names_reliability(headers, "Require");
    bool possible = required || names_reliability(headers, "Supported");
    switch (settings.reliability) {
    case config::Reliability::no:
        return required ? Result<bool>{std::unexpected{Error{420, "Bad extension (unsupported)"}}} : false;
    case config::Reliability::yes:
        return required;
    case config::Reliability::peer_supported:
        return possible;
    case config::Reliability::required:
        return possible ? Result<bool>{true} : std::unexpected{Error{421, "Extension Required"}};
    }
    return false;
}

}  // namespace sipcore::session
