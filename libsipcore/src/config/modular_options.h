// SPDX-License-Identifier: GPL-2.0-only
/** @file The options of the modular file, a table for each type of object. */
#pragma once

#include <span>

#include "config/option.h"
#include "sipcore/config/model.h"

namespace sipcore::config {

/** A section of type acl: from where messages of all may come, and where contacts of all may lie. */
struct AclSection {
    std::string name;  ///< of the section
    Access senders;    ///< from where messages may come
    Access contacts;   ///< where contacts may lie
};

/** A set of rows for objects of type T. */
template <class T>
std::span<const ModularOption<T>> modular_options();

/** Options of `type=global`. */
template <>
std::span<const ModularOption<Global>> modular_options<Global>();
/** Options of `type=transport`. */
template <>
std::span<const ModularOption<Transport>> modular_options<Transport>();
/** Options of `type=endpoint`. */
template <>
std::span<const ModularOption<Endpoint>> modular_options<Endpoint>();
/** Options of `type=aor`. */
template <>
std::span<const ModularOption<Aor>> modular_options<Aor>();
/** Options of `type=auth`. */
template <>
std::span<const ModularOption<Auth>> modular_options<Auth>();
/** Options of `type=registration`. */
template <>
std::span<const ModularOption<OutboundRegistration>> modular_options<OutboundRegistration>();
/** Options of `type=mwi`. */
template <>
std::span<const ModularOption<MwiSubscription>> modular_options<MwiSubscription>();
/** Options of `type=domain`. */
template <>
std::span<const ModularOption<Domain>> modular_options<Domain>();

/** Options of `type=identify`. */
template <>
std::span<const ModularOption<Identify>> modular_options<Identify>();
/** Options of `type=acl`. */
template <>
std::span<const ModularOption<AclSection>> modular_options<AclSection>();
/** The part of the options of endpoints that is about media. */
std::span<const ModularOption<Endpoint>> modular_media_options();

}  // namespace sipcore::config
