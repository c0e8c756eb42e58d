// SPDX-License-Identifier: GPL-2.0-only
/** @file What must hold of any configuration that is read, whatever its text. */
#pragma once

#include <optional>
#include <string>
#include <unordered_set>

#include "config/text_source.h"
#include "sipcore/config/check.h"
#include "sipcore/config/difference.h"
#include "sipcore/config/read.h"
#include "sipcore/config/write.h"

namespace sipcore::config {

/** What is wrong with the names in a reading that may be applied; nothing when all is well. */
inline std::optional<std::string> fault_of(const Reading& reading)
{
    if (!reading.applicable())
        return std::nullopt;
    const auto& config = reading.config;
    std::unordered_set<std::string> aors;
    std::unordered_set<std::string> auths;
    for (const auto& aor : config.aors)
        aors.insert(aor.name);
    for (const auto& auth : config.auths)
        auths.insert(auth.name);
    for (const auto& endpoint : config.endpoints) {
        if (!endpoint.aors.empty() && !aors.contains(endpoint.aors))
            return "no aor " + endpoint.aors;
        for (const auto& auth : {endpoint.auth, endpoint.outbound_auth}) {
            if (!auth.empty() && !auths.contains(auth))
                return "no auth " + auth;
        }
        if (endpoint.transports.empty())
            return endpoint.name + " has no transport";
    }
    return std::nullopt;
}

/** What is wrong with how a text is read, in either way of writing; nothing when all is well. */
inline std::optional<std::string> fault_of_text(const std::string& text)
{
    auto sections = TextSource{}.with("x.conf", text).read("x.conf");
    if (!sections)
        return std::nullopt;
    auto old = [](const Sections& text) { return read_sip_conf(text); };
    auto modular = [](const Sections& text) { return read_modular(text); };
    for (Reading (*read)(const Sections&) : {+old, +modular}) {
        auto once = read(*sections);
        auto again = read(*sections);
        if (!(once.config == again.config) || once.complaints != again.complaints)
            return "read twice, it is not the same";
        auto change = difference(once.config, again.config);
        if (change.global || !change.endpoints.empty() || !change.aors.empty() || !change.auths.empty() || !change.transports.empty())
            return "it differs from itself";
        if (auto fault = fault_of(once))
            return fault;
    }
    if (findings_json(check_sip_conf(*sections)).empty() || findings_text(check_modular(*sections)).empty())
        return "it cannot be looked over";
    auto reading = read_modular(*sections);
    if (!reading.applicable())
        return std::nullopt;
    auto written = modular_text(reading.config, *reading.origins);
    auto back = TextSource{}.with("x.conf", written).read("x.conf");
    if (!back || !(read_modular(*back).config == reading.config))
        return "it does not outlive being written down:\n" + written;
    return std::nullopt;
}

}  // namespace sipcore::config
