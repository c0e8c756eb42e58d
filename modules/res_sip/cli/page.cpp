// SPDX-License-Identifier: GPL-2.0-only
/** @file Lines and values of a page. */
#include "cli/page.h"

#include "cli/columns.h"
#include "sipcore/letter_case.h"

namespace res_sip {

Shown truth(bool value)
{
    return truth(value, "Yes", "No");
}

Shown truth(bool value, std::string_view yes, std::string_view no)
{
    return {std::string{value ? yes : no}, value};
}

Shown measured(std::int64_t number, std::string_view unit)
{
    return {std::format("{} {}", number, unit), number};
}

Shown text_or(std::string_view text, std::string_view placeholder)
{
    return {std::string{text.empty() ? placeholder : text}, sipcore::text_or_nothing(text)};
}

Shown unless(std::string text, std::string_view placeholder)
{
    auto value = text == placeholder ? sipcore::Value{} : sipcore::Value{text};
    return {std::move(text), std::move(value)};
}

std::string name_of_label(std::string_view label)
{
    std::string name;
    bool between = false;
    for (char c : label) {
        c = sipcore::lower(c);
        bool in_name = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (in_name) {
            if (between && !name.empty())
                name += '_';
            name += c;
        }
        between = in_name ? false : between || (c != '.' && c != ':');
    }
    return name;
}

sipcore::Record& Page::record()
{
    if (records_.empty())
        records_.emplace_back();
    return records_.back();
}

Page& Page::line(std::string_view label, Shown shown)
{
    return line_when(true, label, std::move(shown));
}

Page& Page::line_when(bool visible, std::string_view label, Shown shown)
{
    record().push_back({name_of_label(label), std::move(shown.value)});
    if (visible)
        parts_.push_back({Kind::line, std::string{label}, std::move(shown.text)});
    return *this;
}

Page& Page::each(std::string_view label, const std::vector<std::string>& texts)
{
    for (const auto& text : texts)
        parts_.push_back({Kind::line, std::string{label}, text});
    return told(name_of_label(label), texts);
}

Page& Page::below(std::string_view label, const std::vector<std::string>& texts)
{
    auto shown = label;
    for (const auto& text : texts)
        parts_.push_back({Kind::line, std::string{std::exchange(shown, {})}, text});
    return told(name_of_label(label), texts);
}

Page& Page::raw(std::string_view text)
{
    parts_.push_back({Kind::raw, {}, std::string{text}});
    return *this;
}

Page& Page::told(std::string_view name, sipcore::Value value)
{
    record().push_back({std::string{name}, std::move(value)});
    return *this;
}

Page& Page::heading(std::string_view title, std::size_t dashes)
{
    parts_.push_back({Kind::heading, std::string{title}, std::string(dashes, '-')});
    records_.push_back({{"section", name_of_label(title)}});
    return *this;
}

std::string Page::text(const PageStyle& style) const
{
    std::string text;
    for (const auto& part : parts_) {
        switch (part.kind) {
        case Kind::line: text += std::format("  {}{}{}\n", open_cell(part.label, style.label_width), style.after, part.text); break;
        case Kind::raw: text += part.text; break;
        case Kind::heading: text += std::format("\n{}\n{}\n", part.label, part.text); break;
        }
    }
    return text;
}

std::vector<sipcore::Record> Page::records() const
{
    return records_;
}

}  // namespace res_sip
