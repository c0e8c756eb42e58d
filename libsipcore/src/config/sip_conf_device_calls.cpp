// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of devices alone: calls, messages, media, call completion. */
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `callgroup` and `pickupgroup`: the rest of a list with a bad one is used. */
template <auto Member>
void groups(D& device, Value& value)
{
    std::uint64_t all = 0;
    for (auto part : split(value.text)) {
        if (auto groups = parse_groups(part))
            all |= *groups;
        else if (number_within(part, 64, std::numeric_limits<long>::max()))
            value.complain("groups go from 0 to 63: '" + std::string{part} + "'");
        else
            value.complain(Weight::loss, "not a group or a range from 0 to 63: '" + std::string{part} + "'");
    }
    device.endpoint.*Member = all;
}
/** `namedcallgroup` and `namedpickupgroup`. */
template <auto Member>
void names_of_groups(D& device, Value& value)
{
    auto& names = device.endpoint.*Member;
    names.clear();
    for (auto name : split(value.text)) {
        if (std::ranges::find(names, name) == names.end())
            names.emplace_back(name);
    }
}
/** `call-limit` and `busylevel`: text and what is below 0 are 0. */
template <auto Member>
void limit(D& device, Value& value)
{
    device.endpoint.*Member = static_cast<unsigned>(std::clamp(leading_number(value.text).value_or(0), 0L, 2147483647L));
}
/** `setvar`: `NAME=value`; a name that comes again has the later value. */
void set_var(D& device, Value& value)
{
    auto equals = value.text.find('=');
    if (equals == std::string_view::npos)
        return;  // chan_sip said nothing either
    std::string name{value.text.substr(0, equals)};
    auto decoded = without_escapes(value.text.substr(equals + 1));
    auto& list = device.endpoint.set_var;
    auto had = std::ranges::find(list, name, &Variables::value_type::first);
    if (had == list.end())
        list.emplace_back(std::move(name), std::move(decoded));
    else
        had->second = std::move(decoded);
}
/** `header`: a line as it is. */
void header(D& device, Value& value)
{
    device.endpoint.add_headers.emplace_back(value.text);
}
/** `mailbox`. */
void mailboxes(D& device, Value& value)
{
    for (auto mailbox : split(value.text)) {
        if (std::ranges::find(device.aor.mailboxes, mailbox) == device.aor.mailboxes.end())
            device.aor.mailboxes.emplace_back(mailbox);
    }
}
/** `hasvoicemail`: the usual mailbox when there is none yet. */
void has_voicemail(D& device, Value& value)
{
    const auto& name = device.endpoint.name;
    value.is_switch = true;
    if (is_true(value.text) && device.aor.mailboxes.empty())
        device.aor.mailboxes.push_back(name.find('@') == std::string::npos ? name + "@default" : name);
}
/** `encryption_taglen`: 32; anything else is 80. */
void tag_length(D& device, Value& value)
{
    device.endpoint.srtp_tag_32 = leading_number(value.text).value_or(0) == 32;
}
/** Times of call completion: 0 is worth a warning, text is not. */
template <auto Member>
void completion_time(D& device, Value& value)
{
    auto read = leading_number(value.text);
    if (read && *read > 0 && *read <= 2147483647L)
        member(device, Member) = seconds{*read};
    else if (read)
        value.complain("not a time above 0");
}
/** Numbers of call completion: text changes nothing. */
template <auto Member>
void completion_number(D& device, Value& value)
{
    if (auto read = leading_number(value.text); read && *read >= 0 && *read <= 2147483647L)
        member(device, Member) = static_cast<unsigned>(*read);
}
/** A policy of call completion: an unknown word is never. */
template <auto& Words, auto Member>
void policy(D& device, Value& value)
{
    using Policy = std::remove_reference_t<decltype(member(device, Member))>;
    auto at = std::ranges::find_if(Words, [&](const auto& each) { return same_name(each.text, value.text); });
    member(device, Member) = at == std::ranges::end(Words) ? Policy::never : at->means;
    if (at == std::ranges::end(Words))
        value.complain("unknown policy, using never");
}
/** `cc_agent_dialstring`: a number alone is stored, and looks like a mistake. */
void dial_string(D& device, Value& value)
{
    member(device, &CallCompletion::agent_dialstring) = value.text;
    if (number_within(value.text, 0, std::numeric_limits<long>::max()))
        value.complain("a number alone is not a dial string");
}

/** Words of `amaflags`. */
constexpr Word<AmaFlags> ama_words[] = {{"default", AmaFlags::documentation}, {"omit", AmaFlags::omit}, {"billing", AmaFlags::billing},
                                        {"documentation", AmaFlags::documentation}};
/** Words of `cc_agent_policy`. */
constexpr Word<CcAgentPolicy> agent_words[] = {{"never", CcAgentPolicy::never}, {"native", CcAgentPolicy::native}, {"generic", CcAgentPolicy::generic}};
/** Words of `cc_monitor_policy`. */
constexpr Word<CcMonitorPolicy> monitor_words[] = {{"never", CcMonitorPolicy::never}, {"native", CcMonitorPolicy::native},
                                                   {"generic", CcMonitorPolicy::generic}, {"always", CcMonitorPolicy::always}};

/** `amaflags`: an unknown word is none. */
void ama_flags(D& device, Value& value)
{
    device.endpoint.ama_flags = AmaFlags::none;
    quiet_word<ama_words, &Endpoint::ama_flags>(device, value);
}

/** The rows. */
constexpr Option<D> table[] = {
    {"accountcode", "", text<&Endpoint::accountcode, 0, D>, "account code of its calls"},
    {"amaflags", "", ama_flags, "mark of its calls' records: omit, billing, documentation"},
    {"callgroup", "", groups<&Endpoint::callgroup>, "groups whose members may pick up its calls"},
    {"pickupgroup", "", groups<&Endpoint::pickupgroup>, "groups whose calls it may pick up"},
    {"namedcallgroup", "", names_of_groups<&Endpoint::named_call_group>, "the same by names"},
    {"namedpickupgroup", "", names_of_groups<&Endpoint::named_pickup_group>, "the same by names"},
    {"parkinglot", "", text<&Endpoint::parkinglot, 0, D>, "where its calls are parked"},
    {"setvar", "", set_var, "variable of its channels"},
    {"header", "", header, "header line of calls to it and by it"},
    {"call-limit", "", limit<&Endpoint::call_limit>, "calls at once"},
    {"busylevel", "", limit<&Endpoint::device_state_busy_at>, "calls from which it is busy"},
    {"mailbox", "", mailboxes, "mailboxes whose state it is told"},
    {"hasvoicemail", "", has_voicemail, "whether it has the mailbox of its name"},
    {"subscribemwi", "", yes<&Endpoint::subscribe_mwi, D>, "whether it is told of waiting messages only when it subscribed"},
    {"mwi_from", "", text<&Endpoint::mwi_from_user, 0, D>, "user of From of what tells it of waiting messages"},
    {"unsolicited_mailbox", "", text<&Endpoint::incoming_mwi_mailbox, 0, D>, "name under which its reports of waiting messages are kept"},
    {"ignore_requested_pref", "", yes<&Endpoint::ignore_requested_pref, D>, "whether offers are in its own order of codecs"},
    {"avpf", "", yes<&Endpoint::use_avpf, D>, "whether offers have feedback profiles"},
    {"force_avp", "", yes<&Endpoint::force_avp, D>, "whether profiles are named without DTLS even with it"},
    {"encryption", "", yes<&Endpoint::encryption, D>, "whether media must be encrypted"},
    {"encryption_taglen", "", tag_length, "bits of authentication tags: 32 or 80"},
    {"rtp_engine", "", text<&Endpoint::rtp_engine, 0, D>, "who carries its media"},
    {"cc_agent_policy", "", policy<agent_words, &CallCompletion::agent_policy>, "call completion for its calls: never, native, generic"},
    {"cc_monitor_policy", "", policy<monitor_words, &CallCompletion::monitor_policy>, "call completion of calls to it: never, native, generic, always"},
    {"cc_offer_timer", "", completion_time<&CallCompletion::offer_timer>, "seconds in which it may ask for it"},
    {"ccnr_available_timer", "", completion_time<&CallCompletion::ccnr_available_timer>, "seconds that a request after no reply lives"},
    {"ccbs_available_timer", "", completion_time<&CallCompletion::ccbs_available_timer>, "seconds that a request after busy lives"},
    {"cc_recall_timer", "", completion_time<&CallCompletion::recall_timer>, "seconds to answer the recall"},
    {"cc_max_agents", "", completion_number<&CallCompletion::max_agents>, "requests of its own at once"},
    {"cc_max_monitors", "", completion_number<&CallCompletion::max_monitors>, "requests that wait for it at once"},
    {"cc_callback_macro", "", text<&CallCompletion::callback_macro, 0, D>, "without effect: this Asterisk has no macros"},
    {"cc_callback_sub", "", text<&CallCompletion::callback_sub, 0, D>, "subroutine before the recall"},
    {"cc_agent_dialstring", "", dial_string, "how its user is reached in generic mode"},
};

}  // namespace

std::span<const Option<DeviceDraft>> device_call_table()
{
    return table;
}

}  // namespace sipcore::config
