// SPDX-License-Identifier: GPL-2.0-only
/** @file Accounts in one line, taken apart as chan_sip did. */
#include "config/account_line.h"

#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** How much of a line counts. */
constexpr std::size_t longest_line = 255;

/** A field without the quotes around it. */
std::string field(std::string_view text)
{
    if (text.size() > 1 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    return std::string{text};
}

/** A port, nothing when the text is none. */
std::optional<std::uint16_t> port_of(std::string_view text)
{
    auto number = number_within(text, 1, 65535);
    return number ? std::optional{static_cast<std::uint16_t>(*number)} : std::nullopt;
}

/** Takes `word://` off the front, and says with what protocol that leaves; without one, a slash is refused. */
std::optional<Protocol> take_protocol(std::string_view& left, std::string& problem)
{
    auto parts = split_outside_quotes(left, '/', 3);
    if (parts.size() == 1)
        return Protocol::udp;
    if (parts.size() != 3 || !parts[0].ends_with(':') || !parts[1].empty()) {
        problem = "a slash needs a transport before the user";
        return std::nullopt;
    }
    auto word = parts[0].substr(0, parts[0].size() - 1);
    left = parts[2];
    for (auto each : {Protocol::udp, Protocol::tcp, Protocol::tls}) {
        if (same_name(word.substr(0, 3), word_of(each)))
            return each;
    }
    problem = "unknown transport, using udp";
    return Protocol::udp;
}

/** Reads `user[@domain[:port]][:secret[:authuser]]`. */
void take_account(std::string_view left, OutboundRegistration& registration, std::string& problem)
{
    auto fields = split_outside_quotes(left, ':', 4);
    std::size_t secret = fields.size() == 4 ? 2 : 1;
    auto who = split_outside_quotes(fields[0], '@', 2);
    registration.user = field(who[0]);
    if (who.size() == 2)
        registration.domain = field(who[1]);
    if (fields.size() == 4) {
        if (auto port = port_of(fields[1]))
            registration.domain_port = *port;
        else
            problem = "bad port of the domain, using the usual one";
    }
    if (fields.size() > secret)
        registration.password = field(fields[secret]);
    if (fields.size() > secret + 1)
        registration.auth_user = field(fields[secret + 1]);
    if (registration.auth_user.empty())
        registration.auth_user = registration.user;
}

/** Reads `host[:port][/extension][~expiry]`. */
void take_server(std::string_view right, OutboundRegistration& registration, std::string& problem)
{
    auto with_expiry = split_outside_quotes(right, '~', 2);
    if (with_expiry.size() == 2) {
        if (auto number = leading_number(with_expiry[1]); number && *number >= 0)
            registration.expiration = seconds{*number};
        else
            problem = "bad lifetime, using the usual one";
    }
    auto with_extension = split_outside_quotes(with_expiry[0], '/', 2);
    if (with_extension.size() == 2 && !with_extension[1].empty())
        registration.contact_user = field(with_extension[1]);
    auto place = split_outside_quotes(with_extension[0], ':', 2);
    registration.host = field(place[0]);
    registration.port = registration.protocol == Protocol::tls ? 5061 : 5060;
    if (place.size() == 2) {
        auto port = port_of(place[1]);
        registration.port_written = port.has_value();
        if (port)
            registration.port = *port;
        else
            problem = "bad port, using the usual one";
    }
}

}  // namespace

std::vector<std::string_view> split_outside_quotes(std::string_view text, char separator, std::size_t parts)
{
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    int round = 0;
    int square = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size() && out.size() + 1 < parts; ++i) {
        char c = text[i];
        if (c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == separator && round <= 0 && square <= 0) {
            out.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        } else if (!quoted) {
            round += c == '(' ? 1 : c == ')' ? -1 : 0;
            square += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
    }
    out.push_back(text.substr(begin));
    return out;
}

AccountLine<OutboundRegistration> parse_registration(std::string_view text, seconds expiration)
{
    text = text.substr(0, longest_line);
    auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size())
        return {std::nullopt, "should be user[:secret]@host"};
    AccountLine<OutboundRegistration> line{OutboundRegistration{}, {}};
    auto& registration = *line.object;
    registration.expiration = expiration;
    auto left = text.substr(0, at);
    auto with_peer = split_outside_quotes(left, '?', 2);
    if (with_peer.size() == 2) {
        registration.endpoint = field(with_peer[0]);
        left = with_peer[1];
    }
    auto protocol = take_protocol(left, line.problem);
    if (!protocol)
        return {std::nullopt, line.problem};
    registration.protocol = *protocol;
    take_account(left, registration, line.problem);
    take_server(text.substr(at + 1), registration, line.problem);
    if (registration.user.empty() || registration.host.empty())
        return {std::nullopt, "should be user[:secret]@host"};
    return line;
}

AccountLine<MwiSubscription> parse_mwi(std::string_view text)
{
    auto at = text.rfind('@');
    if (at == std::string_view::npos)
        return {std::nullopt, "should be user[:secret[:authuser]]@host[:port]/mailbox"};
    MwiSubscription subscription;
    auto account = text.substr(0, at);
    auto first = std::min(account.find(':'), account.size());
    subscription.user = account.substr(0, first);
    account.remove_prefix(std::min(first + 1, account.size()));
    auto second = std::min(account.find(':'), account.size());
    subscription.password = account.substr(0, second);
    account.remove_prefix(std::min(second + 1, account.size()));
    subscription.auth_user = account.empty() ? subscription.user : std::string{account};
    auto server = text.substr(at + 1);
    auto slash = std::min(server.find('/'), server.size());
    subscription.mailbox = server.substr(std::min(slash + 1, server.size()));
    auto place = split_outside_quotes(server.substr(0, slash), ':', 2);
    subscription.host = place[0];
    if (subscription.user.empty() || subscription.host.empty() || subscription.mailbox.empty())
        return {std::nullopt, "should be user[:secret[:authuser]]@host[:port]/mailbox"};
    if (place.size() == 2) {
        auto port = port_of(place[1]);
        if (!port)
            return {std::nullopt, "bad port"};
        subscription.port = *port;
        subscription.port_written = true;
    }
    return {subscription, {}};
}

std::optional<OutboundProxy> parse_proxy(Value& value)
{
    OutboundProxy proxy;
    auto comma = std::min(value.text.find(','), value.text.size());
    auto place = trimmed(value.text.substr(0, comma));
    proxy.force = same_name(trimmed(value.text.substr(std::min(comma + 1, value.text.size()))), "force");
    if (auto slashes = place.find("://"); slashes != std::string_view::npos) {
        auto word = place.substr(0, slashes);
        for (auto each : {Protocol::udp, Protocol::tcp, Protocol::tls}) {
            if (same_name(word, word_of(each)))
                proxy.protocol = each;
        }
        if (!proxy.protocol)
            value.complain(Weight::notice, "'" + std::string{word} + "' is not a transport for a proxy");
        place.remove_prefix(slashes + 3);
    }
    auto parts = split_outside_quotes(place, ':', 2);
    auto host = parts[0];
    if (host.size() > 1 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host.empty()) {
        value.complain("no host, so there is no proxy");
        return std::nullopt;
    }
    proxy.host = host;
    if (parts.size() == 2) {
        auto port = port_of(parts[1]);
        if (!port) {
            value.complain("bad port, so there is no proxy");
            return std::nullopt;
        }
        proxy.port = *port;
    }
    return proxy;
}

std::optional<OutboundProxy> read_outbound_proxy(std::string_view text)
{
    Value value{text};
    return parse_proxy(value);
}

std::optional<Auth> parse_realm_auth(Value& value)
{
    auto at = value.text.rfind('@');
    auto account = value.text.substr(0, std::min(at, value.text.size()));
    auto colon = account.find(':');
    auto mark = colon == std::string_view::npos ? account.find('#') : colon;
    Auth auth;
    auth.username = account.substr(0, std::min({mark, account.size(), std::size_t{255}}));
    if (at != std::string_view::npos)
        auth.realm = value.text.substr(at + 1, 79);
    if (auth.username.empty() || auth.realm.empty()) {
        value.complain("should be user[:secret]@realm or user[#md5]@realm");
        return std::nullopt;
    }
    if (mark != std::string_view::npos)
        (colon == std::string_view::npos ? auth.md5_cred : auth.password) = account.substr(mark + 1);
    return auth;
}

}  // namespace sipcore::config
