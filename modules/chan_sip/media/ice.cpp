// SPDX-License-Identifier: GPL-2.0-only
/** @file ICE by Asterisk's RTP engine. */
#include "media/ice.h"

#include "media/rtp_stream.h"
#include "pbx/ao2.h"

namespace chan_sip {
namespace {

using sipcore::sdp::Candidate;
using sipcore::sdp::CandidateType;

/** Components: one for RTP, one for RTCP where that has a port of its own. */
constexpr int components(bool one_port)
{
    return one_port ? 1 : 2;
}

/** A type as the engine numbers it. */
ast_rtp_ice_candidate_type to_ast(CandidateType type)
{
    switch (type) {
    case CandidateType::host:
        break;
    case CandidateType::srflx:
        return AST_RTP_ICE_CANDIDATE_TYPE_SRFLX;
    case CandidateType::relay:
        return AST_RTP_ICE_CANDIDATE_TYPE_RELAYED;
    }
    return AST_RTP_ICE_CANDIDATE_TYPE_HOST;
}

/** A type of the engine's. */
CandidateType from_ast(ast_rtp_ice_candidate_type type)
{
    switch (type) {
    case AST_RTP_ICE_CANDIDATE_TYPE_HOST:
        break;
    case AST_RTP_ICE_CANDIDATE_TYPE_SRFLX:
        return CandidateType::srflx;
    case AST_RTP_ICE_CANDIDATE_TYPE_RELAYED:
        return CandidateType::relay;
    }
    return CandidateType::host;
}

/** A candidate of ours as a description says it. */
Candidate described(const ast_rtp_engine_ice_candidate& candidate)
{
    bool derived = !ast_sockaddr_isnull(&candidate.relay_address);
    return {.foundation = candidate.foundation ? candidate.foundation : "",
            .component = static_cast<std::uint8_t>(candidate.id),
            .priority = static_cast<std::uint32_t>(candidate.priority),
            .address = chan_sip::from_ast(candidate.address),
            .type = from_ast(candidate.type),
            .related = derived ? chan_sip::from_ast(candidate.relay_address) : sipcore::SocketAddress{}};
}

/** Hands a candidate of theirs to the engine, which copies it. */
void add(ast_rtp_engine_ice* ice, ast_rtp_instance* rtp, const Candidate& theirs)
{
    char transport[] = "udp";
    auto foundation = theirs.foundation;
    ast_rtp_engine_ice_candidate candidate{};
    candidate.foundation = foundation.data();
    candidate.id = static_cast<ast_rtp_ice_component_type>(theirs.component);
    candidate.transport = transport;
    candidate.priority = static_cast<int>(theirs.priority);
    candidate.address = chan_sip::to_ast(theirs.address);
    if (theirs.related)
        candidate.relay_address = chan_sip::to_ast(theirs.related);
    candidate.type = to_ast(theirs.type);
    ice->add_remote_candidate(rtp, &candidate);
}

}  // namespace

bool has_candidates(ast_rtp_instance* rtp)
{
    auto* ice = ast_rtp_instance_get_ice(rtp);
    auto candidates = pbx::Ao2<ao2_container>::adopt(ice ? ice->get_local_candidates(rtp) : nullptr);
    return candidates && ao2_container_count(candidates.get()) > 0;
}

void stop_ice(ast_rtp_instance* rtp)
{
    if (auto* ice = ast_rtp_instance_get_ice(rtp))
        ice->stop(rtp);
}

void describe_ice(ast_rtp_instance* rtp, sipcore::sdp::MediaTransport& ours, bool one_port)
{
    auto* ice = ast_rtp_instance_get_ice(rtp);
    auto candidates = pbx::Ao2<ao2_container>::adopt(ice ? ice->get_local_candidates(rtp) : nullptr);
    if (!candidates)
        return;
    const char* user = ice->get_ufrag(rtp);
    const char* password = ice->get_password(rtp);
    ours.ice_user = user ? user : "";
    ours.ice_password = password ? password : "";
    auto each = ao2_iterator_init(candidates.get(), 0);
    while (auto* next = static_cast<ast_rtp_engine_ice_candidate*>(ao2_iterator_next(&each))) {
        if (next->id == AST_RTP_ICE_COMPONENT_RTP || !one_port)
            ours.candidates.push_back(described(*next));
        ao2_ref(next, -1);
    }
    ao2_iterator_destroy(&each);
}

void start_ice(ast_rtp_instance* rtp, const sipcore::sdp::MediaTransport& theirs, IceRole role, bool one_port)
{
    auto* ice = ast_rtp_instance_get_ice(rtp);
    if (!ice)
        return;
    ice->change_components(rtp, components(one_port));
    ice->set_authentication(rtp, theirs.ice_user.c_str(), theirs.ice_password.c_str());
    if (theirs.ice_lite)
        ice->ice_lite(rtp);
    for (const auto& candidate : theirs.candidates)
        if (candidate.component == AST_RTP_ICE_COMPONENT_RTP || !one_port)
            add(ice, rtp, candidate);
    bool controlling = role == IceRole::controlling || theirs.ice_lite;
    ice->set_role(rtp, controlling ? AST_RTP_ICE_ROLE_CONTROLLING : AST_RTP_ICE_ROLE_CONTROLLED);
    ice->start(rtp);
}

}  // namespace chan_sip
