// SPDX-License-Identifier: GPL-2.0-only
/** @file Extensions of endpoints that are registered: as long as one is, its `regexten` is a `Noop` in `regcontext`, so that a
 *  dialplan finds out by looking. @option{regcontext} @option{regexten} @option{regextenonqualify} */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/endpoint.h"

namespace res_sip {

/** The extensions that we made. */
class RegisteredExtensions {
public:
    RegisteredExtensions() = default;
    RegisteredExtensions(const RegisteredExtensions&) = delete;             ///< owns extensions of the dialplan
    RegisteredExtensions& operator=(const RegisteredExtensions&) = delete;  ///< owns extensions of the dialplan
    /** Takes all extensions and contexts of ours back. */
    ~RegisteredExtensions();

    /** Makes the contexts of a configuration, and takes those back that it does not have. @threads the loader's, or the one
     *  that reloads */
    void apply(const sipcore::config::Global& global);
    /** An endpoint is registered, or is reachable again. @threads any */
    void add(const sipcore::EndpointStatus& status);
    /** An endpoint is no longer registered, or is not reachable. @threads any */
    void remove(const sipcore::EndpointStatus& status);
    /** Whether extensions follow reachability, too. @threads any */
    bool follows_reachability() const { return on_qualify_; }

private:
    /** An extension and its context. */
    struct Place {
        std::string extension;  ///< extension
        std::string context;    ///< its context
    };
    /** Where the extensions of an endpoint are. */
    std::vector<Place> places(const sipcore::EndpointStatus& status);
    std::mutex mutex_;
    std::vector<std::string> contexts_;
    std::atomic<bool> on_qualify_{false};
};

}  // namespace res_sip
