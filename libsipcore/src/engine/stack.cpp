// SPDX-License-Identifier: GPL-2.0-only
/** @file The public face of a running stack. */
#include "sipcore/stack.h"

#include <atomic>

#include "engine/engine.h"
#include "pj/runtime.h"
#include "sipcore/websocket.h"

namespace sipcore {

namespace {

/** The stack of this process. */
std::atomic<Stack*> of_process{nullptr};
/** Whether there is a stack, whoever has it. */
std::atomic<bool> exists{false};

/** The core of a stack as what it is. */
stack::Engine& engine(stack::Core& core)
{
    return static_cast<stack::Engine&>(core);
}

}  // namespace

Outcome<std::unique_ptr<Stack>> Stack::create(StackOptions options)
{
    if (exists.exchange(true))
        return std::unexpected(Failure{"there is a SIP stack already"});
    auto engine = stack::Engine::start(std::move(options));
    if (!engine) {
        exists = false;
        return std::unexpected(engine.error());
    }
    return std::unique_ptr<Stack>{new Stack{std::move(*engine)}};
}

Stack::Stack(std::unique_ptr<stack::Core> core) : core_{std::move(core)} {}

Stack::~Stack()
{
    core_.reset();
    exists = false;
}

Outcome<> Stack::apply(config::Config config)
{
    return engine(*core_).apply(std::move(config));
}

std::shared_ptr<const config::Config> Stack::config() const
{
    return core_->config();
}

Endpoints& Stack::endpoints()
{
    return engine(*core_).endpoints();
}

std::vector<ListenerStatus> Stack::listeners() const
{
    return engine(*core_).listeners();
}

std::vector<std::string> Stack::methods() const
{
    return core_->methods().names();
}

std::vector<ConnectionStatus> Stack::connections() const
{
    return engine(*core_).connections();
}

void Stack::watch(WireObserver& observer)
{
    engine(*core_).watch(observer);
}

void Stack::unwatch(WireObserver& observer)
{
    engine(*core_).unwatch(observer);
}

std::shared_ptr<WebSocketSession> open_websocket(Stack& stack, WebSocketParts parts)
{
    pj::register_thread();
    return engine(stack.core()).flows().open(std::move(parts));
}

Stack* stack_of_process()
{
    return of_process.load(std::memory_order_acquire);
}

void set_stack_of_process(Stack* stack)
{
    of_process.store(stack, std::memory_order_release);
}

}  // namespace sipcore
