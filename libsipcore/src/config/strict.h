// SPDX-License-Identifier: GPL-2.0-only
/** @file How the options of the modular files are read and written: what is not understood is refused, and what is written is
 *  what would be read. */
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
    else if constexpr (std::is_same_v<C, CallerId>)
        return object.callerid.*which;
    else if constexpr (std::is_same_v<C, Identification> && !std::is_same_v<T, Identification>)
        return object.identify_by.*which;
    else
        return object.*which;
}
/** The same, to read. */
template <class T, class V, class C>
const V& member(const T& object, V C::*which)
{
    if constexpr (std::is_same_v<C, Tls>)
        return (*object.tls).*which;
    else if constexpr (std::is_same_v<C, Dtls>)
        return (*object.dtls).*which;
    else if constexpr (std::is_same_v<C, CallCompletion>)
        return (*object.call_completion).*which;
    else
        return member(const_cast<T&>(object), which);
}

/** One line. */
inline Lines one(std::string_view name, std::string value)
{
    return {{std::string{name}, std::move(value)}};
}

/** The name of the option that says the opposite: `permit` and `deny` at the end of it. */
inline std::string opposite_of(std::string_view permit)
{
    constexpr std::string_view end = "permit";
    return std::string{permit.substr(0, permit.size() - end.size())} + "deny";
}

/** Text. */
template <auto Member, class T>
constexpr Codec<T> text{[](T& object, Value& value) { member(object, Member) = value.text; },
                        [](const T& object, std::string_view name) { return one(name, member(object, Member)); }};

/** A list of words, commas between them; further lines add to it. */
template <auto Member, class T>
constexpr Codec<T> list{[](T& object, Value& value) {
                            auto& words = member(object, Member);
                            for (auto word : split(value.text))
                                words.emplace_back(word);
                        },
                        [](const T& object, std::string_view name) {
                            Lines lines;
                            for (const auto& word : member(object, Member))
                                lines.push_back({std::string{name}, word});
                            return lines;
                        }};

/** Yes or no. */
template <auto Member, class T>
constexpr Codec<T> yes_or_no{[](T& object, Value& value) {
                                 if (!is_true(value.text) && !is_false(value.text))
                                     return value.complain("should be yes or no");
                                 member(object, Member) = is_true(value.text);
                             },
                             [](const T& object, std::string_view name) { return one(name, member(object, Member) ? "yes" : "no"); }};

/** A whole number within bounds. */
template <auto Member, long Least, long Most, class T>
constexpr Codec<T> number{[](T& object, Value& value) {
                              using Number = std::remove_cvref_t<decltype(member(object, Member))>;
                              auto read = number_within(value.text, Least, Most);
                              if (!read)
                                  return value.complain("should be a whole number from " + std::to_string(Least) + " to " + std::to_string(Most));
                              member(object, Member) = static_cast<Number>(*read);
                          },
                          [](const T& object, std::string_view name) { return one(name, std::to_string(member(object, Member))); }};

/** A time, a whole number of the member's unit of at least so many; nothing is written of one that is not there. */
template <auto Member, long Least, class T>
constexpr Codec<T> time{[](T& object, Value& value) {
                            using Time = std::remove_cvref_t<decltype(member(object, Member))>;
                            auto read = number_within(value.text, Least, std::numeric_limits<int>::max());
                            if (!read)
                                return value.complain("should be a whole number of at least " + std::to_string(Least));
                            if constexpr (requires { typename Time::value_type; })
                                member(object, Member) = typename Time::value_type{*read};
                            else
                                member(object, Member) = Time{*read};
                        },
                        [](const T& object, std::string_view name) {
                            const auto& time = member(object, Member);
                            if constexpr (requires { time->count(); })
                                return time ? one(name, std::to_string(time->count())) : Lines{};
                            else
                                return one(name, std::to_string(time.count()));
                        }};

/** A word and what it means. */
template <class E>
struct Word {
    std::string_view text;  ///< as it is written
    E means;                ///< the value
};

/** The row of a word, whatever its letter case; null for another. */
template <class Words>
auto find_word(const Words& words, std::string_view text)
{
    auto at = std::ranges::find_if(words, [&](const auto& each) { return same_name(each.text, text); });
    return at == std::ranges::end(words) ? nullptr : &*at;
}

/** One of some words. */
template <auto& Words, auto Member, class T>
constexpr Codec<T> word{[](T& object, Value& value) {
                            if (const auto* found = find_word(Words, value.text)) {
                                member(object, Member) = found->means;
                                return;
                            }
                            std::string all;
                            for (const auto& each : Words)
                                all += (all.empty() ? "" : ", ") + std::string{each.text};
                            value.complain("should be one of " + all);
                        },
                        [](const T& object, std::string_view name) {
                            auto at = std::ranges::find_if(Words, [&](const auto& each) { return each.means == member(object, Member); });
                            return at == std::ranges::end(Words) ? Lines{} : one(name, std::string{at->text});
                        }};

/** Adds rules to an access list. */
template <auto Member, AccessRule::Sense Sense, class T>
void add_rules(T& object, Value& value)
{
    for (auto part : split(value.text)) {
        auto network = Network::parse(part);
        if (!network)
            return value.complain("should be a network as 192.0.2.0/24");
        member(object, Member).rules.push_back({Sense, *network});
    }
}

/** Rules of an access list that let in; all of the list's are written here, each under its own name, since their order counts. */
template <auto Member, class T>
constexpr Codec<T> permit{add_rules<Member, AccessRule::Sense::permit, T>, [](const T& object, std::string_view name) {
                              Lines lines;
                              for (const auto& rule : member(object, Member).rules) {
                                  bool lets_in = rule.sense == AccessRule::Sense::permit;
                                  lines.push_back({lets_in ? std::string{name} : opposite_of(name), rule.network.text()});
                              }
                              return lines;
                          }};

/** Writes nothing: another option writes for this one too. */
template <class T>
Lines written_elsewhere(const T&, std::string_view)
{
    return {};
}

/** Rules of an access list that keep out; `permit` writes them. */
template <auto Member, class T>
constexpr Codec<T> deny{add_rules<Member, AccessRule::Sense::deny, T>, written_elsewhere<T>};

/** Lists that the host keeps under names. */
template <auto Member, class T>
constexpr Codec<T> named_access{[](T& object, Value& value) {
                                    for (auto name : split(value.text)) {
                                        auto list = value.host->access_list(std::string{name});
                                        if (!list)
                                            return value.complain("should be lists of acl.conf; there is no '" + std::string{name} + "'");
                                        member(object, Member).named.push_back({std::string{name}, *list});
                                    }
                                },
                                [](const T& object, std::string_view name) {
                                    Lines lines;
                                    for (const auto& list : member(object, Member).named)
                                        lines.push_back({std::string{name}, list.name});
                                    return lines;
                                }};

/** A type of service octet. */
template <auto Member, class T>
constexpr Codec<T> tos{[](T& object, Value& value) {
                           auto octet = parse_tos(value.text);
                           if (!octet)
                               return value.complain("should be a number from 0 to 255 or a class as cs3, af41, ef");
                           member(object, Member) = *octet;
                       },
                       [](const T& object, std::string_view name) { return one(name, tos_text(member(object, Member))); }};

/** A numeric address; nothing is written of one that is not there. */
template <auto Member, class T>
constexpr Codec<T> ip{[](T& object, Value& value) {
                          auto address = IpAddress::parse(value.text);
                          if (!address)
                              return value.complain("should be a numeric address");
                          member(object, Member) = *address;
                      },
                      [](const T& object, std::string_view name) {
                          const auto& address = member(object, Member);
                          return address ? one(name, address->text()) : Lines{};
                      }};

/** A numeric address with an optional port; nothing is written of one that is not there. */
template <auto Member, class T>
constexpr Codec<T> socket_address{[](T& object, Value& value) {
                                      auto address = SocketAddress::parse(value.text, 0);
                                      if (!address)
                                          return value.complain("should be a numeric address with an optional port");
                                      member(object, Member) = *address;
                                  },
                                  [](const T& object, std::string_view name) {
                                      const auto& address = member(object, Member);
                                      if constexpr (requires { address->text(); })
                                          return address ? one(name, address->text()) : Lines{};
                                      else
                                          return address ? one(name, address.text()) : Lines{};
                                  }};

/** The next hop of requests: `[transport://]host[:port][,force]`. */
template <auto Member, class T>
constexpr Codec<T> proxy{[](T& object, Value& value) {
                             if (auto read = parse_proxy(value); read && value.is_good())
                                 member(object, Member) = std::move(read);
                         },
                         [](const T& object, std::string_view name) {
                             const auto& proxy = member(object, Member);
                             return proxy ? one(name, proxy_text(*proxy)) : Lines{};
                         }};

}  // namespace sipcore::config::strict
