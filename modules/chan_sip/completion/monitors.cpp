// SPDX-License-Identifier: GPL-2.0-only
/** @file The core's monitors of type SIP. The core calls back from its own thread with its list of monitors locked: we post. */
#include "completion/monitors.h"

#include <vector>

#include "driver.h"
#include "pbx/ao2.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** Our part of a monitor of the core's. */
std::shared_ptr<Monitor> ours(const ast_cc_monitor* monitor)
{
    return driver() ? driver()->monitors().find(monitor->private_data) : nullptr;
}

/** Seconds that a request may wait. @option{ccbs_available_timer} @option{ccnr_available_timer} */
unsigned lifetime_of(const ast_cc_monitor* monitor)
{
    auto* settings = monitor->interface->config_params;
    return monitor->service_offered == AST_CC_CCBS ? ast_get_ccbs_available_timer(settings)
                                                   : ast_get_ccnr_available_timer(settings);
}

/** The caller asks for completion. */
int request_cc(ast_cc_monitor* monitor, int* timer)
{
    return pbx::guarded("completion request", -1, [&] {
        auto kept = ours(monitor);
        if (!kept || !driver())
            return -1;
        auto seconds = lifetime_of(monitor);
        constexpr int millisecond = 1000;
        ao2_ref(monitor, +1);
        *timer = ast_sched_add(driver()->scheduler(), static_cast<int>(seconds) * millisecond, ast_cc_available_timer_expire,
                               monitor);
        if (*timer < 0) {
            ao2_ref(monitor, -1);
            return -1;
        }
        return kept->request(monitor->core_id, monitor->interface->device_name, std::chrono::seconds{seconds});
    });
}

/** The caller is busy himself. */
int suspend(ast_cc_monitor* monitor)
{
    return pbx::guarded("completion suspend", -1, [&] {
        auto kept = ours(monitor);
        return kept ? kept->set_available(false) : -1;
    });
}

/** And is not any more. */
int unsuspend(ast_cc_monitor* monitor)
{
    return pbx::guarded("completion resume", -1, [&] {
        auto kept = ours(monitor);
        return kept ? kept->set_available(true) : -1;
    });
}

/** Nobody asks for the state of callers. */
int tell_status(ast_cc_monitor*, enum ast_device_state)
{
    return 0;
}

/** The call comes: the request need not end by itself. */
int cancel_timer(ast_cc_monitor* monitor, int* timer)
{
    return pbx::guarded("completion timer", 0, [&] {
        if (*timer >= 0 && driver() && ast_sched_del(driver()->scheduler(), *timer) == 0)
            ao2_ref(monitor, -1);
        *timer = -1;
        return 0;
    });
}

/** The monitor goes, in any thread. */
void destroy(void* name)
{
    Monitors::release(name);
}

/** As the core knows us. */
const ast_cc_monitor_callbacks callbacks{
    .type = "SIP",
    .request_cc = request_cc,
    .suspend = suspend,
    .status_response = tell_status,
    .unsuspend = unsuspend,
    .cancel_available_timer = cancel_timer,
    .destructor = destroy,
};

/** How long the core may take to end what it has of ours. */
constexpr std::chrono::seconds patience{5};

}  // namespace

int Monitor::request(int number, std::string device, std::chrono::seconds lifetime)
{
    auto completion = sipcore::call_completion();
    if (!completion)
        return -1;
    {
        std::lock_guard lock{mutex_};
        core_id_ = number;
        device_ = std::move(device);
    }
    auto made = completion->watch({endpoint, hint, lifetime}, weak_from_this());
    if (!made)
        return -1;
    std::lock_guard lock{mutex_};
    watch_ = std::move(*made);
    return 0;
}

int Monitor::set_available(bool available)
{
    std::shared_ptr<sipcore::CompletionWatch> watch;
    {
        std::lock_guard lock{mutex_};
        watch = watch_;
    }
    if (!watch)
        return -1;
    available ? watch->resume() : watch->suspend();
    return 0;
}

void Monitor::cancel()
{
    std::shared_ptr<sipcore::CompletionWatch> watch;
    {
        std::lock_guard lock{mutex_};
        watch = std::exchange(watch_, nullptr);
    }
    if (watch)
        watch->cancel();
}

std::string Monitor::take_recall_uri()
{
    std::lock_guard lock{mutex_};
    recalled_ = !recall_uri_.empty();
    return recall_uri_;
}

std::pair<int, std::string> Monitor::place() const
{
    std::lock_guard lock{mutex_};
    return {core_id_, device_};
}

bool Monitor::is_requested() const
{
    return place().first >= 0;
}

void Monitor::on_queued()
{
    auto [number, device] = place();
    ast_cc_monitor_request_acked(number, "SIP endpoint %s accepted request", device.c_str());
}

void Monitor::on_ready(const std::string& uri)
{
    {
        std::lock_guard lock{mutex_};
        recall_uri_ = uri;
        recalled_ = false;
    }
    auto [number, device] = place();
    ast_cc_monitor_callee_available(number, "SIP monitored callee %s has become available", device.c_str());
}

void Monitor::on_failed(const std::string& why)
{
    {
        std::lock_guard lock{mutex_};
        if (recalled_)
            return;     // the call tells how it went; who is called may end the subscription before he answers
    }
    auto [number, device] = place();
    ast_cc_monitor_failed(number, device.c_str(), "SIP call completion of %s: %s", device.c_str(), why.c_str());
}

Monitors::Monitors() : registered_{ast_cc_monitor_register(&callbacks) == 0} {}

Monitors::~Monitors()
{
    if (registered_)
        ast_cc_monitor_unregister(&callbacks);
}

const char* Monitors::type()
{
    return callbacks.type;
}

void* Monitors::lend(std::shared_ptr<Monitor> monitor)
{
    standing_.add();
    std::lock_guard lock{mutex_};
    all_.emplace(++last_, std::move(monitor));
    return reinterpret_cast<void*>(last_);
}

std::shared_ptr<Monitor> Monitors::find(void* name) const
{
    std::lock_guard lock{mutex_};
    auto at = all_.find(reinterpret_cast<std::uintptr_t>(name));
    return at == all_.end() ? nullptr : at->second;
}

void Monitors::release(void* name)
{
    pbx::guarded("completion monitor", 0, [&] {
        auto* driver = chan_sip::driver();
        auto monitor = driver ? driver->monitors().find(name) : nullptr;
        if (!monitor)
            return 0;
        {
            std::lock_guard lock{driver->monitors().mutex_};
            if (driver->monitors().all_.erase(reinterpret_cast<std::uintptr_t>(name)) == 0)
                return 0;
        }
        monitor->cancel();
        driver->monitors().standing_.remove();
        return 0;
    });
}

void Monitors::release_unless_taken(ast_channel* channel, void* name)
{
    int core_id = ast_cc_get_current_core_id(channel);
    std::array<char, AST_CHANNEL_NAME> device{};
    ast_channel_get_device_name(channel, device.data(), device.size());
    auto monitor = core_id < 0 ? pbx::Ao2<ast_cc_monitor>{}
                               : pbx::Ao2<ast_cc_monitor>::adopt(ast_cc_get_monitor_by_recall_core_id(core_id, device.data()));
    if (!monitor || monitor.get()->private_data != name)
        release(name);
}

bool Monitors::end_all()
{
    std::vector<std::shared_ptr<Monitor>> all;
    {
        std::lock_guard lock{mutex_};
        for (const auto& [name, monitor] : all_)
            all.push_back(monitor);
    }
    for (const auto& each : all)
        if (each->is_requested())
            each->on_failed("chan_sip is unloaded");
    return standing_.wait_for_none(patience);
}

std::string Monitors::recall_uri(ast_channel* channel)
{
    int core_id = -1;
    if (!ast_cc_is_recall(channel, &core_id, callbacks.type))
        return {};
    std::array<char, AST_CHANNEL_NAME> device{};
    ast_channel_get_device_name(channel, device.data(), device.size());
    auto monitor = pbx::Ao2<ast_cc_monitor>::adopt(ast_cc_get_monitor_by_recall_core_id(core_id, device.data()));
    if (!monitor || monitor.get()->callbacks != &callbacks)
        return {};
    auto kept = ours(monitor.get());
    return kept ? kept->take_recall_uri() : std::string{};
}

}  // namespace chan_sip
