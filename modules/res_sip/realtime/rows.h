// SPDX-License-Identifier: GPL-2.0-only
/** @file Rows of a database as Asterisk's realtime engines give them: read into sections, and written. Each call may take as long as
 *  the database likes, so none is made by a worker. */
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sipcore/config/section.h"
#include "sipcore/location.h"

namespace res_sip {

/** What a row says of where its device is. */
struct RowBinding {
    sipcore::StoredBinding binding;  ///< as it is kept; no address when none is kept
    long until = 0;                  ///< end of the registration, seconds since 1970; 0: not registered
    bool has_username_column = false;  ///< the row has `username` and no `defaultuser`
};

/** A device of a database. */
struct Row {
    std::string name;                  ///< of the device
    sipcore::config::Section section;  ///< its options, as a section of sip.conf
    RowBinding kept;                   ///< where it is
    bool is_dynamic = false;           ///< `host=dynamic`
};

/** Whether a family is mapped in extconfig.conf. @threads any; short */
bool is_mapped(const char* family);
/** The row of a device: `host=dynamic` first, then any; with `sipregs`, where it is comes from there. @threads one that may wait */
std::optional<Row> load_row(const std::string& name);
/** The rows of devices at an address. @param port 0: any @threads one that may wait */
std::vector<Row> load_rows_at(const std::string& ip, unsigned port);
/** All rows. @threads one that may wait */
std::vector<Row> load_all_rows();
/** The rows of a family of modular objects, as sections of that type. @threads one that may wait */
sipcore::config::Sections load_objects(const std::string& family, const std::string& type);

/** The same, waited for a few seconds; then what it said the last time. @threads one that may wait for so long */
sipcore::config::Sections load_objects_in_time(const std::string& family, const std::string& type);

/** Columns and what is written into them. */
using Columns = std::vector<std::pair<std::string, std::string>>;
/** The columns of a registration. @param seconds its end since 1970 @param system our name for `regserver`; empty: it is not written
 *  @param with_path whether `path` is written */
Columns registered_columns(const sipcore::StoredBinding& binding, long seconds, const std::string& system, bool with_path, bool username_column);
/** The columns of a registration that ended. @param with_path whether `path` is written */
Columns unregistered_columns(bool with_system, bool with_path);
/** Writes columns of a device's row, in `sipregs` where that is mapped. @return whether the database took it @threads one that may wait */
bool write_row(const std::string& name, const Columns& columns);

}  // namespace res_sip
