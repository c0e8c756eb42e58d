// SPDX-License-Identifier: GPL-2.0-only
/** @file The option tables of sip.conf. */
#include <algorithm>
#include <array>

#include "config/account_line.h"
#include "config/sip_conf_draft.h"
#include "config/values.h"

namespace sipcore::config {

namespace {

/** Assigns text to a member of a part of T. */
template <auto Part, auto Member, class T>
void text(T& object, Value& value)
{
    (object.*Part).*Member = value.text;
}
/** Assigns text to a member of T. */
template <auto Member, class T>
void own_text(T& object, Value& value)
{
    object.*Member = value.text;
}
/** Assigns yes or no: any word that does not mean yes means no. */
template <auto Part, auto Member, class T>
void yes(T& object, Value& value)
{
    (object.*Part).*Member = is_true(value.text);
}
/** Assigns a time in seconds, not negative. */
template <auto Part, auto Member, class T>
void time_in_seconds(T& object, Value& value)
{
    auto number = leading_number(value.text);
    if (!number || *number < 0)
        return value.complain("not a number of seconds");
    (object.*Part).*Member = seconds{*number};
}
/** Assigns a positive time in seconds to a member of T. */
template <auto Member, class T>
void own_seconds(T& object, Value& value)
{
    auto number = leading_number(value.text);
    if (!number || *number < 1)
        return value.complain("not a positive number of seconds");
    object.*Member = seconds{*number};
}
/** Assigns a time in seconds; what is below 1 becomes the usual one without a word. */
template <auto Member, int Usual>
void expiry(GeneralDraft& general, Value& value)
{
    auto number = leading_number(value.text);
    general.*Member = seconds{number && *number > 0 ? *number : Usual};
}
/** Assigns a positive time in milliseconds. */
template <auto Part, auto Member, class T>
void time_in_ms(T& object, Value& value)
{
    auto number = leading_number(value.text);
    if (!number || *number < 1)
        return value.complain("not a positive number of milliseconds");
    (object.*Part).*Member = milliseconds{*number};
}

/** What device options are assigned to. */
using D = DeviceDraft;
/** What options of [general] are assigned to. */
using G = GeneralDraft;

/** The parts between commas as they are: blanks belong to the words, which then are unknown ones. */
std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (;;) {
        auto end = std::min(text.find(','), text.size());
        parts.push_back(text.substr(0, end));
        if (end == text.size())
            return parts;
        text.remove_prefix(end + 1);
    }
}

/** `bindaddr`: an address with an optional port. */
void bind_address(G& general, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain("not a numeric address");
    general.bind = address->ip();
    general.bind_port = address->port();
}
/** `bindport`. */
void bind_port(G& general, Value& value)
{
    auto port = leading_number(value.text);
    if (!port || *port < 0 || *port > 65535)
        return value.complain("not a port");
    general.bindport = static_cast<std::uint16_t>(*port);
}
/** `externaddr`. */
void external_address(G& general, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain("not a numeric address");
    general.external = *address;
}
/** `localnet`: bad entries are passed over. */
void local_net(G& general, Value& value)
{
    for (auto part : parts_of(value.text)) {
        if (auto network = Network::parse(part))
            general.local_net.push_back(*network);
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
    general.global.*Member = address->ip();
}
/** `tos_sip`: a number, or a name of a class. */
void tos(G& general, Value& value)
{
    auto octet = parse_tos(value.text);
    if (!octet)
        return value.complain("not a type of service");
    general.tos = *octet;
}
/** `register`: a line that comes again is passed over. */
void registration(G& general, Value& value)
{
    if (!general.register_lines.emplace(value.text).second)
        return;
    auto line = parse_registration(value.text, general.default_expiry);
    if (!line.problem.empty())
        value.complain(line.problem);
    if (!line.object)
        return;
    line.object->name = "register-" + std::to_string(general.registrations.size() + 1);
    general.registrations.push_back(std::move(*line.object));
}
/** `mwi`. */
void mwi_subscription(G& general, Value& value)
{
    auto line = parse_mwi(value.text);
    if (!line.problem.empty())
        value.complain(line.problem);
    if (!line.object)
        return;
    line.object->name = "mwi-" + std::to_string(general.mwi_subscriptions.size() + 1);
    general.mwi_subscriptions.push_back(std::move(*line.object));
}
/** `domain`: `name[,context]`. */
void domain(G& general, Value& value)
{
    auto comma = std::min(value.text.find(','), value.text.size());
    auto name = trimmed(value.text.substr(0, comma));
    if (name.empty())
        return value.complain("no domain");
    general.domains.push_back({std::string{name}, std::string{trimmed(value.text.substr(std::min(comma + 1, value.text.size())))}});
}
/** `callerid` of [general]: the user of From when there is no caller. */
void default_caller(G& general, Value& value)
{
    general.global.default_from_user = value.text;
}

/** `dtmfmode`. */
void dtmf_mode(D& device, Value& value)
{
    struct Word {
        std::string_view text;
        DtmfMode mode;
    };
    static constexpr std::array<Word, 5> words{{{"rfc2833", DtmfMode::rfc4733}, {"inband", DtmfMode::inband}, {"info", DtmfMode::info},
                                                {"shortinfo", DtmfMode::short_info}, {"auto", DtmfMode::automatic}}};
    auto at = std::ranges::find_if(words, [&](const Word& word) { return same_name(word.text, value.text); });
    if (at == words.end()) {
        device.endpoint.dtmf_mode = DtmfMode::rfc4733;
        return value.complain("unknown dtmf mode, using rfc2833");
    }
    device.endpoint.dtmf_mode = at->mode;
}
/** `nat`: words after a comma count only without blanks before them, and unknown ones are passed over. */
void nat(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    endpoint.force_rport = endpoint.rtp_symmetric = NatMode::off;
    if (is_true(value.text)) {
        endpoint.force_rport = endpoint.rtp_symmetric = NatMode::on;
        return value.complain("nat=yes is deprecated, use nat=force_rport,comedia instead");
    }
    auto rest = value.text;
    while (!rest.empty()) {
        auto end = std::min(rest.find(','), rest.size());
        auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (same_name(word, "no")) {
            endpoint.force_rport = endpoint.rtp_symmetric = NatMode::off;
            return;
        }
        if (same_name(word, "force_rport") && endpoint.force_rport != NatMode::automatic)
            endpoint.force_rport = NatMode::on;
        else if (same_name(word, "comedia") && endpoint.rtp_symmetric != NatMode::automatic)
            endpoint.rtp_symmetric = NatMode::on;
        else if (same_name(word, "auto_force_rport"))
            endpoint.force_rport = NatMode::automatic;
        else if (same_name(word, "auto_comedia"))
            endpoint.rtp_symmetric = NatMode::automatic;
    }
}
/** `insecure`. */
void insecure(D& device, Value& value)
{
    auto& identify = device.endpoint.identify_by;
    identify.any_port = identify.invite_without_auth = false;
    if (is_false(value.text))
        return;
    for (auto word : parts_of(value.text)) {
        if (same_name(word, "port"))
            identify.any_port = true;
        else if (same_name(word, "invite"))
            identify.invite_without_auth = true;
        else
            value.complain("unknown word '" + std::string{word} + "'");
    }
}
/** `directmedia`: with unknown words alone media stays here. */
void direct_media(D& device, Value& value)
{
    bool known = is_true(value.text);
    for (auto word : parts_of(value.text)) {
        if (same_name(word, "nonat") || same_name(word, "update") || same_name(word, "outgoing"))
            known = true;
        else if (!is_true(value.text) && !is_false(value.text))
            value.complain("unknown word '" + std::string{word} + "'");
    }
    device.endpoint.direct_media = known;
    if (known)
        value.complain("media passes Asterisk in this version");
}
/** `progressinband`. */
void inband_progress(D& device, Value& value)
{
    if (is_true(value.text))
        device.endpoint.inband_progress = InbandProgress::yes;
    else if (same_name(value.text, "never"))
        device.endpoint.inband_progress = InbandProgress::never;
    else
        device.endpoint.inband_progress = InbandProgress::no;
}
/** `sendrpid`. */
void send_identity(D& device, Value& value)
{
    device.endpoint.send_rpid = is_true(value.text) || same_name(value.text, "rpid");
    device.endpoint.send_pai = same_name(value.text, "pai");
}
/** `qualify`. */
void qualify(D& device, Value& value)
{
    auto number = leading_number(value.text);
    if (same_name(value.text, "yes")) {
        device.qualify = true;
        device.aor.qualify_timeout = milliseconds{2000};
    } else if (same_name(value.text, "no")) {
        device.qualify = false;
    } else if (number && *number > 0) {
        device.qualify = true;
        device.aor.qualify_timeout = milliseconds{*number};
    } else {
        device.qualify = false;
        value.complain("should be 'yes', 'no', or a number of milliseconds");
    }
}
/** `callcounter`. */
void call_counter(D& device, Value& value)
{
    device.endpoint.call_limit = is_true(value.text) ? counted_without_limit : 0U;
}
/** `transport`. */
void transports(D& device, Value& value)
{
    auto protocols = parse_protocols(value.text);
    if (!protocols || protocols->empty())
        return value.complain("not a list of transports");
    device.endpoint.transports = std::move(*protocols);
}
/** `type`: types add up. */
void type(D& device, Value& value)
{
    bool both = same_name(value.text, "friend");
    if (!both && !same_name(value.text, "user") && !same_name(value.text, "peer"))
        return value.complain("unknown type");
    device.user = device.user || both || same_name(value.text, "user");
    device.peer = device.peer || both || same_name(value.text, "peer");
}
/** `port`. */
void port(D& device, Value& value)
{
    auto number = leading_number(value.text);
    if (!number || *number < 1 || *number > 65535)
        return value.complain("not a port");
    device.port = static_cast<std::uint16_t>(*number);
}
/** `permit` and `deny`: `!` turns an entry round; a bad one costs the whole device. */
template <AccessRule::Sense Sense, auto Part, auto List>
void access(D& device, Value& value)
{
    constexpr auto other = Sense == AccessRule::Sense::permit ? AccessRule::Sense::deny : AccessRule::Sense::permit;
    if (value.text.empty())
        return;
    for (auto part : parts_of(value.text)) {
        bool turned = part.starts_with('!');
        auto network = Network::parse(turned ? part.substr(1) : part);
        if (!network) {
            device.dropped = true;
            return value.complain("not a network, so there is no such device");
        }
        ((device.*Part).*List).rules.push_back({turned ? other : Sense, *network});
    }
}
/** `host`: an empty one costs the whole device. */
void host(D& device, Value& value)
{
    device.host = value.text;
    if (value.text.empty()) {
        device.dropped = true;
        value.complain("empty, so there is no such device");
    }
}
/** `callgroup` and `pickupgroup`. */
template <auto Member>
void groups(D& device, Value& value)
{
    std::uint64_t all = 0;
    for (auto part : split(value.text)) {
        if (auto groups = parse_groups(part))
            all |= *groups;
        else
            value.complain("not a group or a range from 0 to 63: '" + std::string{part} + "'");
    }
    device.endpoint.*Member = all;
}
/** `call-limit`. */
void call_limit(D& device, Value& value)
{
    auto number = leading_number(value.text);
    device.endpoint.call_limit = number && *number > 0 ? static_cast<unsigned>(*number) : 0U;
}
/** `setvar`: `NAME=value`. */
void set_var(D& device, Value& value)
{
    auto equals = value.text.find('=');
    if (equals == std::string_view::npos)
        return;  // chan_sip said nothing either
    device.endpoint.set_var.emplace_back(trimmed(value.text.substr(0, equals)), trimmed(value.text.substr(equals + 1)));
}
/** `mailbox`. */
void mailboxes(D& device, Value& value)
{
    for (auto mailbox : split(value.text)) {
        if (std::ranges::find(device.aor.mailboxes, mailbox) == device.aor.mailboxes.end())
            device.aor.mailboxes.emplace_back(mailbox);
    }
}
/** `maxforwards`. */
void max_forwards(D& device, Value& value)
{
    auto number = number_within(value.text, 1, 255);
    if (!number)
        return value.complain("not a number from 1 to 255");
    device.endpoint.max_forwards = static_cast<unsigned>(*number);
}

/** The part of a device that goes into an Endpoint as it is. */
constexpr auto device_endpoint = &D::endpoint;
/** The part of [general] that goes into Global as it is. */
constexpr auto general_global = &G::global;

/** Options of [general] alone. */
constexpr Option<G> general_table[] = {
    {"udpbindaddr", "bindaddr", bind_address, "numeric address, with an optional port, on which SIP listens over UDP; :: listens on IPv6 and IPv4"},
    {"bindport", "", bind_port, "port on which SIP listens over UDP; wins over one written in udpbindaddr"},
    {"realm", "", text<general_global, &Global::realm, G>, "realm of our challenges"},
    {"useragent", "", text<general_global, &Global::user_agent, G>, "User-Agent and Server of our messages"},
    {"sdpowner", "", text<general_global, &Global::sdp_owner, G>, "user of the o= line of session descriptions"},
    {"sdpsession", "", text<general_global, &Global::sdp_session, G>, "s= line of session descriptions"},
    {"callerid", "", default_caller, "user of From when a call has no caller"},
    {"allowguest", "", yes<general_global, &Global::allow_guest, G>, "whether callers that no section names may call"},
    {"alwaysauthreject", "", yes<general_global, &Global::always_auth_reject, G>, "whether unknown callers are refused as known ones with a wrong password are"},
    {"auth_options_requests", "", yes<general_global, &Global::auth_options_requests, G>, "whether OPTIONS must prove who sent it"},
    {"externaddr", "externip", external_address, "address told to peers outside of localnet", Effect::later},
    {"localnet", "", local_net, "network inside of which our own address is told", Effect::later},
    {"media_address", "", global_ip<&Global::media_address>, "address told in session descriptions"},
    {"rtpbindaddr", "", global_ip<&Global::rtp_bind>, "address on which media is received"},
    {"tos_sip", "", tos, "type of service of SIP packets"},
    {"minexpiry", "minexpirey", expiry<&G::minimum_expiry, 60>, "shortest lifetime of a registration, in seconds"},
    {"maxexpiry", "maxexpirey", expiry<&G::maximum_expiry, 3600>, "longest lifetime of a registration, in seconds"},
    {"defaultexpiry", "defaultexpirey", expiry<&G::default_expiry, 120>, "lifetime of a registration that asks for none, in seconds"},
    {"t1min", "", time_in_ms<general_global, &Global::minimum_t1, G>, "least round trip estimate, in milliseconds", Effect::later},
    {"fromdomain", "", own_text<&G::from_domain, G>, "host of From in requests to devices without a fromdomain"},
    {"register", "", registration, "account at another server, where we register"},
    {"mwi", "", mwi_subscription, "mailbox at another server, whose state we ask for"},
    {"domain", "", domain, "domain that is ours, with an optional context for requests to it", Effect::later},
    {"sipdebug", "", yes<general_global, &Global::sip_debug, G>, "whether messages are printed from the start"},
};

/** Options of devices that [general] gives defaults for. */
constexpr Option<D> shared_table[] = {
    {"context", "", text<device_endpoint, &Endpoint::context, D>, "dialplan context of its calls"},
    {"subscribecontext", "", text<device_endpoint, &Endpoint::subscribe_context, D>, "dialplan context of its subscriptions"},
    {"outofcall_message_context", "", text<device_endpoint, &Endpoint::message_context, D>, "dialplan context of its messages"},
    {"language", "", text<device_endpoint, &Endpoint::language, D>, "language of prompts"},
    {"mohinterpret", "", text<device_endpoint, &Endpoint::mohinterpret, D>, "class of the music that it hears on hold"},
    {"mohsuggest", "", text<device_endpoint, &Endpoint::mohsuggest, D>, "class of the music that others hear when it holds"},
    {"allow", "", [](D& d, Value& v) { add_codecs(d.endpoint.allow, v.text); }, "codecs that may be used, preferred first"},
    {"disallow", "", [](D& d, Value& v) { remove_codecs(d.endpoint.allow, v.text); }, "codecs that may not be used"},
    {"dtmfmode", "", dtmf_mode, "how digits travel: rfc2833, inband, info, shortinfo, auto"},
    {"nat", "", nat, "what is done with the source address of its messages"},
    {"insecure", "", insecure, "port: the source port does not count; invite: its calls prove nothing"},
    {"directmedia", "canreinvite", direct_media, "whether media may go round us"},
    {"progressinband", "", inband_progress, "whether alerting is carried as tones"},
    {"trustrpid", "", yes<device_endpoint, &Endpoint::trust_id_inbound, D>, "whether its identity headers are believed", Effect::later},
    {"sendrpid", "", send_identity, "whether identity headers are sent to it", Effect::later},
    {"use_q850_reason", "", yes<device_endpoint, &Endpoint::use_q850_reason, D>, "whether Reason headers carry Q.850 causes"},
    {"qualify", "", qualify, "whether it is asked if it answers, and within how many milliseconds it should"},
    {"qualifyfreq", "", own_seconds<&D::qualify_frequency, D>, "seconds between such questions"},
    {"rtptimeout", "", time_in_seconds<device_endpoint, &Endpoint::rtp_timeout, D>, "hang up after so many seconds without media"},
    {"rtpholdtimeout", "", time_in_seconds<device_endpoint, &Endpoint::rtp_timeout_hold, D>, "the same while on hold"},
    {"rtpkeepalive", "", time_in_seconds<device_endpoint, &Endpoint::rtp_keepalive, D>, "send comfort noise after so many seconds"},
    {"allowsubscribe", "", yes<device_endpoint, &Endpoint::allow_subscribe, D>, "whether it may subscribe"},
    {"callcounter", "", call_counter, "whether its calls are counted"},
    {"transport", "", transports, "what it may use, the preferred first"},
    {"supportpath", "", yes<&D::aor, &Aor::support_path, D>, "whether Path is taken and answered"},
    {"maxforwards", "", max_forwards, "Max-Forwards of requests to it"},
};

/** Options of devices alone. */
constexpr Option<D> device_table[] = {
    {"type", "", type, "user, peer or friend"},
    {"host", "", host, "where it is: an address, a name, or dynamic"},
    {"port", "", port, "its port"},
    {"defaultip", "", own_text<&D::default_ip, D>, "where it is until it registers"},
    {"secret", "", own_text<&D::secret, D>, "what its requests prove, and what we prove to it"},
    {"md5secret", "", own_text<&D::md5_secret, D>, "MD5 of user, realm and secret, in place of a secret"},
    {"remotesecret", "", own_text<&D::remote_secret, D>, "what we prove to it, when that is another secret"},
    {"defaultuser", "username", own_text<&D::default_user, D>, "user that we are to it"},
    {"fromuser", "", text<device_endpoint, &Endpoint::from_user, D>, "user of From in requests to it"},
    {"fromdomain", "", text<device_endpoint, &Endpoint::from_domain, D>, "host of From in requests to it"},
    {"callerid", "", [](D& d, Value& v) { d.endpoint.callerid = parse_caller_id(v.text); }, "name and number of its calls"},
    {"fullname", "", [](D& d, Value& v) { d.endpoint.callerid.name = v.text; }, "name of its calls"},
    {"cid_number", "", [](D& d, Value& v) { d.endpoint.callerid.number = v.text; }, "number of its calls"},
    {"accountcode", "", text<device_endpoint, &Endpoint::accountcode, D>, "account code of its calls"},
    {"callgroup", "", groups<&Endpoint::callgroup>, "groups whose members may pick up its calls"},
    {"pickupgroup", "", groups<&Endpoint::pickupgroup>, "groups whose calls it may pick up"},
    {"call-limit", "", call_limit, "calls at once"},
    {"mailbox", "", mailboxes, "mailboxes whose state it is told"},
    {"permit", "", access<AccessRule::Sense::permit, &D::endpoint, &Endpoint::acl>, "network from which its messages may come"},
    {"deny", "", access<AccessRule::Sense::deny, &D::endpoint, &Endpoint::acl>, "network from which its messages may not come"},
    {"contactpermit", "", access<AccessRule::Sense::permit, &D::aor, &Aor::contact_acl>, "network in which its contact may lie"},
    {"contactdeny", "", access<AccessRule::Sense::deny, &D::aor, &Aor::contact_acl>, "network in which its contact may not lie"},
    {"setvar", "", set_var, "variable of its channels"},
    {"description", "", text<device_endpoint, &Endpoint::description, D>, "what it is, for people"},
};

}  // namespace

std::span<const Option<GeneralDraft>> general_options()
{
    return general_table;
}

std::span<const Option<DeviceDraft>> shared_options()
{
    return shared_table;
}

std::span<const Option<DeviceDraft>> device_options()
{
    return device_table;
}

}  // namespace sipcore::config
