// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show users` and the lines of `sip show user`. */
#include "cli/users_text.h"

#include <algorithm>
#include <format>

#include "cli/columns.h"
#include "cli/peer_text.h"
#include "cli/peers_text.h"
#include "cli/words.h"

namespace res_sip {

namespace {

/** A row. */
std::string row(std::string_view name, std::string_view secret, std::string_view account, std::string_view context, std::string_view acl,
                std::string_view rport)
{
    return std::format("{}  {}  {}  {}  {}{}\n", cell(name, 25), cell(secret, 15), cell(account, 15), cell(context, 15), cell(acl, 5), cell(rport, 10));
}

/** A line: `  Label        : value`. */
template <class T>
std::string line(std::string_view label, const T& value)
{
    return std::format("  {}: {}\n", open_cell(label, 13), value);
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

std::string users_text(std::vector<sipcore::EndpointStatus> endpoints)
{
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    auto text = row("Username", "Secret", "Accountcode", "Def.Context", "ACL", "Forcerport");
    for (const auto& status : endpoints) {
        if (!is_user(status))
            continue;
        const auto& endpoint = *status.endpoint;
        text += row(endpoint.name, status.auth ? status.auth->password : "", endpoint.accountcode, endpoint.context, yes_no(!endpoint.acl.empty()),
                    yes_no(rport_is_forced(status)));
    }
    return text;
}

std::string user_text(const sipcore::EndpointStatus& status)
{
    const auto& endpoint = *status.endpoint;
    auto text = std::format("\n\n  * Name       : {}\n", endpoint.name);
    text += line("Secret", is_set(status.auth ? status.auth->password : ""));
    text += line("MD5Secret", is_set(status.auth ? status.auth->md5_cred : ""));
    text += line("Context", endpoint.context);
    text += line("Language", endpoint.language);
    text += endpoint.accountcode.empty() ? "" : line("Accountcode", endpoint.accountcode);
    text += line("AMA flags", ama_word(endpoint.ama_flags));
    text += line("Tonezone", or_not_set(endpoint.tone_zone));
    text += line("Transfer mode", endpoint.allow_transfer ? "open" : "closed");
    text += line("MaxCallBR", std::format("{} kbps", endpoint.max_call_bitrate));
    text += line("CallingPres", presentation_word(static_cast<int>(endpoint.callerid_privacy)));
    text += line("Call limit", endpoint.call_limit);
    text += line("Callgroup", groups_word(endpoint.callgroup));
    text += line("Pickupgroup", groups_word(endpoint.pickupgroup));
    text += line("Named Callgr", sorted_names_word(endpoint.named_call_group));
    text += line("Nam. Pickupgr", sorted_names_word(endpoint.named_pickup_group));
    text += line("Callerid", caller_word(endpoint.callerid));
    text += line("ACL", yes_no(!endpoint.acl.empty()));
    text += line("Sess-Timers", session_timers_word(endpoint.timers));
    text += line("Sess-Refresh", refresher_word(endpoint.timers_refresher));
    text += line("Sess-Expires", std::format("{} secs", endpoint.timers_sess_expires.count()));
    text += line("Sess-Min-SE", std::format("{} secs", endpoint.timers_min_se.count()));
    text += line("RTP Engine", endpoint.rtp_engine);
    text += std::format("  Auto-Framing:  {} \n", yes_no(endpoint.use_ptime));
    return text + variables_text(endpoint) + "\n";
}

}  // namespace res_sip
