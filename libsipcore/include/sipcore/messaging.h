// SPDX-License-Identifier: GPL-2.0-only
/** @file Text messages outside of calls: MESSAGE in both directions. @rfc{3428,4} */
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/export.h"
#include "sipcore/result.h"
#include "sipcore/stack.h"

namespace sipcore {

/** A MESSAGE that came. */
struct IncomingMessage {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< who sent it; null: a guest
    std::string context;       ///< where its destination is looked up
    std::string user;          ///< user part of the Request-URI, as written
    std::string to;            ///< Request-URI
    std::string from;          ///< From as `"Name" <uri>` or `<uri>`
    std::string contact;       ///< URI of Contact; empty without one
    std::string body;          ///< its text, with LF between lines and none at the end
    SocketAddress source;      ///< where it came from
    std::vector<std::pair<std::string, std::string>> headers;  ///< all headers, compact names expanded
};

/** Takes messages: implemented by the host's module. */
class MessageHandler {
public:
    virtual ~MessageHandler() = default;
    /** A MESSAGE came. @return the status of its answer: 202 when it was taken. @threads a strand; must not block */
    virtual Error on_message(const IncomingMessage& message) = 0;
};

/** A MESSAGE to be sent. */
struct OutgoingMessage {
    std::string to;            ///< `sip:user@host`, `sip:endpoint`, `sip:user@endpoint`, or `Name <sip:…>`
    std::string from;          ///< an endpoint's name, `Name <sip:user@host>`, a name, or nothing
    std::string body;          ///< its text
    std::vector<std::pair<std::string, std::string>> headers;  ///< further headers; Request-URI, Max-Forwards and Content-Type act
};

/** The text of a body as a message holds it: LF between lines, none at the end. @threads any */
SIPCORE_API std::string plain_lines(std::string_view body);
/** Whether a Content-Type is one that we take: plain text, whatever its parameters. @threads any */
SIPCORE_API bool is_plain_text(std::string_view content_type);

/** The feature of MESSAGE outside of calls. Without it MESSAGE gets 405. */
class SIPCORE_API Messages {
public:
    /**
     * Turns messages on.
     * @param stack    must outlive it
     * @param handler  takes them; must outlive it
     * @return the feature; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it waits until no message is being taken
     */
    static Outcome<std::unique_ptr<Messages>> create(Stack& stack, MessageHandler& handler);
    virtual ~Messages() = default;
    /**
     * Sends a message; what comes of it is logged.
     * @param patience  how long DNS is waited for when its destination is a host's name; 0: that name must be known
     * @return Error{404} when its destination has no address, Error{483} when it has gone too far, Error{400} when its
     *         destination cannot be read
     * @threads any that holds nothing; with patience one that may wait, never a worker
     */
    virtual Result<> send(OutgoingMessage message, std::chrono::milliseconds patience = {}) = 0;
};

}  // namespace sipcore
