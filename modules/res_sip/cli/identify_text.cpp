// SPDX-License-Identifier: GPL-2.0-only
/** @file Reasons in words. */
#include "cli/identify_text.h"

#include <algorithm>
#include <format>
#include <ranges>

#include "cli/words.h"

namespace res_sip {

namespace {

using sipcore::EndpointStatus;
using sipcore::Identification;

/** Most of those at the same address that are listed. */
constexpr std::size_t most_others = 20;

/** What an endpoint must prove. */
std::string proof_of(const EndpointStatus& status)
{
    if (!status.auth || (status.auth->password.empty() && status.auth->md5_cred.empty()))
        return "nothing: it has no secret";
    if (status.endpoint->identify_by.invite_without_auth)
        return "nothing but for REGISTER: insecure=invite";
    return std::format("digest credentials of '{}'", status.auth->username);
}

/** How it was found. */
std::string way_of(const sipcore::SupposedRequest& request, const Identification& found)
{
    const auto& endpoint = *found.endpoint->endpoint;
    if (found.by == Identification::By::user)
        return std::format("its name is the user of From, '{}'", request.user);
    if (found.endpoint->address.ip() != request.source.ip())
        return std::format("a section of type identify has {}", request.source.ip().text());
    bool exact = found.endpoint->address.port() == request.source.port();
    auto where = exact ? std::format("it is at {}", found.endpoint->address.text())
                       : std::format("it is at {}, and its port does not count{}", found.endpoint->address.text(),
                                     endpoint.identify_by.any_port ? " (insecure=port)" : "");
    if (!endpoint.callback_extension.empty() && endpoint.callback_extension == request.called)
        where += std::format("; its callbackextension {} is called", request.called);
    return where;
}

}  // namespace

std::string why_not(const sipcore::EndpointStatus& status, const sipcore::SupposedRequest& request)
{
    const auto& endpoint = *status.endpoint;
    if (!endpoint.identify_by.by_address)
        return "it is not looked for by address (type=user)";
    if (std::ranges::find(endpoint.transports, request.protocol) == endpoint.transports.end())
        return std::format("it may not use {}", protocol_word(request.protocol));
    if (status.address.port() != request.source.port() && !endpoint.identify_by.any_port)
        return std::format("it is at port {}, and insecure=port is not set", status.address.port());
    return "another one goes before it";
}

IdentifyAnswer identify_answer(const sipcore::SupposedRequest& request, const sipcore::Identification& found,
                               const sipcore::config::Config& config)
{
    IdentifyAnswer answer{.source = request.source.text(), .transport = std::string{protocol_word(request.protocol)},
                          .user = request.user, .called = request.called, .peer = {}, .way = {}, .proof = {}, .context = {}, .others = {}};
    if (found.endpoint) {
        const auto& endpoint = *found.endpoint->endpoint;
        answer.peer = endpoint.name;
        answer.way = way_of(request, found);
        answer.listed = !endpoint.acl.empty();
        answer.allowed = endpoint.acl.allows(request.source.ip());
        answer.proof = proof_of(*found.endpoint);
        answer.context = endpoint.context.empty() ? config.global.context : endpoint.context;
    } else {
        answer.guest = config.global.allow_guest;
        answer.context = answer.guest ? config.global.context : "";
    }
    for (const auto& other : found.others | std::views::take(most_others))
        answer.others.push_back({other.endpoint->name, why_not(other, request)});
    answer.unlisted = found.others.size() - answer.others.size();
    return answer;
}

std::string identify_text(const IdentifyAnswer& answer)
{
    auto text = std::format("A request from {} over {}{}{}:\n", answer.source, answer.transport,
                            answer.user.empty() ? "" : std::format(", From user '{}'", answer.user),
                            answer.called.empty() ? "" : std::format(", to '{}'", answer.called));
    if (answer.peer.empty()) {
        text += answer.guest ? std::format("  is a guest's: no peer fits; it goes to context '{}' (allowguest=yes)\n", answer.context)
                             : "  is nobody's: no peer fits, and guests are refused (allowguest=no)\n";
    } else {
        text += std::format("  is of peer '{}': {}\n", answer.peer, answer.way);
        text += std::format("  Access list  : {}\n", !answer.listed ? "none" : answer.allowed ? "allows it" : "REFUSES it");
        text += std::format("  Must prove   : {}\n", answer.proof);
        text += std::format("  Context      : {}\n", answer.context);
    }
    for (const auto& other : answer.others)
        text += std::format("  Not '{}': {}\n", other.peer, other.why);
    if (answer.unlisted)
        text += std::format("  and {} more at that address\n", answer.unlisted);
    return text;
}

}  // namespace res_sip
