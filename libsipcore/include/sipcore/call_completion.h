// SPDX-License-Identifier: GPL-2.0-only
/** @file Completion of calls that met a busy or an absent callee: who was called offers it, who called asks for it by a
 *  subscription, and is told when the callee is free. Both sides are here; what decides is the host's. @rfc{6910,4} */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sipcore/export.h"
#include "sipcore/header.h"
#include "sipcore/result.h"

namespace sipcore {

/** What a call met, and so what its caller waits for. @rfc{6910,7.2} */
enum class CompletionService : std::uint8_t {
    busy,           ///< `BS`
    no_reply,       ///< `NR`
    not_logged_in,  ///< `NL`
};

/** What a response offers. */
struct CompletionHint {
    std::string uri;                                     ///< what is to be subscribed to
    CompletionService service = CompletionService::busy; ///< what for

    /** Equal in both. */
    bool operator==(const CompletionHint&) const = default;
};

/** Reads what a Call-Info header offers; nothing where it is about something else, or its URI is none of SIP. Without `m` it
 *  is for a busy callee. @threads any @rfc{6910,7.2} */
SIPCORE_API std::optional<CompletionHint> read_completion_hint(std::string_view call_info);
/** The Call-Info header that offers completion. @threads any */
SIPCORE_API Header completion_header(std::string_view uri);

/** A caller whom completion was offered: what he does. Called on a strand, under no lock. */
class CompletionCaller {
public:
    virtual ~CompletionCaller() = default;
    /** He asks for it: to be settled by `accept` or `refuse` of the offer, at once or later. */
    virtual void on_requested() = 0;
    /** He does not want it any more. */
    virtual void on_cancelled() = 0;
    /** He told whether he could be called now. */
    virtual void on_availability(bool available) = 0;
};

/** Completion that is offered to a caller. Verbs may be called by any thread under any lock: they post. */
class CompletionOffer {
public:
    virtual ~CompletionOffer() = default;
    /** What stands in Call-Info. */
    virtual const std::string& uri() const = 0;
    /** User part of the URI that is called when the callee is free. */
    virtual const std::string& recall_user() const = 0;
    /** The request is taken: 200, and NOTIFY that it waits. */
    virtual void accept() = 0;
    /** The request is refused. */
    virtual void refuse(Error error) = 0;
    /** The callee is free: NOTIFY with what is to be called. */
    virtual void tell_ready() = 0;
    /** It is offered no more: an open request is refused, a subscription ends. */
    virtual void withdraw() = 0;
};

/** What a callee who was asked for completion does. Called on a strand, under no lock. */
class CompletionCallee {
public:
    virtual ~CompletionCallee() = default;
    /** The request waits in his queue. */
    virtual void on_queued() = 0;
    /** He is free. @param uri what is to be called */
    virtual void on_ready(const std::string& uri) = 0;
    /** There will be no completion. @param why for a log */
    virtual void on_failed(const std::string& why) = 0;
};

/** A request of ours for completion. Verbs may be called by any thread under any lock: they post. */
class CompletionWatch {
public:
    virtual ~CompletionWatch() = default;
    /** Our caller cannot be called now. @rfc{6910,4.2} */
    virtual void suspend() = 0;
    /** He can again. */
    virtual void resume() = 0;
    /** Nobody waits any more. */
    virtual void cancel() = 0;
};

/** What a request for completion is made of. */
struct CompletionOrder {
    std::string endpoint;             ///< who was called
    CompletionHint hint;              ///< what was offered
    std::chrono::seconds lifetime{0}; ///< how long we would wait
};

/** Call completion of the process. */
class CallCompletion {
public:
    virtual ~CallCompletion() = default;
    /**
     * Offers completion.
     * @param contact   our Contact's URI on his call: where he reaches us
     * @param owner     the caller's endpoint, which alone may take it; empty: a guest
     * @param caller    told what he does
     * @return the offer, which lasts until it is withdrawn
     * @threads any
     */
    virtual std::shared_ptr<CompletionOffer> offer(std::string_view contact, std::string owner,
                                                   std::weak_ptr<CompletionCaller> caller) = 0;
    /**
     * Asks for completion.
     * @return the request; Error{404} when the endpoint has no address
     * @threads any
     */
    virtual Result<std::shared_ptr<CompletionWatch>> watch(const CompletionOrder& order, std::weak_ptr<CompletionCallee> callee) = 0;
};

/** Call completion, while subscriptions are served; null otherwise. @threads any */
SIPCORE_API std::shared_ptr<CallCompletion> call_completion();
/** Sets it. @threads the loader's */
SIPCORE_API void set_call_completion(std::shared_ptr<CallCompletion> completion);

}  // namespace sipcore
