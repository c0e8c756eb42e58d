// SPDX-License-Identifier: GPL-2.0-only
/** @file Errors as values: one kind for what a SIP peer will be told, one for everything else. */
#pragma once

#include <expected>
#include <string>

namespace sipcore {

/** A refusal that a SIP peer is told: the status and the reason phrase of its response. @rfc{3261,21} */
struct Error {
    int status = 500;    ///< SIP status code, 300 to 699
    std::string reason;  ///< reason phrase; empty takes the status code's usual one

    /** Equal when status and reason are. */
    bool operator==(const Error&) const = default;
};

/** Why something that no SIP peer is told about could not be done: a sentence for the log. */
struct Failure {
    std::string what;  ///< one sentence, without a line end

    /** Equal when the sentences are. */
    bool operator==(const Failure&) const = default;
};

/** A value, or the refusal that the peer will be told. */
template <class T = void>
using Result = std::expected<T, Error>;

/** A value, or the reason for the log why there is none. */
template <class T = void>
using Outcome = std::expected<T, Failure>;

}  // namespace sipcore
