// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf and res_sip.conf, and what is said about them. */
#include "config_source.h"

#include "pbx/log_sink.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Ends a read file. */
struct ConfigEnd {
    /** Gives it back to Asterisk. */
    void operator()(ast_config* config) const { ast_config_destroy(config); }
};

/** Logs one complaint in the words that administrators look for. */
void report(const config::Complaint& complaint)
{
    auto level = complaint.weight == config::Weight::error     ? sipcore::log::Level::error
                 : complaint.weight == config::Weight::warning ? sipcore::log::Level::warning
                                                               : sipcore::log::Level::notice;
    auto text = std::format("{}:{}: {}", complaint.place.file, complaint.place.line, sipcore::log::printable(complaint.what, 512));
    pbx::write_log(level, "config_source.cpp", __LINE__, "read_files", 0, text);
}

}  // namespace

sipcore::Outcome<config::Sections> AsteriskConfig::read(const std::string& file)
{
    ast_flags flags{};
    std::unique_ptr<ast_config, ConfigEnd> read;
    auto* raw = ast_config_load2(file.c_str(), "res_sip", flags);
    if (!raw || raw == CONFIG_STATUS_FILEMISSING)
        return std::unexpected(sipcore::Failure{file + " is not there"});
    if (raw == CONFIG_STATUS_FILEINVALID)
        return std::unexpected(sipcore::Failure{file + " cannot be parsed"});
    read.reset(raw);
    config::Sections sections;
    // The variables are those of the first section of a name, which is how Asterisk looks them up.
    ast_category* category = nullptr;
    while ((category = ast_category_browse_filtered(raw, nullptr, category, nullptr))) {
        const char* name = ast_category_get_name(category);
        config::Section section;
        section.name = name;
        section.place.file = file;
        for (auto* line = ast_category_first(category); line; line = line->next) {
            section.entries.push_back({line->name, line->value, {line->file && *line->file ? line->file : file, line->lineno}});
            if (section.place.line == 0)
                section.place = {section.entries.back().place.file, std::max(line->lineno - 1, 1)};
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

Files read_files(sipcore::config::Source& source)
{
    Files files;
    config::Reading reading;
    if (auto old = source.read("sip.conf")) {
        reading = config::read_sip_conf(*old);
    } else if (auto modular = source.read("res_sip.conf")) {
        reading = config::read_modular(*modular);
    } else {
        ast_log(LOG_ERROR, "Unable to load config: %s, and %s\n", old.error().what.c_str(), modular.error().what.c_str());
        return files;
    }
    for (const auto& complaint : reading.complaints)
        report(complaint);
    files.applicable = reading.applicable();
    files.config = std::move(reading.config);
    if (!files.applicable)
        ast_log(LOG_ERROR, "The SIP configuration has errors and is not put in force\n");
    return files;
}

}  // namespace res_sip
