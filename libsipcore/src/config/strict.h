// SPDX-License-Identifier: GPL-2.0-only
/** @file Assignments that refuse what they do not understand, for the tables of the modular file. */
#pragma once

#include <array>
#include <chrono>
#include <limits>
#include <string_view>

#include "config/option.h"
#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config::strict {

/** A member of an object, or of a part of it that is kept as a whole, to change. */
template <class T, class V, class C>
V& member(T& object, V C::*which)
{
    if constexpr (std::is_same_v<C, Tls>)
        return object.tls.edit().*which;
    else if constexpr (std::is_same_v<C, Dtls>)
        return object.dtls.edit().*which;
    else if constexpr (std::is_same_v<C, CallCompletion>)
        return object.call_completion.edit().*which;
    else if constexpr (std::is_same_v<C, JitterBuffer>)
        return object.jitter_buffer.*which;
    else if constexpr (std::is_same_v<C, Realtime>)
        return object.realtime.*which;
    else if constexpr (std::is_same_v<C, RegistrationRetry>)
        return object.registration_retry.*which;
    else if constexpr (std::is_same_v<C, Identification> && !std::is_same_v<T, Identification>)
        return object.identify_by.*which;
    else
        return object.*which;
}

/** Assigns text. */
template <auto Member, class T>
void text(T& object, Value& value)
{
    member(object, Member) = value.text;
}

/** Assigns a list of words, commas between them. */
template <auto Member, class T>
void list(T& object, Value& value)
{
    auto& words = member(object, Member);
    for (auto word : split(value.text))
        words.emplace_back(word);
}

/** Assigns yes or no. */
template <auto Member, class T>
void yes_or_no(T& object, Value& value)
{
    if (!is_true(value.text) && !is_false(value.text))
        return value.complain("should be yes or no");
    member(object, Member) = is_true(value.text);
}

/** Assigns a whole number within bounds. */
template <auto Member, long Least, long Most, class T>
void number(T& object, Value& value)
{
    using Number = std::remove_reference_t<decltype(member(object, Member))>;
    auto read = number_within(value.text, Least, Most);
    if (!read)
        return value.complain("should be a whole number from " + std::to_string(Least) + " to " + std::to_string(Most));
    member(object, Member) = static_cast<Number>(*read);
}

/** Assigns a time, a whole number of the member's unit within bounds. */
template <auto Member, long Least, class T>
void time(T& object, Value& value)
{
    using Time = std::remove_reference_t<decltype(member(object, Member))>;
    auto read = number_within(value.text, Least, std::numeric_limits<int>::max());
    if (!read)
        return value.complain("should be a whole number of at least " + std::to_string(Least));
    if constexpr (requires { typename Time::value_type; })
        member(object, Member) = typename Time::value_type{*read};
    else
        member(object, Member) = Time{*read};
}

/** A word and what it means. */
template <class E>
struct Word {
    std::string_view text;  ///< as it is written
    E means;                ///< the value
};

/** Assigns one of some words. */
template <auto& Words, auto Member, class T>
void word(T& object, Value& value)
{
    std::string all;
    for (const auto& each : Words) {
        if (same_name(each.text, value.text)) {
            member(object, Member) = each.means;
            return;
        }
        all += (all.empty() ? "" : ", ") + std::string{each.text};
    }
    value.complain("should be one of " + all);
}

/** Adds a rule to an access list. */
template <auto Member, AccessRule::Sense Sense, class T>
void access(T& object, Value& value)
{
    for (auto part : split(value.text)) {
        auto network = Network::parse(part);
        if (!network)
            return value.complain("should be a network as 192.0.2.0/24");
        member(object, Member).rules.push_back({Sense, *network});
    }
}

/** Adds lists that the host keeps under names. */
template <auto Member, class T>
void named_access(T& object, Value& value)
{
    for (auto name : split(value.text)) {
        auto list = value.host->access_list(std::string{name});
        if (!list)
            return value.complain("should be lists of acl.conf; there is no '" + std::string{name} + "'");
        member(object, Member).named.push_back({std::string{name}, *list});
    }
}

/** Assigns a type of service octet. */
template <auto Member, class T>
void tos(T& object, Value& value)
{
    auto octet = parse_tos(value.text);
    if (!octet)
        return value.complain("should be a number from 0 to 255 or a class as cs3, af41, ef");
    member(object, Member) = *octet;
}

/** Assigns a numeric address. */
template <auto Member, class T>
void ip(T& object, Value& value)
{
    auto address = IpAddress::parse(value.text);
    if (!address)
        return value.complain("should be a numeric address");
    object.*Member = *address;
}

/** Assigns a numeric address with an optional port. */
template <auto Member, class T>
void socket_address(T& object, Value& value)
{
    auto address = SocketAddress::parse(value.text, 0);
    if (!address)
        return value.complain("should be a numeric address with an optional port");
    object.*Member = *address;
}

}  // namespace sipcore::config::strict
