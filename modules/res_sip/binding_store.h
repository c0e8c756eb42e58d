// SPDX-License-Identifier: GPL-2.0-only
/** @file Bindings in AstDB's family `SIP/Registry`, in the old driver's format: what it left behind is found, and it would find
 *  what we leave. Written by a thread of its own, in batches, within a second. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/location.h"

namespace res_sip {

/** The store, with its writer. */
class AstDbBindings final : public sipcore::BindingStore {
public:
    /** Starts the writer. */
    AstDbBindings();
    AstDbBindings(const AstDbBindings&) = delete;             ///< it has a thread
    AstDbBindings& operator=(const AstDbBindings&) = delete;  ///< it has a thread
    /** Writes what waits, and ends the writer. */
    ~AstDbBindings() override;

    std::optional<sipcore::StoredBinding> load(const std::string& aor) override;
    void save(const std::string& aor, const sipcore::StoredBinding& binding) override;
    void remove(const std::string& aor) override;

private:
    /** What the writer runs. */
    static void* run(void* self);
    /** Writes until it is told to stop and nothing waits. */
    void write_all();
    /** What is to be written of a binding. */
    struct Record {
        std::string binding;  ///< its text; empty: it goes
        std::string path;     ///< its route's text; empty: it goes
    };
    /** Notes what is to be written; the newest counts. */
    void note(const std::string& aor, Record record);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Record> waiting_;
    bool stopping_ = false;
    bool running_ = false;
    pthread_t writer_{};
};

}  // namespace res_sip
