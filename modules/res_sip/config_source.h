// SPDX-License-Identifier: GPL-2.0-only
/** @file Configuration files through Asterisk's reader: includes, templates and comments are its work. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/read.h"
#include "sipcore/config/section.h"

struct stasis_message;
struct stasis_subscription;

namespace res_sip {

/** Reads files of Asterisk's configuration folder. */
class AsteriskConfig final : public sipcore::config::Source {
public:
    std::expected<sipcore::config::Sections, sipcore::config::ReadFailure> read(const std::string& file) override;
};

/** What reading all files gives. */
struct Files {
    sipcore::config::Config config;  ///< what is to be put in force
    std::shared_ptr<const sipcore::config::Origins> origins;  ///< which line said what
    sipcore::config::Sections old;   ///< the sections of sip.conf whose values rows of a database begin with
    bool applicable = false;         ///< whether it may be
};

/** The files as they are, before anything is made of them. */
struct FileSections {
    std::optional<sipcore::config::Sections> old;      ///< of sip.conf; nothing: there is none
    sipcore::config::Sections users;                   ///< of users.conf; none: there is none, or nothing in it
    std::optional<sipcore::config::Sections> modular;  ///< of res_sip.conf; nothing: there is none
};

/** What a configuration asks of Asterisk: named access lists, codecs, files, names. */
class AsteriskHost final : public sipcore::config::Host {
public:
    std::optional<sipcore::AccessList> access_list(const std::string& name) const override;
    bool is_codec(const std::string& name) const override;
    bool is_tone_zone(const std::string& name) const override;
    bool is_readable(const std::string& path) const override;
    std::string system_name() const override;
    std::vector<std::string> own_names() const override;
    std::string product() const override;
};

/** The files that there are. @return why there is nothing to be read: a file cannot be parsed, or there is none
 *  @threads the loader's, one that reloads, a console's */
std::expected<FileSections, std::string> sections_of_files(sipcore::config::Source& source);

/** Reads sip.conf with users.conf, res_sip.conf, or both, and logs every complaint with its file and line. A file that is there
 *  and cannot be parsed is an error, so that nothing is put in force. @threads the loader's, or the one that reloads */
Files read_files(sipcore::config::Source& source);

/** Waits for changes of named lists as long as it lives. */
class AclWatch {
public:
    /** From here on `changed` is called when the host's lists were read anew, in a thread of its own. */
    explicit AclWatch(std::function<void()> changed);
    AclWatch(const AclWatch&) = delete;             ///< Asterisk holds its address
    AclWatch& operator=(const AclWatch&) = delete;  ///< Asterisk holds its address
    /** Waits until `changed` is not being called any more. */
    ~AclWatch();

private:
    /** A message of Asterisk's. */
    static void on_message(void* self, stasis_subscription* subscription, stasis_message* message);
    std::function<void()> changed_;
    stasis_subscription* subscription_;
};

}  // namespace res_sip
