// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of [general] about sockets, addresses and qualities of service. */
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `udpbindaddr`: an address with an optional port. */
void bind_address(G& general, Value& value)
{
    auto text = value.text;
    if (text.ends_with(':') && !text.ends_with("::"))
        text.remove_suffix(1);  // a port that nobody wrote
    auto address = SocketAddress::parse(text, 0);
    if (!address)
        return value.complain("not a numeric address");
    general.bind = address->ip();
    general.bind_port = address->port();
}
/** `bindport`: the first five digits count. */
void bind_port(G& general, Value& value)
{
    auto port = leading_number(value.text.substr(0, 5));
    if (!port || *port < 0 || *port > 65535)
        return value.complain("not a port");
    general.bindport = static_cast<std::uint16_t>(*port);
}
/** `tcpenable`: any word that does not mean no means yes, and what was said once is not taken back. */
void tcp_enable(G& general, Value& value)
{
    general.tcp = general.tcp || !is_false(value.text);
}
/** `tcpbindaddr` and `tlsbindaddr`. */
template <auto Member, Weight Bad>
void stream_address(G& general, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain(Bad, "not a numeric address");
    general.*Member = *address;
}
/** `externaddr`: takes the place of a name. */
void external_address(G& general, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain("not a numeric address");
    general.transport.external_signaling_address = *address;
    general.transport.external_signaling_host.clear();
}
/** `externhost`: a name with an optional port. */
void external_host(G& general, Value& value)
{
    if (value.text.empty()) {
        general.transport.external_signaling_host.clear();
        return;
    }
    auto colon = std::min(value.text.find(':'), value.text.size());
    auto port = colon < value.text.size() ? number_within(value.text.substr(colon + 1), 1, 65535) : std::optional<long>{0};
    if (colon == 0 || !port)
        return value.complain("not a name with an optional port");
    general.transport.external_signaling_host = value.text.substr(0, colon);
    general.transport.external_signaling_port = static_cast<std::uint16_t>(*port);
    general.transport.external_signaling_address.reset();
}
/** `localnet`: bad entries are passed over. */
void local_net(G& general, Value& value)
{
    for (auto part : parts_of(value.text)) {
        if (auto network = Network::parse(part))
            general.transport.local_net.push_back(*network);
        else
            value.complain("not a network: '" + std::string{part} + "'");
    }
}
/** `media_address`, `rtpbindaddr`. */
template <auto Member>
void global_ip(G& general, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain("not a numeric address");
    member(general, Member) = address->ip();
}
/** `tos_…`: a number, or a name of a class. */
template <auto Member>
void tos(G& general, Value& value)
{
    auto octet = parse_tos(value.text);
    if (!octet)
        return value.complain("not a type of service");
    member(general, Member) = *octet;
}
/** `cos_…`: 0 to 7. */
template <auto Member>
void cos(G& general, Value& value)
{
    auto read = leading_number(value.text);
    if (!read || *read < 0 || *read > 7)
        return value.complain("not a number from 0 to 7");
    member(general, Member) = static_cast<std::uint8_t>(*read);
}
/** `tlsdontverifyserver`. */
void trust_servers(G& general, Value& value)
{
    value.is_switch = true;
    general.transport.tls.edit().verify_server = !is_true(value.text);
}
/** `tlsverifyclient`: not to be had. */
void verify_client(G&, Value& value)
{
    value.complain("unsupported, and passed over");
}

/** `tlsclientcerts`: no, verify or require. */
void client_certificates(G& general, Value& value)
{
    bool require = same_name(value.text, "require");
    bool verify = same_name(value.text, "verify");
    if (!require && !verify && !is_false(value.text))
        return value.complain("should be no, verify or require");
    auto& tls = general.transport.tls.edit();
    tls.require_client_cert = require;
    tls.verify_client = require || verify;
}

/** Words of `tlsclientmethod`. */
constexpr Word<TlsMethod> tls_methods[] = {{"tlsv1", TlsMethod::tlsv1}, {"sslv3", TlsMethod::sslv3}, {"sslv2", TlsMethod::sslv2}};

/** The rows. */
constexpr Option<G> table[] = {
    {"udpbindaddr", "bindaddr", bind_address, "numeric address, with an optional port, on which SIP listens over UDP; :: listens on IPv6 and IPv4"},
    {"bindport", "", bind_port, "port on which SIP listens over UDP; wins over one written in udpbindaddr"},
    {"tcpenable", "", tcp_enable, "whether SIP listens over TCP: every word that does not mean no means yes"},
    {"tcpbindaddr", "", stream_address<&G::tcp_bind, Weight::warning>, "numeric address, with an optional port, on which SIP listens over TCP"},
    {"tcpauthtimeout", "", number<&Global::tcp_auth_timeout, 1, 2147483647, G>, "seconds after which a TCP or TLS connection without a proven request is closed"},
    {"tcpauthlimit", "", number<&Global::tcp_auth_limit, 1, 2147483647, G>, "TCP and TLS connections without a proven request at once"},
    {"media_address", "", global_ip<&Global::media_address>, "address told in session descriptions"},
    {"rtpbindaddr", "", global_ip<&Global::rtp_bind>, "address on which media is received"},
    {"externaddr", "externip", external_address, "address told to peers outside of localnet"},
    {"externhost", "", external_host, "name whose address is told to peers outside of localnet"},
    {"externrefresh", "", number<&Transport::external_refresh, 0, 2147483647, G>, "seconds after which externhost is looked up again"},
    {"externtcpport", "", port<&G::external_tcp_port, G>, "port told for TCP to peers outside of localnet"},
    {"externtlsport", "", port<&G::external_tls_port, G>, "port told for TLS to peers outside of localnet"},
    {"localnet", "", local_net, "network inside of which our own address is told"},
    {"matchexternaddrlocally", "matchexterniplocally", yes<&Transport::match_external_locally, G>, "whether the external address stands only for addresses of ours that are in localnet"},
    {"srvlookup", "", yes<&Global::srv_lookup, G>, "whether SRV records are looked up"},
    {"tos_sip", "", tos<&Transport::tos>, "type of service of SIP packets"},
    {"tos_audio", "", tos<&Global::tos_audio>, "type of service of audio"},
    {"tos_video", "", tos<&Global::tos_video>, "type of service of video"},
    {"tos_text", "", tos<&Global::tos_text>, "type of service of text"},
    {"cos_sip", "", cos<&Transport::cos>, "802.1p priority of SIP packets"},
    {"cos_audio", "", cos<&Global::cos_audio>, "802.1p priority of audio"},
    {"cos_video", "", cos<&Global::cos_video>, "802.1p priority of video"},
    {"cos_text", "", cos<&Global::cos_text>, "802.1p priority of text"},
    {"websocket_enabled", "", yes<&Global::websocket, G>, "whether SIP is served over WebSocket by the HTTP server"},
    {"websocket_write_timeout", "", number<&Global::websocket_write_timeout, 0, 2147483647, G>, "milliseconds that a write to a WebSocket may take"},
    {"tlsenable", "sslenable", yes<&G::tls, G>, "whether SIP listens over TLS"},
    {"tlsbindaddr", "sslbindaddr", stream_address<&G::tls_bind, Weight::loss>, "numeric address, with an optional port, on which SIP listens over TLS"},
    {"tlscertfile", "sslcert,tlscert", text<&Tls::cert_file, 0, G>, "file of our certificate with its chain"},
    {"tlsprivatekey", "sslprivatekey", text<&Tls::priv_key_file, 0, G>, "file of its key, when that is not in tlscertfile"},
    {"tlscipher", "sslcipher", text<&Tls::cipher, 0, G>, "ciphers as OpenSSL lists them"},
    {"tlscafile", "", text<&Tls::ca_list_file, 0, G>, "file of authorities that servers' certificates may come from"},
    {"tlscapath", "tlscadir", text<&Tls::ca_list_path, 0, G>, "folder of such authorities, with hashed names"},
    {"tlsdontverifyserver", "", trust_servers, "whether servers' certificates are not checked"},
    {"tlsverifyclient", "", verify_client, "refused, as ever: see tlsclientcerts"},
    {"tlsstrictnames", "", yes<&Tls::strict_names, G>, "whether only the alternative names of a server's certificate count, without wildcards"},
    {"tlsclientcerts", "", client_certificates, "certificates of clients: no (not looked at), verify (one that is shown must be good), require (a good one must be shown)"},
    {"tlsclientmethod", "sslclientmethod", quiet_word<tls_methods, &Tls::method, G>, "version of TLS of connections that we make"},
    {"tlsservercipherorder", "", yes<&Tls::prefer_server_cipher_order, G>, "whether our order of ciphers goes first"},
    {"tlsdisablev1", "", yes<&Tls::disable_tlsv1, G>, "no TLS 1.0"},
    {"tlsdisablev11", "", yes<&Tls::disable_tlsv11, G>, "no TLS 1.1"},
    {"tlsdisablev12", "", yes<&Tls::disable_tlsv12, G>, "no TLS 1.2"},
};

}  // namespace

std::span<const Option<GeneralDraft>> transport_table()
{
    return table;
}

}  // namespace sipcore::config
