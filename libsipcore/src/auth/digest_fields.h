// SPDX-License-Identifier: GPL-2.0-only
/** @file Taking a Digest header's value apart, and putting one together. */
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "sipcore/letter_case.h"

namespace sipcore::auth {

/** A field of a header and where its value goes. */
struct FieldTarget {
    std::string_view name;                   ///< compared without letter case
    std::optional<std::string_view>* value;  ///< set to the value without its quotes; a view into the header
};

/**
 * Reads the fields of a `Digest …` value: `name=token` or `name="text"`, parted by commas. Escapes in a text stay as they
 * are, since digests are made over them so. Fields that no target names are passed by.
 * @param text     the header's value
 * @param most     most octets that it may have
 * @param targets  the fields that are wanted
 * @return whether it is a Digest, can be taken apart, and says no wanted field twice
 */
template <std::size_t Count>
bool read_fields(std::string_view text, std::size_t most, const std::array<FieldTarget, Count>& targets);

/** One field cut off a header's value. */
struct Field {
    std::string_view name;   ///< before the `=`
    std::string_view value;  ///< behind it, without quotes
};

/** Cuts the scheme off `rest`: whether it is Digest. */
bool take_digest(std::string_view& rest);
/** Whether nothing but blanks and commas is left of `rest`, which are cut off. */
bool at_end(std::string_view& rest);
/** Cuts the next field off `rest`; nothing when it is none. */
std::optional<Field> take_field(std::string_view& rest);
/** A text with quotes round it and escapes before quotes in it; control characters are left out. @rfc{3261,25.1} */
std::string quoted(std::string_view text);

template <std::size_t Count>
bool read_fields(std::string_view text, std::size_t most, const std::array<FieldTarget, Count>& targets)
{
    if (text.size() > most || !take_digest(text))
        return false;
    while (!at_end(text)) {
        auto field = take_field(text);
        if (!field)
            return false;
        for (const auto& target : targets) {
            if (!same_name(target.name, field->name))
                continue;
            if (target.value->has_value())
                return false;
            *target.value = field->value;
        }
    }
    return true;
}

}  // namespace sipcore::auth
