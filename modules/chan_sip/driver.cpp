// SPDX-License-Identifier: GPL-2.0-only
/** @file The channel driver's beginning and end, and the list of its calls. */
#include "driver.h"

#include <format>
#include <new>

#include "channel/call.h"
#include "cli/commands.h"
#include "transfer/refer_decision.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** The driver of this process. */
std::atomic<Driver*> the_driver{nullptr};

}  // namespace

Scheduler::Scheduler() : context_{ast_sched_context_create()}
{
    if (!context_)
        throw std::bad_alloc{};
    if (ast_sched_start_thread(context_)) {
        ast_sched_context_destroy(context_);
        throw std::bad_alloc{};
    }
}

Scheduler::~Scheduler()
{
    ast_sched_context_destroy(context_);
}

void Scheduler::tick(ast_sched_cb step)
{
    constexpr int second = 1000;
    ticking_ = ast_sched_add(context_, second, step, nullptr);
}

void Scheduler::stop_ticking()
{
    // Waits for a step that is under way; there is nothing to do when there was none.
    [[maybe_unused]] int gone = ticking_ < 0 ? 0 : ast_sched_del(context_, std::exchange(ticking_, -1));
}

Driver::~Driver()
{
    scheduler_.stop_ticking();
    set_driver(nullptr);
    names_.reset();
    reports_.reset();
    commands_.reset();
    technology_.reset();
    glue_.reset();
    calls_.reset();
}

sipcore::Outcome<> Driver::start()
{
    auto technology = Technology::create();
    if (!technology)
        return std::unexpected{technology.error()};
    technology_ = std::move(*technology);
    glue_ = std::make_unique<RtpGlue>();
    set_driver(this);
    auto calls = sipcore::Calls::create(stack_, *this);
    if (!calls)
        return std::unexpected{calls.error()};
    calls_ = std::move(*calls);
    commands_ = std::make_unique<pbx::CliCommands>(console_commands());
    reports_ = std::make_unique<Reports>();
    names_ = std::make_unique<DialplanNames>();
    scheduler_.tick([](const void*) {
        return pbx::guarded("watch media", 1, [] {
            if (auto* ours = driver())
                ours->watch_media();
            return 1;
        });
    });
    return {};
}

void Driver::watch_media()
{
    auto now = std::time(nullptr);
    for (const auto& call : all_calls()) {
        auto channel = call->is_watched() ? call->lock_channel() : LockedChannel{};
        if (channel)
            call->watch_media(channel.get(), now);
    }
}

bool Driver::hang_up_all()
{
    bool any = false;
    for (const auto& call : all_calls()) {
        auto channel = call->lock_channel();
        if (!channel)
            continue;
        any = true;
        ast_softhangup_nolock(channel.get(), AST_SOFTHANGUP_APPUNLOAD);
    }
    return any;
}

std::string Driver::next_channel_name(const std::string& title)
{
    return std::format("SIP/{}-{:08x}", title, channels_++);
}

void Driver::add(const std::shared_ptr<Call>& call)
{
    std::lock_guard lock{calls_mutex_};
    live_.emplace(call.get(), call);
}

void Driver::remove(const Call& call)
{
    std::lock_guard lock{calls_mutex_};
    live_.erase(&call);
}

std::shared_ptr<Call> Driver::find_call(const sipcore::Replaces& replaces) const
{
    bool pedantic = stack_.config()->global.pedantic;
    for (auto& call : all_calls()) {
        auto session = call->session_to_show();
        auto known = session ? session->snapshot() : nullptr;
        if (known && known->call_id == replaces.call_id &&
            names_dialog(replaces, {known->local_tag, known->remote_tag}, pedantic))
            return call;
    }
    return nullptr;
}

std::vector<std::shared_ptr<Call>> Driver::all_calls() const
{
    std::vector<std::shared_ptr<Call>> calls;
    std::lock_guard lock{calls_mutex_};
    for (const auto& [address, call] : live_)
        if (auto kept = call.lock())
            calls.push_back(std::move(kept));
    return calls;
}

Driver* driver()
{
    return the_driver.load();
}

void set_driver(Driver* driver)
{
    the_driver.store(driver);
}

}  // namespace chan_sip
