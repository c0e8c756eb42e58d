// SPDX-License-Identifier: GPL-2.0-only
/** @file Configuration as the host hands it over: sections of lines, each with the place it came from. Templates,
 *  includes and comments are already worked in by the host's reader. */
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sipcore::config {

/** Where a line stands. */
struct Place {
    std::string file;  ///< file name as the host gives it
    int line = 0;      ///< counted from 1; 0 when unknown

    /** Equal when file and line are. */
    bool operator==(const Place&) const = default;
};

/** A line `name = value`. */
struct Entry {
    std::string name;   ///< as written, letter case kept
    std::string value;  ///< without surrounding blanks
    Place place;        ///< where it stands
};

/** A section `[name]` with its lines, inherited ones first. */
struct Section {
    std::string name;            ///< as written
    std::vector<Entry> entries;  ///< in the order that counts
    Place place;                 ///< where the section begins, or its first line
    bool is_template = false;    ///< `(!)`: inherited from, never built
};

/** A file's sections in their order. */
using Sections = std::vector<Section>;

/** Why a file could not be read. */
struct ReadFailure {
    bool is_missing = false;  ///< there is no such file; otherwise it cannot be parsed
    std::string what;         ///< one sentence for the log
};

/** Reads a file into sections: implemented by the host's module, by a small reader in tests. */
class Source {
public:
    virtual ~Source() = default;
    /**
     * Reads one file with all that it includes.
     * @param file  its name, `sip.conf`
     * @return the sections; or why there are none
     * @threads the loader's, or the one that reloads
     */
    virtual std::expected<Sections, ReadFailure> read(const std::string& file) = 0;
};

/** How much a complaint weighs. */
enum class Weight : unsigned char {
    notice,   ///< worth knowing
    warning,  ///< coped with, probably not what was meant
    loss,     ///< coped with by leaving something out: a device, a line
    error,    ///< this reading is not applied
};

/** What is wrong with a line. */
struct Complaint {
    Weight weight;     ///< how much it weighs
    Place place;       ///< of the line
    std::string what;  ///< one sentence

    /** Equal in all. */
    bool operator==(const Complaint&) const = default;
};

}  // namespace sipcore::config
