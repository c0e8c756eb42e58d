// SPDX-License-Identifier: GPL-2.0-only
/** @file What [general] means as a whole, and devices taken apart into endpoints, addresses of record and credentials. */
#include "config/sip_conf_objects.h"

#include <algorithm>
#include <format>

#include "config/values.h"

namespace sipcore::config {

namespace {

/** The host of a URI as it is written there. @rfc{3261,19.1.1} */
std::string uri_host(const std::string& host)
{
    bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
    return bare_v6 ? "[" + host + "]" : host;
}

/** T1 and what follows from it. */
void settle_timers(GeneralDraft& general, const std::function<void(Weight, std::string)>& complain)
{
    auto& global = general.global;
    if (global.timer_t1 < global.minimum_t1) {
        complain(Weight::warning, std::format("timert1 is below t1min, using {}", global.minimum_t1.count()));
        global.timer_t1 = global.minimum_t1;
    }
    if (general.said_timer_b && global.timer_t1 > milliseconds{500})
        global.timer_t1 = milliseconds{500};
    global.timer_b = std::max(64 * global.timer_t1, milliseconds{32000});
}

/** Takes away the transports that are not there; UDP remains. */
void settle_transports(GeneralDraft& general, const std::function<void(Weight, std::string)>& complain)
{
    auto& transports = general.defaults.endpoint.transports;
    auto drop = [&](Protocol protocol, bool enabled, std::string_view option) {
        if (!enabled && std::erase(transports, protocol) > 0)
            complain(Weight::warning, std::format("{} is not a transport while {} is not set", word_of(protocol), option));
    };
    drop(Protocol::tcp, general.tcp, "tcpenable");
    drop(Protocol::tls, general.tls, "tlsenable");
    if (transports.empty()) {
        complain(Weight::warning, "no transport is left, using udp");
        transports.push_back(Protocol::udp);
    }
}

}  // namespace

void finish_general(GeneralDraft& general, const std::function<void(Weight, std::string)>& complain)
{
    auto& global = general.global;
    auto& defaults = general.defaults;
    if (general.bindport && general.bind_port && general.bindport != general.bind_port)
        complain(Weight::warning, std::format("bindport = {} beats the port of udpbindaddr", general.bindport));
    settle_timers(general, complain);
    settle_transports(general, complain);
    if (!global.allow_external_domains && general.domains.empty()) {
        complain(Weight::warning, "allowexternaldomains = no without any domain would let nobody in, so it is yes");
        global.allow_external_domains = true;
    }
    if (defaults.endpoint.dtls->auto_generate_cert && !defaults.endpoint.dtls->cert_file.empty())
        complain(Weight::error, "dtlsautogeneratecert and dtlscertfile exclude each other");
    global.context = defaults.endpoint.context;
    global.language = defaults.endpoint.language;
    global.qualify_timeout = defaults.qualify ? defaults.aor.qualify_timeout : milliseconds{0};
    global.qualify_frequency = defaults.qualify_frequency;
    global.keep_alive_interval = defaults.aor.keep_alive_interval;
    global.support_path = defaults.aor.support_path;
    global.sub_minimum_expiration = general.sub_minimum_expiry.value_or(global.minimum_expiration);
    global.sub_maximum_expiration = general.sub_maximum_expiry.value_or(global.maximum_expiration);
}

std::string name_in_brackets(std::string name)
{
    std::erase_if(name, [](char c) { return c == '[' || c == ']'; });
    return name;
}

std::string name_of_registration(const GeneralDraft& general, const OutboundRegistration& registration)
{
    auto base = name_in_brackets(std::format("{}@{}", registration.user, registration.host));
    auto taken = [&](const std::string& name) {
        return std::ranges::find(general.registrations, name, &OutboundRegistration::name) != general.registrations.end();
    };
    auto name = base;
    for (unsigned i = 2; taken(name); ++i)
        name = std::format("{}#{}", base, i);
    return name;
}

bool ObjectMaker::is_refused(const DeviceDraft& draft)
{
    const auto& dtls = *draft.endpoint.dtls;
    if (!dtls.auto_generate_cert || dtls.cert_file.empty())
        return false;
    reading_.complaints.push_back({Weight::loss, origins_.section(draft.section), std::format("dtlsautogeneratecert and dtlscertfile exclude each other, so there is no '{}'",
                                                                 draft.endpoint.name)});
    return true;
}

void ObjectMaker::note(std::string_view type, const std::string& name, const std::string& section)
{
    origins_.note_source(std::format("{} {}", type, name), section);
}

void ObjectMaker::take_apart(DeviceDraft& draft)
{
    if (is_refused(draft))
        return;
    auto& config = reading_.config;
    auto& endpoint = draft.endpoint;
    if (endpoint.force_rport != general_.defaults.endpoint.force_rport && other_ports_++ == 0)
        other_port_ = endpoint.name;
    endpoint.identify_by.by_username = draft.user;
    endpoint.identify_by.by_address = draft.peer;
    if (endpoint.timer_b && !endpoint.timer_t1 && *endpoint.timer_b < 64 * general_.global.timer_t1)
        endpoint.timer_t1 = *endpoint.timer_b / 64;
    else if (!endpoint.timer_b && endpoint.timer_t1 && 64 * *endpoint.timer_t1 > general_.global.timer_b)
        endpoint.timer_b = 64 * *endpoint.timer_t1;
    add_auths(draft);
    if (!endpoint.callback_extension.empty())
        add_registration(draft);
    if (draft.peer) {
        endpoint.aors = endpoint.name;
        config.aors.push_back(aor_of(draft));
    }
    config.endpoints.push_back(std::move(endpoint));
}

void ObjectMaker::add_auths(DeviceDraft& draft)
{
    auto& auths = reading_.config.auths;
    auto& endpoint = draft.endpoint;
    const auto& name = endpoint.name;
    const auto& user = endpoint.default_user.empty() ? name : endpoint.default_user;
    if (!draft.secret.empty() || !draft.md5_secret.empty()) {
        auths.push_back({name, name, draft.secret, draft.md5_secret, ""});
        endpoint.auth = name;
    }
    const auto& remote = draft.remote_secret.empty() ? draft.secret : draft.remote_secret;
    if (draft.peer && !remote.empty() && (user != name || remote != draft.secret)) {
        endpoint.outbound_auth = name + "-outbound";
        note("auth", endpoint.outbound_auth, draft.section);
        auths.push_back({endpoint.outbound_auth, user, remote, draft.md5_secret, ""});
    }
    for (auto& auth : draft.realm_auths) {
        auth.name = std::format("{}-realm-{}", name, endpoint.realm_auths.size() + 1);
        endpoint.realm_auths.push_back(auth.name);
        note("auth", auth.name, draft.section);
        auths.push_back(std::move(auth));
    }
}

Aor ObjectMaker::aor_of(DeviceDraft& draft) const
{
    auto aor = std::move(draft.aor);
    aor.name = draft.endpoint.name;
    aor.minimum_expiration = general_.global.minimum_expiration;
    aor.maximum_expiration = general_.global.maximum_expiration;
    aor.default_expiration = general_.global.default_expiration;
    aor.idle_qualify_frequency = draft.qualify_frequency;
    constexpr seconds usual{60};  // 0 would ask without a pause
    aor.qualify_frequency = !draft.qualify ? seconds{0} : draft.qualify_frequency.count() ? draft.qualify_frequency : usual;
    auto uri = [&](const std::string& host) {
        return draft.port ? std::format("sip:{}:{}", uri_host(host), draft.port) : std::format("sip:{}", uri_host(host));
    };
    if (!draft.default_ip.empty())
        aor.default_contact = uri(draft.default_ip);
    if (same_name(draft.host, "dynamic")) {
        aor.max_contacts = std::max(aor.max_contacts, 1U);
    } else {
        aor.max_contacts = 0;
        if (!draft.host.empty())
            aor.contact.push_back(uri(draft.host));
    }
    return aor;
}

void ObjectMaker::add_registration(const DeviceDraft& draft)
{
    const auto& endpoint = draft.endpoint;
    OutboundRegistration registration;
    registration.endpoint = endpoint.name;
    registration.host = uri_host(draft.host);
    registration.user = endpoint.from_user.empty() ? endpoint.default_user : endpoint.from_user;
    registration.password = draft.remote_secret.empty() ? draft.secret : draft.remote_secret;
    registration.auth_user = endpoint.default_user.empty() ? registration.user : endpoint.default_user;
    registration.contact_user = endpoint.callback_extension;
    registration.expiration = general_.global.default_expiration;
    registration.protocol = endpoint.transports.front();
    registration.port = registration.protocol == Protocol::tls ? 5061 : 5060;
    if (registration.user.empty() || draft.host.empty() || same_name(draft.host, "dynamic")) {
        reading_.complaints.push_back({Weight::warning, origins_.section(draft.section), std::format("callbackextension of '{}' needs a host, and fromuser or defaultuser",
                                                                        endpoint.name)});
        return;
    }
    registration.name = name_of_registration(general_, registration);
    note("registration", registration.name, draft.section);
    general_.registrations.push_back(std::move(registration));
}

void ObjectMaker::add_transports(Protocol protocol, SocketAddress bind, std::uint16_t external_port)
{
    auto& transports = reading_.config.transports;
    auto transport = general_.transport;
    transport.name = word_of(protocol);
    note("transport", transport.name, "general");
    note("transport", transport.name + "6", "general");
    transport.protocol = protocol;
    transport.bind = bind;
    bool external = transport.external_signaling_address || !transport.external_signaling_host.empty();
    if (!external)
        transport.external_signaling_port = 0;
    else if (external_port || protocol == Protocol::tls)
        transport.external_signaling_port = external_port ? external_port : bind.port();
    if (protocol != Protocol::tls)
        transport.tls = {};
    if (!(bind.ip().is_v6() && bind.ip().is_unspecified())) {
        transports.push_back(std::move(transport));
        return;
    }
    auto second = transport;
    second.name += '6';
    transport.bind = {*IpAddress::parse("0.0.0.0"), bind.port()};
    transports.push_back(std::move(transport));
    transports.push_back(std::move(second));
}

void ObjectMaker::add_all_transports()
{
    auto any = *IpAddress::parse("0.0.0.0");
    auto port = general_.bindport ? general_.bindport : general_.bind_port ? general_.bind_port : std::uint16_t{5060};
    SocketAddress udp{general_.bind.family() == IpAddress::Family::none ? any : general_.bind, port};
    auto with_port = [](SocketAddress address, std::uint16_t usual) {
        return address.port() ? address : SocketAddress{address.ip(), usual};
    };
    add_transports(Protocol::udp, udp, general_.transport.external_signaling_port);
    if (general_.tcp)
        add_transports(Protocol::tcp, general_.tcp_bind ? with_port(*general_.tcp_bind, 5060) : udp, general_.external_tcp_port);
    if (general_.tls)
        add_transports(Protocol::tls, general_.tls_bind ? with_port(*general_.tls_bind, 5061) : SocketAddress{udp.ip(), 5061},
                       general_.external_tls_port);
}

void ObjectMaker::add_own_domains()
{
    auto& config = reading_.config;
    auto add = [&](std::string name) {
        if (name.empty() || std::ranges::find(config.domains, name, &Domain::name) != config.domains.end())
            return;
        note("domain", name, "general");
        config.domains.push_back({std::move(name), "", true});
    };
    for (const auto& transport : config.transports) {
        if (!transport.bind.ip().is_unspecified())
            add(transport.bind.ip().text());
    }
    if (general_.transport.external_signaling_address)
        add(general_.transport.external_signaling_address->ip().text());
    add(general_.transport.external_signaling_host);
    for (auto& name : host_.own_names())
        add(name);
}

void ObjectMaker::finish()
{
    auto& config = reading_.config;
    config.global = general_.global;
    for (auto& auth : general_.realm_auths) {
        auth.name = std::format("authentication-{}", config.global.realm_auths.size() + 1);
        config.global.realm_auths.push_back(auth.name);
        note("auth", auth.name, "authentication");
        config.auths.push_back(std::move(auth));
    }
    origins_.note_source("guest guest", "general");
    origins_.note_source("global global", "general");
    config.guest = general_.defaults.endpoint;
    config.registrations = std::move(general_.registrations);
    config.mwi_subscriptions = std::move(general_.mwi_subscriptions);
    config.domains = std::move(general_.domains);
    if (other_ports_ > 0) {
        auto more = other_ports_ > 1 ? std::format(" (and of {} more)", other_ports_ - 1) : std::string{};
        auto key = origins_.source("endpoint " + other_port_);
        reading_.complaints.push_back({Weight::notice, origins_.section(key), std::format("nat of '{}'{} differs from that of [general]: the ports to which answers go "
                                                                        "tell strangers which names there are", other_port_, more)});
    }
    add_all_transports();
    if (config.global.auto_domain)
        add_own_domains();
}

}  // namespace sipcore::config
