// SPDX-License-Identifier: GPL-2.0-only
/** @file Everything that res_sip makes when it is loaded: ports, stack, commands, in the order in which they live. */
#pragma once

#include "binding_store.h"
#include "config_source.h"
#include "endpoint_events.h"
#include "history/recorder.h"
#include "pbx/log_sink.h"
#include "pbx/threads.h"
#include "realtime/devices.h"
#include "resolver.h"
#include "security_events.h"
#include "sipcore/stack.h"
#include "trace.h"
#include "wire_file.h"

namespace res_sip {

/** Answers for OPTIONS what the dialplan has. */
class Dialplan final : public sipcore::DialplanLookup {
public:
    bool exists(const std::string& context, const std::string& extension) override;
};

/** The module's things. There is one; `service()` finds it. */
class Service {
public:
    Service();
    Service(const Service&) = delete;             ///< there is one
    Service& operator=(const Service&) = delete;  ///< there is one
    ~Service();
    /** Reads the configuration and starts the stack. @return Failure when the module must decline */
    sipcore::Outcome<> start();
    /** Reads the configuration again and puts it in force; a bad one changes nothing. @return whether it was put in force */
    bool reload();
    /** The stack; null before `start`. */
    sipcore::Stack* stack() { return stack_.get(); }
    /** Which line said what of the configuration in force. @threads any */
    std::shared_ptr<const sipcore::config::Origins> origins() const;
    /** The files. */
    sipcore::config::Source& source() { return source_; }
    /** Devices of a database. */
    RealtimeDevices& devices() { return devices_; }
    /** Who prints messages. */
    Trace& trace() { return trace_; }
    /** Who keeps the history of dialogs. */
    Recorder& recorder() { return recorder_; }
    /** Who writes messages into a file. */
    WireFile& wire_file() { return wire_file_; }
    /** Whether the configuration itself asks for messages to be printed. */
    bool traced_by_configuration() const;

private:
    /** Remembers which line said what. */
    void remember(std::shared_ptr<const sipcore::config::Origins> origins);
    /** Puts what the files and the database say now in force. */
    void apply_devices();
    /** Lets Asterisk's endpoints follow a configuration. */
    void follow(const sipcore::config::Config& config);
    /** Lets the history be kept as a configuration says. */
    void follow_history(const sipcore::config::Global& global);

    pbx::LogSink sink_;
    pbx::AsteriskThreads threads_;
    AsteriskConfig source_;
    AstDbBindings bindings_;
    RealtimeDevices devices_{bindings_};
    RegisteredExtensions extensions_;
    EndpointEvents events_{extensions_};
    SecurityEvents security_{events_};
    DnsResolver resolver_;
    Dialplan dialplan_;
    Trace trace_;
    Recorder recorder_;
    WireFile wire_file_;
    std::unique_ptr<sipcore::Stack> stack_;
    std::mutex apply_mutex_;
    std::atomic<bool> reloading_{false};
    std::unique_ptr<AclWatch> acls_;
    mutable std::mutex origins_mutex_;
    std::shared_ptr<const sipcore::config::Origins> origins_;
};

/** The module's things while it is loaded, null otherwise. */
Service* service();

}  // namespace res_sip
