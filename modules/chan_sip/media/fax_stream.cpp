// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's UDPTL, as a call uses it. */
#include "media/fax_stream.h"

#include <algorithm>

#include "media/rtp_stream.h"

namespace chan_sip {
namespace {

using sipcore::config::UdptlRepair;
using sipcore::sdp::FaxParameters;
using sipcore::sdp::FaxRepair;

/** A rate in Asterisk's words. */
struct Rate {
    unsigned bits;               ///< in a second
    ast_control_t38_rate word;   ///< Asterisk's
};

/** All rates, fastest first. */
constexpr Rate rates[] = {
    {14400, AST_T38_RATE_14400}, {12000, AST_T38_RATE_12000}, {9600, AST_T38_RATE_9600},
    {7200, AST_T38_RATE_7200},   {4800, AST_T38_RATE_4800},   {2400, AST_T38_RATE_2400},
};

/** Asterisk's word for our way of mending. */
ast_t38_ec_modes mode_of(UdptlRepair repair)
{
    switch (repair) {
    case UdptlRepair::fec: return UDPTL_ERROR_CORRECTION_FEC;
    case UdptlRepair::redundancy: return UDPTL_ERROR_CORRECTION_REDUNDANCY;
    case UdptlRepair::none: break;
    }
    return UDPTL_ERROR_CORRECTION_NONE;
}

/** Asterisk's word for the other side's way of mending. */
ast_t38_ec_modes mode_of(FaxRepair repair)
{
    switch (repair) {
    case FaxRepair::fec: return UDPTL_ERROR_CORRECTION_FEC;
    case FaxRepair::redundancy: return UDPTL_ERROR_CORRECTION_REDUNDANCY;
    case FaxRepair::none: break;
    }
    return UDPTL_ERROR_CORRECTION_NONE;
}

/** A description's word for Asterisk's. */
FaxRepair repair_of(ast_t38_ec_modes mode)
{
    switch (mode) {
    case UDPTL_ERROR_CORRECTION_FEC: return FaxRepair::fec;
    case UDPTL_ERROR_CORRECTION_REDUNDANCY: return FaxRepair::redundancy;
    case UDPTL_ERROR_CORRECTION_NONE: break;
    }
    return FaxRepair::none;
}

}  // namespace

sipcore::Outcome<FaxStream> FaxStream::open(const sipcore::IpAddress& bind, const Plan& plan, const char* name)
{
    auto address = to_ast({bind, 0});
    FaxStream stream;
    stream.instance_.reset(ast_udptl_new_with_bindaddr(nullptr, nullptr, 0, &address));
    if (!stream)
        return std::unexpected{sipcore::Failure{"No UDPTL port at " + bind.text()}};
    ast_udptl_set_tag(stream.instance(), "%s", name);
    ast_udptl_set_error_correction_scheme(stream.instance(), mode_of(plan.repair));
    ast_udptl_setnat(stream.instance(), plan.symmetric ? 1 : 0);
    if (plan.tos || plan.cos)
        ast_udptl_setqos(stream.instance(), static_cast<unsigned>(plan.tos), static_cast<unsigned>(plan.cos));
    return stream;
}

std::uint16_t FaxStream::port() const
{
    ast_sockaddr address{};
    ast_udptl_get_us(instance_.get(), &address);
    return ast_sockaddr_port(&address);
}

void FaxStream::set_peer(const sipcore::SocketAddress& peer, const FaxParameters& theirs, unsigned override)
{
    auto address = to_ast(peer);
    ast_udptl_set_peer(instance(), &address);
    ast_udptl_set_error_correction_scheme(instance(), mode_of(theirs.repair));
    ast_udptl_set_far_max_datagram(instance(), std::max(theirs.max_datagram.value_or(0), override));
}

void FaxStream::set_max_ifp(unsigned octets)
{
    ast_udptl_set_local_max_ifp(instance(), octets);
}

FaxParameters FaxStream::described(FaxParameters program) const
{
    program.max_datagram = ast_udptl_get_local_max_datagram(instance());
    program.repair = repair_of(ast_udptl_get_error_correction_scheme(instance()));
    return program;
}

FaxParameters fax_parameters(const ast_control_t38_parameters& control)
{
    FaxParameters parameters;
    parameters.version = control.version;
    auto rate = std::ranges::find(rates, control.rate, &Rate::word);
    parameters.max_rate = rate == std::end(rates) ? parameters.max_rate : rate->bits;
    parameters.local_tcf = control.rate_management == AST_T38_RATE_MANAGEMENT_LOCAL_TCF;
    parameters.fill_bit_removal = control.fill_bit_removal;
    parameters.transcoding_mmr = control.transcoding_mmr;
    parameters.transcoding_jbig = control.transcoding_jbig;
    return parameters;
}

ast_control_t38_parameters fax_control(ast_control_t38 step, const sipcore::sdp::FaxParameters& parameters, unsigned max_ifp)
{
    ast_control_t38_parameters control{};
    control.request_response = step;
    control.version = parameters.version;
    control.max_ifp = max_ifp;
    // The fastest rate that is not faster than what was said; what is slower than all is the slowest.
    auto rate = std::ranges::find_if(rates, [&](const Rate& known) { return known.bits <= parameters.max_rate; });
    control.rate = rate == std::end(rates) ? AST_T38_RATE_2400 : rate->word;
    control.rate_management =
        parameters.local_tcf ? AST_T38_RATE_MANAGEMENT_LOCAL_TCF : AST_T38_RATE_MANAGEMENT_TRANSFERRED_TCF;
    control.fill_bit_removal = parameters.fill_bit_removal;
    control.transcoding_mmr = parameters.transcoding_mmr;
    control.transcoding_jbig = parameters.transcoding_jbig;
    return control;
}

}  // namespace chan_sip
