// SPDX-License-Identifier: GPL-2.0-only
/** @file Which line of which file said what: kept beside a configuration, so that each of its values can be traced back. It is
 *  small enough to be kept for twenty thousand devices: a line costs eight octets. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sipcore/config/section.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** A line that said something. */
struct Origin {
    Place place;              ///< where it stands
    std::string_view option;  ///< the option's name, as the table of its file has it

    /** Equal in both. */
    bool operator==(const Origin&) const = default;
};

/** The lines of a reading by the section that they are of. A section is named `general`, `device NAME` or `authentication` in
 *  sip.conf, and `TYPE NAME` in the modular files. */
class SIPCORE_API Origins {
public:
    /** Knows nothing. */
    Origins() = default;
    /** Knows what another one knows. */
    Origins(const Origins& other);
    /** The same. */
    Origins& operator=(const Origins& other);
    /** The same; the other one knows nothing any more. */
    Origins(Origins&& other) noexcept = default;
    /** The same. */
    Origins& operator=(Origins&& other) noexcept = default;
    /** Notes a line. @param section of what @param option a text that stays, as those of tables do */
    void note(const std::string& section, std::string_view option, const Place& place);
    /** Notes where a section begins. */
    void note_section(const std::string& section, const Place& place);
    /** Notes that an object of the model comes of a section that has another name. @param object `TYPE NAME` */
    void note_source(const std::string& object, const std::string& section);
    /** Forgets the lines of a section: it was begun anew. */
    void forget(const std::string& section);

    /** The lines of a section in the order in which they were read. @threads any */
    std::vector<Origin> lines(const std::string& section) const;
    /** Where a section begins; no file when nobody knows. @threads any */
    Place section(const std::string& name) const;
    /** The section of an object of the model: the one that was noted, its own, or that of the device whose name it has. @threads any */
    std::string source(const std::string& object) const;
    /** Which sections there are, in no order. @threads any */
    std::vector<std::string> sections() const;
    /** Takes over what another one knows. */
    void take(const Origins& other);

private:
    /** A line, small. */
    struct Kept {
        std::uint32_t line;    ///< number of the line
        std::uint16_t file;    ///< which of the files
        std::uint16_t option;  ///< which of the options
    };
    /** What is known of a section. */
    struct Section {
        Kept begin{};             ///< where it begins
        std::vector<Kept> lines;  ///< its lines
    };
    /** A place, small. */
    Kept keep(std::string_view option, const Place& place);
    /** A place as it was. */
    Place place_of(const Kept& kept) const;

    std::vector<std::string> files_;
    std::vector<std::string_view> options_;
    std::unordered_map<std::string, std::uint16_t> file_numbers_;
    std::unordered_map<const char*, std::uint16_t> option_numbers_;  // by where the name is: tables have each once
    std::unordered_map<std::string, Section> sections_;
    std::unordered_map<std::string, std::string> sources_;
    // Line follows line: what was found for the last one is nearly always right for the next.
    std::string last_name_;
    std::vector<Kept>* last_lines_ = nullptr;
    std::size_t last_file_ = 0;
};

}  // namespace sipcore::config
