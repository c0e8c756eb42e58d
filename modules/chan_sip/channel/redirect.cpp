// SPDX-License-Identifier: GPL-2.0-only
/** @file Transfer() of a call that is not answered yet: its caller is sent elsewhere. @rfc{3261,21.3.3} */
#include <format>

#include "channel/call.h"

namespace chan_sip {
namespace {

/** `@` with the host and port that the caller called, as To names them; empty without any. */
std::string called_domain(const sipcore::SessionSnapshot& snapshot)
{
    const auto& to = snapshot.local_uri;
    auto at = to.find('@');
    return at == std::string::npos ? std::string{} : to.substr(at, to.find_first_of(";?>", at) - at);
}

}  // namespace

int Call::redirect_caller(ast_channel* channel, std::string_view target)
{
    if (!incoming_ || !session_ || phase_ == Phase::answered || phase_ == Phase::ended)
        return -1;
    auto domain = target.find('@') == std::string_view::npos ? called_domain(*session_->snapshot()) : std::string{};
    if (target.starts_with("sip:"))
        target.remove_prefix(4);
    sipcore::Hangup moved{.status = 302, .reason = "Moved Temporarily", .headers = {}};
    moved.headers.push_back({"Contact", std::format("Transfer <sip:{}{}>", target, domain)});
    for (auto& header : diversion_headers(channel))
        moved.headers.push_back(std::move(header));
    phase_ = Phase::ended;
    session_->hang_up(std::move(moved));
    auto result = AST_TRANSFER_SUCCESS;
    ast_queue_control_data(channel, AST_CONTROL_TRANSFER, &result, sizeof result);
    return 0;
}

}  // namespace chan_sip
