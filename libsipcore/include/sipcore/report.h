// SPDX-License-Identifier: GPL-2.0-only
/** @file What modules tell a program about themselves: rows of named values, made anew whenever somebody asks. Who tells and who
 *  asks are different modules; the library is where they meet. Nothing is said here about how rows are written. */
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sipcore/export.h"
#include "sipcore/result.h"

namespace sipcore {

struct Field;

/** Values with their names, in order; no name stands there twice. */
using Record = std::vector<Field>;

/** A value: nothing, a truth, a number, a text of any octets, a list, or values with names. */
struct Value {
    using List = std::vector<Value>;  ///< some of them, in order
    using Any = std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Record>;  ///< one of these

    Any any;  ///< what it is

    /** Nothing. */
    Value() = default;
    /** A truth; nothing else becomes one by itself. */
    Value(std::same_as<bool> auto truth) : any{std::in_place_type<bool>, truth} {}
    /** A whole number. */
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    Value(T number) : any{std::in_place_type<std::int64_t>, static_cast<std::int64_t>(number)} {}
    /** A fraction. */
    Value(std::floating_point auto number) : any{std::in_place_type<double>, number} {}
    /** A text. */
    Value(std::string text) : any{std::in_place_type<std::string>, std::move(text)} {}
    /** A text. */
    Value(std::string_view text) : any{std::in_place_type<std::string>, text} {}
    /** A text. */
    Value(const char* text) : any{std::in_place_type<std::string>, text} {}
    /** Several. */
    Value(List list) : any{std::in_place_type<List>, std::move(list)} {}
    /** Texts. */
    Value(const std::vector<std::string>& texts);
    /** Values with names. */
    Value(Record record);

    /** Equal in kind and content. */
    bool operator==(const Value& other) const;
};

/** A value with its name. */
struct Field {
    std::string name;  ///< small letters, digits and `_`
    Value value;       ///< its value

    /** Equal in both. */
    bool operator==(const Field&) const = default;
};

/** The value of a name in a record, which lends it; null when nothing has that name. @threads any */
SIPCORE_API const Value* value_of(const Record& record, std::string_view name);
/** The text under a name in a record; empty when nothing has that name, or it is no text. @threads any */
SIPCORE_API std::string text_in(const Record& record, std::string_view name);

inline Value::Value(const std::vector<std::string>& texts) : any{std::in_place_type<List>, texts.begin(), texts.end()} {}
inline Value::Value(Record record) : any{std::in_place_type<Record>, std::move(record)} {}
inline bool Value::operator==(const Value& other) const { return any == other.any; }

/** A text, or nothing in place of an empty one. */
inline Value text_or_nothing(std::string_view text)
{
    return text.empty() ? Value{} : Value{text};
}

/** What was asked for. */
struct Report {
    std::vector<Record> rows;  ///< in the order in which a person would read them
    Record totals;             ///< what closes the list; may be empty

    /** Equal in both. */
    bool operator==(const Report&) const = default;
};

/** Rows of things, one from each by `row_of`, in their order. */
template <class Things, class RowOf>
std::vector<Record> rows_of(const Things& things, RowOf row_of)
{
    std::vector<Record> rows;
    for (const auto& thing : things)
        rows.push_back(row_of(thing));
    return rows;
}

/** Words that somebody gave with a question. */
using Words = std::vector<std::string>;
/** Makes a report now, or says in one sentence why there is none. Takes no report back, and asks for no other one,
 *  but for those of modules above, which ask for none. */
using Reporter = std::function<Outcome<Report>(const Words& words)>;

/** That a report wants other words. @param wanted as a usage text names them; empty: none */
SIPCORE_API std::unexpected<Failure> wrong_words(std::string_view wanted);

/** A report that can be asked for as long as this lives. */
class SIPCORE_API ReportOffer {
public:
    /**
     * Offers it.
     * @param name      by which it is asked for, in small letters; nobody else offers one of that name
     * @param reporter  makes it, in the thread of who asks
     * @threads the loader's
     */
    ReportOffer(std::string name, Reporter reporter);
    ReportOffer(const ReportOffer&) = delete;             ///< offered once
    ReportOffer& operator=(const ReportOffer&) = delete;  ///< offered once
    /** Takes it back; waits until it is not being made any more. @threads the loader's */
    ~ReportOffer();

private:
    std::string name_;
};

/**
 * Makes a report.
 * @param name   as it was offered, letter case aside
 * @param words  what is asked about
 * @return Failure when nobody offers it, or there is none of these words
 * @threads any that holds nothing
 */
SIPCORE_API Outcome<Report> report(std::string_view name, const Words& words);
/** The names of all that can be asked for, in the order of the alphabet. @threads any */
SIPCORE_API std::vector<std::string> report_names();

/**
 * Divides a line into words as a console does: blanks stand between them unless they are quoted, and a backslash takes the next
 * character as it is.
 * @threads any
 */
SIPCORE_API Words words_of(std::string_view line);

}  // namespace sipcore
