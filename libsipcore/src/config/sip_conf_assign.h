// SPDX-License-Identifier: GPL-2.0-only
/** @file Assignments with chan_sip's leniency, for the tables of sip.conf. A member's class says into which part of a draft
 *  it goes. */
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "config/sip_conf_draft.h"
#include "config/values.h"

namespace sipcore::config::lenient {

/** What device options are assigned to. */
using D = DeviceDraft;
/** What options of [general] are assigned to. */
using G = GeneralDraft;

/** A member of the part of a device that has such members, to change. */
template <class V, class C>
V& member(D& device, V C::*which)
{
    if constexpr (std::is_same_v<C, Endpoint>)
        return device.endpoint.*which;
    else if constexpr (std::is_same_v<C, Aor>)
        return device.aor.*which;
    else if constexpr (std::is_same_v<C, Identification>)
        return device.endpoint.identify_by.*which;
    else if constexpr (std::is_same_v<C, CallerId>)
        return device.endpoint.callerid.*which;
    else if constexpr (std::is_same_v<C, Dtls>)
        return device.endpoint.dtls.edit().*which;
    else if constexpr (std::is_same_v<C, CallCompletion>)
        return device.endpoint.call_completion.edit().*which;
    else
        return device.*which;
}
/** A member of the part of [general] that has such members, to change. */
template <class V, class C>
V& member(G& general, V C::*which)
{
    if constexpr (std::is_same_v<C, Global>)
        return general.global.*which;
    else if constexpr (std::is_same_v<C, JitterBuffer>)
        return general.global.jitter_buffer.*which;
    else if constexpr (std::is_same_v<C, Realtime>)
        return general.global.realtime.*which;
    else if constexpr (std::is_same_v<C, RegistrationRetry>)
        return general.global.registration_retry.*which;
    else if constexpr (std::is_same_v<C, Transport>)
        return general.transport.*which;
    else if constexpr (std::is_same_v<C, Tls>)
        return general.transport.tls.edit().*which;
    else
        return general.*which;
}

/** Whether a draft is [general], or the defaults that are read in it. */
inline bool is_general(const G&) { return true; }
/** Whether a draft is the defaults that are read in [general]. */
inline bool is_general(const D& device) { return device.general == nullptr; }

/** What a bad line falls back to: the general value for a device, the default in [general]. */
template <class V, class C>
V usual(const D& device, V C::*which)
{
    D copy = device.general ? device.general->defaults : D{};
    return member(copy, which);
}
/** What a bad line falls back to: the default. */
template <class V, class C>
V usual(const G&, V C::*which)
{
    G fresh;
    return member(fresh, which);
}

/** Assigns text; in [general] at most Most characters of it where there is such a bound. */
template <auto Member, std::size_t Most = 0, class T>
void text(T& object, Value& value)
{
    member(object, Member) = Most && is_general(object) ? value.text.substr(0, Most) : value.text;
}
/** Assigns yes or no: any word that does not mean yes means no. */
template <auto Member, class T>
void yes(T& object, Value& value)
{
    value.is_switch = true;
    member(object, Member) = is_true(value.text);
}
/** Assigns yes or no; other words are complained about and change nothing. */
template <auto Member, class T>
void checked_yes(T& object, Value& value)
{
    if (!is_true(value.text) && !is_false(value.text))
        return value.complain("neither yes nor no");
    member(object, Member) = is_true(value.text);
}
/** Assigns a whole number or a time of at least Least; otherwise a warning, and what is usual. */
template <auto Member, long Least, long Most = std::numeric_limits<int>::max(), class T>
void number(T& object, Value& value)
{
    auto& place = member(object, Member);
    auto read = leading_number(value.text);
    if (read && *read >= Least && *read <= Most) {
        place = std::remove_reference_t<decltype(place)>(*read);
        return;
    }
    place = usual(object, Member);
    value.complain("not a number of at least " + std::to_string(Least));
}
/** Assigns a whole number or a time above 0; anything else changes nothing, without a word. */
template <auto Member, class T>
void quiet_number(T& object, Value& value)
{
    auto& place = member(object, Member);
    auto read = leading_number(value.text);
    if (read && *read > 0 && *read <= std::numeric_limits<int>::max())
        place = std::remove_reference_t<decltype(place)>(*read);
}
/** Assigns a lifetime in seconds; what is below 1 becomes the usual one without a word. */
template <auto Member, int Usual, class T>
void expiry(T& object, Value& value)
{
    auto read = leading_number(value.text);
    member(object, Member) = seconds{read && *read > 0 ? std::min<long>(*read, std::numeric_limits<int>::max()) : Usual};
}
/** Assigns a port from 1 to 65535; otherwise a warning, and none is set. */
template <auto Member, class T>
void port(T& object, Value& value)
{
    auto read = leading_number(value.text);
    bool good = read && *read >= 1 && *read <= 65535;
    member(object, Member) = good ? static_cast<std::uint16_t>(*read) : std::uint16_t{0};
    if (!good)
        value.complain("not a port");
}
/** A word and what it means. */
template <class E>
struct Word {
    std::string_view text;  ///< as it is written
    E means;                ///< the value
};
/** Assigns one of some words; otherwise a warning, and what is usual. */
template <auto& Words, auto Member, class T>
void word(T& object, Value& value)
{
    auto at = std::ranges::find_if(Words, [&](const auto& each) { return same_name(each.text, value.text); });
    if (at != std::ranges::end(Words)) {
        member(object, Member) = at->means;
        return;
    }
    member(object, Member) = usual(object, Member);
    value.complain("unknown word");
}
/** Assigns one of some words; other words change nothing, without a word. */
template <auto& Words, auto Member, class T>
void quiet_word(T& object, Value& value)
{
    auto at = std::ranges::find_if(Words, [&](const auto& each) { return same_name(each.text, value.text); });
    if (at != std::ranges::end(Words))
        member(object, Member) = at->means;
}
/** Assigns Yes for yes, Else for what is neither yes nor the word Third, which means Other. */
template <auto Member, auto Else, auto Yes, auto& Third, auto Other, class T>
void yes_or(T& object, Value& value)
{
    member(object, Member) = is_true(value.text) ? Yes : same_name(value.text, Third) ? Other : Else;
}

/** The parts between commas as they are: blanks belong to the words, which then are unknown ones. */
inline std::vector<std::string_view> parts_of(std::string_view text)
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

/** Notes that a bad line costs the device. */
inline void give_up(D& device, Value& value, std::string what)
{
    device.dropped = true;
    value.complain(Weight::loss, what + ", so there is no such device");
}
/** Notes that a bad line of [general] costs the whole reading. */
inline void give_up(G&, Value& value, std::string what)
{
    value.complain(Weight::error, std::move(what));
}

/** Adds rules to an access list: `!` turns an entry round. */
template <AccessRule::Sense Sense, auto List, bool EmptyIsBad = false, class T>
void access(T& object, Value& value)
{
    constexpr auto other = Sense == AccessRule::Sense::permit ? AccessRule::Sense::deny : AccessRule::Sense::permit;
    if (value.text.empty() && !EmptyIsBad && !is_general(object))
        return;
    for (auto part : parts_of(value.text)) {
        bool turned = part.starts_with('!');
        auto network = Network::parse(turned ? part.substr(1) : part);
        if (!network)
            return give_up(object, value, "'" + std::string{part} + "' is not a network");
        member(object, List).rules.push_back({turned ? other : Sense, *network});
    }
}

/** Adds named lists to an access list: one that the host does not know lets nobody pass. */
template <auto List, class T>
void named_access(T& object, Value& value)
{
    auto& named = member(object, List).named;
    if constexpr (std::is_same_v<decltype(List), Access Endpoint::*>) {
        // an empty line is passed over, but for this option, where it names a list that nobody has
        if (List == &Endpoint::direct_media_acl && value.text.empty())
            named.push_back({"", nobody()});
    }
    for (auto name : split(value.text)) {
        if (std::ranges::any_of(named, [&](const NamedAccessList& had) { return had.name == name; }))
            return give_up(object, value, "the list '" + std::string{name} + "' is named twice");
        auto list = value.host->access_list(std::string{name});
        if (!list)
            value.complain("there is no list '" + std::string{name} + "', so nobody is let in");
        named.push_back({std::string{name}, list ? *list : nobody()});
    }
}

/** Assigns the name of a file that can be read, or nothing. */
template <auto Member, class T>
void readable(T& object, Value& value)
{
    if (!value.text.empty() && !value.host->is_readable(std::string{value.text}))
        return value.complain(Weight::loss, "cannot be read");
    member(object, Member) = value.text;
}

}  // namespace sipcore::config::lenient
