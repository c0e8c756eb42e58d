// SPDX-License-Identifier: GPL-2.0-only
/** @file REGISTERs and bindings that tests begin with. */
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "registrar/decide.h"

namespace sipcore::registrar::samples {

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

/** An address of record with so many contacts at most, and the usual lifetimes. */
inline config::Aor aor(unsigned most = 1)
{
    config::Aor made;
    made.name = "alice";
    made.max_contacts = most;
    return made;
}

/** A contact of alice's at a host, port 5062 in its URI. */
inline AskedContact contact(std::string host, std::optional<long> expires = {})
{
    AskedContact made;
    made.user = "alice";
    made.host = std::move(host);
    made.port = 5062;
    made.uri = "sip:alice@" + made.host + ":5062";
    made.expires = expires;
    return made;
}

/** `*`. */
inline AskedContact star(std::optional<long> expires = {})
{
    AskedContact made;
    made.star = true;
    made.expires = expires;
    return made;
}

/** A REGISTER from 203.0.113.7:40000 over UDP with those contacts. */
inline RegisterRequest asking(std::vector<AskedContact> contacts, std::optional<long> expires = {})
{
    RegisterRequest made;
    made.contacts = std::move(contacts);
    made.expires = expires;
    made.source = *SocketAddress::parse("203.0.113.7:40000", 0);
    made.call_id = "call-1";
    made.cseq = 10;
    made.user_agent = "phone";
    return made;
}

/** A binding of a contact at a host that was granted 600 s so many seconds before noon, by another Call-ID. */
inline Binding bound(const std::string& host, int seconds_ago = 100)
{
    Binding made;
    made.contact = "sip:alice@" + host + ":5062";
    made.address = *SocketAddress::parse(host + ":5062", 0);
    made.granted = std::chrono::seconds{600};
    made.expires = noon - std::chrono::seconds{seconds_ago} + made.granted;
    made.username = "alice";
    made.call_id = "call-0";
    made.cseq = 5;
    return made;
}

/** The contacts of bindings, in order. */
inline std::vector<std::string> contacts(const std::vector<Binding>& bindings)
{
    std::vector<std::string> all;
    for (const auto& binding : bindings)
        all.push_back(binding.contact);
    return all;
}

}  // namespace sipcore::registrar::samples
