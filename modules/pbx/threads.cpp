// SPDX-License-Identifier: GPL-2.0-only
/** @file Threads by Asterisk's calls. */
#include "pbx/threads.h"

#include "pbx/asterisk.h"
#include "pbx/guarded.h"

namespace pbx {

namespace {

/** A thread that was started. */
class AsteriskThread final : public sipcore::Thread {
public:
    /** Will run `body`. */
    AsteriskThread(std::string name, std::function<void()> body) : name_{std::move(name)}, body_{std::move(body)} {}
    /** Begins. @return whether it could */
    bool begin()
    {
        return ast_pthread_create(&thread_, nullptr, &AsteriskThread::run, this) == 0;
    }
    void join() override { pthread_join(thread_, nullptr); }

private:
    /** What the thread runs. */
    static void* run(void* self)
    {
        auto* thread = static_cast<AsteriskThread*>(self);
        pthread_setname_np(pthread_self(), thread->name_.substr(0, 15).c_str());
        guarded("worker", 0, [&] {
            thread->body_();
            return 0;
        });
        return nullptr;
    }
    std::string name_;
    std::function<void()> body_;
    pthread_t thread_{};
};

}  // namespace

std::unique_ptr<sipcore::Thread> AsteriskThreads::start(const std::string& name, std::function<void()> body)
{
    auto thread = std::make_unique<AsteriskThread>(name, std::move(body));
    return thread->begin() ? std::move(thread) : nullptr;
}

}  // namespace pbx
