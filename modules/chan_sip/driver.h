// SPDX-License-Identifier: GPL-2.0-only
/** @file The channel driver as one object: what its module makes when it is loaded and destroys when it is unloaded. */
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <map>
#include <string>
#include <vector>

#include "channel/technology.h"
#include "channel/use_count.h"
#include "cli/reports.h"
#include "completion/agents.h"
#include "completion/monitors.h"
#include "dialplan/dialplan_names.h"
#include "media/formats.h"
#include "media/glue.h"
#include "pbx/asterisk.h"
#include "pbx/cli.h"
#include "sipcore/session.h"
#include "sipcore/stack.h"
#include "sipcore/transfer.h"

namespace chan_sip {

class Call;

/** A scheduler of Asterisk's with a thread of its own, for the timers of RTCP. */
class Scheduler {
public:
    /** Starts it; throws std::bad_alloc. */
    Scheduler();
    Scheduler(const Scheduler&) = delete;             ///< it has a thread
    Scheduler& operator=(const Scheduler&) = delete;  ///< it has a thread
    ~Scheduler();
    /** Asterisk's object, lent. */
    ast_sched_context* get() const noexcept { return context_; }
    /** Calls `step` about every second, until `stop_ticking`. @threads the loader's */
    void tick(ast_sched_cb step);
    /** No step is made any more, and none is under way, when this returns. @threads the loader's */
    void stop_ticking();

private:
    ast_sched_context* context_;
    int ticking_ = -1;
};

/** Takes calls from the stack and from Asterisk. There is one; `driver()` finds it. */
class Driver final : public sipcore::CallHandler {
public:
    /** @param stack must outlive it */
    explicit Driver(sipcore::Stack& stack) : stack_{stack} {}
    ~Driver() override;

    /**
     * Registers the technology and turns calls on.
     * @return Failure when Asterisk has a technology SIP, or the stack somebody else for calls
     * @threads the loader's
     */
    sipcore::Outcome<> start();
    /** Asks Asterisk to hang up every channel of ours. @return whether there were any @threads the loader's */
    bool hang_up_all();

    /** An INVITE came. */
    void on_invite(std::shared_ptr<sipcore::Session> session, const sipcore::IncomingCall& call) override;

    /** The stack. */
    sipcore::Stack& stack() noexcept { return stack_; }
    /** The feature of calls; null before `start`. */
    sipcore::Calls* calls() noexcept { return calls_.get(); }
    /** Runs RTCP's timers. */
    ast_sched_context* scheduler() const noexcept { return scheduler_.get(); }
    /** The formats that endpoints may use. */
    AllowedFormats& formats() noexcept { return formats_; }
    /** How many calls each endpoint has. */
    Uses& uses() noexcept { return uses_; }
    /** Callers who were offered call completion. */
    Agents& agents() noexcept { return agents_; }
    /** Callees who offered it. */
    Monitors& monitors() noexcept { return monitors_; }
    /** Asks Asterisk to end what there is of call completion. @return whether all is gone @threads the loader's */
    bool end_completion() { return agents_.end_all() && monitors_.end_all(); }
    /** The next channel's name: `SIP/title-0000002a`. */
    std::string next_channel_name(const std::string& title);

    /** Remembers a call for who lists them. @threads any */
    void add(const std::shared_ptr<Call>& call);
    /** Forgets a call, which is about to go. @threads any */
    void remove(const Call& call);
    /** Looks at the media of the calls that are watched. @threads the scheduler's */
    void watch_media();
    /** The call whose dialog Replaces names; null without one. @threads any that holds no channel's lock
     *  @option{pedantic} */
    std::shared_ptr<Call> find_call(const sipcore::Replaces& replaces) const;
    /** The calls there are, in no order. @threads any */
    std::vector<std::shared_ptr<Call>> all_calls() const;

private:
    sipcore::Stack& stack_;
    Scheduler scheduler_;
    AllowedFormats formats_;
    Uses uses_;
    Agents agents_;
    Monitors monitors_;
    std::atomic<unsigned> channels_{0};
    mutable std::mutex calls_mutex_;
    std::map<const Call*, std::weak_ptr<Call>> live_;
    // Taken back in the reverse order: first nobody can ask for a channel, then nobody can call in.
    std::unique_ptr<sipcore::Calls> calls_;
    std::unique_ptr<RtpGlue> glue_;
    std::unique_ptr<Technology> technology_;
    std::unique_ptr<pbx::CliCommands> commands_;
    std::unique_ptr<Reports> reports_;
    std::unique_ptr<DialplanNames> names_;
};

/** The driver of this process, null while the module is not loaded. @threads any */
Driver* driver();
/** Sets the driver of this process. @threads the loader's */
void set_driver(Driver* driver);

}  // namespace chan_sip
