// SPDX-License-Identifier: GPL-2.0-only
/** @file Option tables: one row is all that is known of an option. A row parses and assigns it, lists it, and tells a person
 *  what it is for. Every way of writing a configuration down is read by such tables. */
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/config/section.h"
#include "sipcore/letter_case.h"

namespace sipcore::config {

/** What is wrong with a value. */
struct Problem {
    Weight weight;     ///< how much it weighs
    std::string what;  ///< half a sentence
};

class Host;

/** A value on its way into a model; what is wrong with it is said here. */
struct Value {
    std::string_view text;          ///< as written, without surrounding blanks
    std::vector<Problem> problems{};  ///< empty: nothing is wrong
    const Host* host = nullptr;     ///< what the host knows, for those that ask it
    bool is_switch = false;         ///< set by who knows yes and no, and takes any other word for no

    /** Says what is wrong, a warning. */
    void complain(std::string what) { complain(Weight::warning, std::move(what)); }
    /** Says what is wrong, and how much that weighs. */
    void complain(Weight weight, std::string what) { problems.push_back({weight, std::move(what)}); }
    /** Whether nothing is wrong. */
    bool is_good() const { return problems.empty(); }
};

/** Whether what an option says is acted on. */
enum class Effect : unsigned char {
    built,  ///< it is
    later,  ///< it is read into the model, and nothing acts on it yet
};

/** One option of objects of type T. */
template <class T>
struct Option {
    std::string_view name;                  ///< as it is written
    std::string_view aliases;               ///< other names, comma between them
    void (*assign)(T& object, Value& value);  ///< parses and assigns; the object stays as it is when there is a problem
    std::string_view help;                  ///< for a person, one sentence
    Effect effect = Effect::built;          ///< whether it is acted on
};

/** A line as it is written down: a name and a value. */
struct Line {
    std::string name;   ///< of the option
    std::string value;  ///< without escapes

    /** Equal in both. */
    bool operator==(const Line&) const = default;
};

/** The lines that say one thing. */
using Lines = std::vector<Line>;

/** How one option of objects of type T is read and written. Whatever `print` says is what `assign` reads. */
template <class T>
struct Codec {
    void (*assign)(T& object, Value& value);                    ///< parses and assigns; the object stays as it is when there is a problem
    Lines (*print)(const T& object, std::string_view name);     ///< the lines that say what an object has, under the option's name
};

/** One option of objects of type T in the modular files. */
template <class T>
struct ModularOption {
    std::string_view name;     ///< as it is written
    std::string_view aliases;  ///< other names, comma between them
    Codec<T> codec;            ///< how it is read and written
    std::string_view help;     ///< for a person, one sentence
};

/** Whether a name is an option's name or one of its aliases. */
bool names(std::string_view name, std::string_view option, std::string_view aliases);

/** The row of a name, null without one. */
template <class Row>
const Row* find_option(std::span<const Row> table, std::string_view name)
{
    for (const auto& row : table) {
        if (names(name, row.name, row.aliases))
            return &row;
    }
    return nullptr;
}

}  // namespace sipcore::config
