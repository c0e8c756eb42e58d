// SPDX-License-Identifier: GPL-2.0-only
/** @file The UDPTL of a call, and Asterisk's words for a fax in those of a description. */
#pragma once

#include <cstdint>
#include <memory>

#include "pbx/asterisk.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/fax.h"
#include "sipcore/result.h"

namespace chan_sip {

/** One UDPTL instance of Asterisk's. Touched only with the channel's lock held, and destroyed when the channel is hung up. */
class FaxStream {
public:
    /** What it is opened with. */
    struct Plan {
        sipcore::config::UdptlRepair repair{};  ///< how we mend lost packets @option{t38pt_udptl}
        bool symmetric = false;                 ///< whether packets go to where packets come from
        int tos = 0;                            ///< type of service of the packets
        int cos = 0;                            ///< 802.1p priority of the packets
    };

    /** No instance. */
    FaxStream() = default;
    /**
     * Opens a port.
     * @param bind  address to bind
     * @param plan  how it is to be
     * @param name  the channel's, for Asterisk's log
     * @return the stream; Failure when no port is left
     * @threads any
     */
    static sipcore::Outcome<FaxStream> open(const sipcore::IpAddress& bind, const Plan& plan, const char* name);

    /** Whether there is an instance. */
    explicit operator bool() const noexcept { return static_cast<bool>(instance_); }
    /** Asterisk's object, lent. */
    ast_udptl* instance() const noexcept { return instance_.get(); }
    /** Our port. */
    std::uint16_t port() const;
    /**
     * Puts in force what the other side said: where packets go, how large they may be, how they are mended.
     * @param peer      where packets go
     * @param theirs    what it said
     * @param override  octets that a datagram may have, should it have said less @option{t38pt_udptl}
     */
    void set_peer(const sipcore::SocketAddress& peer, const sipcore::sdp::FaxParameters& theirs, unsigned override);
    /** Takes what the fax program of ours can take: the size of its packets, in octets. */
    void set_max_ifp(unsigned octets);
    /** What we say of the instance itself beside the program's parameters: largest datagram, and how it is mended. */
    sipcore::sdp::FaxParameters described(sipcore::sdp::FaxParameters program) const;

private:
    /** Ends it. */
    struct End {
        /** Ends it. */
        void operator()(ast_udptl* udptl) const { ast_udptl_destroy(udptl); }
    };
    std::unique_ptr<ast_udptl, End> instance_;
};

/** What Asterisk's fax programs ask for, in a description's words. @threads any */
sipcore::sdp::FaxParameters fax_parameters(const ast_control_t38_parameters& control);

/** A description's words as Asterisk's frame. @param step what happened @param max_ifp most octets of a packet, 0: none
 *  @threads any */
ast_control_t38_parameters fax_control(ast_control_t38 step, const sipcore::sdp::FaxParameters& parameters, unsigned max_ifp);

}  // namespace chan_sip
