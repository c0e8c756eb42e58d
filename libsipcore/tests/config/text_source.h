// SPDX-License-Identifier: GPL-2.0-only
/** @file Configuration files from texts: enough of Asterisk's syntax for tests. */
#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "config/option.h"
#include "config/values.h"
#include "sipcore/config/section.h"

namespace sipcore::config {

/** Files in memory, parsed with templates, inheritance, `(+)`, `#include` and comments. */
class TextSource : public Source {
public:
    /** Adds a file. */
    TextSource& with(const std::string& file, std::string text)
    {
        files_[file] = std::move(text);
        return *this;
    }

    std::expected<Sections, ReadFailure> read(const std::string& file) override
    {
        Sections sections;
        try {
            parse(file, sections);
        } catch (const std::runtime_error& error) {
            return std::unexpected(ReadFailure{!files_.contains(file), error.what()});
        }
        return sections;
    }

private:
    /** Parses a file at the end of what was read. */
    void parse(const std::string& file, Sections& sections)
    {
        auto at = files_.find(file);
        if (at == files_.end())
            throw std::runtime_error{file + " is not there"};
        std::string_view rest = at->second;
        for (int number = 1; !rest.empty(); ++number) {
            auto end = std::min(rest.find('\n'), rest.size());
            auto plain = without_escapes_of_comments(without_comment(rest.substr(0, end)));
            auto line = trimmed(plain);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (line.starts_with("#include"))
                parse(std::string{unquoted(trimmed(line.substr(8)))}, sections);
            else if (line.starts_with('['))
                header(line, {file, number}, sections);
            else if (!line.empty())
                entry(line, {file, number}, sections);
        }
    }

    /** The line up to a semicolon that no backslash protects. */
    static std::string_view without_comment(std::string_view line)
    {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == ';' && (i == 0 || line[i - 1] != '\\'))
                return line.substr(0, i);
        }
        return line;
    }

    /** A line whose escaped semicolons are plain ones. */
    static std::string without_escapes_of_comments(std::string_view line)
    {
        std::string out;
        for (char c : line) {
            if (c == ';' && !out.empty() && out.back() == '\\')
                out.pop_back();
            out += c;
        }
        return out;
    }

    /** A text without the quotes around it. */
    static std::string_view unquoted(std::string_view text)
    {
        return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
    }

    /** Takes a section's head: a name, and in round brackets templates, an exclamation mark or a plus. */
    void header(std::string_view line, Place place, Sections& sections)
    {
        auto close = line.find(']');
        if (close == std::string_view::npos)
            throw std::runtime_error{"no ] in " + std::string{line}};
        Section section{std::string{line.substr(1, close - 1)}, {}, place, false};
        auto options = trimmed(line.substr(close + 1));
        if (options.starts_with('(') && options.ends_with(')')) {
            for (auto word : split(options.substr(1, options.size() - 2))) {
                if (word == "!") {
                    section.is_template = true;
                } else if (word == "+") {
                    current_ = find(section.name, sections);
                    return;
                } else {
                    const auto& parent = sections[find(std::string{word}, sections)];
                    section.entries.insert(section.entries.end(), parent.entries.begin(), parent.entries.end());
                }
            }
        }
        current_ = sections.size();
        sections.push_back(std::move(section));
    }

    /** The first section of a name. */
    static std::size_t find(const std::string& name, const Sections& sections)
    {
        for (std::size_t i = 0; i < sections.size(); ++i) {
            if (same_name(sections[i].name, name))
                return i;
        }
        throw std::runtime_error{"no section " + name};
    }

    /** Takes a line: a name, an equals sign or an arrow, a value. */
    void entry(std::string_view line, Place place, Sections& sections) const
    {
        auto equals = line.find('=');
        if (equals == std::string_view::npos || sections.empty())
            throw std::runtime_error{"not a line: " + std::string{line}};
        auto value = line.substr(equals + 1);
        if (value.starts_with('>'))
            value.remove_prefix(1);
        sections[current_].entries.push_back({std::string{trimmed(line.substr(0, equals))}, std::string{trimmed(value)}, std::move(place)});
    }

    std::map<std::string, std::string> files_;
    std::size_t current_ = 0;
};

/** The sections of one text. */
inline Sections sections_of(const std::string& text, const std::string& file = "test.conf")
{
    auto read = TextSource{}.with(file, text).read(file);
    if (!read)
        throw std::runtime_error{read.error().what};
    return *read;
}

}  // namespace sipcore::config
