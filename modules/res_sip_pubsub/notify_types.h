// SPDX-License-Identifier: GPL-2.0-only
/** @file Kinds of NOTIFY that an administrator wrote down: the sections of sip_notify.conf. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/pubsub.h"

namespace res_sip_pubsub {

/** Headers and body, as lines name them: `Content` lines are the body's, joined by CRLF; Content-Length is left out with a
 *  warning. */
class NotifyLines {
public:
    /** Takes one line. */
    void add(const std::string& name, const std::string& value);
    /** The order for a target. */
    sipcore::NotifyOrder order(std::string target) const;

private:
    std::vector<std::pair<std::string, std::string>> headers_;
    std::string body_;
    bool has_body_ = false;
};

/** sip_notify.conf as it is now. */
class NotifyTypes {
public:
    /** Reads it. */
    NotifyTypes();
    NotifyTypes(const NotifyTypes&) = delete;             ///< owns what was read
    NotifyTypes& operator=(const NotifyTypes&) = delete;  ///< owns what was read
    ~NotifyTypes();
    /** Whether there is such a file. */
    bool there() const { return config_ != nullptr; }
    /** The names of its kinds. */
    std::vector<std::string> names() const;
    /** The lines of a kind; nothing without it. */
    std::optional<NotifyLines> find(const char* name) const;

private:
    ast_config* config_ = nullptr;
};

}  // namespace res_sip_pubsub
