// SPDX-License-Identifier: GPL-2.0-only
/** @file Devices of a database, as the stack, consoles and reloads see them. */
#include "realtime/devices.h"

#include "pbx/guarded.h"
#include "realtime/state.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Most questions that wait for the database at once. */
constexpr std::size_t most_questions = 256;
/** Most requests that wait for one answer. */
constexpr std::size_t most_waiting = 16;
/** How long the end waits for the database. */
constexpr std::chrono::seconds farewell{5};

/** Now, in seconds since 1970. */
long seconds_now()
{
    return static_cast<long>(std::time(nullptr));
}

}  // namespace

RealtimeDevices::RealtimeDevices(AstDbBindings& astdb) : astdb_{astdb}, state_{std::make_shared<State>()} {}

config::Config RealtimeDevices::join(config::Config files, const config::Sections& old)
{
    if (!is_configured())
        return files;
    std::lock_guard lock{state_->mutex};
    state_->general.clear();
    for (const auto& section : old) {
        if (!section.is_template && section.name == "general")
            state_->general.push_back(section);
    }
    state_->files = std::make_shared<const config::Config>(files);
    return state_->joined(std::move(files));
}

config::Config RealtimeDevices::current() const
{
    std::lock_guard lock{state_->mutex};
    return state_->files ? state_->joined(*state_->files) : config::Config{};
}

void RealtimeDevices::start(Apply apply)
{
    if (!is_configured())
        return;
    writer_ = std::make_unique<RowWriter>();
    {
        std::lock_guard lock{state_->mutex};
        state_->apply = std::move(apply);
        state_->all_wanted = true;
    }
    auto* share = new std::shared_ptr<State>{state_};
    pthread_t thread;
    if (ast_pthread_create_detached(&thread, nullptr, &RealtimeDevices::run, share) != 0) {
        delete share;
        std::lock_guard lock{state_->mutex};
        state_->ended = true;
        ast_log(LOG_ERROR, "Devices of the database are not read: no thread to do it\n");
    }
}

void RealtimeDevices::stop()
{
    std::unique_lock lock{state_->mutex};
    if (!std::exchange(state_->stopping, true) && state_->apply) {
        state_->questions.clear();
        state_->changed.notify_all();
        state_->changed.wait(lock, [this] { return state_->busy == 0; });
        state_->asked.clear();  // while there is a stack that the requests belong to
        if (!state_->changed.wait_for(lock, farewell, [this] { return state_->ended; })) {
            ast_log(LOG_WARNING, "The database with SIP devices does not answer; nobody waits for it any more\n");
            ast_module_ref(AST_MODULE_SELF);  // the thread is still in this code
        }
    }
    state_->apply = nullptr;
    state_->questions.clear();
    state_->asked.clear();
    lock.unlock();
    writer_.reset();
}

void* RealtimeDevices::run(void* share)
{
    std::unique_ptr<std::shared_ptr<State>> held{static_cast<std::shared_ptr<State>*>(share)};
    auto& state = **held;
    pthread_setname_np(pthread_self(), "sip-rows-in");
    pbx::guarded("devices of the database", 0, [&] {
        while (auto work = state.wait()) {
            std::string probe;
            {
                std::lock_guard lock{state.mutex};
                if (!state.held.empty())
                    probe = state.held.begin()->first;
            }
            auto news = State::ask(*work, probe);
            state.take(std::move(news));
        }
        return 0;
    });
    std::lock_guard lock{state.mutex};
    state.ended = true;
    state.changed.notify_all();
    return nullptr;
}

void RealtimeDevices::refresh()
{
    {
        std::lock_guard lock{state_->mutex};
        if (!state_->apply)
            return;
        state_->all_wanted = true;
    }
    state_->changed.notify_all();
}

bool RealtimeDevices::want(const std::string& name, const sipcore::SocketAddress& source, std::function<void(sipcore::DeviceAnswer)> then)
{
    {
        std::lock_guard lock{state_->mutex};
        if (!state_->apply || state_->stopping)
            return false;
        auto absent = state_->absent.find(name + " " + source.text());
        if (absent != state_->absent.end() && absent->second > std::chrono::steady_clock::now())
            return false;
        auto at = std::ranges::find_if(state_->questions, [&](const State::Question& each) { return each.name == name && each.source == source; });
        if (at == state_->questions.end()) {
            if (state_->questions.size() >= most_questions)
                return false;
            at = state_->questions.insert(at, State::Question{{name, source}, {}});
        } else if (at->then.size() >= most_waiting) {
            return false;
        }
        at->then.push_back(std::move(then));
    }
    state_->changed.notify_all();
    return true;
}

void RealtimeDevices::used(const std::string& name)
{
    {
        std::lock_guard lock{state_->mutex};
        if (!state_->held.contains(name) || !state_->files || state_->files->global.realtime.cache_friends || state_->used.size() >= most_questions)
            return;
        if (!state_->used.insert(name).second)
            return;
    }
    state_->changed.notify_all();
}

bool RealtimeDevices::is_read_anew(const std::string& name)
{
    std::lock_guard lock{state_->mutex};
    return state_->files && !state_->files->global.realtime.cache_friends && state_->held.contains(name);
}

Pruned RealtimeDevices::prune(const std::string& name, bool known)
{
    std::unique_lock lock{state_->mutex};
    if (state_->held.erase(name) == 0)
        return known ? Pruned::not_realtime : Pruned::not_found;
    state_->absent.clear();
    state_->put_in_force(lock);
    return Pruned::pruned;
}

std::size_t RealtimeDevices::prune_all(const std::function<bool(const std::string&)>& fits)
{
    std::unique_lock lock{state_->mutex};
    auto count = std::erase_if(state_->held, [&](const auto& each) { return fits(each.first); });
    state_->absent.clear();
    if (count > 0)
        state_->put_in_force(lock);
    return count;
}

std::vector<std::string> RealtimeDevices::names() const
{
    std::lock_guard lock{state_->mutex};
    std::vector<std::string> names;
    for (const auto& [name, held] : state_->held)
        names.push_back(name);
    return names;
}

void RealtimeDevices::note_latency(const std::string& name, long milliseconds)
{
    {
        std::lock_guard lock{state_->mutex};
        if (!writer_ || !state_->files || !state_->files->global.realtime.update || !state_->held.contains(name))
            return;
    }
    writer_->write(name, {{"lastms", std::to_string(milliseconds)}});
}

void RealtimeDevices::note_user_agent(const std::string& name, const std::string& user_agent)
{
    {
        std::lock_guard lock{state_->mutex};
        if (!writer_ || !state_->files || !state_->files->global.realtime.update || !state_->held.contains(name))
            return;
    }
    writer_->write(name, {{"useragent", user_agent}});
}

std::optional<sipcore::StoredBinding> RealtimeDevices::load(const std::string& aor)
{
    std::unique_lock lock{state_->mutex};
    auto at = state_->held.find(aor);
    if (at == state_->held.end() || !state_->files)
        return lock.unlock(), astdb_.load(aor);
    const auto& realtime = state_->files->global.realtime;
    auto kept = at->second.row.kept;
    if (!realtime.update || kept.binding.contact.empty())
        return lock.unlock(), astdb_.load(aor);
    auto left = kept.until - seconds_now();
    if (left <= 0 && !realtime.ignore_expire) {
        lock.unlock();
        remove(aor);
        return std::nullopt;
    }
    if (!kept.binding.address)
        return std::nullopt;
    kept.binding.granted = std::chrono::seconds{std::max(left, 1L)};
    return kept.binding;
}

void RealtimeDevices::save(const std::string& aor, const sipcore::StoredBinding& binding)
{
    std::unique_lock lock{state_->mutex};
    auto at = state_->held.find(aor);
    if (at == state_->held.end() || !state_->files || !state_->files->global.realtime.update || !writer_) {
        lock.unlock();
        return astdb_.save(aor, binding);
    }
    const auto& realtime = state_->files->global.realtime;
    auto& kept = at->second.row.kept;
    kept.binding = binding;
    kept.until = seconds_now() + static_cast<long>(binding.granted.count());
    std::string system = realtime.save_system_name ? ast_config_AST_SYSTEM_NAME : "";
    auto columns = registered_columns(binding, kept.until, system, realtime.save_path, kept.has_username_column);
    lock.unlock();
    writer_->write(aor, std::move(columns));
}

void RealtimeDevices::remove(const std::string& aor)
{
    std::unique_lock lock{state_->mutex};
    auto at = state_->held.find(aor);
    if (at == state_->held.end() || !state_->files || !state_->files->global.realtime.update || !writer_) {
        lock.unlock();
        return astdb_.remove(aor);
    }
    const auto& realtime = state_->files->global.realtime;
    at->second.row.kept = {};
    auto columns = unregistered_columns(realtime.save_system_name, realtime.save_path);
    lock.unlock();
    writer_->write(aor, std::move(columns));
}

}  // namespace res_sip
