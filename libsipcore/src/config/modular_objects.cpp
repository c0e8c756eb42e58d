// SPDX-License-Identifier: GPL-2.0-only
/** @file The option tables of the objects of the modular files that are neither endpoints nor what holds for all. */
#include <algorithm>

#include "config/account_line.h"
#include "config/modular_options.h"
#include "config/modular_words.h"

namespace sipcore::config {

namespace {

using namespace modular;

/** `port` of a server: that it was written counts too. */
template <class T>
constexpr Codec<T> written_port{[](T& account, Value& value) {
                                    strict::number<&T::port, 1, 65535, T>.assign(account, value);
                                    account.port_written = true;
                                },
                                [](const T& account, std::string_view name) {
                                    Lines lines;
                                    if (account.port_written)
                                        lines.push_back({std::string{name}, std::to_string(account.port)});
                                    return lines;
                                }};

/** `local_net`: networks, commas between them. */
void local_net(Transport& transport, Value& value)
{
    for (auto part : split(value.text)) {
        auto network = Network::parse(part);
        if (!network)
            return value.complain("should be a network as 192.0.2.0/24");
        transport.local_net.push_back(*network);
    }
}
/** The same, written. */
Lines print_local_net(const Transport& transport, std::string_view name)
{
    Lines lines;
    for (const auto& network : transport.local_net)
        lines.push_back({std::string{name}, network.text()});
    return lines;
}

/** `contact`: a fixed contact, as a URI. @rfc{3261,19.1} */
void contact(Aor& aor, Value& value)
{
    if (!value.text.starts_with("sip:") && !value.text.starts_with("sips:"))
        return value.complain("should be a URI as sip:192.0.2.1:5060");
    aor.contact.emplace_back(value.text);
}

/** `md5_cred`: 32 hexadecimal digits. */
void md5_cred(Auth& auth, Value& value)
{
    if (value.text.size() != 32 || value.text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
        return value.complain("should be 32 hexadecimal digits");
    auth.md5_cred = value.text;
}

/** Whether a text may be the name of a host: letters, digits, hyphens and points, the last label no number. @rfc{1123,2.1} */
bool is_host_name(std::string_view text)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::size_t longest = 253;
    auto last = text.substr(text.rfind('.') + 1);   // from the start where there is no point
    return text.size() <= longest && text.find("..") == std::string_view::npos && !text.starts_with('.') &&
           last.find_first_of(letters) != std::string_view::npos &&
           std::ranges::all_of(text, [&](char c) { return letters.contains(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'; });
}

/** `match`: networks and names of hosts, commas between them. */
void match(Identify& identify, Value& value)
{
    for (auto part : split(value.text)) {
        if (auto network = Network::parse(part))
            identify.match.push_back(*network);
        else if (is_host_name(part))
            identify.match_hosts.emplace_back(part);
        else
            return value.complain("should be an address, a network as 192.0.2.0/24, or the name of a host");
    }
}
/** The same, written. */
Lines print_match(const Identify& identify, std::string_view name)
{
    Lines lines;
    for (const auto& network : identify.match)
        lines.push_back({std::string{name}, network.text()});
    for (const auto& host : identify.match_hosts)
        lines.push_back({std::string{name}, host});
    return lines;
}

/** Options of `type=transport`. */
constexpr ModularOption<Transport> transport_table[] = {
    {"protocol", "", strict::word<protocol_words, &Transport::protocol, Transport>, "udp, tcp, tls, ws or wss"},
    {"bind", "", strict::socket_address<&Transport::bind, Transport>, "numeric address with an optional port on which it listens"},
    {"external_signaling_address", "", strict::socket_address<&Transport::external_signaling_address, Transport>, "address told to peers outside of local_net"},
    {"local_net", "", {local_net, print_local_net}, "networks to which the bound address is told"},
    {"external_signaling_host", "", strict::text<&Transport::external_signaling_host, Transport>, "name whose address is told to peers outside of local_net"},
    {"external_signaling_port", "", strict::number<&Transport::external_signaling_port, 0, 65535, Transport>, "port told to peers outside of local_net"},
    {"external_refresh", "", strict::time<&Transport::external_refresh, 0, Transport>, "seconds after which that name is looked up again"},
    {"match_external_locally", "", strict::yes_or_no<&Transport::match_external_locally, Transport>, "whether the external address stands only for addresses of ours that are in local_net"},
    {"cos", "", strict::number<&Transport::cos, 0, 7, Transport>, "802.1p priority of its packets"},
    {"cert_file", "", strict::text<&Tls::cert_file, Transport>, "file of our certificate with its chain"},
    {"priv_key_file", "", strict::text<&Tls::priv_key_file, Transport>, "file of its key"},
    {"cipher", "", strict::text<&Tls::cipher, Transport>, "ciphers as OpenSSL lists them"},
    {"ca_list_file", "", strict::text<&Tls::ca_list_file, Transport>, "file of authorities that servers' certificates may come from"},
    {"ca_list_path", "", strict::text<&Tls::ca_list_path, Transport>, "folder of such authorities"},
    {"verify_server", "", strict::yes_or_no<&Tls::verify_server, Transport>, "whether servers' certificates are checked"},
    {"strict_names", "", strict::yes_or_no<&Tls::strict_names, Transport>, "whether only the alternative names of a server's certificate count, without wildcards"},
    {"verify_client", "", strict::yes_or_no<&Tls::verify_client, Transport>, "whether a certificate that a client shows must be good"},
    {"require_client_cert", "", strict::yes_or_no<&Tls::require_client_cert, Transport>, "whether a client must show a good one"},
    {"method", "", strict::word<tls_words, &Tls::method, Transport>, "version of TLS of connections that we make"},
    {"prefer_server_cipher_order", "", strict::yes_or_no<&Tls::prefer_server_cipher_order, Transport>, "whether our order of ciphers goes first"},
    {"disable_tlsv1", "", strict::yes_or_no<&Tls::disable_tlsv1, Transport>, "no TLS 1.0"},
    {"disable_tlsv11", "", strict::yes_or_no<&Tls::disable_tlsv11, Transport>, "no TLS 1.1"},
    {"disable_tlsv12", "", strict::yes_or_no<&Tls::disable_tlsv12, Transport>, "no TLS 1.2"},
    {"tos", "", strict::tos<&Transport::tos, Transport>, "type of service of its packets"},
};

/** Options of `type=aor`. */
constexpr ModularOption<Aor> aor_table[] = {
    {"contact", "", {contact, strict::list<&Aor::contact, Aor>.print}, "a fixed contact, as a URI; of several, the next one is used when one does not answer questions"},
    {"max_contacts", "", strict::number<&Aor::max_contacts, 0, 100, Aor>, "contacts that may be registered at once"},
    {"minimum_expiration", "", strict::time<&Aor::minimum_expiration, 1, Aor>, "shortest lifetime of a registration, in seconds"},
    {"maximum_expiration", "", strict::time<&Aor::maximum_expiration, 1, Aor>, "longest lifetime of a registration, in seconds"},
    {"default_expiration", "", strict::time<&Aor::default_expiration, 1, Aor>, "lifetime of a registration that asks for none, in seconds"},
    {"qualify_frequency", "", strict::time<&Aor::qualify_frequency, 0, Aor>, "seconds between questions whether it answers; 0: it is not asked"},
    {"idle_qualify_frequency", "", strict::time<&Aor::idle_qualify_frequency, 0, Aor>, "what qualify_frequency would be if it were asked, for listings"},
    {"keep_alive_interval", "", strict::time<&Aor::keep_alive_interval, 0, Aor>, "seconds between empty lines to its contact; 0: none"},
    {"regexten", "", strict::text<&Aor::regexten, Aor>, "extensions while it is registered"},
    {"contact_acl", "", strict::named_access<&Aor::contact_acl, Aor>, "lists of acl.conf in which a contact must lie"},
    {"qualify_timeout", "", parts_of_seconds<&Aor::qualify_timeout, Aor, 1>, "seconds within which it should answer, as 2.5"},
    {"default_contact", "", strict::text<&Aor::default_contact, Aor>, "where it is until it registers"},
    {"mailboxes", "", strict::list<&Aor::mailboxes, Aor>, "mailboxes whose state it is told"},
    {"support_path", "", strict::yes_or_no<&Aor::support_path, Aor>, "whether Path is taken and answered"},
    {"contact_permit", "", strict::permit<&Aor::contact_acl, Aor>, "networks in which a contact may lie"},
    {"contact_deny", "", strict::deny<&Aor::contact_acl, Aor>, "networks in which a contact may not lie"},
};

/** Options of `type=auth`. */
constexpr ModularOption<Auth> auth_table[] = {
    {"username", "", strict::text<&Auth::username, Auth>, "user of the digest"},
    {"password", "", strict::text<&Auth::password, Auth>, "its secret"},
    {"md5_cred", "", {md5_cred, strict::text<&Auth::md5_cred, Auth>.print}, "MD5 of user, realm and secret, in place of a password"},
    {"realm", "", strict::text<&Auth::realm, Auth>, "realm, when it is not the global one"},
};

/** Options of `type=registration`. */
constexpr ModularOption<OutboundRegistration> registration_table[] = {
    {"endpoint", "", strict::text<&OutboundRegistration::endpoint, OutboundRegistration>, "name of the endpoint whose address and credentials are used"},
    {"protocol", "", strict::word<protocol_words, &OutboundRegistration::protocol, OutboundRegistration>, "udp, tcp, tls, ws or wss"},
    {"host", "", strict::text<&OutboundRegistration::host, OutboundRegistration>, "the server"},
    {"port", "", written_port<OutboundRegistration>, "its port; without one, SRV records are asked for"},
    {"user", "", strict::text<&OutboundRegistration::user, OutboundRegistration>, "user of From and To"},
    {"domain", "", strict::text<&OutboundRegistration::domain, OutboundRegistration>, "host of From and To, when it is not the server"},
    {"domain_port", "", strict::number<&OutboundRegistration::domain_port, 0, 65535, OutboundRegistration>, "port beside it"},
    {"auth_user", "", strict::text<&OutboundRegistration::auth_user, OutboundRegistration>, "user of the digest"},
    {"password", "", strict::text<&OutboundRegistration::password, OutboundRegistration>, "its secret"},
    {"contact_user", "", strict::text<&OutboundRegistration::contact_user, OutboundRegistration>, "extension that its calls ask for"},
    {"expiration", "", strict::time<&OutboundRegistration::expiration, 0, OutboundRegistration>, "lifetime that is asked for, in seconds"},
};

/** Options of `type=mwi`. */
constexpr ModularOption<MwiSubscription> mwi_table[] = {
    {"host", "", strict::text<&MwiSubscription::host, MwiSubscription>, "the server"},
    {"port", "", written_port<MwiSubscription>, "its port; without one, SRV records are asked for"},
    {"user", "", strict::text<&MwiSubscription::user, MwiSubscription>, "the account"},
    {"auth_user", "", strict::text<&MwiSubscription::auth_user, MwiSubscription>, "user of the digest"},
    {"password", "", strict::text<&MwiSubscription::password, MwiSubscription>, "its secret"},
    {"mailbox", "", strict::text<&MwiSubscription::mailbox, MwiSubscription>, "our name of the mailbox"},
};

/** Options of `type=domain`. */
constexpr ModularOption<Domain> domain_table[] = {
    {"domain", "", strict::text<&Domain::name, Domain>, "the domain, when it is not the name of the section"},
    {"context", "", strict::text<&Domain::context, Domain>, "dialplan context of requests to it"},
    {"automatic", "", strict::yes_or_no<&Domain::automatic, Domain>, "whether auto_domain found it, for listings"},
};

/** Options of `type=identify`. */
constexpr ModularOption<Identify> identify_table[] = {
    {"endpoint", "", strict::text<&Identify::endpoint, Identify>, "name of the endpoint whose requests they are"},
    {"match", "", {match, print_match}, "addresses, networks and names of hosts from which they come, whatever the port"},
    {"srv_lookups", "", strict::yes_or_no<&Identify::srv_lookups, Identify>, "whether the SRV records of such names count too"},
};

}  // namespace

template <>
std::span<const ModularOption<Transport>> modular_options<Transport>()
{
    return transport_table;
}

template <>
std::span<const ModularOption<Aor>> modular_options<Aor>()
{
    return aor_table;
}

template <>
std::span<const ModularOption<Auth>> modular_options<Auth>()
{
    return auth_table;
}

template <>
std::span<const ModularOption<OutboundRegistration>> modular_options<OutboundRegistration>()
{
    return registration_table;
}

template <>
std::span<const ModularOption<MwiSubscription>> modular_options<MwiSubscription>()
{
    return mwi_table;
}

template <>
std::span<const ModularOption<Domain>> modular_options<Domain>()
{
    return domain_table;
}

template <>
std::span<const ModularOption<Identify>> modular_options<Identify>()
{
    return identify_table;
}

}  // namespace sipcore::config
