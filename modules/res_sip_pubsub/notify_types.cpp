// SPDX-License-Identifier: GPL-2.0-only
/** @file sip_notify.conf, read when it is asked for. */
#include "notify_types.h"

namespace res_sip_pubsub {

void NotifyLines::add(const std::string& name, const std::string& value)
{
    if (strcasecmp(name.c_str(), "Content") == 0) {
        body_ += (std::exchange(has_body_, true) ? "\r\n" : "") + value;
    } else if (strcasecmp(name.c_str(), "Content-Length") == 0) {
        ast_log(LOG_WARNING, "it is not necessary to specify Content-Length in sip_notify.conf, ignoring\n");
    } else {
        headers_.emplace_back(name, value);
    }
}

sipcore::NotifyOrder NotifyLines::order(std::string target) const
{
    return {std::move(target), {}, headers_, body_};
}

NotifyTypes::NotifyTypes()
{
    ast_flags flags{0};
    config_ = ast_config_load("sip_notify.conf", flags);
    if (config_ == CONFIG_STATUS_FILEINVALID || config_ == CONFIG_STATUS_FILEMISSING)
        config_ = nullptr;
}

NotifyTypes::~NotifyTypes()
{
    if (config_)
        ast_config_destroy(config_);
}

std::vector<std::string> NotifyTypes::names() const
{
    std::vector<std::string> all;
    for (char* name = config_ ? ast_category_browse(config_, nullptr) : nullptr; name; name = ast_category_browse(config_, name))
        all.emplace_back(name);
    return all;
}

std::optional<NotifyLines> NotifyTypes::find(const char* name) const
{
    if (!config_ || !ast_category_exist(config_, name, nullptr))
        return std::nullopt;
    NotifyLines lines;
    for (auto* line = ast_variable_browse(config_, name); line; line = line->next) {
        std::string value = line->value;
        for (auto at = value.find("\\;"); at != std::string::npos; at = value.find("\\;", at + 1))
            value.erase(at, 1);
        lines.add(line->name, value);
    }
    return lines;
}

}  // namespace res_sip_pubsub
