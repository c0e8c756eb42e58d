// SPDX-License-Identifier: GPL-2.0-only
/** @file The columns of `sip show registry` and the fields of RegistryEntry. */
#include "registry_text.h"

#include <array>
#include <ctime>
#include <format>

namespace res_sip_outbound_registration {

namespace {

/** Whether a host is a name, and so looked up again and again. */
bool is_name(const std::string& host)
{
    return !sipcore::IpAddress::parse(host);
}

/** The account as one column shows it. */
std::string user_column(const sipcore::config::OutboundRegistration& account)
{
    auto text = account.user;
    if (!account.domain.empty())
        text += "@" + account.domain;
    if (account.domain_port != 0)
        text += std::format(":{}", account.domain_port);
    return text;
}

/** A moment as `Mon, 23 Nov 2026 02:47:14`, in local time. */
std::string moment_text(std::optional<sipcore::Clock::WallTime> moment)
{
    if (!moment)
        return {};
    auto time = std::chrono::system_clock::to_time_t(*moment);
    std::tm parts{};
    localtime_r(&time, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %T", &parts)};
}

}  // namespace

std::string registry_text(const std::vector<sipcore::RegistrationState>& states)
{
    auto out = std::format("{:<39.39} {:<6.6} {:<12.12}  {:>8.8} {:<20.20} {:<25.25}\n", "Host", "dnsmgr", "Username", "Refresh",
                           "State", "Reg.Time");
    for (const auto& state : states) {
        const auto& account = *state.account;
        out += std::format("{:<39.39} {:<6.6} {:<12.12}  {:>8} {:<20.20} {:<25.25}\n",
                           std::format("{}:{}", account.host, account.port), is_name(account.host) ? "Y" : "N",
                           user_column(account), state.refresh.count(), sipcore::text_of(state.status),
                           moment_text(state.registered_at));
    }
    return out + std::format("{} SIP registrations.\n", states.size());
}

sipcore::Record record_of(const sipcore::RegistrationState& state)
{
    const auto& account = *state.account;
    auto since = state.registered_at.transform([](auto moment) { return sipcore::Value{std::chrono::system_clock::to_time_t(moment)}; });
    return {{"host", account.host},
            {"port", account.port},
            {"dnsmgr", is_name(account.host)},
            {"username", user_column(account)},
            {"refresh", state.refresh.count()},
            {"state", sipcore::text_of(state.status)},
            {"reg_time", since.value_or(sipcore::Value{})}};
}

std::string entry_text(const sipcore::RegistrationState& state)
{
    const auto& account = *state.account;
    auto since = state.registered_at ? std::chrono::system_clock::to_time_t(*state.registered_at) : std::time_t{0};
    return std::format("Host: {}\r\nPort: {}\r\nUsername: {}\r\nDomain: {}\r\nDomainPort: {}\r\nRefresh: {}\r\nState: {}\r\n"
                       "RegistrationTime: {}\r\n",
                       account.host, account.port, account.user, account.domain.empty() ? account.host : account.domain,
                       account.domain_port == 0 ? 5060 : account.domain_port, state.refresh.count(),
                       sipcore::text_of(state.status), since);
}

}  // namespace res_sip_outbound_registration
