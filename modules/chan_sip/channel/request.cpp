// SPDX-License-Identifier: GPL-2.0-only
/** @file A channel for an outgoing call: who is meant, whether it can be reached, ports for media, the channel. */
#include "channel/request.h"

#include <algorithm>

#include "channel/causes.h"
#include "channel/new_channel.h"
#include "channel/settings.h"
#include "driver.h"
#include "sipcore/config/read.h"
#include "sipcore/device_source.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** Somebody who can be called. */
struct Destination {
    sipcore::CallTarget target;  ///< where
    std::string user;            ///< who there, as far as it is known
    CallRoute route{};           ///< where the INVITE is sent instead of where its URI leads
};

/** Whether a text is digits alone: a number that somebody took for a host. */
bool is_number(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/** An endpoint of that name. */
std::expected<Destination, int> find_endpoint(Driver& driver, const sipcore::EndpointStatus& status)
{
    auto target = driver.calls()->target(status.endpoint->name, {}, 0);
    if (!target)
        return std::unexpected{q850::subscriber_absent};
    return Destination{std::move(*target), user_of(status)};
}

/** The protocol that a dial string names; nothing when it names none, or one that is not known. */
std::optional<sipcore::config::Protocol> protocol_of(const std::string& word)
{
    using sipcore::config::Protocol;
    constexpr std::pair<const char*, Protocol> known[] = {{"udp", Protocol::udp}, {"tcp", Protocol::tcp}, {"tls", Protocol::tls}};
    for (const auto& [name, protocol] : known)
        if (!strcasecmp(name, word.c_str()))
            return protocol;
    return std::nullopt;
}

/**
 * Where a host is. This runs in the thread of who dials, which may wait for a name server.
 * @param protocol  nothing: what DNS prefers
 * @rfc{3263,4} @option{srvlookup}
 */
std::optional<CallRoute> route_to(Driver& driver, const std::string& host, std::uint16_t port,
                                  std::optional<sipcore::config::Protocol> protocol)
{
    auto found = driver.stack().find_host(host, port, protocol);
    if (!found)
        return std::nullopt;
    bool certified = found->protocol == sipcore::config::Protocol::tls && !sipcore::IpAddress::parse(host);
    return CallRoute{found->address, found->protocol, certified ? host : std::string{}, false, std::move(found->others)};
}

/** Says that a host cannot be found. */
std::unexpected<int> no_such_host(const std::string& text)
{
    sipcore::log::warning("No such host: {}", text);
    return std::unexpected{q850::subscriber_absent};
}

/** A host that is no endpoint; where there is a proxy, nobody but that needs to find it. @option{outboundproxy} */
std::expected<Destination, int> find_host(Driver& driver, const DialString& dialled)
{
    const auto& text = dialled.host;
    if (is_number(text)) {
        sipcore::log::warning("Purely numeric hostname ({}), and not a peer--rejecting!", text);
        return std::unexpected{q850::subscriber_absent};
    }
    if (sipcore::config::read_outbound_proxy(dialled.proxy))
        return Destination{};
    auto [host, port] = split_host(text);
    if (driver.stack().config()->global.outbound_proxy) {
        auto target = driver.calls()->target({}, host, port);
        return target ? std::expected<Destination, int>{Destination{std::move(*target), {}}} : no_such_host(text);
    }
    auto route = route_to(driver, host, port, protocol_of(dialled.transport));
    if (!route)
        return no_such_host(text);
    Destination destination{{}, {}, *route};
    destination.target.remote = route->address;
    destination.target.protocol = route->protocol;
    destination.target.local_address = driver.calls()->local_address_to(route->address, route->protocol);
    return destination;
}

/** Sends a call through the proxy that its dial string names: over UDP, where that names no transport. @option{outboundproxy} */
std::expected<void, int> set_proxy(Driver& driver, Destination& destination, const std::string& text)
{
    if (text.empty())
        return {};
    auto proxy = sipcore::config::read_outbound_proxy(text);
    if (!proxy) {
        sipcore::log::warning("Unable to parse outboundproxy {}. We will not use this remote IP address", text);
        return {};
    }
    auto route = route_to(driver, proxy->host, proxy->port, proxy->protocol.value_or(sipcore::config::Protocol::udp));
    if (!route)
        return no_such_host(text);
    route->always = proxy->force;
    destination.route = std::move(*route);
    destination.target.local_address = driver.calls()->local_address_to(destination.route.address, destination.route.protocol);
    if (!destination.target.endpoint)
        destination.target.remote = destination.route.address;
    return {};
}

/** Whether the transport that a dial string names may be used: an endpoint's must be one of its own. */
bool may_use(const Destination& destination, const DialString& dialled)
{
    auto wanted = protocol_of(dialled.transport);
    const auto& endpoint = destination.target.endpoint;
    if (!wanted || !endpoint || std::ranges::find(endpoint->transports, *wanted) != endpoint->transports.end())
        return true;
    sipcore::log::warning("Unable to dial '{}': transport '{}' is not one that it may use", endpoint->name, dialled.transport);
    return false;
}

/** Who is meant by the host part of a dial string: an endpoint of that name, otherwise a host. */
std::expected<Destination, int> find(Driver& driver, const DialString& dialled)
{
    auto status = driver.stack().endpoints().find(dialled.host);
    if (!status && sipcore::fetch_device(driver.stack(), dialled.host))
        status = driver.stack().endpoints().find(dialled.host);
    auto found = status ? find_endpoint(driver, *status) : find_host(driver, dialled);
    if (!found)
        return found;
    if (!may_use(*found, dialled))
        return std::unexpected{q850::subscriber_absent};
    if (auto set = set_proxy(driver, *found, dialled.proxy); !set)
        return std::unexpected{set.error()};
    if (!dialled.user.empty())
        found->user = dialled.user;
    return found;
}

/** Says what of a dial string is passed over. */
void complain(const DialString& dialled)
{
    if (!dialled.unused_extension.empty())
        sipcore::log::notice("Conflicting extension values given. Using '{}' and not '{}'", dialled.user,
                             dialled.unused_extension);
    if (!dialled.transport.empty() && !protocol_of(dialled.transport))
        sipcore::log::warning("'{}' is not a valid transport option to Dial() for SIP calls, using udp by default.",
                              dialled.transport);
}

/** Whether a protocol encrypts messages. */
bool is_secure(sipcore::config::Protocol protocol)
{
    return protocol == sipcore::config::Protocol::tls || protocol == sipcore::config::Protocol::wss;
}

/** The call to a destination, with ports for its media. */
std::expected<std::shared_ptr<Call>, int> make_call(Driver& driver, Destination destination, const DialString& dialled,
                                                    const std::string& text, ast_format_cap* formats)
{
    auto settings = settings_of(destination.target.endpoint, *driver.stack().config());
    auto call = Call::make(driver, false, CallSide{.endpoint = std::move(destination.target.endpoint),
                                                .settings = std::move(settings),
                                                .title = dialled.host,
                                                .user = std::move(destination.user),
                                                .local_address = destination.target.local_address,
                                                .remote = destination.target.remote,
                                                .behind_nat = destination.target.behind_nat,
                                                .secure_signaling = is_secure(destination.route.address
                                                                                  ? destination.route.protocol
                                                                                  : destination.target.protocol)});
    call->set_dialled(dialled, text, std::move(destination.route));
    call->set_log_call(ast_read_threadstorage_callid());
    if (!call->open_media(Formats::share(formats)))
        return std::unexpected{q850::switch_congestion};
    return call;
}

}  // namespace

std::expected<ast_channel*, int> request(const ChannelRequest& wanted)
{
    auto* ours = driver();
    if (!ours || !ours->calls())
        return std::unexpected{q850::switch_congestion};
    if (!wanted.formats || ast_format_cap_empty(wanted.formats)) {
        sipcore::log::notice("Asked to get a channel without offering any format");
        return std::unexpected{q850::bearer_unavailable};
    }
    auto dialled = parse_dial_string(wanted.text);
    if (!dialled) {
        if (wanted.text.empty())
            sipcore::log::error("Unable to create channel with empty destination.");
        return std::unexpected{dialled.error()};
    }
    complain(*dialled);
    auto destination = find(*ours, *dialled);
    if (!destination)
        return std::unexpected{destination.error()};
    auto call = make_call(*ours, std::move(*destination), *dialled, wanted.text, wanted.formats);
    if (!call)
        return std::unexpected{call.error()};
    auto* channel = make_channel(**call, ours->next_channel_name(dialled->host),
                                 {.state = AST_STATE_DOWN,
                                  .context = (*call)->side().settings->context,
                                  .extension = dialled->user,
                                  .caller = {},
                                  .ids = wanted.ids,
                                  .requestor = wanted.requestor,
                                  .variables = {}});
    if (!channel)
        return std::unexpected{q850::switch_congestion};
    return channel;
}

}  // namespace chan_sip
