// SPDX-License-Identifier: GPL-2.0-only
/** @file Who a party is, as the headers beside From say it: Remote-Party-ID, P-Asserted-Identity with Privacy, Diversion,
 *  and the originating line that From may carry. Read and written as text. Pure. @rfc{3325,9.1} @rfc{5806,4} */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/export.h"
#include "sipcore/header.h"

namespace sipcore {

/** Presentation and screening of a number: values of Q.931 §4.5.8, which Asterisk has as they are. */
namespace presentation {
inline constexpr int allowed_not_screened = 0x00;   ///< may be shown, nobody looked
inline constexpr int allowed_passed_screen = 0x01;  ///< may be shown, verified
inline constexpr int allowed_failed_screen = 0x02;  ///< may be shown, found wrong
inline constexpr int allowed_network = 0x03;        ///< may be shown, the network's own
inline constexpr int prohib_not_screened = 0x20;    ///< must not be shown, nobody looked
inline constexpr int prohib_passed_screen = 0x21;   ///< must not be shown, verified
inline constexpr int prohib_failed_screen = 0x22;   ///< must not be shown, found wrong
inline constexpr int prohib_network = 0x23;         ///< must not be shown, the network's own
inline constexpr int unavailable = 0x43;            ///< there is no number
inline constexpr int restriction_bits = 0x60;       ///< those that say whether it may be shown
/** Whether it must not be shown (or cannot be). */
constexpr bool is_restricted(int value) { return (value & restriction_bits) != 0; }
}  // namespace presentation

/** Who a party is said to be. */
struct Identity {
    std::string name;                   ///< display name
    std::optional<std::string> number;  ///< user part, decoded; nothing: it stays what it was
    int presentation = presentation::allowed_not_screened;  ///< whether it may be shown

    /** Equal in all. */
    bool operator==(const Identity&) const = default;
};

/**
 * What a message says who its sender is: Remote-Party-ID, and only without one P-Asserted-Identity with Privacy.
 * @return nothing when neither is there or usable
 * @threads any
 */
SIPCORE_API std::optional<Identity> read_identity(const std::vector<Header>& headers);

/** By which header we say who a party is. */
enum class IdentityForm : unsigned char {
    none,             ///< not at all
    remote_party,     ///< Remote-Party-ID
    asserted,         ///< P-Asserted-Identity
};

/** What a peer is told of a party that does not want to be shown. */
enum class HiddenIdentity : unsigned char {
    legacy,   ///< RPID tells with privacy=full, PAI names an anonymous one
    told,     ///< it is told, with a request not to show it
    withheld, ///< no header at all
};

/** How an identity is written. */
struct IdentityStyle {
    IdentityForm form = IdentityForm::none;                  ///< header
    HiddenIdentity hidden = HiddenIdentity::legacy;          ///< what is done with hidden ones
    std::string host;                                        ///< host of its URI
    bool calling = false;                                    ///< whether the party is the one that called
};

/** The headers that tell an identity; none where the style says so, or without a number. @threads any */
SIPCORE_API std::vector<Header> write_identity(const Identity& who, const IdentityStyle& style);

/** Who sent a call elsewhere, and why. @rfc{5806,4} */
struct Diversion {
    std::string name;    ///< display name
    std::string number;  ///< user part, decoded
    std::string host;    ///< host part
    std::string reason;  ///< word as received, quotes removed; empty without one

    /** Equal in all. */
    bool operator==(const Diversion&) const = default;
};

/** The first Diversion header of a message. @return nothing without one that can be read @threads any */
SIPCORE_API std::optional<Diversion> read_diversion(const std::vector<Header>& headers);
/** A Diversion header. Its reason is put in quotes when it is no token and has none. @threads any */
SIPCORE_API Header write_diversion(const Diversion& diversion);
/**
 * The originating line that a From header carries: `isup-oli`, `ss7-oli` or `oli`, of the URI or behind it.
 * @return nothing without one, or when it is no number
 * @threads any
 */
SIPCORE_API std::optional<int> read_originating_line(std::string_view from);
/** The first header of a name, letter case apart; null without one. @threads any */
SIPCORE_API const Header* header_named(const std::vector<Header>& headers, std::string_view name);

}  // namespace sipcore
