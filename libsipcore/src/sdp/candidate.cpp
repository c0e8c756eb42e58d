// SPDX-License-Identifier: GPL-2.0-only
/** @file One candidate of ICE: `foundation component transport priority address port typ type [raddr … rport …] …`.
 *  @rfc{8839,5.1} */
#include "sdp/candidate.h"

#include <algorithm>
#include <format>

#include "sdp/text.h"
#include "sipcore/letter_case.h"

namespace sipcore::sdp {
namespace {

/** A type and its word. */
struct TypeWord {
    std::string_view word;  ///< as written
    CandidateType type;     ///< what it means
};

/** The types that are known; others (prflx) never stand in a description. */
constexpr TypeWord type_words[] = {
    {"host",  CandidateType::host },
    {"srflx", CandidateType::srflx},
    {"relay", CandidateType::relay},
};

/** Longest foundation. @rfc{8839,5.1} */
constexpr std::size_t longest_foundation = 32;

/** Most components: RTP and RTCP. */
constexpr std::uint8_t most_components = 2;

/** Whether a word may be a foundation. @rfc{8839,5.1} */
bool is_foundation(std::string_view word)
{
    return !word.empty() && word.size() <= longest_foundation && std::ranges::all_of(word, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
    });
}

/** An address and a port; nothing when either is none. */
std::optional<SocketAddress> read_place(std::string_view address, std::string_view port)
{
    auto ip = IpAddress::parse(address);
    auto at = number<std::uint16_t>(port);
    if (!ip || !at)
        return std::nullopt;
    return SocketAddress{*ip, *at};
}

/** What stands behind the type: where the address was derived from, and extensions that are passed by. */
SocketAddress read_related(std::string_view rest)
{
    std::string_view address;
    std::string_view port;
    for (auto name = take_word(rest); !name.empty(); name = take_word(rest)) {
        auto value = take_word(rest);
        if (same_name(name, "raddr"))
            address = value;
        else if (same_name(name, "rport"))
            port = value;
    }
    return read_place(address, port).value_or(SocketAddress{});
}

}  // namespace

std::optional<Candidate> read_candidate(std::string_view value)
{
    auto foundation = take_word(value);
    auto component = number<std::uint8_t>(take_word(value));
    auto transport = take_word(value);
    auto priority = number<std::uint32_t>(take_word(value));
    auto address = take_word(value);
    auto place = read_place(address, take_word(value));
    bool typed = same_name(take_word(value), "typ");
    auto word = take_word(value);
    auto type = std::ranges::find_if(type_words, [&](const TypeWord& known) { return same_name(known.word, word); });
    if (!is_foundation(foundation) || !component || !same_name(transport, "udp") || !priority || !place || !typed ||
        type == std::end(type_words))
        return std::nullopt;
    if (*component == 0 || *component > most_components || place->port() == 0)
        return std::nullopt;
    return Candidate{.foundation = std::string{foundation},
                     .component = *component,
                     .priority = *priority,
                     .address = *place,
                     .type = type->type,
                     .related = read_related(value)};
}

std::string candidate_text(const Candidate& candidate)
{
    auto type = std::ranges::find(type_words, candidate.type, &TypeWord::type);
    auto text = std::format("{} {} UDP {} {} {} typ {}", candidate.foundation, candidate.component, candidate.priority,
                            candidate.address.ip().text(), candidate.address.port(), type->word);
    if (candidate.related)
        text += std::format(" raddr {} rport {}", candidate.related.ip().text(), candidate.related.port());
    return text;
}

}  // namespace sipcore::sdp
