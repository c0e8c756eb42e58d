// SPDX-License-Identifier: GPL-2.0-only
/** @file The thread that writes rows. */
#include "realtime/writer.h"

#include "pbx/guarded.h"

namespace res_sip {

namespace {

/** How long a database that did not take something is left alone. */
constexpr std::chrono::seconds pause{1};
/** How long the end waits for the database. */
constexpr std::chrono::seconds farewell{5};

/** Puts columns over those that wait. */
void merge(Columns& waiting, Columns columns)
{
    for (auto& column : columns) {
        auto at = std::ranges::find(waiting, column.first, &std::pair<std::string, std::string>::first);
        if (at == waiting.end())
            waiting.push_back(std::move(column));
        else
            at->second = std::move(column.second);
    }
}

}  // namespace

RowWriter::RowWriter() : shared_{std::make_shared<Shared>()}
{
    pthread_t thread;
    auto* share = new std::shared_ptr<Shared>{shared_};
    running_ = ast_pthread_create_detached(&thread, nullptr, &RowWriter::run, share) == 0;
    if (!running_) {
        delete share;
        ast_log(LOG_ERROR, "Registrations will not be written to the database: no thread to do it\n");
    }
}

RowWriter::~RowWriter()
{
    std::unique_lock lock{shared_->mutex};
    shared_->stopping = true;
    shared_->changed.notify_all();
    if (!running_ || shared_->changed.wait_for(lock, farewell, [this] { return shared_->stopped; }))
        return;
    ast_log(LOG_WARNING, "The database does not answer: %zu registrations are not written\n", shared_->waiting.size());
    ast_module_ref(AST_MODULE_SELF);  // the thread is still in this code
}

void RowWriter::write(const std::string& name, Columns columns)
{
    {
        std::lock_guard lock{shared_->mutex};
        merge(shared_->waiting[name], std::move(columns));
    }
    shared_->changed.notify_all();
}

std::size_t RowWriter::waiting() const
{
    std::lock_guard lock{shared_->mutex};
    return shared_->waiting.size();
}

void* RowWriter::run(void* share)
{
    std::unique_ptr<std::shared_ptr<Shared>> held{static_cast<std::shared_ptr<Shared>*>(share)};
    pthread_setname_np(pthread_self(), "sip-rows-out");
    pbx::guarded("row writer", 0, [&] {
        write_all(**held);
        return 0;
    });
    std::lock_guard lock{(*held)->mutex};
    (*held)->stopped = true;
    (*held)->changed.notify_all();
    return nullptr;
}

void RowWriter::write_all(Shared& shared)
{
    std::unique_lock lock{shared.mutex};
    for (;;) {
        shared.changed.wait(lock, [&] { return shared.stopping || !shared.waiting.empty(); });
        if (shared.waiting.empty())
            return;
        auto [name, columns] = *shared.waiting.begin();
        shared.waiting.erase(shared.waiting.begin());
        lock.unlock();
        bool taken = write_row(name, columns);
        lock.lock();
        if (taken && std::exchange(shared.failing, false))
            ast_log(LOG_NOTICE, "The database takes registrations again; %zu wait\n", shared.waiting.size());
        if (taken)
            continue;
        // What was said meanwhile is newer.
        if (auto at = shared.waiting.find(name); at != shared.waiting.end())
            merge(columns, std::move(at->second));
        shared.waiting.insert_or_assign(name, std::move(columns));
        if (!std::exchange(shared.failing, true))
            ast_log(LOG_WARNING, "The database does not take registrations; they wait until it does\n");
        if (shared.stopping)
            return;
        shared.changed.wait_for(lock, pause, [&] { return shared.stopping; });
    }
}

}  // namespace res_sip
