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
    bool applicable = false;         ///< whether it may be
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

/** Reads sip.conf with users.conf, or res_sip.conf where there is no sip.conf, and logs every complaint with its file and line.
 *  A file that is there and cannot be parsed is an error, so that nothing is put in force. @threads the loader's, or the one
 *  that reloads */
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
