// SPDX-License-Identifier: GPL-2.0-only
/** @file Devices of a database: those that are in force beside the files, and how they come to be and go. */
#pragma once

#include "binding_store.h"
#include "pbx/asterisk.h"
#include "realtime/rows.h"
#include "realtime/writer.h"
#include "sipcore/config/read.h"
#include "sipcore/device_source.h"

namespace res_sip {

/** What `sip prune realtime NAME` found. */
enum class Pruned : std::uint8_t { pruned, not_realtime, not_found };

/**
 * Devices of the family `sippeers`, and their registrations. A thread of its own asks the database; workers, consoles and reloads
 * look at what it brought. What it brought is in force as devices of sip.conf are, after the same `[general]`.
 */
class RealtimeDevices final : public sipcore::DeviceSource, public sipcore::BindingStore {
public:
    /** Puts `current()` in force. @threads the one that asks the database, or one that prunes */
    using Apply = std::function<void()>;

    /** With where bindings of other devices are kept. */
    explicit RealtimeDevices(AstDbBindings& astdb);
    RealtimeDevices(const RealtimeDevices&) = delete;             ///< the thread holds its address
    RealtimeDevices& operator=(const RealtimeDevices&) = delete;  ///< the thread holds its address
    ~RealtimeDevices() override { stop(); }

    /** Whether there are devices in a database. @threads any */
    static bool is_configured() { return is_mapped("sippeers"); }
    /** Takes what the files say: rows are read after their `[general]`. @return what the files and the rows that are here say together
     *  @threads the loader's, or the one that reloads */
    sipcore::config::Config join(sipcore::config::Config files, const sipcore::config::Sections& old);
    /** What the files and the rows that are here say together. @threads any */
    sipcore::config::Config current() const;
    /** Begins to ask the database: for all rows first. @threads the loader's, when there is a stack */
    void start(Apply apply);
    /** Ends that; nobody is called any more. A thread that is stuck in the database is let go. @threads the loader's */
    void stop();
    /** Reads all rows anew, as after a reload. Returns at once. @threads any */
    void refresh();

    /** Forgets a device of the database until it is asked for again. @threads any that holds nothing */
    Pruned prune(const std::string& name, bool known);
    /** Forgets all whose name fits. @return how many @threads any that holds nothing */
    std::size_t prune_all(const std::function<bool(const std::string&)>& fits);
    /** Names of what is here, sorted. @threads any */
    std::vector<std::string> names() const;
    /** Notes how long a device took to answer; -1: it did not. @threads any */
    void note_latency(const std::string& name, long milliseconds);

    /** Notes what a device that registered says to be. @threads any */
    void note_user_agent(const std::string& name, const std::string& user_agent);

    bool want(const std::string& name, const sipcore::SocketAddress& source, std::function<void(sipcore::DeviceAnswer)> then) override;
    void used(const std::string& name) override;
    bool is_read_anew(const std::string& name) override;

    std::optional<sipcore::StoredBinding> load(const std::string& aor) override;
    void save(const std::string& aor, const sipcore::StoredBinding& binding) override;
    void remove(const std::string& aor) override;

private:
    struct State;
    /** The thread. */
    static void* run(void* share);

    AstDbBindings& astdb_;
    std::shared_ptr<State> state_;
    std::unique_ptr<RowWriter> writer_;
};

}  // namespace res_sip
