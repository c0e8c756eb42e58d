// SPDX-License-Identifier: GPL-2.0-only
/** @file Turning new calls away. */
#include "stack/turn_away.h"

#include <algorithm>
#include <array>
#include <format>

#include "base/random.h"
#include "pj/pjsip.h"
#include "pj/text.h"
#include "stack/overload.h"

namespace sipcore::stack {

namespace {

/** What branches begin with that are unique by themselves. @rfc{3261,8.1.1.7} */
constexpr std::string_view magic_cookie = "z9hG4bK";
/** The longest branch that is looked for here. */
constexpr std::size_t longest_branch = 256;

/** Whether text ends with a tag. */
bool has_tag(std::string_view to, std::string_view tag)
{
    return to.ends_with(tag) && to.size() > tag.size() && to[to.size() - tag.size() - 1] == '=';
}

}  // namespace

bool has_invite_transaction(std::string_view branch)
{
    std::array<char, 1024> memory;
    auto* pool = pj_pool_create_on_buf("branch", memory.data(), memory.size());
    if (!pool)
        return false;
    pjsip_via_hdr via{};
    via.branch_param = pj::borrow(branch);
    pjsip_rx_data rdata{};
    rdata.msg_info.via = &via;
    pj_str_t key{};
    return pjsip_tsx_create_key(pool, &key, PJSIP_ROLE_UAS, &pjsip_invite_method, &rdata) == PJ_SUCCESS &&
           pjsip_tsx_layer_find_tsx2(&key, PJ_FALSE) != nullptr;
}

TurnAway::TurnAway(Core& core, const Workers& workers)
    : core_{core}, workers_{workers},
      tag_{random_text(16)},
      headers_{std::format("Retry-After: {}\r\n", retry_after)}
{
}

std::optional<transport::EarlyAnswer> TurnAway::look_at(const transport::Outline& request, const transport::Packet& packet)
{
    auto method = request.method();
    auto to = request.header("To", 't');
    if (!to || (method != "INVITE" && method != "ACK"))
        return std::nullopt;
    if (method == "ACK")
        return has_tag(*to, tag_) ? std::optional{transport::EarlyAnswer{}} : std::nullopt;
    if (transport::may_be_tagged(*to))
        return std::nullopt;
    core_.overload().note_datagram(packet.waited);
    if (core_.overload().may_begin(workers_.oldest_wait()))
        return std::nullopt;
    auto via = transport::top_via(request);
    bool finds_back = via && (packet.flow || via->rport || (via->port ? via->port : 5060) == packet.source.port());
    if (!finds_back || !via->branch.starts_with(magic_cookie) || via->branch.size() > longest_branch ||
        has_invite_transaction(via->branch))
        return std::nullopt;
    return transport::EarlyAnswer{503, "Service Unavailable", tag_, headers_};
}

}  // namespace sipcore::stack
