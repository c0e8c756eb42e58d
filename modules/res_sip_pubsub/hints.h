// SPDX-License-Identifier: GPL-2.0-only
/** @file Hints of the dialplan as what watched extensions do. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/pubsub.h"

namespace res_sip_pubsub {

/** Where changes are told; closed before the feature goes. */
struct Told {
    std::mutex mutex;                 ///< held while something is told
    sipcore::Subscriptions* feature;  ///< null: nobody is told any more
};

/** Watches hints. */
class Hints final : public sipcore::StateSource {
public:
    /** Tells `told`. */
    explicit Hints(std::shared_ptr<Told> told) : told_{std::move(told)} {}
    std::optional<sipcore::HintState> watch(sipcore::WatchId watch, const std::string& context,
                                            const std::string& extension) override;
    void unwatch(sipcore::WatchId watch) override;

private:
    /** One watch, as Asterisk's callback knows it. */
    struct Watch {
        sipcore::WatchId id;              ///< the library's number
        std::shared_ptr<Told> told;       ///< who is told
        std::mutex mutex;                 ///< guards the state
        sipcore::HintState state;         ///< what was known last: of devices and of presence, which are told one by one
    };
    /** Asterisk tells a change. */
    static int on_change(const char* context, const char* extension, ast_state_cb_info* info, void* data);
    /** Asterisk lets a callback go. */
    static void on_released(int id, void* data);

    std::shared_ptr<Told> told_;
    std::mutex mutex_;
    std::unordered_map<sipcore::WatchId, int> callbacks_;
};

}  // namespace res_sip_pubsub
