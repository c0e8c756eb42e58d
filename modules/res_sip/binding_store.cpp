// SPDX-License-Identifier: GPL-2.0-only
/** @file AstDB, off the workers. */
#include "binding_store.h"

#include <chrono>

#include "pbx/guarded.h"

namespace res_sip {

namespace {

/** Where bindings are. */
constexpr const char* family = "SIP/Registry";
/** Where their routes are. */
constexpr const char* path_family = "SIP/RegistryPath";
/** How long the writer gathers before it writes: each waking costs, and what is written twice meanwhile is written once. */
constexpr std::chrono::milliseconds gathering{100};
/** Most octets of a record that are read: a contact of 1024 and what stands before it, or eight values of a Path. */
constexpr int longest_record = 8 * 1025;

/** Writes a record, or takes it away when it is empty. */
void put(const char* where, const std::string& key, const std::string& text)
{
    if (text.empty())
        ast_db_del(where, key.c_str());
    else
        ast_db_put(where, key.c_str(), text.c_str());
}

}  // namespace

AstDbBindings::AstDbBindings()
{
    running_ = ast_pthread_create(&writer_, nullptr, &AstDbBindings::run, this) == 0;
    if (!running_)
        ast_log(LOG_ERROR, "Registrations will not be kept: no thread to write them\n");
}

AstDbBindings::~AstDbBindings()
{
    {
        std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (running_)
        pthread_join(writer_, nullptr);
}

std::optional<sipcore::StoredBinding> AstDbBindings::load(const std::string& aor)
{
    std::array<char, longest_record> text{};
    if (ast_db_get(family, aor.c_str(), text.data(), text.size()) != 0)
        return std::nullopt;
    auto stored = sipcore::from_registry_text(text.data());
    if (stored && ast_db_get(path_family, aor.c_str(), text.data(), text.size()) == 0)
        stored->path = sipcore::from_path_text(text.data());
    return stored;
}

void AstDbBindings::save(const std::string& aor, const sipcore::StoredBinding& binding)
{
    note(aor, {sipcore::to_registry_text(binding), sipcore::to_path_text(binding.path)});
}

void AstDbBindings::remove(const std::string& aor)
{
    note(aor, {});
}

void AstDbBindings::note(const std::string& aor, Record record)
{
    bool first = false;
    {
        std::lock_guard lock{mutex_};
        first = waiting_.empty();
        waiting_.insert_or_assign(aor, std::move(record));
    }
    if (first)
        changed_.notify_one();  // while it gathers, the writer need not hear of more
}

void* AstDbBindings::run(void* self)
{
    pthread_setname_np(pthread_self(), "sip-astdb");
    pbx::guarded("binding store", 0, [self] {
        static_cast<AstDbBindings*>(self)->write_all();
        return 0;
    });
    return nullptr;
}

void AstDbBindings::write_all()
{
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        changed_.wait_for(lock, gathering, [this] { return stopping_; });
        auto batch = std::exchange(waiting_, {});
        lock.unlock();
        for (const auto& [aor, record] : batch) {
            put(family, aor, record.binding);
            put(path_family, aor, record.path);
        }
        lock.lock();
    }
}

}  // namespace res_sip
