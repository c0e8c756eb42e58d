// SPDX-License-Identifier: GPL-2.0-only
/** @file What is told of one thing, label by label: for people as lines, for programs as values under names made of the labels.
 *  Pure. */
#pragma once

#include <format>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sipcore/report.h"

namespace res_sip {

/** A value as people and as programs read it. */
struct Shown {
    std::string text;      ///< for people
    sipcore::Value value;  ///< for programs

    /** One that reads the same for both: a text or a number. */
    template <class T>
        requires(!std::same_as<T, bool>)
    Shown(const T& same) : text{std::format("{}", same)}, value{same} {}
    /** One that reads differently. */
    Shown(std::string for_people, sipcore::Value for_programs) : text{std::move(for_people)}, value{std::move(for_programs)} {}
};

/** A truth: `Yes` or `No`. */
Shown truth(bool value);
/** A truth in a word for each case. */
Shown truth(bool value, std::string_view yes, std::string_view no);
/** A number of something: people read the unit too. */
Shown measured(std::int64_t number, std::string_view unit);
/** A text, or in place of an empty one what people read then; programs find nothing. */
Shown text_or(std::string_view text, std::string_view placeholder);
/** A text that is a placeholder when it is equal to one; then programs find nothing. */
Shown unless(std::string text, std::string_view placeholder);
/** The name under which programs find what has a label: in small letters, `Addr->IP` as `addr_ip`; dots and colons leave no trace. */
std::string name_of_label(std::string_view label);

/** How the lines of a page look. */
struct PageStyle {
    std::size_t label_width;    ///< octets to which labels are filled up
    std::string_view after;     ///< what stands between label and value
};

/** Labels and their values in order, perhaps in sections. */
class Page {
public:
    /** A line. */
    Page& line(std::string_view label, Shown shown);
    /** A line that people read when something holds; programs always find the value. */
    Page& line_when(bool visible, std::string_view label, Shown shown);
    /** A line for each text, all with the label; programs find a list. */
    Page& each(std::string_view label, const std::vector<std::string>& texts);
    /** A line for each text, only the first with the label; programs find a list. */
    Page& below(std::string_view label, const std::vector<std::string>& texts);
    /** Text for people as it is. */
    Page& raw(std::string_view text);
    /** A value that people read elsewhere. */
    Page& told(std::string_view name, sipcore::Value value);
    /** A heading underlined by some dashes; what follows is of that section. */
    Page& heading(std::string_view title, std::size_t dashes);

    /** What people read. */
    std::string text(const PageStyle& style) const;
    /** What programs find: a record for each section that has something, its name first under `section` where there is a heading. */
    std::vector<sipcore::Record> records() const;

private:
    /** What there can be on a page. */
    enum class Kind : std::uint8_t { line, raw, heading };
    /** A part of what people read. */
    struct Part {
        Kind kind;          ///< what it is
        std::string label;  ///< label or title
        std::string text;   ///< value, text or dashes
    };
    /** The record that values go to now. */
    sipcore::Record& record();

    std::vector<Part> parts_;
    std::vector<sipcore::Record> records_;
};

}  // namespace res_sip
