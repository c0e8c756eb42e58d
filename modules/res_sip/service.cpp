// SPDX-License-Identifier: GPL-2.0-only
/** @file The life of res_sip's things. */
#include "service.h"


namespace res_sip {

bool Dialplan::exists(const std::string& context, const std::string& extension)
{
    return ast_exists_extension(nullptr, context.c_str(), extension.c_str(), 1, nullptr) != 0;
}

Service::Service()
{
    sipcore::log::set_sink(&sink_);
    sipcore::security::set_observer(&security_);
}

Service::~Service()
{
    acls_.reset();
    sipcore::set_device_source(nullptr);
    devices_.stop();
    sipcore::set_stack_of_process(nullptr);
    if (stack_) {
        recorder_.record(*stack_, false);
        stack_->unwatch(trace_);
        stack_->unwatch(wire_file_);
    }
    stack_.reset();
    sipcore::security::set_observer(nullptr);
    sipcore::log::set_sink(nullptr);
    // The stack was made by one thread of Asterisk's and goes by another; what each thread's heap keeps of it is given back.
    malloc_trim(0);
}

sipcore::Outcome<> Service::start()
{
    auto files = read_files(source_);
    if (!files.applicable)
        return std::unexpected(sipcore::Failure{"no usable configuration"});
    auto config = devices_.join(std::move(files.config), files.old);
    follow(config);
    bool traced = config.global.sip_debug;
    sipcore::StackOptions options;
    options.config = std::move(config);
    options.ports.threads = &threads_;
    options.ports.bindings = &devices_;
    if (RealtimeDevices::is_configured())
        sipcore::set_device_source(&devices_);
    options.ports.observer = &events_;
    options.ports.resolver = &resolver_;
    options.ports.dialplan = &dialplan_;
    auto stack = sipcore::Stack::create(std::move(options));
    if (!stack)
        return std::unexpected(stack.error());
    stack_ = std::move(*stack);
    remember(std::move(files.origins));
    for (const auto& status : stack_->endpoints().snapshot())
        if (status.binding)
            extensions_.add(status);
    stack_->watch(trace_);
    stack_->watch(wire_file_);
    follow_history(stack_->config()->global);
    if (traced)
        trace_.follow(std::nullopt);
    sipcore::set_stack_of_process(stack_.get());
    acls_ = std::make_unique<AclWatch>([this] { reload(); });
    devices_.start([this] { apply_devices(); });
    return {};
}

bool Service::reload()
{
    if (reloading_.exchange(true)) {
        ast_log(LOG_NOTICE, "Previous SIP reload not yet done\n");
        return false;
    }
    std::unique_ptr<std::atomic<bool>, void (*)(std::atomic<bool>*)> end{&reloading_, [](std::atomic<bool>* flag) { *flag = false; }};
    std::lock_guard one{apply_mutex_};
    ast_verb(3, "Reloading SIP\n");
    auto files = read_files(source_);
    if (!files.applicable)
        return false;
    auto config = devices_.join(std::move(files.config), files.old);
    follow(config);
    bool traced = config.global.sip_debug;
    if (auto applied = stack_->apply(std::move(config)); !applied) {
        ast_log(LOG_WARNING, "%s\n", applied.error().what.c_str());
        return false;
    }
    remember(std::move(files.origins));
    devices_.refresh();
    if (traced)
        trace_.follow(std::nullopt);
    follow_history(stack_->config()->global);
    return true;
}

void Service::apply_devices()
{
    std::lock_guard one{apply_mutex_};
    auto config = devices_.current();
    follow(config);
    if (auto applied = stack_->apply(std::move(config)); !applied)
        ast_log(LOG_WARNING, "%s\n", applied.error().what.c_str());
}

void Service::remember(std::shared_ptr<const sipcore::config::Origins> origins)
{
    std::lock_guard lock{origins_mutex_};
    origins_ = std::move(origins);
}

std::shared_ptr<const sipcore::config::Origins> Service::origins() const
{
    std::lock_guard lock{origins_mutex_};
    return origins_;
}

void Service::follow_history(const sipcore::config::Global& global)
{
    recorder_.set_dump(global.dump_history);
    recorder_.record(*stack_, global.record_history);
}

bool Service::traced_by_configuration() const
{
    return stack_ && stack_->config()->global.sip_debug;
}

void Service::follow(const sipcore::config::Config& config)
{
    std::vector<std::string> names;
    for (const auto& endpoint : config.endpoints)
        names.push_back(endpoint.name);
    events_.keep(names);
    extensions_.apply(config.global);
}

}  // namespace res_sip
