// SPDX-License-Identifier: GPL-2.0-only
/** @file What stands between a connection's octets and its messages: nothing for TCP, TLS for TLS. Octets in, octets out; it
 *  owns no socket, so that one connection class serves both. */
#pragma once

#include <string>
#include <string_view>

namespace sipcore::transport {

/** Turns wire octets into plain ones and back. Not safe for several threads: its connection locks. */
class Cipher {
public:
    virtual ~Cipher() = default;
    /** How far it is. */
    enum class State : unsigned char {
        shaking_hands,  ///< nothing plain can pass yet
        open,           ///< octets pass
        closed,         ///< the other side ended it in order
        failed,         ///< it is of no use; `why` says the reason
    };
    /**
     * Octets came from the wire.
     * @param octets      what came; may be empty, to begin a handshake
     * @param[out] plain  plain octets are appended
     * @param[out] wire   octets to be sent are appended
     */
    virtual State feed(std::string_view octets, std::string& plain, std::string& wire) = 0;
    /** Octets are to be sent. @param[out] wire what is to be sent for them is appended @return false when it is not open */
    virtual bool seal(std::string_view plain, std::string& wire) = 0;
    /** Says good-bye. @param[out] wire what is to be sent is appended */
    virtual void finish(std::string& wire) = 0;
    /** Why it failed, in words for the log. */
    virtual std::string why() const = 0;
    /** Whether it failed over the other side's certificate, or for want of one. */
    virtual bool refused() const = 0;
};

}  // namespace sipcore::transport
