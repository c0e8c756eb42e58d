// SPDX-License-Identifier: GPL-2.0-only
/** @file Who has devices that the configuration lacks, and waiting for one. */
#include "sipcore/device_source.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "sipcore/stack.h"

namespace sipcore {

namespace {

/** Who has them. */
std::atomic<DeviceSource*> of_process{nullptr};
/** How long somebody waits for a device. */
constexpr std::chrono::seconds patience{3};

/** What who waits and who answers share. */
struct Answer {
    std::mutex mutex;              ///< of the other two
    std::condition_variable come;  ///< told when it has come
    bool has_come = false;         ///< whether it has
};

/** Asks for a device and waits for the answer. */
void ask(DeviceSource& source, const std::string& name)
{
    auto answer = std::make_shared<Answer>();
    bool asked = source.want(name, {}, [answer](DeviceAnswer) {
        std::lock_guard lock{answer->mutex};
        answer->has_come = true;
        answer->come.notify_all();
    });
    if (!asked)
        return;
    std::unique_lock lock{answer->mutex};
    answer->come.wait_for(lock, patience, [&] { return answer->has_come; });
}

}  // namespace

void set_device_source(DeviceSource* source)
{
    of_process = source;
}

DeviceSource* device_source()
{
    return of_process;
}

bool fetch_device(Stack& stack, const std::string& name)
{
    auto* source = device_source();
    if (source && !stack.endpoints().find(name))
        ask(*source, name);
    return stack.endpoints().find(name).has_value();
}

bool read_device(Stack& stack, const std::string& name)
{
    auto* source = device_source();
    if (source && source->is_read_anew(name))
        ask(*source, name);
    return fetch_device(stack, name);
}

}  // namespace sipcore
