// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of [general] about registrations, subscriptions, rows of a database and lamps. */
#include "config/account_line.h"
#include "config/sip_conf_assign.h"
#include "config/sip_conf_objects.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `register`: a line that comes again is passed over. */
void registration(G& general, Value& value)
{
    if (!general.register_lines.emplace(value.text).second)
        return;
    auto line = parse_registration(value.text, general.global.default_expiration);
    if (!line.problem.empty())
        value.complain(line.problem);
    if (!line.object)
        return;
    line.object->name = name_of_registration(general, *line.object);
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
    line.object->name = name_in_brackets(line.object->mailbox + " at " + line.object->user + "@" + line.object->host);
    if (std::ranges::find(general.mwi_subscriptions, line.object->name, &MwiSubscription::name) != general.mwi_subscriptions.end())
        return;
    general.mwi_subscriptions.push_back(std::move(*line.object));
}
/** `registerattempts`: text counts as 0. */
void attempts(G& general, Value& value)
{
    auto read = leading_number(value.text);
    general.global.registration_retry.max_retries = read && *read > 0 ? static_cast<unsigned>(std::min(*read, 2147483647L)) : 0U;
}
/** `rtautoclear`: seconds, or a word. */
void auto_clear(G& general, Value& value)
{
    auto& realtime = general.global.realtime;
    auto read = leading_number(value.text);
    realtime.auto_clear = (read && *read > 0) || is_true(value.text);
    if (read && *read > 0)
        realtime.auto_clear_after = seconds{std::min(*read, 2147483647L)};
}
/** A lifetime that may stay unsaid; what is below 1 becomes the usual one without a word. */
template <auto Member, int Usual>
void own_expiry(G& general, Value& value)
{
    auto read = leading_number(value.text);
    general.*Member = seconds{read && *read > 0 ? std::min(*read, 2147483647L) : Usual};
}

/** Word of `notifyringing`. */
constexpr std::string_view not_in_use = "notinuse";
/** Word of `notifycid`. */
constexpr std::string_view ignore_context = "ignore-context";

/** The rows. */
constexpr Option<G> table[] = {
    {"minexpiry", "minexpirey", expiry<&Global::minimum_expiration, 60, G>, "shortest lifetime of a registration, in seconds"},
    {"maxexpiry", "maxexpirey", expiry<&Global::maximum_expiration, 3600, G>, "longest lifetime of a registration, in seconds"},
    {"defaultexpiry", "defaultexpirey", expiry<&Global::default_expiration, 120, G>, "lifetime of a registration that asks for none, in seconds"},
    {"submaxexpiry", "submaxexpirey", own_expiry<&G::sub_maximum_expiry, 3600>, "longest lifetime of a subscription, in seconds; without it, maxexpiry"},
    {"subminexpiry", "subminexpirey", own_expiry<&G::sub_minimum_expiry, 60>, "shortest lifetime of a subscription, in seconds; without it, minexpiry"},
    {"mwiexpiry", "mwiexpirey", expiry<&Global::mwi_expiration, 3600, G>, "lifetime of subscriptions that mwi lines make, in seconds"},
    {"register", "", registration, "account at another server, where we register"},
    {"registertimeout", "", expiry<&RegistrationRetry::interval, 20, G>, "seconds between registrations without an answer"},
    {"registerattempts", "", attempts, "registrations without success before it is given up; 0: for ever"},
    {"register_retry_403", "", yes<&RegistrationRetry::after_forbidden, G>, "whether a registration that was forbidden is tried again"},
    {"mwi", "", mwi_subscription, "mailbox at another server, whose state we ask for"},
    {"subscribe_network_change_event", "", checked_yes<&RegistrationRetry::on_network_change, G>, "whether we register anew when our network is another"},
    {"qualifygap", "", number<&Global::qualify_gap, 0, 2147483647, G>, "milliseconds between groups of first questions"},
    {"qualifypeers", "", number<&Global::qualify_peers, 0, 2147483647, G>, "devices in such a group"},
    {"regcontext", "", text<&Global::regcontext, 79, G>, "contexts with an extension for each registered device"},
    {"regextenonqualify", "", yes<&Global::regexten_on_qualify, G>, "whether that extension goes while the device is unreachable"},
    {"rtcachefriends", "", yes<&Realtime::cache_friends, G>, "whether rows of a database stay in memory"},
    {"rtupdate", "", yes<&Realtime::update, G>, "whether registrations are written to the database"},
    {"rtsavesysname", "", yes<&Realtime::save_system_name, G>, "whether our system's name is written with them"},
    {"rtsavepath", "", yes<&Realtime::save_path, G>, "whether the Path is written with them"},
    {"rtautoclear", "", auto_clear, "seconds after which a row in memory goes, or yes"},
    {"ignoreregexpire", "", yes<&Realtime::ignore_expire, G>, "whether kept bindings outlive their end"},
    {"notifymimetype", "", text<&Global::notify_mime_type, 79, G>, "type of the text that tells of waiting messages"},
    {"notifyringing", "", yes_or<&Global::notify_ringing, NotifyRinging::no, NotifyRinging::yes, not_in_use, NotifyRinging::not_in_use, G>, "what lamps are told of ringing: yes, notinuse, no"},
    {"notifyhold", "", yes<&Global::notify_hold, G>, "whether lamps are told of hold"},
    {"notifycid", "", yes_or<&Global::notify_callerid, NotifyCallerId::no, NotifyCallerId::yes, ignore_context, NotifyCallerId::ignore_context, G>, "whether lamps are told who calls: yes, ignore-context, no"},
};

}  // namespace

std::span<const Option<GeneralDraft>> registration_table()
{
    return table;
}

}  // namespace sipcore::config
