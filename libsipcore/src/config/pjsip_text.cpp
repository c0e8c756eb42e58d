// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model to a pjsip.conf. Where defaults differ the old driver's are written, so that what nobody said stays as
 *  it was. */
#include <algorithm>
#include <array>
#include <format>

#include "config/modular_options.h"
#include "config/pjsip_missing.h"
#include "config/said_by.h"
#include "config/values.h"
#include "sipcore/config/write.h"

namespace sipcore::config {

namespace {

/** Options of endpoints that are the same there, with the same words. They are written where they are not the default. */
constexpr std::array<std::string_view, 44> same_in_endpoints{
    "context", "subscribe_context", "message_context", "language", "tone_zone", "accountcode", "call_group", "pickup_group",
    "named_call_group", "named_pickup_group", "callerid", "callerid_tag", "callerid_privacy", "from_user", "from_domain",
    "trust_id_inbound", "send_rpid", "send_pai", "rpid_immediate", "user_eq_phone", "allow_transfer", "allow_subscribe",
    "device_state_busy_at", "set_var", "mwi_from_user", "timers_sess_expires", "timers_min_se", "use_ptime", "direct_media",
    "direct_media_method", "disable_direct_media_on_nat", "ice_support", "rtcp_mux", "use_avpf", "force_avp", "srtp_tag_32",
    "rtp_engine", "rtp_timeout", "rtp_keepalive", "g726_non_standard", "t38_udptl", "t38_udptl_ec", "t38_udptl_maxdatagram", "send_aoc"};
/** Options of DTLS, which are written where it is used. */
constexpr std::array<std::string_view, 9> dtls_options{"dtls_verify", "dtls_rekey", "dtls_auto_generate_cert", "dtls_cert_file",
                                                       "dtls_private_key", "dtls_cipher", "dtls_ca_file", "dtls_ca_path", "dtls_setup"};

/** A value with what would begin a comment made harmless. */
std::string escaped(std::string_view value)
{
    std::string text;
    for (char c : value) {
        if (c == ';')
            text += '\\';
        text += c;
    }
    return text;
}

/** The host of a contact's URI without its port and brackets. */
std::string host_of(std::string_view contact)
{
    auto text = contact.substr(contact.find(':') + 1);
    if (auto at = text.find('@'); at != std::string_view::npos)
        text.remove_prefix(at + 1);
    text = text.substr(0, text.find(';'));
    if (text.starts_with('['))
        return std::string{text.substr(1, text.find(']') - 1)};
    return std::string{text.substr(0, text.find(':'))};
}

/** Writes one configuration. */
class PjsipWriter {
public:
    /** Begins with what is written and who knows of it. */
    PjsipWriter(const Config& config, const Origins& origins) : config_{config}, origins_{origins} {}

    /** The whole file. */
    std::string write()
    {
        text_ = "; pjsip.conf, made by `sip config translate pjsip`. Behind a line stands where it comes from. What cannot be said here\n"
                "; is named where it would stand.\n";
        add_global();
        for (const auto& transport : config_.transports)
            add_transport(transport);
        if (config_.global.allow_guest)
            add_guest();
        for (const auto& endpoint : config_.endpoints)
            add_endpoint(endpoint);
        add_shared_auths();
        for (std::size_t i = 0; i < config_.registrations.size(); ++i)
            add_registration(config_.registrations[i], i + 1);
        for (const auto& mwi : config_.mwi_subscriptions)
            missing_object("mwi", mwi.name, "mwi");
        for (const auto& domain : config_.domains)
            add_domain(domain);
        return std::move(text_);
    }

private:
    /** Begins a section. */
    void section(std::string_view name, std::string_view type)
    {
        text_ += std::format("\n[{}]\ntype = {}\n", name, type);
    }

    /** A comment that names lines. */
    static std::string places(const std::vector<Origin>& lines)
    {
        std::string text;
        for (const auto& line : lines)
            text += std::format("{}{}:{} {}", text.empty() ? "" : ", ", line.place.file, line.place.line, line.option);
        return text.empty() ? std::string{"a default of chan_sip"} : text;
    }

    /** One line, with the lines that an option of the model comes from. */
    void line(std::string_view option, std::string_view value, const std::vector<Origin>& from = {})
    {
        constexpr std::size_t comment_column = 50;
        auto text = std::format("{} = {}", option, escaped(value));
        if (!from.empty()) {
            text.resize(std::max(text.size() + 1, comment_column), ' ');
            text += "; " + places(from);
        }
        text_ += text + "\n";
    }

    /** The lines of an option of an endpoint. */
    std::vector<Origin> of(const Endpoint& endpoint, std::string_view option) const
    {
        return said_by(origins_, endpoint.name.empty() ? "guest" : "endpoint", endpoint.name.empty() ? "guest" : endpoint.name, option);
    }

    /** Says that something can be said in part only. */
    void partly(const std::vector<Origin>& from, std::string_view why)
    {
        text_ += std::format("; in part: {}: {}\n", places(from), why);
    }

    /** Says of each line of a section that pjsip.conf has no word for that it is so. */
    void missing(const std::string& section, std::string_view type)
    {
        for (const auto& each : origins_.lines(section)) {
            auto why = section.starts_with("device ") || section == "general" ? missing_in_pjsip(each.option) : missing_in_pjsip(type, each.option);
            if (!why.empty())
                text_ += std::format("; cannot be said: {}:{} {}: {}\n", each.place.file, each.place.line, each.option, why);
        }
    }

    /** Says that an object cannot be said at all. */
    void missing_object(std::string_view type, const std::string& name, std::string_view old)
    {
        auto lines = origins_.lines(std::format("{} {}", type, name));
        auto place = lines.empty() ? origins_.section(std::format("{} {}", type, name)) : lines.front().place;
        text_ += std::format("\n; cannot be said: {}:{} {}: {}\n", place.file, place.line, old, missing_in_pjsip(old));
    }

    /** What holds for all. */
    void add_global()
    {
        const auto& global = config_.global;
        auto from = [&](std::string_view option) { return said_by(origins_, "global", "global", option); };
        section("global", "global");
        line("user_agent", global.user_agent, from("user_agent"));
        line("default_realm", global.realm, from("default_realm"));
        line("endpoint_identifier_order", global.match_auth_username ? "auth_username,username,ip,anonymous" : "username,ip,anonymous");
        line("default_from_user", global.default_from_user, from("default_from_user"));
        line("max_forwards", std::to_string(global.max_forwards), from("max_forwards"));
        line("ignore_uri_user_options", global.ignore_uri_user_options ? "yes" : "no", from("ignore_uri_user_options"));
        if (global.keep_alive_interval.count() > 0) {
            line("keep_alive_interval", std::to_string(global.keep_alive_interval.count()), from("keep_alive_interval"));
            partly(from("keep_alive_interval"), "it holds for connections only, and for all of them");
        }
        if (!global.regcontext.empty()) {
            line("regcontext", global.regcontext.substr(0, global.regcontext.find('&')), from("regcontext"));
            if (global.regcontext.contains('&'))
                partly(from("regcontext"), "there is one such context");
        }
        if (global.sip_debug)
            line("debug", "yes", from("debug"));
        if (global.qualify_gap != milliseconds{100} || global.qualify_peers != 1)
            partly(from("qualify_gap").empty() ? from("qualify_peers") : from("qualify_gap"), "see max_initial_qualify_time");
        missing("general", "global");
        missing(origins_.source("global global") == "general" ? "" : "global global", "global");
        if (global.compact_headers || global.timer_t1 != milliseconds{500}) {
            section("system", "system");
            line("compact_headers", global.compact_headers ? "yes" : "no", from("compact_headers"));
            line("timer_t1", std::to_string(global.timer_t1.count()), from("timer_t1"));
            line("timer_b", std::to_string(global.timer_b.count()), from("timer_t1"));
        }
        if (!global.acl.empty() || !global.contact_acl.empty()) {
            section("acl", "acl");
            access(global.acl, "", from("contact_permit"));
            access(global.contact_acl, "contact_", from("contact_permit"));
        }
    }

    /** An access list. */
    void access(const Access& access, std::string_view prefix, const std::vector<Origin>& from)
    {
        for (const auto& rule : access.rules)
            line(std::format("{}{}", prefix, rule.sense == AccessRule::Sense::permit ? "permit" : "deny"), rule.network.text(), from);
        for (const auto& list : access.named)
            line(std::format("{}acl", prefix), list.name, from);
    }

    /** A socket. */
    void add_transport(const Transport& transport)
    {
        auto from = [&](std::string_view option) { return said_by(origins_, "transport", transport.name, option); };
        section("transport-" + transport.name, "transport");
        line("protocol", word_of(transport.protocol), from("protocol"));
        line("bind", transport.bind.text(), from("bind"));
        auto external = transport.external_signaling_address ? transport.external_signaling_address->ip().text() : transport.external_signaling_host;
        if (!external.empty()) {
            auto lines = from(transport.external_signaling_address ? "external_signaling_address" : "external_signaling_host");
            line("external_signaling_address", external, lines);
            line("external_media_address", external, lines);
            auto port = transport.external_signaling_port ? transport.external_signaling_port
                        : transport.external_signaling_address ? transport.external_signaling_address->port()
                                                               : std::uint16_t{0};
            if (port)
                line("external_signaling_port", std::to_string(port), from("external_signaling_port"));
        }
        for (const auto& network : transport.local_net)
            line("local_net", network.text(), from("local_net"));
        line("tos", tos_text(transport.tos), from("tos"));
        line("cos", std::to_string(transport.cos), from("cos"));
        if (transport.protocol == Protocol::tls)
            add_tls(*transport.tls, from);
    }

    /** What a socket of TLS has. */
    template <class From>
    void add_tls(const Tls& tls, From from)
    {
        auto certificate = tls.cert_file.empty() ? std::string{"asterisk.pem"} : tls.cert_file;
        line("cert_file", certificate, from("cert_file"));
        line("priv_key_file", tls.priv_key_file.empty() ? certificate : tls.priv_key_file, from("priv_key_file"));
        if (!tls.cipher.empty())
            partly(from("cipher"), "the names of ciphers are others there: see `pjsip list ciphers`");
        if (!tls.ca_list_file.empty())
            line("ca_list_file", tls.ca_list_file, from("ca_list_file"));
        if (!tls.ca_list_path.empty())
            line("ca_list_path", tls.ca_list_path, from("ca_list_path"));
        line("verify_server", tls.verify_server ? "yes" : "no", from("verify_server"));
        if (tls.disable_tlsv1 || tls.disable_tlsv11 || tls.disable_tlsv12) {
            line("method", tls.disable_tlsv12 ? "tlsv1_3" : "tlsv1_2", from("disable_tlsv1"));
            partly(from("disable_tlsv1"), "one version is named there, not those that are left out");
        }
    }

    /** Callers that are no endpoint. */
    void add_guest()
    {
        section("anonymous", "endpoint");
        add_endpoint_options(config_.guest);
    }

    /** An endpoint with all that belongs to it. */
    void add_endpoint(const Endpoint& endpoint)
    {
        section(endpoint.name, "endpoint");
        const auto& by = endpoint.identify_by;
        line("identify_by", by.by_username && by.by_address ? "username,ip" : by.by_username ? "username" : "ip", of(endpoint, "identify_by"));
        if (!endpoint.auth.empty() && !by.invite_without_auth)
            line("auth", endpoint.auth, of(endpoint, "auth"));
        std::string outbound;
        for (const auto& name : endpoint.realm_auths)
            outbound += (outbound.empty() ? "" : ",") + name;
        for (const auto& name : config_.global.realm_auths)
            outbound += (outbound.empty() ? "" : ",") + name;
        const auto& own = endpoint.outbound_auth.empty() ? endpoint.auth : endpoint.outbound_auth;
        if (!own.empty() && !endpoint.aors.empty())
            outbound += (outbound.empty() ? "" : ",") + own;
        if (!outbound.empty())
            line("outbound_auth", outbound, of(endpoint, "outbound_auth"));
        if (!endpoint.aors.empty())
            line("aors", endpoint.aors, of(endpoint, "aors"));
        add_endpoint_options(endpoint);
        auto aor = std::ranges::find(config_.aors, endpoint.aors, &Aor::name);
        if (aor != config_.aors.end()) {
            access(aor->contact_acl, "contact_", said_by(origins_, "aor", aor->name, "contact_permit"));
            if (!endpoint.subscribe_mwi)
                mailboxes(*aor);
        }
        auto device = origins_.source("endpoint " + endpoint.name);
        missing(device, "endpoint");
        if (aor != config_.aors.end())
            add_aor(*aor, endpoint);
        for (const auto& auth : config_.auths) {
            if (auth.name == endpoint.auth || auth.name == endpoint.outbound_auth ||
                std::ranges::find(endpoint.realm_auths, auth.name) != endpoint.realm_auths.end())
                add_auth(auth);
        }
    }

    /** Mailboxes of an address of record. */
    void mailboxes(const Aor& aor)
    {
        std::string text;
        for (const auto& mailbox : aor.mailboxes)
            text += (text.empty() ? "" : ",") + mailbox;
        if (!text.empty())
            line("mailboxes", text, said_by(origins_, "aor", aor.name, "mailboxes"));
    }

    /** Where an endpoint is. */
    void add_aor(const Aor& aor, const Endpoint& endpoint)
    {
        auto from = [&](std::string_view option) { return said_by(origins_, "aor", aor.name, option); };
        section(aor.name, "aor");
        if (aor.max_contacts > 0) {
            line("max_contacts", std::to_string(aor.max_contacts), from("max_contacts"));
            if (aor.max_contacts == 1)
                line("remove_existing", "yes", from("max_contacts"));
        }
        for (const auto& contact : aor.contact) {
            auto uri = contact;
            if (!endpoint.default_user.empty() && !uri.contains('@'))
                uri.insert(uri.find(':') + 1, endpoint.default_user + "@");
            if (!endpoint.transports.empty() && endpoint.transports.front() != Protocol::udp)
                uri += std::format(";transport={}", word_of(endpoint.transports.front()));
            line("contact", uri, from("contact"));
        }
        if (!aor.default_contact.empty())
            partly(from("default_contact"), "a contact there is used beside those that are registered, not only before");
        line("minimum_expiration", std::to_string(aor.minimum_expiration.count()), from("minimum_expiration"));
        line("maximum_expiration", std::to_string(aor.maximum_expiration.count()), from("maximum_expiration"));
        line("default_expiration", std::to_string(aor.default_expiration.count()), from("default_expiration"));
        if (aor.qualify_frequency.count() > 0) {
            line("qualify_frequency", std::to_string(aor.qualify_frequency.count()), from("qualify_frequency"));
            line("qualify_timeout", seconds_text(aor.qualify_timeout), from("qualify_timeout"));
        }
        if (aor.support_path)
            line("support_path", "yes", from("support_path"));
        if (endpoint.subscribe_mwi)
            mailboxes(aor);
        if (auto proxy = proxy_uri(endpoint); !proxy.empty())
            line("outbound_proxy", proxy, of(endpoint, "outbound_proxy"));
        if (endpoint.identify_by.by_address && !aor.contact.empty()) {
            section(endpoint.name, "identify");
            line("endpoint", endpoint.name);
            for (const auto& contact : aor.contact)
                line("match", host_of(contact), from("contact"));
        }
    }

    /** What proves who somebody is. */
    void add_auth(const Auth& auth)
    {
        if (!written_.emplace_back(auth.name).empty() && std::ranges::count(written_, auth.name) > 1)
            return;
        auto from = [&](std::string_view option) { return said_by(origins_, "auth", auth.name, option); };
        section(auth.name, "auth");
        bool digest = !auth.md5_cred.empty();
        line("auth_type", digest ? "md5" : "userpass");
        line("username", auth.username, from("username"));
        if (digest)
            line("md5_cred", auth.md5_cred, from("md5_cred"));
        else
            line("password", auth.password, from("password"));
        const auto& realm = auth.realm.empty() && digest ? config_.global.realm : auth.realm;
        if (!realm.empty())
            line("realm", realm, from("realm"));
    }

    /** Auths that are of no endpoint. */
    void add_shared_auths()
    {
        for (const auto& auth : config_.auths)
            if (std::ranges::find(config_.global.realm_auths, auth.name) != config_.global.realm_auths.end())
                add_auth(auth);
    }

    /** The next hop of an endpoint's requests; empty: none. */
    std::string proxy_uri(const Endpoint& endpoint) const
    {
        const auto& proxy = endpoint.outbound_proxy ? endpoint.outbound_proxy : config_.global.outbound_proxy;
        if (!proxy)
            return {};
        auto host = proxy->host.contains(':') ? "[" + proxy->host + "]" : proxy->host;
        auto transport = proxy->protocol && *proxy->protocol != Protocol::udp ? std::format(";transport={}", word_of(*proxy->protocol)) : "";
        return std::format("sip:{}{}{};lr", host, proxy->port ? ":" + std::to_string(proxy->port) : "", transport);
    }

    /** What an endpoint says of itself. */
    void add_endpoint_options(const Endpoint& endpoint);
    /** Media, where it is not the same. */
    void add_media(const Endpoint& endpoint);

    /** An account elsewhere. */
    void add_registration(const OutboundRegistration& registration, std::size_t number)
    {
        auto from = said_by(origins_, "registration", registration.name, "host");
        auto name = std::format("registration-{}", number);
        section(name, "registration");
        auto transport = registration.protocol == Protocol::udp ? "" : std::format(";transport={}", word_of(registration.protocol));
        line("server_uri", std::format("sip:{}:{}{}", registration.host, registration.port, transport), from);
        const auto& domain = registration.domain.empty() ? registration.host : registration.domain;
        line("client_uri", std::format("sip:{}@{}{}", registration.user, domain, registration.domain_port ? ":" + std::to_string(registration.domain_port) : ""), from);
        line("contact_user", registration.contact_user, from);
        line("expiration", std::to_string(std::max<long>(registration.expiration.count(), 1)), from);
        const auto& retry = config_.global.registration_retry;
        line("retry_interval", std::to_string(retry.interval.count()), said_by(origins_, "global", "global", "registration_retry_interval"));
        line("max_retries", retry.max_retries ? std::to_string(retry.max_retries) : "10000000",
             said_by(origins_, "global", "global", "registration_max_retries"));
        line("auth_rejection_permanent", retry.after_forbidden ? "no" : "yes");
        if (retry.after_forbidden)
            line("forbidden_retry_interval", std::to_string(retry.interval.count()));
        if (!registration.endpoint.empty()) {
            line("endpoint", registration.endpoint, from);
            line("line", "yes", from);
        }
        if (registration.password.empty())
            return;
        line("outbound_auth", name, from);
        section(name, "auth");
        line("auth_type", "userpass");
        line("username", registration.auth_user.empty() ? registration.user : registration.auth_user, from);
        line("password", registration.password, from);
    }

    /** A domain of ours. */
    void add_domain(const Domain& domain)
    {
        auto from = said_by(origins_, "domain", domain.name, "domain");
        text_ += std::format("\n; cannot be said: {}: requests are not sorted by domains\n", places(from));
    }

    const Config& config_;
    const Origins& origins_;
    std::string text_;
    std::vector<std::string> written_;
};

void PjsipWriter::add_endpoint_options(const Endpoint& endpoint)
{
    Endpoint fresh;
    fresh.context = "default";
    auto put = [&](std::string_view name, bool always) {
        const auto* option = find_option(modular_options<Endpoint>(), name);
        if (!option)
            return;
        auto lines = option->codec.print(endpoint, name);
        if (!always && lines == option->codec.print(fresh, name))
            return;
        for (const auto& each : lines)
            line(each.name, each.value, of(endpoint, name));
    };
    for (auto name : same_in_endpoints)
        put(name, name == "context");
    access(endpoint.acl, "", of(endpoint, "permit"));
    const auto& global = config_.global;
    bool symmetric = endpoint.force_rport != NatMode::off;
    line("force_rport", symmetric ? "yes" : "no", of(endpoint, "force_rport"));
    line("rewrite_contact", symmetric ? "yes" : "no", of(endpoint, "force_rport"));
    line("rtp_symmetric", endpoint.rtp_symmetric == NatMode::off ? "no" : "yes", of(endpoint, "rtp_symmetric"));
    if (endpoint.force_rport == NatMode::automatic || endpoint.rtp_symmetric == NatMode::automatic)
        partly(of(endpoint, "force_rport"), "whether there is NAT is not found out there: it is taken to be so");
    line("timers", endpoint.timers == SessionTimers::refuse ? "no" : endpoint.timers == SessionTimers::originate ? "always" : "yes", of(endpoint, "timers"));
    line("redirect_method", endpoint.redirect_method == RedirectMethod::uri ? "uri_core" : "user", of(endpoint, "redirect_method"));
    line("inband_progress", endpoint.inband_progress == InbandProgress::yes ? "yes" : "no", of(endpoint, "inband_progress"));
    if (endpoint.inband_progress == InbandProgress::never)
        partly(of(endpoint, "inband_progress"), "a 183 is never kept back there");
    line("allow_overlap", endpoint.allow_overlap == Overlap::no ? "no" : "yes", of(endpoint, "allow_overlap"));
    if (endpoint.allow_overlap == Overlap::dtmf)
        partly(of(endpoint, "allow_overlap"), "the dialplan does not wait for digits");
    line("trust_id_outbound", endpoint.trust_id_outbound == TrustIdOutbound::yes ? "yes" : "no", of(endpoint, "trust_id_outbound"));
    if (endpoint.trust_id_outbound == TrustIdOutbound::legacy && (endpoint.send_pai || endpoint.send_rpid))
        partly(of(endpoint, "trust_id_outbound"), "identities that are private are not sent at all");
    if (endpoint.rpid_update)
        line("connected_line_method", "update", of(endpoint, "rpid_update"));
    if (endpoint.from_domain_port)
        partly(of(endpoint, "from_domain_port"), "there is no port beside it");
    if (endpoint.max_forwards != global.max_forwards)
        partly(of(endpoint, "max_forwards"), "max_forwards is of all endpoints");
    if (endpoint.timer_t1 || endpoint.timer_b)
        partly(of(endpoint, endpoint.timer_t1 ? "timer_t1" : "timer_b"), "timers are of all endpoints");
    line("send_diversion", global.send_diversion ? "yes" : "no", said_by(origins_, "global", "global", "send_diversion"));
    line("suppress_q850_reason_headers", endpoint.use_q850_reason ? "no" : "yes", of(endpoint, "use_q850_reason"));
    line("allow_unauthenticated_options", global.auth_options_requests ? "no" : "yes", said_by(origins_, "global", "global", "auth_options_requests"));
    line("100rel", "no");
    line("moh_suggest", endpoint.mohsuggest, of(endpoint, "moh_suggest"));
    if (endpoint.mohinterpret != "default")
        line("set_var", "CHANNEL(musicclass)=" + endpoint.mohinterpret, of(endpoint, "moh_interpret"));
    if (const auto& lot = endpoint.parkinglot.empty() ? global.parkinglot : endpoint.parkinglot; lot != "default")
        line("set_var", "CHANNEL(parkinglot)=" + lot, of(endpoint, "parkinglot"));
    if (endpoint.ama_flags != AmaFlags::none)
        line("set_var", std::format("CHANNEL(amaflags)={}", endpoint.ama_flags == AmaFlags::omit ? "omit" : endpoint.ama_flags == AmaFlags::billing ? "billing" : "documentation"),
             of(endpoint, "ama_flags"));
    if (!endpoint.record_on_feature.empty() || !endpoint.record_off_feature.empty()) {
        line("one_touch_recording", "yes");
        line("record_on_feature", endpoint.record_on_feature, of(endpoint, "record_on_feature"));
        line("record_off_feature", endpoint.record_off_feature, of(endpoint, "record_off_feature"));
    }
    line("voicemail_extension", endpoint.voicemail_extension, of(endpoint, "voicemail_extension"));
    line("sub_min_expiry", std::to_string(global.sub_minimum_expiration.count()), said_by(origins_, "global", "global", "sub_minimum_expiration"));
    line("notify_early_inuse_ringing", global.notify_ringing == NotifyRinging::yes ? "yes" : "no", said_by(origins_, "global", "global", "notify_ringing"));
    if (!endpoint.incoming_mwi_mailbox.empty())
        line("incoming_mwi_mailbox", endpoint.incoming_mwi_mailbox + "@SIP_Remote", of(endpoint, "incoming_mwi_mailbox"));
    for (std::string_view option : {"agent_policy", "monitor_policy"}) {
        auto name = std::format("cc_{}", option);
        const auto* row = find_option(modular_options<Endpoint>(), name);
        auto lines = row->codec.print(endpoint, name);
        if (lines != row->codec.print(fresh, name))
            line("set_var", std::format("CALLCOMPLETION({})={}", name, lines.front().value), of(endpoint, name));
    }
    if (auto proxy = proxy_uri(endpoint); !proxy.empty()) {
        line("outbound_proxy", proxy, of(endpoint, "outbound_proxy"));
        if (endpoint.outbound_proxy && endpoint.outbound_proxy->force)
            partly(of(endpoint, "outbound_proxy"), "force has no word there");
    }
    if (endpoint.transports != std::vector{Protocol::udp})
        partly(of(endpoint, "transports"), "there is no list of transports that it may use; its contact decides");
    add_media(endpoint);
}

void PjsipWriter::add_media(const Endpoint& endpoint)
{
    const auto& global = config_.global;
    std::string codecs = "!all";
    for (const auto& codec : endpoint.allow)
        codecs += "," + codec;
    line("allow", codecs, of(endpoint, "allow"));
    line("incoming_call_offer_pref", endpoint.preferred_codec_only ? "local_first" : "local", of(endpoint, "preferred_codec_only"));
    line("outgoing_call_offer_pref", endpoint.ignore_requested_pref ? "local_merge" : "remote_merge", of(endpoint, "ignore_requested_pref"));
    auto digits = endpoint.dtmf_mode;
    line("dtmf_mode", digits == DtmfMode::inband ? "inband" : digits == DtmfMode::automatic ? "auto" : digits == DtmfMode::rfc4733 ? "rfc4733" : "info",
         of(endpoint, "dtmf_mode"));
    if (digits == DtmfMode::short_info)
        partly(of(endpoint, "dtmf_mode"), "digits as application/dtmf cannot be sent");
    if (endpoint.direct_media_outgoing)
        line("direct_media_glare_mitigation", "outgoing", of(endpoint, "direct_media_outgoing"));
    line("sdp_owner", global.sdp_owner, said_by(origins_, "global", "global", "sdp_owner"));
    line("sdp_session", global.sdp_session, said_by(origins_, "global", "global", "sdp_session"));
    line("tos_audio", tos_text(global.tos_audio), said_by(origins_, "global", "global", "tos_audio"));
    line("tos_video", tos_text(global.tos_video), said_by(origins_, "global", "global", "tos_video"));
    line("cos_audio", std::to_string(global.cos_audio), said_by(origins_, "global", "global", "cos_audio"));
    line("cos_video", std::to_string(global.cos_video), said_by(origins_, "global", "global", "cos_video"));
    if (auto address = global.media_address ? global.media_address : global.rtp_bind) {
        line("media_address", address->text(), said_by(origins_, "global", "global", global.media_address ? "media_address" : "rtp_bind"));
        if (global.rtp_bind && !global.media_address)
            line("bind_rtp_to_media_address", "yes", said_by(origins_, "global", "global", "rtp_bind"));
    }
    if (endpoint.rtp_timeout.count() > 0 && endpoint.rtp_timeout_hold.count() > 0)
        line("rtp_timeout_hold", std::to_string(endpoint.rtp_timeout_hold.count()), of(endpoint, "rtp_timeout_hold"));
    if (!endpoint.video)
        line("max_video_streams", "0", of(endpoint, "video"));
    if (endpoint.video_always)
        partly(of(endpoint, "video_always"), "video is set up where it is asked for");
    if (endpoint.encryption)
        line("media_encryption", "sdes", of(endpoint, "encryption"));
    if (endpoint.dtls->enable) {
        line("media_encryption", "dtls", of(endpoint, "dtls"));
        for (auto name : dtls_options) {
            const auto* option = find_option(modular_options<Endpoint>(), name);
            for (const auto& each : option->codec.print(endpoint, name))
                if (!each.value.empty())
                    line(each.name, each.value, of(endpoint, name));
        }
        line("dtls_fingerprint", endpoint.dtls->fingerprint == DtlsFingerprint::sha1 ? "SHA-1" : "SHA-256", of(endpoint, "dtls_fingerprint"));
    }
    if (endpoint.t38_udptl_nat) {
        line("t38_udptl_nat", "yes", of(endpoint, "t38_udptl_nat"));
        partly(of(endpoint, "t38_udptl_nat"), "fax packets go where fax packets came from, not where sound came from");
    }
    if (endpoint.fax_detect_cng)
        line("fax_detect", "yes", of(endpoint, "fax_detect_cng"));
    if (endpoint.fax_detect_t38)
        partly(of(endpoint, "fax_detect_t38"), "an offer of T.38 is not led to extension fax");
    if (endpoint.discard_remote_hold_retrieval)
        partly(of(endpoint, "discard_remote_hold_retrieval"), "suppress_moh_on_sendonly is the nearest");
}

}  // namespace

std::string text_for_pjsip(const Config& config, const Origins& origins)
{
    return PjsipWriter{config, origins}.write();
}

}  // namespace sipcore::config
