// SPDX-License-Identifier: GPL-2.0-only
/** @file The public face of a running stack. */
#include "sipcore/stack.h"

#include <atomic>

#include "engine/engine.h"
#include "pj/runtime.h"
#include "stack/awaited.h"
#include "stack/pointed_service.h"
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

std::vector<TransportFigures> Stack::figures() const
{
    return engine(*core_).figures();
}

void Stack::watch(WireObserver& observer)
{
    engine(*core_).watch(observer);
}

void Stack::unwatch(WireObserver& observer)
{
    engine(*core_).unwatch(observer);
}

namespace {

/** Asks for the pointers of a domain, and chooses one that leads to where we can send. */
std::optional<stack::PointedService> pointed(stack::Core& core, const std::string& host, std::chrono::milliseconds patience)
{
    auto* resolver = core.ports().resolver;
    if (!resolver || IpAddress::parse(host))
        return std::nullopt;
    auto awaited = std::make_shared<stack::Awaited<std::vector<Pointer>>>();
    resolver->pointers_of(host, [awaited](std::vector<Pointer> pointers, std::chrono::seconds) { awaited->give(std::move(pointers)); });
    auto pointers = awaited->wait(patience);
    if (!pointers)
        return std::nullopt;
    return stack::choose(std::move(*pointers), [&](config::Protocol protocol) {
        return core.reaches({*IpAddress::parse("192.0.2.1"), 0}, protocol) || core.reaches({*IpAddress::parse("2001:db8::1"), 0}, protocol);
    });
}

}  // namespace

Outcome<HostPlace> Stack::find_host(const std::string& host, std::uint16_t port, std::optional<config::Protocol> protocol,
                                    std::chrono::milliseconds patience)
{
    stack::Wanted wanted{host, port, protocol.value_or(config::Protocol::udp), core_->config()->global.srv_lookup};
    if (!protocol && port == 0 && wanted.services) {
        if (auto service = pointed(*core_, host, patience)) {
            wanted.protocol = service->protocol;
            wanted.service = service->name;
        }
    }
    auto found = stack::find_and_wait(core_->locator(), wanted, patience);
    if (!found)
        return std::unexpected(Failure{"no answer in time"});
    if (found->empty())
        return std::unexpected(Failure{"no address"});
    HostPlace place{found->front(), wanted.protocol, {}};
    place.others.assign(found->begin() + 1, found->end());
    return place;
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
