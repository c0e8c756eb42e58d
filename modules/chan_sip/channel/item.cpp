// SPDX-License-Identifier: GPL-2.0-only
/** @file Items of CHANNEL() for a SIP channel, from the session's snapshot and the RTP instance. */
#include "channel/call.h"
#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** What the items are read from. */
using Snapshot = sipcore::SessionSnapshot;

/** The URI of a From or To as the header has it: what stands in its brackets. */
std::string inside_brackets(const std::string& text)
{
    auto open = text.rfind('<');
    return open == std::string::npos ? text : text.substr(open + 1, text.find('>', open) - open - 1);
}

/** A URI up to its parameters. */
std::string before_parameters(const std::string& uri)
{
    return uri.substr(0, uri.find(';'));
}

/** Where the last packets came from; where ours go while none came. */
const sipcore::SocketAddress& source_of(const Snapshot& s)
{
    return s.received_from ? s.received_from : s.remote;
}

/** An item that the snapshot answers. */
struct SnapshotItem {
    std::string_view name;                     ///< as CHANNEL() has it
    std::string (*value)(const Snapshot&);     ///< its text
};

/** The items that the snapshot answers. */
constexpr SnapshotItem snapshot_items[] = {
    {"peerip", [](const Snapshot& s) { return s.remote ? s.remote.ip().text() : std::string{}; }},
    {"recvip", [](const Snapshot& s) { return source_of(s) ? source_of(s).ip().text() : std::string{}; }},
    {"recvport", [](const Snapshot& s) { return std::to_string(source_of(s).port()); }},
    {"from", [](const Snapshot& s) { return s.incoming ? inside_brackets(s.remote_uri) : std::string{}; }},
    {"uri", [](const Snapshot& s) { return before_parameters(s.remote_contact.empty() && !s.incoming ? s.request_uri : s.remote_contact); }},
    {"ruri", [](const Snapshot& s) { return s.request_uri; }},
    {"useragent", [](const Snapshot& s) { return s.user_agent; }},
    {"secure_signaling", [](const Snapshot& s) { return std::string{s.secure_signaling ? "1" : ""}; }},
};

/** A field of `rtpqos`: what the RTP engine calls it, and where it puts its number. */
struct QualityField {
    std::string_view name;                            ///< as CHANNEL() has it
    ast_rtp_instance_stat which;                      ///< what is asked for
    unsigned int ast_rtp_instance_stats::*count;      ///< a whole number, or null
    double ast_rtp_instance_stats::*value;            ///< a fraction where `count` is null
};

/** The figures of a stream. */
using Stats = ast_rtp_instance_stats;

/** The fields. The last six were documented by the old driver and never worked. */
constexpr QualityField quality_fields[] = {
    {"txcount", AST_RTP_INSTANCE_STAT_TXCOUNT, &Stats::txcount, nullptr},
    {"rxcount", AST_RTP_INSTANCE_STAT_RXCOUNT, &Stats::rxcount, nullptr},
    {"txjitter", AST_RTP_INSTANCE_STAT_TXJITTER, nullptr, &Stats::txjitter},
    {"rxjitter", AST_RTP_INSTANCE_STAT_RXJITTER, nullptr, &Stats::rxjitter},
    {"remote_maxjitter", AST_RTP_INSTANCE_STAT_REMOTE_MAXJITTER, nullptr, &Stats::remote_maxjitter},
    {"remote_minjitter", AST_RTP_INSTANCE_STAT_REMOTE_MINJITTER, nullptr, &Stats::remote_minjitter},
    {"remote_normdevjitter", AST_RTP_INSTANCE_STAT_REMOTE_NORMDEVJITTER, nullptr, &Stats::remote_normdevjitter},
    {"remote_stdevjitter", AST_RTP_INSTANCE_STAT_REMOTE_STDEVJITTER, nullptr, &Stats::remote_stdevjitter},
    {"local_maxjitter", AST_RTP_INSTANCE_STAT_LOCAL_MAXJITTER, nullptr, &Stats::local_maxjitter},
    {"local_minjitter", AST_RTP_INSTANCE_STAT_LOCAL_MINJITTER, nullptr, &Stats::local_minjitter},
    {"local_normdevjitter", AST_RTP_INSTANCE_STAT_LOCAL_NORMDEVJITTER, nullptr, &Stats::local_normdevjitter},
    {"local_stdevjitter", AST_RTP_INSTANCE_STAT_LOCAL_STDEVJITTER, nullptr, &Stats::local_stdevjitter},
    {"txploss", AST_RTP_INSTANCE_STAT_TXPLOSS, &Stats::txploss, nullptr},
    {"rxploss", AST_RTP_INSTANCE_STAT_RXPLOSS, &Stats::rxploss, nullptr},
    {"remote_maxrxploss", AST_RTP_INSTANCE_STAT_REMOTE_MAXRXPLOSS, nullptr, &Stats::remote_maxrxploss},
    {"remote_minrxploss", AST_RTP_INSTANCE_STAT_REMOTE_MINRXPLOSS, nullptr, &Stats::remote_minrxploss},
    {"remote_normdevrxploss", AST_RTP_INSTANCE_STAT_REMOTE_NORMDEVRXPLOSS, nullptr, &Stats::remote_normdevrxploss},
    {"remote_stdevrxploss", AST_RTP_INSTANCE_STAT_REMOTE_STDEVRXPLOSS, nullptr, &Stats::remote_stdevrxploss},
    {"local_maxrxploss", AST_RTP_INSTANCE_STAT_LOCAL_MAXRXPLOSS, nullptr, &Stats::local_maxrxploss},
    {"local_minrxploss", AST_RTP_INSTANCE_STAT_LOCAL_MINRXPLOSS, nullptr, &Stats::local_minrxploss},
    {"local_normdevrxploss", AST_RTP_INSTANCE_STAT_LOCAL_NORMDEVRXPLOSS, nullptr, &Stats::local_normdevrxploss},
    {"local_stdevrxploss", AST_RTP_INSTANCE_STAT_LOCAL_STDEVRXPLOSS, nullptr, &Stats::local_stdevrxploss},
    {"rtt", AST_RTP_INSTANCE_STAT_RTT, nullptr, &Stats::rtt},
    {"maxrtt", AST_RTP_INSTANCE_STAT_MAX_RTT, nullptr, &Stats::maxrtt},
    {"minrtt", AST_RTP_INSTANCE_STAT_MIN_RTT, nullptr, &Stats::minrtt},
    {"normdevrtt", AST_RTP_INSTANCE_STAT_NORMDEVRTT, nullptr, &Stats::normdevrtt},
    {"stdevrtt", AST_RTP_INSTANCE_STAT_STDEVRTT, nullptr, &Stats::stdevrtt},
    {"local_ssrc", AST_RTP_INSTANCE_STAT_LOCAL_SSRC, &Stats::local_ssrc, nullptr},
    {"remote_ssrc", AST_RTP_INSTANCE_STAT_REMOTE_SSRC, &Stats::remote_ssrc, nullptr},
    {"local_count", AST_RTP_INSTANCE_STAT_RXCOUNT, &Stats::rxcount, nullptr},
    {"local_lostpackets", AST_RTP_INSTANCE_STAT_RXPLOSS, &Stats::rxploss, nullptr},
    {"local_jitter", AST_RTP_INSTANCE_STAT_RXJITTER, nullptr, &Stats::rxjitter},
    {"remote_count", AST_RTP_INSTANCE_STAT_TXCOUNT, &Stats::txcount, nullptr},
    {"remote_lostpackets", AST_RTP_INSTANCE_STAT_TXPLOSS, &Stats::txploss, nullptr},
    {"remote_jitter", AST_RTP_INSTANCE_STAT_TXJITTER, nullptr, &Stats::txjitter},
};

/** All figures of a stream in one line. */
std::string quality_line(ast_rtp_instance* rtp)
{
    std::array<char, 512> text{};
    ast_rtp_instance_get_quality(rtp, AST_RTP_INSTANCE_STAT_FIELD_QUALITY, text.data(), text.size());
    return text.data();
}

/** One figure of a stream, or all of them. @return nothing for a field that there is not */
std::optional<std::string> quality(ast_rtp_instance* rtp, std::string_view field)
{
    if (field.empty() || sipcore::same_name(field, "all"))
        return quality_line(rtp);
    for (const auto& known : quality_fields) {
        if (!sipcore::same_name(field, known.name))
            continue;
        Stats stats{};
        if (ast_rtp_instance_get_stats(rtp, &stats, known.which))
            return std::string{};
        return known.count ? std::to_string(stats.*known.count) : std::to_string(stats.*known.value);
    }
    return std::nullopt;
}

/** Where media is sent to. */
std::string destination_of(ast_rtp_instance* rtp)
{
    ast_sockaddr address{};
    ast_rtp_instance_get_remote_address(rtp, &address);
    return ast_sockaddr_isnull(&address) ? std::string{} : from_ast(address).text();
}

/** Cuts off what stands before the first comma. */
std::string_view take_word(std::string_view& rest)
{
    auto end = std::min(rest.find(','), rest.size());
    auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

}  // namespace

std::optional<std::string> Call::media_item(std::string_view name, std::string_view parameters) const
{
    auto stream = take_word(parameters);
    const auto& asked = sipcore::same_name(stream, "video") ? video_ : sipcore::same_name(stream, "text") ? text_ : audio_;
    if (!stream.empty() && &asked == &audio_ && !sipcore::same_name(stream, "audio"))
        return std::nullopt;
    if (!asked)
        return std::string{};
    if (sipcore::same_name(name, "rtpqos"))
        return quality(asked.instance(), take_word(parameters));
    if (sipcore::same_name(name, "rtpdest"))
        return destination_of(asked.instance());
    return sipcore::SocketAddress{side_.local_address, asked.port()}.text();
}

std::optional<std::string> Call::item(std::string_view name, std::string_view parameter) const
{
    for (const auto& known : snapshot_items)
        if (sipcore::same_name(name, known.name))
            return known.value(*snapshot());
    if (sipcore::same_name(name, "peername"))
        return side_.endpoint ? side_.endpoint->name : incoming_ ? std::string{} : dialled_.user;
    if (sipcore::same_name(name, "secure_media"))
        return audio_.is_encrypted() ? "1" : "";
    if (sipcore::same_name(name, "t38passthrough"))
        return fax_.stage == Fax::Stage::offered_by_us || fax_.stage == Fax::Stage::offered_by_them ||
                       fax_.stage == Fax::Stage::running
                   ? "1"
                   : "0";
    if (sipcore::same_name(name, "rtpqos") || sipcore::same_name(name, "rtpdest") || sipcore::same_name(name, "rtpsource"))
        return media_item(name, parameter);
    return std::nullopt;
}

}  // namespace chan_sip
