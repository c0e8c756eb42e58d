// SPDX-License-Identifier: GPL-2.0-only
/** @file NOTIFYs by order. */
#include "pubsub/order.h"

#include "sipcore/letter_case.h"
#include "stack/directory.h"
#include "stack/exchange.h"
#include "endpoint/request_to.h"

namespace sipcore::pubsub {

namespace {

/** Challenges to one NOTIFY that are answered. */
constexpr unsigned most_answers = 2;

/** Where a target is: an endpoint with an address that answers, or a numeric host. */
std::optional<EndpointStatus> find(stack::Core& core, const std::string& target)
{
    if (auto status = core.directory().find(target)) {
        bool silent = status->reachability == Reachability::lagged || status->reachability == Reachability::unreachable;
        return status->address && !silent ? status : std::nullopt;
    }
    auto address = SocketAddress::parse(target, 5060);
    if (!address)
        return std::nullopt;
    EndpointStatus host;
    host.address = *address;
    return host;
}

}  // namespace

Result<> send_unsolicited(stack::Core& core, NotifyOrder order)
{
    auto status = find(core, order.target);
    if (!status)
        return std::unexpected(Error{404, "Could not create address"});
    auto config = core.config();
    const auto& name = config->global.default_from_user;
    auto request = endpoint::request_to(core, *status, "NOTIFY",
                                     {status->endpoint && !status->endpoint->from_user.empty() ? "" : name, name});
    std::string methods;
    for (const auto& each : core.methods().names())
        methods += (methods.empty() ? "" : ", ") + each;
    request.headers.emplace_back("Allow", std::move(methods));
    request.headers.emplace_back("Supported", "replaces, timer");
    request.headers.emplace_back("Subscription-State", "terminated");
    for (auto& [header, value] : order.headers) {
        if (same_name(header, "Content-Type"))
            request.content_type = std::move(value);
        else
            request.headers.emplace_back(std::move(header), std::move(value));
    }
    request.body = std::move(order.body);
    stack::exchange(core, std::move(request), stack::ChallengeAnswer{endpoint::credentials_for(core, status->endpoint.get())},
                    most_answers, [](const stack::Reply&) {});
    return {};
}

}  // namespace sipcore::pubsub
