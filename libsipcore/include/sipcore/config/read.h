// SPDX-License-Identifier: GPL-2.0-only
/** @file From sections to the model: one function for each way of writing a configuration down. */
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/config/origins.h"
#include "sipcore/config/section.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** What reading gives: a configuration, and all that is to be said about it. */
struct Reading {
    Config config;                      ///< complete where no complaint is an error
    std::vector<Complaint> complaints;  ///< in file order
    std::shared_ptr<const Origins> origins;  ///< which line said what

    /** Whether the configuration may be applied: no complaint is an error. */
    SIPCORE_API bool applicable() const;
};

/** What the host knows and a configuration asks for. Every member has an answer for a host that knows nothing. */
class SIPCORE_API Host {
public:
    virtual ~Host();
    /** A list that the host keeps under a name (acl.conf). @return its rules; nothing when it knows none */
    virtual std::optional<AccessList> access_list(const std::string& name) const;
    /** Whether a codec has such a name, in whatever letters. */
    virtual bool is_codec(const std::string& name) const;
    /** Whether it knows the tones of a country (indications.conf). */
    virtual bool is_tone_zone(const std::string& name) const;
    /** Whether a file or folder can be read. */
    virtual bool is_readable(const std::string& path) const;
    /** The name of this system, the realm where none is written; empty: none. */
    virtual std::string system_name() const;
    /** Names and addresses under which this machine is known, for `autodomain`. */
    virtual std::vector<std::string> own_names() const;
    /** Name and version of the host, in User-Agent and s= where nothing else is written; empty: none. */
    virtual std::string product() const;
};

/**
 * Reads an old sip.conf, with its leniency: unknown options are passed over, bad values keep the default.
 * @param sections  the sections of sip.conf, `[general]` among them
 * @param host      what the host knows
 * @param users     the sections of users.conf; empty without one
 * @return the model, and a complaint for each line that the option table complains about
 * @threads any; keeps nothing
 */
SIPCORE_API Reading read_sip_conf(const Sections& sections, const Host& host = Host{}, const Sections& users = {});

/**
 * Reads the modular file, in which every complaint is an error.
 * @param sections  sections with a line `type=` of global, guest, transport, endpoint, aor, auth, registration, mwi,
 *                  domain, identify or acl
 * @param host      what the host knows
 * @return the model, and the complaints: unknown types and options, bad values, names that lead nowhere
 * @threads any; keeps nothing
 */
SIPCORE_API Reading read_modular(const Sections& sections, const Host& host = Host{});

/**
 * Reads an old sip.conf and a modular file that are there together. sip.conf says what holds for all and for guests; the modular
 * file adds objects and sockets, which may name those that sip.conf makes.
 * @param old      the sections of sip.conf
 * @param users    the sections of users.conf; empty without one
 * @param modular  the sections of the modular file
 * @param host     what the host knows
 * @return the model, and the complaints of both; a name of one kind that is in both is an error that names both lines, and so is a
 *         section of the modular file that says what sip.conf says
 * @threads any; keeps nothing
 */
SIPCORE_API Reading read_both(const Sections& old, const Sections& users, const Sections& modular, const Host& host = Host{});

/**
 * Reads `[transport://]host[:port][,force]`, as it stands in `outboundproxy` and behind the third slash of a dial string.
 * @return nothing when it has no host or a port that is none
 * @threads any; keeps nothing
 */
SIPCORE_API std::optional<OutboundProxy> read_outbound_proxy(std::string_view text);

}  // namespace sipcore::config
