// SPDX-License-Identifier: GPL-2.0-only
/** @file The options of endpoints in the modular files: who it is, how requests travel, identities, calls, subscriptions. */
#include "config/account_line.h"
#include "config/modular_options.h"
#include "config/modular_words.h"

namespace sipcore::config {

namespace {

using namespace modular;

/** `identify_by`: all ways in which its requests are known. */
void identify_by(Endpoint& endpoint, Value& value)
{
    auto& by = endpoint.identify_by;
    by.by_username = by.by_address = false;
    for (auto way : split(value.text)) {
        if (same_name(way, "username"))
            by.by_username = true;
        else if (same_name(way, "ip") || same_name(way, "address"))
            by.by_address = true;
        else
            return value.complain("should be username, ip or both");
    }
}
/** The same, written. */
Lines print_identify_by(const Endpoint& endpoint, std::string_view name)
{
    const auto& by = endpoint.identify_by;
    return strict::one(name, by.by_username && by.by_address ? "username,ip" : by.by_username ? "username" : by.by_address ? "ip" : "");
}

/** `transports`. */
void transports(Endpoint& endpoint, Value& value)
{
    std::vector<Protocol> protocols;
    for (auto part : split(value.text)) {
        const auto* word = strict::find_word(protocol_words, part);
        if (!word)
            return value.complain("should be a list of udp, tcp, tls, ws, wss");
        protocols.push_back(word->means);
    }
    if (protocols.empty())
        return value.complain("should name at least one protocol");
    endpoint.transports = std::move(protocols);
}
/** The same, written. */
Lines print_transports(const Endpoint& endpoint, std::string_view name)
{
    std::string text;
    for (auto protocol : endpoint.transports)
        text += (text.empty() ? "" : ",") + std::string{word_of(protocol)};
    return strict::one(name, text);
}

/** `call_group` and `pickup_group`. */
template <auto Member>
constexpr Codec<Endpoint> groups{[](Endpoint& endpoint, Value& value) {
                                     auto read = parse_groups(value.text);
                                     if (!read)
                                         return value.complain("should be a list of groups from 0 to 63");
                                     endpoint.*Member = *read;
                                 },
                                 [](const Endpoint& endpoint, std::string_view name) { return strict::one(name, groups_text(endpoint.*Member)); }};

/** `set_var`: NAME=value. */
void set_var(Endpoint& endpoint, Value& value)
{
    auto equals = value.text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return value.complain("should be NAME=value");
    endpoint.set_var.emplace_back(trimmed(value.text.substr(0, equals)), trimmed(value.text.substr(equals + 1)));
}
/** The same, written. */
Lines print_set_var(const Endpoint& endpoint, std::string_view name)
{
    Lines lines;
    for (const auto& [variable, value] : endpoint.set_var)
        lines.push_back({std::string{name}, variable + "=" + value});
    return lines;
}

/** `count_calls`: calls are counted without a limit. */
void count_calls(Endpoint& endpoint, Value& value)
{
    if (!is_true(value.text) && !is_false(value.text))
        return value.complain("should be yes or no");
    endpoint.call_limit = is_true(value.text) ? counted_without_limit : 0;
}
/** The same, written. */
Lines print_count_calls(const Endpoint& endpoint, std::string_view name)
{
    return endpoint.call_limit == counted_without_limit ? strict::one(name, "yes") : Lines{};
}
/** `call_limit`, written: one that is no limit is said by `count_calls`. */
Lines print_call_limit(const Endpoint& endpoint, std::string_view name)
{
    return endpoint.call_limit == counted_without_limit ? Lines{} : strict::one(name, std::to_string(endpoint.call_limit));
}

/** `context`: of an endpoint's own, it goes before that of a domain. */
void context(Endpoint& endpoint, Value& value)
{
    endpoint.context = value.text;
    endpoint.context_of_domain = false;
}

/** `callerid`. */
void caller_id(Endpoint& endpoint, Value& value)
{
    endpoint.callerid = parse_caller_id(value.text);
}
/** The same, written. */
Lines print_caller_id(const Endpoint& endpoint, std::string_view name)
{
    const auto& id = endpoint.callerid;
    if (id.name.empty() && id.number.empty())
        return strict::one(name, "");
    return strict::one(name, id.name.empty() ? "<" + id.number + ">" : "\"" + id.name + "\" <" + id.number + ">");
}

/** `disallowed_methods`: commas between them. */
void disallowed_methods(Endpoint& endpoint, Value& value)
{
    for (auto name : split(value.text)) {
        auto method = known_method(name);
        if (method.empty())
            return value.complain("should be methods of SIP");
        endpoint.disallowed_methods.emplace_back(method);
    }
}

/** `add_header`. */
void add_header(Endpoint& endpoint, Value& value)
{
    endpoint.add_headers.emplace_back(value.text);
}

/** `callerid_privacy`: a word, or a number. */
void presentation(Endpoint& endpoint, Value& value)
{
    auto number = parse_presentation(value.text);
    if (number == 0 && !same_name(value.text, "allowed_not_screened") && !number_within(value.text, 0, 255))
        return value.complain("should be a presentation as allowed, prohib, unavailable, or its number");
    endpoint.callerid_privacy = number;
}
/** The same, written. */
Lines print_presentation(const Endpoint& endpoint, std::string_view name)
{
    return strict::one(name, presentation_text(endpoint.callerid_privacy));
}

/** Options of `type=endpoint`, but those of media. */
constexpr ModularOption<Endpoint> table[] = {
    {"identify_by", "", {identify_by, print_identify_by}, "how its requests are known: username, ip"},
    {"any_port", "", strict::yes_or_no<&Identification::any_port, Endpoint>, "whether the source port does not count when it is known by its address"},
    {"invite_without_auth", "", strict::yes_or_no<&Identification::invite_without_auth, Endpoint>, "whether its calls prove nothing"},
    {"auth", "", strict::text<&Endpoint::auth, Endpoint>, "name of the auth that its requests must prove"},
    {"outbound_auth", "", strict::text<&Endpoint::outbound_auth, Endpoint>, "name of the auth with which its challenges are answered"},
    {"aors", "", strict::text<&Endpoint::aors, Endpoint>, "name of the aor where it is reached"},
    {"transports", "", {transports, print_transports}, "what it may use, the preferred first"},
    {"context", "", {context, strict::text<&Endpoint::context, Endpoint>.print}, "dialplan context of its calls"},
    {"subscribe_context", "", strict::text<&Endpoint::subscribe_context, Endpoint>, "dialplan context of its subscriptions"},
    {"message_context", "", strict::text<&Endpoint::message_context, Endpoint>, "dialplan context of its messages"},
    {"force_rport", "", strict::word<nat_words, &Endpoint::force_rport, Endpoint>, "whether messages go back to where they came from: yes, no, auto"},
    {"callerid", "", {caller_id, print_caller_id}, "name and number of its calls, as \"Name\" <number>"},
    {"callerid_name", "", strict::text<&CallerId::name, Endpoint>, "the name alone, as it is"},
    {"callerid_number", "", strict::text<&CallerId::number, Endpoint>, "the number alone, as it is"},
    {"from_user", "", strict::text<&Endpoint::from_user, Endpoint>, "user of From in requests to it"},
    {"from_domain", "", strict::text<&Endpoint::from_domain, Endpoint>, "host of From in requests to it"},
    {"language", "", strict::text<&Endpoint::language, Endpoint>, "language of prompts"},
    {"accountcode", "", strict::text<&Endpoint::accountcode, Endpoint>, "account code of its calls"},
    {"moh_interpret", "mohinterpret", strict::text<&Endpoint::mohinterpret, Endpoint>, "class of the music that it hears on hold"},
    {"moh_suggest", "mohsuggest", strict::text<&Endpoint::mohsuggest, Endpoint>, "class of the music that others hear when it holds"},
    {"call_group", "callgroup", groups<&Endpoint::callgroup>, "groups whose members may pick up its calls"},
    {"pickup_group", "pickupgroup", groups<&Endpoint::pickupgroup>, "groups whose calls it may pick up"},
    {"call_limit", "", {strict::number<&Endpoint::call_limit, 0, 2147483647, Endpoint>.assign, print_call_limit}, "calls at once"},
    {"count_calls", "", {count_calls, print_count_calls}, "whether its calls are counted, without a limit"},
    {"inband_progress", "", strict::word<progress_words, &Endpoint::inband_progress, Endpoint>, "whether alerting is carried as tones: yes, no, never"},
    {"trust_id_inbound", "", strict::yes_or_no<&Endpoint::trust_id_inbound, Endpoint>, "whether its identity headers are believed"},
    {"send_rpid", "", strict::yes_or_no<&Endpoint::send_rpid, Endpoint>, "whether Remote-Party-ID is sent to it"},
    {"send_pai", "", strict::yes_or_no<&Endpoint::send_pai, Endpoint>, "whether P-Asserted-Identity is sent to it"},
    {"allow_subscribe", "", strict::yes_or_no<&Endpoint::allow_subscribe, Endpoint>, "whether it may subscribe"},
    {"description", "", strict::text<&Endpoint::description, Endpoint>, "what it is, for people"},
    {"permit", "", strict::permit<&Endpoint::acl, Endpoint>, "networks from which its messages may come"},
    {"deny", "", strict::deny<&Endpoint::acl, Endpoint>, "networks from which its messages may not come"},
    {"set_var", "", {set_var, print_set_var}, "variable of its channels: NAME=value"},
    {"max_forwards", "", strict::number<&Endpoint::max_forwards, 1, 255, Endpoint>, "Max-Forwards of requests to it"},
    {"use_q850_reason", "", strict::yes_or_no<&Endpoint::use_q850_reason, Endpoint>, "whether Reason headers carry Q.850 causes"},
    {"callback_extension", "", strict::text<&Endpoint::callback_extension, Endpoint>, "requests from its address to this user are its own first of all"},
    {"realm_auths", "", strict::list<&Endpoint::realm_auths, Endpoint>, "names of auths that go first when their realm is that of a challenge"},
    {"default_user", "", strict::text<&Endpoint::default_user, Endpoint>, "user that it is asked for when nothing else names one"},
    {"acl", "", strict::named_access<&Endpoint::acl, Endpoint>, "lists of acl.conf from which its messages must come"},
    {"outbound_proxy", "", strict::proxy<&Endpoint::outbound_proxy, Endpoint>, "next hop of requests to it: [transport://]host[:port][,force]"},
    {"disallowed_methods", "", {disallowed_methods, strict::list<&Endpoint::disallowed_methods, Endpoint>.print}, "methods that are never sent to it"},
    {"timer_t1", "", strict::time<&Endpoint::timer_t1, 1, Endpoint>, "round trip estimate, in milliseconds"},
    {"timer_b", "", strict::time<&Endpoint::timer_b, 1, Endpoint>, "milliseconds after which an INVITE without any response ends"},
    {"timers", "", strict::word<timer_words, &Endpoint::timers, Endpoint>, "session timers: yes (taken when asked for), always (asked for), no"},
    {"timers_sess_expires", "", strict::time<&Endpoint::timers_sess_expires, 0, Endpoint>, "seconds after which a session ends unless it is refreshed"},
    {"timers_min_se", "", strict::time<&Endpoint::timers_min_se, 90, Endpoint>, "least such time that we take"},
    {"timers_refresher", "", strict::word<refresher_words, &Endpoint::timers_refresher, Endpoint>, "who refreshes: uac, uas, unknown"},
    {"100rel", "", strict::word<reliability_words, &Endpoint::reliability, Endpoint>, "whether provisional responses are acknowledged: no, yes, peer_supported, required"},
    {"callerid_tag", "", strict::text<&Endpoint::callerid_tag, Endpoint>, "tag of its identities"},
    {"callerid_privacy", "", {presentation, print_presentation}, "presentation of its calls: allowed, prohib, unavailable, …"},
    {"from_domain_port", "", strict::number<&Endpoint::from_domain_port, 0, 65535, Endpoint>, "port beside from_domain"},
    {"trust_id_outbound", "", strict::word<trust_words, &Endpoint::trust_id_outbound, Endpoint>, "whether it is told private identities: legacy, yes, no"},
    {"rpid_update", "", strict::yes_or_no<&Endpoint::rpid_update, Endpoint>, "whether it is sent UPDATE although it does not say that it takes that"},
    {"rpid_immediate", "", strict::yes_or_no<&Endpoint::rpid_immediate, Endpoint>, "whether it is told a new identity while it still waits for an answer"},
    {"user_eq_phone", "", strict::yes_or_no<&Endpoint::user_eq_phone, Endpoint>, "whether ;user=phone stands behind numbers"},
    {"context_of_domain", "", strict::yes_or_no<&Endpoint::context_of_domain, Endpoint>, "whether the context of the called domain goes first; a line context says no"},
    {"tone_zone", "", strict::text<&Endpoint::tone_zone, Endpoint>, "country whose tones it hears"},
    {"ama_flags", "", strict::word<ama_words, &Endpoint::ama_flags, Endpoint>, "mark of its calls' records: none, omit, billing, documentation"},
    {"parkinglot", "", strict::text<&Endpoint::parkinglot, Endpoint>, "where its calls are parked"},
    {"named_call_group", "", strict::list<&Endpoint::named_call_group, Endpoint>, "groups by names whose members may pick up its calls"},
    {"named_pickup_group", "", strict::list<&Endpoint::named_pickup_group, Endpoint>, "groups by names whose calls it may pick up"},
    {"device_state_busy_at", "", strict::number<&Endpoint::device_state_busy_at, 0, 2147483647, Endpoint>, "calls from which it is busy; 0: none"},
    {"allow_overlap", "", strict::word<overlap_words, &Endpoint::allow_overlap, Endpoint>, "what becomes of numbers that are not complete: yes, no, dtmf"},
    {"allow_transfer", "", strict::yes_or_no<&Endpoint::allow_transfer, Endpoint>, "whether its REFERs are followed"},
    {"redirect_method", "", strict::word<redirect_words, &Endpoint::redirect_method, Endpoint>, "what becomes of its 3xx: user, uri_core"},
    {"use_client_code", "", strict::yes_or_no<&Endpoint::use_client_code, Endpoint>, "whether X-ClientCode goes into the record"},
    {"record_on_feature", "", strict::text<&Endpoint::record_on_feature, Endpoint>, "feature that Record: on starts"},
    {"record_off_feature", "", strict::text<&Endpoint::record_off_feature, Endpoint>, "feature that Record: off starts"},
    {"add_header", "", {add_header, strict::list<&Endpoint::add_headers, Endpoint>.print}, "header line of calls to it and by it"},
    {"cc_agent_policy", "", strict::word<agent_words, &CallCompletion::agent_policy, Endpoint>, "call completion for its calls: never, native, generic"},
    {"cc_monitor_policy", "", strict::word<monitor_words, &CallCompletion::monitor_policy, Endpoint>, "call completion of calls to it: never, native, generic, always"},
    {"cc_offer_timer", "", strict::time<&CallCompletion::offer_timer, 1, Endpoint>, "seconds in which it may ask for it"},
    {"ccnr_available_timer", "", strict::time<&CallCompletion::ccnr_available_timer, 1, Endpoint>, "seconds that a request after no reply lives"},
    {"ccbs_available_timer", "", strict::time<&CallCompletion::ccbs_available_timer, 1, Endpoint>, "seconds that a request after busy lives"},
    {"cc_recall_timer", "", strict::time<&CallCompletion::recall_timer, 1, Endpoint>, "seconds to answer the recall"},
    {"cc_max_agents", "", strict::number<&CallCompletion::max_agents, 0, 2147483647, Endpoint>, "requests of its own at once"},
    {"cc_max_monitors", "", strict::number<&CallCompletion::max_monitors, 0, 2147483647, Endpoint>, "requests that wait for it at once"},
    {"cc_callback_macro", "", strict::text<&CallCompletion::callback_macro, Endpoint>, "macro before the recall"},
    {"cc_callback_sub", "", strict::text<&CallCompletion::callback_sub, Endpoint>, "subroutine before the recall"},
    {"cc_agent_dialstring", "", strict::text<&CallCompletion::agent_dialstring, Endpoint>, "how its user is reached in generic mode"},
    {"subscribe_mwi", "", strict::yes_or_no<&Endpoint::subscribe_mwi, Endpoint>, "whether it is told of waiting messages only when it subscribed"},
    {"voicemail_extension", "", strict::text<&Endpoint::voicemail_extension, Endpoint>, "user of Message-Account"},
    {"mwi_from_user", "", strict::text<&Endpoint::mwi_from_user, Endpoint>, "user of From of what tells it of waiting messages"},
    {"buggy_mwi", "", strict::yes_or_no<&Endpoint::buggy_mwi, Endpoint>, "whether counts of urgent messages are left out"},
    {"incoming_mwi_mailbox", "", strict::text<&Endpoint::incoming_mwi_mailbox, Endpoint>, "name under which its reports of waiting messages are kept"},
};

/** Two tables as one. */
std::vector<ModularOption<Endpoint>> joined()
{
    std::vector<ModularOption<Endpoint>> all(std::begin(table), std::end(table));
    auto media = modular_media_options();
    all.insert(all.end(), media.begin(), media.end());
    return all;
}

}  // namespace

template <>
std::span<const ModularOption<Endpoint>> modular_options<Endpoint>()
{
    static const auto all = joined();
    return all;
}

}  // namespace sipcore::config
