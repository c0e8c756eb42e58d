// SPDX-License-Identifier: GPL-2.0-only
/** @file Mailboxes of Asterisk's message waiting. What may take long (the first count, which a voicemail module may read from a
 *  disk) is done on a thread of its own. */
#pragma once

#include "hints.h"
#include "pbx/asterisk.h"
#include "sipcore/pubsub.h"

namespace res_sip_pubsub {

/** Watches mailboxes. */
class Mailboxes final : public sipcore::MailboxSource {
public:
    /** Tells `told`. */
    explicit Mailboxes(std::shared_ptr<Told> told);
    Mailboxes(const Mailboxes&) = delete;             ///< Asterisk holds its address
    Mailboxes& operator=(const Mailboxes&) = delete;  ///< Asterisk holds its address
    /** Ends all watches, and waits for what is under way. */
    ~Mailboxes() override;
    void watch(const std::string& mailbox) override;
    void unwatch(const std::string& mailbox) override;
    void publish(const std::string& mailbox, const sipcore::MessageCounts& counts) override;

private:
    /** Something to be done on the thread. */
    using Job = std::function<void(Mailboxes&)>;
    /** Does something on the thread, after what was asked for before. */
    void post(Job job);
    /** Waits until all that was asked for is done. */
    void drain();
    /** Begins; on the thread. */
    void begin(const std::string& mailbox);
    /** Ends; on the thread. */
    void end(const std::string& mailbox);
    /** Tells what is in a mailbox. */
    void tell(const std::string& mailbox, int fresh, int old);
    /** Asterisk tells a change. */
    static void on_change(void* data, stasis_subscription* subscription, stasis_message* message);

    std::shared_ptr<Told> told_;
    ast_taskprocessor* thread_;
    std::unordered_map<std::string, ast_mwi_subscriber*> watched_;  ///< touched on the thread alone
};

}  // namespace res_sip_pubsub
