// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading and writing what a description says about the transport of a stream. */
#include <algorithm>

#include "sdp/candidate.h"
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** A hash and how many octets it gives. */
struct HashSize {
    std::string_view name;  ///< in lower case
    std::size_t octets;     ///< of its value
};

/** The hashes that are known. */
constexpr HashSize hashes[] = {
    {"sha-256", 32},
    {"sha-1",   20},
};

/** An end of an association and its word. */
struct SetupWord {
    std::string_view word;  ///< as written
    Setup setup;            ///< what it means
};

/** The ends. */
constexpr SetupWord setup_words[] = {
    {"active",   Setup::active  },
    {"passive",  Setup::passive },
    {"actpass",  Setup::actpass },
    {"holdconn", Setup::holdconn},
};

/** Longest user and password of ICE. @rfc{8839,5.4} */
constexpr std::size_t longest_ice_word = 256;

/** Whether a text is `count` pairs of hexadecimal digits with colons between. */
bool is_hex(std::string_view text, std::size_t count)
{
    if (text.size() != count * 3 - 1)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
        if (i % 3 == 2 ? c != ':' : !digit)
            return false;
    }
    return true;
}

/** The text with ASCII letters as capitals. */
std::string in_capitals(std::string_view text)
{
    std::string capitals{text};
    std::ranges::transform(capitals, capitals.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return capitals;
}

/** Reads `fingerprint`; nothing for a hash that is not known or a value that is none. */
std::optional<Fingerprint> read_fingerprint(std::string_view value)
{
    auto name = take_word(value);
    auto digits = trimmed(value);
    auto known = std::ranges::find_if(hashes, [&](const HashSize& hash) { return same_name(hash.name, name); });
    if (known == std::end(hashes) || !is_hex(digits, known->octets))
        return std::nullopt;
    return Fingerprint{.hash = std::string{known->name}, .value = in_capitals(digits)};
}

/** Reads `setup`; nothing for another word. */
std::optional<Setup> read_setup(std::string_view value)
{
    auto known = std::ranges::find_if(setup_words, [&](const SetupWord& each) { return same_name(each.word, value); });
    return known == std::end(setup_words) ? std::nullopt : std::optional{known->setup};
}

/** The word of an end. */
std::string_view setup_word(Setup setup)
{
    return std::ranges::find(setup_words, setup, &SetupWord::setup)->word;
}

/** Sets a user or password of ICE, when it may be one. */
void set_ice_word(std::string& word, std::string_view value)
{
    if (!value.empty() && value.size() <= longest_ice_word)
        word = value;
}

/** Takes an attribute that may stand at either level. */
void take_shared(const Attribute& attribute, MediaTransport& into)
{
    if (same_name(attribute.name, "fingerprint")) {
        auto read = read_fingerprint(attribute.value);
        if (read && into.fingerprints.size() < std::size(hashes))
            into.fingerprints.push_back(std::move(*read));
    } else if (same_name(attribute.name, "setup")) {
        into.setup = read_setup(attribute.value);
    } else if (same_name(attribute.name, "connection")) {
        into.new_association = same_name(attribute.value, "new");
    } else if (same_name(attribute.name, "ice-ufrag")) {
        set_ice_word(into.ice_user, attribute.value);
    } else if (same_name(attribute.name, "ice-pwd")) {
        set_ice_word(into.ice_password, attribute.value);
    } else if (same_name(attribute.name, "ice-lite")) {
        into.ice_lite = true;
    }
}

/**
 * Whether a value is shaped as a crypto line: a tag of at most nine digits, a suite, and keys that all stand in it. Only such are
 * handed on, since who reads them further takes that for granted. @rfc{4568,9.1}
 */
bool is_crypto(std::string_view value)
{
    if (value.size() > max_crypto_text)
        return false;
    constexpr std::size_t most_digits = 9;
    auto tag = take_word(value);
    auto suite = take_word(value);
    auto keys = take_word(value);
    if (tag.empty() || tag.size() > most_digits || suite.empty() || keys.empty())
        return false;
    if (!std::ranges::all_of(tag, [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    constexpr std::string_view method = "inline:";
    while (true) {
        auto end = keys.find(';');
        if (!begins_with_name(keys.substr(0, end), method) || keys.substr(0, end).size() == method.size())
            return false;
        if (end == std::string_view::npos)
            return true;
        keys.remove_prefix(end + 1);
    }
}

/** Takes an attribute that stands with a stream alone. */
void take_own(const Attribute& attribute, MediaTransport& into)
{
    if (same_name(attribute.name, "crypto")) {
        if (into.crypto.size() < max_crypto && is_crypto(attribute.value))
            into.crypto.push_back(attribute.value);
    } else if (same_name(attribute.name, "candidate")) {
        auto read = read_candidate(attribute.value);
        if (read && into.candidates.size() < max_candidates)
            into.candidates.push_back(std::move(*read));
    } else if (same_name(attribute.name, "rtcp-mux")) {
        into.rtcp_mux = true;
    }
}

/** Puts what the session says in the place of what the stream does not. */
void fill_in(MediaTransport& stream, const MediaTransport& session)
{
    if (stream.fingerprints.empty())
        stream.fingerprints = session.fingerprints;
    if (!stream.setup)
        stream.setup = session.setup;
    if (stream.ice_user.empty())
        stream.ice_user = session.ice_user;
    if (stream.ice_password.empty())
        stream.ice_password = session.ice_password;
    stream.ice_lite = stream.ice_lite || session.ice_lite;
    stream.new_association = stream.new_association || session.new_association;
}

}  // namespace

MediaTransport transport_of(const Description& description, const Stream& stream)
{
    MediaTransport session;
    for (const auto& attribute : description.attributes)
        take_shared(attribute, session);
    MediaTransport transport;
    for (const auto& attribute : stream.attributes) {
        take_shared(attribute, transport);
        take_own(attribute, transport);
    }
    fill_in(transport, session);
    return transport;
}

std::vector<Attribute> attributes_of(const MediaTransport& transport)
{
    std::vector<Attribute> lines;
    for (const auto& crypto : transport.crypto)
        lines.push_back({"crypto", crypto});
    if (transport.has_ice()) {
        lines.push_back({"ice-ufrag", transport.ice_user});
        lines.push_back({"ice-pwd", transport.ice_password});
        for (const auto& candidate : transport.candidates)
            lines.push_back({"candidate", candidate_text(candidate)});
    }
    if (!transport.fingerprints.empty()) {
        lines.push_back({"connection", transport.new_association ? "new" : "existing"});
        if (transport.setup)
            lines.push_back({"setup", std::string{setup_word(*transport.setup)}});
        for (const auto& fingerprint : transport.fingerprints)
            lines.push_back({"fingerprint", in_capitals(fingerprint.hash) + ' ' + fingerprint.value});
    }
    if (transport.rtcp_mux)
        lines.push_back({"rtcp-mux", {}});
    return lines;
}

}  // namespace sipcore::sdp
