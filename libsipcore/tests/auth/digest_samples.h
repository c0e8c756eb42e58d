// SPDX-License-Identifier: GPL-2.0-only
/** @file Who proves what in the tests of digests. */
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "auth/digest.h"

namespace sipcore::auth::samples {

/** The name of a row of a table of cases, for who reads a test's result. */
struct RowName {
    /** The row's own `name`. */
    template <class Row>
    std::string operator()(const testing::TestParamInfo<Row>& row) const
    {
        return row.param.name;
    }
};

/** The moment of the tests. */
inline constexpr Clock::Instant noon{std::chrono::hours{12}};

/** A mint whose nonces live for 32 s. */
inline NonceMint mint(std::uint8_t seed = 1)
{
    NonceMint::Key key{};
    key.fill(seed);
    return {key, std::chrono::seconds{32}};
}

/** Alice with the secret `wonder`. */
inline config::Auth alice()
{
    config::Auth auth;
    auth.name = auth.username = "alice";
    auth.password = "wonder";
    return auth;
}

/** Alice's REGISTER. */
inline Request register_request()
{
    return {"REGISTER", "sip:example.com", "call-1"};
}

}  // namespace sipcore::auth::samples
