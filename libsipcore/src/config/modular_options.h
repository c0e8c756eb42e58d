// SPDX-License-Identifier: GPL-2.0-only
/** @file The options of the modular file, a table for each type of object. */
#pragma once

#include <span>

#include "config/option.h"
#include "sipcore/config/model.h"

namespace sipcore::config {

/** A set of rows for objects of type T. */
template <class T>
std::span<const Option<T>> modular_options();

/** Options of `type=global`. */
template <>
std::span<const Option<Global>> modular_options<Global>();
/** Options of `type=transport`. */
template <>
std::span<const Option<Transport>> modular_options<Transport>();
/** Options of `type=endpoint`. */
template <>
std::span<const Option<Endpoint>> modular_options<Endpoint>();
/** Options of `type=aor`. */
template <>
std::span<const Option<Aor>> modular_options<Aor>();
/** Options of `type=auth`. */
template <>
std::span<const Option<Auth>> modular_options<Auth>();
/** Options of `type=registration`. */
template <>
std::span<const Option<OutboundRegistration>> modular_options<OutboundRegistration>();
/** Options of `type=mwi`. */
template <>
std::span<const Option<MwiSubscription>> modular_options<MwiSubscription>();
/** Options of `type=domain`. */
template <>
std::span<const Option<Domain>> modular_options<Domain>();

}  // namespace sipcore::config
