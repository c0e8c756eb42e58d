// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of devices alone: who it is, where it is, identities. */
#include "config/account_line.h"
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `type`: types add up. */
void type(D& device, Value& value)
{
    bool both = same_name(value.text, "friend");
    device.user = device.user || both || same_name(value.text, "user");
    device.peer = device.peer || both || same_name(value.text, "peer");
}
/** `host`: an empty one costs the whole device. */
void host(D& device, Value& value)
{
    device.host = value.text;
    if (value.text.empty())
        give_up(device, value, "empty");
}
/** `auth`: an account at a realm. */
void realm_auth(D& device, Value& value)
{
    if (auto auth = parse_realm_auth(value))
        device.realm_auths.push_back(std::move(*auth));
}
/** `fromdomain`: a host, and a port behind the first colon. */
void from_domain(D& device, Value& value)
{
    auto colon = std::min(value.text.find(':'), value.text.size());
    device.endpoint.from_domain = value.text.substr(0, colon);
    device.endpoint.from_domain_port = 0;
    if (colon == value.text.size())
        return;
    if (auto port = number_within(value.text.substr(colon + 1), 1, 65535))
        device.endpoint.from_domain_port = static_cast<std::uint16_t>(*port);
    else
        value.complain(Weight::notice, "not a port behind the domain");
}
/** `callerid`. */
void caller_id(D& device, Value& value)
{
    device.endpoint.callerid = parse_caller_id(value.text);
}
/** `trunkname`: takes the name away. */
void trunk_name(D& device, Value&)
{
    device.endpoint.callerid.name.clear();
}
/** `callingpres`: a word or a number; unknown words mean 0. */
void presentation(D& device, Value& value)
{
    device.endpoint.callerid_privacy = parse_presentation(value.text);
}
/** `outboundproxy`. */
void outbound_proxy(D& device, Value& value)
{
    if (auto proxy = parse_proxy(value))
        device.endpoint.outbound_proxy = std::move(proxy);
}
/** `maxforwards`: a bad one is the general one. */
void max_forwards(D& device, Value& value)
{
    auto read = leading_number(value.text);
    bool good = read && *read >= 1 && *read <= 255;
    device.endpoint.max_forwards = good ? static_cast<unsigned>(*read) : device.general->global.max_forwards;
    if (!good)
        value.complain("not a number from 1 to 255");
}
/** `timert1`: at least 200 and t1min. What it means for retransmissions is one for the process. */
void timer_t1(D& device, Value& value)
{
    auto least = device.general->global.minimum_t1;
    auto read = leading_number(value.text);
    bool good = read && *read >= 200 && milliseconds{*read} >= least && *read <= 2147483647L;
    device.endpoint.timer_t1 = good ? milliseconds{*read} : least;
    if (!good)
        value.complain("not a number of milliseconds of at least 200 and t1min");
    else if (device.endpoint.timer_t1 != device.general->global.timer_t1)
        value.complain(Weight::notice, "retransmissions go by timert1 of [general]; 64 times this one is the device's timerb");
}
/** `timerb`: at least 200; where T1 is not written it becomes shorter for a short one. */
void timer_b(D& device, Value& value)
{
    auto read = leading_number(value.text);
    if (read && *read >= 200 && *read <= 2147483647L) {
        device.endpoint.timer_b = milliseconds{*read};
        return;
    }
    device.endpoint.timer_b.reset();
    value.complain("not a number of milliseconds of at least 200");
}

/** The rows. */
constexpr Option<D> table[] = {
    {"type", "", type, "user, peer or friend"},
    {"host", "", host, "where it is: an address, a name, or dynamic"},
    {"port", "", port<&D::port, D>, "its port"},
    {"defaultip", "", text<&D::default_ip, 0, D>, "where it is until it registers"},
    {"secret", "", text<&D::secret, 0, D>, "what its requests prove, and what we prove to it"},
    {"md5secret", "", text<&D::md5_secret, 0, D>, "MD5 of user, realm and secret, in place of a secret"},
    {"remotesecret", "", text<&D::remote_secret, 0, D>, "what we prove to it, when that is another secret"},
    {"defaultuser", "username", text<&Endpoint::default_user, 0, D>, "user that we are to it"},
    {"auth", "", realm_auth, "account for challenges of a realm: user:secret@realm or user#md5@realm"},
    {"callbackextension", "", text<&Endpoint::callback_extension, 0, D>, "extension of its calls: we register with it"},
    {"permit", "", access<AccessRule::Sense::permit, &Endpoint::acl, false, D>, "network from which its messages may come"},
    {"deny", "", access<AccessRule::Sense::deny, &Endpoint::acl, false, D>, "network from which its messages may not come"},
    {"acl", "", named_access<&Endpoint::acl, D>, "lists of acl.conf from which its messages must come"},
    {"contactpermit", "", access<AccessRule::Sense::permit, &Aor::contact_acl, false, D>, "network in which its contact may lie"},
    {"contactdeny", "", access<AccessRule::Sense::deny, &Aor::contact_acl, false, D>, "network in which its contact may not lie"},
    {"contactacl", "", named_access<&Aor::contact_acl, D>, "lists of acl.conf in which its contact must lie"},
    {"directmediapermit", "", access<AccessRule::Sense::permit, &Endpoint::direct_media_acl, true, D>, "network to which its media may go directly"},
    {"directmediadeny", "", access<AccessRule::Sense::deny, &Endpoint::direct_media_acl, true, D>, "network to which its media may not go directly"},
    {"directmediaacl", "", named_access<&Endpoint::direct_media_acl, D>, "lists of acl.conf to which its media may go directly"},
    {"outboundproxy", "", outbound_proxy, "next hop of requests to it: [transport://]host[:port][,force]"},
    {"maxforwards", "", max_forwards, "Max-Forwards of requests to it"},
    {"timert1", "", timer_t1, "round trip estimate, in milliseconds: 64 times that is its timerb"},
    {"timerb", "", timer_b, "milliseconds after which an INVITE without any response ends"},
    {"fromuser", "", text<&Endpoint::from_user, 0, D>, "user of From in requests to it"},
    {"fromdomain", "", from_domain, "host of From in requests to it, with an optional port"},
    {"callerid", "", caller_id, "name and number of its calls"},
    {"fullname", "", text<&CallerId::name, 0, D>, "name of its calls"},
    {"trunkname", "", trunk_name, "takes the name of its calls away"},
    {"cid_number", "", text<&CallerId::number, 0, D>, "number of its calls"},
    {"cid_tag", "", text<&Endpoint::callerid_tag, 0, D>, "tag of its identities"},
    {"callingpres", "", presentation, "presentation of its calls: allowed, prohib, unavailable, …"},
    {"regexten", "", text<&Aor::regexten, 0, D>, "extensions while it is registered"},
    {"description", "", text<&Endpoint::description, 0, D>, "what it is, for people"},
};

}  // namespace

std::span<const Option<DeviceDraft>> device_identity_table()
{
    return table;
}

}  // namespace sipcore::config
