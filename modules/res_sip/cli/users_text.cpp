// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show users` and the lines of `sip show user`. */
#include "cli/users_text.h"

#include <algorithm>
#include <format>

#include "cli/columns.h"
#include "cli/peer_text.h"
#include "cli/peers_text.h"
#include "cli/shown_words.h"
#include "cli/words.h"

namespace res_sip {

namespace {

/** A row. */
std::string row(std::string_view name, std::string_view secret, std::string_view account, std::string_view context, std::string_view acl,
                std::string_view rport)
{
    return std::format("{}  {}  {}  {}  {}{}\n", cell(name, 25), cell(secret, 15), cell(account, 15), cell(context, 15), cell(acl, 5), cell(rport, 10));
}

/** Whether its messages are answered to where they came from, now. */
bool rport_is_forced(const sipcore::EndpointStatus& status)
{
    using sipcore::config::NatMode;
    auto mode = status.endpoint->force_rport;
    return mode == NatMode::on || (mode == NatMode::automatic && behind_nat(status));
}

}  // namespace

bool is_user(const sipcore::EndpointStatus& status)
{
    return status.endpoint->identify_by.by_username;
}

bool is_peer(const sipcore::EndpointStatus& status)
{
    return status.aor != nullptr;
}

std::vector<UserRow> user_rows(std::vector<sipcore::EndpointStatus> endpoints)
{
    std::erase_if(endpoints, [](const auto& status) { return !is_user(status); });
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    std::vector<UserRow> rows;
    for (const auto& status : endpoints) {
        const auto& endpoint = *status.endpoint;
        rows.push_back({endpoint.name, status.auth ? status.auth->password : "", endpoint.accountcode, endpoint.context, !endpoint.acl.empty(),
                        rport_is_forced(status)});
    }
    return rows;
}

std::string users_text(const std::vector<UserRow>& users)
{
    auto text = row("Username", "Secret", "Accountcode", "Def.Context", "ACL", "Forcerport");
    for (const auto& user : users)
        text += row(user.name, user.secret, user.accountcode, user.context, yes_no(user.acl), yes_no(user.force_rport));
    return text;
}

Page user_page(const sipcore::EndpointStatus& status)
{
    const auto& endpoint = *status.endpoint;
    Page page;
    page.raw(std::format("\n\n  * Name       : {}\n", endpoint.name)).told("name", endpoint.name);
    page.line("Secret", secrecy(status.auth ? status.auth->password : ""));
    page.line("MD5Secret", secrecy(status.auth ? status.auth->md5_cred : ""));
    page.line("Context", endpoint.context);
    page.line("Language", endpoint.language);
    page.line_when(!endpoint.accountcode.empty(), "Accountcode", endpoint.accountcode);
    page.line("AMA flags", ama_word(endpoint.ama_flags));
    page.line("Tonezone", text_or(endpoint.tone_zone, "<Not set>"));
    page.line("Transfer mode", endpoint.allow_transfer ? "open" : "closed");
    page.line("MaxCallBR", measured(endpoint.max_call_bitrate, "kbps"));
    page.line("CallingPres", presentation_word(static_cast<int>(endpoint.callerid_privacy)));
    page.line("Call limit", endpoint.call_limit);
    page.line("Callgroup", groups_word(endpoint.callgroup));
    page.line("Pickupgroup", groups_word(endpoint.pickupgroup));
    page.line("Named Callgr", sorted_names_word(endpoint.named_call_group));
    page.line("Nam. Pickupgr", sorted_names_word(endpoint.named_pickup_group));
    page.line("Callerid", caller_word(endpoint.callerid));
    page.line("ACL", truth(!endpoint.acl.empty()));
    page.line("Sess-Timers", session_timers_word(endpoint.timers));
    page.line("Sess-Refresh", refresher_word(endpoint.timers_refresher));
    page.line("Sess-Expires", measured(endpoint.timers_sess_expires.count(), "secs"));
    page.line("Sess-Min-SE", measured(endpoint.timers_min_se.count(), "secs"));
    page.line("RTP Engine", endpoint.rtp_engine);
    page.raw(std::format("  Auto-Framing:  {} \n", yes_no(endpoint.use_ptime))).told("auto_framing", endpoint.use_ptime);
    page.raw(variables_text(endpoint)).told("variables", variables_told(endpoint));
    page.raw("\n");
    return page;
}

std::string user_text(const sipcore::EndpointStatus& status)
{
    return user_page(status).text({13, ": "});
}

}  // namespace res_sip
