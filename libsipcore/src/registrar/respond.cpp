// SPDX-License-Identifier: GPL-2.0-only
/** @file The text of a registrar's answer. */
#include "registrar/respond.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace sipcore::registrar {
namespace {

using std::chrono::seconds;

/** Whether a binding is of this very request. */
bool is_of(const Binding& binding, const RegisterRequest& request)
{
    return !request.contacts.empty() && binding.cseq == request.cseq &&
           binding.call_id == request.call_id.substr(0, longest_note);
}

/** The lifetime that is answered for a binding. */
seconds answered(const Binding& binding, const RegisterRequest& request, Clock::Instant now)
{
    return is_of(binding, request) ? binding.granted : binding.left(now);
}

}  // namespace

std::vector<ResponseHeader> response_headers(const BindingChange& change, const RegisterRequest& request,
                                             const config::Aor& aor, Clock::Instant now, Clock::WallTime wall)
{
    std::vector<ResponseHeader> headers{
        {"Expires", "0"}
    };
    seconds longest{0};
    for (const auto& binding : change.bindings) {
        auto lifetime = answered(binding, request, now);
        if (lifetime == seconds{0})
            continue;
        longest = std::max(longest, lifetime);
        headers.push_back({"Contact", '<' + binding.contact + ">;expires=" + std::to_string(lifetime.count())});
    }
    headers.front().value = std::to_string(longest.count());
    if (aor.support_path) {
        for (const auto& value : request.path)
            headers.push_back({"Path", value});
    }
    headers.push_back({"Date", date_text(wall)});
    return headers;
}

std::string date_text(Clock::WallTime moment)
{
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto time = std::chrono::system_clock::to_time_t(std::chrono::floor<seconds>(moment));
    std::tm parts{};
    if (!gmtime_r(&time, &parts))
        return {};
    std::array<char, 64> text{};  // not strftime: its names are those of the locale
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                  months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text.data();
}

}  // namespace sipcore::registrar
