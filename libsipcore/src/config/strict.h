// SPDX-License-Identifier: GPL-2.0-only
/** @file Assignments that refuse what they do not understand, for the tables of the modular file. */
#pragma once

#include <array>
#include <chrono>
#include <limits>
#include <string_view>

#include "config/option.h"
#include "config/values.h"

namespace sipcore::config::strict {

/** Assigns text. */
template <auto Member, class T>
void text(T& object, Value& value)
{
    object.*Member = value.text;
}

/** Assigns yes or no. */
template <auto Member, class T>
void yes_or_no(T& object, Value& value)
{
    if (!is_true(value.text) && !is_false(value.text))
        return value.complain("should be yes or no");
    object.*Member = is_true(value.text);
}

/** Assigns a whole number within bounds. */
template <auto Member, long Least, long Most, class T>
void number(T& object, Value& value)
{
    using Number = std::remove_reference_t<decltype(object.*Member)>;
    auto read = number_within(value.text, Least, Most);
    if (!read)
        return value.complain("should be a whole number from " + std::to_string(Least) + " to " + std::to_string(Most));
    object.*Member = static_cast<Number>(*read);
}

/** Assigns a time, a whole number of the member's unit within bounds. */
template <auto Member, long Least, class T>
void time(T& object, Value& value)
{
    using Time = std::remove_reference_t<decltype(object.*Member)>;
    auto read = number_within(value.text, Least, std::numeric_limits<int>::max());
    if (!read)
        return value.complain("should be a whole number of at least " + std::to_string(Least));
    object.*Member = Time{*read};
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
            object.*Member = each.means;
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
        (object.*Member).rules.push_back({Sense, *network});
    }
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
