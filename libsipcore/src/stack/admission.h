// SPDX-License-Identifier: GPL-2.0-only
/** @file Admission: whose a request is, whether its address may send it, and the proof that is asked of it, all before
 *  anything is kept. Who fails is answered at once, in the same way whatever it failed at. */
#pragma once

#include <optional>
#include <string_view>

#include "auth/digest.h"
#include "pj/pjsip.h"
#include "stack/attempt.h"
#include "stack/core.h"
#include "stack/methods.h"

namespace sipcore::stack {

/** Lets requests in. There is one in a stack, used by all workers at once. */
class Admission {
public:
    /** What is to be done with a request after it. */
    enum class Passage { go_on, answered };

    /** `core` outlives it. */
    Admission(Core& core, auth::NonceMint mint) : core_{core}, mint_{mint} {}

    /**
     * Finds out who sent a request and has it proved; whoever it is, or a guest, is noted in the Reception.
     * @param rdata   a request outside of dialogs
     * @param method  its method
     * @param row     who answers the method; nothing for OPTIONS, which the stack itself answers
     * @return whether it was answered, because it must prove itself first or failed to
     * @threads a worker
     */
    Passage admit(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row);

    /** A name that nobody has whom we know, and from whose place nobody sends whom we know. */
    struct Stranger {
        std::string name;  ///< whom it says to be
    };
    /**
     * Whether a request comes from nobody whom we know, so that it is worth asking elsewhere.
     * @param rdata   a request outside of dialogs
     * @param method  its method
     * @param row     who answers the method; nothing for OPTIONS
     * @threads a worker
     */
    std::optional<Stranger> stranger(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row) const;

private:
    /** Somebody who may be known, and why not to believe it. */
    struct Suspect {
        std::optional<EndpointStatus> status;  ///< who it is
        Ending doubt = Ending::let_in;         ///< why it will not be let in whatever it proves; let_in: no reason
    };
    /** The endpoint that a request says it is from. */
    Suspect identify(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row) const;
    /** The endpoint whose account a REGISTER is for. */
    Suspect identify_account(pjsip_rx_data* rdata, std::string_view account) const;
    /** The endpoint that somebody becomes by registering under a name that nobody has, where that is allowed.
     *  @option{autocreatepeer} */
    std::optional<EndpointStatus> created(std::string_view account) const;
    /** Asks for credentials, or judges them. @return how that ended */
    Ending prove(pjsip_rx_data* rdata, const config::Auth* auth, Attempt& attempt) const;
    /** Asks for credentials. */
    void challenge(pjsip_rx_data* rdata, std::string_view realm, bool stale, Attempt& attempt) const;
    /** Tells the log and the host how it ended. */
    void report(const Attempt& attempt) const;

    Core& core_;
    auth::NonceMint mint_;
};

}  // namespace sipcore::stack
