// SPDX-License-Identifier: GPL-2.0-only
/** @file A channel for an outgoing call: who is meant, whether it can be reached, ports for media, the channel. */
#include "channel/request.h"

#include <algorithm>

#include "channel/causes.h"
#include "channel/new_channel.h"
#include "channel/settings.h"
#include "driver.h"
#include "sipcore/device_source.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** Somebody who can be called. */
struct Destination {
    sipcore::CallTarget target;  ///< where
    std::string user;            ///< who there, as far as it is known
    sipcore::SocketAddress via{};  ///< where the INVITE is sent instead of where its URI leads; none: there
};

/** Where SIP listens when nobody says. */
constexpr std::uint16_t usual_port = 5060;

/** The first address that a name has; nothing when it has none. */
std::optional<sipcore::IpAddress> address_of(const std::string& name)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(name.c_str(), nullptr, &hints, &found) || !found)
        return std::nullopt;
    auto ip = sipcore::SocketAddress::from(found->ai_addr).ip();
    freeaddrinfo(found);
    return ip;
}

/**
 * The address of a host: numeric, or looked up. This runs in the thread of who dials, which may wait for a name server.
 * @param service_too  its SRV record goes first when no port is named. @rfc{3263,4} @option{srvlookup}
 */
std::optional<sipcore::SocketAddress> look_up(const std::string& host, std::uint16_t port, bool service_too)
{
    if (auto ip = sipcore::IpAddress::parse(host))
        return sipcore::SocketAddress{*ip, port ? port : usual_port};
    std::array<char, NI_MAXHOST> target{};
    int target_port = 0;
    auto service = "_sip._udp." + host;
    bool served = service_too && !port && ast_get_srv(nullptr, target.data(), target.size(), &target_port, service.c_str()) > 0;
    auto ip = address_of(served ? std::string{target.data()} : host);
    if (!ip)
        return std::nullopt;
    auto told = served ? static_cast<std::uint16_t>(target_port) : port;
    return sipcore::SocketAddress{*ip, told ? told : usual_port};
}

/** Whether a text is digits alone: a number that somebody took for a host. */
bool is_number(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/** The user that an endpoint registered, for who lists calls. */
std::string registered_user(const sipcore::EndpointStatus& status)
{
    return status.binding ? status.binding->username : std::string{};
}

/** An endpoint of that name. */
std::expected<Destination, int> find_endpoint(Driver& driver, const sipcore::EndpointStatus& status)
{
    auto target = driver.calls()->target(status.endpoint->name, {}, 0);
    if (!target)
        return std::unexpected{q850::subscriber_absent};
    return Destination{std::move(*target), registered_user(status)};
}

/** A host that is no endpoint. */
std::expected<Destination, int> find_host(Driver& driver, const std::string& text)
{
    if (is_number(text)) {
        sipcore::log::warning("Purely numeric hostname ({}), and not a peer--rejecting!", text);
        return std::unexpected{q850::subscriber_absent};
    }
    auto [host, port] = split_host(text);
    auto address = look_up(host, port, driver.stack().config()->global.srv_lookup);
    auto target = address ? driver.calls()->target({}, address->ip().text(), address->port())
                          : std::unexpected{sipcore::Error{404, "Not Found"}};
    if (!target) {
        sipcore::log::warning("No such host: {}", text);
        return std::unexpected{q850::subscriber_absent};
    }
    bool numeric = sipcore::IpAddress::parse(host).has_value();
    return Destination{std::move(*target), {}, numeric ? sipcore::SocketAddress{} : *address};
}

/** Sends a call through the proxy that its dial string names. */
std::expected<void, int> set_proxy(Driver& driver, Destination& destination, const std::string& text)
{
    if (text.empty())
        return {};
    auto [host, port] = split_host(text);
    auto address = look_up(host, port, driver.stack().config()->global.srv_lookup);
    auto target = address ? driver.calls()->target({}, address->ip().text(), address->port())
                          : std::unexpected{sipcore::Error{404, "Not Found"}};
    if (!target) {
        sipcore::log::warning("No such host: {}", text);
        return std::unexpected{q850::subscriber_absent};
    }
    destination.via = *address;
    destination.target.local_address = target->local_address;
    return {};
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
    auto found = status ? find_endpoint(driver, *status) : find_host(driver, dialled.host);
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
                                                .secure_signaling = is_secure(destination.target.protocol)});
    call->set_dialled(dialled, text, destination.via);
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
