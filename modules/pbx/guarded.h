// SPDX-License-Identifier: GPL-2.0-only
/** @file Callbacks from C: whatever a body of ours throws stays on our side. */
#pragma once

#include <concepts>
#include <exception>
#include <string_view>
#include <type_traits>
#include <utility>

#include "sipcore/log.h"

namespace pbx {

/** Runs `body` for a caller in C: whatever is thrown is logged, and `otherwise` returned. */
template <std::invocable F>
auto guarded(std::string_view where, std::invoke_result_t<F> otherwise, F&& body) noexcept -> std::invoke_result_t<F>
{
    try {
        return std::forward<F>(body)();
    } catch (const std::exception& e) {
        sipcore::log::error("{}: {}", where, e.what());
    } catch (...) {
        sipcore::log::error("{}: unknown exception", where);
    }
    return otherwise;
}

/** The same for a body that returns nothing. */
template <std::invocable F>
    requires std::is_void_v<std::invoke_result_t<F>>
void guarded(std::string_view where, F&& body) noexcept
{
    try {
        std::forward<F>(body)();
    } catch (const std::exception& e) {
        sipcore::log::error("{}: {}", where, e.what());
    } catch (...) {
        sipcore::log::error("{}: unknown exception", where);
    }
}

}  // namespace pbx
